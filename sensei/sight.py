"""The sight of one koan: what a screen shows of it, as plain data that can cross a process."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from sensei.source import parse
from sensei.unify import is_string
from sensei.verdict import Verdict


@dataclass(frozen=True)
class Sight:
    """All that the screen of one koan needs, as plain data.

    `lines` are the koan's own lines in the learner's file, the first of which has the number `start`; `path` is the
    file as the terminal should name it; `rerun` is the command that runs this koan again; `printed` is what it wrote.
    """

    verdict: Verdict
    lines: tuple[str, ...]
    start: int
    path: str
    rerun: str
    printed: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain data for the way between processes."""
        return {**asdict(self), "verdict": self.verdict.to_json()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Sight":
        """The sight that `to_json` wrote."""
        given: dict[str, Any] = {**data, "verdict": Verdict.from_json(data["verdict"]), "lines": tuple(data["lines"])}
        return cls(**given)

    def numbered(self, function: str) -> Iterator[tuple[int, str]]:
        """The lines with their numbers, less the docstring of the test function: the screen shows it as the lesson."""
        text = "\n".join(self.lines)
        lesson = _docstring(text, function)
        yield from ((at + self.start, line) for at, line in enumerate(self.lines) if at + 1 not in lesson)


def _docstring(text: str, function: str) -> range:
    """The lines of a function's docstring, from 1; found by its quotes where the text does not parse."""
    node = parse(text).definitions.get(function)
    if node is not None:
        first = node.body[0]
        return range(first.lineno, (first.end_lineno or first.lineno) + 1) if is_string(first) else range(0)
    found = re.search(rf"def {function}\(.*\n(\s*\"{{3}}[\s\S]*?\"{{3}})", text)
    if not found:
        return range(0)
    start = text.count("\n", 0, found.start(1)) + 1
    return range(start, start + found.group(1).count("\n") + 1)
