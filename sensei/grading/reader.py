"""The reader: a koan file becomes entries, and what many students wrote alike is read once.

A koan's entry depends on few statements of its file: its own, those that give the names of libraries, and, for code,
those whose names it uses. Where these have been met before, in any file, the entry is known.
"""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Generic, TypeVar

from sensei import aftermath, describe
from sensei.blank import NAME
from sensei.course import Koan, Topic
from sensei.grading.entry import Entry, body_line, entry_of, modules
from sensei.grading.item import Assurance, Judgement
from sensei.grading.stretch import Stretch, stretches
from sensei.pattern import Blank, Kind
from sensei.reading import Filled, Reading
from sensei.verdict import Outcome, Verdict

LARGEST = 2**17  # bytes of a file; the longest of the course has 12,000
_BLANK = re.compile(rf"(?<!\w){NAME}(?!\w)".encode())
_MOST_BLANKS = 200
_MOST_STATEMENTS = 5_000
_DIGITS = "Exceeds the limit"  # what Python says of a number that it will not write down
_LONG = 20_000  # characters; what is longer is nobody else's, and is not remembered
Value = TypeVar("Value")


class _Memo(Generic[Value]):
    """What was worked out before; what was asked for least lately is forgotten first."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._found: OrderedDict[Hashable, Value] = OrderedDict()

    def get(self, key: Hashable) -> Value | None:
        value = self._found.get(key)
        if value is not None:
            self._found.move_to_end(key)
        return value

    def put(self, key: Hashable, value: Value) -> Value:
        self._found[key] = value
        if len(self._found) > self._size:
            self._found.popitem(last=False)
        return value


_files: _Memo[tuple[Entry, ...]] = _Memo(1024)
_entries: _Memo[Entry] = _Memo(32768)


def entries(topic: Topic, raw: bytes) -> tuple[Entry, ...]:
    """What a student's file says of each koan of a topic. Nothing is raised, whatever the file holds."""
    if len(raw) > 2 * _LONG:
        return _read(topic, raw)
    key = (topic, hashlib.sha256(raw).digest())
    return _files.get(key) or _files.put(key, _read(topic, raw))


def _read(topic: Topic, raw: bytes) -> tuple[Entry, ...]:
    if len(raw) > LARGEST:
        return _broken(topic, f"{topic.filename} has {len(raw):,} bytes; a koan file has a few thousand.")
    # A row of underscores in a comment is many of the one and none of the other.
    if raw.count(NAME.encode()) > _MOST_BLANKS and (blanks := len(_BLANK.findall(raw))) > _MOST_BLANKS:
        return _broken(topic, f"{topic.filename} holds {blanks:,} blanks; there are {len(topic.blanks)} in the course.")
    try:
        file = _File(topic, raw)
        return tuple(_entry(file, koan) for koan in topic.koans)
    except _TooLong:
        return _broken(topic, f"{topic.filename} has more than {_MOST_STATEMENTS:,} statements.")
    except (RecursionError, MemoryError):
        return _broken(topic, f"{topic.filename} is nested too deeply to be read.")
    except Exception as ours:
        found = [aftermath.unjudged(koan, ours) for koan in topic.koans]
        return tuple(Entry(each.koan, judgement=Judgement(each, Assurance.TEXT)) for each in found)


def _entry(file: "_File", koan: Koan) -> Entry:
    """What the file says of one koan; text that stops the engine, as a number of too many digits does, is broken."""
    try:
        found = file.entry(koan)
        said = " ".join(found.judgement.verdict.facts) if found.judgement else ""
        if not found.judgement or found.judgement.verdict.outcome is not Outcome.UNJUDGED or _DIGITS not in said:
            return found
    except ValueError as error:
        said = str(error)
    fact = f"This koan cannot be read: {describe.one_line(said, 200)}"
    verdict = Verdict(koan.identity, Outcome.BROKEN, None, (fact,), "Write the answer in another way.")
    return Entry(koan.identity, judgement=Judgement(verdict, Assurance.TEXT))


def _broken(topic: Topic, fact: str) -> tuple[Entry, ...]:
    verdicts = [Verdict(koan.identity, Outcome.BROKEN, None, (fact,)) for koan in topic.koans]
    return tuple(Entry(each.koan, judgement=Judgement(each, Assurance.TEXT)) for each in verdicts)


class _TooLong(Exception):
    pass


class _File:
    def __init__(self, topic: Topic, raw: bytes) -> None:
        self.topic = topic
        self.raw = raw
        self.stretches = _cut(raw) or []
        self.givers: dict[str, list[int]] = {}
        for index, (_, each) in enumerate(self.stretches):
            for name in each.gives:
                self.givers.setdefault(name, []).append(index)
        self.always = [index for index, (_, each) in enumerate(self.stretches) if each.always]
        for name in modules(topic):
            self.always += self.givers.get(name, [])

    @cached_property
    def whole(self) -> Reading:
        reading = Reading(self.topic, self.raw)
        if sum(len(piece.statements) for piece in reading.source.pieces) > _MOST_STATEMENTS:
            raise _TooLong
        return reading

    def entry(self, koan: Koan) -> Entry:
        if not all(part in self.bodies for part in koan.parts):
            return entry_of(self.whole, koan)
        about = [self.stretches[index] for index in self.needed(koan)]
        texts = (self.topic, koan.name, *(each.number for _, each in about))
        if known := _entries.get(texts):
            shift = self.bodies[koan.function] - body_line(self.topic.source, koan.function)
            return known if known.shift == shift else replace(known, shift=shift)
        places = (*texts, "at", *(line for line, _ in about))
        if known := _entries.get(places):
            return known
        found = entry_of(_Single(koan, about), koan)
        if sum(len(each.text) for _, each in about) > _LONG:
            return found
        return _entries.put(texts if found.item else places, found)  # a verdict names lines

    @cached_property
    def bodies(self) -> dict[str, int]:
        """The line on which each definition's body begins; of two with one name the later, as in Python."""
        return {name: line + below for line, each in self.stretches for name, below in each.bodies}

    def needed(self, koan: Koan) -> Sequence[int]:
        """The statements that the entry of a koan depends on."""
        chosen = {*self.always, *(index for part in koan.parts for index in self.givers[part])}
        if any(blank.kind is Kind.CODE for blank in koan.blanks):
            waiting = [*chosen]
            while waiting:
                for name in self.stretches[waiting.pop()][1].uses:
                    new = set(self.givers.get(name, ())) - chosen
                    chosen |= new
                    waiting += new
        return sorted(chosen)


class _Single(Reading):
    """A file of which only what matters to one koan is there, each line in its place."""

    def __init__(self, koan: Koan, about: Sequence[tuple[int, Stretch]]) -> None:
        text, line = "", 1
        for start, each in about:
            text += "\n" * (start - line) + each.text
            line = start + each.text.count("\n")
        super().__init__(koan.topic, text.encode())
        self.koan = koan

    @cached_property
    def filled(self) -> dict[str, Filled]:
        left: list[Blank] = [blank for blank in self._blanks if blank.koan in self.koan.parts]
        return {self.koan.function: Filled(self.koan, self.koan.harvest(self.source), left)}


def _cut(raw: bytes) -> list[tuple[int, Stretch]] | None:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else stretches(text.replace("\r\n", "\n").replace("\r", "\n"))
