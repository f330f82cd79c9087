"""The ways: how code answers to each koan are judged. To find out takes seconds a koan, so what was found is kept.

`ways.json` lies beside this module. An entry counts as long as nothing has changed that it was found with; for any
other koan the court finds out anew. `python -m sensei.grading.judging.ways bubblewrap` finds out for the whole course.
"""

import hashlib
import json
import sys
from enum import StrEnum
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from sensei.grading.judging.brief import Brief
from sensei.hints import HintsTrouble

TABLE = Path(__file__).with_name("ways.json")


class Way(StrEnum):
    """How code answers to a koan are judged."""

    DATA = "data"  # functions are called in the sandbox, and what they give back is judged outside
    LIVE = "live"  # inside the sandbox, with twins
    WRITING = "writing"  # live, and the koan itself writes files
    NONE = "none"  # the course's own solution does not hold


def kept(brief: Brief) -> Way | None:
    """What was found for this koan; None if nothing was, or for another text of it."""
    found = _table().get(brief.listed.identity, ["", ""])
    return Way(found[0]) if found[1] == basis(brief) else None


def basis(brief: Brief) -> str:
    """A name for all that a way was found with: the koan, its property, its solution and its misconceptions."""
    koan = brief.koan
    try:
        wrong = [each.answers for each in brief.listed.hints.misconceptions]
    except HintsTrouble:
        wrong = []
    told = [metadata.version("torch"), koan.topic.source.text, brief.property_source, brief.listed.solution, wrong]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def _table() -> dict[str, list[str]]:
    try:
        found: dict[str, list[str]] = json.loads(TABLE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def main() -> None:
    """Find out what is not known for the whole course, and write the table."""
    from sensei.course import Course
    from sensei.grading.judging.court import Court
    from sensei.grading.judging.worker import ready
    from sensei.grading.policy import Policy
    from sensei.pattern import Kind
    from sensei.progress import write_whole

    policy = Policy(sandbox=sys.argv[1])
    with ready(policy) as warden:
        court = Court(Course.at_hand(), policy, warden)
        coded = [k for k in court.course.koans if any(blank.kind is Kind.CODE for blank in k.blanks)]
        briefs = [court.brief(koan.identity) for koan in coded]
        table = {each.listed.identity: [(kept(each) or court.found(each)).value, basis(each)] for each in briefs}
    write_whole(TABLE, (json.dumps(table, indent=1) + "\n").encode())


if __name__ == "__main__":
    main()
