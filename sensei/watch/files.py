"""The learner's files as they were read last, and which koans in them read otherwise since."""

import ast
from pathlib import Path

from sensei.course import Course, Koan, Topic
from sensei.reading import Reading
from sensei.source import decode
from sensei.trees import KOANS


class Files:
    """The koan files of a learner's folder. One that is missing reads as empty."""

    def __init__(self, course: Course, root: Path) -> None:
        """Read them all."""
        self._course, self._folder = course, root / KOANS
        self._raw = {topic.filename: self._read(topic) for topic in course.topics}

    def reading(self, topic: Topic) -> Reading:
        """A topic's file, as it was read last."""
        return Reading(topic, self._raw[topic.filename])

    def exists(self, topic: Topic) -> bool:
        """Whether a topic has its file."""
        return (self._folder / topic.filename).is_file()

    def read(self, names: set[str]) -> tuple[bool, list[Koan]]:
        """Read these files again. Returns whether they differ, and the koans that do so in more than their layout."""
        differ, found = False, list[Koan]()
        for topic in self._course.topics:
            if topic.filename in names:
                before, now = self._raw[topic.filename], self._read(topic)
                self._raw[topic.filename] = now
                differ = differ or before != now
                found += _changed(topic, before, now)
        return differ, found

    def _read(self, topic: Topic) -> bytes:
        try:
            return (self._folder / topic.filename).read_bytes()
        except OSError:
            return b""


def _changed(topic: Topic, before: bytes, now: bytes) -> list[Koan]:
    old, new = _trees(topic, before), _trees(topic, now)
    return [koan for koan in topic.koans if old[koan.name] != new[koan.name]]


def _trees(topic: Topic, raw: bytes) -> dict[str, list[str]]:
    """Each koan without its layout; where it does not parse, its text."""
    source = decode(raw)
    found: dict[str, list[str]] = {}
    for koan in topic.koans:
        own = [piece for piece in source.pieces if piece.name in koan.parts]
        texts = ["\n".join(source.lines[piece.start - 1 : piece.end]) for piece in own if piece.trouble]
        found[koan.name] = texts + [ast.dump(node) for piece in own for node in piece.statements]
    return found
