"""The limits: how much a cell may take of what the machine has."""

import contextlib
import math
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

_THREADS_AT_ONCE = 64
_DESCRIPTORS = 64
_LARGEST_FILE = 16 * 2**20
_ROOM, _FILES = 64 * 2**20, 64


@dataclass(frozen=True)
class Limits:
    """Of one cell.

    Attributes:
        cpu: seconds of processor time.
        wall: seconds on the clock.
        memory: bytes of address space beyond what the server has.
        writing: whether it has a folder to write files in.
    """

    cpu: float = 5.0
    wall: float = 15.0
    memory: int = 2**30
    writing: bool = False

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)

    def impose(self) -> None:
        """Let the kernel hold this process to them. What this system has no limit for is left.

        What it says afterwards of a file too large, of no memory, is an ordinary error of Python.
        """
        import resource

        core, seconds = resource.RLIMIT_CORE, math.ceil(self.cpu)
        wanted = [(core, 0, 0), (resource.RLIMIT_CPU, seconds, seconds + 1)]
        wanted.append((resource.RLIMIT_NOFILE, _DESCRIPTORS, _DESCRIPTORS))
        largest = _LARGEST_FILE if self.writing else 0
        wanted.append((resource.RLIMIT_FSIZE, largest, largest))
        if sys.platform == "linux":
            space = address_space() + self.memory
            wanted.append((resource.RLIMIT_AS, space, space))
        for which, soft, hard in wanted:
            with contextlib.suppress(OSError, ValueError):
                most = resource.getrlimit(which)[1]
                lower = [value if most == resource.RLIM_INFINITY else min(value, most) for value in (soft, hard)]
                resource.setrlimit(which, (lower[0], lower[1]))


def first_to_go() -> None:
    """When the machine has no memory left, let it end this process, and what comes from it, before any other.

    No crash leaves a file of the memory behind.
    """
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def limit_tasks(already: int) -> None:
    """Let the user of this process have few more processes and threads than there are. It binds nobody who is root."""
    import resource

    with contextlib.suppress(OSError, ValueError):
        most = already + 4 * _THREADS_AT_ONCE
        resource.setrlimit(resource.RLIMIT_NPROC, (most, most))


def address_space() -> int:
    """Bytes of address space that this process has."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")


def excess(process: int, place: str) -> bool:
    """Whether that process has more threads, or its folder more in it, than the kernel has a limit for."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        # Its name, which comes first, may have anything in it.
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        if int(fields[17]) > _THREADS_AT_ONCE:
            return True
    sizes = list(_sizes(place))
    return len(sizes) > _FILES or sum(sizes) > _ROOM


def _sizes(place: str) -> Iterator[int]:
    with contextlib.suppress(OSError), os.scandir(place) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                yield entry.stat(follow_symlinks=False).st_blocks * 512
