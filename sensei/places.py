"""Places: where in a source the blanks stand, to the character, and what each of them asks for."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sensei.blank import NAME
from sensei.source import DEFINITIONS, Source, parse
from sensei.unify import is_blank, is_suite_blank

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


def find(source: Source | str) -> list[Blank]:
    """Every blank of a source, in the order of the text. Parts that do not parse have none."""
    source = parse(source) if isinstance(source, str) else source
    return [blank for blank, _ in located(source)]


def position(node: ast.AST) -> tuple[int, int]:
    """Line, from 1, and column, in bytes from 0, as the tree has them."""
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def located(source: Source) -> Iterator[tuple[Blank, ast.AST]]:
    """Each blank with the node that `unify` reports for it, in the order of the text."""
    starts = [0]
    for line in source.lines:
        starts.append(starts[-1] + len(line) + 1)

    def offset(node: ast.AST) -> int:
        line, column = position(node)
        return starts[line - 1] + len(source.lines[line - 1].encode()[:column].decode(errors="ignore"))

    found = [(node, stack) for top in source.statements for node, stack in _walk(top, ())]
    spots = {id(node): offset(node) for node, _ in found}
    claims = Counter(spots.values())
    right = {spot for spot, count in claims.items() if count == 1 and _OCCURRENCE.match(source.text, spot)}
    lost = [node for node, _ in found if spots[id(node)] not in right]
    if lost:
        spots |= _search(_readable(source), lost, right)
    for node, stack in sorted(found, key=lambda each: spots[id(each[0])]):
        start = spots[id(node)]
        row = source.text.count("\n", 0, start)
        statement = next(
            (each for each in stack if is_suite_blank(each) and getattr(each, "value", None) is node), None
        )
        koan = next((each.name for each in stack if isinstance(each, DEFINITIONS)), None)
        blank = Blank(
            _kind(stack, node), start, start + len(NAME), row + 1, start - starts[row] + 1, statement is not None, koan
        )
        yield blank, statement or node


def _walk(node: ast.AST, stack: tuple[ast.AST, ...]) -> Iterator[tuple[ast.AST, tuple[ast.AST, ...]]]:
    if is_blank(node):
        yield node, stack
    for child in ast.iter_child_nodes(node):
        yield from _walk(child, (*stack, node))


def _readable(source: Source) -> str:
    """The text with spaces in place of the parts that do not parse."""
    lines = list(source.lines)
    for piece in source.pieces:
        if piece.trouble:
            lines[piece.start - 1 : piece.end] = [" " * len(line) for line in lines[piece.start - 1 : piece.end]]
    return "\n".join(lines)


def _search(text: str, lost: list[ast.AST], taken: set[int]) -> dict[int, int]:
    """Offsets of blanks inside f-strings, where Python before 3.12 keeps no exact positions.

    An occurrence is a blank if giving it another name leaves the tree with one blank fewer.
    """
    count = len([node for node in ast.walk(ast.parse(text)) if is_blank(node)])
    spots: list[int] = []
    for match in _OCCURRENCE.finditer(text):
        renamed = text[: match.start()] + "_q_" + text[match.end() :]
        if match.start() not in taken and sum(map(is_blank, ast.walk(ast.parse(renamed)))) < count:
            spots.append(match.start())
    return {id(node): spot for node, spot in zip(lost, spots, strict=True)}


_DISPLAYS = (ast.List, ast.Tuple, ast.Set, ast.Dict, ast.UnaryOp)
_WRAPPERS = {"pytest.approx", "torch.Size", "torch.tensor", "set", "tuple", "list"}


def _kind(stack: tuple[ast.AST, ...], node: ast.AST) -> Kind:
    parent = stack[-1] if stack else None
    if isinstance(parent, ast.Call) and ast.unparse(parent.func) == "pytest.raises" and parent.args[:1] == [node]:
        return Kind.EXCEPTION
    for each in reversed(stack):
        if isinstance(each, ast.Compare):
            asserted = any(isinstance(outer, ast.Assert) for outer in stack)
            return Kind.PREDICTION if asserted else Kind.CODE
        wraps = isinstance(each, ast.Call) and ast.unparse(each.func) in _WRAPPERS
        if not (isinstance(each, _DISPLAYS) or wraps):
            break
    return Kind.CODE
