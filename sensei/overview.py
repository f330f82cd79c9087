"""The overview: what became of every koan of the course in one run, as a screen and as plain data."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from sensei import chart, voice
from sensei.course import Course, Koan
from sensei.places import find
from sensei.sight import Sight
from sensei.verdict import Outcome


@dataclass(frozen=True)
class Overview:
    """What a run of the whole course has found.

    Attributes:
        course: the course.
        passed: the identities of the koans that held.
        failed: what was seen of those that did not.
        others: what else failed in that run, by the names that pytest has for it.
    """

    course: Course
    passed: Collection[str]
    failed: Mapping[str, Sight]
    others: Sequence[str] = ()

    @property
    def begun(self) -> list[Koan]:
        """The koans that do not hold and in which a blank was filled, or anything else was changed."""
        return [koan for koan in self.course.koans if koan.identity in self.failed and self._is_begun(koan)]

    def _is_begun(self, koan: Koan) -> bool:
        sight = self.failed[koan.identity]
        left = len(find("\n".join(sight.lines)))
        return sight.verdict.outcome is not Outcome.BLANK or left < len(koan.blanks)

    def screen(self, *, first: bool = False, closing: bool = True) -> RenderableType:
        """The map with all topics, the koans that were begun and do not hold, and how much is still to be begun.

        `first` tells whether the end of the course was reached for the first time, `closing` whether how to go on is
        said.
        """
        koans, begun = self.course.koans, self.begun
        parts: list[RenderableType] = [chart.map_of(self.course, self.passed, None, every_topic=True), ""]
        if begun:
            parts.append(Text("Begun, and not there yet:", "bold"))
            parts += [_matter(koan, self.failed[koan.identity]) for koan in begun]
            parts.append("")
        if blank := len(self.failed) - len(begun):
            parts.append(_count(blank, "is still blank.", "are still blank."))
        if unseen := sum(koan.identity not in self.passed and koan.identity not in self.failed for koan in koans):
            parts.append(_count(unseen, "could not be run.", "could not be run."))
        if self.others:
            parts.append("Besides the koans, this did not pass:")
            parts += [Text(f"  {name}", "cyan", no_wrap=True, overflow="ignore") for name in self.others]
        all_held = all(koan.identity in self.passed for koan in koans)
        if all_held:
            parts.append(voice.the_end(self.course, first))
        elif closing:
            parts.append(voice.go_on())
        return Group(*parts)

    def to_json(self) -> dict[str, Any]:
        """Plain data: for each koan of the course its identity, its outcome, and where to look if it does not hold."""
        return {"koans": [self._row(koan) for koan in self.course.koans]}

    def _row(self, koan: Koan) -> dict[str, Any]:
        sight = self.failed.get(koan.identity)
        if sight is None:
            outcome = Outcome.PASSED if koan.identity in self.passed else Outcome.UNJUDGED
            return {"identity": koan.identity, "outcome": outcome.value, "path": None, "line": None}
        line = sight.verdict.line or sight.start
        return {"identity": koan.identity, "outcome": sight.verdict.outcome.value, "path": sight.path, "line": line}


def _matter(koan: Koan, sight: Sight) -> RenderableType:
    """Where it is, and in a line what is the matter."""
    verdict = sight.verdict
    matter = verdict.belief or next(iter(verdict.facts), "") or voice.HEADLINES.get(verdict.outcome, "")
    place = Text(f"{sight.path}:{verdict.line or sight.start}", "cyan", no_wrap=True, overflow="ignore")
    return Group(place, Padding(Text.assemble((koan.title, "bold"), f": {matter}"), (0, 0, 0, 2)))


def _count(number: int, one: str, many: str) -> str:
    return f"1 koan {one}" if number == 1 else f"{number} koans {many}"
