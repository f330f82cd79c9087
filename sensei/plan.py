"""The plan of an update: what will become of each file of the learner's. Making it writes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sensei import base
from sensei.bulletin import Leftover
from sensei.carry import Fate
from sensei.course import Course, Koan, Topic
from sensei.merge import Merge, MergeTrouble, merge
from sensei.progress import Progress
from sensei.source import decode
from sensei.trees import KOANS
from sensei.workspace import WorkspaceTrouble


@dataclass(frozen=True)
class Step:
    """What one file of the learner's will be.

    `path` is where it is now and `before` what it holds, None if there is none; `target` is where it will be and
    `after` what it will hold, None if it goes. `spare` are further files of the topic, with nothing of the learner's.
    """

    slug: str
    topic: Topic | None
    path: Path | None
    before: bytes | None
    target: Path
    after: bytes | None
    merged: Merge
    spare: tuple[Path, ...] = ()

    @property
    def moves(self) -> bool:
        """Whether anything is written or removed."""
        return self.path != self.target or self.before != self.after or bool(self.spare)


@dataclass(frozen=True)
class Plan:
    """All that an update will do, and what it has to leave alone."""

    course: Course
    folder: Path
    steps: tuple[Step, ...]
    left: tuple[Leftover, ...]

    @property
    def doubtful(self) -> list[Koan]:
        """The koans that held when they were last run, and are no longer the same."""
        passed = set(Progress.load(self.folder).passed)
        changed = (koan for step in self.steps for koan in _changed(step))
        return [koan for koan in changed if koan.identity in passed]


@dataclass
class _Planner:
    course: Course
    folder: Path
    left: list[Leftover] = field(default_factory=list[Leftover])

    def plan(self) -> Plan:
        if not self.course.topics:
            raise WorkspaceTrouble("the course that came with koans has no topics: install it again")
        known, found = base.recalled(self.folder), base.topics_in(self.folder / KOANS)
        steps = [self._step(topic, found.get(topic.slug, []), known.get(topic.slug)) for topic in self.course.topics]
        slugs = {topic.slug for topic in self.course.topics}
        for slug in sorted(found.keys() - slugs):
            steps += [self._farewell(path, slug, known.get(slug)) for path in found[slug]]
        return Plan(self.course, self.folder, tuple(step for step in steps if step), tuple(self.left))

    def _step(self, topic: Topic, paths: list[Path], old: bytes | None) -> Step | None:
        target, new = self.folder / KOANS / topic.filename, topic.source.text.encode()
        if target.exists() and not target.is_file():
            self._leave(target, "it is no file. Move it away")
            return None
        contents = {path: raw for path in paths if (raw := self._read(path)) is not None}
        if len(contents) < len(paths):
            return None
        bare = {path for path, raw in contents.items() if _text(raw) in (_text(new), _text(old))}
        own = [path for path in contents if path not in bare] or sorted(bare, key=lambda path: path == target)[-1:]
        if len(own) > 1:
            names = " and ".join(self._named(path) for path in own)
            both = f"{names} both hold work of yours. Keep one of them there and move the other away"
            self._leave(own[0], both)
            return None
        path = own[0] if own else None
        before = contents[path] if path else None
        spare = tuple(each for each in contents if each not in (path, target))
        if before is None:
            return Step(topic.slug, topic, None, None, target, new, Merge(new, {}))
        if path == target and not spare and _text(old) == _text(new):
            return Step(topic.slug, topic, path, before, target, before, Merge(before, {}))
        try:
            merged = merge(old, before, new)
        except MergeTrouble as trouble:
            self._leave(path or target, f"{trouble}. Mend it")
            # It keeps every byte, and only takes the name by which the course knows it.
            moved = Step(topic.slug, None, path, before, target, before, Merge(before, {}))
            return moved if path != target else None
        return Step(topic.slug, topic, path, before, target, merged.raw, merged, spare)

    def _farewell(self, path: Path, slug: str, old: bytes | None) -> Step | None:
        """A file that is no topic of the course: it goes if it was one, else it is the learner's own."""
        raw = self._read(path)
        if raw is None or old is None:
            return None
        touched = frozenset({slug} if _text(raw) != _text(old) else ())
        return Step(slug, None, path, raw, path, None, Merge(b"", {slug: Fate.GONE}, touched))

    def _read(self, path: Path) -> bytes | None:
        try:
            return path.read_bytes()
        except OSError as error:
            self._leave(path, f"it cannot be read: {error.strerror}. Mend that")
            return None

    def _leave(self, path: Path, why: str) -> None:
        self.left.append(Leftover(self._named(path), why))

    def _named(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()


def plan(course: Course, folder: Path) -> Plan:
    """Find out what an update will do. Nothing is written.

    Raises:
        WorkspaceTrouble: the course is empty.
    """
    return _Planner(course, folder).plan()


def _changed(step: Step) -> Iterator[Koan]:
    for koan in step.topic.koans if step.topic else ():
        if {step.merged.fates.get(part) for part in koan.parts} - {None, Fate.SAME}:
            yield koan


def _text(raw: bytes | None) -> str | None:
    """What two files have in common that differ in nothing but line ends and marks."""
    return None if raw is None else decode(raw).text or raw.decode(errors="backslashreplace")
