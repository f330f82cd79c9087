"""Outcomes on the page: a letter so that colour is never alone, a word, and what the word means."""

from dataclasses import dataclass

from sensei.verdict import Outcome


@dataclass(frozen=True)
class Look:
    """How an outcome is shown."""

    outcome: Outcome
    letter: str
    word: str
    meaning: str


LOOKS = (
    Look(Outcome.PASSED, "✓", "held", "the koan holds"),
    Look(Outcome.WRONG, "w", "wrong", "an answer does not hold"),
    Look(Outcome.BLANK, "\N{EN DASH}", "blank", "a blank is left, or the file was not handed in"),
    Look(Outcome.TIMEOUT, "t", "time-out", "the answer took longer than a koan may"),
    Look(Outcome.BROKEN, "x", "broken", "does not parse, or raised where it should not"),
    Look(Outcome.MIRROR, "m", "mirror", "the answer restates the other side"),
    Look(Outcome.EDITED, "e", "edited", "the koan's own words were changed"),
    Look(Outcome.UNJUDGED, "?", "unjudged", "the grader failed, not the student"),
)
