"""The entry: what one student's text says of one koan, before anything is run."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sensei import aftermath, answer, explain, misconception
from sensei.answer import Objection
from sensei.course import Koan, Topic
from sensei.grading.closed import NotPlain, spelled
from sensei.grading.gate import Refused
from sensei.grading.item import Assurance, Item, Judgement
from sensei.grading.program import program_of
from sensei.pattern import Kind
from sensei.reading import Reading, imports_of
from sensei.source import Source
from sensei.unify import without_docstring
from sensei.verdict import Outcome, Verdict

_LINE = re.compile(r"(`[^`]*`)|\b([Ll]ines?) (\d+)")


@dataclass(frozen=True)
class Entry:
    """A koan of a submission: settled by its text, or an item that is to be judged; exactly one of the two.

    Attributes:
        koan: its identity.
        answers: as the student wrote them, one for each blank; empty where they could not be told.
        shift: how many lines lower the body of the test stands in this file than in the pristine one.
        judgement: what the text alone settles.
        item: what is still to be judged.
    """

    koan: str
    answers: tuple[str, ...] = ()
    shift: int = 0
    judgement: Judgement | None = None
    item: Item | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "koan": self.koan,
            "answers": list(self.answers),
            "shift": self.shift,
            "judgement": self.judgement and self.judgement.to_json(),
            "item": self.item and self.item.to_json(),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Entry":
        """The entry that `to_json` wrote."""
        judgement, item = data["judgement"], data["item"]
        return cls(
            data["koan"],
            tuple(data["answers"]),
            data["shift"],
            Judgement.from_json(judgement) if judgement else None,
            Item.from_json(item) if item else None,
        )


def moved(verdict: Verdict, shift: int) -> Verdict:
    """A verdict on the pristine koan, with the lines of a file in which it stands `shift` lines lower.

    What the student wrote, between backticks, stays as it is.
    """
    if not shift:
        return verdict

    def lower(match: re.Match[str]) -> str:
        return match[1] or f"{match[2]} {int(match[3]) + shift}"

    facts = tuple(_LINE.sub(lower, fact) for fact in verdict.facts)
    line = verdict.line and verdict.line + shift
    return replace(verdict, line=line, facts=facts, advice=_LINE.sub(lower, verdict.advice))


def entry_of(reading: Reading, koan: Koan) -> Entry:
    """What a reading says of a koan. Nothing is raised, whatever the file holds."""
    try:
        return _entry(reading, koan)
    except (RecursionError, MemoryError):
        verdict = Verdict(koan.identity, Outcome.BROKEN, None, ("The answer is too large to be read.",))
    except Exception as ours:
        verdict = aftermath.unjudged(koan, ours)
    return Entry(koan.identity, judgement=Judgement(verdict, Assurance.TEXT))


def body_line(source: Source, function: str) -> int:
    """The line on which the body of a test begins, behind its docstring; 0 where it is not there."""
    found = source.definitions.get(function)
    if found is None:
        return 0
    return (without_docstring(found.body) or [found])[0].lineno


@lru_cache(maxsize=256)
def modules(topic: Topic) -> Mapping[str, str]:
    """What each name that the pristine topic imports stands for."""
    found = {name: origin for name, (origin, _, _) in imports_of(topic.source).items()}
    return {name: origin for name, origin in found.items() if not origin.startswith("sensei")}


def _entry(reading: Reading, koan: Koan) -> Entry:
    harvest = reading.filled[koan.function].harvest
    verdict, note = reading.settled.get(koan.function), ""
    item = None
    if verdict is None:
        try:
            item = _item(reading, koan)
        except _Settled as settled:
            verdict, note = settled.verdict, settled.note
    judgement = Judgement(verdict, Assurance.TEXT, note) if verdict else None
    line = body_line(reading.source, koan.function)
    shift = line - body_line(reading.topic.source, koan.function) if line else 0
    return Entry(koan.identity, harvest.answers, shift, judgement, item)


class _Settled(Exception):
    def __init__(self, verdict: Verdict, note: str = "") -> None:
        self.verdict = verdict
        self.note = note


def _item(reading: Reading, koan: Koan) -> Item:
    known = modules(reading.topic)
    harvest = reading.filled[koan.function].harvest
    answers: list[str] = []
    inside: list[ast.AST] = []
    for number, (blank, node) in enumerate(zip(koan.blanks, harvest.nodes, strict=True)):
        in_test = blank.koan == koan.function
        if isinstance(node, ast.expr) and (blank.kind is not Kind.CODE or _is_value(node, known, koan, in_test)):
            try:
                answers.append(spelled(node, known, blank.kind))
            except NotPlain as trouble:
                raise _Settled(_objected(koan, number, node, harvest.answers, trouble.objection)) from None
        else:
            answers.append(_plain_text(node))
            inside += _nodes(node) if in_test else []
    program = program_of(reading, koan, inside)
    if program.refused:
        raise _refused(koan, program.refused, harvest.answers)
    return Item(koan.identity, tuple(answers), program.text)


def _is_value(node: ast.expr, known: Mapping[str, str], koan: Koan, in_test: bool) -> bool:
    """Tell whether an answer to a code blank of the test itself is a value, as `torch.uint8` is, and no computation."""
    if not in_test or answer.objection(node, known, koan.names):
        return False
    try:
        return bool(spelled(node, known))
    except NotPlain as trouble:
        return trouble.objection.outcome is Outcome.WRONG and "too large" in trouble.objection.fact


def _objected(koan: Koan, number: int, node: ast.expr, answers: tuple[str, ...], objection: Objection) -> Verdict:
    verdict = explain.objected(koan, node.lineno, answers[number], objection)
    return misconception.recognise(koan, verdict, answers, {number})


def _refused(koan: Koan, refused: Refused, answers: tuple[str, ...]) -> _Settled:
    verdict = Verdict(koan.identity, Outcome.BROKEN, refused.line, (refused.fact,), refused.advice)
    blamed = {number for number, blank in enumerate(koan.blanks) if blank.kind is Kind.CODE}
    return _Settled(misconception.recognise(koan, verdict, answers, blamed), refused.note)


def _nodes(node: object) -> Iterator[ast.AST]:
    yield from [node] if isinstance(node, ast.AST) else node  # type: ignore[misc]


def _plain_text(node: object) -> str:
    return "\n".join(ast.unparse(each) for each in _nodes(node))
