"""The register: the rows of a platform's file, to be found by what is known of a student."""

import unicodedata
from collections.abc import Iterable, Sequence

from sensei.grading.gradebook import Result

NAME = "name"
_NUMBERED = {"canvas", "canvas name", "moodle", "gradescope", "blackboard", "section"}


class Register:
    """Who is on which row, in several respects.

    A row may be entered in a respect under many spellings. What two rows share there leads to neither.
    """

    def __init__(self) -> None:
        """Nobody is on it yet."""
        self._rows: dict[tuple[str, str], set[int]] = {}

    def enter(self, row: int, respect: str, *spellings: str) -> None:
        """Note what a row says; an empty spelling says nothing."""
        for key in {_key(respect, each) for each in spellings} - {""}:
            self._rows.setdefault((respect, key), set()).add(row)

    def find(self, known: Iterable[tuple[str, Sequence[str]]]) -> int | None:
        """The row of a student, from the first respect that leads to a single one; None if none does."""
        for respect, spellings in known:
            keys = {_key(respect, each) for each in spellings} - {""}
            found = set[int]().union(*(self._rows.get((respect, key), set()) for key in keys))
            if len(found) == 1:
                return found.pop()
        return None


def names(result: Result) -> list[str]:
    """The ways in which a student may be called: platforms put the last name first, or leave out the room between."""
    told = (result.name, result.student, result.identifiers.get("canvas name", ""))
    return [spelling for name in told for spelling in orders(name)]


def orders(name: str) -> list[str]:
    """A name as it stands, and with what is behind its comma before it."""
    last, comma, first = name.partition(",")
    return [name, f"{first} {last}"] if comma else [name]


def handles(result: Result) -> list[str]:
    """What a school may know a student by; the numbers that platforms give are left out, for each counts its own."""
    return [*(text for key, text in result.identifiers.items() if key not in _NUMBERED), result.student]


def _key(respect: str, text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold()
    return "".join(filter(str.isalnum, text)) if respect == NAME else text.strip()
