"""Progress: a small file that remembers which koans held, where the learner is, and which hints were seen.

It can be deleted; only hint rungs and history go with it. Koans are known by identity, so files may be renumbered.
"""

import contextlib
import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, cast

VERSION = 1
FOLDER = ".koans"
FILE = "progress.json"


@dataclass
class Progress:
    """What is remembered of one learner's folder."""

    passed: list[str] = field(default_factory=list[str])
    current: str | None = None
    rungs: dict[str, int] = field(default_factory=dict[str, int])
    celebrated: bool = False
    version: int = VERSION

    @classmethod
    def load(cls, root: Path) -> "Progress":
        """Read it; a file that is missing, cut in half or of another version counts as empty."""
        try:
            data: Any = json.loads((root / FOLDER / FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return cls()
        if not isinstance(data, dict) or cast("dict[str, Any]", data).get("version") != VERSION:
            return cls()
        known = {key: value for key, value in cast("dict[str, Any]", data).items() if key in cls.__dataclass_fields__}
        fresh = cls(**known)
        return fresh if fresh._whole() else cls()

    def _whole(self) -> bool:
        """Tell whether everything is of the type that it should be: a file may hold anything."""
        passed, current, rungs = cast("tuple[Any, Any, Any]", (self.passed, self.current, self.rungs))
        return (
            isinstance(passed, list)
            and all(isinstance(each, str) for each in passed)
            and (current is None or isinstance(current, str))
            and isinstance(rungs, dict)
            and all(type(each) is int for each in cast("dict[str, Any]", rungs).values())
        )

    def save(self, root: Path) -> None:
        """Write it whole or not at all. A folder that cannot be written keeps no progress, and that is no error."""
        with contextlib.suppress(OSError):
            write_whole(root / FOLDER / FILE, (json.dumps(asdict(self), indent=1) + "\n").encode())

    def judged(self, passed: Iterable[str], failed: Iterable[str], current: str | None) -> None:
        """Remember the outcome of a run. `current` is the koan that it stopped at, or None if all that it ran held."""
        self.passed = sorted((set(self.passed) | set(passed)) - set(failed))
        self.current = current or (None if self.current in self.passed else self.current)


def write_whole(path: Path, raw: bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, never a part.

    Raises:
        OSError: the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
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
