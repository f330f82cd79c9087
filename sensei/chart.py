"""The chart: how far the learner has come in the course and in each topic, in bars."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from sensei.course import Course, Koan, Topic

_WINDOW = 6
_NARROWEST_BAR, _WIDEST_BAR = 4, 20
_HERE = "you are here"


def map_of(
    course: Course,
    held: Collection[str],
    here: Koan | None,
    *,
    every_topic: bool = False,
    seconds: Mapping[str, float] = MappingProxyType({}),
) -> RenderableType:
    """Where the learner is: a bar for the course and one for each topic, or for those near by.

    With `seconds`, the time spent on each koan by identity, also the time spent on each topic.
    """
    rows = [("torch-koans", course.koans, False)]
    for topic in course.topics if every_topic else _near(course, here):
        rows.append((f"{topic.number} {topic.title}", topic.koans, here is not None and topic is here.topic))
    return _Map(
        tuple((title, sum(k.identity in held for k in koans), len(koans), at) for title, koans, at in rows),
        tuple(spent(sum(seconds.get(koan.identity, 0) for koan in koans)) for _, koans, _ in rows),
    )


def spent(seconds: float) -> str:
    """A time in words, to the minute; nothing where nothing is known."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "<1 min" if seconds else ""
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"


@dataclass(frozen=True)
class _Map:
    """Rows of title, koans that hold, koans in all, and whether the learner is there; beside them the times."""

    rows: tuple[tuple[str, int, int, bool], ...]
    times: tuple[str, ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw it. On a narrow terminal the bars give way, then the times, then the mark, and the titles last."""
        counts = [f"{done} of {of}" for _, done, of, _ in self.rows]
        titles, taken = max(len(title) for title, *_ in self.rows), max(map(len, counts)) + 6
        needed = titles + taken + _NARROWEST_BAR + len(_HERE)
        longest = max(map(len, self.times))
        timed = longest > 0 and needed + longest + 2 <= options.max_width
        taken += longest + 2 if timed else 0
        mark = _HERE if needed <= options.max_width else "<"
        room = options.max_width - taken - len(mark)
        grid = Table.grid(padding=(0, 2))
        grid.add_column(width=min(titles, room - _NARROWEST_BAR), no_wrap=True, overflow="crop")
        grid.add_column(width=max(_NARROWEST_BAR, min(_WIDEST_BAR, room - titles)))
        grid.add_column(justify="right", no_wrap=True)
        if timed:
            grid.add_column(justify="right", no_wrap=True, style="dim")
        grid.add_column(no_wrap=True)
        for (title, done, of, here), count, time in zip(self.rows, counts, self.times, strict=True):
            style = "" if grid.rows else "bold"
            shown = (count, time) if timed else (count,)
            grid.add_row(Text(title, style), Bar(done, of), *shown, Text(mark if here else "", "bold cyan"))
        yield grid


def _near(course: Course, here: Koan | None) -> Sequence[Topic]:
    if len(course.topics) <= _WINDOW or here is None:
        return course.topics
    at = course.topics.index(here.topic)
    start = max(0, min(at - 1, len(course.topics) - _WINDOW))
    return course.topics[start : start + _WINDOW]


@dataclass(frozen=True)
class Bar:
    """A bar as wide as its column; characters that the terminal's encoding has."""

    done: int
    of: int

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw it."""
        full, empty = ("#", ".") if options.ascii_only else ("\u2588", "\u2591")
        width = options.max_width
        cells = width * self.done // max(self.of, 1)
        yield Text.assemble((full * cells, "green"), (empty * (width - cells), "dim"))
