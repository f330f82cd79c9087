"""The item: one koan as one or many students answered it. The judgement: what became of it, and how surely."""

import hashlib
import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from sensei.verdict import Verdict


class Assurance(StrEnum):
    """How a verdict was reached, from the surest to the least sure."""

    TEXT = "text"  # settled by the text alone
    VALUES = "values"  # pristine asserts on values that a closed evaluator read; no code of the student ran
    DATA = "data"  # the student's functions ran in the sandbox; pristine asserts and property judged their data outside
    LIVE = "live"  # judged inside the sandbox, with a twin that must fail: lower assurance
    TRUSTED = "trusted"  # as `data` or `live`, but without a sandbox, because the instructor said so


@dataclass(frozen=True)
class Item:
    """What a verdict depends on of a submission.

    Attributes:
        koan: the identity of the koan.
        answers: one for each blank, in the order of the file; those in prediction blanks are spelled canonically by
            the closed evaluator, so that all spellings of a value are one item.
        program: Python source of the definitions that stand before the test function, filled, and of what they need
            of the student's own (helper functions, imports that the gate allows); normalised, so that spacing and
            comments do not tell two items apart. Empty if no blank asks for code.
    """

    koan: str
    answers: tuple[str, ...]
    program: str = ""

    @property
    def digest(self) -> str:
        """A name for this item, the same on every machine."""
        plain = json.dumps([self.koan, self.answers, self.program], ensure_ascii=True)
        return hashlib.sha256(plain.encode()).hexdigest()[:32]

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Item":
        """The item that `to_json` wrote."""
        return cls(data["koan"], tuple(data["answers"]), data["program"])


@dataclass(frozen=True)
class Judgement:
    """A verdict, how surely it was reached, and a note for the instructor where something is odd about the answer.

    `note` accuses nobody: it states what was seen, such as `the answer ended the process that ran it`.
    """

    verdict: Verdict
    assurance: Assurance
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {"verdict": self.verdict.to_json(), "assurance": self.assurance.value, "note": self.note}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Judgement":
        """The judgement that `to_json` wrote."""
        return cls(Verdict.from_json(data["verdict"]), Assurance(data["assurance"]), data["note"])
