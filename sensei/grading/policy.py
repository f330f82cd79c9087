"""The policy: everything beside course, torch and answers that a verdict depends on."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Policy:
    """How to judge.

    Attributes:
        seed: of the inputs that properties try beside the learner's own, so that nobody can know them before.
        examples: how many of each.
        cpu: seconds of processor time for one koan.
        wall: seconds on the clock for one koan.
        memory: bytes that an answer may take beyond what the libraries hold.
        sandbox: which confinement code answers run in: `bubblewrap`, `landlock`, `none` (they are refused), or
            `trusted` (without confinement, because the instructor said so).
    """

    seed: int = 0
    examples: int = 50
    cpu: float = 5.0
    wall: float = 15.0
    memory: int = 2**30
    sandbox: str = "none"

    @property
    def digest(self) -> str:
        """A name for this policy. Which confinement holds is not in it: a right answer is right in all of them."""
        told = {**asdict(self), "sandbox": self.sandbox in {"none", "trusted"} and self.sandbox}
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Policy":
        """The policy that `to_json` wrote."""
        return cls(**data)
