"""The book: a gradebook that is read from the store, student by student, as often as it is asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from sensei.course import Koan
from sensei.grading.gradebook import Column, Mark, Result
from sensei.grading.item import Assurance, Judgement
from sensei.grading.run import marks
from sensei.grading.run.config import Config
from sensei.grading.run.overrides import Overrides
from sensei.grading.run.rows import Row
from sensei.grading.run.store import Key, Store
from sensei.verdict import Outcome, Verdict

_MOST = 200_000  # cells that are kept in mind; the class may have millions
_MISSING = Judgement(
    Verdict("", Outcome.UNJUDGED, None, ("It was not judged.",), "Run the same command again."), Assurance.TEXT
)


class _Seen(NamedTuple):
    """What a cell comes to: its mark, and the digest of its item if that is a wrong answer that nobody expected."""

    mark: Mark
    odd: str


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
        for row, seen in self._rows():
            yield marks.result(row, [each.mark for each in seen], self.config, self.overrides)

    def wrong(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Every student with the wrong answers that no listed misconception explains: koans, and digests of items."""
        for row, seen in self._rows():
            yield row.student, [(each.mark.column.identity, each.odd) for each in seen if each.odd]

    @cached_property
    def columns(self) -> Sequence[Column]:
        """The koans that count.

        Raises:
            ConfigTrouble: points cannot be shared out.
        """
        return marks.columns(self.koans, self.config)

    def _rows(self) -> Iterator[tuple[Row, list[_Seen]]]:
        places = {koan.identity: place for place, koan in enumerate(self.koans)}
        counting = [(places[column.identity], column) for column in self.columns]
        known = self._known
        for row, numbers in self.store.rows(self.reader):
            found: list[_Seen] = []
            for place, column in counting:
                number = numbers[place]
                seen = known.get(number)
                if seen is None:
                    if len(known) >= _MOST:
                        known.clear()
                    seen = known[number] = self._seen(number, column)
                found.append(seen)
            yield row, found

    @cached_property
    def _known(self) -> dict[int, _Seen]:
        return {}

    def _seen(self, number: int, column: Column) -> _Seen:
        cell = self.store.cell(number)
        key = self.keys[column.identity]
        judgement = (self.store.judgement(cell.item, key) if cell.item else cell.settled) or _MISSING
        verdict = judgement.verdict
        odd = "" if verdict.outcome is not Outcome.WRONG or verdict.belief else cell.item or ""
        told = cell.became(judgement)
        points = column.points if verdict.passed else 0.0
        return _Seen(Mark(column, told.verdict, points, told.assurance, cell.answers, told.note), odd)
