"""Commands that show something of the course and change nothing but the rung of the ladder: list, hint."""

import click

from sensei import workspace
from sensei.command import told
from sensei.commands.terminal import show
from sensei.course import Course
from sensei.hints import RUNGS
from sensei.progress import Progress


@click.command("list")
@told
def list_() -> None:
    """Show the topics and how far you have come in each.

    Example: koans list
    """
    from sensei import voice

    course, folder = Course.at_hand(), workspace.root()
    held = Progress.load(folder).passed
    show(voice.map_of(course, held, workspace.current(course, folder), every_topic=True))


@click.command()
@click.argument("koan", required=False)
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
    progress = Progress.load(folder)
    click.secho(f"{found.topic.title}: {found.title}", bold=True)
    if reveal:
        for blank, answer in zip(found.blanks, found.solution, strict=True):
            click.echo(f"line {blank.line} of the koan as it was written: {answer}")
        return
    rung = min(progress.rungs.get(found.identity, 0) + 1, RUNGS)
    for number, text in enumerate(found.hints.rungs[:rung], 1):
        click.echo(f"  {number} of {RUNGS}: {text}")
    progress.rungs[found.identity] = rung
    progress.save(folder)
    if rung == RUNGS:
        click.echo("That was the last rung. `koans hint --reveal` shows the answer.")
