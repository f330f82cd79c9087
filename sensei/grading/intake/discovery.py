"""The discovery of hand-ins: which files and folders of the sources belong to whom, by their names alone."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from sensei.grading.intake.archive import is_archive, open_archive, stem_of
from sensei.grading.intake.bounds import Bounds
from sensei.grading.intake.entry import Entry, Kind, Tree, Unreadable, legible
from sensei.grading.intake.findings import Findings
from sensei.grading.intake.folder import Folder
from sensei.grading.intake.handin import Handin
from sensei.grading.intake.naming import Naming
from sensei.grading.intake.roster import Roster
from sensei.grading.intake.senders import Listing, grouped, why_nobodys
from sensei.grading.intake.shape import Extent, Shape, shape_of
from sensei.refusal import Refusal


class IntakeTrouble(Refusal):
    """What is named as hand-ins cannot be used. The message says why, and what to name."""


@dataclass(frozen=True)
class Discovery:
    """Looks through sources. What it opens stays open until `stack` is closed; what is nobody's goes to `findings`."""

    naming: Naming
    roster: Roster | None
    findings: Findings
    stack: ExitStack

    def of(self, sources: Sequence[Path]) -> Iterator[Handin]:
        """The hand-ins of all sources, in their order; lone files of one folder are looked at together.

        Raises:
            IntakeTrouble: a source does not exist, or the only one is an archive that cannot be opened.
        """
        paths = [_existing(source) for source in sources]
        loose: dict[Path, list[Entry]] = {}
        shapes = [self._look(path, len(paths) == 1) for path in paths]
        classes = any(shape and shape.extent is Extent.MANY for shape in shapes)
        for path, shape in zip(paths, shapes, strict=True):
            if not shape:
                loose.setdefault(path.parent, []).append(_entry(path))
            elif self._is_one(shape, alone=len(paths) == 1, beside_a_class=classes, is_folder=path.is_dir()):
                yield from self._in_listing(Folder(path.parent), [_entry(path)], path.parent.name, "")
            else:
                yield from self._in_class(path, shape.root)
        for folder, entries in loose.items():
            yield from self._in_listing(Folder(folder), entries, folder.name, "")

    def _is_one(self, shape: Shape, alone: bool, beside_a_class: bool, is_folder: bool) -> bool:
        """Tell whether a source is one student's, who is called as it is, where it does not say so itself.

        An archive with one folder or one text is, and so are several that are named, unless one of them is a class:
        then the others are classes of one, as a folder that is named alone is.
        """
        if shape.extent in {Extent.OWN, Extent.MANY}:
            return shape.extent is Extent.OWN
        return not is_folder and shape.parts < 2 if alone else not beside_a_class

    def _look(self, path: Path, alone: bool) -> Shape | None:
        """Look at a source from afar; None for a lone file. Nothing stays open: there may be thousands."""
        if not path.is_dir() and not is_archive(path.name):
            return None
        try:
            with ExitStack() as stack:
                return shape_of(_tree(path, stack), self.naming, self._knows)
        except (Unreadable, OSError) as error:
            if alone:
                why = error.strerror if isinstance(error, OSError) else error
                raise IntakeTrouble(f"{path.name} cannot be used: {why}.") from error
            return Shape(Extent.OWN)

    def _in_class(self, path: Path, root: str) -> Iterator[Handin]:
        tree = _tree(path, self.stack)
        self.findings.aside += [
            f"{path.name} has a member {legible(name)!r}, which leads out of it or is no name: it was left aside"
            for name in tree.oddities
        ]
        label = root.rpartition("/")[2] or stem_of(path.name)
        yield from self._in_listing(tree, tree.listing(root), label, f"{path.name}: ")

    def _in_listing(self, tree: Tree, entries: Sequence[Entry], label: str, source: str) -> Iterator[Handin]:
        for key, sender, group in grouped(Listing(tree, entries, label, self.naming, self.roster)):
            if not key:
                self.findings.aside += [why_nobodys(each.name) for each in group]
                continue
            what = legible(group[0].name) if len(group) == 1 else f"{len(group)} files"
            yield Handin(tree, group, sender, key, source + what)

    def _knows(self, name: str) -> bool:
        return bool(self.roster and self.roster.find(name))


def _tree(path: Path, stack: ExitStack) -> Tree:
    return Folder(path) if path.is_dir() else open_archive(stack.enter_context(path.open("rb")), Bounds.of_a_class())


def _existing(source: Path) -> Path:
    try:
        path = Path(os.path.abspath(source))
        path.stat()
    except FileNotFoundError as error:
        raise IntakeTrouble(f"there is nothing at {str(source)!r}: name a folder or an archive of hand-ins.") from error
    except (OSError, ValueError) as error:
        raise IntakeTrouble(f"{str(source)!r} cannot be looked at ({error}): name a folder or an archive.") from error
    return path.resolve() if path.is_file() else path


def _entry(path: Path) -> Entry:
    """A source as an entry of the folder above it; the instructor named it, so a link to a folder is followed."""
    status = path.stat()
    kind = Kind.FOLDER if path.is_dir() else Kind.FILE if path.is_file() else Kind.SPECIAL
    return Entry(path.name, kind, status.st_size, status.st_mtime)
