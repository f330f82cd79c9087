"""Landlock: a process gives up, for itself and all that come from it, whatever files it was not told it may use."""

import ctypes
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sensei.grading.sandbox import kernel
from sensei.grading.sandbox.view import View

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # the same on every processor
_ASK_VERSION, _PATH_BENEATH = 1, 1
_EXECUTE, _WRITE, _READ, _LIST, _REMOVE, _MAKE, _TRUNCATE = (1 << bit for bit in (0, 1, 2, 3, 5, 8, 14))
# All that there is to do with files, sockets, signals: the kernel refuses words that it does not know.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_MOST_FILE_RIGHTS = 16
_NET_RIGHTS, _NET_SINCE = 0b11, 4
_SCOPES, _SCOPES_SINCE = 0b11, 6
_ALWAYS = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat")


def version() -> int:
    """Which Landlock this kernel has; 0 if none, or it is switched off."""
    if not kernel.LINUX:
        return 0
    try:
        return kernel.syscall(_CREATE, 0, 0, _ASK_VERSION)
    except OSError:
        return 0


def words(known: int) -> str:
    """What a Landlock of that version keeps off."""
    more = [", TCP"] * (known >= _NET_SINCE) + [", signals and abstract sockets"] * (known >= _SCOPES_SINCE)
    return f"files outside of the view{''.join(more)} (ABI {known})"


def ruleset(view: View, place: str | None) -> int:
    """A descriptor of the rules: read what is in the view, no more; and in the folder `place` write flat files.

    Raises:
        OSError: the kernel has no Landlock, or a path cannot be opened.
    """
    known = version()
    files = (1 << _FILE_RIGHTS.get(known, _MOST_FILE_RIGHTS)) - 1
    fields = [files, _NET_RIGHTS, _SCOPES][: 1 + (known >= _NET_SINCE) + (known >= _SCOPES_SINCE)]
    attributes = struct.pack(f"={len(fields)}Q", *fields)
    rules = kernel.syscall(_CREATE, ctypes.c_char_p(attributes), len(attributes), 0)
    for path, whole in view.parts():
        folder = os.path.isdir(path)
        _allow(rules, path, (_READ if whole or not folder else 0) | (_LIST if folder else 0))
    for path in _ALWAYS:
        with suppress(FileNotFoundError):
            _allow(rules, path, _READ)
    if place:
        _allow(rules, place, (_READ | _LIST | _WRITE | _MAKE | _REMOVE | _TRUNCATE) & files)
    return rules


def _allow(rules: int, path: str, rights: int) -> None:
    with _opened(path) as descriptor:
        attributes = struct.pack("=Qi", rights, descriptor)
        kernel.syscall(_ADD, rules, _PATH_BENEATH, ctypes.c_char_p(attributes), 0)


@contextmanager
def _opened(path: str) -> Iterator[int]:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def restrict(rules: int) -> None:
    """Live by these rules from now on. It cannot be undone.

    Raises:
        OSError: the kernel refused.
    """
    kernel.syscall(_RESTRICT, rules, 0)
