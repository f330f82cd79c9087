"""Moodle's offline grading worksheet, filled in: grades, feedback where there was none, and nothing else changes."""

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sensei.grading.gradebook import Gradebook, Result
from sensei.grading.outputs.files import whole
from sensei.grading.outputs.plain import cell, line, number
from sensei.grading.outputs.register import NAME, Register, handles, names, orders
from sensei.grading.outputs.words import held, listed, points, unread
from sensei.grading.outputs.worksheet import Worksheet, WorksheetTrouble, value

FILE = "moodle.csv"
_NEEDED = ("Identifier", "Grade", "Last modified (grade)")
_HANDLES = ("Email address", "ID number", "Username")
_PARTICIPANT = re.compile(r"\D*(?P<id>\d+)\s*")


@dataclass(frozen=True)
class Grading:
    """A worksheet as Moodle wrote it. `path` is where it lies, for sentences."""

    path: Path
    sheet: Worksheet

    @classmethod
    def load(cls, path: Path) -> "Grading":
        """Read a worksheet.

        Raises:
            WorksheetTrouble: it lacks a column that Moodle needs.
        """
        sheet = Worksheet.load(path)
        lost = [name for name in _NEEDED if sheet.column(name) is None]
        if lost or sheet.delimiter != ",":
            what = f"has no column {listed(lost)}" if lost else "has no commas between its cells"
            raise WorksheetTrouble(
                f"{path} {what}: download the offline grading worksheet again, with Moodle's language set to English"
            )
        return cls(path, sheet)

    @cached_property
    def register(self) -> Register:
        """The participants, by number, by what the school calls them, and by name."""
        register, column = Register(), self.sheet.column
        for at, row in enumerate(self.sheet.table):
            if match := _PARTICIPANT.fullmatch(row[column(_NEEDED[0]) or 0]):
                register.enter(at, _NEEDED[0], match["id"])
            for respect in _HANDLES:
                if (where := column(respect)) is not None:
                    register.enter(at, respect, row[where])
            if (where := column("Full name")) is not None:
                register.enter(at, NAME, *orders(row[where]))
        return register

    def row_of(self, result: Result) -> int | None:
        """The row of a student; None if none is surely theirs."""
        match = _PARTICIPANT.fullmatch(result.identifiers.get("moodle", ""))
        other = handles(result)
        return self.register.find(
            [(_NEEDED[0], [match["id"]] if match else []), *((each, other) for each in _HANDLES), (NAME, names(result))]
        )


@contextlib.contextmanager
def moodle(
    book: Gradebook, path: Path, grading: Grading, tell: Callable[[str], None]
) -> Iterator[Callable[[Result], None]]:
    """Write the file. `tell` is given a sentence for each thing that an instructor has to know."""
    found, nobody, empty = dict[int, list[tuple[str, float, str]]](), list[str](), list[str]()

    def add(result: Result) -> None:
        at, who = grading.row_of(result), line(result.student, 80)
        if result.unread:
            empty.append(who)
        elif at is None:
            nobody.append(who)
        else:
            share = result.score / result.out_of if result.out_of else 0.0
            found.setdefault(at, []).append((who, share, _summary(result)))

    yield add
    sheet = grading.sheet
    rows = [list(row) for row in sheet.rows]
    grade, most, told = sheet.column("Grade") or 0, sheet.column("Maximum Grade"), sheet.column("Feedback comments")
    too_many, scales = list[str](), list[str]()
    for at, claims in found.items():
        if len(claims) > 1:
            tell(f"{FILE} leaves out {listed([who for who, *_ in claims])}: they lead to the same row.")
            continue
        who, share, summary = claims[0]
        out_of = book.out_of if most is None else _number(sheet.table[at][most])
        if out_of is None:
            scales.append(who)
            continue
        too_many += [who] if share > 1 else []
        raw = rows[at + 1]
        raw += [""] * (len(sheet.headers) - len(raw))
        raw[grade] = number(min(share, 1.0) * out_of)
        if told is not None and not value(raw[told]).strip():
            raw[told] = sheet.spell(summary)
    for row in rows[1:]:  # Moodle reads the names no more, but a spreadsheet may
        row[1:grade] = [
            each if cell(value(each)) == line(value(each)) else sheet.spell(cell(value(each))) for each in row[1:grade]
        ]
    if nobody:
        tell(f"{FILE} has no grade for {listed(nobody)}: no row of {grading.path} is surely theirs.")
    if empty:
        tell(unread(FILE, empty))
    if scales:
        tell(f"{FILE} has no grade for {listed(scales)}: Moodle's maximum grade there is no number.")
    if too_many:
        tell(f"{FILE} has the maximum grade for {listed(too_many)}: Moodle passes over a grade that is higher.")
    with whole(path) as file:
        file.write(sheet.text(rows))


def _summary(result: Result) -> str:
    return (
        f"{held(result)} of {len(result.marks)} koans hold: {points(result.score)} of {points(result.out_of)} points."
    )


def _number(text: str) -> float | None:
    match = re.fullmatch(r"\s*(\d+)(?:[.,](\d+))?\s*", text)
    return float(f"{match[1]}.{match[2] or 0}") if match else None
