"""A koan file's text, cut into koans, even where a part of it does not parse.

A learner's file may be half written. What parses is a koan; what does not is a piece with its trouble; neither
takes the others with it.
"""

import ast
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

_DEFINES = re.compile(r"(?:async\s+)?(?:def|class)\b")
_MERGES = re.compile(r"<{7}|={7}|\|{7}")  # what git leaves at the head of each version where a merge met a conflict
_NAME = re.compile(r"^(?:async\s+)?(?:def|class)\s+(\w+)", re.MULTILINE)
_DEEPEST = 150  # levels of a tree; far above anything that is written by hand, far below Python's own limit
_TOO_DEEP = "it is nested too deeply to be read"


@dataclass(frozen=True)
class Trouble:
    """Why a stretch of text is not Python: a line (from 1) and what Python said of it."""

    line: int
    message: str
    text: str = ""


@dataclass(frozen=True)
class Piece:
    """A stretch of whole lines at the top level of a file: `start` and `end` count from 1, both included."""

    start: int
    end: int
    statements: Sequence[ast.stmt] = ()
    name: str | None = None
    trouble: Trouble | None = None


@dataclass(frozen=True, eq=False)
class Source:
    """A file's text with its line ends as `\\n`, and the pieces that it falls into."""

    text: str
    pieces: Sequence[Piece] = ()
    trouble: Trouble | None = None
    lines: Sequence[str] = field(default=(), repr=False)

    @property
    def statements(self) -> Iterator[ast.stmt]:
        """Every top-level statement that parses, in the order of the file."""
        for piece in self.pieces:
            yield from piece.statements

    @cached_property
    def definitions(self) -> dict[str, Definition]:
        """The top-level functions and classes by name; of two with one name the later, as in Python."""
        return {node.name: node for node in self.statements if isinstance(node, DEFINITIONS)}

    def trouble_of(self, name: str) -> Trouble | None:
        """What keeps the definition `name` from being read: trouble in its own piece, or in the whole file."""
        own = (piece.trouble for piece in self.pieces if piece.name == name and piece.trouble)
        return self.trouble or next(own, None)


def decode(raw: bytes) -> Source:
    """Read the bytes of a file: UTF-8 with or without a byte-order mark, any line ends.

    Bytes that are not text give a `Source` without pieces whose `trouble` says what they are.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Source("", trouble=Trouble(1, "the file is UTF-16: save it as UTF-8"))
    if b"\0" in raw:
        line = raw[: raw.index(b"\0")].count(b"\n") + 1
        return Source(
            "", trouble=Trouble(line, "the file holds null bytes, so it is not a text file: save it as UTF-8")
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        byte = raw[error.start]
        return Source("", trouble=Trouble(line, f"byte 0x{byte:02x} is not UTF-8: save the file as UTF-8"))
    return parse(text)


def parse(text: str) -> Source:
    """Cut `text` into pieces: one for each top-level statement, or, where it does not parse, for each definition."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    tree = _tree(text)
    if isinstance(tree, ast.Module):
        pieces = [_piece_of(node) for node in tree.body]
    else:
        pieces = [_parse_lines(lines, start, end) for start, end in _stretches(lines)]
    return Source(text, tuple(pieces), None, tuple(lines))


def first_line(node: ast.stmt) -> int:
    """The line on which a statement begins, its decorators included."""
    decorators = node.decorator_list if isinstance(node, DEFINITIONS) else []
    return min([node.lineno, *(each.lineno for each in decorators)])


def _tree(text: str) -> ast.Module | Trouble:
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        return Trouble(error.lineno or 1, error.msg, (error.text or "").rstrip("\n"))
    except ValueError as error:
        return Trouble(1, str(error))
    except (RecursionError, MemoryError):
        return Trouble(1, _TOO_DEEP)
    deep = _too_deep(tree)
    return Trouble(getattr(deep, "lineno", 1), _TOO_DEEP) if deep else tree


def _too_deep(tree: ast.AST) -> ast.AST | None:
    """A node that lies deeper than whoever walks the tree by recursion could follow."""
    level: list[ast.AST] = [tree]
    for _ in range(_DEEPEST):
        below: list[object] = []
        for node in level:
            for value in vars(node).values():
                if isinstance(value, list):
                    below += cast("list[object]", value)
                else:
                    below.append(value)
        level = [each for each in below if isinstance(each, ast.AST)]
        if not level:
            return None
    return next((each for each in level if isinstance(each, ast.expr | ast.stmt)), level[0])


def _piece_of(node: ast.stmt) -> Piece:
    name = node.name if isinstance(node, DEFINITIONS) else None
    return Piece(first_line(node), node.end_lineno or node.lineno, (node,), name)


def _stretches(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and last line of each stretch: the top of the file, then one for each definition with what leads to it."""
    starts: list[int] = []
    led_to = False
    for number, line in enumerate(lines, 1):
        leads = _leads(lines, number)
        if leads or _DEFINES.match(line):
            if not led_to:
                starts.append(number)
            led_to = leads
    edges = [*({1} - set(starts)), *starts, len(lines) + 1]
    yield from ((start, end - 1) for start, end in itertools.pairwise(edges))


def _leads(lines: Sequence[str], number: int) -> bool:
    """Tell whether a line belongs to the definition below it: a decorator, or a merge's marker right above one."""
    line, following = lines[number - 1], "".join(lines[number : number + 1])
    return line.startswith("@") or bool(
        _MERGES.match(line) and (following.startswith("@") or _DEFINES.match(following))
    )


def _parse_lines(lines: Sequence[str], start: int, end: int) -> Piece:
    stretch = "\n".join(lines[start - 1 : end])
    found = _NAME.search(stretch)
    name = found.group(1) if found else None
    # The empty lines before it keep every position that of the whole file.
    tree = _tree("\n" * (start - 1) + stretch)
    if isinstance(tree, Trouble):
        line = min(max(tree.line, start), end)
        while line > start and not lines[line - 1].strip():
            line -= 1  # where something is missing at the end, the last line that has something on it
        return Piece(start, end, (), name, Trouble(line, tree.message, tree.text or lines[line - 1]))
    return Piece(start, end, tuple(tree.body), name)
