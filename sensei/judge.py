"""Judge: a learner's koan file becomes runnable koans, and each run a verdict. One judge for pytest, watch and grading."""

import ast
import sys
import traceback
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sensei import alarm, answer, explain, misconception
from sensei.blank import BlankReached
from sensei.course import Koan, Topic
from sensei.pattern import Blank, Harvest, Kind, find, harvest
from sensei.source import Source, Trouble, decode
from sensei.verdict import Outcome, Verdict
from sensei.witness import GLOBAL, Witnesses, call_in


class NotHeld(Exception):
    """Raised in place of running a koan whose verdict is settled by its text alone."""

    def __init__(self, verdict: Verdict) -> None:
        """Carry the verdict."""
        super().__init__(verdict.outcome.value)
        self.verdict = verdict


@dataclass(frozen=True)
class Filled:
    """What a learner's file holds of one koan: its blanks that are left, and the answers."""

    koan: Koan
    harvest: Harvest
    left: Sequence[Blank]


class Script:
    """A learner's koan file. Reading it judges what the text alone can tell; `module` makes the rest runnable.

    Args:
        topic: the pristine topic that the file belongs to.
        path: where the file lies; tracebacks name it.
        raw: its bytes, whatever they are.
    """

    def __init__(self, topic: Topic, path: Path, raw: bytes) -> None:
        """Read the file; nothing is run."""
        self.topic = topic
        self.path = path
        self.source: Source = decode(raw)
        self.witnesses = Witnesses()
        self._blanks = find(self.source)

    @cached_property
    def settled(self) -> dict[str, Verdict]:
        """The verdicts that need no run, by function: `blank`, `edited`, `mirror` and what does not parse."""
        verdicts = {koan.function: self._settle(self.filled[koan.function]) for koan in self.topic.koans}
        return {function: verdict for function, verdict in verdicts.items() if verdict}

    @cached_property
    def filled(self) -> dict[str, Filled]:
        """Each koan of the topic as the file has it, by function."""
        found: dict[str, Filled] = {}
        for koan in self.topic.koans:
            left = [blank for blank in self._blanks if blank.koan in koan.parts]
            found[koan.function] = Filled(koan, koan.harvest(self.source), left)
        return found

    def span(self, koan: Koan) -> tuple[int, int]:
        """First and last line of the koan in this file, from 1; the whole head of the file where it is not to be found."""
        own = [piece for piece in self.source.pieces if piece.name in koan.parts]
        if not own:
            return 1, min(len(self.source.lines), 20)
        return min(piece.start for piece in own), max(piece.end for piece in own)

    def module(self, name: str) -> types.ModuleType:
        """Run the file's top level and return its module, with a function for every koan of the topic.

        Functions of koans that are settled raise `NotHeld`; nothing that the file does at its top level is raised here.
        """
        module = types.ModuleType(name)
        module.__file__ = str(self.path)
        module.__dict__[GLOBAL] = self.witnesses
        sys.modules[name] = module
        settled = dict(self.settled)
        try:
            with alarm.alarm(lambda: None):
                exec(self._compiled(), module.__dict__)
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            settled = {koan.function: settled.get(koan.function) or self.after(koan, error) for koan in self.topic.koans}
        own = {function: module.__dict__.pop(function, None) for function in (k.function for k in self.topic.koans)}
        for function, found in own.items():
            verdict = settled.get(function)
            module.__dict__[function] = _stub(function, verdict) if verdict or found is None else found
        return module

    def after(self, koan: Koan, error: BaseException | None) -> Verdict:
        """The verdict on a koan that was run and came to this end."""
        if isinstance(error, NotHeld):
            return error.verdict
        try:
            verdict = self._after(koan, error)
            return misconception.recognise(koan, verdict, self.filled[koan.function].harvest.answers)
        except Exception as ours:
            return explain.unjudged(koan, ours)

    def run(self, koan: Koan, module: types.ModuleType) -> Verdict:
        """Run one koan, without fixtures and under the alarm, and judge it."""
        self.witnesses[koan.function].forget()
        try:
            with alarm.alarm(lambda: None):
                module.__dict__[koan.function]()
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            return self.after(koan, error)
        return self.after(koan, None)

    def _settle(self, filled: Filled) -> Verdict | None:
        koan = filled.koan
        trouble = self._trouble_of(koan)
        if trouble:
            return explain.unreadable(koan, trouble)
        definitions = self.source.definitions()
        if any(part not in definitions for part in koan.parts):
            return self._missing(koan)
        if filled.left:
            return explain.blank(koan, filled.left)
        if filled.harvest.drift:
            return explain.edited(koan, filled.harvest.drift)
        return self._imports(koan) or self._objection(filled)

    def _trouble_of(self, koan: Koan) -> Trouble | None:
        head = next((p.trouble for p in self.source.pieces if p.trouble and p.name is None), None)
        own = (self.source.trouble_of(part) for part in koan.parts)
        return next((trouble for trouble in own if trouble), None) or head

    def _missing(self, koan: Koan) -> Verdict:
        part = next(part for part in koan.parts if part not in self.source.definitions())
        strangers = set(self.source.definitions()) - {name for each in self.topic.koans for name in each.parts}
        for name in sorted(strangers):
            node = self.source.definitions()[name]
            alias = ast.parse(ast.unparse(node)).body[0]
            alias.name = part  # pyright: ignore[reportAttributeAccessIssue]
            if not harvest(self.topic.source, _source_of(alias), part).drift:
                return explain.missing(koan, part, name, node.lineno)
        return explain.missing(koan, part, None, None)

    def _imports(self, koan: Koan) -> Verdict | None:
        """The koan's libraries must be there under the koan's names; the blank itself is no longer needed."""
        wanted, found = _bindings(self.topic.source), _bindings(self.source)
        for name, (origin, text, _) in wanted.items():
            if origin.startswith("sensei"):
                continue
            if name not in found:
                return explain.lost_import(koan, text, None, 1)
            if found[name][0] != origin:
                return explain.lost_import(koan, text, found[name][1], found[name][2])
        return None

    def _objection(self, filled: Filled) -> Verdict | None:
        koan, modules = filled.koan, set(_bindings(self.topic.source))
        for blank, node, text in zip(koan.blanks, filled.harvest.nodes, filled.harvest.answers, strict=True):
            if blank.kind is Kind.CODE or not isinstance(node, ast.expr):
                continue
            reason = answer.objection(node, modules)
            if blank.kind is Kind.EXCEPTION and answer.too_broad(node):
                return explain.too_broad(koan, node.lineno, text)
            if reason:
                verdict = explain.mirror(koan, node.lineno, text, reason)
                return misconception.recognise(koan, verdict, filled.harvest.answers)
        return None

    def _compiled(self) -> types.CodeType:
        """The file less the pieces that do not parse, witnessed; asserts stay even under `python -O`."""
        definitions = self.source.definitions()
        for function, filled in self.filled.items():
            node = definitions.get(function)
            if function not in self.settled and node is not None:
                pairs = zip(filled.koan.blanks, filled.harvest.nodes, strict=True)
                answers = {
                    number: node
                    for number, (blank, node) in enumerate(pairs)
                    if blank.kind is not Kind.CODE and isinstance(node, ast.expr)
                }
                call_in(node, answers)
        body = ast.Module(list(self.source.statements), [])
        return compile(body, str(self.path), "exec", dont_inherit=True, optimize=0)

    def _after(self, koan: Koan, error: BaseException | None) -> Verdict:
        witness = self.witnesses[koan.function]
        definition = self.source.definitions()[koan.function]
        if error is None:
            if witness.finished:
                return Verdict(koan.identity, Outcome.PASSED)
            return explain.ended_early(koan, definition.body[-1].lineno)
        line = self._line(error)
        if isinstance(error, alarm.OutOfTime):
            return explain.out_of_time(koan, line)
        if isinstance(error, BlankReached):
            return explain.reached(koan, line)
        if type(error).__name__ == "Skipped":
            return explain.skipped(koan)
        return self._blame(koan, definition, line, error)

    def _blame(self, koan: Koan, definition: ast.stmt, line: int | None, error: BaseException) -> Verdict:
        """The statement at which it ended: a block that waits for an exception, an assert, or anything else."""
        witness, filled = self.witnesses[koan.function], self.filled[koan.function]
        pairs = list(enumerate(zip(koan.blanks, filled.harvest.nodes, strict=True)))
        around = [
            node for node in ast.walk(definition) if isinstance(node, ast.With | ast.Assert) and _spans(node, line)
        ]
        for node in around:
            inside = {n: a for n, (b, a) in pairs if isinstance(a, ast.expr) and b.kind is not Kind.CODE and _holds(node, a)}
            if isinstance(node, ast.With):
                waiting = next((n for n in inside if koan.blanks[n].kind is Kind.EXCEPTION), None)
                if waiting is not None:
                    raised = type(error).__name__ != "Failed"
                    return explain.not_raised(koan, node.lineno, raised, witness.given.get(waiting))
            elif isinstance(error, AssertionError) or inside:
                texts = {number: filled.harvest.answers[number] for number in inside}
                return explain.does_not_hold(koan, node, texts, witness)
        return explain.raised(koan, line, error)

    def _line(self, error: BaseException) -> int | None:
        frames = traceback.extract_tb(error.__traceback__)
        return next((frame.lineno for frame in reversed(frames) if frame.filename == str(self.path)), None)


def _stub(function: str, verdict: Verdict | None) -> Callable[[], None]:
    def stub() -> None:
        raise NotHeld(verdict) if verdict else AssertionError

    stub.__name__ = stub.__qualname__ = function
    return stub


def _source_of(node: ast.stmt) -> Source:
    return decode(ast.unparse(node).encode())


def _bindings(source: Source) -> dict[str, tuple[str, str, int]]:
    """Each imported name with what it stands for, the statement's text and its line."""
    found: dict[str, tuple[str, str, int]] = {}
    for node in source.statements:
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            for each in node.names:
                name = each.asname or (each.name if module else each.name.split(".")[0])
                found[name] = (module + each.name, ast.unparse(node), node.lineno)
    return found


def _spans(node: ast.stmt, line: int | None) -> bool:
    return line is not None and node.lineno <= line <= (node.end_lineno or node.lineno)


def _holds(node: ast.AST, inner: Any) -> bool:
    return any(each is inner for each in ast.walk(node))
