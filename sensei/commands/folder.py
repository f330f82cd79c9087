"""Commands that write into the learner's folder: init, reset, update. Nothing of the learner's is ever lost."""

from functools import partial
from pathlib import Path

import click

from sensei import workspace
from sensei.command import told
from sensei.commands import names
from sensei.course import Course, Koan


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@told
def init(folder: Path) -> None:
    """Lay out the course in a new folder DIR.

    Example: koans init my-koans
    """
    workspace.lay_out(folder, Course.at_hand())
    click.echo(f"The course is in {folder}. Go on with:\n  cd {folder}\n  koans\n")
    click.echo("`koans` judges each time you save; `pytest` does so once.")


@click.command()
@click.argument("what", metavar="KOAN|TOPIC", shell_complete=names.topics_and_koans)
@click.option("--yes", is_flag=True, help="Do not ask first.")
@told
def reset(what: str, yes: bool) -> None:
    """Put a koan or a whole topic back as it was written. A copy of your file is kept.

    \b
    Examples: koans reset first_tensors/full_looks_at_what_it_fills_with
              koans reset first_tensors --yes
    """
    course, folder = Course.at_hand(), workspace.root()
    found = course.named(what)
    if not yes:
        click.confirm(f"Put {what} back as it was written? A copy of your file is kept", abort=True)
    if isinstance(found, Koan):
        kept: Path | None = workspace.reset_koan(folder, found)
    else:
        kept = workspace.reset_topic(folder, found)
    click.echo(f"{what} is as it was written." + (f" Your file was copied to {kept}." if kept else ""))


@click.command()
@click.option("--dry-run", is_flag=True, help="Tell what would be done, and write nothing.")
@told
def update(dry_run: bool) -> None:
    """Bring your koans up to date with the course that is installed. Nothing that you wrote is lost.

    Your answers go into the new files, and a copy of every file that is changed or removed is kept. It may be stopped
    at any moment and run again. The exit code is 1 if a file had to be left alone.

    \b
    Examples: koans update --dry-run
              koans update
    """
    from sensei.plan import plan
    from sensei.trial import tried
    from sensei.update import carry_out

    folder = workspace.root()
    bulletin = carry_out(plan(Course.at_hand(), folder), partial(tried, beside=folder), dry=dry_run)
    for line in bulletin.lines():
        click.echo(line)
    if bulletin.left:
        click.get_current_context().exit(1)
