"""The shape of a source: whether a folder is one student's work or a class's, and where the class begins in it."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from sensei.grading.intake.archive import is_archive
from sensei.grading.intake.entry import Entry, Kind, Tree, is_left_behind, is_of_the_course
from sensei.grading.intake.naming import Naming
from sensei.grading.intake.sender import readings

_KOANS = "koans"
_BESIDE_KOANS = {_KOANS, "solutions"}
_DEEPEST = 16
_LOOKED_AT, _LEVELS = 50, 3


class Extent(Enum):
    """Of how many students a source is."""

    OWN = auto()  # koan files lie in it, or a folder `koans`: one student's
    ONE = auto()  # one of the things in it is a student's work: of whom is a matter of names
    MANY = auto()
    UNCLEAR = auto()  # no koan file is in sight


@dataclass(frozen=True)
class Shape:
    """What a source is.

    `root` is the folder in it that holds the students' work; `parts` how many things in it may be of a student each.
    """

    extent: Extent
    root: str = ""
    parts: int = 0


def shape_of(tree: Tree, naming: Naming, is_known: Callable[[str], bool]) -> Shape:
    """What a tree is, by names alone.

    `is_known` tells whether a name is a student's, so that the lone student of a class is not gone into.
    """
    if _is_own(tree, "", naming):
        return Shape(Extent.OWN)
    root, found = "", _kept(tree.listing(""))
    for _ in range(_DEEPEST):
        lone = found[0] if len(found) == 1 and found[0].kind is Kind.FOLDER else None
        if not lone or readings(lone.name) or is_known(lone.name) or _is_own(tree, lone.path, naming):
            break
        inside = _kept(tree.listing(lone.path))
        if not any(_can_be_students(each, naming) for each in inside) and len(inside) < 2:
            break
        root, found = lone.path, inside
    if any(readings(each.name) or is_known(each.name) for each in found):
        return Shape(Extent.MANY, root)
    students = sum(_is_students(tree, each, naming) for each in found[:_LOOKED_AT])
    parts = sum(each.kind is Kind.FOLDER or (not students and each.name.endswith(".py")) for each in found)
    return Shape((Extent.UNCLEAR, Extent.ONE, Extent.MANY)[min(students, 2)], root, parts)


def _is_own(tree: Tree, root: str, naming: Naming) -> bool:
    """Tell whether koan files or a folder `koans` lie in a folder, and no others' work beside."""
    found = tree.listing(root)
    if not _has_koans(found, naming):
        return False
    if sum(each.kind is Kind.FILE and is_archive(each.name) for each in _kept(found)) > 1:
        return False  # hand-ins of others: to take a class for one student would lose them without a word
    beside = (each for each in _kept(found) if each.kind is Kind.FOLDER and each.name.casefold() not in _BESIDE_KOANS)
    students = (each for each in beside if not is_of_the_course(each.name))
    # A student may keep an older copy in a folder beside.
    return sum(_has_koans(tree.listing(each.path), naming) for each in itertools.islice(students, _LOOKED_AT)) < 2


def _is_students(tree: Tree, entry: Entry, naming: Naming) -> bool:
    if entry.kind is Kind.FOLDER:
        return _has_koans_below(tree, entry.path, naming, _LEVELS)
    return _can_be_students(entry, naming)


def _can_be_students(entry: Entry, naming: Naming) -> bool:
    named = naming.by_name(entry.name) if entry.kind is Kind.FILE else None
    return entry.kind is Kind.FOLDER or is_archive(entry.name) or bool(named) or bool(readings(entry.name))


def _has_koans_below(tree: Tree, root: str, naming: Naming, levels: int) -> bool:
    found = _kept(tree.listing(root))
    below = (each for each in found[:_LOOKED_AT] if each.kind is Kind.FOLDER and levels)
    return _has_koans(found, naming) or any(_has_koans_below(tree, each.path, naming, levels - 1) for each in below)


def _has_koans(found: Sequence[Entry], naming: Naming) -> bool:
    for each in found:
        if each.kind is Kind.FOLDER and each.name.casefold() == _KOANS:
            return True
        named = naming.by_name(each.name) if each.kind is Kind.FILE else None
        if named and named.is_plain:
            return True
    return False


def _kept(found: Sequence[Entry]) -> list[Entry]:
    return [each for each in found if not is_left_behind(each.name)]
