"""Intake: hand-ins of any shape become submissions, one at a time. They are read, and never run or imported."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from sensei.course import Course, Topic
from sensei.grading.intake.census import census
from sensei.grading.intake.collection import collect
from sensei.grading.intake.discovery import Discovery, IntakeTrouble
from sensei.grading.intake.findings import Findings
from sensei.grading.intake.naming import Naming
from sensei.grading.intake.roster import Roster, RosterTrouble
from sensei.grading.submission import Submission

__all__ = ["Findings", "IntakeTrouble", "Roster", "RosterTrouble", "submissions"]


def submissions(
    sources: Sequence[Path],
    course: Course,
    roster: Roster | None = None,
    findings: Findings | None = None,
    asked: Sequence[Topic] = (),
) -> Iterator[Submission]:
    """The submissions in folders, files and archives: one for each student, read when asked for, in a stable order.

    All names are looked at before this returns, so `findings` is filled by then. What is the matter with a hand-in is
    told in its submission and never ends the run; what is missing, of the topics that are `asked` for: all, if none is
    named.

    Raises:
        IntakeTrouble: a source does not exist or cannot be opened, or there is no hand-in in any.
    """
    naming, findings = Naming(course), findings or Findings()
    with ExitStack() as opened:
        handins = census(Discovery(naming, roster, findings, opened).of(sources), roster, findings)
        if not handins:
            named = ", ".join(repr(str(source)) for source in sources) or "nothing"
            raise IntakeTrouble(f"no hand-in was found in {named}: name a folder or an archive of hand-ins.")
        stack = opened.pop_all()

    def given() -> Iterator[Submission]:
        with stack:
            for handin in handins:
                yield collect(handin, naming, asked or course.topics)

    return given()
