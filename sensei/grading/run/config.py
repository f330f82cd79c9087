"""The configuration: what an instructor decides of an assignment, from `grading.toml`. It touches no verdict."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from sensei.absence import CourseTrouble
from sensei.course import Course, Koan
from sensei.grading.run.lateness import Late
from sensei.grading.run.table import ConfigTrouble, Table

_Found = TypeVar("_Found")
_KEYS = ("title", "points", "credit", "topics", "exclude", "overrides", "weights", "late")
KOAN, TOPIC = "koan", "topic"


@dataclass(frozen=True)
class Config:
    """What is asked of a class, and what it is worth.

    Attributes:
        title: of the assignment.
        points: what the whole is worth; None if it is the sum of the weights.
        credit: `koan` if every koan earns its points by itself, `topic` if those of a topic are earned together: all
            of them if all its koans hold, else none. A verdict tells of a koan whether it holds and of no blank, so
            there is no credit for a part of a koan.
        topics: the slugs of the topics that were asked for; empty for all.
        excluded: the identities of koans that do not count.
        weights: what a koan weighs, by identity; 1 if not given.
        late: the policy for late hand-ins; None if lateness costs nothing.
        overrides: where the points that were set by hand are; None for the place in the folder of the run.
    """

    title: str = ""
    points: float | None = None
    credit: str = KOAN
    topics: tuple[str, ...] = ()
    excluded: frozenset[str] = frozenset()
    weights: Mapping[str, float] = field(default_factory=dict[str, float])
    late: Late | None = None
    overrides: Path | None = None

    @classmethod
    def load(cls, path: Path, course: Course) -> "Config":
        """Read a file.

        Raises:
            ConfigTrouble: it cannot be read, or has a key or a value that cannot be used.
        """
        table = Table(str(path), _toml(path), _KEYS)
        late = table.table("late", Late.KEYS)
        excluded = [_meant(table, "exclude", each, course.koan).identity for each in table.texts("exclude")]
        topics = [_meant(table, "topics", each, course.topic).slug for each in table.texts("topics")]
        overrides = table.text("overrides")
        return cls(
            title=table.text("title"),
            points=table.number("points", 0) if "points" in table else None,
            credit=table.choice("credit", (KOAN, TOPIC)),
            topics=tuple(topics),
            excluded=frozenset(excluded),
            weights=_weights(table, course),
            late=Late.read(late) if late else None,
            overrides=path.parent / overrides if overrides else None,
        )

    def koans(self, course: Course, topics: Sequence[str] = ()) -> tuple[Koan, ...]:
        """The koans that are asked for, in the order of the course; `topics` go before those of the file.

        Raises:
            CourseTrouble: there is no such topic.
            ConfigTrouble: none is left.
        """
        wanted = {course.topic(each).slug for each in topics or self.topics}
        found = tuple(k for k in course.koans if not wanted or k.topic.slug in wanted)
        if all(koan.identity in self.excluded for koan in found):
            raise ConfigTrouble("no koan is left to grade: name other topics, or exclude fewer koans")
        return found


def _meant(table: Table, key: str, asked: str, find: Callable[[str], _Found]) -> _Found:
    """What a value names in the course, found by `find`."""
    try:
        return find(asked)
    except CourseTrouble as trouble:
        raise ConfigTrouble(f"{table.where}: the key {key!r}: {trouble}") from None


def _weights(table: Table, course: Course) -> Mapping[str, float]:
    """By identity; what is said of a koan goes before what is said of its topic, wherever they stand."""
    given = table.table("weights")
    if given is None:
        return {}
    weights: dict[str, float] = {}
    own: dict[str, float] = {}
    for key in given:
        found, weight = _meant(given, key, key, course.named), given.number(key, 1)
        if isinstance(found, Koan):
            own[found.identity] = weight
        else:
            weights |= {koan.identity: weight for koan in found.koans}
    return weights | own


def _toml(path: Path) -> object:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ConfigTrouble(f"there is no file {path}: name one with --config, or leave the option out") from None
    except OSError as error:
        raise ConfigTrouble(f"{path} cannot be read: {error.strerror or error}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigTrouble(f"{path} is not TOML that can be read: {error}: mend that place, and run again") from None
