"""The foreground: another program that has the terminal until it ends."""

import subprocess
from collections.abc import Sequence


def run(command: Sequence[str]) -> int:
    """Run a program on this terminal. Returns its exit status as a shell tells it: 128 and the signal that ended it.

    Ctrl-C reaches the program as well, and is for the program to answer: this process waits until it has done so.

    Raises:
        OSError: it cannot be started.
    """
    with subprocess.Popen(command) as process:
        while True:
            try:
                status = process.wait()
            except KeyboardInterrupt:
                continue
            return status if status >= 0 else 128 - status
