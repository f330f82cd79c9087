"""The scaffold: a new koan in every tree, that runs and says of itself in each place what is still to be written."""

import contextlib
import keyword
import re
from dataclasses import dataclass
from pathlib import Path

from sensei.absence import CourseTrouble
from sensei.author.violation import AuthorTrouble
from sensei.course import PREFIX, Course, Topic
from sensei.progress import write_whole
from sensei.source import decode
from sensei.trees import KOANS, Trees

TO_WRITE = "TO WRITE"
_NEW_TOPIC = re.compile(r"(?P<number>\d{2,})_(?P<slug>[a-z][a-z0-9_]*)")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+){2,}")

_HEAD = f'"""{TO_WRITE}: what this topic is about, and what its koans take for granted."""\n'
_BLANK = "\nfrom sensei import ___\n"
_KOAN = f'''

def test_NAME():
    """{TO_WRITE}: the lesson, one to three sentences that make the koan solvable by thinking."""
    # {TO_WRITE}: the moment that shows it, in at most twelve lines.
    numbers = [1, 2, 3]

    assert len(numbers) == ___
'''
_SOLUTION = f'''

def test_NAME():
    """{TO_WRITE}: the lesson, one to three sentences that make the koan solvable by thinking."""
    # {TO_WRITE}: the koan again, with a comment that says why the answer is what it is.
    numbers = [1, 2, 3]

    assert len(numbers) == 3
'''
_PROPERTY = f'''

def test_NAME():
    """{TO_WRITE}: what the koan claims, for every input that hypothesis thinks of."""
    raise NotImplementedError
'''
_MILESTONE = f'milestone = "{TO_WRITE}: You can now ..., shown at the end of the topic."\n\n'
_HINTS = f'''[NAME]
hints = [
  "{TO_WRITE}: where to look in NAME.",
  "{TO_WRITE}: what to notice in NAME.",
  "{TO_WRITE}: almost there in NAME.",
]
why = "{TO_WRITE}: what this is good for, shown once the koan holds."
docs = "https://docs.pytorch.org/docs/stable/index.html" # {TO_WRITE}: the page that tells more.

[[NAME.misconceptions]]
answers = ["2"] # {TO_WRITE}: a wrong answer that people really give.
reply = "{TO_WRITE}: the sentence that answers this very belief."

[[NAME.misconceptions]]
answers = ["4"] # {TO_WRITE}: another one.
reply = "{TO_WRITE}: the sentence that answers that belief."
'''


@dataclass(frozen=True)
class _Part:
    """A file that gets a new koan: what it opens with if it is new, and what is added at its end."""

    path: Path
    head: str
    body: str

    def whole(self, name: str) -> bytes:
        """The file with the koan, every byte that was there before included."""
        body = self.body.replace("NAME", name)
        if not self.path.is_file():
            return (self.head + body).lstrip("\n").encode()
        raw = self.path.read_bytes()
        newline = b"\r\n" if b"\r\n" in raw else b"\n"
        glue = b"" if raw.endswith(b"\n") or not raw else newline
        between = "" if self.body.startswith("\n") else "\n"
        return raw + glue + (between + body).encode().replace(b"\n", newline)


def scaffold(root: Path, asked: str, name: str) -> list[Path]:
    """Write a new koan into every tree, in a topic that is there or a new one. Returns the files.

    Raises:
        AuthorTrouble: the names are not usable or taken, or a file cannot be written; then nothing is changed.
    """
    name = name.removeprefix(PREFIX)
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        raise AuthorTrouble(
            f"{name!r} is no name of a koan: say what it shows in three words or more, as in a_zero_is_not_a_silence"
        )
    course = Course.load(Trees.checkout(root))
    try:
        topic = course.topic(asked)
        stem = f"{topic.number}_{topic.slug}"
        _refuse_taken(topic, name)
    except CourseTrouble as trouble:
        stem = _new_topic(course, asked, trouble)
    parts = [
        _Part(root / KOANS / f"{PREFIX}{stem}.py", _HEAD + _BLANK, _KOAN),
        _Part(root / "solutions" / f"{PREFIX}{stem}.py", _HEAD, _SOLUTION),
        _Part(root / "properties" / f"{PREFIX}{stem}.py", _HEAD, _PROPERTY),
    ]
    hints = root / "hints"
    languages = sorted(each.name for each in hints.iterdir() if each.is_dir()) if hints.is_dir() else []
    parts += [_Part(hints / language / f"{stem}.toml", _MILESTONE, _HINTS) for language in languages or ["en"]]
    return _write([*_pristine(root, parts[0], name), *((part.path, part.whole(name)) for part in parts)])


def _refuse_taken(topic: Topic, name: str) -> None:
    for tree in (topic.trees.koans, topic.trees.solutions, topic.trees.properties):
        path = tree / topic.filename
        if path.is_file() and PREFIX + name in decode(path.read_bytes()).definitions:
            raise AuthorTrouble(f"{path} already has {PREFIX}{name}: choose another name")
    for path in topic.trees.hints.glob(f"*/{topic.number}_{topic.slug}.toml"):
        if re.search(rf"^\[{name}\]", path.read_text(encoding="utf-8", errors="replace"), re.MULTILINE):
            raise AuthorTrouble(f"{path} already has [{name}]: choose another name")


def _new_topic(course: Course, asked: str, trouble: CourseTrouble) -> str:
    found = _NEW_TOPIC.fullmatch(asked)
    if not found:
        raise AuthorTrouble(f"{trouble} A new topic is named like 07_shapes_and_views.") from None
    for topic in course.topics:
        if found["number"] == topic.number or found["slug"] == topic.slug:
            raise AuthorTrouble(f"{topic.filename} has that number or that name already: choose another") from None
    return asked


def _pristine(root: Path, koans: _Part, name: str) -> list[tuple[Path, bytes]]:
    """The engine's copy, if it was up to date; one that was not is for `koans author lock` to look at."""
    copy = root / "sensei" / "pristine" / koans.path.name
    if not copy.parent.is_dir() or copy.is_file() != koans.path.is_file():
        return []
    if copy.is_file() and copy.read_bytes() != koans.path.read_bytes():
        return []
    return [(copy, koans.whole(name))]


def _write(files: list[tuple[Path, bytes]]) -> list[Path]:
    """Write all files, or leave all as they were."""
    before = {path: path.read_bytes() if path.is_file() else None for path, _ in files}
    done: list[Path] = []
    for path, raw in files:
        try:
            write_whole(path, raw)
        except OSError as error:
            for other in done:
                _put_back(other, before[other])
            raise AuthorTrouble(f"nothing was changed, for {path} cannot be written: {error.strerror}") from None
        done.append(path)
    return done


def _put_back(path: Path, old: bytes | None) -> None:
    with contextlib.suppress(OSError):
        if old is None:
            path.unlink()
        else:
            write_whole(path, old)
