"""Common answers: what many students got wrong in the same way, and the belief that it shows."""

import warnings
from collections import Counter
from dataclasses import dataclass

from sensei.course import Course, Koan
from sensei.grading.gradebook import Column
from sensei.grading.report.shelf import Entry, Shelf
from sensei.hints import HintsTrouble
from sensei.misconception import normal
from sensei.verdict import Outcome

MOST = 6  # answers told for each koan
_WRONG = {Outcome.WRONG, Outcome.MIRROR, Outcome.BROKEN, Outcome.TIMEOUT}


@dataclass(frozen=True)
class Common:
    """An answer that did not hold, in its commonest spelling; `belief` is the reply to it, if it is a known one."""

    column: Column
    answers: tuple[str, ...]
    outcome: Outcome
    students: int
    belief: str


@dataclass(frozen=True)
class Belief:
    """A misconception, how many students answered out of it, and the commonest of their answers."""

    column: Column
    reply: str
    answers: tuple[str, ...]
    students: int


def common(shelves: list[Shelf], course: Course | None) -> list[Common]:
    """The wrong answers of each koan, the commonest first; spellings that are equal to Python are one answer."""
    koans = {koan.identity: koan for koan in course.koans} if course else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an odd answer is no news about this program
        return [each for shelf in shelves for each in _of_one(shelf, koans.get(shelf.column.identity))]


def beliefs(shelves: list[Shelf], told: list[Common]) -> list[Belief]:
    """The misconceptions in the class, that of the most students first."""
    students: Counter[tuple[str, str]] = Counter()
    for shelf in shelves:
        for entry, count in shelf:
            if entry.known and entry.outcome in _WRONG:
                students[shelf.column.identity, entry.reason] += count
    found: dict[tuple[str, str], Belief] = {}
    for each in told:
        key = each.column.identity, each.belief
        if each.belief and key not in found:
            found[key] = Belief(each.column, each.belief, each.answers, max(students[key], each.students))
    return sorted(found.values(), key=lambda each: -each.students)


def _of_one(shelf: Shelf, koan: Koan | None) -> list[Common]:
    groups: dict[tuple[str, ...], list[tuple[Entry, int]]] = {}
    for entry, count in shelf:
        if entry.outcome in _WRONG and entry.answers:
            groups.setdefault(tuple(map(normal, entry.answers)), []).append((entry, count))
    known = _listed(koan)
    found: list[Common] = []
    for key, group in groups.items():
        first = max(group, key=lambda each: each[1])[0]
        belief = next((entry.reason for entry, _ in group if entry.known), known.get(key, ""))
        students = sum(count for _, count in group)
        found.append(Common(shelf.column, first.answers, first.outcome, students, belief))
    return sorted(found, key=lambda each: -each.students)[:MOST]


def _listed(koan: Koan | None) -> dict[tuple[str, ...], str]:
    """The replies to the misconceptions of a koan, by their answers."""
    try:
        listed = koan.hints.misconceptions if koan else ()
    except HintsTrouble:
        return {}  # the author's check names it; a report does not depend on it
    return {tuple(map(normal, each.answers)): each.reply for each in listed}
