"""The job: which koans to run, and what a run has to tell. Plain data that crosses a pipe as JSON."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from sensei.sight import Sight


@dataclass(frozen=True)
class Job:
    """What to run.

    Attributes:
        argument: what pytest is asked to run, relative to the folder in which it runs.
        deep: whether functions are tried on many more inputs than usual, and what was found before does not count.
        options: further options of pytest.
    """

    argument: str
    deep: bool = False
    options: tuple[str, ...] = ()

    def encoded(self) -> bytes:
        """The bytes that cross the pipe."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def decoded(cls, raw: bytes) -> "Job":
        """The job that `encoded` wrote."""
        data: dict[str, Any] = json.loads(raw)
        return cls(data["argument"], data["deep"], tuple(data["options"]))


@dataclass(frozen=True)
class Begun:
    """A process that is warm has taken the job."""

    job: Job


@dataclass(frozen=True)
class Judged:
    """A koan was run, and this is how it looks."""

    job: Job
    sight: Sight


@dataclass(frozen=True)
class Ended:
    """The run came to its end, and what it remembers is written. `status` is pytest's exit status."""

    job: Job
    status: int
    said: str = ""


@dataclass(frozen=True)
class Died:
    """The process ended before the run did. `status` is its exit status, negative for a signal, None if it was ended.

    `seconds` is how long it ran, and `said` the last that it wrote.
    """

    job: Job
    status: int | None
    seconds: float
    said: str = ""


@dataclass(frozen=True)
class Unserved:
    """No process could be had for the job. `reason` is one sentence."""

    job: Job
    reason: str


Message = Begun | Judged | Ended | Died | Unserved

_LINES, _COLUMNS = 12, 200


def shortened(sight: Sight) -> Sight:
    """The sight with no more of what was printed than a screen can hold; a sentence tells of the rest."""
    lines = sight.printed.splitlines()
    if len(lines) <= _LINES and max(map(len, lines), default=0) <= _COLUMNS:
        return sight
    kept = [line if len(line) <= _COLUMNS else f"{line[:_COLUMNS]}..." for line in lines[:_LINES]]
    if len(lines) > _LINES:
        kept.append(f"[{len(lines):,} lines in all; these are the first {_LINES}]")
    return replace(sight, printed="\n".join(kept))
