"""The summary: what an instructor is told once a class is graded."""

import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sensei.grading.gradebook import Gradebook, Result
from sensei.grading.outputs.plain import line
from sensei.grading.outputs.words import listed
from sensei.verdict import Outcome

if TYPE_CHECKING:
    from rich.console import RenderableType

_MOST = 10  # sentences of one kind that are shown; the files have them all


@dataclass
class Some:
    """How many students are of a kind, and who the first of them are; a class may have tens of thousands."""

    count: int = 0
    first: list[str] = field(default_factory=list[str])

    @classmethod
    def of(cls, students: Iterable[str]) -> "Some":
        """These."""
        some = cls()
        for student in students:
            some.add(student)
        return some

    def add(self, student: str) -> None:
        """Count one more."""
        self.count += 1
        if len(self.first) < _MOST:
            self.first.append(line(student, 80))

    def told(self, does: str, do: str = "") -> str:
        """A sentence on them, with their names; empty if there are none."""
        if not self.count:
            return ""
        noun, verb = ("student", does) if self.count == 1 else ("students", do or does)
        return f"{self.count:,} {noun} {verb}: {self.names}"

    @property
    def names(self) -> str:
        """The first of them, and how many more there are."""
        more = self.count - len(self.first)
        return f"{', '.join(self.first)} and {more:,} more" if more else listed(self.first, _MOST)


@dataclass
class Tally:
    """What is counted over all students."""

    scores: list[float] = field(default_factory=list[float])
    troubled: "Some" = field(default_factory=lambda: Some())
    unread: "Some" = field(default_factory=lambda: Some())
    noted: "Some" = field(default_factory=lambda: Some())
    late: "Some" = field(default_factory=lambda: Some())
    marked_late: "Some" = field(default_factory=lambda: Some())
    undated: "Some" = field(default_factory=lambda: Some())
    unjudged: int = 0

    def counting(self, results: Iterable[Result]) -> Iterator[Result]:
        """The same results, counted as they pass."""
        for result in results:
            self.scores.append(result.score)
            for kind, belongs in (
                (self.unread, result.unread),
                (self.troubled, result.troubles and not result.unread),
                (self.noted, result.notes),
                (self.late, result.late > 0),
                (self.marked_late, result.marked_late and not result.late),
                (self.undated, result.handed_in is None),
            ):
                if belongs:
                    kind.add(result.student)
            self.unjudged += sum(mark.verdict.outcome is Outcome.UNJUDGED for mark in result.marks)
            yield result


@dataclass(frozen=True)
class Summary:
    """A run that has ended.

    Attributes:
        book: what came of it.
        tally: what is counted over it.
        folder: where the files are.
        judged: how many answers were judged now; the others were known.
        seconds: that it took.
        told: sentences of what a person should look at.
        report: the name of the class report in the folder; empty if there is none.
    """

    book: Gradebook
    tally: Tally
    folder: Path
    judged: int
    seconds: float
    told: Sequence[str] = ()
    report: str = ""

    def lines(self) -> list[tuple[str, str]]:
        """What is shown: a word, and what there is to say of it."""
        absent, unknown = Some.of(each.student for each in self.book.absent), Some.of(self.book.unknown)
        tally, book, students = self.tally, self.book, len(self.tally.scores)
        found = [("students", f"{students:,}")]
        if tally.scores:
            mean, median = statistics.fmean(tally.scores), statistics.median(tally.scores)
            found.append(("score", f"mean {mean:.2f}, median {median:.2f}, of {book.out_of:g}"))
        found += [
            ("late", tally.late.told("handed in after the due date")),
            ("marked late", tally.marked_late.told("by the learning platform")),
            ("unreadable", tally.unread.told("handed in nothing that can be read")),
            ("troubles", tally.troubled.told("handed in something that could not be used as it was")),
            ("integrity", tally.noted.told("has a note to look at", "have notes to look at")),
            ("unjudged", f"{tally.unjudged:,} koans: their points are open" if tally.unjudged else ""),
            ("absent", f"{absent.count:,} on the roster handed in nothing: {absent.names}" if absent.count else ""),
            (
                "unknown",
                f"{unknown.count:,} handed in and are not on the roster: {unknown.names}" if unknown.count else "",
            ),
            ("alike", f"{len(book.alike):,} groups share rare wrong answers" if book.alike else ""),
            ("judged", f"{self.judged:,} different answers"),
            ("time", f"{self.seconds:.1f} s, {students / max(self.seconds, 0.001):.1f} submissions a second"),
            ("files", f"{self.folder}: results.json, gradebook.csv, junit.xml, feedback/"),
            ("report", f"{self.folder / self.report}" if self.report else ""),
        ]
        return [(word, text) for word, text in found if text]

    def table(self) -> "RenderableType":
        """The lines as a table, and the sentences below it."""
        from rich.console import Group
        from rich.table import Table
        from rich.text import Text

        table = Table.grid(padding=(0, 2))
        table.add_column()
        table.add_column(overflow="fold")  # a path is to be copied whole
        for word, text in self.lines():
            table.add_row(Text(word, "bold"), Text(text))
        shown = [Text(sentence) for sentence in self.told[:_MOST]]
        if len(self.told) > _MOST:
            shown.append(Text(f"And {len(self.told) - _MOST:,} more; results.json has them all."))
        return Group(table, *([Text("")] if shown else []), *shown)
