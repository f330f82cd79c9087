"""The candidates: every file of a hand-in that may be one of the course's koan files, nested archives included."""

from contextlib import ExitStack
from dataclasses import dataclass, field

from sensei.grading.intake.archive import is_archive, is_closed, open_archive
from sensei.grading.intake.bounds import Beyond, Bounds
from sensei.grading.intake.entry import Entry, Kind, Tree, Unreadable, legible
from sensei.grading.intake.handin import Handin, files
from sensei.grading.intake.naming import Named, Naming
from sensei.grading.intake.sender import sender_of
from sensei.grading.submission import Trouble

_NESTED = 128 * 2**20  # bytes of an archive inside of another
_PERHAPS = {"py", "txt", "text", "pyw"}
_ELSEWHERE = "solutions"
_NAMED = 3


@dataclass(frozen=True)
class Candidate:
    """A file that may be a koan file.

    Attributes:
        named: what its name says; None if it says nothing.
        place: its path, after those of the archives that it lies in.
        upload: the number that the platform gave to what it was uploaded in.
    """

    tree: Tree
    entry: Entry
    named: Named | None
    place: str
    upload: int

    @property
    def age(self) -> tuple[int, float, int]:
        """Newer files have more."""
        return self.upload, self.entry.modified or 0.0, self.named.number if self.named else 0

    @property
    def is_of_solutions(self) -> bool:
        """Whether it lies in a folder that is called as the course calls its own solutions."""
        return _ELSEWHERE in self.place.casefold().split("/")[:-1]


@dataclass
class Candidates:
    """What a look through a hand-in finds; `first` names some of the files, `stack` keeps open what is open."""

    naming: Naming
    bounds: Bounds
    stack: ExitStack
    named: list[Candidate] = field(default_factory=list[Candidate])
    unnamed: list[Candidate] = field(default_factory=list[Candidate])
    notebooks: list[Candidate] = field(default_factory=list[Candidate])
    troubles: list[Trouble] = field(default_factory=list[Trouble])
    locked: list[str] = field(default_factory=list[str])
    files: int = 0
    first: list[str] = field(default_factory=list[str])

    def look_through(self, handin: Handin) -> None:
        """Look at the names of all files; only archives are opened."""
        known = len(handin.tree.oddities)
        for entry in handin.entries:
            sender = sender_of(entry.name)
            try:
                self._look(handin.tree, entry, "", sender.number if sender else 0, self.bounds.depth)
            except Beyond as error:
                self._tell(f"{legible(entry.name)} was not looked through: {error}. Hand in the koan files alone.")
        for name in handin.tree.oddities[known:]:
            self._tell(f"the folder {legible(name)} may not be looked into: make it readable.")

    def _look(self, tree: Tree, root: Entry, within: str, upload: int, depth: int) -> None:
        # An archive has counted its members when it was opened, unless it is the whole class's.
        for entry in files(tree, root, Bounds() if within else self.bounds):
            if self.bounds.are_spent:
                return
            place = within + legible(entry.path)
            self.files += 1
            if len(self.first) < _NAMED:
                self.first.append(place)
            if entry.kind is Kind.LINK:
                out = entry.target.startswith(("/", "\\")) or ".." in entry.target.replace("\\", "/").split("/")
                self._tell(f"{place} is a link, and no link is followed: hand in the file itself.", suspicious=out)
            elif entry.kind is Kind.SPECIAL:
                self._tell(f"{place} is neither a file nor a folder: hand in the koan files alone.", suspicious=True)
            elif entry.kind is Kind.LOCKED:
                self.locked.append(place)
            elif entry.kind is Kind.FOREIGN:
                self._tell(f"{place} is packed in a way that is not opened here: hand in a plain zip.")
            elif is_closed(entry.name):
                self._tell(f"{place} cannot be opened here: hand in a zip.")
            elif is_archive(entry.name):
                self._nest(tree, entry, place, upload, depth)
            else:
                self._consider(Candidate(tree, entry, self.naming.by_name(entry.name), place, upload))

    def _nest(self, tree: Tree, entry: Entry, place: str, upload: int, depth: int) -> None:
        if depth == 0:
            self._tell(f"{place} lies in too many archives, one in another: hand in a zip of the koan files alone.")
            return
        try:
            inner = open_archive(self.stack.enter_context(tree.open(entry, _NESTED)), self.bounds)
        except Unreadable as error:
            self._tell(f"{place} cannot be used: {error}.", suspicious=error.suspicious)
            return
        for name in inner.oddities:
            self._tell(f"{place} has a member {legible(name)!r}, which is no name of a koan file.", suspicious=True)
        self._look(inner, Entry("", Kind.FOLDER), f"{place}/", upload, depth - 1)
        if not inner.listing(""):
            self._tell(f"{place} holds no file: hand it in again, with the koan files in it.")

    def _consider(self, candidate: Candidate) -> None:
        ending = candidate.entry.name.casefold().rpartition(".")[2] if "." in candidate.entry.name else ""
        if ending == "ipynb":
            self.notebooks.append(candidate)
        elif candidate.named:
            self.named.append(candidate)
        elif ending in _PERHAPS or not ending:
            self.unnamed.append(candidate)

    def _tell(self, sentence: str, suspicious: bool = False) -> None:
        self.troubles.append(Trouble(sentence, suspicious=suspicious))
