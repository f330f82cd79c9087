"""The worksheet: a CSV file of a learning platform, read so that what is not changed is written back byte for byte."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sensei.refusal import Refusal

LARGEST = 100 * 2**20
_BOM = "\ufeff"
_END = re.compile(r"\r\n|\r|\n")
_FIRST = re.compile(r'\s*(?:"[^"]*"|[^",;\t\r\n]*)\s*([,;\t])')


class WorksheetTrouble(Refusal):
    """A platform's file that cannot be used. The message says why, and what to do."""


@dataclass(frozen=True)
class Worksheet:
    """A table in which every cell is kept as it is spelled, quotes included.

    Attributes:
        rows: raw cells; the first row holds the headers. Blank lines are left out.
        delimiter: what stands between two cells.
        end: of a line.
        bom: whether the file begins with a byte order mark.
    """

    rows: Sequence[Sequence[str]]
    delimiter: str = ","
    end: str = "\n"
    bom: bool = False

    @classmethod
    def load(cls, path: Path) -> "Worksheet":
        """Read a file.

        Raises:
            WorksheetTrouble: it is not there, or no table of text.
        """
        try:
            if path.stat().st_size > LARGEST:
                raise WorksheetTrouble(f"{path} is larger than a gradebook can be: was another file meant?")
            text = path.read_bytes().decode("utf-8")
        except OSError as error:
            raise WorksheetTrouble(f"{path} cannot be read: {error.strerror or error}") from None
        except UnicodeDecodeError:
            raise WorksheetTrouble(
                f"{path} is not UTF-8: download it anew, or save it as `CSV UTF-8` in the spreadsheet"
            ) from None
        bom, text = text.startswith(_BOM), text.removeprefix(_BOM)
        delimiter = first[1] if (first := _FIRST.match(text)) else ","
        match = _END.search(text)
        rows = [row for row in _rows(text, delimiter, path) if any(row)]
        if not rows:
            raise WorksheetTrouble(f"{path} is empty: download it anew")
        return cls(rows, delimiter, match[0] if match else "\n", bom)

    @cached_property
    def headers(self) -> tuple[str, ...]:
        """What the columns are called."""
        return tuple(value(raw).strip() for raw in self.rows[0])

    @cached_property
    def table(self) -> tuple[tuple[str, ...], ...]:
        """The cells below the headers, without their quotes; each row as long as the headers."""
        width = len(self.headers)
        return tuple(tuple(map(value, [*row, *[""] * width][:width])) for row in self.rows[1:])

    def column(self, *names: str) -> int | None:
        """The number of the first column that has one of these names, whatever its capitals."""
        wanted = {name.casefold() for name in names}
        return next((at for at, header in enumerate(self.headers) if header.casefold() in wanted), None)

    def spell(self, text: str) -> str:
        """A cell for this table: in quotes if it needs them."""
        special = any(each in text for each in (self.delimiter, '"', "\r", "\n")) or text != text.strip()
        return '"' + text.replace('"', '""') + '"' if special else text

    def text(self, rows: Sequence[Sequence[str]]) -> str:
        """A file of the same kind with these raw rows."""
        body = "".join(self.delimiter.join(row) + self.end for row in rows)
        return (_BOM if self.bom else "") + body


def value(raw: str) -> str:
    """What a raw cell holds."""
    bare = raw.strip()
    return bare[1:-1].replace('""', '"') if len(bare) > 1 and bare[0] == bare[-1] == '"' else raw


def _rows(text: str, delimiter: str, path: Path) -> list[list[str]]:
    """Raises WorksheetTrouble where a quote is not closed: from there on nobody knows where a cell ends."""
    end = rf"{delimiter}|\r\n|\r|\n|\Z"
    pattern = re.compile(rf'(?P<cell> *"(?:[^"]|"")*+" *(?={end})|[^{delimiter}\r\n]*)(?P<end>{end})')
    rows, row = list[list[str]](), list[str]()
    at = 0
    while at < len(text) or row:
        match = pattern.match(text, at)
        assert match is not None  # the second way of a cell matches anything up to an end
        bare = match["cell"].strip(" ")
        if bare.startswith('"') and not (bare.endswith('"') and len(bare) > 1):
            raise WorksheetTrouble(f"{path}, row {len(rows) + 1}: a quote is not closed; download the file anew")
        row.append(match["cell"])
        at = match.end()
        if match["end"] != delimiter:
            rows.append(row)
            row = []
    return rows
