"""The fate of a cell: how it ended, which is for notes and never evidence for a mark."""

import signal
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Ending(StrEnum):
    """The kinds of end."""

    ENDED = "ended"  # it was told to, or its guest had no more to do
    EXITED = "exited"  # code in it ended the process
    SIGNAL = "signal"  # it crashed, or code in it sent a signal
    CPU = "cpu"  # it used up its processor time
    WALL = "wall"  # its time on the clock was over
    MEMORY = "memory"  # it asked for more memory than there was for it
    EXCESS = "excess"  # too many threads, or too much in its folder
    LOST = "lost"  # the server around it ended, with everything in it


@dataclass(frozen=True)
class Fate:
    """How a cell ended.

    Attributes:
        number: the signal or the exit status, where there is one.
        cpu: seconds of processor time it took.
        memory: bytes it held at most, the libraries included.
    """

    ending: Ending
    number: int = 0
    cpu: float = 0.0
    memory: int = 0

    @property
    def words(self) -> str:
        """What happened, as a clause that has the answer for its subject; empty if nothing is worth a word."""
        match self.ending:
            case Ending.ENDED:
                return ""
            case Ending.EXITED:
                return f"ended the process that ran it, with status {self.number}"
            case Ending.SIGNAL:
                return f"ended the process that ran it, by {_name(self.number)}"
            case Ending.CPU:
                return "used up its processor time"
            case Ending.WALL:
                return "used up its time on the clock"
            case Ending.MEMORY:
                return "asked for more memory than it may have"
            case Ending.EXCESS:
                return "started too many threads or wrote too much"
            case Ending.LOST:
                return "ran when the sandbox's server ended"

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {"ending": self.ending.value, "number": self.number, "cpu": self.cpu, "memory": self.memory}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Fate":
        """The fate that `to_json` wrote."""
        return cls(Ending(data["ending"]), data["number"], data["cpu"], data["memory"])


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
