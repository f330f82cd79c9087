"""The shelf: what was given at one koan, each distinct entry once, with how many students gave it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sensei.grading.gradebook import Column, Mark
from sensei.grading.item import Assurance
from sensei.grading.report.visible import visible
from sensei.verdict import Outcome

ROOM = 16_000_000  # bytes of words that a page can hold and still open at once
LEAST = 20_000  # of them, for each koan
LONG, SHORT = 600, 120  # characters of a text, while there is room and when half of it is used
COST = 50  # bytes of an entry without its words


@dataclass(frozen=True)
class Entry:
    """One way in which a koan was answered, and what became of it. All texts are visible ones.

    `reason` is the reply to a misconception if `known`, else what was found and the next step.
    """

    outcome: Outcome
    points: float
    assurance: Assurance
    answers: tuple[str, ...] = ()
    reason: str = ""
    known: bool = False
    note: str = ""
    overridden: str = ""


class Shelf:
    """The entries of one column, in the order in which they came."""

    def __init__(self, column: Column, columns: int) -> None:
        """An empty shelf; the room on a page is shared by so many columns."""
        self.column = column
        self.entries: list[Entry] = []
        self.counts: list[int] = []
        self._places: dict[object, int] = {}
        self._whole = self._room = max(LEAST, ROOM // max(1, columns))

    def place(self, mark: Mark) -> int:
        """Where the mark's entry stands, from now on with one student more.

        When the shelf is full, a new entry is kept without its words: the page says where they are.
        """
        verdict = mark.verdict
        words = (mark.answers, verdict.belief, verdict.facts, verdict.advice)
        plain = (verdict.outcome, mark.points, mark.assurance, mark.note, mark.overridden)
        at = self._places.get((plain, words))
        if at is None and self._room > 0:
            reason = verdict.belief or " ".join((*verdict.facts, verdict.advice))
            at = self._places[plain, words] = self._add(mark, mark.answers, reason)
        elif at is None and (at := self._places.get(plain)) is None:
            at = self._places[plain] = self._add(mark, (), "")
        self.counts[at] += 1
        return at

    def count(self, *outcomes: Outcome) -> int:
        """How many students came to one of these outcomes."""
        return sum(count for entry, count in self if entry.outcome in outcomes)

    def __iter__(self) -> Iterator[tuple[Entry, int]]:
        """Each entry and the number of students who gave it."""
        return iter(zip(self.entries, self.counts, strict=True))

    def _add(self, mark: Mark, answers: tuple[str, ...], reason: str) -> int:
        longest = LONG if 2 * self._room > self._whole else SHORT
        entry = Entry(
            mark.verdict.outcome,
            mark.points,
            mark.assurance,
            tuple(visible(answer, longest) for answer in answers),
            visible(reason.strip(), longest),
            bool(reason and mark.verdict.belief),
            visible(mark.note),
            visible(mark.overridden),
        )
        self._room -= COST + sum(len(each.encode()) for each in (*entry.answers, entry.reason))
        self.entries.append(entry)
        self.counts.append(0)
        return len(self.entries) - 1
