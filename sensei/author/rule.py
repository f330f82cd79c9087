"""The rule: a name, what it claims, and how it is proved."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sensei.author.case import Case
from sensei.author.checkout import Checkout
from sensei.author.violation import Violation


@dataclass(frozen=True)
class Rule:
    """A claim about the course.

    Attributes:
        name: how it is chosen and reported.
        claim: what holds of the course when it is not violated, on one line.
        read: proves what can be proved by reading.
        run: proves, of one koan, what only running it can prove.
        stands_on: the rules without which this one would pass over what it cannot read.
    """

    name: str
    claim: str
    read: Callable[[Checkout], Iterable[Violation]] | None = None
    run: Callable[[Case], Iterable[Violation]] | None = None
    stands_on: tuple[str, ...] = ()
