"""The database: an SQLite file whose every fault is told in one sentence. What it holds is the store's affair."""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sensei.refusal import Refusal

_OURS = 0x6B6F616E  # "koan": tells a store from any other SQLite file
_FOREVER_LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_SPOILT = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class StoreTrouble(Refusal):
    """The file cannot be used. The message says what is the matter with it, and what to do."""


class _Damaged(Exception):
    """What is in the file cannot be read."""


class Database:
    """An SQLite file, open until `close`.

    Args:
        path: where it is; it is made where there is none.
        schema: the statements that lay out a new one.
        version: of the schema, from 1.
        patience: seconds to wait for another program that holds the file.

    Attributes:
        told: one sentence each on what was done to be able to open it.

    Raises:
        StoreTrouble: the folder cannot be written, another program holds the file, it is not ours, or newer than this.
    """

    def __init__(self, path: Path, schema: str, version: int, patience: float = 5.0) -> None:
        """Open it. One that is damaged is moved aside, and a new one begun."""
        self.path, self._schema, self._version, self._patience = path, schema, version, patience
        self.told: list[str] = []
        try:
            self._connection = self._opened()
        except _Damaged as damage:
            aside = self._moved_aside()
            self.told.append(f"{path} could not be read ({damage}): it was moved to {aside}, and the run begins anew.")
            self._connection = self._opened()

    def close(self) -> None:
        """Keep what was written, as far as it can be, and close the file."""
        with contextlib.suppress(sqlite3.Error):
            self._connection.commit()
        self._connection.close()

    def commit(self) -> None:
        """From here on, what was written outlives whatever happens to this process."""
        with self._telling():
            self._connection.commit()

    def do(self, statement: str, *values: Any) -> None:
        """Write."""
        with self._telling():
            self._connection.execute(statement, values)

    def do_many(self, statement: str, values: Iterable[tuple[Any, ...]]) -> None:
        """Write for each of the values."""
        with self._telling():
            self._connection.executemany(statement, values)

    def one(self, statement: str, *values: Any) -> tuple[Any, ...] | None:
        """The first row; None if there is none."""
        with self._telling():
            row: tuple[Any, ...] | None = self._connection.execute(statement, values).fetchone()
            return row

    def all(self, statement: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """Row after row; meanwhile other rows may be written."""
        with self._telling():
            cursor = self._connection.execute(statement, values)
            while rows := cursor.fetchmany(256):
                yield from rows

    def _opened(self) -> sqlite3.Connection:
        connection = None
        try:
            connection = sqlite3.connect(self.path, timeout=self._patience, check_same_thread=True)
            ours, version, tables = (
                connection.execute(asked).fetchone()[0]
                for asked in ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
            )
            if tables and ours != _OURS:
                raise StoreTrouble(f"{self.path} is a database of something else: name another folder")
            if version > self._version:
                raise StoreTrouble(
                    f"{self.path} was written by a newer version of koans (its format is {version}, this is "
                    f"{self._version}): update koans, or name another folder"
                )
            if not tables:
                self._lay_out(connection)
            if (sound := connection.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
                raise _Damaged(str(sound).strip().splitlines()[-1])
            connection.execute("PRAGMA temp_store = FILE")
            # A process that is killed loses nothing by this, and a machine that loses its power no more than a second.
            connection.execute("PRAGMA synchronous = NORMAL")
            return connection
        except sqlite3.Error as error:
            if connection is not None:
                connection.close()
            if _code(error) in _SPOILT:
                raise _Damaged(str(error)) from None
            raise self._trouble(error) from None
        except BaseException:
            if connection is not None:
                connection.close()
            raise

    def _lay_out(self, connection: sqlite3.Connection) -> None:
        """All of it or nothing: who is killed in the middle leaves an empty file."""
        connection.executescript(
            f"BEGIN IMMEDIATE; {self._schema} PRAGMA application_id = {_OURS}; "
            f"PRAGMA user_version = {self._version}; COMMIT;"
        )

    def _moved_aside(self) -> Path:
        aside = self.path.with_name(f"{self.path.name}.damaged-{datetime.now():%Y%m%d-%H%M%S-%f}")
        for suffix in ("-journal", "-wal", "-shm"):
            beside = self.path.with_name(self.path.name + suffix)
            with contextlib.suppress(FileNotFoundError):
                beside.rename(aside.with_name(aside.name + suffix))
        self.path.rename(aside)
        return aside

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self._trouble(error) from None

    def _trouble(self, error: sqlite3.Error) -> StoreTrouble:
        code = _code(error)
        if code in _FOREVER_LOCKED:
            return StoreTrouble(f"another program holds {self.path}: close it, and run the same command again")
        if code == sqlite3.SQLITE_FULL:
            return StoreTrouble(f"the disk of {self.path} is full: make room, and run the same command again to go on")
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
            return StoreTrouble(f"{self.path} cannot be written ({error}): name a folder that you may write to")
        if code in _SPOILT:
            return StoreTrouble(f"{self.path} is damaged ({error}): run the same command again, which moves it aside")
        return StoreTrouble(f"{self.path} cannot be used ({error}): run the same command again, or name another folder")


def _code(error: sqlite3.Error) -> int:
    """What SQLite calls it, without the details."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
