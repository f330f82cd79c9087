"""The story of one student's koans: what held, and where to look next. It becomes Markdown and a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sensei.course import Course
from sensei.grading.gradebook import Mark, Result
from sensei.grading.outputs.words import amount, duration, for_student, headline, held, points, reason, worth
from sensei.refusal import Refusal
from sensei.verdict import Outcome


@dataclass(frozen=True)
class Step:
    """A koan that does not hold yet. `hint` is a command; `answers` and `why` are empty unless they may be told."""

    title: str
    headline: str
    reason: str
    hint: str
    answers: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Chapter:
    """A topic: how many of its koans hold, and those that do not, the first of them first.

    `blank` counts those that are left out of `steps`, for there is nothing to say of them but that they are blank.
    """

    title: str
    held: int
    koans: int
    earned: str
    steps: tuple[Step, ...]
    blank: int = 0


@dataclass(frozen=True)
class Story:
    """All that a student is told.

    Attributes:
        title: of the assignment.
        student: who is spoken to.
        summary: sentences on the score.
        troubles: sentences on the files that were handed in.
        by_hand: sentences on points that the instructor set.
        chapters: the topics.
    """

    title: str
    student: str
    summary: tuple[str, ...]
    troubles: tuple[str, ...]
    by_hand: tuple[str, ...]
    chapters: tuple[Chapter, ...]

    @classmethod
    def of(cls, result: Result, title: str, answers: Course | None = None) -> "Story":
        """Tell of a result. What is for the instructor is not in it; answers are if a course is given."""
        topics = groupby(result.marks, key=lambda mark: (mark.column.topic, mark.column.topic_title))
        by_hand = [
            f"{mark.column.topic_title}, {mark.column.title}: {worth(mark)}. {mark.overridden}"
            for mark in result.marks
            if mark.overridden
        ]
        return cls(
            title,
            result.name or result.student,
            tuple(_summary(result)),
            result.troubles,
            tuple(by_hand),
            tuple(_chapter(name, list(marks), answers) for (_, name), marks in topics),
        )


def _summary(result: Result) -> Iterator[str]:
    count, score = len(result.marks), f"{points(result.score)} of {amount(result.out_of)}"
    if held(result) == count:
        yield f"All {count} koans hold."
    else:
        yield f"{held(result)} of {count} koans hold."
    late = f"They were handed in {duration(result.late)} after the due date" if result.late > 0 else ""
    if result.overridden:
        yield f"Your score is {score}. Your instructor set it by hand: {result.overridden}"
    elif late and result.penalty > 0:
        yield f"Your koans earned {amount(result.raw)}. {late}, and {amount(result.penalty)} came off for that."
        yield f"Your score is {score}."
    else:
        yield f"Your score is {score}.{f' {late}; no points were taken off.' if late else ''}"


def _chapter(title: str, marks: list[Mark], answers: Course | None) -> Chapter:
    open_marks = [mark for mark in marks if not mark.verdict.passed]
    silent = [] if answers else [mark for mark in open_marks[1:] if mark.verdict.outcome is Outcome.BLANK]
    earned, possible = sum(mark.points for mark in marks), sum(mark.column.points for mark in marks)
    return Chapter(
        title,
        len(marks) - len(open_marks),
        len(marks),
        f"{points(earned)} of {points(possible)}",
        tuple(_step(mark, answers) for mark in open_marks if mark not in silent),
        len(silent),
    )


def _step(mark: Mark, course: Course | None) -> Step:
    column, outcome = mark.column, mark.verdict.outcome
    answers, why = _released(column.identity, course) if course else ((), "")
    said = for_student(outcome, reason(mark.verdict))
    hint = "" if outcome is Outcome.UNJUDGED else f"koans hint {column.identity}"
    return Step(column.title, headline(outcome), said, hint, answers, why)


def _released(identity: str, course: Course) -> tuple[tuple[str, ...], str]:
    """What the solution says, and why; nothing where the course at hand does not know."""
    try:
        koan = course.koan(identity)
        return koan.solution, koan.hints.why
    except Refusal:
        return (), ""
