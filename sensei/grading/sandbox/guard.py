"""The guard: it waits beside a cell until it is over or has to be, and tells how it ended."""

import contextlib
import os
import resource
import select
import signal
import time
from collections.abc import Iterator

from sensei.grading.sandbox import kernel, limits, reaper
from sensei.grading.sandbox.channel import Channel
from sensei.grading.sandbox.fate import Ending, Fate
from sensei.grading.sandbox.limits import Limits

RETURNED, NO_MEMORY = 75, 76  # exit statuses of a cell
_GLANCE = 0.05  # seconds between two looks at what the kernel has no limit for
_BLINK = 0.005  # and where the kernel does not wake us when the cell ends
_LINGERING = 1.0  # seconds
_NEARLY = 0.8


def watch(child: int, limit: Limits, place: str, control: Channel) -> Ending:
    """Wait until the cell ends, exceeds what it may have, or the judge has something to say: that it is to end."""
    until = time.monotonic() + limit.wall
    with _waker(child) as waker:
        while not reaper.is_over(child):
            left = until - time.monotonic()
            if left <= 0:
                return Ending.WALL
            pause = min(left, _GLANCE if waker else _BLINK)
            woken = select.select([control.fileno(), *waker], [], [], pause)[0]
            if control.fileno() in woken:
                return Ending.EXITED if reaper.is_over(child) else Ending.ENDED
            if not woken and limits.excess(child, place):
                return Ending.EXCESS
    return Ending.EXITED


def ends_by_itself(child: int) -> bool:
    """Whether a cell that has closed its line is on its way to the end: an exit closes the line a little earlier."""
    until = time.monotonic() + _LINGERING
    while not reaper.is_over(child):
        if time.monotonic() > until:
            return False
        time.sleep(0.001)
    return True


@contextlib.contextmanager
def _waker(child: int) -> Iterator[list[int]]:
    """A descriptor that wakes who waits for it when the cell has ended, where there is such a thing."""
    try:
        found = [os.pidfd_open(child)]
    except (AttributeError, OSError):
        found = []
    try:
        yield found
    finally:
        for descriptor in found:
            os.close(descriptor)


def fate(cause: Ending, status: int, cpu: float, memory: int, limit: Limits) -> Fate:
    """How it ended: `cause` is what was seen, and the rest what the kernel tells."""
    ending, number = cause, 0
    if cause is Ending.EXITED and os.WIFSIGNALED(status):
        ending, number = Ending.SIGNAL, os.WTERMSIG(status)
        ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1024 if kernel.LINUX else 1)
        if number == signal.SIGXCPU or (number == signal.SIGKILL and cpu >= limit.cpu):
            ending = Ending.CPU
        elif memory - ours > _NEARLY * limit.memory:
            ending = Ending.MEMORY
    elif cause is Ending.EXITED:
        number = os.WEXITSTATUS(status)
        ending = {RETURNED: Ending.ENDED, NO_MEMORY: Ending.MEMORY}.get(number, cause)
    return Fate(ending, number, cpu, memory)
