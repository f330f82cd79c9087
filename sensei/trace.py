"""The trace of one koan: how often it was tried, with which answer last, what was offered, and the time spent on it."""

import math
from dataclasses import asdict, dataclass
from typing import Any, cast


@dataclass
class Trace:
    """What is remembered of one koan beside whether it holds.

    Attributes:
        attempts: the runs in which its blanks were filled and it did not hold.
        answer: the fingerprint of the answer of the last attempt.
        repeats: how often that answer has come in a row since the last hint or offer; at least 1 after an attempt.
        since: the attempts since the last hint or offer.
        offered: the rung of the ladder that was offered last; 0 if none was.
        seconds: the time spent on it.
    """

    attempts: int = 0
    answer: str = ""
    repeats: int = 0
    since: int = 0
    offered: int = 0
    seconds: float = 0.0

    def tried(self, answer: str) -> None:
        """Note an attempt with this answer."""
        self.attempts += 1
        self.since += 1
        self.repeats = self.repeats + 1 if answer == self.answer else 1
        self.answer = answer

    def held(self) -> None:
        """Forget what was tried and offered; the count and the time stay."""
        self.answer, self.offered = "", 0
        self.rested()

    def rested(self) -> None:
        """Begin to count anew: a hint was taken or offered."""
        self.repeats = self.since = 0

    def to_json(self) -> dict[str, Any]:
        """Plain data; what is as at the beginning is left out."""
        return {key: value for key, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, data: Any) -> "Trace":
        """The trace that `to_json` made plain; keys of a later engine are passed over.

        Raises:
            ValueError: it is anything else.
        """
        if not isinstance(data, dict):
            raise ValueError("a trace is a table")
        known = {key: value for key, value in cast("dict[str, Any]", data).items() if key in cls.__dataclass_fields__}
        for key, value in known.items():
            kinds = {"answer": (str,), "seconds": (int, float)}.get(key, (int,))
            if type(value) not in kinds or (key != "answer" and not 0 <= value < math.inf):
                raise ValueError(f"{key} cannot be {value!r:.40}")
        return cls(**known)
