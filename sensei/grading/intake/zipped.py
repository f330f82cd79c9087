"""The zip, as an archive."""

import io
import itertools
import stat
import struct
import zipfile
from datetime import datetime
from typing import IO, cast

from sensei.grading.intake.archive import Archive
from sensei.grading.intake.bounds import Bounded, Bounds, read_at_most
from sensei.grading.intake.entry import Entry, Kind, Unreadable

_UTF8, _ENCRYPTED = 0x800, 0x1
_TIMES = 0x5455  # the extra field that gives times as seconds since 1970
# Unpacked in bounded pieces by `zipfile`; the other ways of packing are not.
_PLAIN = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_FURTHEST = 2**62
_HARMLESS, _RATIO = 200 * 2**20, 200


class Zip(Archive):
    """A zip.

    Raises:
        Unreadable: members overlap, as in a bomb.
        Beyond: it is more than the bounds allow.
        Exception: whatever `zipfile` makes of bytes that are no zip.
    """

    def __init__(self, file: IO[bytes], bounds: Bounds) -> None:
        """Reads the table of contents."""
        super().__init__(bounds)
        self._zip = zipfile.ZipFile(cast("IO[bytes]", Bounded(file, bounds.directory, _FURTHEST)))
        members = self._zip.infolist()
        _refuse_bombs(members, file.seek(0, io.SEEK_END))
        for info in members:
            self._add(_entry(info))

    def _read(self, entry: Entry, most: int) -> bytes | None:
        with self._zip.open(entry.at) as member:
            return read_at_most(member, most)


def _entry(info: zipfile.ZipInfo) -> Entry:
    return Entry(_name(info), _kind(info), info.file_size, _modified(info), info)


def _name(info: zipfile.ZipInfo) -> str:
    if "\0" in info.orig_filename:
        return info.orig_filename
    if info.flag_bits & _UTF8:
        return info.filename
    try:  # macOS writes UTF-8 and does not say so
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _kind(info: zipfile.ZipInfo) -> Kind:
    mode = info.external_attr >> 16
    if info.filename.endswith(("/", "\\")):
        return Kind.FOLDER
    if stat.S_IFMT(mode) and not stat.S_ISREG(mode):
        return Kind.LINK if stat.S_ISLNK(mode) else Kind.FOLDER if stat.S_ISDIR(mode) else Kind.SPECIAL
    if info.flag_bits & _ENCRYPTED:
        return Kind.LOCKED
    return Kind.FILE if info.compress_type in _PLAIN else Kind.FOREIGN


def _modified(info: zipfile.ZipInfo) -> float | None:
    extra = info.extra
    while len(extra) >= 4:
        header, size = struct.unpack_from("<HH", extra)
        if header == _TIMES and 5 <= size <= len(extra) - 4 and extra[4] & 1:
            return float(struct.unpack_from("<i", extra, 5)[0])
        extra = extra[4 + size :]
    try:
        # A zip tells the time on the clock of whoever made it, without a zone: taken as the clock here.
        return datetime(*info.date_time).timestamp()
    except (ValueError, OverflowError, OSError):
        return None


def _refuse_bombs(members: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(info.file_size for info in members)
    if unpacked > _HARMLESS and unpacked > _RATIO * size:
        raise Unreadable(
            f"it unpacks to {unpacked:,} bytes, {unpacked // size:,} times its size: hand in the koan files alone", True
        )
    ordered = sorted(members, key=lambda info: info.header_offset)
    for one, other in itertools.pairwise(ordered):
        if one.header_offset + one.compress_size > other.header_offset:
            raise Unreadable(
                "its members overlap, which no tool for zips writes: make a new zip of the koan files", True
            )
