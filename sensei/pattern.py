"""A koan is source with blanks. Three verbs over that: find the blanks, harvest the answers, transplant them.

    find        koan source              -> its blanks
    harvest     pristine koan + filled   -> the answers
    transplant  koan source + answers    -> a filled koan
"""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sensei.blank import NAME
from sensei.source import DEFINITIONS, Definition, Source, parse
from sensei.unify import Answer, Mismatch, is_blank, is_suite_blank, unify

_OCCURRENCE = re.compile(rf"(?<!\w){NAME}(?!\w)")


class Kind(StrEnum):
    """What a blank asks for."""

    PREDICTION = "prediction"  # what an assert compares with: a value
    EXCEPTION = "exception"  # what pytest.raises waits for: an exception class
    CODE = "code"  # anything else


@dataclass(frozen=True)
class Blank:
    """A blank in a source. `start` and `end` are offsets in characters, `line` and `column` count from 1."""

    kind: Kind
    start: int
    end: int
    line: int
    column: int
    whole_statement: bool
    koan: str | None  # the top-level definition that it stands in
    assertion: ast.Compare | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Drift:
    """Where a filled koan leaves the pristine one outside its blanks: a line of the filled file, and what should be there."""

    line: int
    wanted: str | None
    found: str | None
    tuple_without_parentheses: bool = False


@dataclass(frozen=True)
class Harvest:
    """The answers in a filled koan, as source text and as the very nodes of the filled tree, in the order of the blanks."""

    answers: tuple[str, ...] = ()
    nodes: tuple[Answer, ...] = ()
    drift: Drift | None = None


def find(source: Source | str) -> list[Blank]:
    """Every blank of a source, in the order of the text. Parts that do not parse have none."""
    source = parse(source) if isinstance(source, str) else source
    return [blank for blank, _ in _located(source)]


def harvest(pristine: Source, filled: Source, name: str) -> Harvest:
    """The answers that `filled` gives in the definition `name` of `pristine`, or the first line where it drifts."""
    pattern, subject = pristine.definitions()[name], filled.definitions().get(name)
    if subject is None:
        return Harvest(drift=Drift(1, f"def {name}", None))
    try:
        matches = unify(pattern, subject)
    except Mismatch as mismatch:
        return Harvest(drift=_drift(mismatch, subject))
    nodes = tuple(node for _, node in sorted(matches, key=lambda match: _position(match[0])))
    return Harvest(tuple(_text(filled, node) for node in nodes), nodes)


def transplant(source: Source | str, answers: Mapping[str, Sequence[str]]) -> str:
    """Put answers into the blanks of each definition that `answers` names; the rest of the text stays as it is.

    Raises:
        ValueError: an answer does not parse, their number is not that of the blanks, or one cannot stand in its place.
    """
    source = parse(source) if isinstance(source, str) else source
    filled = source.text
    blanks = find(source)
    for name, given in answers.items():
        own = [blank for blank in blanks if blank.koan == name]
        if len(own) != len(given):
            raise ValueError(f"{name} has {len(own)} blanks, not {len(given)}")
    queues = {name: list(given) for name, given in answers.items()}
    for blank in reversed(blanks):
        if blank.koan in queues:
            filled = _fill(filled, blank, queues[blank.koan].pop())
    return filled


def _fill(text: str, blank: Blank, answer: str) -> str:
    if blank.whole_statement:
        indent = re.search(r"[^\n]*\Z", text[: blank.start])
        return text[: blank.start] + _indented(answer, len(indent.group()) if indent else 0) + text[blank.end :]
    # Parentheses only where the bare answer would mean something else in its place: `t + 1` before `.numpy()`.
    for written in (answer, f"({answer})"):
        candidate = text[: blank.start] + written + text[blank.end :]
        if _means(text, candidate, answer, blank):
            return candidate
    raise ValueError(f"{answer!r} cannot stand in the blank on line {blank.line}")


def _means(text: str, candidate: str, answer: str, blank: Blank) -> bool:
    """Tell whether the candidate is the text with that answer, as a tree, in that blank and nothing else changed."""
    before, after = parse(text), parse(candidate)
    pattern = before.definitions().get(blank.koan or "")
    subject = after.definitions().get(blank.koan or "")
    if pattern is None or subject is None:
        return False
    place = next(node for found, node in _located(before) if found.start == blank.start)
    try:
        wanted = ast.dump(_parsed(answer, place))
        captured = [node for one, node in unify(pattern, subject) if one is place]
    except (Mismatch, SyntaxError, ValueError):
        return False
    return [ast.dump(node) for node in captured if isinstance(node, ast.AST)] == [wanted]


def _indented(answer: str, width: int) -> str:
    """The lines of a suite, the second and later moved under the first; text inside strings is the answer's own."""
    margin = " " * width
    first, *rest = answer.strip("\n").split("\n")
    strings = _inside_strings(ast.parse(answer).body)
    moved = [line if not line or number in strings else margin + line for number, line in enumerate(rest, 2)]
    return "\n".join([first, *moved])


def _inside_strings(nodes: Sequence[ast.stmt]) -> set[int]:
    """The lines that begin inside a string: their margin belongs to the string."""
    return {
        line
        for top in nodes
        for node in ast.walk(top)
        if isinstance(node, ast.JoinedStr | ast.Constant)
        for line in range(node.lineno + 1, (node.end_lineno or node.lineno) + 1)
    }


def _parsed(answer: str, place: ast.AST) -> ast.AST:
    """The tree of an answer, read as what its blank stands for: a match pattern or an expression."""
    if isinstance(place, ast.pattern):
        match = ast.parse(f"match 0:\n case {answer}: 0").body[0]
        return match.cases[0].pattern if isinstance(match, ast.Match) else match
    return ast.parse(f"({answer}\n)", mode="eval").body


def _drift(mismatch: Mismatch, subject: Definition) -> Drift:
    wanted, found = mismatch.wanted, mismatch.found
    line = getattr(found, "lineno", None) or subject.lineno
    comma = (
        isinstance(wanted, ast.Assert)
        and isinstance(found, ast.Assert)
        and wanted.msg is None
        and found.msg is not None
        and any(is_blank(node) for node in ast.walk(wanted.test))
    )
    texts = [ast.unparse(node).split("\n")[0] if node is not None else None for node in (wanted, found)]
    return Drift(line, *texts, tuple_without_parentheses=comma)


def _text(source: Source, node: Answer) -> str:
    """An answer as the learner wrote it; re-made from the tree where the text is not at hand (inside old f-strings)."""
    if isinstance(node, ast.AST):
        text = ast.get_source_segment(source.text, node) or ""
        try:
            faithful = ast.dump(_parsed(text, node)) == ast.dump(node)
        except SyntaxError:
            faithful = False
        return text if faithful else ast.unparse(node)
    first, last = node[0], node[-1]
    margin = source.lines[first.lineno - 1][: first.col_offset]
    if margin.strip():
        return "\n".join(ast.unparse(each) for each in node)
    strings = _inside_strings(node)
    block = enumerate(source.lines[first.lineno - 1 : last.end_lineno], first.lineno)
    return "\n".join(line if number in strings else line.removeprefix(margin) for number, line in block)


def _position(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def _located(source: Source) -> Iterator[tuple[Blank, ast.AST]]:
    """Each blank with the node that `unify` reports for it, in the order of the text."""
    starts = [0]
    for line in source.lines:
        starts.append(starts[-1] + len(line) + 1)

    def offset(node: ast.AST) -> int:
        line, column = _position(node)
        return starts[line - 1] + len(source.lines[line - 1].encode()[:column].decode())

    found = [(node, stack) for top in source.statements for node, stack in _walk(top, ())]
    lost = [node for node, _ in found if not _OCCURRENCE.match(source.text, offset(node))]
    spots = {id(node): offset(node) for node, _ in found if node not in lost}
    spots |= _search(source.text, lost, set(spots.values()))
    for node, stack in sorted(found, key=lambda each: spots[id(each[0])]):
        start = spots[id(node)]
        line = source.text.count("\n", 0, start)
        statement = next((each for each in stack if is_suite_blank(each) and getattr(each, "value", None) is node), None)
        koan = next((each.name for each in stack if isinstance(each, DEFINITIONS)), None)
        kind, assertion = _kind(stack, node)
        blank = Blank(
            kind, start, start + len(NAME), line + 1, start - starts[line] + 1, statement is not None, koan, assertion
        )
        yield blank, statement or node


def _walk(node: ast.AST, stack: tuple[ast.AST, ...]) -> Iterator[tuple[ast.AST, tuple[ast.AST, ...]]]:
    if is_blank(node):
        yield node, stack
    for child in ast.iter_child_nodes(node):
        yield from _walk(child, (*stack, node))


def _search(text: str, lost: list[ast.AST], taken: set[int]) -> dict[int, int]:
    """Offsets of blanks inside f-strings, where Python before 3.12 keeps no exact positions.

    An occurrence is a blank if giving it another name leaves the tree with one blank fewer.
    """
    if not lost:
        return {}
    count = len([node for node in ast.walk(ast.parse(text)) if is_blank(node)])
    spots: list[int] = []
    for match in _OCCURRENCE.finditer(text):
        renamed = text[: match.start()] + "_q_" + text[match.end() :]
        if match.start() not in taken and sum(map(is_blank, ast.walk(ast.parse(renamed)))) < count:
            spots.append(match.start())
    return {id(node): spot for node, spot in zip(lost, spots, strict=True)}


_DISPLAYS = (ast.List, ast.Tuple, ast.Set, ast.Dict, ast.UnaryOp)
_WRAPPERS = {"pytest.approx", "torch.Size", "torch.tensor", "set", "tuple", "list"}


def _kind(stack: tuple[ast.AST, ...], node: ast.AST) -> tuple[Kind, ast.Compare | None]:
    parent = stack[-1] if stack else None
    if isinstance(parent, ast.Call) and ast.unparse(parent.func) == "pytest.raises" and parent.args[:1] == [node]:
        return Kind.EXCEPTION, None
    for each in reversed(stack):
        if isinstance(each, ast.Compare):
            asserted = any(isinstance(outer, ast.Assert) for outer in stack)
            return (Kind.PREDICTION, each) if asserted else (Kind.CODE, None)
        wraps = isinstance(each, ast.Call) and ast.unparse(each.func) in _WRAPPERS
        if not (isinstance(each, _DISPLAYS) or wraps):
            break
    return Kind.CODE, None
