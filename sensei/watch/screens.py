"""The screens of the watch: what a view looks like on a terminal of some size."""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from rich.columns import Columns
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sensei import chart, milestone, overview, solution, voice
from sensei.course import Koan
from sensei.hints import RUNGS, HintsTrouble
from sensei.watch.listing import Filter, Listing
from sensei.watch.view import Late, Panel, View

KEYS = (
    ("n", "next koan, once this one holds"),
    ("h", "a hint; each time one rung further"),
    ("t", "the topic's opening, which a small window may not have room for"),
    ("l", "list of all koans: search, filter, jump"),
    ("r", "put this koan back as it was written; a copy of your file is kept"),
    ("s", "the solution, once this koan holds"),
    ("c", "check all koans, whatever was found before"),
    ("?", "this page"),
    ("q", "quit"),
)
_MORE = "The beginning is above: scroll up, or make the window larger."
_LATE = {
    Late.RUNNING: "It holds for 50 inputs; 1,000 more are being tried while you read.",
    Late.HELD: "It holds for 1,000 more inputs, too.",
    Late.FAILED: "It held for the first 50 inputs. Of 1,000 more, one was found for which it does not:",
}


def candidates(view: View, height: int) -> Iterator[RenderableType]:
    """The screen, from the fullest to the barest: the first that fits on the terminal is the one to show."""
    if view.panel is Panel.LIST and view.listing:
        yield listing(view.listing, height)
        return
    parts = {Panel.SOLUTION: _solution, Panel.KEYS: _keys, Panel.OVERVIEW: _overview, Panel.OPENING: _opening}
    fill = parts.get(view.panel)
    foot = [*([Text(""), Text(view.note, "bold")] if view.note else []), Text(""), _footer(view)]
    if fill:
        yield Group(*fill(view), *foot)
        yield Group(*fill(view), *foot, Text(_MORE, "dim"))
        return
    yield Group(chart.map_of(view.course, view.held, view.koan), "", *_koan(view), *foot)
    yield Group(_short_map(view), "", *_koan(view), *foot)
    yield Group(*_koan(view), *foot)
    yield Group(*_koan(view, opening=False), *foot)
    yield Group(*_koan(view, opening=False), *foot, Text(_MORE, "dim"))


def _short_map(view: View) -> RenderableType:
    """One line in place of the bars."""
    here = view.koan.topic if view.koan else None
    rows = [("torch-koans", view.course.koans), *([(f"{here.number} {here.title}", here.koans)] if here else [])]
    return Text("   ".join(f"{t}: {sum(k.identity in view.held for k in ks)} of {len(ks)}" for t, ks in rows), "bold")


def _koan(view: View, *, opening: bool = True) -> Iterator[RenderableType]:
    if view.trouble:
        yield voice.told(view.trouble)
    if view.milestone:
        yield milestone.banner(view.course, view.milestone, view.held)
    if view.koan is None:
        yield voice.the_end(view.course, True)
    elif view.passed and not view.waits:
        yield from _passed(view, view.koan)
    elif view.sight and not view.waits:
        if view.late is Late.FAILED:
            yield Text(f"{_LATE[Late.FAILED]}\n", "bold yellow")
        yield voice.koan_body(view.koan, view.sight, view.offer or None, opening=opening)
        yield from _rungs(view, view.koan)
    else:
        yield Text(f"{view.koan.topic.title}: {view.koan.title}", "bold")
        yield Padding(Text(voice.flowing(view.koan.lesson)), (1, 2))
        if view.glance:
            yield voice.source_block(view.koan, view.glance)
            yield voice.whole(f"\n{view.glance.path}:{view.glance.start}", "cyan")


def _passed(view: View, koan: Koan) -> Iterator[RenderableType]:
    yield Text(f"{koan.topic.title}: {koan.title}", "bold")
    yield Text("It holds.", "bold green")
    with contextlib.suppress(HintsTrouble):  # `koans hint` and the author's check name it
        yield voice.why(koan)
    yield _side_by_side(view.answers, koan.solution)
    if view.sight and view.sight.printed:
        yield Text(f"\nIt printed:\n{view.sight.printed.rstrip()}")
    if view.late in (Late.RUNNING, Late.HELD):
        yield Text(f"\n{_LATE[view.late]}", "dim" if view.late is Late.RUNNING else "green")


def _side_by_side(yours: tuple[str, ...], solution: tuple[str, ...]) -> RenderableType:
    table = Table.grid(padding=(0, 3))
    for _ in range(2):
        table.add_column(overflow="fold", ratio=1)
    table.add_row(Text("Your answer", "bold"), Text("The solution's", "bold"))
    for mine, theirs in zip(yours, solution, strict=False):
        table.add_row(Text(mine, "cyan"), Text(theirs, "cyan"))
    return table


def _rungs(view: View, koan: Koan) -> Iterator[RenderableType]:
    if view.rungs:
        yield Text("")
    with contextlib.suppress(HintsTrouble):
        for number, rung in enumerate(koan.hints.rungs[: view.rungs], 1):
            yield Text(f"{number} of {RUNGS}: {rung}")
    if view.rungs == RUNGS and not view.offer:
        yield Text("That was the last hint. In another terminal, `koans hint --reveal` shows the answer.", "dim")


def _solution(view: View) -> Iterator[RenderableType]:
    assert view.koan is not None
    yield Text(f"{view.koan.topic.title}: {view.koan.title}\n", "bold")
    yield solution.highlighted(view.koan)


def _opening(view: View) -> Iterator[RenderableType]:
    if view.koan:
        yield Text(f"{view.koan.topic.number} {view.koan.topic.title}\n", "bold")
        yield voice.topic_opening(view.koan.topic)


def _keys(view: View) -> Iterator[RenderableType]:
    table = Table.grid(padding=(0, 2))
    for key, what in KEYS:
        table.add_row(Text(key, "bold"), what)
    yield table
    yield Text("\nSave a koan's file, and its verdict is here. Work on another koan, and the watch follows you there.")


def _overview(view: View) -> Iterator[RenderableType]:
    passed = [name for name, sight in view.checked.items() if sight.verdict.passed]
    failed = {name: sight for name, sight in view.checked.items() if not sight.verdict.passed}
    if view.milestone:
        yield milestone.banner(view.course, view.milestone, view.held)
    yield overview.Overview(view.course, passed, failed).screen(closing=False)


def _footer(view: View) -> RenderableType:
    if view.asks:
        keys = [("y", "yes"), ("any other key", "no")]
    elif view.panel is Panel.KOAN:
        names = {
            "n": "next",
            "h": "hint",
            "t": "topic",
            "l": "list",
            "r": "reset",
            "s": "solution",
            "c": "check all",
            "?": "keys",
        }
        keys = [(key, name) for key, name in (*names.items(), ("q", "quit")) if _offered(view, key)]
    else:
        keys = [("any key", "back"), ("q", "quit")]
    return _named_keys(keys)


def _named_keys(keys: Iterable[tuple[str, str]]) -> RenderableType:
    """Keys and what they do; a key and its name stay on one line."""
    return Columns([Text.assemble((key, "bold"), f" {name}") for key, name in keys], padding=(0, 3))


def _offered(view: View, key: str) -> bool:
    if key in "ns":
        return view.passed
    if key == "t":
        return view.koan is not None and bool(view.koan.topic.introduction.partition("\n")[2].strip())
    return key not in "hr" or (view.koan is not None and (key == "r" or not view.passed))


def listing(shown: Listing, height: int) -> RenderableType:
    """The listing, with as many koans around the cursor as the terminal has room for."""
    koans = shown.koans
    room = room_in(height)
    here = next((n for n, koan in enumerate(koans) if koan is shown.at), 0)
    start = max(0, min(here - room // 2, len(koans) - room))
    rows: list[tuple[str, str, str, Text]] = []
    topic = None
    for koan in koans[start : start + room]:
        at, held = koan is shown.at, koan.identity in shown.held
        title = f"{koan.topic.number} {koan.topic.title}" if koan.topic is not topic else ""
        topic = koan.topic
        style = "bold reverse" if at else "" if not held else "dim"
        rows.append((">" if at else "", title, "+" if held else ".", Text(koan.title, style)))
    search = f"search: {shown.search}{'_' if shown.typing else ''}   " if shown.search or shown.typing else ""
    told = f"{len(koans)} koan{'' if len(koans) == 1 else 's'} ({shown.filter})   {search}+ holds"
    keys = {"arrows": "move", "enter": "go there", "/": "search", "f": "filter", "l": "back", "q": "quit"}
    if shown.typing:
        keys = {"enter": "done", "escape": "clear"}
    among = "" if shown.filter is Filter.ALL else f" of those that are {shown.filter}"
    listed = _Rows(tuple(rows)) if koans else Text(f"No koan{among} has that name.")
    return Group(Text(told, "bold"), "", listed, "", _named_keys(keys.items()))


@dataclass(frozen=True)
class _Rows:
    """Mark, topic, mark and koan. On a narrow terminal the names give way, and never the marks."""

    rows: tuple[tuple[str, str, str, Text], ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw them."""
        names = max(2, options.max_width - 5)  # two marks, and a space between two columns
        topics = min(22, names // 3)
        table = Table.grid(padding=(0, 1))
        for width in (1, topics, 1, names - topics):
            table.add_column(no_wrap=True, overflow="ellipsis", width=width)
        for row in self.rows:
            table.add_row(*row)
        yield table


def room_in(height: int) -> int:
    """How many koans a page of the listing holds."""
    return max(3, height - 6)


Draw = Callable[[RenderableType], str]


def fitted(view: View, height: int, draw: Draw) -> str:
    """The text of the fullest screen that fits; of the barest if none does."""
    text = ""
    for candidate in candidates(view, height):
        text = draw(candidate)
        if text.count("\n") < height:
            break
    return text
