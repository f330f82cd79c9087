"""The command `koans`. None of its commands imports torch, so all answer at once; koans run in other processes."""

import importlib
import sys

import click

from sensei.command import HELP

_MODULES = {
    "watching": ("watch",),
    "walking": ("run", "check"),
    "look": ("hint", "list", "why", "solution"),
    "machine": ("open", "doctor", "completion"),
    "folder": ("init", "reset", "update"),
    "packing": ("pack",),
    "grading": ("grade",),
}
_AUTHOR = ("check", "lock", "new")


class _Lazy(click.Group):
    """A group that reads the module of a command only when that command is called for: most calls need one."""

    where: dict[str, str]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in the order in which a learner meets them."""
        return list(self.where)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One of them; None if there is none of that name."""
        if cmd_name not in self.where:
            return None
        module = importlib.import_module(self.where[cmd_name])
        # A name that Python has already, such as list, ends in an underscore there.
        found: click.Command = getattr(module, cmd_name, None) or getattr(module, f"{cmd_name}_")
        return found


class _Koans(_Lazy):
    """What a learner calls, and the author's group."""

    where = {name: f"sensei.commands.{module}" for module, names in _MODULES.items() for name in names} | {
        "author": "sensei.cli"
    }


class _Author(_Lazy):
    """What an author calls."""

    where = dict.fromkeys(_AUTHOR, "sensei.author.commands")


@click.group(cls=_Koans, context_settings=HELP, invoke_without_command=True)
@click.version_option(package_name="torch-koans")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Learn PyTorch by filling the blanks of small failing tests.

    Without a command, `koans` watches: it shows the koan that you are on, and its verdict whenever you save. `pytest`
    in the course's folder does the same for one run.
    """
    if ctx.invoked_subcommand is None and not (sys.stdin.isatty() and sys.stdout.isatty()):
        click.echo(ctx.get_help())
    elif ctx.invoked_subcommand is None:
        from sensei.commands.watching import watch

        ctx.invoke(watch)


@click.group(cls=_Author)
def author() -> None:
    """Write koans, and prove the course.

    Example: koans author check first_tensors
    """
