"""The show: what an instructor sees while a class is graded. Bars on a terminal, now and then a line elsewhere."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator

import click

from sensei.terminal import colour

_EVERY = 10.0  # seconds between two lines where there is no terminal
Advance = Callable[[int], None]


class Show:
    """Tells of a run on standard error, so that standard output holds nothing but the summary."""

    def say(self, sentence: str) -> None:
        """Tell something."""
        click.echo(sentence, err=True)

    @contextlib.contextmanager
    def phase(self, words: str, total: int) -> Iterator[Advance]:
        """Show how far one part of the run has come; what this yields is told how many more are done."""
        if total == 0:
            yield lambda count: None
        elif sys.stderr.isatty():
            with _bar(words, total) as advance:
                yield advance
        else:
            yield _lines(words, total, self.say)


@contextlib.contextmanager
def _bar(words: str, total: int) -> Iterator[Advance]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(f"{words:<9}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("left"))
    console = Console(stderr=True, no_color=not colour())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(words, total=total)
        yield lambda count: progress.advance(task, count)


def _lines(words: str, total: int, say: Callable[[str], None]) -> Advance:
    start = told = time.monotonic()
    done = 0

    def advance(count: int) -> None:
        nonlocal told, done
        done += count
        now = time.monotonic()
        if now - told >= _EVERY:
            told = now
            say(f"{words}: {done:,} of {total:,}, {(now - start) / done * (total - done):.0f} s left")

    return advance
