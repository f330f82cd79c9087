"""The store: the file in the folder of a run with all that would otherwise have to be computed again."""

import hashlib
import json
import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import TracebackType

from sensei.grading.item import Item, Judgement
from sensei.grading.run.database import Database
from sensei.grading.run.rows import Cell, Read, Row
from sensei.grading.submission import Trouble

FILE = "grading.sqlite"
VERSION = 1
_KNOWN_CELLS = 100_000
_SCHEMA = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE items (digest TEXT PRIMARY KEY, koan TEXT NOT NULL, data TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE verdicts (
    item TEXT, course TEXT, libraries TEXT, policy TEXT, failed INTEGER NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (item, course, libraries, policy)
) WITHOUT ROWID;
CREATE TABLE cells (number INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, data TEXT NOT NULL);
CREATE TABLE sheets (
    digest TEXT, reader TEXT, cells BLOB NOT NULL, told TEXT NOT NULL, PRIMARY KEY (digest, reader)
) WITHOUT ROWID;
CREATE TABLE class (student TEXT PRIMARY KEY, run INTEGER NOT NULL, sheet TEXT NOT NULL, data TEXT NOT NULL)
    WITHOUT ROWID;
"""
Key = tuple[str, str, str]  # the fingerprint of a koan, the libraries, the digest of a policy


class Store:
    """What is kept of a run, in `grading.sqlite` of its folder. It may be killed at any moment.

    Attributes:
        told: one sentence each on what was done to be able to open it.

    Raises:
        StoreTrouble: by any method; the file cannot be used.
    """

    def __init__(self, folder: Path, patience: float = 5.0) -> None:
        """Open it, or begin a new one; wait so many seconds for another program that holds it."""
        self._base = Database(folder / FILE, _SCHEMA, VERSION, patience)
        self.told = self._base.told
        self.commit = self._base.commit
        self._numbers = lru_cache(_KNOWN_CELLS)(self._number)

    def __enter__(self) -> "Store":
        """Use it until the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Keep what was written, whatever has happened, and close the file."""
        self._base.close()

    # What is known of the run.

    def fact(self, name: str) -> str:
        """What was noted under a name; empty if nothing was."""
        row = self._base.one("SELECT value FROM facts WHERE name = ?", name)
        return str(row[0]) if row else ""

    def note(self, name: str, value: str) -> None:
        """Note something; what was noted under the name before is gone."""
        self._base.do("INSERT OR REPLACE INTO facts VALUES (?, ?)", name, value)

    def forget(self) -> None:
        """Forget everything: the run begins anew."""
        for table in ("facts", "items", "verdicts", "cells", "sheets", "class"):
            self._base.do(f"DELETE FROM {table}")
        self._numbers.cache_clear()
        self.commit()

    # The class.

    def enter(self, row: Row, run: int) -> None:
        """Enter a student into the class of a run, in place of what was known of the student before."""
        self._base.do("INSERT OR REPLACE INTO class VALUES (?, ?, ?, ?)", row.student, run, row.sheet, row.to_text())

    def has(self, student: str) -> bool:
        """Whether somebody of that name is in the class."""
        return self._base.one("SELECT 1 FROM class WHERE student = ?", student) is not None

    def dismiss(self, run: int) -> None:
        """Take out of the class whom another run than this has entered."""
        self._base.do("DELETE FROM class WHERE run != ?", run)

    def students(self) -> int:
        """How many there are."""
        row = self._base.one("SELECT count(*) FROM class")
        return int(row[0]) if row else 0

    def rows(self, reader: str) -> Iterator[tuple[Row, Sequence[int]]]:
        """All students in the order of their identifiers, with the numbers of their cells."""
        asked = (
            "SELECT student, sheet, data, told, cells FROM class JOIN sheets ON digest = sheet AND reader = ? "
            "ORDER BY student"
        )
        for student, sheet, data, told, cells in self._base.all(asked, reader):
            row = Row.from_text(student, sheet, data)
            more = tuple(Trouble(sentence, file) for sentence, file in json.loads(told))
            yield replace(row, troubles=row.troubles + more) if more else row, _unpacked(cells)

    # What they handed in.

    def has_sheet(self, digest: str, reader: str) -> bool:
        """Whether a reader has read these bytes before."""
        return self._base.one("SELECT 1 FROM sheets WHERE digest = ? AND reader = ?", digest, reader) is not None

    def put_sheet(self, digest: str, reader: str, read: Read) -> None:
        """Keep what a reader found."""
        self._base.do_many("INSERT OR IGNORE INTO items VALUES (?, ?, ?)", read.items)
        cells = _packed([self._numbers(cell) for cell in read.cells])
        told = json.dumps([[each.sentence, each.file] for each in read.told])
        self._base.do("INSERT OR REPLACE INTO sheets VALUES (?, ?, ?, ?)", digest, reader, cells, told)

    def cell(self, number: int) -> Cell:
        """The cell of a number."""
        row = self._base.one("SELECT data FROM cells WHERE number = ?", number)
        if row is None:
            raise LookupError(f"there is no cell {number}")
        return Cell.from_text(row[0])

    def _number(self, data: str) -> int:
        digest = hashlib.sha256(data.encode()).digest()[:16]
        self._base.do("INSERT OR IGNORE INTO cells (digest, data) VALUES (?, ?)", digest, data)
        row = self._base.one("SELECT number FROM cells WHERE digest = ?", digest)
        return int(row[0]) if row else 0

    def answers(self, item: str) -> str:
        """The answers of an item, to look at."""
        row = self._base.one("SELECT data FROM items WHERE digest = ?", item)
        return ", ".join(json.loads(row[0])[0]) if row else ""

    # What became of it.

    def gather(self, reader: str, keys: Mapping[str, Key]) -> int:
        """Gather for `pending` what the class needs of these koans and has no verdict on. Returns how many it is."""
        self._base.do("CREATE TEMP TABLE IF NOT EXISTS pending (koan TEXT, item TEXT, PRIMARY KEY (koan, item))")
        self._base.do("DELETE FROM pending")
        seen = bytearray()  # a bit for each cell: there may be millions
        for _, numbers in self.rows(reader):
            for number in numbers:
                place, bit = number >> 3, 1 << (number & 7)
                if place >= len(seen):
                    seen.extend(bytes(place + 1 - len(seen)))
                if not seen[place] & bit:
                    seen[place] |= bit
                    self._gather(self.cell(number).item, keys)
        row = self._base.one("SELECT count(*) FROM pending")
        return int(row[0]) if row else 0

    def _gather(self, item: str | None, keys: Mapping[str, Key]) -> None:
        row = item and self._base.one("SELECT koan FROM items WHERE digest = ?", item)
        if item and row and row[0] in keys and not self.has_verdict(item, keys[row[0]]):
            self._base.do("INSERT OR IGNORE INTO pending VALUES (?, ?)", row[0], item)

    def pending(self) -> Iterator[Item]:
        """What `gather` gathered, koan by koan."""
        joined = "SELECT pending.koan, items.data FROM pending JOIN items ON digest = item"
        asked = f"{joined} ORDER BY pending.koan, pending.item"
        for koan, data in self._base.all(asked):
            answers, program = json.loads(data)
            yield Item(koan, tuple(answers), program)

    def has_verdict(self, item: str, key: Key) -> bool:
        """Whether an item was judged under a key."""
        return self.judgement(item, key) is not None

    def judgement(self, item: str, key: Key) -> Judgement | None:
        """What became of an item under a key; None if it was not judged."""
        asked = "SELECT data FROM verdicts WHERE item = ? AND course = ? AND libraries = ? AND policy = ?"
        row = self._base.one(asked, item, *key)
        return Judgement.from_json(json.loads(row[0])) if row else None

    def put_verdict(self, item: str, key: Key, judgement: Judgement, *, failed: bool = False) -> None:
        """Keep a verdict. `failed` says that it was judging that failed: the next run tries again."""
        data = json.dumps(judgement.to_json(), sort_keys=True)
        self._base.do("INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?, ?, ?)", item, *key, int(failed), data)

    def drop_failures(self) -> None:
        """Forget the verdicts that judging failed to give."""
        self._base.do("DELETE FROM verdicts WHERE failed")


def _packed(numbers: Sequence[int]) -> bytes:
    return zlib.compress(array("q", numbers).tobytes(), 1)


def _unpacked(raw: bytes) -> Sequence[int]:
    numbers = array("q")
    numbers.frombytes(zlib.decompress(raw))
    return numbers
