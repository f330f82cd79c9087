"""The bounds: how much of one hand-in is looked at, so that no archive can fill the memory or stop the run."""

from dataclasses import dataclass
from typing import IO

KOAN_FILE = 2**20  # bytes; the longest file of the course is a fiftieth of it
_PIECE = 2**16


class Beyond(Exception):
    """A hand-in is more than is looked at. The message says of what, and how much is."""


class TooMany(Beyond):
    """There are more files than are looked at, which a student's own folder may have."""


@dataclass
class Bounds:
    """What may still be taken of one hand-in, nested archives included.

    Attributes:
        members: files and folders.
        unpacked: bytes that are read out of archives.
        directory: bytes of one archive's table of contents.
        depth: archives inside of archives.
    """

    members: int = 20_000
    unpacked: int = 200 * 2**20
    directory: int = 16 * 2**20
    depth: int = 3

    @classmethod
    def of_a_class(cls) -> "Bounds":
        """For an archive that holds a whole class: as many members as memory has room for, and much to pass over."""
        return cls(members=2_000_000, unpacked=2**40, directory=2**29)

    @property
    def are_spent(self) -> bool:
        """Whether nothing more may be taken."""
        return self.members < 0 or self.unpacked < 0

    def count(self) -> None:
        """Count one member more.

        Raises:
            TooMany: there are more than are looked at.
        """
        self.members -= 1
        if self.members < 0:
            raise TooMany("it holds more than 20,000 files")

    def unpack(self, size: int) -> None:
        """Count bytes that come out of an archive.

        Raises:
            Beyond: there are too many.
        """
        self.unpacked -= size
        if self.unpacked < 0:
            raise Beyond("it unpacks to more than 200 MiB")


class Bounded:
    """A file that is read in pieces of bounded size and up to a bounded place; what an archive claims is not believed.

    `zipfile` and `tarfile` read a table of contents or a header in one piece, of the size that the archive states.
    """

    def __init__(self, file: IO[bytes], piece: int, furthest: int) -> None:
        """`piece` is the most that is read at once, `furthest` the last byte that is gone to."""
        self._file, self._piece, self._furthest = file, piece, furthest

    def read(self, size: int = -1) -> bytes:
        """As of any file.

        Raises:
            Beyond: too much is asked for.
        """
        data = self._file.read(self._piece + 1) if size < 0 else b""
        if size > self._piece or len(data) > self._piece:
            raise Beyond("its table of contents is larger than any koan needs")
        return self._within(data if size < 0 else self._file.read(size))

    def seek(self, offset: int, whence: int = 0) -> int:
        """As of any file; a compressed file unpacks all that lies between.

        Raises:
            Beyond: the place is too far.
        """
        if whence == 0 and offset > self._furthest:
            raise Beyond("it unpacks to more than 200 MiB")
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """As of any file."""
        return self._file.tell()

    def seekable(self) -> bool:
        """As of any file."""
        return True

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _within(self, data: bytes) -> bytes:
        if self._file.tell() > self._furthest:
            raise Beyond("it unpacks to more than 200 MiB")
        return data


def read_at_most(file: IO[bytes], most: int) -> bytes | None:
    """All that is left of a file; None if it is more than `most`, of which no more than that is read."""
    data = bytearray()
    while piece := file.read(min(_PIECE, most + 1 - len(data))):
        data += piece
        if len(data) > most:
            return None
    return bytes(data)
