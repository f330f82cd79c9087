"""What all commands of `koans` share: how they ask for help, and how they tell of trouble."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from sensei.refusal import Refusal

# Also for the commands that are called without the group above them, which would pass it on.
HELP = {"help_option_names": ["-h", "--help"]}


def told(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn what a person can mend into one sentence and a non-zero exit."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except Refusal as refusal:
            raise click.ClickException(str(refusal)) from None
        except BrokenPipeError:  # nobody reads on, as after `| head`: click knows what to do
            raise
        except OSError as error:
            raise click.ClickException(f"{error.filename or 'a file'}: {error.strerror or error}") from None

    return wrapped
