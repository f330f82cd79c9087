"""Chunks: a file as whole lines that belong together, so that parts of it can be moved, replaced or left to the byte.

A chunk is a top-level statement with the comments that lead to it and those that trail it. All chunks of a file, one
after the other, are the file.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sensei.source import DEFINITIONS, Source, decode
from sensei.unify import is_string

_LINE_END = re.compile(r"\r\n|\r|\n")
_BOM = b"\xef\xbb\xbf"
DOCSTRING = "the opening text"
_ANY = (ast.Import, ast.ImportFrom)


@dataclass(frozen=True)
class Chunk:
    """Whole lines, each with its own line end: what leads to a statement, the statement, what trails it."""

    lead: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    trail: tuple[str, ...] = ()
    statements: tuple[ast.stmt, ...] = ()
    first: bool = False  # whether it opens its file, where a string is the file's own docstring

    @cached_property
    def name(self) -> str | None:
        """What it defines, if it is one function, one class or one assignment to a name."""
        match self.statements:
            case [ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name)]:
                return name
            case [ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name))]:
                return name
            case _:
                return None

    @cached_property
    def key(self) -> str:
        """What it is known by in every version of its file."""
        if self.name:
            return self.name
        if self.first and len(self.statements) == 1 and is_string(self.statements[0]):
            return DOCSTRING
        return "\n".join(ast.dump(each) for each in self.statements)

    @cached_property
    def text(self) -> str:
        """Its statement alone, with plain line ends."""
        return plain(self.body)

    @cached_property
    def imports(self) -> frozenset[tuple[str, str]]:
        """The names that it imports, each with what it stands for; empty if it does anything else."""
        if not all(isinstance(each, _ANY) for each in self.statements):
            return frozenset()
        return frozenset(pair for each in self.statements for pair in _imported(each))

    @cached_property
    def bound(self) -> frozenset[str]:
        """The names that it gives to something at the top of the file."""
        return frozenset(name for each in self.statements for name in _bound(each))

    @cached_property
    def used(self) -> frozenset[str]:
        """The names that it looks up."""
        nodes = [node for each in self.statements for node in ast.walk(each)]
        return frozenset(node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))

    @property
    def comments(self) -> tuple[str, ...]:
        """What is said around it."""
        return tuple(line.strip() for line in (*self.lead, *self.trail) if line.strip())


@dataclass(frozen=True)
class Sheet:
    """A file in chunks, with what stands behind the last one."""

    chunks: tuple[Chunk, ...]
    tail: tuple[str, ...] = ()
    newline: str = "\n"
    bom: bool = False

    @cached_property
    def by_key(self) -> dict[str, Chunk]:
        """The chunks by key; of two with one key the later, as in Python."""
        return {chunk.key: chunk for chunk in self.chunks}

    @cached_property
    def doubled(self) -> frozenset[str]:
        """The keys that more than one chunk has."""
        return frozenset(key for key, count in Counter(chunk.key for chunk in self.chunks).items() if count > 1)

    @property
    def text(self) -> str:
        """The whole file."""
        lines = [line for each in self.chunks for line in (*each.lead, *each.body, *each.trail)] + [*self.tail]
        # Only the last line may lack its end, and it may have become another one.
        whole = [line if line.endswith(("\n", "\r")) else line + self.newline for line in lines[:-1]]
        return "".join([*whole, *lines[-1:]])

    @property
    def raw(self) -> bytes:
        """The whole file as bytes."""
        return (_BOM if self.bom else b"") + self.text.encode()

    def styled(self, chunk: Chunk) -> Chunk:
        """A chunk of another file with the line ends of this one."""
        lead, body, trail = (
            tuple(line.rstrip("\r\n") + self.newline for line in lines)
            for lines in (chunk.lead, chunk.body, chunk.trail)
        )
        return replace(chunk, lead=lead, body=body, trail=trail, first=False)


def cut(raw: bytes) -> Sheet:
    """Cut a file that parses into its chunks."""
    source = decode(raw)
    ends = _LINE_END.findall(raw.decode("utf-8-sig"))
    newline = Counter(ends).most_common(1)[0][0] if ends else "\n"
    lines = [line + end for line, end in zip(source.lines, [*ends, ""], strict=True)]
    if lines[-1:] == [""]:
        lines.pop()
    spans = list(_spans(source))
    chunks: list[Chunk] = []
    lead_from = 0
    for at, (start, end, statements) in enumerate(spans):
        following = spans[at + 1][0] - 1 if at + 1 < len(spans) else len(lines)
        trail = end + _trailing(lines[end:following], last=at + 1 == len(spans))
        parts = (lines[lead_from : start - 1], lines[start - 1 : end], lines[end:trail])
        lead, body, behind = map(tuple, parts)
        chunks.append(Chunk(lead, body, behind, statements, first=at == 0))
        lead_from = trail
    return Sheet(tuple(chunks), tuple(lines[lead_from:]), newline, raw.startswith(_BOM))


def plain(lines: Sequence[str]) -> str:
    """Lines without their ends, joined by plain ones."""
    return "\n".join(line.rstrip("\r\n") for line in lines)


def _spans(source: Source) -> Iterator[tuple[int, int, tuple[ast.stmt, ...]]]:
    """First and last line of each chunk; statements that share a line share a chunk."""
    open_: tuple[int, int, tuple[ast.stmt, ...]] | None = None
    for piece in source.pieces:
        if open_ and piece.start <= open_[1]:
            open_ = (open_[0], max(open_[1], piece.end), (*open_[2], *piece.statements))
            continue
        if open_:
            yield open_
        open_ = (piece.start, piece.end, tuple(piece.statements))
    if open_:
        yield open_


def _trailing(gap: Sequence[str], *, last: bool) -> int:
    """How many lines of the gap behind a statement are still about it: indented, or with no empty line between."""
    close = next((at for at, line in enumerate(gap) if not line.strip()), len(gap) if last else 0)
    indented = [at + 1 for at, line in enumerate(gap) if line.strip() and line[0] in " \t"]
    return max([close, *indented])


def _imported(node: ast.stmt) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Import):
        for each in node.names:
            yield each.asname or each.name.split(".")[0], each.name
    elif isinstance(node, ast.ImportFrom):
        for each in node.names:
            yield each.asname or each.name, f"{'.' * node.level}{node.module or ''}.{each.name}"


def _bound(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, DEFINITIONS):
        yield node.name
        return
    for each in ast.walk(node):
        if isinstance(each, ast.Name) and not isinstance(each.ctx, ast.Load):
            yield each.id
        elif isinstance(each, _ANY):
            yield from (name for name, _ in _imported(each))
        elif isinstance(each, DEFINITIONS):
            yield each.name
