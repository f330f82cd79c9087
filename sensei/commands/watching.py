"""The command that a learner lives in: watch. Without any command, `koans` is the same."""

import click

from sensei import environment, workspace
from sensei.command import told
from sensei.commands import names
from sensei.course import Course
from sensei.refusal import Refusal


@click.command()
@click.argument("koan", metavar="[KOAN]", required=False, shell_complete=names.koans)
@click.pass_context
@told
def watch(ctx: click.Context, koan: str | None) -> None:
    """Show the koan that you are on, and its verdict whenever you save its file.

    It never goes on by itself: press n when you are ready. ? lists the keys.

    \b
    Examples: koans
              koans watch
              koans watch full_looks_at_what_it_fills_with
    """
    course, root = Course.at_hand(), workspace.root()
    found = course.koan(koan) if koan else None
    if trouble := environment.trouble():
        raise Refusal(trouble)

    from sensei.watch.loop import Loop

    ctx.exit(Loop(course, root, found).run())
