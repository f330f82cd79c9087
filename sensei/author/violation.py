"""The violation: one thing that does not hold, where it stands, and what to do about it."""

from dataclasses import dataclass

from sensei.refusal import Refusal


class AuthorTrouble(Refusal):
    """An author asks for something that cannot be done. The message is one sentence that says what to do instead."""


@dataclass(frozen=True, order=True)
class Violation:
    """A line of the checkout at which a rule does not hold.

    `path` is named from the root of the checkout, with slashes; `line` counts from 1. The rule is written in by whoever
    applies it, so that a rule need not know its own name.
    """

    path: str
    line: int
    fact: str
    remedy: str
    rule: str = ""

    def told(self, path: str | None = None) -> str:
        """The violation on one line; `path` names the file as the terminal should show it."""
        words = " ".join(f"{self.fact} {self.remedy}".split())
        return f"{path or self.path}:{self.line}: [{self.rule}] {words}"
