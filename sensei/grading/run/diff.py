"""The difference between two runs: whose marks changed, in which koans, and why."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from sensei.grading.outputs.plain import cell, line, number
from sensei.refusal import Refusal

FILE = "results.json"
_BEGIN, _END = '"students":[', "]"  # lines; between them each student has one
_DAMAGED = f"{{}} is no {FILE} of `koans grade`, or is damaged: grade again into its folder"
_COLUMNS = ("student", "koan", "before", "after", "points before", "points after", "why")


class DiffTrouble(Refusal):
    """Two runs cannot be compared. The message says which, and why."""


@dataclass(frozen=True)
class Line:
    """A line to write, and whether it tells of a difference."""

    text: str
    tells: bool


@dataclass(frozen=True)
class Change:
    """A koan of a student that differs: verdicts in a word, points, and the reason. The koan is empty for the score."""

    student: str
    koan: str
    before: str
    after: str
    points: tuple[float | None, float | None]
    why: str


@dataclass(frozen=True)
class Comparison:
    """Two files of results that can be read."""

    before: Path
    after: Path

    @classmethod
    def of(cls, before: Path, after: Path) -> "Comparison":
        """Two runs, each as a folder or its results.json.

        Raises:
            DiffTrouble: one of them is no run.
        """
        return cls(results_of(before), results_of(after))

    def changes(self) -> Iterator[tuple[str, Sequence[Change]]]:
        """Each student of whom something differs, with what it is; the score comes first.

        Raises:
            DiffTrouble: a file is damaged.
        """
        with ExitStack() as stack:
            files = [(path, stack.enter_context(path.open(encoding="utf-8"))) for path in (self.before, self.after)]
            yield from _merged(*(_students(path, file) for path, file in files))


def results_of(run: Path) -> Path:
    """The file of results of a run.

    Raises:
        DiffTrouble: there is none.
    """
    path = run / FILE if run.is_dir() else run
    if not path.is_file():
        raise DiffTrouble(f"there is no {path}: name the folder of a run that has ended, or its {FILE}")
    return path


def load(run: Path) -> Mapping[str, Any]:
    """All results of a run.

    Raises:
        DiffTrouble: there are none, or they are damaged.
    """
    path = results_of(run)
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(found, dict) and isinstance(found.get("students"), list):
            return found
    except (ValueError, RecursionError):
        pass
    raise DiffTrouble(_DAMAGED.format(path))


def sentences(comparison: Comparison) -> Iterator[Line]:
    """The differences for a person: a line for each student, and one for each koan below it."""
    students = 0
    for student, changes in comparison.changes():
        students += 1
        for change in changes:
            if change.koan:
                why = f": {change.why}" if change.why else ""
                yield Line(f"  {change.koan}: {change.before} -> {change.after}{why}", True)
            else:
                why = f" ({change.why})" if change.why else ""
                yield Line(f"{line(student)}: {_points(change.points[0])} -> {_points(change.points[1])}{why}", True)
    if students:
        yield Line(f"{students:,} {'student differs' if students == 1 else 'students differ'}.", True)
    else:
        yield Line("No mark differs.", False)


def rows(comparison: Comparison) -> Iterator[Line]:
    """The differences as a table, a row for each koan and one for each score."""
    yield Line(",".join(_COLUMNS), False)
    for _, changes in comparison.changes():
        for each in changes:
            points = ("" if each_ is None else number(each_) for each_ in each.points)
            row = [cell(each.student), cell(each.koan), each.before, each.after, *points, cell(each.why)]
            text = io.StringIO()
            csv.writer(text, lineterminator="").writerow(row)
            yield Line(text.getvalue(), True)


def _students(path: Path, file: TextIO) -> Iterator[dict[str, Any]]:
    """The students of a file, one held at a time where each has a line of its own."""
    try:
        lines = iter(file)
        if not any(text.startswith(_BEGIN) for text in lines):
            yield from map(_sound, sorted(load(path)["students"], key=lambda each: each["student"]))
            return
        for text in lines:
            if text.startswith(_END):
                return
            yield _sound(json.loads(text.rstrip().rstrip(",")))
        raise ValueError("it ends in the middle")
    except (ValueError, TypeError, KeyError, RecursionError):
        raise DiffTrouble(_DAMAGED.format(path)) from None


def _sound(student: dict[str, Any]) -> dict[str, Any]:
    """A student as `results.json` has one. Raises for anything else: a file may hold anything."""
    for key, kind in (
        ("student", str),
        ("koans", dict),
        ("overridden", str),
        ("score", float | int),
        ("penalty", float | int),
    ):
        if not isinstance(student[key], kind):
            raise TypeError(f"{key} is something else")
    for mark in student["koans"].values():
        _ = mark["verdict"], mark["points"] + 0, mark["answer"], mark["reason"]
    return student


def _merged(
    before: Iterator[dict[str, Any]], after: Iterator[dict[str, Any]]
) -> Iterator[tuple[str, Sequence[Change]]]:
    one, other = next(before, None), next(after, None)
    while one or other:
        name = min(each["student"] for each in (one, other) if each)
        mine = one if one and one["student"] == name else None
        yours = other if other and other["student"] == name else None
        if changes := _changes(name, mine, yours):
            yield name, changes
        one, other = (next(before, None) if mine else one), (next(after, None) if yours else other)


def _changes(student: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> list[Change]:
    olds: dict[str, Any] = before["koans"] if before else {}
    news: dict[str, Any] = after["koans"] if after else {}
    found: list[Change] = []
    for koan in dict.fromkeys([*olds, *news]) if before and after else ():
        old, new = olds.get(koan), news.get(koan)
        if _worth(old) != _worth(new):
            points = (old["points"] if old else None, new["points"] if new else None)
            found.append(Change(student, koan, _verdict(old), _verdict(new), points, _why(old, new)))
    scores = (before["score"] if before else None, after["score"] if after else None)
    if found or scores[0] != scores[1]:
        found.insert(0, Change(student, "", "", "", scores, _why_score(before, after)))
    return found


def _worth(mark: dict[str, Any] | None) -> tuple[str, float] | None:
    return (mark["verdict"], mark["points"]) if mark else None


def _verdict(mark: dict[str, Any] | None) -> str:
    return f"{mark['verdict']}" if mark else "not asked for"


def _why(old: dict[str, Any] | None, new: dict[str, Any] | None) -> str:
    if new and new.get("overridden"):
        return line(f"set by hand: {new['overridden']}", 300)
    if old and old.get("overridden"):
        return "no longer set by hand"
    if old and new and old["answer"] != new["answer"]:
        return "another answer was handed in"
    if new and new["reason"]:
        return line(new["reason"], 300)
    return "the course, its weights or the inputs that were tried have changed"


def _why_score(before: dict[str, Any] | None, after: dict[str, Any] | None) -> str:
    if not before or not after:
        return "is only in the second run" if after else "is only in the first run"
    if after["overridden"]:
        return line(f"set by hand: {after['overridden']}", 300)
    if before["overridden"]:
        return "no longer set by hand"
    return "another penalty for lateness" if before["penalty"] != after["penalty"] else ""


def _points(points: float | None) -> str:
    return "nothing" if points is None else number(points)
