"""`results.json`: all that was found of a class as plain data, one student a line. docs/reference tells its keys."""

import contextlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sensei.grading.gradebook import Gradebook, Mark, Person, Result
from sensei.grading.outputs.files import whole
from sensei.grading.outputs.plain import cut, encodable
from sensei.grading.outputs.words import reason

FILE = "results.json"
VERSION = 1


@contextlib.contextmanager
def results(book: Gradebook, path: Path) -> Iterator[Callable[[Result], None]]:
    """Write the file; the caller gives every result of the class to what this yields."""
    head: dict[str, Any] = {
        "version": VERSION,
        "title": book.title,
        "about": dict(book.about),
        "columns": [asdict(column) for column in book.columns],
    }
    tail: dict[str, Any] = {
        "absent": [_person(each) for each in book.absent],
        "unknown": list(book.unknown),
        "duplicates": list(book.duplicates),
        "alike": [asdict(each) for each in book.alike],
    }
    with whole(path) as file:
        file.write("{\n" + "".join(f"{_text(key)}:{_text(value)},\n" for key, value in head.items()) + '"students":[')
        between = "\n"

        def add(result: Result) -> None:
            nonlocal between
            file.write(between + _text(plain(result)))
            between = ",\n"

        yield add
        file.write("\n]" + "".join(f",\n{_text(key)}:{_text(value)}" for key, value in tail.items()) + "\n}\n")


def plain(result: Result) -> dict[str, Any]:
    """One student as the file has it."""
    return {
        "student": result.student,
        "name": result.name,
        "identifiers": dict(result.identifiers),
        "score": _number(result.score),
        "out_of": _number(result.out_of),
        "raw": _number(result.raw),
        "penalty": _number(result.penalty),
        "late_seconds": _number(result.late),
        "handed_in": result.handed_in.isoformat() if result.handed_in else None,
        "overridden": result.overridden,
        "troubles": list(result.troubles),
        "notes": list(result.notes),
        "koans": {mark.column.identity: _mark(mark) for mark in result.marks},
    }


def _mark(mark: Mark) -> dict[str, Any]:
    told = {
        "verdict": mark.verdict.outcome.value,
        "points": _number(mark.points),
        "answer": [cut(each) for each in mark.answers],
        "reason": reason(mark.verdict),
        "assurance": mark.assurance.value,
    }
    more = {"note": mark.note, "overridden": mark.overridden}
    return told | {key: value for key, value in more.items() if value}


def _person(person: Person) -> dict[str, Any]:
    return {"student": person.student, "name": person.name, "identifiers": dict(person.identifiers)}


def _number(value: float) -> float:
    return round(value, 6) + 0.0


def _text(value: Any) -> str:
    """Escaped to ASCII, so that no character of a student steers a terminal or ends a line; halves of pairs go."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return text if "\\ud" not in text else json.dumps(_whole(value), separators=(",", ":"), allow_nan=False)


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, dict):
        return {encodable(key): _whole(each) for key, each in value.items()}
    return [_whole(each) for each in value] if isinstance(value, list | tuple) else value
