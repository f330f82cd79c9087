"""The terminal that a command was called in: how wide it is, what it can show, and whether it wants colours."""

import os
import shutil
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import RenderableType


def show(what: "RenderableType") -> None:
    """Draw something on standard output."""
    from sensei import voice

    encoding = sys.stdout.encoding or "ascii"
    text = voice.render(what, width=shutil.get_terminal_size().columns, colour=colour(), encoding=encoding)
    click.echo(text, nl=False, color=colour())


def colour() -> bool:
    """Heed NO_COLOR and pipes, as pytest does."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
