"""The verdict on one koan: plain data that can cross a process, fill a report or become words."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """What can become of a koan."""

    PASSED = "passed"
    BLANK = "blank"  # a blank is left
    WRONG = "wrong"  # an answer does not hold
    MIRROR = "mirror"  # an answer restates the other side
    EDITED = "edited"  # the koan's own words have changed
    BROKEN = "broken"  # it does not parse, or raised where it should not
    TIMEOUT = "timeout"
    UNJUDGED = "unjudged"  # the engine failed, not the learner


@dataclass(frozen=True)
class Verdict:
    """What became of a koan, on which line of the learner's file (from 1), and what there is to say of it.

    `facts` are one or more sentences on what was found; `advice` is the next step; `belief` answers a misconception
    and is shown in place of the facts.
    """

    koan: str
    outcome: Outcome
    line: int | None = None
    facts: tuple[str, ...] = ()
    advice: str = ""
    belief: str = ""

    @property
    def passed(self) -> bool:
        """Whether the koan holds."""
        return self.outcome is Outcome.PASSED

    def to_json(self) -> dict[str, Any]:
        """Plain data for reports and for the way between processes."""
        return {**asdict(self), "outcome": self.outcome.value}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Verdict":
        """The verdict that `to_json` wrote."""
        given: dict[str, Any] = {**data, "outcome": Outcome(data["outcome"]), "facts": tuple(data["facts"])}
        return cls(**given)
