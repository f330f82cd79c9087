"""The file that Canvas imports, made from the one that it exported."""

import contextlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sensei.grading.gradebook import Gradebook, Result
from sensei.grading.outputs.files import whole
from sensei.grading.outputs.plain import cell, line, number
from sensei.grading.outputs.register import NAME, Register, handles, names, orders
from sensei.grading.outputs.words import listed, points, unread
from sensei.grading.outputs.worksheet import Worksheet, WorksheetTrouble

FILE = "canvas.csv"
_WHO = ("student", "lastname", "firstname", "id", "sis user id", "sis login id", "integration id", "root account")
_SECTION = "section"
_ASSIGNMENT = re.compile(r"(?P<title>.*?)\s*\((?P<id>\d+)\)", re.DOTALL)
_ENOUGH = ("ID", "SIS User ID", "SIS Login ID")
_KEYS = ("canvas", "sis", "login")  # what a roster calls the same


@dataclass(frozen=True)
class Export:
    """A gradebook as Canvas exported it.

    Attributes:
        path: where it lies, for sentences.
        sheet: what it holds.
        assignment: the header of the column that the scores belong in; it need not be there yet.
    """

    path: Path
    sheet: Worksheet
    assignment: str

    @classmethod
    def load(cls, path: Path, assignment: str) -> "Export":
        """Read an export. `assignment` is a title, a number, or a header as Canvas has it: `Koans (1234)`.

        Raises:
            WorksheetTrouble: this is no export of Canvas, or two of its columns are called so.
        """
        sheet = Worksheet.load(path)
        folded = [header.casefold() for header in sheet.headers]
        if not (_SECTION in folded and "id" in folded and {"student", "lastname"} & {*folded}):
            raise WorksheetTrouble(
                f"{path} is no gradebook of Canvas: its first row has to hold Student, ID and Section; "
                "in Canvas, choose Grades, Export"
            )
        others = sheet.headers[folded.index(_SECTION) + 1 :]
        found = [header for header in others if assignment in _called(header)]
        if len({*found}) > 1 or len(found) > 1:
            raise WorksheetTrouble(
                f"{path} has {len(found)} columns that are called {line(assignment)!r}: {listed(found)}; "
                "name one of them by its number, which stands in parentheses"
            )
        return cls(path, sheet, found[0] if found else assignment)

    @cached_property
    def column(self) -> int | None:
        """The column of the assignment; None if Canvas is to make one."""
        headers = self.sheet.headers
        return headers.index(self.assignment) if self.assignment in headers else None

    @cached_property
    def assignments(self) -> list[str]:
        """The headers of the assignments that Canvas has."""
        return [header for header in self.sheet.headers if _ASSIGNMENT.fullmatch(header)]

    @cached_property
    def kept(self) -> list[int]:
        """The columns that tell who a student is. Others would only be read as changes, so they stay at home."""
        return [at for at, header in enumerate(self.sheet.headers) if header.casefold() in {*_WHO, _SECTION}]

    @cached_property
    def possible(self) -> str:
        """What Canvas says that the assignment is worth; empty if it does not say."""
        return next((self._cell(row) for row in self.sheet.table if "Points Possible" in row[0]), "")

    @cached_property
    def students(self) -> list[int]:
        """The rows that are students, by their number among those of the table."""
        name = self.sheet.column("id") or 0
        return [
            at
            for at, row in enumerate(self.sheet.table)
            if "Points Possible" not in row[0] and any(each.strip() for each in row[: name + 1])
        ]

    @cached_property
    def register(self) -> Register:
        """The students, by number, by what the school calls them, and by name."""
        register, column = Register(), self.sheet.column
        for at in self.students:
            row = self.sheet.table[at]
            for respect in _ENOUGH:
                if (where := column(respect)) is not None:
                    register.enter(at, respect, row[where])
            first, last, both = column("FirstName"), column("LastName"), column("Student")
            if both is not None:
                register.enter(at, NAME, *orders(row[both]))
            elif first is not None and last is not None:
                register.enter(at, NAME, f"{row[first]} {row[last]}", f"{row[last]} {row[first]}")
        return register

    def row_of(self, result: Result) -> int | None:
        """The row of a student; None if none is surely theirs."""
        own, sis, login = _ENOUGH
        titled = [(key, [result.identifiers.get(name, "")]) for key, name in zip(_ENOUGH, _KEYS, strict=True)]
        other = handles(result)
        return self.register.find([*titled, (sis, other), (login, other), (own, other), (NAME, names(result))])

    def excused(self, at: int) -> bool:
        """Whether the student is excused; such a cell is written back as it was."""
        return self._cell(self.sheet.table[at]).strip().upper() == "EX"

    def _cell(self, row: Sequence[str]) -> str:
        return row[self.column] if self.column is not None else ""


@contextlib.contextmanager
def canvas(
    book: Gradebook, path: Path, export: Export, tell: Callable[[str], None]
) -> Iterator[Callable[[Result], None]]:
    """Write the file: who the students are, as in the export, and the one column of this assignment.

    Whoever handed in nothing is left out, for Canvas takes a blank against a score for a change. `tell` is given a
    sentence for each thing that an instructor has to know.
    """
    worth = _number(export.possible)
    scale = worth / book.out_of if worth and book.out_of else 1.0
    scores, nobody, empty = dict[int, list[tuple[str, float]]](), list[str](), list[str]()

    def add(result: Result) -> None:
        at = export.row_of(result)
        if result.unread:
            empty.append(line(result.student, 80))
        elif at is None:
            nobody.append(line(result.student, 80))
        else:
            scores.setdefault(at, []).append((line(result.student, 80), result.score * scale))

    yield add
    if export.column is None:
        there = [line(each, 80) for each in export.assignments]
        other = f" Was one of these meant? {listed(there, 10)}: name it with --assignment." if there else ""
        tell(
            f"{export.path} has no assignment {line(export.assignment)!r}: "
            f"{FILE} makes Canvas create it, worth {points(book.out_of)} points.{other}"
        )
    elif "read only" in export.possible.lower():
        tell(f"Canvas does not let {line(export.assignment)!r} be changed: it is marked as read only in {export.path}.")
    elif scale != 1:
        tell(f"{FILE}: the scores are scaled from {points(book.out_of)} points to the {points(worth)} that Canvas has.")
    if nobody:
        tell(f"{FILE} leaves out {listed(nobody)}: no row of {export.path} is surely theirs.")
    if empty:
        tell(unread(FILE, empty))
    for claims in scores.values():
        if len(claims) > 1:
            tell(f"{FILE} leaves out {listed([who for who, _ in claims])}: they lead to the same row of {export.path}.")
    sheet, kept = export.sheet, export.kept
    with whole(path) as file:
        possible = export.possible or number(book.out_of)
        first = ["    Points Possible", *["" for _ in kept[1:]], possible]
        rows = [[*(sheet.headers[at] for at in kept), export.assignment], first]
        for at in export.students:
            if len(claims := scores.get(at, [])) == 1:
                row = sheet.table[at]
                rows.append([*(row[each] for each in kept), "EX" if export.excused(at) else number(claims[0][1])])
        rows[2:] = [[*map(cell, row[:-1]), row[-1]] for row in rows[2:]]
        file.write(sheet.text([[sheet.spell(each) for each in row] for row in rows]))


def _called(header: str) -> set[str]:
    """What an instructor may call the assignment of a column."""
    match = _ASSIGNMENT.fullmatch(header)
    return {header, match["title"], match["id"]} if match else {header}


def _number(text: str) -> float:
    """What a cell of Canvas says, whichever the sign before its decimals; 0 if it says nothing of the kind."""
    match = re.fullmatch(r"\s*(\d+)(?:[.,](\d+))?\s*", text)
    return float(f"{match[1]}.{match[2] or 0}") if match else 0.0
