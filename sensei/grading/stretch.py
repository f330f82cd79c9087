"""The stretch: a top-level statement of a koan file as text, and what is to be known of it, read once for a class."""

import ast
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sensei.grading.scopes import bound
from sensei.source import DEFINITIONS, Trouble, parse
from sensei.unify import without_docstring

_START = re.compile(r"^(?=[^\s#)\]}])", re.MULTILINE)
# What Python says where a statement goes on behind the end of the text.
_GOES_ON = re.compile(r"unterminated triple|was never closed|unexpected EOF|expected '?(?:except|an indented)")
_MOST_LINES = 40  # at the left margin, of one statement
_MOST = 2000  # statements; more than that are not worth remembering
_LONGEST = 10_000  # characters; what is longer is nobody else's, and is not remembered
_numbers = itertools.count()


@dataclass(frozen=True, eq=False)
class Stretch:
    """Whole lines that parse by themselves, or do not.

    Attributes:
        number: its name; stretches of one text have one number.
        trouble: why it does not parse, in Python's words; empty if it does.
        gives: the names that it gives at the top level, or to anything outside a definition.
        uses: the names that it looks up anywhere.
        bodies: for each definition in it, how many lines below its start the first statement stands.
        always: whether it means something for every statement behind it, as an import from `__future__` does.
    """

    number: int
    text: str
    trouble: str = ""
    gives: frozenset[str] = frozenset()
    uses: frozenset[str] = frozenset()
    bodies: tuple[tuple[str, int], ...] = ()
    always: bool = False


def stretches(text: str) -> list[tuple[int, Stretch]] | None:
    """The statements of a text, each with the line on which it starts, from 1; None if not all of it parses."""
    starts = [match.start() for match in _START.finditer(text)] + [len(text)]
    if len(starts) > _MOST:
        return None
    found: list[tuple[int, Stretch]] = []
    line, at = 1, 0
    position = 0
    while at < len(starts) - 1:
        line += text.count("\n", position, starts[at])
        position = starts[at]
        for end in range(at + 1, min(at + _MOST_LINES, len(starts))):
            each = stretch(_trimmed(text[position : starts[end]]))
            if not each.trouble:
                break
            if not _GOES_ON.search(each.trouble) and text[position] != "@":
                return None
        else:
            return None
        found.append((line, each))
        at = end
    return found


def _trimmed(text: str) -> str:
    """A text without the empty lines and comments that trail it."""
    lines = text.split("\n")
    while len(lines) > 1 and (not lines[-1].strip() or lines[-1].startswith("#")):
        lines.pop()
    return "\n".join(lines)


def stretch(text: str) -> Stretch:
    """What is to be known of a text."""
    return _known(text) if len(text) <= _LONGEST else _stretch(text)


def _stretch(text: str) -> Stretch:
    source = parse(text)
    trouble: Trouble | None = next((piece.trouble for piece in source.pieces if piece.trouble), None)
    if trouble:
        return Stretch(next(_numbers), text, trouble.message or "it cannot be read")
    nodes = list(source.statements)
    bodies = [
        (node.name, (without_docstring(node.body) or [node])[0].lineno - 1)
        for node in nodes
        if isinstance(node, DEFINITIONS)
    ]
    return Stretch(
        next(_numbers),
        text,
        gives=frozenset(bound(nodes) | {name for node in nodes for name in _stored(node)}),
        uses=frozenset(each.id for node in nodes for each in ast.walk(node) if isinstance(each, ast.Name)),
        bodies=tuple(bodies),
        always=any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in nodes),
    )


_known = lru_cache(maxsize=32768)(_stretch)


def _stored(node: ast.stmt) -> Iterator[str]:
    if not isinstance(node, DEFINITIONS):
        yield from (each.id for each in ast.walk(node) if isinstance(each, ast.Name) and not _is_read(each))


def _is_read(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Load)
