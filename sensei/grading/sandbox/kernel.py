"""The kernel: what only it can do for us, and Python's library has no name for."""

import ctypes
import os
import platform
import sys
from functools import lru_cache

LINUX = sys.platform == "linux"
MACHINE = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())

_PDEATHSIG, _DUMPABLE, _KEEPCAPS, _NO_NEW_PRIVS, _SUBREAPER = 1, 4, 8, 38, 36
_CAPSET = {"x86_64": 126, "aarch64": 91}
_CAPABILITIES_3 = 0x20080522
_CAN_READ = 1 << 2  # CAP_DAC_READ_SEARCH


@lru_cache(maxsize=1)
def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def syscall(number: int, *arguments: object) -> int:
    """Call the kernel.

    Raises:
        OSError: it refused.
    """
    plain = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
    result = int(_library().syscall(ctypes.c_long(number), *plain))
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def prctl(option: int, *arguments: object) -> int:
    """Change how the kernel treats this process.

    Raises:
        OSError: it refused.
    """
    values = [*arguments, *[0] * (4 - len(arguments))]
    plain = [ctypes.c_ulong(each) if isinstance(each, int) else each for each in values]
    result = int(_library().prctl(ctypes.c_int(option), *plain))
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def no_new_privileges() -> None:
    """Nothing that this process starts, however it is marked, has more privileges than it has."""
    prctl(_NO_NEW_PRIVS, 1)


def closed_to_others() -> None:
    """Let no process of the same user look into the memory of this one."""
    prctl(_DUMPABLE, 0)


def adopt_orphans() -> None:
    """Whatever descends from this process becomes its child when the parent in between ends."""
    prctl(_SUBREAPER, 1)


def end_with_parent(signal: int) -> None:
    """Send this process that signal when the thread that started it ends."""
    prctl(_PDEATHSIG, signal)


def become(user: int, *, reading_all: bool) -> None:
    """Give up being root for good, and all groups.

    `reading_all` keeps the one capability of reading files whatever their mode, for an interpreter that lies in
    root's home; Landlock has to see to it that only that can be reached.
    """
    if reading_all:
        prctl(_KEEPCAPS, 1)
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    if reading_all:
        header = (ctypes.c_uint32 * 2)(_CAPABILITIES_3, 0)
        sets = (ctypes.c_uint32 * 6)(_CAN_READ, _CAN_READ, 0, 0, 0, 0)
        syscall(_CAPSET[MACHINE], ctypes.byref(header), ctypes.byref(sets))
