"""The reaper: it ends a cell and everything that came from it."""

import contextlib
import os
import signal
import time
from collections.abc import Iterator

from sensei.grading.sandbox import kernel

_PATIENCE = 30.0  # seconds


class Unending(Exception):
    """Something that a cell started cannot be ended."""


def is_over(process: int) -> bool:
    """Whether that child has ended, as far as the system tells. `end` is still to be called, and learns how."""
    if not hasattr(os, "waitid"):
        return False
    return os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def end(process: int) -> tuple[int, float, int]:
    """End that child, its session, and all descendants; they have become children of this process, or will.

    Returns its status as `waitpid` tells it, the seconds of processor time it took, the bytes it held at most.

    Raises:
        Unending: something was still there after half a minute.
    """
    for send in (os.kill, os.killpg):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            send(process, signal.SIGKILL)
    _, status, used = os.wait4(process, 0)
    until = time.monotonic() + _PATIENCE
    while _some_left():
        if time.monotonic() > until:
            raise Unending("a process that a cell started cannot be ended")
        for each in descendants(os.getpid()):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(each, signal.SIGKILL)
        time.sleep(0.001)
    return status, used.ru_utime + used.ru_stime, used.ru_maxrss * (1024 if kernel.LINUX else 1)


def descendants(process: int) -> list[int]:
    """All processes that come from that one, as far as this system tells."""
    parents = dict(_parents())
    found: list[int] = []
    layer = {process}
    while layer:
        layer = {each for each, parent in parents.items() if parent in layer}
        found += layer
    return found


def _some_left() -> bool:
    """Whether there are children; those that have ended are taken leave of."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True


def _parents() -> Iterator[tuple[int, int]]:
    names = os.listdir("/proc") if os.path.isdir("/proc/self") else []
    for name in filter(str.isdecimal, names):
        with contextlib.suppress(OSError, IndexError, ValueError), open(f"/proc/{name}/stat", "rb") as file:
            yield int(name), int(file.read().rpartition(b")")[2].split()[1])
