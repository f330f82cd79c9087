"""Commands that run koans, each in a pytest of its own: run, check."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from sensei import foreground, workspace
from sensei.command import told
from sensei.commands import names
from sensei.course import Course, Koan
from sensei.refusal import Refusal
from sensei.trees import KOANS


@click.command()
@click.argument("what", metavar="[TOPIC|KOAN]", required=False, shell_complete=names.topics_and_koans)
@click.pass_context
@told
def run(ctx: click.Context, what: str | None) -> None:
    """Run a koan or a topic; without a name walk on, as pytest does.

    Colours, exit status and Ctrl-C are those of pytest.

    \b
    Examples: koans run
              koans run first_tensors
              koans run full_looks_at_what_it_fills_with
    """
    path = workspace.root() / KOANS
    target = ""
    if what:
        found = Course.at_hand().named(what)
        topic = found.topic if isinstance(found, Koan) else found
        path /= topic.filename
        target = f"::{found.function}" if isinstance(found, Koan) else ""
        if not path.is_file():
            raise Refusal(f"{path} is missing: `koans reset {topic.slug}` puts it back as it was written")
    ctx.exit(foreground.run([*_PYTEST, os.path.relpath(path) + target]))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Write plain data in place of the overview.")
@click.pass_context
@told
def check(ctx: click.Context, as_json: bool) -> None:
    """Run every koan anew and show which hold, which are begun, and how many are blank.

    Nothing is taken from earlier runs. The exit status is 0 if all hold.

    \b
    Examples: koans check
              koans check --json
    """
    command = [*_PYTEST, "--koans-all", os.path.relpath(workspace.root() / KOANS)]
    if not as_json:
        ctx.exit(foreground.run(command))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "check.json"
        run_ = subprocess.run([*command, f"--koans-json={path}"], stdout=subprocess.PIPE, check=False)
        if not path.is_file():  # it ended before its time, and has said why
            click.echo(run_.stdout, err=True, nl=False)
            ctx.exit(run_.returncode or 1)
        click.echo(path.read_text(encoding="utf-8"), nl=False)
    ctx.exit(run_.returncode)


# The plugin is named here too: without it, where a conftest.py is lost, pytest would show the answers.
_PYTEST = (sys.executable, "-m", "pytest", "-p", "sensei.plugin")
