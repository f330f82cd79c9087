"""The hand-in: what one student handed in at one time, found and not yet read."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sensei.grading.intake.bounds import Beyond, Bounds
from sensei.grading.intake.entry import Entry, Kind, Tree, is_left_behind, is_of_the_course
from sensei.grading.intake.sender import Sender


@dataclass
class Handin:
    """A hand-in.

    Attributes:
        tree: where it is.
        entries: what belongs to it there: a folder, an archive, files.
        sender: who handed it in.
        key: two hand-ins of one key are of one student, who may be known by more than one name.
        source: where it was found, in words.
    """

    tree: Tree
    entries: Sequence[Entry]
    sender: Sender
    key: str
    source: str

    @property
    def time(self) -> datetime | None:
        """When it was handed in, as far as names and times of files tell; no file is read."""
        if self.sender.stamp or not self.sender.timed:
            return self.sender.stamp
        bounds, times = Bounds(), list[float]()
        with contextlib.suppress(Beyond):
            for entry in self.entries:
                times += [each.modified for each in files(self.tree, entry, bounds) if each.modified]
        return moment(max(times)) if times else None


def files(tree: Tree, entry: Entry, bounds: Bounds) -> Iterator[Entry]:
    """The entry, or what lies below it at any depth and is no folder; without what tools left behind.

    Raises:
        Beyond: there are more than the bounds allow.
    """
    if entry.kind is not Kind.FOLDER:
        yield entry
        return
    waiting = [entry.path]
    while waiting:
        found = tree.listing(waiting.pop())
        if any(each.name == "pyvenv.cfg" for each in found):
            continue  # a virtual environment
        folders: list[str] = []
        for each in found:
            if is_left_behind(each.name):
                continue
            bounds.count()
            if each.kind is not Kind.FOLDER:
                yield each
            elif not is_of_the_course(each.name):
                folders.append(each.path)
        waiting += reversed(folders)


def moment(seconds: float) -> datetime | None:
    """A time of a file, with a zone; None if it is none that a file of a class can have."""
    try:
        found = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return found if 1990 < found.year < 2200 else None
