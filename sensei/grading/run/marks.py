"""Marks: from what became of each koan, the configuration and the overrides to points. Nothing is read or kept here."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from sensei.course import Koan
from sensei.grading.gradebook import Column, Mark, Result
from sensei.grading.run.config import TOPIC, Config
from sensei.grading.run.overrides import Override, Overrides
from sensei.grading.run.rows import Row
from sensei.grading.run.table import ConfigTrouble
from sensei.verdict import Outcome

_LATE_BY_PLATFORM = "The learning platform marks this as late, but nothing tells by how much: nothing is taken off."
_LATE_NOT_BY_DUE = "The learning platform marks this as late; by the due date of the configuration it is not."
_OUT_OF_OURS = "{} could not be judged: set the points by hand in overrides.csv, or run the same command again."


def columns(koans: Sequence[Koan], config: Config) -> tuple[Column, ...]:
    """The koans that count, with what each is worth.

    Raises:
        ConfigTrouble: points are to be shared out, and all weights are 0.
    """
    counting = [koan for koan in koans if koan.identity not in config.excluded]
    weights = [config.weights.get(koan.identity, 1.0) for koan in counting]
    whole = math.fsum(weights)
    if config.points is not None and whole == 0:
        raise ConfigTrouble("every weight is 0, so the points cannot be shared out: give a koan a weight above 0")
    factor = 1.0 if config.points is None else config.points / whole
    return tuple(
        Column(koan.identity, koan.title, koan.topic.slug, koan.topic.title, weight * factor)
        for koan, weight in zip(counting, weights, strict=True)
    )


def earned(marks: Sequence[Mark], config: Config, given: Mapping[str, Override]) -> tuple[Mark, ...]:
    """The marks with their points: what credit the configuration gives, then what was set by hand, by identity."""
    found: list[Mark] = []
    for _, group in groupby(marks, lambda mark: mark.column.topic):
        topic = list(group)
        whole = config.credit != TOPIC or all(mark.verdict.passed for mark in topic)
        found += [_credited(mark, whole) for mark in topic]
    if not given:
        return tuple(found)
    return tuple(_overridden(mark, given.get(mark.column.identity)) for mark in found)


def result(row: Row, marks: Sequence[Mark], config: Config, overrides: Overrides) -> Result:
    """The result of a student: `marks` are one for each column, as judged."""
    own = {koan: override for (student, koan), override in overrides.koans.items() if student == row.student}
    points = earned(marks, config, own)
    raw = _round(math.fsum(mark.points for mark in points))
    late = config.late.seconds(row.handed_in) if config.late and row.handed_in else 0.0
    penalty = _round(config.late.penalty(raw, late)) if config.late else 0.0
    whole = overrides.scores.get(row.student)
    return Result(
        student=row.student,
        name=row.name,
        marks=points,
        raw=raw,
        out_of=_round(math.fsum(mark.column.points for mark in points)),
        penalty=penalty,
        score=whole.points if whole else _round(raw - penalty),
        handed_in=row.handed_in,
        late=late,
        troubles=tuple(each.sentence for each in row.troubles),
        notes=tuple(_notes(row, points, config, late)),
        identifiers=row.identifiers,
        overridden=whole.reason if whole else "",
        marked_late=bool(row.late),
    )


def _notes(row: Row, marks: Sequence[Mark], config: Config, late: float) -> list[str]:
    notes = [each.sentence for each in row.troubles if each.suspicious]
    notes += [f"{mark.column.identity}: {mark.note}" for mark in marks if mark.note]
    unjudged = [mark.column.identity for mark in marks if mark.verdict.outcome is Outcome.UNJUDGED]
    if unjudged:
        more = f" and {len(unjudged) - 1} more" if len(unjudged) > 1 else ""
        notes.append(_OUT_OF_OURS.format(unjudged[0] + more))
    if config.late and row.late and row.handed_in is None:
        notes.append(_LATE_BY_PLATFORM)
    elif config.late and row.late and not late:
        notes.append(_LATE_NOT_BY_DUE)
    return notes


def _credited(mark: Mark, whole: bool) -> Mark:
    points = mark.column.points if whole and mark.verdict.passed else 0.0
    return mark if mark.points == points else replace(mark, points=points)


def _overridden(mark: Mark, override: Override | None) -> Mark:
    return replace(mark, points=override.points, overridden=override.reason) if override else mark


def _round(points: float) -> float:
    """Without the dust of binary fractions: two ways to the same sum are one score."""
    return round(points, 6) + 0.0
