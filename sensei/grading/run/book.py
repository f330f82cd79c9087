"""The book: a gradebook that is read from the store, student by student, as often as it is asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sensei.course import Koan
from sensei.grading.gradebook import Column, Mark, Result
from sensei.grading.item import Assurance, Judgement
from sensei.grading.run import marks
from sensei.grading.run.config import Config
from sensei.grading.run.overrides import Overrides
from sensei.grading.run.rows import Cell
from sensei.grading.run.store import Key, Store
from sensei.verdict import Outcome, Verdict

_KNOWN = 200_000  # cells; the class may have millions
_MISSING = Verdict("", Outcome.UNJUDGED, None, ("It was not judged.",), "Run the same command again.")

Wrong = tuple[str, str]  # a koan, and the digest of an item


@dataclass(frozen=True)
class Book:
    """What the outputs are made of.

    Attributes:
        store: where sheets and verdicts are.
        reader: which reading of the sheets counts.
        koans: those of a sheet, in its order.
        keys: what the verdicts on each koan are kept under.
        config: what the koans are worth.
        overrides: what was set by hand.
    """

    store: Store
    reader: str
    koans: Sequence[Koan]
    keys: Mapping[str, Key]
    config: Config
    overrides: Overrides

    def results(self) -> Iterator[Result]:
        """Every student, in the order of their identifiers."""
        counting = [(self._places[column.identity], column) for column in self.columns]
        known: dict[int, Mark] = {}
        for row, numbers in self.store.rows(self.reader):
            found: list[Mark] = []
            for place, column in counting:
                number = numbers[place]
                if number not in known:
                    if len(known) >= _KNOWN:
                        known.clear()
                    known[number] = self._mark(number, column)
                found.append(known[number])
            yield marks.result(row, found, self.config, self.overrides)

    def wrong(self) -> Iterator[tuple[str, list[Wrong]]]:
        """Every student with the wrong answers that no listed misconception explains."""
        counting = [(self._places[column.identity], column.identity) for column in self.columns]
        known: dict[int, Wrong | None] = {}
        for row, numbers in self.store.rows(self.reader):
            found: list[Wrong] = []
            for place, koan in counting:
                number = numbers[place]
                if number not in known:
                    if len(known) >= _KNOWN:
                        known.clear()
                    known[number] = self._wrong(number, koan)
                if each := known[number]:
                    found.append(each)
            yield row.student, found

    @cached_property
    def columns(self) -> Sequence[Column]:
        """The koans that count.

        Raises:
            ConfigTrouble: points cannot be shared out.
        """
        return marks.columns(self.koans, self.config)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {koan.identity: place for place, koan in enumerate(self.koans)}

    def _mark(self, number: int, column: Column) -> Mark:
        cell = self.store.cell(number)
        judgement = cell.became(self._judgement(cell, column.identity))
        points = column.points if judgement.verdict.passed else 0.0
        return Mark(column, judgement.verdict, points, judgement.assurance, cell.answers, judgement.note)

    def _wrong(self, number: int, koan: str) -> Wrong | None:
        cell = self.store.cell(number)
        verdict = self._judgement(cell, koan).verdict
        if cell.item is None or verdict.outcome is not Outcome.WRONG or verdict.belief:
            return None
        return koan, cell.item

    def _judgement(self, cell: Cell, koan: str) -> Judgement:
        found = self.store.judgement(cell.item, self.keys[koan]) if cell.item else cell.settled
        return found or Judgement(_MISSING, Assurance.TEXT)
