"""The tar, as an archive; packed or not."""

import tarfile
from typing import IO, Any, cast

from sensei.grading.intake.archive import Archive
from sensei.grading.intake.bounds import Bounded, Bounds, read_at_most
from sensei.grading.intake.entry import Entry, Kind

_HEADER = 2**20  # a header may carry a long name; none is longer


class Tar(Archive):
    """A tar.

    Raises:
        Beyond: it is more than the bounds allow.
        Exception: whatever `tarfile` makes of bytes that are no tar.
    """

    def __init__(self, file: Any, bounds: Bounds) -> None:
        """Reads every header, for which all that is packed has to be passed over."""
        super().__init__(bounds)
        self._file = cast("IO[bytes]", Bounded(file, _HEADER, bounds.unpacked))
        tar = tarfile.open(fileobj=self._file, mode="r:", errorlevel=2, encoding="utf-8", errors="surrogateescape")  # noqa: SIM115
        while member := tar.next():
            cast("Any", tar).members.clear()  # it would keep them all
            self._add(_entry(member))
        bounds.unpack(self._file.tell())

    def _read(self, entry: Entry, most: int) -> bytes | None:
        self._file.seek(entry.at)
        return read_at_most(cast("IO[bytes]", _Piece(self._file, entry.size)), most)


class _Piece:
    """The next so many bytes of a file."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file, self._left = file, size

    def read(self, size: int) -> bytes:
        data = self._file.read(min(size, self._left))
        self._left -= len(data)
        return data


def _entry(member: tarfile.TarInfo) -> Entry:
    if member.issym() or member.islnk():
        return Entry(member.name, Kind.LINK, target=member.linkname)
    if member.isdir():
        return Entry(member.name, Kind.FOLDER)
    if not member.isreg():
        return Entry(member.name, Kind.SPECIAL)
    kind = Kind.FOREIGN if member.issparse() else Kind.FILE
    return Entry(member.name, kind, member.size, float(member.mtime) or None, member.offset_data)
