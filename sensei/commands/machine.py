"""Commands about the machine that the course is on: open, doctor, completion."""

import json
import os
from pathlib import Path

import click

from sensei import editor, workspace
from sensei.command import told
from sensei.commands import names
from sensei.course import Course
from sensei.refusal import Refusal
from sensei.terminal import colour

_SHELLS = ("bash", "zsh", "fish")
_COLOURS = {"ok": "green", "note": "yellow", "trouble": "red"}


@click.command("open")
@click.argument("koan", required=False, shell_complete=names.koans)
@told
def open_(koan: str | None) -> None:
    """Open KOAN, or the koan that you are on, in your editor, at the first blank that is left.

    The editor is that of VISUAL, else that of EDITOR, else VS Code.

    \b
    Examples: koans open
              koans open full_looks_at_what_it_fills_with
    """
    course, folder = Course.at_hand(), workspace.root()
    found = course.koan(koan) if koan else workspace.current(course, folder)
    if found is None:
        raise Refusal("every koan holds, so there is none to go on with: name one, as in `koans open KOAN`")
    path, line = workspace.place(folder, found)
    place = f"{os.path.relpath(path)}:{line}".replace(os.sep, "/")
    click.echo(place)
    editor.open_at(path, line, place)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Write plain data.")
@told
def doctor(as_json: bool) -> None:
    """Look at this machine and the course's folder, and say what stands in the way.

    Each line is ok, a note, or trouble with the next step; the exit status is 1 if there is trouble.

    \b
    Examples: koans doctor
              koans doctor --json
    """
    from sensei import doctor as examination

    found = []
    for finding in examination.examine(colours=colour()):
        found.append(finding)
        if not as_json:
            step = f": {finding.step}" if finding.step else ""
            state = click.style(f"{finding.state:<7}", fg=_COLOURS[finding.state])
            click.echo(f"{state}  {finding.about}: {finding.fact}{step}", color=colour())
    if as_json:
        click.echo(json.dumps({"findings": [finding.to_json() for finding in found]}, indent=1))
    if any(finding.state == "trouble" for finding in found):
        raise SystemExit(1)


@click.command()
@click.argument("shell", required=False, type=click.Choice(_SHELLS))
@click.pass_context
@told
def completion(ctx: click.Context, shell: str | None) -> None:
    """Print the script by which your shell completes commands and the names of koans.

    Without a name, the shell is that of the variable SHELL.

    \b
    Install it with one line at the end of a file that the shell reads:
      ~/.bashrc                   eval "$(koans completion bash)"
      ~/.zshrc, after compinit    eval "$(koans completion zsh)"
      ~/.config/fish/config.fish  koans completion fish | source

    Example: koans completion bash
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell or Path(os.environ.get("SHELL", "")).stem)
    if found is None:
        raise Refusal(f"the shell is not known here: name one of {', '.join(_SHELLS)}, as in `koans completion bash`")
    click.echo(found(ctx.find_root().command, {}, "koans", "_KOANS_COMPLETE").source())
