"""The senders of a listing: whose each file, folder and archive is where the hand-ins of a class lie side by side."""

import io
import itertools
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sensei.grading.intake import gradescope
from sensei.grading.intake.archive import is_archive, is_closed, stem_of
from sensei.grading.intake.bounds import KOAN_FILE
from sensei.grading.intake.entry import Entry, Kind, Tree, Unreadable, is_left_behind, legible
from sensei.grading.intake.folder import Folder
from sensei.grading.intake.naming import Naming
from sensei.grading.intake.roster import Roster
from sensei.grading.intake.sender import Sender, readings
from sensei.pack import name_in

_NOBODY = re.compile(r"(?:conftest|setup|__init__|roster|grades?|gradebook|readme|requirements)\b.*", re.IGNORECASE)
_CLONES = "-submissions"  # what GitHub's own tool calls the folder that it clones a class into
_AROUND = " _-.()[]"
# What browsers and file managers add to a second file of one name.
_COPY = re.compile(r"(.+?)(?: \(\d+\)| - copy(?: \(\d+\))?| copy(?: \d+)?)", re.IGNORECASE | re.DOTALL)
_LONGEST_LIST = 2**28
_SHOWN = 3


@dataclass(frozen=True)
class Listing:
    """What lies side by side in a folder called `label`."""

    tree: Tree
    entries: Sequence[Entry]
    label: str
    naming: Naming
    roster: Roster | None = None

    def senders(self, entry: Entry) -> list[tuple[str, Sender]]:
        """Whose an entry is, each with a key that two hand-ins of one student share; nobody's if empty.

        Names that differ in any sign make two keys, even where they look alike.
        """
        name = entry.name
        if is_left_behind(name):
            return []
        if entry.kind is Kind.FOLDER and name in self._gradescope:
            return [(f"gradescope {sender.student}", sender) for sender in self._gradescope[name]]
        if read := readings(name):
            lone = read if len(read) == 1 else []
            return [("platform " + "\0".join(sender.identifiers.values()), sender) for sender in lone]
        if entry.kind is Kind.FOLDER:
            return [self._clone(name) if is_clone(self.tree, entry.path) else named(name)]
        if is_archive(name) or is_closed(name):
            first = self._first(name)
            return [named(self._packed(first) or stem_of(first))]
        if entry.kind is not Kind.FILE:
            return [named(name)]
        if known := self.naming.by_name(name):
            return [named(known.before.strip(_AROUND) or known.behind.strip(_AROUND) or self.label)]
        stem, dot, _ = name.rpartition(".")
        return [named(stem if dot else name)] if self._holds_koans(entry) else []

    @cached_property
    def _gradescope(self) -> dict[str, list[Sender]]:
        """Gradescope's own list, if it is there."""
        for entry in self.entries:
            if entry.name == gradescope.FILE and entry.kind is Kind.FILE:
                try:
                    with self.tree.open(entry, _LONGEST_LIST) as file:
                        return gradescope.senders(io.TextIOWrapper(file, "utf-8", "replace"))
                except (Unreadable, OSError):
                    return {}
        return {}

    def _first(self, name: str) -> str:
        """The name of the archive that this one is a later copy of, if that is there; else its own."""
        stem = stem_of(name)
        copied = None if self.roster and self.roster.find(stem) else _COPY.fullmatch(stem)
        first = copied[1] + name[len(stem) :] if copied else name
        return first if first in self._names else name

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(entry.name for entry in self.entries)

    def _packed(self, name: str) -> str:
        """Whose zip of `koans pack` it is, unless the roster knows somebody who is called as the file is."""
        return "" if self.roster and self.roster.find(stem_of(name)) else name_in(name)

    def _clone(self, name: str) -> tuple[str, Sender]:
        login = name.removeprefix(self._prefix)
        if self.roster:
            tails = [name[place + 1 :] for place, sign in enumerate(name) if sign == "-"]
            login = next((tail for tail in tails if len(self.roster.find(tail)) == 1), login)
        key, sender = named(login)
        return key, Sender(sender.student, timed=False, identifiers={"github": sender.student})

    @cached_property
    def _prefix(self) -> str:
        """What stands before the login in the names of clones: the name of the assignment."""
        stated = self.label.removesuffix(_CLONES) + "-"
        clones = [each.name for each in self.entries if each.kind is Kind.FOLDER and is_clone(self.tree, each.path)]
        if self.label.endswith(_CLONES) and any(name.startswith(stated) for name in clones):
            return stated
        alike = itertools.takewhile(lambda signs: len(set(signs)) == 1, zip(*clones, strict=False))
        shared = "".join(signs[0] for signs in alike) if len(clones) > 1 else ""
        return shared[: shared.rfind("-") + 1]

    def _holds_koans(self, entry: Entry) -> bool:
        """Tell of a file whose name says nothing whether it can be a hand-in; of a text, by a look into it."""
        ending = entry.name.casefold().rpartition(".")
        if _NOBODY.match(entry.name):
            return False
        if ending[1] and ending[2] in {"py", "ipynb"}:
            return True
        if ending[1] and ending[2] != "txt":
            return False
        try:
            return bool(self.naming.by_content(self.tree.read(entry, KOAN_FILE)))
        except Unreadable:
            return False


def named(name: str) -> tuple[str, Sender]:
    """A sender of whom no more than a name is known, and the key."""
    return f"name {name}", Sender(legible(name) or "unnamed")


def why_nobodys(name: str) -> str:
    """A sentence on an entry that belongs to nobody's hand-in, without its end."""
    read = readings(name)
    if not read:
        return f"{legible(name)} is nobody's hand-in, by its name"
    some = " or ".join(sender.student for sender in read[:_SHOWN])
    return f"{legible(name)} may be of {some}, by its name: put it into a folder that is called as the student is"


def is_clone(tree: Tree, path: str) -> bool:
    """Tell whether a folder on disk is a clone. Nothing in it is read."""
    return isinstance(tree, Folder) and os.path.lexists(tree.root / path / ".git")


def grouped(listing: Listing) -> Iterator[tuple[str, Sender, list[Entry]]]:
    """The entries of each hand-in with its key and its sender; last those that are nobody's, with an empty key."""
    groups: dict[tuple[str, str], tuple[Sender, list[Entry]]] = {}
    aside: list[Entry] = []
    for entry in listing.entries:
        found = listing.senders(entry)
        if not found and not is_left_behind(entry.name) and entry.name != gradescope.FILE:
            aside.append(entry)
        for key, sender in found:
            # A platform gives all that a student handed in; elsewhere each folder and archive is a hand-in of its own.
            whole = not key.startswith("platform") and (entry.kind is Kind.FOLDER or is_archive(entry.name))
            place = (key, f"{sender.stamp or ''} {entry.name if whole else ''}")
            _, entries = groups.setdefault(place, (sender, []))
            entries.append(entry)
    for (key, _), (sender, entries) in groups.items():
        yield key, sender, entries
    if aside:
        yield "", Sender(""), aside
