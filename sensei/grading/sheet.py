"""The sheet: a whole submission as its text says, koan by koan, in the order of the course."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sensei.course import Topic
from sensei.grading.entry import Entry, moved
from sensei.grading.item import Assurance, Judgement
from sensei.grading.reader import entries
from sensei.grading.submission import Submission
from sensei.verdict import Outcome, Verdict

__all__ = ["Entry", "Sheet", "moved", "sheet"]


@dataclass(frozen=True)
class Sheet:
    """A submission, read: an entry for every koan of the topics, whether it was handed in or not."""

    student: str
    entries: tuple[Entry, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {"student": self.student, "entries": [each.to_json() for each in self.entries]}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Sheet":
        """The sheet that `to_json` wrote."""
        return cls(data["student"], tuple(map(Entry.from_json, data["entries"])))


def sheet(submission: Submission, topics: Sequence[Topic]) -> Sheet:
    """Read a submission. Nothing of it is run, and nothing is raised, whatever the files hold."""
    found: list[Entry] = []
    for topic in topics:
        raw = submission.files.get(topic.filename)
        found += _absent(submission, topic) if raw is None else entries(topic, raw)
    return Sheet(submission.student, tuple(found))


def _absent(submission: Submission, topic: Topic) -> list[Entry]:
    """The koans of a file that is not there: left blank, or broken where something came in its place."""
    said = [each.sentence for each in submission.troubles if each.file == topic.filename]
    outcome = Outcome.BROKEN if said else Outcome.BLANK
    facts = (said[0],) if said else (f"The file {topic.filename} was not handed in.",)
    return [
        Entry(koan.identity, judgement=Judgement(Verdict(koan.identity, outcome, None, facts), Assurance.TEXT))
        for koan in topic.koans
    ]
