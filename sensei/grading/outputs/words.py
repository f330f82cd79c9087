"""The words for a mark: what is said of a koan to the student, and to whoever reads the files."""

from sensei.grading.gradebook import Mark, Result
from sensei.verdict import Outcome, Verdict
from sensei.voice import HEADLINES

_OURS = "This koan could not be judged. The fault is not yours: please tell your instructor."
_HEADLINES = {**HEADLINES, Outcome.PASSED: "It holds.", Outcome.BLANK: "Still blank."}


def headline(outcome: Outcome) -> str:
    """What became of a koan, in a few words."""
    return _HEADLINES[outcome]


def reason(verdict: Verdict) -> str:
    """Why, for an instructor: the belief behind the answer if it is known, else what was found."""
    told = (verdict.belief,) if verdict.belief else (*verdict.facts, verdict.advice)
    return " ".join(each for each in told if each)


def for_student(outcome: Outcome, reason: str) -> str:
    """The same for the student. Where the engine failed, its words may know the answer, and stay out."""
    return _OURS if outcome is Outcome.UNJUDGED else reason


def points(value: float) -> str:
    """A number of points without decimals that say nothing."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def amount(value: float) -> str:
    """The same with the noun."""
    return f"{points(value)} point{'' if points(value) == '1' else 's'}"


def worth(mark: Mark) -> str:
    """The points of a mark, out of those of its koan."""
    return f"{points(mark.points)} of {amount(mark.column.points)}"


def held(result: Result) -> int:
    """How many koans hold."""
    return sum(mark.verdict.passed for mark in result.marks)


def unread(file: str, who: list[str]) -> str:
    """That a platform's file has no score for these, and how they get one."""
    return (
        f"{file} has no score for {listed(who)}: nothing that they handed in could be read. Ask them for it again, or "
        "set a score in overrides.csv; 0 is one."
    )


def duration(seconds: float) -> str:
    """A stretch of time in its two largest units."""
    left, parts = round(seconds), list[str]()
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count} {unit}{'' if count == 1 else 's'}")
    return " and ".join(parts[:2]) or "less than a second"


def listed(names: list[str], most: int = 5) -> str:
    """Some names as a sentence has them; beyond the first few only their number."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
