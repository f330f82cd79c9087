"""Alike: students who share wrong answers that few others gave. What is found is listed; it proves nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import combinations

from sensei.grading.gradebook import Alike

RARE = 0.01  # of the class; what more than these have answered is a common mistake
MOST = 20  # students who share an answer; more are no small group, in however large a class
KOANS = 3  # in so many koans two have to agree: in one or two it happens by chance
Pair = tuple[str, str]


def alike(
    wrong: Iterable[tuple[str, Iterable[tuple[str, str]]]], students: int, shown: Callable[[str], str]
) -> tuple[Alike, ...]:
    """Groups of students who share rare wrong answers in several koans, the largest agreement first.

    Args:
        wrong: each student with koans and digests of what was answered wrongly.
        students: how many there are.
        shown: the answers of an item as a text to look at.
    """
    most = min(MOST, max(2, int(students * RARE)))
    shared: dict[Pair, dict[str, str]] = defaultdict(dict)
    for (koan, item), who in _sharers(wrong, most).items():
        for pair in combinations(sorted(who), 2):
            shared[pair][koan] = item
    close = {pair: items for pair, items in shared.items() if len(items) >= KOANS}
    found = [_group(names, close, shown) for names in _joined(close)]
    return tuple(sorted(found, key=lambda each: (-len(each.koans), each.students)))


def _sharers(
    wrong: Iterable[tuple[str, Iterable[tuple[str, str]]]], most: int
) -> Mapping[tuple[str, str], Iterable[str]]:
    """Who gave each answer that two or more gave, and not more than `most`."""
    found: dict[tuple[str, str], str | list[str]] = {}
    for student, items in wrong:
        for item in items:
            others = found.get(item)
            if others is None:
                found[item] = student  # most answers stay alone, and a name is smaller than a list
            elif isinstance(others, str):
                found[item] = [others, student]
            elif len(others) <= most:
                others.append(student)
    return {item: who for item, who in found.items() if isinstance(who, list) and len(who) <= most}


def _joined(pairs: Iterable[Pair]) -> list[set[str]]:
    """The students of pairs that have one in common are one group."""
    groups: dict[str, set[str]] = {}
    for one, other in pairs:
        together = groups.get(one, {one}) | groups.get(other, {other})
        groups.update(dict.fromkeys(together, together))
    return list({id(group): group for group in groups.values()}.values())


def _group(names: set[str], close: Mapping[Pair, Mapping[str, str]], shown: Callable[[str], str]) -> Alike:
    shared: dict[str, str] = {}
    for pair in sorted(close):
        if names.issuperset(pair):
            shared = {**close[pair], **shared}
    koans = sorted(shared)
    return Alike(tuple(sorted(names)), tuple(koans), shown(shared[koans[0]]))
