"""The extent: how many things there are in a value where a shared part counts as often as it stands there.

To hash, compare or write out a value takes that long, however little room it has on the wire.
"""

from collections.abc import Iterable

MOST = 200_000  # things in one message
_HASHED = 5_000  # of them in sets and dicts: numbers can be chosen so that each is looked up past all others


class TooMuch(Exception):
    """A message has more than can be worked with."""


class Extent:
    """Counts the things of one message."""

    def __init__(self) -> None:
        """Nothing is counted yet."""
        self._things = self._hashed = 0

    def add(self, values: Iterable[object]) -> None:
        """Count some values and all that they hold.

        Raises:
            TooMuch: there are too many.
        """
        waiting = [*values]
        while waiting:
            each = waiting.pop()
            self._things += 1
            if self._things > MOST:
                raise TooMuch("something that is too large, or that contains itself")
            if isinstance(each, set | frozenset | dict):
                self._hash(len(each))
            if isinstance(each, list | tuple | set | frozenset | dict):
                waiting.extend(each)
            if isinstance(each, dict):
                waiting.extend(each.values())

    def add_hashed(self, values: Iterable[object]) -> None:
        """Count what is about to go into a set or a dict, likewise."""
        waiting = [*values]
        self._hash(len(waiting))
        self.add(waiting)

    def _hash(self, number: int) -> None:
        self._hashed += number
        if self._hashed > _HASHED:
            raise TooMuch("thousands of things in sets and dicts")
