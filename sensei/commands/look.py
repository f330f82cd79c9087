"""Commands that show something of the course: list, hint, why, solution. Nothing changes but the rung of the ladder."""

import json
import shutil
import sys
import textwrap
import time
from typing import Any, NoReturn

import click

from sensei import workspace
from sensei.command import told
from sensei.commands import names
from sensei.course import Course, Koan
from sensei.hints import RUNGS
from sensei.progress import Progress
from sensei.refusal import Refusal
from sensei.terminal import colour, show
from sensei.trace import Trace
from sensei.trees import KOANS


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print plain data for other programs.")
@told
def list_(as_json: bool) -> None:
    """Show the topics, how far you have come in each, and the time that you spent there.

    \b
    Examples: koans list
              koans list --json
    """
    course, folder = Course.at_hand(), workspace.root()
    progress, here = Progress.load(folder), workspace.current(course, folder)
    if as_json:
        click.echo(json.dumps(_standing(course, progress, here), indent=2))
    else:
        from sensei import chart

        seconds = {koan: trace.seconds for koan, trace in progress.traces.items()}
        show(chart.map_of(course, progress.passed, here, every_topic=True, seconds=seconds))
    if progress.trouble:
        click.echo(progress.trouble, err=True)


def _standing(course: Course, progress: Progress, here: Koan | None) -> dict[str, Any]:
    """What `koans list --json` prints; docs/reference/koans-list-json.md says what the keys mean."""

    def koan_data(koan: Koan) -> dict[str, Any]:
        trace = progress.traces.get(koan.identity, Trace())
        held = "held" if koan.identity in progress.passed else "open"
        return {
            "identity": koan.identity,
            "title": koan.title,
            "state": "current" if koan is here else held,
            "seconds": round(trace.seconds),
            "attempts": trace.attempts,
        }

    topics = [
        {
            "number": topic.number,
            "slug": topic.slug,
            "title": topic.title,
            "file": f"{KOANS}/{topic.filename}",
            "koans": [koan_data(koan) for koan in topic.koans],
        }
        for topic in course.topics
    ]
    return {"course": "torch-koans", "topics": topics}


@click.command()
@click.argument("koan", required=False, shell_complete=names.koans)
@click.option("--reveal", is_flag=True, help="Show the answer itself.")
@told
def hint(koan: str | None, reveal: bool) -> None:
    """Show the next hint for KOAN, or for the koan that you are on.

    Each call goes one rung further, three in all.

    \b
    Examples: koans hint
              koans hint full_looks_at_what_it_fills_with
    """
    course, folder = Course.at_hand(), workspace.root()
    found = course.koan(koan) if koan else workspace.current(course, folder)
    if found is None:
        click.echo("Every koan holds; there is nothing left to hint at.")
        return
    click.secho(f"{found.topic.title}: {found.title}", bold=True)
    if reveal:
        for number, answer in enumerate(found.solution, 1):
            lines = f"\n{textwrap.indent(answer, '    ')}" if "\n" in answer else f" {answer}"
            click.echo(f"blank {number} of {len(found.blanks)}:{lines}")
        return
    rungs = found.hints.rungs
    with Progress.changing(folder) as progress:
        progress.tick(time.time())
        rung = min(max(progress.rungs.get(found.identity, 0), 0) + 1, RUNGS)
        progress.took(found.identity, rung)
    for number, text in enumerate(rungs[:rung], 1):
        click.echo(_in_the_window(f"{number} of {RUNGS}: {text}"))
    if rung == RUNGS:
        click.echo("That was the last hint. `koans hint --reveal` shows the answer.")
    if progress.trouble:
        click.echo(progress.trouble, err=True)


@click.command()
@click.argument("koan", required=False, shell_complete=names.koans)
@told
def why(koan: str | None) -> None:
    """Say why KOAN holds and what it is good for, or the koan that you solved last.

    \b
    Examples: koans why
              koans why full_looks_at_what_it_fills_with
    """
    course, folder = Course.at_hand(), workspace.root()
    progress = Progress.load(folder)
    found = course.koan(koan) if koan else _held_last(course, progress)
    if found is None:
        _not_yet("No koan has held yet. Once one does, its why is here; `koans hint` helps with the first.")
    name = found.identity
    if name not in progress.passed:
        _not_yet(f"{name} has not held yet, and its why may give the answer away. `koans hint {name}` helps on.")
    from rich.console import Group
    from rich.text import Text

    from sensei import voice

    show(Group(Text(f"{found.topic.title}: {found.title}", "bold"), voice.why(found)))


def _in_the_window(text: str) -> str:
    """A text, indented; broken between its words where a terminal would break it within one."""
    if not sys.stdout.isatty():
        return f"  {text}"
    return click.wrap_text(text, shutil.get_terminal_size().columns, "  ", "    ")


def _held_last(course: Course, progress: Progress) -> Koan | None:
    """The koan that came to hold last; where that is not known, the last in the course that holds."""
    held = [koan for koan in course.koans if koan.identity in progress.passed]
    return next((koan for koan in held if koan.identity == progress.latest), held[-1] if held else None)


@click.command()
@click.argument("koan", shell_complete=names.koans)
@click.option("--spoil", is_flag=True, help="Show it before you have solved the koan.")
@told
def solution(koan: str, spoil: bool) -> None:
    """Show the solution of KOAN, with the reasons beside the answers, once you have solved it.

    \b
    Examples: koans solution full_looks_at_what_it_fills_with
              koans solution full_looks_at_what_it_fills_with --spoil
    """
    found, folder = Course.at_hand().koan(koan), workspace.root()
    name = found.identity
    if not spoil and name not in Progress.load(folder).passed:
        _not_yet(
            f"{name} has not held yet. `koans hint {name}` helps on, "
            f"and `koans solution {name} --spoil` shows it all the same."
        )
    from sensei import solution as solutions

    source = solutions.source(found)
    if not source:
        raise Refusal(f"there is no solution of {name} on this machine: {found.topic.trees.solutions} does not hold it")
    if colour():
        show(solutions.highlighted(found))
    else:
        click.echo(source)


def _not_yet(sentence: str) -> NoReturn:
    """Say why there is nothing to show, which is no error of anybody's, but no success either."""
    click.echo(sentence, err=True)
    raise SystemExit(1)
