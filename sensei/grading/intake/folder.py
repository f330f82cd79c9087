"""The folder: a tree on disk, of which no link is followed and nothing but plain files is opened."""

import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from sensei.grading.intake.bounds import read_at_most
from sensei.grading.intake.entry import Entry, Kind, Unreadable

# A pipe without a writer would hold up whoever opens it; a link may have taken the place of the file.
_FLAGS = sum(getattr(os, name, 0) for name in ("O_RDONLY", "O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))


class Folder:
    """A folder on disk."""

    def __init__(self, root: Path) -> None:
        """`root` may be a link, since the instructor names it."""
        self.root = root
        self.oddities: list[str] = []

    def listing(self, under: str) -> Sequence[Entry]:
        """What lies directly in a folder, by name; a folder that cannot be looked into becomes an oddity."""
        try:
            with os.scandir(self.root / under) as found:
                names = sorted(each.name for each in found)
        except OSError:
            self.oddities.append(under)
            return []
        return [self._entry(f"{under}/{name}" if under else name) for name in names]

    def read(self, entry: Entry, most: int) -> bytes:
        """A file's bytes.

        Raises:
            Unreadable: it is longer than `most`, or cannot be read.
        """
        if entry.size > most:
            raise Unreadable(too_long(entry.size, most))
        with self.open(entry, most) as file:
            try:
                data = read_at_most(file, most)
            except OSError as error:
                raise Unreadable(_why(error)) from error
        if data is None:
            raise Unreadable(too_long(most + 1, most))
        return data

    def open(self, entry: Entry, most: int) -> IO[bytes]:
        """A file to be sought in.

        Raises:
            Unreadable: it cannot be opened.
        """
        try:
            descriptor = os.open(self.root / entry.path, _FLAGS)
        except OSError as error:
            raise Unreadable(_why(error)) from error
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise Unreadable("it is not a plain file")
        return os.fdopen(descriptor, "rb")

    def _entry(self, path: str) -> Entry:
        try:
            status = os.lstat(self.root / path)
            kind = _kind(status.st_mode)
            target = os.readlink(self.root / path) if kind is Kind.LINK else ""
        except OSError:
            return Entry(path, Kind.SPECIAL)
        return Entry(path, kind, status.st_size, status.st_mtime, target=target)


def too_long(size: int, most: int) -> str:
    """Why a file of `size` bytes is not read."""
    return f"it has {size:,} bytes, and no koan file has more than {most:,}"


def _kind(mode: int) -> Kind:
    if stat.S_ISREG(mode):
        return Kind.FILE
    if stat.S_ISDIR(mode):
        return Kind.FOLDER
    return Kind.LINK if stat.S_ISLNK(mode) else Kind.SPECIAL


def _why(error: OSError) -> str:
    return "reading it is not permitted" if isinstance(error, PermissionError) else str(error.strerror or error).lower()
