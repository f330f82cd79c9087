"""The command `koans`. None of its commands imports torch, so all answer at once; koans run in other processes."""

import importlib

import click

from sensei.command import HELP

_MODULES = {
    "look": ("hint", "list"),
    "folder": ("init", "reset"),
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
        found: click.Command = getattr(module, cmd_name if cmd_name != "list" else "list_")
        return found


class _Koans(_Lazy):
    """What a learner calls, and the author's group."""

    where = {name: f"sensei.commands.{module}" for module, names in _MODULES.items() for name in names} | {
        "author": "sensei.cli"
    }


class _Author(_Lazy):
    """What an author calls."""

    where = dict.fromkeys(_AUTHOR, "sensei.author.commands")


@click.group(cls=_Koans, context_settings=HELP)
@click.version_option(package_name="torch-koans")
def main() -> None:
    """Learn PyTorch by filling the blanks of small failing tests.

    Run `pytest` in the course's folder to walk on; these commands help on the way.
    """


@click.group(cls=_Author)
def author() -> None:
    """Write koans, and prove the course.

    Example: koans author check first_tensors
    """
