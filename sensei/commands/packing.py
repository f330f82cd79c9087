"""The command pack: what a learner hands in, as one file."""

import getpass
from pathlib import Path

import click

from sensei import workspace
from sensei.command import told


@click.command()
@click.argument("name", metavar="[NAME]", required=False)
@click.option("--out", type=click.Path(path_type=Path), help="Write this file, or into this folder.")
@told
def pack(name: str | None, out: Path | None) -> None:
    """Put your koan files into one zip, koans-NAME.zip, to hand in.

    NAME is what your course knows you by, such as a login or a student number; without one, your login on this
    machine is taken. Nothing but the koan files goes in.

    \b
    Examples: koans pack ada
              koans pack --out ~/hand-in.zip
    """
    from sensei import pack as packs
    from sensei.course import Course
    from sensei.progress import Progress

    course, folder = Course.at_hand(), workspace.root()
    found = packs.gather(course, folder)
    target = packs.target(out, name or _login())
    kept = packs.put(found, folder, target)
    progress = Progress.load(folder)
    click.echo(f"{target} holds {packs.counted(len(found.files), 'koan file')}.")
    for line in found.lines(course, progress.passed):
        click.echo(line)
    if kept:
        click.echo(f"Another file was there; it was copied to {kept}.")
    for line in (*found.warnings(course), progress.trouble):
        if line:
            click.echo(line, err=True)


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a machine without users
        return "me"
