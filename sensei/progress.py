"""Progress: a small file that remembers which koans held, where the learner is, and how it went on the way.

It can be deleted; only hint rungs and history go with it. Koans are known by identity, so files may be renumbered.
"""

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from sensei.trace import Trace

VERSION = 2
FOLDER = ".koans"
FILE = "progress.json"
PAUSE = 5 * 60.0  # seconds; who has been away for longer was doing something else
_LOCK_PATIENCE = 1.0
_READABLE = (1, VERSION)  # version 1 had fewer keys
_NOWHERE = (FileNotFoundError, NotADirectoryError)


@dataclass
class Progress:
    """What is remembered of one learner's folder.

    Attributes:
        passed: the koans that held when they were last run.
        current: the koan that the last run stopped at.
        latest: the koan that came to hold last, if it did so alone.
        rungs: how many hints were taken, by koan.
        celebrated: whether the end of the course was feasted.
        milestones: the slugs of the topics whose end was told of.
        traces: attempts and time, by koan.
        seen: when something last happened, in seconds since the epoch; 0 if nothing did.
        trouble: one sentence if the file could not be read or written, else empty; never saved.
    """

    passed: list[str] = field(default_factory=list[str])
    current: str | None = None
    latest: str | None = None
    rungs: dict[str, int] = field(default_factory=dict[str, int])
    celebrated: bool = False
    milestones: list[str] = field(default_factory=list[str])
    traces: dict[str, Trace] = field(default_factory=dict[str, Trace])
    seen: float = 0.0
    version: int = VERSION
    trouble: str = field(default="", compare=False)

    @classmethod
    def load(cls, root: Path) -> "Progress":
        """Read it. No file means no progress; so does one that cannot be made sense of, and then `trouble` says so."""
        try:
            return cls._from_json(json.loads((root / FOLDER / FILE).read_text(encoding="utf-8")))
        except _NOWHERE:
            return cls()
        except OSError as error:
            what = f"cannot be read ({error.strerror})"
        except _Newer as newer:
            what = str(newer)
        except (ValueError, RecursionError):
            what = "is damaged"
        then = "so hints and history start afresh; it is kept beside the new one, and your answers are untouched"
        return cls(trouble=f"{FOLDER}/{FILE} {what}, {then}.")

    @classmethod
    @contextlib.contextmanager
    def changing(cls, root: Path) -> "Iterator[Progress]":
        """Load it, let the caller change it, and save it, while no other process does the same.

        Nothing is saved if the caller raises. Afterwards `trouble` tells what went wrong, if anything did.
        """
        with _locked(root / FOLDER):
            progress = cls.load(root)
            yield progress
            progress.save(root)

    @classmethod
    def _from_json(cls, data: Any) -> "Progress":
        """What `save` wrote. Raises ValueError for anything else: a file may hold anything."""
        _require(isinstance(data, dict))
        version = cast("dict[str, Any]", data).get("version")
        if type(version) is int and version > VERSION:
            raise _Newer(f"was written by a newer version of koans (its format is {version!r:.20}, this is {VERSION})")
        _require(type(version) is int and version in _READABLE)
        known = {key: value for key, value in data.items() if key in cls.__dataclass_fields__ and key != "trouble"}
        fresh = cls(**{**known, "version": VERSION})
        _require(_is_texts(fresh.passed) and _is_texts(fresh.milestones))
        _require(all(each is None or isinstance(each, str) for each in (fresh.current, cast(Any, fresh.latest))))
        _require(_is_table(fresh.rungs) and all(type(each) is int for each in fresh.rungs.values()))
        _require(type(fresh.celebrated) is bool)
        _require(type(fresh.seen) in (int, float) and abs(fresh.seen) < 1e12)
        _require(_is_table(fresh.traces))
        read = {koan: Trace.from_json(each) for koan, each in fresh.traces.items()}
        fresh.traces = {koan: trace for koan, trace in read.items() if trace != Trace()}
        return fresh

    def save(self, root: Path) -> None:
        """Write it whole or not at all; a file that could not be read is first copied beside.

        A folder that cannot be written keeps nothing, and that is no error: `trouble` says so.
        """
        path = root / FOLDER / FILE
        data = {key: value for key, value in asdict(self).items() if key != "trouble"}
        data["traces"] = {koan: plain for koan, trace in sorted(self.traces.items()) if (plain := trace.to_json())}
        try:
            if Progress.load(root).trouble:
                shutil.copy2(path, path.with_name(f"{FILE}.kept-{datetime.now():%Y%m%d-%H%M%S-%f}"))
            write_whole(path, (json.dumps(data, indent=1) + "\n").encode())
        except OSError as error:
            self.trouble = (
                f"Nothing of this can be remembered: {FOLDER}/{FILE} cannot be written ({error.strerror or error})."
            )

    def judged(
        self,
        passed: Iterable[str],
        failed: Iterable[str],
        current: str | None,
        attempts: Mapping[str, str] | None = None,
    ) -> None:
        """Remember the outcome of a run.

        Args:
            passed: the koans that held.
            failed: the koans that did not.
            current: the koan that it stopped at, or None if all that it ran held.
            attempts: of the failed ones those whose blanks were filled, with the fingerprint of the answer.
        """
        passed = set(passed)
        fresh = passed - set(self.passed)
        self.latest = self.latest if not fresh else min(fresh) if len(fresh) == 1 else None
        self.passed = sorted((set(self.passed) | passed) - set(failed))
        self.current = current or (None if self.current in self.passed else self.current)
        for koan in passed & self.traces.keys():
            self.traces[koan].held()
        for koan, answer in (attempts or {}).items():
            self.trace(koan).tried(answer)

    def trace(self, koan: str) -> Trace:
        """The trace of a koan, to be read or changed."""
        return self.traces.setdefault(koan, Trace())

    def took(self, koan: str, rung: int) -> None:
        """Remember that a hint was shown."""
        self.rungs[koan] = rung
        self.trace(koan).rested()

    def tick(self, now: float) -> None:
        """Something happened at this time: what has gone by since the last time was spent on the current koan.

        A gap of more than `PAUSE` was a pause and counts as nothing, and so does a clock that was put back.
        """
        gap = now - self.seen
        if self.current and 0 < gap <= PAUSE:
            trace = self.trace(self.current)
            trace.seconds = round(trace.seconds + gap, 1)
        self.seen = round(now, 1)


class _Newer(ValueError):
    """The file is of a later format than this engine knows."""


def _require(fact: bool) -> None:
    if not fact:
        raise ValueError("this is not what was written")


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_table(value: Any) -> bool:
    return isinstance(value, dict)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep other processes out for a while; where no lock can be had, go on without one."""
    from filelock import FileLock  # late: most commands only read

    lock = FileLock(folder / "progress.lock", timeout=_LOCK_PATIENCE)
    with contextlib.suppress(OSError, NotImplementedError):  # a lock that is held for too long is an OSError too
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            lock.release()


def write_whole(path: Path, raw: bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, never a part.

    Raises:
        OSError: the folder cannot be written.
    """
    with whole(path) as file:
        file.write(raw)


@contextlib.contextmanager
def whole(path: Path) -> Generator[BinaryIO]:
    """A file to write to, which takes the place of `path` once the block has ended without an exception.

    Raises:
        OSError: the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        os.chmod(name, path.stat().st_mode if path.exists() else 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _umask() -> int:
    """The mode bits that new files of this user lack; reading them means setting them."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
