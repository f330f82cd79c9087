"""The naming of koan files: which koan file a hand-in's file is, by its name or else by what it defines."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from sensei.course import PREFIX, Course, Topic

_DEFINES = re.compile(rb"^[ \t]*(?:async[ \t]+)?def[ \t]+(\w{1,200})", re.MULTILINE)
# What comes behind a koan file's name: marks of a copy, then endings, in any number.
_COPY = r"(?:[ _.-]*(?:\((?P<brackets>\d{1,4})\)|-(?P<dash>\d{1,4})|_\d{1,2}|(?:copy|kopie)(?: \d{1,4})?|final))"
_BEHIND = re.compile(
    rf"(?P<words>.*?)(?P<copy>{_COPY}*)(?P<ends>(?:\.[a-z0-9]{{1,8}})*)(?P<late_copy>(?: ?\(\d{{1,4}}\))*)"
)
_NUMBER = re.compile(r"\d+")
# Endings under which a koan file may come and still be one; others hold what no koan file is.
_TEXT = {"py", "txt", "text", "pyw", "download"}
_LEFT_OVER = {"pyc", "pyo", "bak", "orig", "swp", "tmp", "rej", "diff", "patch", "md5", "log", "out"}


@dataclass(frozen=True)
class Named:
    """A file whose name tells which koan file it is.

    Attributes:
        topic: the topic.
        number: of the copy or the resubmission; 0 for none.
        before: what stands before the koan file's name, such as `adalovelace_`.
        behind: words between it and the ending that are no mark of a copy, such as `_ada`.
        ending: the last ending, in lower case, such as `py` or `ipynb`; empty for none.
    """

    topic: Topic
    number: int = 0
    before: str = ""
    behind: str = ""
    ending: str = ""

    @property
    def is_text(self) -> bool:
        """Whether the ending is one of a text."""
        return self.ending in _TEXT or not self.ending

    @property
    def is_plain(self) -> bool:
        """Whether nothing but marks of a copy stands around the koan file's name."""
        return self.is_text and not self.before and not self.behind


@dataclass(frozen=True)
class Naming:
    """The koan files of a course, to be recognised."""

    course: Course
    _by_function: dict[bytes, list[Topic]] = field(default_factory=dict[bytes, list[Topic]], init=False)

    def by_name(self, name: str) -> Named | None:
        """The koan file that a name stands for, under tolerant spelling; None if it names none."""
        found = self._pattern.search(name)
        if not found or not found.lastgroup:
            return None
        behind = _BEHIND.fullmatch(name[found.end() :].casefold())
        if not behind:
            return None
        endings = [each for each in behind["ends"].split(".") if each]
        if set(endings) & _LEFT_OVER or name.endswith("~"):
            return None
        # `x.py.txt` is a text and `x.py.html` a page, but `x.ada.py` has a dotted word in it.
        words = behind["words"] + "".join(f".{each}" for each in endings[:-1] if each not in _TEXT)
        numbers = [int(each) for each in _NUMBER.findall(behind["copy"] + behind["late_copy"])]
        topic = self.course.topics[int(found.lastgroup[1:])]
        return Named(topic, max(numbers, default=0), name[: found.start()], words, endings[-1] if endings else "")

    def by_content(self, raw: bytes) -> list[Topic]:
        """The topics of which a text defines koans, by a look at its words: nothing is parsed. Most koans first."""
        defined = set(_DEFINES.findall(raw))
        found: dict[str, int] = {}
        for name in defined:
            for topic in self._functions.get(name, ()):
                found[topic.slug] = found.get(topic.slug, 0) + 1
        # One koan of a name that two topics share says little; a third of a topic's koans says enough.
        enough = [topic for topic in self.course.topics if found.get(topic.slug, 0) * 3 >= max(len(topic.koans), 1)]
        return sorted(enough, key=lambda topic: -found[topic.slug])

    @cached_property
    def _functions(self) -> dict[bytes, list[Topic]]:
        functions: dict[bytes, list[Topic]] = {}
        for topic in self.course.topics:
            for koan in topic.koans:
                functions.setdefault(koan.function.encode(), []).append(topic)
        return functions

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        gap = r"[ _.\-]+"
        spelled = list[str]()
        for place, topic in enumerate(self.course.topics):
            words = [PREFIX.rstrip("_"), f"0*{int(topic.number)}", *map(re.escape, topic.slug.split("_"))]
            spelled.append(f"(?P<t{place}>{gap.join(words)})")
        return re.compile(rf"(?:{'|'.join(spelled) or '(?!)'})(?![a-z0-9])", re.IGNORECASE)
