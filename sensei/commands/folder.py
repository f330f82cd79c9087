"""Commands that write into the learner's folder: init, reset. Nothing of the learner's is ever lost."""

from pathlib import Path

import click

from sensei import workspace
from sensei.command import told
from sensei.course import Course, Koan


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@told
def init(folder: Path) -> None:
    """Lay out the course in a new folder DIR.

    Example: koans init my-koans
    """
    workspace.lay_out(folder, Course.at_hand())
    click.echo(f"The course is in {folder}. Go on with:\n  cd {folder}\n  pytest")


@click.command()
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
    found = course.named(what)
    if not yes:
        click.confirm(f"Put {what} back as it was written? A copy of your file is kept", abort=True)
    if isinstance(found, Koan):
        kept: Path | None = workspace.reset_koan(folder, found)
    else:
        kept = workspace.reset_topic(folder, found)
    click.echo(f"{what} is as it was written." + (f" Your file was copied to {kept}." if kept else ""))
