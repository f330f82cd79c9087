"""The checkout: the course as an author has it in hand, in all its trees and languages, read and not run."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sensei import hints
from sensei.author.spot import line_of
from sensei.author.violation import AuthorTrouble, Violation
from sensei.course import Course, Koan, Topic
from sensei.hints import Hints, HintsTrouble
from sensei.source import Source, Trouble, decode
from sensei.trees import KOANS, Trees

ENGLISH = "en"
TREES = (KOANS, "solutions", "properties")


@dataclass(frozen=True, eq=False)
class Checkout:
    """A course between its first draft and its proof.

    Attributes:
        root: the folder that holds the trees.
        course: all of it; what comes earlier matters to a rule even when it is not itself in question.
        topics: those in question.
    """

    root: Path
    course: Course
    topics: tuple[Topic, ...]
    _hints: dict[Path, dict[str, Hints] | HintsTrouble] = field(
        default_factory=dict[Path, dict[str, Hints] | HintsTrouble]
    )
    _sources: dict[Path, Source] = field(default_factory=dict[Path, Source])

    @classmethod
    def at(cls, root: Path, asked: str | None = None) -> "Checkout":
        """The checkout under `root`, with one topic in question or all of them.

        Raises:
            AuthorTrouble: there are no koans, or the folder cannot be read.
            CourseTrouble: the topic is unknown.
        """
        try:
            course = Course.load(Trees.checkout(root))
        except OSError as error:
            raise AuthorTrouble(f"{error.filename} cannot be read: {error.strerror}") from None
        if not course.topics:
            raise AuthorTrouble(
                f"there are no koans in {root / KOANS}: `koans author new NN_TOPIC NAME` makes the first"
            )
        return cls(root, course, (course.topic(asked),) if asked else course.topics)

    @property
    def whole(self) -> bool:
        """Whether the whole course is in question, and so also what belongs to no topic."""
        return self.topics == self.course.topics

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that there are hints in."""
        folder = self.root / "hints"
        found = [each.name for each in folder.iterdir() if each.is_dir()] if folder.is_dir() else []
        return tuple(sorted(name for name in found if not name.startswith((".", "__"))))

    def hints(self, topic: Topic, language: str) -> dict[str, Hints]:
        """The hints of a topic by koan; none where the file is missing or cannot be used."""
        found = self._loaded(topic, language)
        return {} if isinstance(found, HintsTrouble) else found

    def hints_trouble(self, topic: Topic, language: str) -> HintsTrouble | None:
        """Why the hints of a topic cannot be used, where they are there."""
        found = self._loaded(topic, language)
        return found if isinstance(found, HintsTrouble) else None

    def hints_path(self, topic: Topic, language: str) -> Path:
        """Where the hints of a topic lie."""
        return self.root / "hints" / language / f"{topic.number}_{topic.slug}.toml"

    def path(self, tree: str, topic: Topic) -> Path:
        """Where the file of a topic lies in `koans/`, `solutions/` or `properties/`."""
        return self.root / tree / topic.filename

    def source(self, path: Path) -> Source:
        """A Python file of any tree; empty where there is none."""
        if path not in self._sources:
            self._sources[path] = decode(path.read_bytes() if path.is_file() else b"")
        return self._sources[path]

    def troubles(self, path: Path) -> Iterator[Trouble]:
        """What keeps a Python file from being read as one."""
        source = self.source(path)
        yield from [source.trouble] if source.trouble else []
        yield from (piece.trouble for piece in source.pieces if piece.trouble)

    def sound(self, koan: Koan) -> bool:
        """Whether a koan can be proved at all. Other rules say what keeps it from that: `readable` to begin with."""
        files = [self.path(tree, koan.topic) for tree in TREES]
        readable = all(path.is_file() and not any(self.troubles(path)) for path in files)
        helped = koan.name in self.hints(koan.topic, ENGLISH)
        return readable and helped and bool(koan.blanks) and len(koan.solution) == len(koan.blanks)

    def koans(self) -> Iterator[Koan]:
        """The koans in question that can be proved."""
        return (koan for topic in self.topics for koan in topic.koans if self.sound(koan))

    def violation(self, path: Path, line: int, fact: str, remedy: str) -> Violation:
        """A violation in a file of this checkout."""
        return Violation(os.path.relpath(path, self.root).replace(os.sep, "/"), max(line, 1), fact, remedy)

    def at_koan(self, koan: Koan, fact: str, remedy: str, line: int | None = None) -> Violation:
        """A violation in a koan: on a line of its file, or where its test function begins."""
        own = koan.topic.source.definitions.get(koan.function)
        return self.violation(self.path(KOANS, koan.topic), line or (own.lineno if own else 1), fact, remedy)

    def at_hint(self, topic: Topic, language: str, where: tuple[str, str | int], fact: str, remedy: str) -> Violation:
        """A violation in a hints file: `where` is a koan's name and the text or the misconception in question."""
        path = self.hints_path(topic, language)
        return self.violation(path, line_of(path, *where), fact, remedy)

    def _loaded(self, topic: Topic, language: str) -> dict[str, Hints] | HintsTrouble:
        path = self.hints_path(topic, language)
        if path not in self._hints:
            try:
                self._hints[path] = hints.load(path) if path.is_file() else {}
            except HintsTrouble as trouble:
                self._hints[path] = trouble
        return self._hints[path]
