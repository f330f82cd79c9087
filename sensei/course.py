"""The course: topics and koans as they were written, before any learner touched them."""

import ast
import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sensei import hints
from sensei.absence import CourseTrouble, nearest
from sensei.blank import NAME
from sensei.pattern import Blank, Harvest, find, harvest, transplant
from sensei.source import DEFINITIONS, Source, decode
from sensei.trees import Trees

FILE_NAME = re.compile(r"test_(?P<number>\d+)_(?P<slug>\w+)\.py")
PREFIX = "test_"


@dataclass(frozen=True)
class Koan:
    """One koan of a topic: a test function and the definitions that stand directly before it."""

    topic: "Topic"
    name: str
    parts: tuple[str, ...]

    @property
    def function(self) -> str:
        """The name of the test function."""
        return PREFIX + self.name

    @property
    def identity(self) -> str:
        """`topic/name`: what progress and marks are kept by. No number and no position is in it."""
        return f"{self.topic.slug}/{self.name}"

    @property
    def title(self) -> str:
        """The name as a sentence reads."""
        return self.name.replace("_", " ")

    @cached_property
    def lesson(self) -> str:
        """The docstring of the koan, as one paragraph a blank line."""
        return ast.get_docstring(self.topic.source.definitions[self.function]) or ""

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that the koan uses or gives."""
        nodes = [node for part in self.parts for node in ast.walk(self.topic.source.definitions[part])]
        names = {node.id for node in nodes if isinstance(node, ast.Name)} - {NAME}
        return frozenset(names | {node.arg for node in nodes if isinstance(node, ast.arg)})

    @cached_property
    def blanks(self) -> tuple[Blank, ...]:
        """The blanks of all its parts, in the order of the file."""
        return tuple(blank for blank in self.topic.blanks if blank.koan in self.parts)

    def harvest(self, filled: Source) -> Harvest:
        """The answers in a filled file, over all parts; the first drift where one part has left its pattern."""
        found = [harvest(self.topic.source, filled, part) for part in self.parts]
        drift = next((each.drift for each in found if each.drift), None)
        answers = sum((each.answers for each in found), ())
        return Harvest(answers, sum((each.nodes for each in found), ()), drift)

    def filled(self, answers: Sequence[str]) -> str:
        """The topic's file with this koan filled and every other koan as it was.

        Raises:
            ValueError: an answer cannot stand in its blank.
        """
        return self.topic.filled({self.name: answers})

    @cached_property
    def solution(self) -> tuple[str, ...]:
        """The right answers, harvested from the solution; empty where there is none or it has drifted."""
        found = self.harvest(self.topic.solution)
        return () if found.drift else found.answers

    @property
    def hints(self) -> hints.Hints:
        """What the hints file says of this koan; empty if it says nothing."""
        return self.topic.hints.get(self.name, hints.Hints())


@dataclass(frozen=True, eq=False)
class Topic:
    """One file of the course."""

    number: str
    slug: str
    source: Source
    trees: Trees
    language: str = "en"

    @classmethod
    def of_file(cls, path: Path) -> "Topic | None":
        """A topic that is its own pristine text, which an author is still writing; None if it is not named as one."""
        match = FILE_NAME.fullmatch(path.name)
        trees = Trees.checkout(path.parent.parent)
        return match and cls(match["number"], match["slug"], decode(path.read_bytes()), trees)

    @property
    def filename(self) -> str:
        """The name that its file has in `koans/`, `solutions/` and `properties/`."""
        return f"test_{self.number}_{self.slug}.py"

    @property
    def hints_path(self) -> Path:
        """The hints of this topic, in the language of the course."""
        return self.trees.hints / self.language / f"{self.number}_{self.slug}.toml"

    @cached_property
    def title(self) -> str:
        """What the file's opening line calls itself, up to the colon."""
        return self.introduction.split("\n")[0].split(":")[0].rstrip(".") or self.slug.replace("_", " ")

    @cached_property
    def introduction(self) -> str:
        """The docstring that opens the file."""
        return ast.get_docstring(ast.Module(list(self.source.statements), [])) or ""

    @cached_property
    def koans(self) -> tuple[Koan, ...]:
        """The koans in the order of the file."""
        return tuple(self._koans())

    @cached_property
    def blanks(self) -> tuple[Blank, ...]:
        """Every blank of the file."""
        return tuple(find(self.source))

    @cached_property
    def solution(self) -> Source:
        """The filled file; empty if there is none."""
        path = self.trees.solutions / self.filename
        return decode(path.read_bytes()) if path.is_file() else decode(b"")

    @cached_property
    def hints(self) -> dict[str, hints.Hints]:
        """The hints by koan.

        Raises:
            HintsTrouble: the file cannot be used.
        """
        return hints.load(self.hints_path)

    def filled(self, answers: Mapping[str, Sequence[str]]) -> str:
        """The file with the koans of these names filled and every other koan as it was.

        Raises:
            ValueError: there is no koan of that name, or an answer cannot stand in its blank.
        """
        koans = {koan.name: koan for koan in self.koans}
        by_part: dict[str, list[str]] = {}
        for name, given in answers.items():
            if name not in koans:
                raise ValueError(f"{self.slug} has no koan {name}")
            if len(given) != len(koans[name].blanks):
                raise ValueError(f"{koans[name].identity} has {len(koans[name].blanks)} blanks, not {len(given)}")
            for blank, answer in zip(koans[name].blanks, given, strict=True):
                by_part.setdefault(blank.koan or "", []).append(answer)
        return transplant(self.source, by_part)

    def _koans(self) -> Iterator[Koan]:
        before: list[str] = []
        for node in self.source.statements:
            if not isinstance(node, DEFINITIONS):
                continue
            before.append(node.name)
            if node.name.startswith(PREFIX):
                yield Koan(self, node.name.removeprefix(PREFIX), tuple(before))
                before = []


@dataclass(frozen=True, eq=False)
class Course:
    """All topics, in the order of their numbers."""

    topics: tuple[Topic, ...]

    @classmethod
    def load(cls, trees: Trees, language: str = "en") -> "Course":
        """Read every topic under `trees.koans`. Nothing is run and nothing but text is read."""
        found = [(path, FILE_NAME.fullmatch(path.name)) for path in sorted(trees.koans.glob("test_*.py"))]
        return cls(
            tuple(
                Topic(match["number"], match["slug"], decode(path.read_bytes()), trees, language)
                for path, match in found
                if match
            )
        )

    @classmethod
    def at_hand(cls) -> "Course":
        """The course that came with this engine, or the checkout that the variable `KOANS_COURSE` names."""
        return cls.load(Trees.at_hand())

    @cached_property
    def koans(self) -> tuple[Koan, ...]:
        """Every koan, in the order in which the course is walked."""
        return tuple(koan for topic in self.topics for koan in topic.koans)

    def topic_of_file(self, filename: str) -> Topic | None:
        """The topic whose file has this name."""
        return next((topic for topic in self.topics if topic.filename == filename), None)

    def topic(self, asked: str) -> Topic:
        """The topic that `asked` names: by slug, number or file name.

        Raises:
            CourseTrouble: there is none.
        """
        wanted = Path(asked).name.lower().removeprefix(PREFIX).removesuffix(".py")
        for topic in self.topics:
            if wanted in {topic.slug, topic.number, topic.number.lstrip("0"), f"{topic.number}_{topic.slug}"}:
                return topic
        raise CourseTrouble(nearest("topic", asked, [n for t in self.topics for n in (t.slug, t.filename)]))

    def koan(self, asked: str) -> Koan:
        """The koan that `asked` names: by identity, name, function, or pytest's `path::function`.

        Raises:
            CourseTrouble: there is none, or two topics have one of that name.
        """
        return self._koan(asked, "koan", [])

    def _koan(self, asked: str, noun: str, also: list[str]) -> Koan:
        file, _, function = asked.rpartition("::")
        wanted, here = function.lower().removeprefix(PREFIX), self.topic_of_file(Path(file).name)
        found = [koan for koan in (here.koans if here else self.koans) if wanted in {koan.name, koan.identity}]
        if len(found) == 1:
            return found[0]
        if found:
            raise CourseTrouble(f"{asked!r} is in two topics: name one of {', '.join(each.identity for each in found)}")
        raise CourseTrouble(nearest(noun, asked, [*also, *(n for k in self.koans for n in (k.name, k.identity))]))

    def named(self, asked: str) -> "Topic | Koan":
        """The topic or the koan of that name.

        Raises:
            CourseTrouble: there is neither, or two topics have a koan of that name.
        """
        with contextlib.suppress(CourseTrouble):
            return self.topic(asked)
        return self._koan(asked, "topic or koan", [n for t in self.topics for n in (t.slug, t.filename)])
