"""The command `koans`. None of its commands imports torch, so all of them answer at once."""

import shutil
import sys
from pathlib import Path

import click

from sensei import workspace
from sensei.command import HELP, told
from sensei.course import Course, CourseTrouble, Koan, Topic
from sensei.hints import RUNGS
from sensei.progress import Progress


@click.group(context_settings=HELP)
@click.version_option(package_name="torch-koans")
def main() -> None:
    """Learn PyTorch by filling the blanks of small failing tests.

    Run `pytest` in the course's folder to walk on; these commands help on the way.
    """


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@told
def init(folder: Path) -> None:
    """Lay out the course in a new folder DIR.

    Example: koans init my-koans
    """
    workspace.lay_out(folder, Course.at_hand())
    click.echo(f"The course is in {folder}. Go on with:\n  cd {folder}\n  pytest")


@main.command("list")
@told
def list_() -> None:
    """Show the topics and how far you have come in each.

    Example: koans list
    """
    from sensei import voice

    course, folder = Course.at_hand(), workspace.root()
    held = Progress.load(folder).passed
    picture = voice.map_of(course, held, workspace.current(course, folder), every_topic=True)
    encoding = sys.stdout.encoding or "ascii"
    width = shutil.get_terminal_size().columns
    click.echo(voice.render(picture, width=width, colour=_colour(), encoding=encoding), nl=False, color=_colour())


@main.command()
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


@main.command()
@click.argument("what", metavar="KOAN|TOPIC")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@told
def reset(what: str, yes: bool) -> None:
    """Put a koan or a whole topic back as it was written. A copy of your file is kept.

    \b
    Examples: koans reset first_tensors/full_looks_at_what_it_fills_with
              koans reset first_tensors --yes
    """
    course, folder = Course.at_hand(), workspace.root()
    topic, koan = _named(course, what)
    if not yes:
        click.confirm(f"Put {what} back as it was written? A copy of your file is kept", abort=True)
    kept = workspace.reset_koan(folder, koan) if koan else workspace.reset_topic(folder, topic)
    click.echo(f"{what} is as it was written." + (f" Your file was copied to {kept}." if kept else ""))


def _named(course: Course, what: str) -> tuple[Topic, Koan | None]:
    """The topic or the koan of that name; where there is neither, the complaint that knows a near name."""
    complaints: list[CourseTrouble] = []
    for find in (course.topic, course.koan):
        try:
            found = find(what)
        except CourseTrouble as trouble:
            complaints.append(trouble)
        else:
            return (found, None) if isinstance(found, Topic) else (found.topic, found)
    raise next((each for each in complaints if "did you mean" in str(each)), complaints[-1])


class _Author(click.Group):
    """The author's commands, which are read only when one of them is called for."""

    _NAMES = ("check", "lock", "new")

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names."""
        return list(self._NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One of them."""
        if cmd_name not in self._NAMES:
            return None
        from sensei.author import commands

        found: click.Command = getattr(commands, cmd_name)
        return found


@main.group(cls=_Author)
def author() -> None:
    """Write koans, and prove the course.

    Example: koans author check first_tensors
    """


def _colour() -> bool:
    """Heed NO_COLOR and pipes, as pytest does."""
    import os

    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
