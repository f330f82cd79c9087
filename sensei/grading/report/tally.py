"""The tally: one walk through the gradebook, and what the page needs of it, in little room."""

import statistics
from collections import Counter
from dataclasses import dataclass, field

from sensei.grading.gradebook import Gradebook, Result
from sensei.grading.item import Assurance
from sensei.grading.report.shelf import Shelf
from sensei.grading.report.visible import visible
from sensei.verdict import Outcome

LOWER = (Assurance.LIVE, Assurance.TRUSTED)
NAME = 120
_FEW = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_MANY, _MOST = 0x100, 0xD7FF - 0x100  # one UTF-16 unit each, none of them a surrogate


@dataclass(frozen=True)
class Row:
    """One student. `cells` has one character for each column: which entry of its shelf it is, as `letter` spells it."""

    student: str
    name: str
    score: float
    raw: float
    penalty: float
    percent: float
    late: float
    handed_in: str
    cells: str
    notes: tuple[str, ...]
    troubles: tuple[str, ...]
    overridden: str
    timeouts: int
    lower: int
    unjudged: int
    by_hand: int

    @property
    def label(self) -> str:
        """The name, or what else the student is known by."""
        return self.name or self.student

    @property
    def remarkable(self) -> bool:
        """Whether there is more to tell than the marks."""
        return bool(self.noted or self.timeouts or self.by_hand or self.unjudged)

    @property
    def noted(self) -> bool:
        """Whether there is something to tell in words."""
        return bool(self.notes or self.troubles or self.overridden or self.late > 0)


@dataclass
class Tally:
    """What a class came to. Topics are those of the columns, in their order."""

    book: Gradebook
    shelves: list[Shelf]
    topics: dict[str, str]
    rows: list[Row] = field(default_factory=list[Row])
    assurances: Counter[Assurance] = field(default_factory=Counter[Assurance])

    @classmethod
    def of(cls, book: Gradebook) -> "Tally":
        """Walk through the gradebook, once."""
        shelves = [Shelf(column, len(book.columns)) for column in book.columns]
        tally = cls(book, shelves, {column.topic: visible(column.topic_title) for column in book.columns})
        tally.rows += map(tally._row, book.results())
        for shelf in shelves:
            for entry, count in shelf:
                tally.assurances[entry.assurance] += count
        return tally

    @property
    def percents(self) -> list[float]:
        """The scores of all students, as parts of what could be earned."""
        return [row.percent for row in self.rows]

    @property
    def mean(self) -> float | None:
        """The mean score, in points; None if there are no students."""
        return statistics.fmean(row.score for row in self.rows) if self.rows else None

    @property
    def median(self) -> float | None:
        """The score in the middle, in points; None if there are no students."""
        return statistics.median(row.score for row in self.rows) if self.rows else None

    def topic_share(self, topic: str) -> float:
        """The part of a topic's points that the class earned, from 0 to 1."""
        mine = [shelf for shelf in self.shelves if shelf.column.topic == topic]
        earned = sum(entry.points * count for shelf in mine for entry, count in shelf)
        return _share(earned, sum(shelf.column.points for shelf in mine) * len(self.rows))

    def shares(self, row: Row) -> list[float]:
        """The part of each topic's points that one student earned."""
        earned, worth = dict.fromkeys(self.topics, 0.0), dict.fromkeys(self.topics, 0.0)
        for shelf, cell in zip(self.shelves, row.cells, strict=True):
            earned[shelf.column.topic] += shelf.entries[place(cell)].points
            worth[shelf.column.topic] += shelf.column.points
        return [_share(earned[topic], worth[topic]) for topic in self.topics]

    def _row(self, result: Result) -> Row:
        places = [shelf.place(mark) for shelf, mark in zip(self.shelves, result.marks, strict=True)]
        entries = [shelf.entries[at] for shelf, at in zip(self.shelves, places, strict=True)]
        outcomes = [entry.outcome for entry in entries]
        odd = [
            f"{visible(shelf.column.title)}: {entry.note}"
            for shelf, entry in zip(self.shelves, entries, strict=True)
            if entry.note
        ]
        return Row(
            visible(result.student, NAME),
            visible(result.name, NAME),
            result.score,
            result.raw,
            result.penalty,
            100 * _share(result.score, result.out_of),
            result.late,
            result.handed_in.isoformat(" ", "minutes") if result.handed_in else "",
            "".join(map(letter, places)),
            (*map(visible, result.notes), *odd),
            tuple(map(visible, result.troubles)),
            visible(result.overridden),
            outcomes.count(Outcome.TIMEOUT),
            sum(entry.assurance in LOWER for entry in entries),
            outcomes.count(Outcome.UNJUDGED),
            sum(bool(entry.overridden) for entry in entries),
        )


def letter(at: int) -> str:
    """One character for a place on a shelf; the commonest places take one byte. `place` reads it."""
    return _FEW[at] if at < len(_FEW) else chr(_MANY + min(at - len(_FEW), _MOST))


def place(letter: str) -> int:
    """The place that `letter` spelled."""
    return _FEW.index(letter) if ord(letter) < _MANY else ord(letter) - _MANY + len(_FEW)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
