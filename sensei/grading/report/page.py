"""The page: a gradebook as one HTML file that needs no network, no second file, and no trust in what students wrote."""

import base64
import hashlib
import statistics
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sensei.course import Course
from sensei.grading.gradebook import Gradebook
from sensei.grading.report.common import Common, beliefs, common
from sensei.grading.report.embedded import ASSURANCES, embedded
from sensei.grading.report.outcomes import LOOKS
from sensei.grading.report.shelf import Shelf
from sensei.grading.report.tally import LOWER, Row, Tally
from sensei.grading.report.visible import visible
from sensei.progress import write_whole
from sensei.refusal import Refusal
from sensei.verdict import Outcome

if TYPE_CHECKING:
    import jinja2

TEMPLATES = Path(__file__).parent / "template"
STYLES = ("colours.css", "page.css", "map.css", "paper.css")
SCRIPTS = ("theme.js", "tables.js", "book.js", "words.js", "choice.js", "map.js", "keys.js")
BINS = 10
PLAIN_ROWS = 200  # students in the table that stands in for the heat map on paper and without a script
REMARKABLE_ROWS = 1000
PAPER_ROWS = 60
TO_TEACH = 6


class ReportTrouble(Refusal):
    """The report cannot be made here. The message says why, and what to do."""


def write(book: Gradebook, path: Path, course: Course | None = None) -> None:
    """Write the class report, whole or not at all. The same gradebook gives the same bytes.

    Raises:
        ReportTrouble: jinja2 is not installed.
        OSError: the folder cannot be written.
    """
    write_whole(path, page(book, course).encode())


def page(book: Gradebook, course: Course | None = None) -> str:
    """The class report as HTML.

    Raises:
        ReportTrouble: jinja2 is not installed.
    """
    environment = _environment()
    tally = Tally.of(book)
    told = common(tally.shelves, course)
    style = "\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in STYLES)
    body = "\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in SCRIPTS)
    script = f'(() => {{\n"use strict";\n{body}}})();\n'
    remarkable = sorted((row for row in tally.rows if row.remarkable), key=lambda row: (not row.noted, -row.timeouts))
    return environment.get_template("page.html").render(
        book=book,
        tally=tally,
        style=_Inline.of(style),
        script=_Inline.of(script),
        data=embedded(tally, course),
        looks=LOOKS,
        outcome=Outcome,
        koans=sorted((_Hard.of(shelf, len(tally.rows)) for shelf in tally.shelves), key=lambda each: each.share),
        answers=_sorted(told),
        beliefs=beliefs(tally.shelves, told)[:TO_TEACH],
        bins=_bins(tally.percents),
        quarters=_quarters([row.score for row in tally.rows]),
        assurances=[(ASSURANCES[each], tally.assurances[each], each in LOWER) for each in ASSURANCES],
        plain_rows=PLAIN_ROWS,
        paper_rows=PAPER_ROWS,
        remarkable=remarkable[:REMARKABLE_ROWS],
        remarkable_rows=len(remarkable),
        names=_names(tally.rows),
        titles={column.identity: column.title for column in book.columns},
    )


def _environment() -> "jinja2.Environment":
    try:
        import jinja2
    except ImportError:
        raise ReportTrouble(
            "the class report is made with jinja2, which is not installed here: "
            "run `pip install 'torch-koans[report]'` and grade again; what is graded already is not graded anew"
        ) from None
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"visible": visible, "grouped": lambda number: f"{number:,}", "points": points}
    return environment


def points(value: float) -> str:
    """Points as people write them: with two decimals at most, and none where there is nothing behind the point."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class _Inline:
    """A part of the page that its content security policy allows by digest."""

    text: str
    digest: str

    @classmethod
    def of(cls, text: str) -> "_Inline":
        return cls(text, "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode())


@dataclass(frozen=True)
class _Hard:
    """One koan and how many students came to which outcome."""

    shelf: Shelf
    students: int
    counts: dict[Outcome, int]

    @classmethod
    def of(cls, shelf: Shelf, students: int) -> "_Hard":
        return cls(shelf, students, {look.outcome: shelf.count(look.outcome) for look in LOOKS})

    @property
    def share(self) -> float:
        """The percentage of students for whom it held."""
        return 100 * self.counts[Outcome.PASSED] / self.students if self.students else 0.0

    @property
    def other(self) -> int:
        """Students with another outcome than held, wrong, blank or time-out."""
        named = (Outcome.PASSED, Outcome.WRONG, Outcome.BLANK, Outcome.TIMEOUT)
        return self.students - sum(self.counts[each] for each in named)

    @property
    def parts(self) -> list[tuple[str, float, float]]:
        """The bar: for each kind its name, where it starts and how long it is, in percent."""
        named = [(each, self.counts[each]) for each in (Outcome.PASSED, Outcome.WRONG, Outcome.TIMEOUT)]
        kinds = [*((each.value, count) for each, count in named), ("other", self.other)]
        bar: list[tuple[str, float, float]] = []
        start = 0.0
        for name, count in kinds:
            width = 100 * count / self.students if self.students else 0.0
            bar.append((name, round(start, 2), round(width, 2)))
            start += width
        return bar


def _sorted(told: list[Common]) -> list[Common]:
    """The answers that more than one student gave, the commonest first; where there are none, all."""
    shared = [each for each in told if each.students > 1] or told
    return sorted(shared, key=lambda each: -each.students)


def _bins(percents: list[float]) -> list[tuple[str, int, float]]:
    """The histogram: for each bin what it spans, how many students it has, and its height in percent of the highest."""
    width = 100 // BINS
    counted = Counter(min(BINS - 1, max(0, int(percent // width))) for percent in percents)
    highest = max(counted.values(), default=1)
    spans = [f"{at * width} to {at * width + width - (at < BINS - 1)}" for at in range(BINS)]
    return [(span, counted[at], round(100 * counted[at] / highest, 2)) for at, span in enumerate(spans)]


def _quarters(scores: list[float]) -> list[tuple[str, float]]:
    """The spread of the scores, for a class in which it means something."""
    if len(scores) < 4:
        return []
    lower, middle, upper = statistics.quantiles(scores, n=4, method="inclusive")
    named = (("Lowest", min(scores)), ("Lower quarter", lower), ("Median", middle))
    return [*named, ("Upper quarter", upper), ("Highest", max(scores))]


def _names(rows: list[Row]) -> dict[str, str]:
    return {row.student: row.label for row in rows}
