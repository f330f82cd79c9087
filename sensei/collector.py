"""The collector: how pytest meets a koan file. A module like any other, but one bad koan does not hide the rest."""

import types
from functools import cached_property
from pathlib import Path

import pytest

from sensei.course import Course, Koan, Topic
from sensei.judge import Script
from sensei.memory import Memory
from sensei.trees import KOANS

COURSE = pytest.StashKey[Course]()
MEMORY = pytest.StashKey[Memory]()


class KoanModule(pytest.Module):
    """A file of `koans/`. Its items are pytest's own functions; those that cannot run say why when they are called."""

    topic: Topic

    @cached_property
    def script(self) -> Script:
        """The learner's file, read but not run."""
        try:
            raw = self.path.read_bytes()
        except OSError as error:
            raise self.CollectError(
                f"{self.path} cannot be read ({error.strerror}): see that you may read it, "
                f"or put it back with `koans reset {self.topic.slug}`"
            ) from None
        return Script(self.topic, self.path, raw, self.config.stash[MEMORY])

    def _getobj(self) -> types.ModuleType:
        return self.script.module(f"{KOANS}.{self.path.stem}")


def topic_of(course: Course, path: Path) -> Topic | None:
    """The topic that a file of a folder called `koans` belongs to; a file that the course lacks is its own."""
    if path.parent.name != KOANS:
        return None
    return course.topic_of_file(path.name) or Topic.of_file(path)


def koan_of(item: pytest.Item) -> tuple[Script, Koan] | None:
    """The koan behind a test item, with the file that it is filled in; None for any other test."""
    if not isinstance(item.parent, KoanModule):
        return None
    script = item.parent.script
    koan = next((koan for koan in script.topic.koans if koan.function == item.name), None)
    return (script, koan) if koan else None
