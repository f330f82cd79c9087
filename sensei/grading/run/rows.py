"""What the store keeps of a student: a row for who handed in, and a cell for each koan of the sheet."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sensei.grading.item import Judgement
from sensei.grading.sheet import Entry, Sheet, moved
from sensei.grading.submission import Submission, Trouble


@dataclass(frozen=True)
class Cell:
    """One koan of a hand-in, as reading left it: settled by its text, or the digest of the item to judge.

    `answers` are as the student wrote them, and `shift` is how many lines lower they stand than in the course. Equal
    cells of a class are kept once.
    """

    item: str | None
    settled: Judgement | None = None
    answers: tuple[str, ...] = ()
    shift: int = 0

    @classmethod
    def of(cls, entry: Entry) -> "Cell":
        """What is kept of an entry beside its item."""
        return cls(entry.item.digest if entry.item else None, entry.judgement, entry.answers, entry.shift)

    def to_text(self) -> str:
        """As JSON, the same for equal cells."""
        settled = self.settled and self.settled.to_json()
        return json.dumps([self.item, settled, self.answers, self.shift], sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> "Cell":
        """The cell that `to_text` wrote."""
        item, settled, answers, shift = json.loads(text)
        return cls(item, Judgement.from_json(settled) if settled else None, tuple(answers), shift)

    def became(self, judgement: Judgement) -> Judgement:
        """The judgement on its item, or its own, with the lines of the student's file."""
        return replace(judgement, verdict=moved(judgement.verdict, self.shift)) if self.item else judgement


@dataclass(frozen=True)
class Read:
    """What reading found in a submission, as the store takes it.

    Attributes:
        cells: one for each koan that is asked for, as texts.
        items: the items that these name: digest, koan, and the rest as a text.
        told: what is the matter with files that could not be read.
    """

    cells: tuple[str, ...]
    items: tuple[tuple[str, str, str], ...]
    told: tuple[Trouble, ...] = ()

    @classmethod
    def of(cls, sheet: Sheet, told: tuple[Trouble, ...] = ()) -> "Read":
        """What is kept of a sheet."""
        items = [each.item for each in sheet.entries if each.item]
        plain = tuple((item.digest, item.koan, json.dumps([item.answers, item.program])) for item in items)
        return cls(tuple(Cell.of(each).to_text() for each in sheet.entries), plain, told)


@dataclass(frozen=True)
class Row:
    """One student of the class, without the answers: `sheet` is the digest of the bytes that were handed in."""

    student: str
    sheet: str
    name: str = ""
    troubles: tuple[Trouble, ...] = ()
    handed_in: datetime | None = None
    late: bool | None = None
    identifiers: Mapping[str, str] = field(default_factory=dict[str, str])
    source: str = ""

    @classmethod
    def of(cls, submission: Submission, sheet: str) -> "Row":
        """What is kept of a submission."""
        return cls(
            submission.student,
            sheet,
            submission.name,
            submission.troubles,
            submission.handed_in,
            submission.late,
            dict(submission.identifiers),
            submission.source,
        )

    def to_text(self) -> str:
        """As JSON, without the identifier of the student."""
        troubles = [[each.sentence, each.file, each.suspicious] for each in self.troubles]
        when = self.handed_in and self.handed_in.isoformat()
        return json.dumps([self.name, troubles, when, self.late, dict(self.identifiers), self.source])

    @classmethod
    def from_text(cls, student: str, sheet: str, text: str) -> "Row":
        """The row that `to_text` wrote."""
        name, troubles, when, late, identifiers, source = json.loads(text)
        then = datetime.fromisoformat(when) if when else None
        told = tuple(Trouble(*each) for each in troubles)
        return cls(student, sheet, name, told, then, late, identifiers, source)
