"""The picture: small grids of numbers with signs between them, drawn where a sentence would say less."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any, cast

from sensei.refusal import Refusal

if TYPE_CHECKING:  # drawing alone needs rich, and hints are read where nothing is drawn
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.text import Text

_GAP = "  "
_LINES, _PLAIN_LINES = "\u2500\u2502\u250c\u2510\u2514\u2518", "-|++++"


class PictureTrouble(Refusal):
    """A picture that cannot be drawn as it is written. The message says what is wrong with it, and what to do."""


@dataclass(frozen=True)
class Cell:
    """One entry of a grid. A marked one stands in parentheses, so that it is told apart without colour."""

    text: str
    marked: bool = False

    @classmethod
    def of(cls, text: str) -> "Cell":
        """The cell that a file writes as `7`, or as `(7)` if it is marked."""
        marked = len(text) > 2 and text.startswith("(") and text.endswith(")")
        return cls(text[1:-1], True) if marked else cls(text)


@dataclass(frozen=True)
class Grid:
    """Rows of cells, all equally long, with a caption above. `shows` is the torch expression that has these values."""

    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    shows: str = ""

    @classmethod
    def of(cls, table: dict[str, object]) -> "Grid":
        """The grid that a hints file describes.

        Raises:
            PictureTrouble: a key is unknown or of another type, there are no rows, or they are not equally long.
        """
        _check("a grid", table, {"rows": list}, {"caption": str, "shows": str})
        texts = cast("list[object]", table["rows"])
        if strange := [each for each in texts if not isinstance(each, str)]:
            raise PictureTrouble(f'the row {strange[0]!r} is not a text: write it like "1 2 3"')
        rows = tuple(tuple(map(Cell.of, str(each).split())) for each in texts)
        if not rows or not rows[0]:
            raise PictureTrouble('a grid has no cells: write its rows like "1 2 3"')
        if ragged := [row for row in rows if len(row) != len(rows[0])]:
            fact = f"a row has {len(ragged[0])} cells, and the first row of its grid has {len(rows[0])}"
            raise PictureTrouble(f"{fact}: give each row as many")
        return cls(rows, str(table.get("caption", "")), str(table.get("shows", "")))

    def block(self, signs: str) -> "_Block":
        """The grid in a frame made of these signs: the line, the bar and the four corners."""
        from rich.cells import cell_len
        from rich.text import Text

        line, bar, corners = signs[0], signs[1], signs[2:]
        widths = [max(cell_len(row[column].text) for row in self.rows) for column in range(len(self.rows[0]))]
        edge = line * sum(width + 2 for width in widths)
        captions = self.caption.splitlines()
        lines = [Text(caption) for caption in captions]
        lines.append(Text.assemble((corners[0] + edge + corners[1], "dim")))
        for row in self.rows:
            text = Text.assemble((bar, "dim"))
            for cell, width in zip(row, widths, strict=True):
                shown = f"({cell.text})" if cell.marked else f" {cell.text} "
                text.append(" " * (width - cell_len(cell.text)) + shown, "bold" if cell.marked else None)
            lines.append(text.append(bar, "dim"))
        lines.append(Text.assemble((corners[2] + edge + corners[3], "dim")))
        return _Block(tuple(lines), len(captions) + 1)


@dataclass(frozen=True)
class Picture:
    """Grids with signs or words between them, from left to right, in chunks that are never torn apart; a note below."""

    chunks: tuple[tuple[Grid | str, ...], ...]
    note: str = ""

    @classmethod
    def of(cls, table: Any) -> "Picture":
        """The picture that a hints file describes.

        Raises:
            PictureTrouble: it is no table, a key is unknown, missing or of another type, or a grid is not one.
        """
        if not isinstance(table, dict):
            raise PictureTrouble("it is not a table: write draw = [...] below its name in square brackets")
        keys = cast("dict[str, object]", table)
        _check("a picture", keys, {"draw": list}, {"note": str})
        chunks: list[tuple[Grid | str, ...]] = []
        words: tuple[str, ...] = ()
        for each in cast("list[object]", keys["draw"]):
            if isinstance(each, str):
                words += (each,)
                continue
            chunk = tuple(map(_part, cast("list[object]", each if isinstance(each, list) else [each])))
            if all(isinstance(part, str) for part in chunk):
                raise PictureTrouble("an array within draw holds no grid: put in two or more, to be kept together")
            chunks.append((*words, *chunk))
            words = ()
        if not chunks:
            raise PictureTrouble('draw holds no grid: put in one, such as { rows = ["1 2 3"] }')
        chunks[-1] += words
        return cls(tuple(chunks), str(keys.get("note", "")))

    @property
    def parts(self) -> tuple[Grid | str, ...]:
        """All that is drawn, from left to right."""
        return tuple(part for chunk in self.chunks for part in chunk)

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The grids alone."""
        return tuple(each for each in self.parts if isinstance(each, Grid))

    @property
    def words(self) -> tuple[str, ...]:
        """All that is said in words: between the grids, above them, and below."""
        said = (each.caption if isinstance(each, Grid) else each for each in self.parts)
        return tuple(text for text in (*said, self.note) if text)

    def lines(self, width: int, *, ascii_only: bool = False) -> list["Text"]:
        """What is drawn, line by line, none longer than `width`; nothing where a chunk does not fit into it."""
        from rich.console import Console
        from rich.text import Text

        signs = _PLAIN_LINES if ascii_only else _LINES
        rows: list[_Block] = []
        for block in self._blocks(signs):
            joined = rows[-1].beside(block) if rows else block
            if joined.width <= width:
                rows[-1:] = [joined]
            else:
                rows.append(block)
        if any(row.width > width for row in rows):
            return []
        drawn = [line for row in rows for line in row.lines]
        return [*drawn, *Text(self.note).wrap(Console(width=width), width)] if self.note else drawn

    def _blocks(self, signs: str) -> Iterator["_Block"]:
        heights = [len(part.rows) if isinstance(part, Grid) else 0 for part in self.parts]
        at = 0
        for chunk in self.chunks:
            blocks: list[_Block] = []
            for part in chunk:
                before = next((height for height in reversed(heights[:at]) if height), 0)
                behind = next((height for height in heights[at:] if height), 0)
                height = min(before, behind) or max(before, behind)
                blocks.append(part.block(signs) if isinstance(part, Grid) else _words(part, height))
                at += 1
            yield reduce(_Block.beside, blocks)

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        """Draw it between two empty lines, with box characters only where the encoding of the terminal has them."""
        if lines := self.lines(options.max_width, ascii_only=options.ascii_only):
            yield ""
            yield from lines
            yield ""


@dataclass(frozen=True)
class _Block:
    """Lines that stay together. Side by side, blocks have their first rows level: of each, the line number `axis`."""

    lines: tuple["Text", ...]
    axis: int

    @property
    def width(self) -> int:
        return max(line.cell_len for line in self.lines)

    def beside(self, other: "_Block") -> "_Block":
        """This block with the other one to its right."""
        from rich.text import Text

        axis = max(self.axis, other.axis)
        height = axis + max(len(self.lines) - self.axis, len(other.lines) - other.axis)
        joined: list[Text] = []
        for number in range(height):
            left, right = (_at(block.lines, number - axis + block.axis) for block in (self, other))
            text = left.copy()
            if right.cell_len:
                text.append(" " * (self.width - left.cell_len) + _GAP).append_text(right)
            joined.append(text)
        return _Block(tuple(joined), axis)


def _part(raw: object) -> Grid | str:
    if isinstance(raw, dict):
        return Grid.of(cast("dict[str, object]", raw))
    if isinstance(raw, str):
        return raw
    raise PictureTrouble(f"draw holds {raw!r}: put grids into it, and texts between them")


def _words(text: str, height: int) -> _Block:
    """Words that stand halfway down beside so many rows."""
    from rich.text import Text

    lines = text.splitlines()
    return _Block((*[Text("")] * ((height - len(lines)) // 2), *map(Text, lines or [""])), 0)


def _at(lines: Sequence["Text"], number: int) -> "Text":
    from rich.text import Text

    return lines[number] if 0 <= number < len(lines) else Text("")


def _check(what: str, table: dict[str, object], needed: dict[str, type], more: dict[str, type]) -> None:
    known = {**needed, **more}
    for key, value in table.items():
        if key not in known:
            raise PictureTrouble(f"the key {key!r} of {what} is unknown; known are {', '.join(known)}")
        if not isinstance(value, known[key]):
            raise PictureTrouble(f"the key {key!r} of {what} is not a {known[key].__name__}")
    for key in needed:
        if key not in table:
            raise PictureTrouble(f"{what} lacks the key {key!r}: write it")
