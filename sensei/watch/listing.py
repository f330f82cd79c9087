"""The listing: all koans of the course to look through, to search, to filter, and to jump to."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from enum import StrEnum

from sensei.course import Course, Koan


class Filter(StrEnum):
    """Which koans are listed."""

    ALL = "all"
    OPEN = "not held yet"
    HELD = "held"


@dataclass(frozen=True)
class Listing:
    """What is listed, and where the cursor is.

    Attributes:
        held: the identities of the koans that hold.
        search: words that must all be in the names of topic and koan.
        typing: whether what is typed goes into the search.
        at: the koan under the cursor, None if nothing is listed.
    """

    course: Course
    held: Collection[str]
    filter: Filter = Filter.ALL
    search: str = ""
    typing: bool = False
    at: Koan | None = field(default=None)

    @property
    def koans(self) -> list[Koan]:
        """The koans that are listed, in the order of the course."""
        words = self.search.lower().split()
        return [
            koan
            for koan in self.course.koans
            if (self.filter is Filter.ALL or (koan.identity in self.held) == (self.filter is Filter.HELD))
            and all(word in f"{koan.topic.number} {koan.topic.title} {koan.title}".lower() for word in words)
        ]

    def press(self, key: str, page: int) -> "Listing":
        """The listing after a key that moves, searches or filters; `page` is how many koans a page holds."""
        if self.typing:
            return self._typed(key)
        steps = {"up": -1, "k": -1, "down": 1, "j": 1, "pageup": -page, "pagedown": page, " ": page}
        if key in steps or key in {"home", "end", "g", "G"}:
            far = len(self.course.koans)
            return self._moved(steps.get(key, -far if key in {"home", "g"} else far))
        if key == "/":
            return replace(self, typing=True)
        if key == "f":
            kinds = list(Filter)
            return replace(self, filter=kinds[(kinds.index(self.filter) + 1) % len(kinds)])._moved(0)
        return self

    def _typed(self, key: str) -> "Listing":
        if key in {"enter", "escape"}:
            return replace(self, typing=False, search="" if key == "escape" else self.search)._moved(0)
        if key == "backspace":
            return replace(self, search=self.search[:-1])._moved(0)
        return replace(self, search=self.search + key)._moved(0) if len(key) == 1 else self

    def _moved(self, steps: int) -> "Listing":
        """The cursor some koans further; where its koan is not listed any more, on the one that comes after it."""
        koans = self.koans
        if not koans:
            return replace(self, at=None)
        order = {koan.identity: place for place, koan in enumerate(self.course.koans)}
        wanted = order[self.at.identity] if self.at else 0
        here = next((n for n, koan in enumerate(koans) if order[koan.identity] >= wanted), len(koans) - 1)
        return replace(self, at=koans[max(0, min(len(koans) - 1, here + steps))])
