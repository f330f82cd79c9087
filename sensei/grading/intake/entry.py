"""The entry: a file, folder or link of a tree that a student handed in, known by its name and never by its content."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import IO, Any, Protocol

_DRIVE = re.compile(r"[A-Za-z]:")
_LONGEST_NAME, _LONGEST_PATH, _DEEPEST = 255, 4096, 64
# What tools leave behind, in any folder; no koan is in it.
_LEFT_BEHIND = frozenset("__macosx __pycache__ site-packages node_modules .ds_store thumbs.db desktop.ini".split())
# A learner's whole checkout: these trees have files of the same names as the koans.
_OF_THE_COURSE = frozenset("properties sensei hints".split())


class Kind(Enum):
    """What an entry is."""

    FILE = auto()
    FOLDER = auto()
    LINK = auto()
    SPECIAL = auto()  # a device, a pipe, a socket
    LOCKED = auto()  # asks for a password
    FOREIGN = auto()  # packed in a way that is not opened here


class Unreadable(Exception):
    """A file or an archive cannot be read. The message completes `NAME cannot be used: `."""

    def __init__(self, message: str, suspicious: bool = False) -> None:
        """`suspicious` as of a trouble."""
        super().__init__(message)
        self.suspicious = suspicious


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry.

    Attributes:
        path: below the root of its tree, with `/`.
        size: bytes, as the tree declares it.
        modified: seconds since 1970, if anything tells.
        at: what its tree finds it again by.
        target: where a link leads, in words of its own.
    """

    path: str
    kind: Kind
    size: int = 0
    modified: float | None = None
    at: Any = None
    target: str = ""

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]


class Tree(Protocol):
    """A folder or an archive.

    `oddities` are names of members that lead out of the tree or cannot be names, and of folders that proved to be
    closed; what they stand for is not among its entries.
    """

    oddities: list[str]

    def listing(self, under: str) -> Sequence[Entry]:
        """What lies directly in a folder; nothing if it cannot be listed."""
        ...

    def read(self, entry: Entry, most: int) -> bytes:
        """A file's bytes.

        Raises:
            Unreadable: it is longer than `most`, or cannot be read.
        """
        ...

    def open(self, entry: Entry, most: int) -> IO[bytes]:
        """A file to be sought in, of at most `most` bytes where it has to be unpacked for that.

        Raises:
            Unreadable: as above.
        """
        ...


def parts_of(name: str) -> tuple[str, ...] | None:
    """The parts of a member's name; None if it leads out of the archive or is no name at all.

    Backslashes part, as some tools of Windows write them.
    """
    plain = name.replace("\\", "/")
    parts = tuple(part for part in plain.split("/") if part not in {"", "."})
    leaves = plain.startswith("/") or ".." in parts or (parts and _DRIVE.match(parts[0]))
    if leaves or "\0" in name or not parts or len(plain) > _LONGEST_PATH or len(parts) > _DEEPEST:
        return None
    return parts if all(len(part) <= _LONGEST_NAME for part in parts) else None


def is_left_behind(name: str) -> bool:
    """Tell whether a tool left this file or folder behind, rather than the student."""
    return name.startswith(".") or name.casefold() in _LEFT_BEHIND


def is_of_the_course(name: str) -> bool:
    """Tell whether a folder of this name holds parts of the course that are no koans."""
    return name.casefold() in _OF_THE_COURSE


def legible(text: str) -> str:
    """The text as it can be printed and stored anywhere: bytes that are not UTF-8 and control signs are spelled out."""
    whole = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    whole = unicodedata.normalize("NFC", whole)
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in whole).strip()
