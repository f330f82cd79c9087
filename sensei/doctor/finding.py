"""The finding: one thing that the doctor looked at."""

from dataclasses import asdict, dataclass
from enum import StrEnum


class State(StrEnum):
    """How it is with that thing."""

    OK = "ok"
    NOTE = "note"  # it works, and there is something to know
    TROUBLE = "trouble"  # koans cannot be run, or something would be lost


@dataclass(frozen=True)
class Finding:
    """What was looked at, what is the case, and the next step if one is needed."""

    state: State
    about: str
    fact: str
    step: str = ""

    def to_json(self) -> dict[str, str]:
        """Plain data."""
        return asdict(self)
