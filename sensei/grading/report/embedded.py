"""The embedded data: what the page's script draws the heat map from, compact and safe inside a script element."""

import json
from collections.abc import Mapping
from typing import Any

from sensei.course import Course
from sensei.grading.item import Assurance
from sensei.grading.report.outcomes import LOOKS
from sensei.grading.report.shelf import Entry
from sensei.grading.report.tally import Row, Tally
from sensei.grading.report.visible import visible

ASSURANCES: Mapping[Assurance, str] = {
    Assurance.TEXT: "settled by the text alone",
    Assurance.VALUES: "values read, no code run",
    Assurance.DATA: "code run in the sandbox, its data judged outside",
    Assurance.LIVE: "judged inside the sandbox with a twin that had to fail: lower assurance",
    Assurance.TRUSTED: "code run without a sandbox, on the instructor's word: lower assurance",
}
_AT = {look.outcome: number for number, look in enumerate(LOOKS)}
_SURE = {assurance: number for number, assurance in enumerate(ASSURANCES)}
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


class Texts:
    """Each text once. The empty text is number 0."""

    def __init__(self) -> None:
        """Start with the empty text."""
        self._numbers = {"": 0}

    def number(self, text: str) -> int:
        """The place of this text in the list."""
        return self._numbers.setdefault(text, len(self._numbers))

    def all(self) -> list[str]:
        """The texts, each at its number."""
        return [*self._numbers]


def embedded(tally: Tally, course: Course | None) -> str:
    """The data as JSON that no text in it can break out of."""
    texts = Texts()
    topics = list(tally.topics)
    data = {
        "outcomes": [[look.outcome.value, look.letter, look.word] for look in LOOKS],
        "assurances": list(ASSURANCES.values()),
        "lower": [_SURE[Assurance.LIVE], _SURE[Assurance.TRUSTED]],
        "outOf": tally.book.out_of,
        "topics": list(tally.topics.values()),
        "columns": [
            [visible(column.title), topics.index(column.topic), column.points, lesson]
            for column, lesson in zip(tally.book.columns, _lessons(tally, course), strict=True)
        ],
        "entries": [[_entry(entry, count, texts) for entry, count in shelf] for shelf in tally.shelves],
        "students": [_student(row) for row in tally.rows],
        "texts": texts.all(),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def _lessons(tally: Tally, course: Course | None) -> list[str]:
    lessons = {koan.identity: koan.lesson for koan in course.koans} if course else {}
    return [visible(" ".join(lessons.get(column.identity, "").split())) for column in tally.book.columns]


def _entry(entry: Entry, count: int, texts: Texts) -> list[Any]:
    """Outcome, points, assurance, students, answers, reason, known, note, overridden; without the empty ones' end."""
    told: list[Any] = [
        *(_AT[entry.outcome], entry.points, _SURE[entry.assurance], count),
        [texts.number(answer) for answer in entry.answers],
        *(texts.number(entry.reason), int(entry.known), texts.number(entry.note), texts.number(entry.overridden)),
    ]
    while not told[-1]:
        told.pop()
    return told


def _student(row: Row) -> list[Any]:
    """Identifier, name, score, raw, cells, and the rest by name where there is any."""
    rest = {
        "penalty": row.penalty,
        "late": row.late,
        "handedIn": row.handed_in,
        "notes": row.notes,
        "troubles": row.troubles,
        "overridden": row.overridden,
        "percent": round(row.percent, 2),
    }
    return [row.student, row.name, row.score, row.raw, row.cells, {key: value for key, value in rest.items() if value}]
