"""seccomp: the kernel refuses the calls that a cell has no use for, for good, whoever it runs as.

What is refused fails with EPERM, as a forbidden thing does; nothing is ended for asking. A cell cannot start processes
(threads it can), signal anything but itself, make sockets, nor open files for writing unless it has a folder.
"""

import ctypes
import errno
import os
import struct
from collections.abc import Iterator
from functools import lru_cache

from sensei.grading.sandbox import kernel, syscalls

_SET_SECCOMP, _FILTER = 22, 2
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_LOAD, _IF_EQUAL, _IF_GREATER, _IF_ANY, _RETURN = 0x20, 0x15, 0x25, 0x45, 0x06
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_FORBIDDEN, _UNKNOWN = _ERROR | errno.EPERM, _ERROR | errno.ENOSYS
_THREAD = 0x10000  # a flag of clone
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_PRCTL_KEPT = (1, 4)  # that it ends with its parent, and that nobody looks into it

Instruction = tuple[int, int, int, int]  # code, jump if so, jump if not, value


class _Fields(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("program", ctypes.c_char_p)]


def known() -> bool:
    """Whether there is a filter for this machine."""
    return kernel.LINUX and kernel.MACHINE in syscalls.ARCHITECTURES


def confine(*, writing: bool) -> None:
    """Refuse those calls to this process, which is to have one thread, and to all that come from it.

    Raises:
        OSError: the kernel refused to.
    """
    program = _common(writing) + _assembled([*_to_itself(os.getpid()), (_RETURN, 0, 0, _ALLOW)])
    fields = _Fields(len(program) // 8, program)
    kernel.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(fields))


def prepare() -> None:
    """Do now what can be done before there is a cell to confine."""
    for writing in (False, True):
        _common(writing)


@lru_cache(maxsize=2)
def _common(writing: bool) -> bytes:
    """All but what differs from one process to the next."""
    numbers = syscalls.looked_at(kernel.MACHINE)
    lines: list[Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_IF_EQUAL, 1, 0, syscalls.ARCHITECTURES[kernel.MACHINE]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        *_if(_IF_GREATER, syscalls.LAST_KNOWN, _UNKNOWN),
    ]
    for name in ("clone3", "openat2"):  # what they ask for cannot be seen; where they are unknown, others are used
        lines += _if(_IF_EQUAL, numbers[name], _UNKNOWN)
    for number in syscalls.refused(kernel.MACHINE):
        lines += _if(_IF_EQUAL, number, _FORBIDDEN)
    if not writing:
        for name in ("unlink", "unlinkat", "creat"):
            if name in numbers:
                lines += _if(_IF_EQUAL, numbers[name], _FORBIDDEN)
        for name, place in (("open", 1), ("openat", 2)):
            if name in numbers:
                lines += _look(numbers[name], place, _if(_IF_ANY, _WRITING, _FORBIDDEN))
    lines += _look(numbers["clone"], 0, [(_IF_ANY, 1, 0, _THREAD), (_RETURN, 0, 0, _FORBIDDEN)])
    for option in _PRCTL_KEPT:
        lines += _look(numbers["prctl"], 0, _if(_IF_EQUAL, option, _FORBIDDEN))
    return _assembled(lines)


def _to_itself(process: int) -> Iterator[Instruction]:
    """What a process may do to itself, and to no other."""
    numbers = syscalls.looked_at(kernel.MACHINE)
    for name in ("kill", "tgkill"):
        yield from _look(numbers[name], 0, [(_IF_EQUAL, 1, 0, process), (_RETURN, 0, 0, _FORBIDDEN)])
    own = [(_IF_EQUAL, 2, 0, 0), (_IF_EQUAL, 1, 0, process), (_RETURN, 0, 0, _FORBIDDEN)]
    yield from _look(numbers["prlimit64"], 0, own)


def _if(test: int, value: int, verdict: int) -> list[Instruction]:
    return [(test, 0, 1, value), (_RETURN, 0, 0, verdict)]


def _look(number: int, place: int, checks: list[Instruction]) -> list[Instruction]:
    """The checks, on the lower half of an argument of that call; other calls, and what passes, go on."""
    inside = [(_LOAD, 0, 0, _ARGUMENTS + 8 * place), *checks, (_LOAD, 0, 0, _NUMBER)]
    return [(_IF_EQUAL, 0, len(inside), number), *inside]


def _assembled(lines: list[Instruction]) -> bytes:
    return b"".join(struct.pack("=HBBI", *line) for line in lines)
