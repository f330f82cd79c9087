"""The summary: what an instructor is told once a class is graded."""

import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sensei.grading.gradebook import Gradebook, Result
from sensei.verdict import Outcome

if TYPE_CHECKING:
    from rich.console import RenderableType

_MOST = 10  # sentences of one kind that are shown; the files have them all


@dataclass
class Tally:
    """What is counted over all students."""

    scores: list[float] = field(default_factory=list[float])
    troubled: int = 0
    noted: int = 0
    unjudged: int = 0
    late: int = 0

    def counting(self, results: Iterable[Result]) -> Iterator[Result]:
        """The same results, counted as they pass."""
        for result in results:
            self.scores.append(result.score)
            self.troubled += bool(result.troubles)
            self.noted += bool(result.notes)
            self.late += result.late > 0
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
    """

    book: Gradebook
    tally: Tally
    folder: Path
    judged: int
    seconds: float
    told: Sequence[str] = ()

    def lines(self) -> list[tuple[str, str]]:
        """What is shown: a word, and what there is to say of it."""
        tally, book, students = self.tally, self.book, len(self.tally.scores)
        found = [("students", f"{students:,}")]
        if tally.scores:
            mean, median = statistics.fmean(tally.scores), statistics.median(tally.scores)
            found.append(("score", f"mean {mean:.2f}, median {median:.2f}, of {book.out_of:g}"))
        found += [
            ("late", f"{tally.late:,}") if tally.late else ("", ""),
            ("troubles", _students(tally.troubled, "handed in something that could not be used as it was")),
            ("integrity", _students(tally.noted, "has a note to look at", "have notes to look at")),
            ("unjudged", f"{tally.unjudged:,} koans: their points are open" if tally.unjudged else ""),
            ("absent", f"{len(book.absent):,} on the roster handed in nothing" if book.absent else ""),
            ("unknown", f"{len(book.unknown):,} handed in and are not on the roster" if book.unknown else ""),
            ("alike", f"{len(book.alike):,} groups share rare wrong answers" if book.alike else ""),
            ("judged", f"{self.judged:,} different answers"),
            ("time", f"{self.seconds:.1f} s, {students / max(self.seconds, 0.001):.1f} submissions a second"),
            ("files", f"{self.folder}"),
        ]
        return [(word, text) for word, text in found if text]

    def table(self) -> "RenderableType":
        """The lines as a table, and the sentences below it."""
        from rich.console import Group
        from rich.table import Table
        from rich.text import Text

        table = Table.grid(padding=(0, 2))
        for word, text in self.lines():
            table.add_row(Text(word, "bold"), Text(text))
        shown = [Text(sentence) for sentence in self.told[:_MOST]]
        if len(self.told) > _MOST:
            shown.append(Text(f"And {len(self.told) - _MOST:,} more; results.json has them all."))
        return Group(table, *([Text("")] if shown else []), *shown)


def _students(count: int, does: str, do: str = "") -> str:
    return f"{count:,} {'student' if count == 1 else 'students'} {does if count == 1 else do or does}" if count else ""
