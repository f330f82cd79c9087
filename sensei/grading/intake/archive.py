"""The archive: a zip or a tar, read where it lies. Nothing is ever unpacked to disk."""

import bz2
import gzip
import io
import lzma
from collections.abc import Callable, Sequence
from typing import IO, Any

from sensei.grading.intake.bounds import Beyond, Bounds, TooMany
from sensei.grading.intake.entry import Entry, Kind, Tree, Unreadable, is_left_behind, parts_of
from sensei.grading.intake.folder import too_long

_SUFFIXES = (".zip", ".tar", ".tgz", ".tar.gz", ".tbz", ".tbz2", ".tar.bz2", ".txz", ".tar.xz")
_CLOSED = (".rar", ".7z", ".zipx", ".sit", ".cab", ".zst", ".ace")
_MAGIC_CLOSED = (b"Rar!", b"7z\xbc\xaf\x27\x1c")
_RATIO = 100  # text packs to a tenth, seldom to a hundredth
_PACKERS: dict[bytes, Callable[[Any], Any]] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ": lzma.open}


class Archive:
    """The members of an archive by folder; how they are read is the affair of each kind."""

    def __init__(self, bounds: Bounds) -> None:
        """What is read out of it counts against the bounds."""
        self.bounds = bounds
        self.oddities: list[str] = []
        self._folders: dict[str, list[Entry]] = {"": []}

    def listing(self, under: str) -> Sequence[Entry]:
        """What lies directly in a folder, in the order of the archive."""
        return self._folders.get(under, [])

    def read(self, entry: Entry, most: int) -> bytes:
        """A member's bytes.

        Raises:
            Unreadable: it is longer than `most`, or cannot be read.
        """
        if entry.size > most:
            raise Unreadable(too_long(entry.size, most))
        try:
            self.bounds.unpack(entry.size)
            data = self._read(entry, most)
        except Beyond as error:
            raise Unreadable(str(error)) from error
        except Exception as error:  # bytes of a stranger make the standard library raise nearly anything
            raise Unreadable(f"it is damaged ({_words(error)})") from error
        if data is None:
            raise Unreadable("it is longer than the archive says")
        return data

    def open(self, entry: Entry, most: int) -> IO[bytes]:
        """A member to be sought in, unpacked into memory.

        Raises:
            Unreadable: as for `read`.
        """
        return io.BytesIO(self.read(entry, most))

    def _read(self, entry: Entry, most: int) -> bytes | None:
        raise NotImplementedError

    def _add(self, entry: Entry) -> None:
        """Take a member in, by the name that it states."""
        parts = parts_of(entry.path)
        if parts is None:
            self.oddities.append(entry.path[:200])
            return
        if any(is_left_behind(part) for part in parts):
            return
        self.bounds.count()
        if entry.kind is Kind.FOLDER:
            self._folder(parts)
            return
        path = "/".join(parts)
        self._folder(parts[:-1]).append(Entry(path, entry.kind, entry.size, entry.modified, entry.at, entry.target))

    def _folder(self, parts: tuple[str, ...]) -> list[Entry]:
        path = "/".join(parts)
        if path not in self._folders:
            above = self._folder(parts[:-1])
            above.append(Entry(path, Kind.FOLDER))
            self._folders[path] = []
        return self._folders[path]


def stem_of(name: str) -> str:
    """A file's name without what says that it is an archive."""
    plain = name.casefold()
    ends = [suffix for suffix in (*_SUFFIXES, *_CLOSED) if plain.endswith(suffix)]
    return name[: -max(map(len, ends))] if ends else name


def is_archive(name: str) -> bool:
    """Tell by its name whether a file is an archive that is opened here."""
    return name.casefold().endswith(_SUFFIXES)


def is_closed(name: str) -> bool:
    """Tell by its name whether a file is an archive that is not opened here."""
    return name.casefold().endswith(_CLOSED)


def open_archive(file: IO[bytes], bounds: Bounds) -> Tree:
    """The archive in a file, told by its first bytes. It is read from as long as the tree is used.

    Raises:
        Unreadable: it is none, is damaged, or is more than the bounds allow.
    """
    from sensei.grading.intake.tarred import Tar
    from sensei.grading.intake.zipped import Zip

    head = file.read(8)
    if not head:
        raise Unreadable("it is empty: hand it in again")
    if head.startswith(_MAGIC_CLOSED):
        raise Unreadable("it is a rar or 7z, which cannot be opened here: hand in a zip")
    file.seek(0)
    packer = next((opens for magic, opens in _PACKERS.items() if head.startswith(magic)), None)
    try:
        if packer:
            return Tar(packer(file), bounds)
        return Zip(file, bounds) if head.startswith(b"PK") else Tar(file, bounds)
    except Beyond as error:
        bomb = not isinstance(error, TooMany) and file.seek(0, io.SEEK_END) * _RATIO < Bounds().unpacked
        raise Unreadable(f"{error}: hand in the koan files alone", bomb) from error
    except Unreadable:
        raise
    except Exception as error:  # as above
        raise Unreadable(f"it is damaged or only a part of an archive ({_words(error)}): hand it in again") from error


def _words(error: Exception) -> str:
    return (str(error) or type(error).__name__).split("\n")[0][:120]
