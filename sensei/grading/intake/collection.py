"""The collection: a hand-in becomes a submission, with the bytes of its koan files and what is the matter with them."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from sensei.course import Topic
from sensei.grading.intake.bounds import KOAN_FILE, Beyond, Bounds
from sensei.grading.intake.candidates import Candidate, Candidates
from sensei.grading.intake.content import readable, troubles_of
from sensei.grading.intake.entry import Unreadable
from sensei.grading.intake.handin import Handin, moment
from sensei.grading.intake.naming import Naming
from sensei.grading.submission import Submission, Trouble

_MOST_TOLD = 20
_MOST_MISSING = 3
_MOST_LOOKED_INTO = 200  # files whose names say nothing


def collect(handin: Handin, naming: Naming, asked: Sequence[Topic]) -> Submission:
    """Read what a student handed in. Whatever is the matter with it is told there, and what is missing of `asked`."""
    with ExitStack() as stack:
        found = Candidates(naming, Bounds(), stack)
        found.look_through(handin)
        collection = _Collection(handin, naming, found)
        collection.take_named()
        collection.take_by_content()
        collection.tell_missing(asked)
    return collection.submission()


@dataclass
class _Collection:
    handin: Handin
    naming: Naming
    found: Candidates
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    troubles: list[Trouble] = field(default_factory=list[Trouble])
    times: list[float] = field(default_factory=list[float])

    def take_named(self) -> None:
        """Take the newest of the files that are named as a koan file."""
        named = [each for each in self.found.named if not each.is_of_solutions]
        if not named and (named := self.found.named):
            self._tell("the koan files lie in a folder called solutions: they were taken from there.")
        groups: dict[str, list[Candidate]] = {}
        for each in named:
            groups.setdefault(each.named.topic.filename if each.named else "", []).append(each)
        for filename, group in groups.items():
            # A page or a document is taken where there is nothing better, so that it can be told of.
            texts = [each for each in group if each.named and each.named.is_text] or group
            best = max(texts, key=lambda each: each.age)
            self._take(filename, best)
            others = [each.place for each in texts if each is not best]
            if others:
                self._tell(
                    f"{filename} is there {len(texts)} times: {best.place} is the newest and was taken, and "
                    f"{_listed(others)} {'was' if len(others) == 1 else 'were'} not.",
                    filename,
                )
            elif best.named and (best.named.number or best.named.behind or best.named.ending != "py"):
                self._tell(f"{best.place} was taken for {filename}: hand it in under that name.", filename)

    def take_by_content(self) -> None:
        """Take files of other names for the koan files that are missing, by the koans that they define."""
        for each in sorted(self.found.unnamed, key=lambda each: each.age, reverse=True)[:_MOST_LOOKED_INTO]:
            missing = [topic for topic in self._topics if topic.filename not in self.files]
            if not missing:
                return
            raw = self._read(each)
            for topic in self.naming.by_content(readable(raw)) if raw else ():
                if topic in missing:
                    self._keep(topic.filename, raw or b"", each)
                    self._tell(
                        f"{each.place} was taken for {topic.filename}, by its koans: hand it in under that name.",
                        topic.filename,
                    )

    def tell_missing(self, asked: Sequence[Topic]) -> None:
        """Say what is missing of what was asked for, and what lies there in its place."""
        self.troubles += self.found.troubles
        if self.found.locked:
            some = _listed(self.found.locked)
            self._tell(f"{some} cannot be read without a password: hand in a zip that asks for none.")
        self._tell_notebooks([topic for topic in self._topics if topic.filename not in self.files])
        missing = [topic for topic in asked if topic.filename not in self.files]
        if not self.files:
            self._tell(
                "the hand-in is empty: hand in the koan files."
                if not self.found.files
                else f"no koan file was found, only {self._seen()}: hand in the folder koans, or the files in it."
            )
        elif len(missing) > _MOST_MISSING:
            self._tell(f"{len(missing)} koan files are missing: {', '.join(topic.filename for topic in missing)}.")
        else:
            for topic in missing:
                self._tell(f"{topic.filename} is missing: hand it in too.", topic.filename)

    def submission(self) -> Submission:
        """What became of it."""
        sender = self.handin.sender
        time = sender.stamp or (moment(max(self.times)) if self.times and sender.timed else None)
        more = len(self.troubles) - _MOST_TOLD
        troubles = self.troubles[:_MOST_TOLD]
        if more > 0:
            suspicious = any(each.suspicious for each in self.troubles[_MOST_TOLD:])
            troubles.append(Trouble(f"{more} more things are the matter with the hand-in.", suspicious=suspicious))
        order = {topic.filename: place for place, topic in enumerate(self._topics)}
        return Submission(
            student=sender.student,
            name=sender.name,
            files=dict(sorted(self.files.items(), key=lambda item: order[item[0]])),
            troubles=tuple(troubles),
            handed_in=time,
            late=sender.late,
            identifiers=dict(sender.identifiers),
            source=self.handin.source,
        )

    @property
    def _topics(self) -> Sequence[Topic]:
        return self.naming.course.topics

    def _seen(self) -> str:
        first = ", ".join(self.found.first)
        more = self.found.files - len(self.found.first)
        return f"{first} and {more} more" if more else first

    def _take(self, filename: str, candidate: Candidate) -> None:
        raw = self._read(candidate, filename)
        if raw is not None:
            self._keep(filename, raw, candidate)
            self.troubles += troubles_of(filename, raw)

    def _keep(self, filename: str, raw: bytes, candidate: Candidate) -> None:
        self.files[filename] = readable(raw)
        if candidate.entry.modified:
            self.times.append(candidate.entry.modified)

    def _read(self, candidate: Candidate, filename: str = "") -> bytes | None:
        try:
            raw = candidate.tree.read(candidate.entry, KOAN_FILE)
            if candidate.tree is self.handin.tree:
                self.found.bounds.unpack(len(raw))
        except (Unreadable, Beyond) as error:
            if filename:
                suspicious = isinstance(error, Unreadable) and error.suspicious
                self._tell(f"{candidate.place} cannot be used: {error}.", filename, suspicious)
            return None
        return raw

    def _tell_notebooks(self, missing: Sequence[Topic]) -> None:
        for each in self.found.notebooks:
            topic = each.named.topic if each.named else None
            if not topic:
                raw = self._read(each) or b""
                held = self.naming.by_content(raw.replace(b'"', b"\n"))  # a quote opens each line of code
                topic = held[0] if held else None
            filename = topic.filename if topic in missing and topic else ""
            wanted = filename or "the koan files"
            self._tell(f"{each.place} is a notebook: copy the answers into {wanted}, and hand in those.", filename)

    def _tell(self, sentence: str, filename: str = "", suspicious: bool = False) -> None:
        self.troubles.append(Trouble(sentence, filename, suspicious))


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_MOST_MISSING])
    more = len(names) - _MOST_MISSING
    return f"{shown} and {more} more" if more > 0 else shown
