"""The sight of one koan: what a screen shows of it, as plain data that can cross a process."""

import ast
import hashlib
import re
import shlex
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from sensei.course import Koan
from sensei.places import find
from sensei.reading import Reading
from sensei.source import parse
from sensei.unify import is_string
from sensei.verdict import Outcome, Verdict

_ATTEMPTS = (Outcome.WRONG, Outcome.MIRROR, Outcome.BROKEN, Outcome.TIMEOUT)


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

    @classmethod
    def of(cls, reading: Reading, koan: Koan, verdict: Verdict, path: str) -> "Sight":
        """A koan as the learner's file has it; `path` is how the terminal can reach that file."""
        start, end = reading.span(koan)
        while end > start and not reading.source.lines[end - 1].strip():
            end -= 1
        lines = tuple(reading.source.lines[start - 1 : end])
        return cls(verdict, lines, start, path, f"pytest {shlex.quote(f'{path}::{koan.function}')}")

    def to_json(self) -> dict[str, Any]:
        """Plain data for the way between processes."""
        return {**asdict(self), "verdict": self.verdict.to_json()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Sight":
        """The sight that `to_json` wrote."""
        given: dict[str, Any] = {**data, "verdict": Verdict.from_json(data["verdict"]), "lines": tuple(data["lines"])}
        return cls(**given)

    @property
    def attempt(self) -> str:
        """The fingerprint of an answer that does not hold, comments and layout left out.

        It is empty where nothing was tried: a blank is left, the koan holds, or something else is the matter.
        """
        source = parse("\n".join(self.lines))
        if self.verdict.outcome not in _ATTEMPTS or not source.text or find(source):
            return ""
        whole = not any(piece.trouble for piece in source.pieces)
        told = [ast.dump(node) for node in source.statements] if whole else source.text.split()
        return hashlib.sha256("\n".join(told).encode("utf-8", "replace")).hexdigest()[:16]

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
