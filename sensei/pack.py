"""The pack: the koan files of a learner's folder in one zip, and what can be said of them without running any."""

import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sensei import base
from sensei.bundle import bundle
from sensei.course import FILE_NAME, Course
from sensei.pattern import find
from sensei.refusal import Refusal
from sensei.source import decode
from sensei.trees import KOANS
from sensei.workspace import back_up, write

_STRANGE = re.compile(r"[^\w.@+-]+")


@dataclass(frozen=True)
class Pack:
    """What there is to hand in.

    Attributes:
        files: the koan files by name, raw.
        surplus: names of further files of the same topics, which stay behind.
    """

    files: Mapping[str, bytes]
    surplus: tuple[str, ...] = ()

    def lines(self, course: Course, passed: Collection[str]) -> Iterator[str]:
        """How many koans hold, as the last runs saw it, and in how many a blank is left."""
        koans = course.koans
        held = sum(koan.identity in passed for koan in koans)
        yield f"{held} of {len(koans)} koans held when they were last run."
        blanks = {_slug(name): {blank.koan for blank in find(decode(raw))} for name, raw in self.files.items()}
        left = sum(not blanks.get(koan.topic.slug, set()).isdisjoint(koan.parts) for koan in koans)
        if left:
            yield f"A blank is left in {counted(left, 'koan')}."

    def warnings(self, course: Course) -> Iterator[str]:
        """Sentences on files that are not there, or are there and were left behind."""
        there = {_slug(name) for name in self.files}
        missing = [topic for topic in course.topics if topic.slug not in there]
        if missing:
            names = ", ".join(topic.filename for topic in missing)
            yield f"Not in it, for {KOANS}/ lacks them: {names}. `koans reset TOPIC` puts one back as it was."
        if self.surplus:
            yield f"Left behind, for another file is of the same topic: {', '.join(self.surplus)}."


def gather(course: Course, folder: Path) -> Pack:
    """The koan files of a learner's folder: of each topic the one that the course's newest number names.

    Raises:
        Refusal: there is none, or one cannot be read.
    """
    found = base.topics_in(folder / KOANS)
    files, surplus = dict[str, bytes](), list[str]()
    for topic in course.topics:
        paths = found.get(topic.slug, [])
        chosen = next((path for path in paths if path.name == topic.filename), paths[-1] if paths else None)
        surplus += [path.name for path in paths if path != chosen]
        if chosen:
            try:
                files[chosen.name] = chosen.read_bytes()
            except OSError as error:
                raise Refusal(f"{chosen} cannot be read: {error.strerror}; nothing was written") from None
    if not files:
        raise Refusal(
            f"{folder / KOANS} holds no koan file, so there is nothing to hand in: `koans update` brings them"
        )
    return Pack(files, tuple(surplus))


def target(out: Path | None, name: str) -> Path:
    """Where the zip goes: a file that is named, else `koans-NAME.zip` in a folder that is named or in this one."""
    clean = _STRANGE.sub("-", name)[:80].strip(".-") or "me"
    default = Path(f"koans-{clean}.zip")
    return default if out is None else out / default if out.is_dir() else out


def name_in(filename: str) -> str:
    """The NAME in `koans-NAME.zip`, if that is how `target` spells it; empty for the name of any other file."""
    name = filename.removeprefix("koans-").removesuffix(".zip")
    return name if target(None, name).name == filename else ""


def put(found: Pack, folder: Path, path: Path) -> Path | None:
    """Write the zip. The same koans give the same bytes. Returns where another file of that name was copied to.

    Raises:
        Refusal: what is there is no zip, no copy of it can be kept, or the place cannot be written.
    """
    raw = bundle((f"{KOANS}/{name}", content, False) for name, content in found.files.items())
    kept = None
    if path.exists():
        if not zipfile.is_zipfile(path):
            raise Refusal(f"{path} is there already and is no zip: name another file with --out")
        if path.read_bytes() == raw:
            return None
        kept = back_up(folder, path)
    write(path, raw)
    return kept


def counted(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _slug(filename: str) -> str:
    match = FILE_NAME.fullmatch(filename)
    return match["slug"] if match else ""
