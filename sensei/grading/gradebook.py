"""The gradebook: the marks of a class, as every output reads them. It can be walked many times and holds no class."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sensei.grading.item import Assurance
from sensei.verdict import Outcome, Verdict

_UNREAD = (Outcome.BLANK, Outcome.BROKEN)


@dataclass(frozen=True)
class Column:
    """A koan of the pristine course that counts: `identity` is `topic/name`, `points` what it is worth."""

    identity: str
    title: str
    topic: str
    topic_title: str
    points: float


@dataclass(frozen=True)
class Mark:
    """One koan of one student.

    Attributes:
        points: what was earned, before lateness.
        answers: as the student wrote them, one for each blank; empty where there are none to tell.
        note: for the instructor, of what is odd; empty for most.
        overridden: the reason that an instructor gave for setting the points by hand; empty if nobody did.
    """

    column: Column
    verdict: Verdict
    points: float
    assurance: Assurance
    answers: tuple[str, ...] = ()
    note: str = ""
    overridden: str = ""


@dataclass(frozen=True)
class Result:
    """One student.

    Attributes:
        marks: one for each column, in their order.
        raw: points earned.
        out_of: points that could be earned.
        penalty: points taken off for lateness.
        score: what goes into a gradebook: `raw` less `penalty`, or what an override says.
        late: seconds after the due date; 0 if in time or unknown.
        marked_late: whether the learning platform marks it as late, by its own due date.
        troubles: one sentence each, of files that could not be used.
        notes: one sentence each, for the integrity column.
        identifiers: other names of the student, such as `{"canvas": "1234", "email": "..."}`.
        overridden: the reason for a score that was set by hand; empty if none was.
    """

    student: str
    name: str
    marks: tuple[Mark, ...]
    raw: float
    out_of: float
    penalty: float
    score: float
    handed_in: datetime | None = None
    late: float = 0.0
    troubles: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict[str, str])
    overridden: str = ""
    marked_late: bool = False

    @property
    def unread(self) -> bool:
        """Whether nothing of the hand-in could be read, and nobody set points by hand: its 0 says nothing then."""
        return (
            bool(self.troubles)
            and not self.overridden
            and all(mark.verdict.outcome in _UNREAD and mark.verdict.line is None for mark in self.marks)
            and not any(mark.overridden or mark.answers for mark in self.marks)
        )


@dataclass(frozen=True)
class Person:
    """Somebody on the roster: `student` as in `Result`, and what else the roster says."""

    student: str
    name: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Alike:
    """Students who gave the same wrong answers where few others did. It lists, and accuses nobody.

    `koans` are identities; `answer` one of the shared wrong answers, to look at.
    """

    students: tuple[str, ...]
    koans: tuple[str, ...]
    answer: str


@dataclass(frozen=True)
class Gradebook:
    """A graded class.

    Attributes:
        title: of the assignment, as the configuration says.
        columns: the koans that count, in the order of the course.
        results: gives all students anew each time that it is called, in the order of their identifiers.
        absent: on the roster, but nothing was handed in.
        unknown: students that handed in and are not on the roster.
        duplicates: sentences on hand-ins of which another one of the same student was taken.
        alike: see `Alike`.
        about: what was judged with: course, torch, policy, the layers of the sandbox; names to words.
    """

    title: str
    columns: tuple[Column, ...]
    results: Callable[[], Iterator[Result]]
    absent: tuple[Person, ...] = ()
    unknown: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()
    alike: tuple[Alike, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def out_of(self) -> float:
        """Points that can be earned."""
        return sum(column.points for column in self.columns)
