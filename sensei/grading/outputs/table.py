"""`gradebook.csv`: a row for each student, for a spreadsheet or a few lines of Python."""

import contextlib
import csv
from collections.abc import Callable, Iterator
from pathlib import Path

from sensei.grading.gradebook import Gradebook, Person, Result
from sensei.grading.outputs.files import whole
from sensei.grading.outputs.plain import cell, number
from sensei.grading.outputs.words import duration

FILE = "gradebook.csv"
ABSENT = "handed in nothing"
MARKED = "marked late by the platform"
_COLUMNS = ("student", "name", "identifiers", "score", "out_of", "raw", "penalty", "late")


@contextlib.contextmanager
def table(book: Gradebook, path: Path) -> Iterator[Callable[[Result], None]]:
    """Write the file; those on the roster who handed in nothing come last, with an empty score.

    It begins with a byte order mark: without one, Excel reads the names of half of the world as gibberish.
    """
    topics = list(dict.fromkeys(column.topic for column in book.columns))
    with whole(path, "utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow([*_COLUMNS, *map(cell, topics), "troubles", "notes"])
        yield lambda result: writer.writerow(_row(result, topics))
        for person in book.absent:
            writer.writerow(
                [*_who(person), "", number(book.out_of), *("" for _ in (*_COLUMNS[5:], *topics)), ABSENT, ""]
            )


def _row(result: Result, topics: list[str]) -> list[str]:
    earned = dict.fromkeys(topics, 0.0)
    for mark in result.marks:
        earned[mark.column.topic] += mark.points
    marks = (result.score, result.out_of, result.raw, result.penalty)
    late = duration(result.late) if result.late > 0 else MARKED if result.marked_late else ""
    overridden = [f"The score was set by hand: {result.overridden}"] if result.overridden else []
    said = [cell(" ".join(each)) for each in (result.troubles, [*overridden, *result.notes])]
    return [*_who(result), *map(number, marks), late, *map(number, earned.values()), *said]


def _who(person: Result | Person) -> list[str]:
    identifiers = "; ".join(f"{key}: {value}" for key, value in person.identifiers.items())
    return [cell(person.student), cell(person.name), cell(identifiers)]
