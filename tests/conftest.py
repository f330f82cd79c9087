"""Shared fixtures: a course of six small koans that need no torch, and a learner's desk to work through it."""

import io
import os
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import hypothesis.internal.observability  # noqa: F401 - pytest loads it at the end of each run; once is enough
import pytest

from sensei import workspace
from sensei.course import Course, Trees

REPOSITORY = Path(__file__).parent.parent

KOANS = {
    "test_01_baskets.py": '''\
"""Baskets: numbers that are poured together.

Replace each blank with what you believe.
"""

import pytest

from sensei import ___


def test_baskets_are_poured_together():
    """Adding counts what two baskets hold together."""
    apples, pears = 1200, 564

    assert apples + pears == ___


def test_a_word_has_no_sum():
    """A word and a number have no sum: Python refuses, and the refusal has a name of its own."""
    with pytest.raises(___):
        "three" + 3


def double(number):
    """Twice the number."""
    ___


def test_double_is_written_by_you():
    """A function gives back what stands behind return."""
    assert double(4) == 8
    assert double(-1) == -2
''',
    "test_02_words.py": '''\
"""Words: rows of letters."""

import math

from sensei import ___


def test_words_are_joined_in_order():
    """The plus sign joins two words and leaves no room between them."""
    word = "rain" + "bow"

    assert word == ___
    assert len(word) == ___
    assert math.sqrt(len(word) + 2) == 3


def test_a_list_is_sorted():
    """sorted() gives a new list, the smallest number first."""
    assert sorted([31, 11, 21]) == ___
''',
    "test_03_loops.py": '''\
"""Loops: again and again."""

from sensei import ___


def rings(times):
    """One ring for each time."""
    ___


def test_the_bell_rings():
    """A loop runs its body once for each time."""
    assert rings(3) == ["dong", "dong", "dong"]
''',
}

ANSWERS = {
    "baskets_are_poured_together": ["1764"],
    "a_word_has_no_sum": ["TypeError"],
    "double_is_written_by_you": ["return 2 * number"],
    "words_are_joined_in_order": ['"rainbow"', "7"],
    "a_list_is_sorted": ["[11, 21, 31]"],
    "the_bell_rings": ['return ["dong"] * times'],
}

MILESTONE = 'milestone = "You can now tell {slug} from what they are not."\n\n'
HINTS = """\
[{name}]
hints = ["Look at {name}.", "Notice what it says.", "Almost there."]
why = "Because {name} is worth knowing."
docs = "https://docs.python.org/3/"
misconceptions = {misconceptions}

"""
MISCONCEPTIONS = {
    "baskets_are_poured_together": '[{ answers = ["1200564"], reply = "Numbers are not glued together as words are." }]'
}


def write_course(root: Path) -> Course:
    """The small course as an author's checkout."""
    for name, text in KOANS.items():
        for tree in ("koans", "properties"):
            (root / tree).mkdir(parents=True, exist_ok=True)
        (root / "koans" / name).write_text(text)
    course = Course.load(Trees.checkout(root))
    for topic in course.topics:
        text = topic.source.text
        hints = ""
        for koan in reversed(topic.koans):
            hints = HINTS.format(name=koan.name, misconceptions=MISCONCEPTIONS.get(koan.name, "[]")) + hints
        hints = MILESTONE.format(slug=topic.slug) + hints
        solution = topic.koans[0].filled(ANSWERS[topic.koans[0].name])
        for koan in topic.koans[1:]:
            solution = _fill(solution, koan.parts, ANSWERS[koan.name])
        assert text != solution
        for path, content in ((root / "solutions" / topic.filename, solution), (topic.hints_path, hints)):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
    return Course.load(Trees.checkout(root))


def _fill(text: str, parts: tuple[str, ...], answers: list[str]) -> str:
    """Put answers into the blanks of one koan, by plain replacement: these koans are simple enough for that."""
    start = text.index(f"def {parts[0]}(")
    head, body = text[:start], text[start:]
    for answer in answers:
        body = re.sub(r"(?<!\w)___(?!\w)", lambda _, answer=answer: answer, body, count=1)
    return head + body


@dataclass
class Desk:
    """A learner's folder, laid out as `koans init` does, and pytest as the learner would run it."""

    path: Path
    course: Course
    pytester: pytest.Pytester

    def file(self, number: int) -> Path:
        """The learner's file of a topic."""
        return self.path / "koans" / self.course.topics[number - 1].filename

    def answer(self, name: str, *answers: str) -> None:
        """Fill the blanks of one koan; with no answers, the right ones."""
        koan = self.course.koan(name)
        path = self.path / "koans" / koan.topic.filename
        path.write_text(_fill(path.read_text(), koan.parts, list(answers) or ANSWERS[name]))

    def solve(self, *names: str) -> None:
        """Fill these koans rightly; all of them if none is named."""
        for name in names or ANSWERS:
            self.answer(name)

    def change(self, number: int, before: str, after: str) -> None:
        """Change a learner's file as an editor would."""
        text = self.file(number).read_text()
        assert before in text
        self.file(number).write_text(text.replace(before, after, 1))

    def run(self, *args: str) -> pytest.RunResult:
        """Run pytest in this process."""
        return self.pytester.runpytest_inprocess(*args)

    def run_apart(self, *args: str) -> pytest.RunResult:
        """Run pytest in a process of its own, with nothing to read from standard input."""
        return self.pytester.run(sys.executable, "-m", "pytest", *args, stdin=b"")

    def everything(self, *args: str) -> str:
        """All that a run in this process writes, on either stream."""
        result = self.run(*args)
        return str(result.stdout) + "\n" + str(result.stderr)


class Console(io.TextIOWrapper):
    """The standard output that a terminal of a certain encoding would give."""

    def __init__(self, encoding: str) -> None:
        super().__init__(io.BytesIO(), encoding=encoding)


@pytest.fixture(scope="session")
def small_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small course on disk; not to be written to."""
    root = tmp_path_factory.mktemp("course")
    write_course(root)
    return root


@pytest.fixture
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """80 columns of UTF-8 without colours, whatever the terminal that the tests themselves run in."""
    for name in list(os.environ):
        if name.startswith("KOANS_") or name in {"NO_COLOR", "FORCE_COLOR", "PY_COLORS", "PYTHONIOENCODING", "CI"}:
            monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "__stdout__", Console("utf-8"))
    return monkeypatch


@pytest.fixture
def desk(small_course: Path, pytester: pytest.Pytester, plain_terminal: pytest.MonkeyPatch) -> Desk:
    """A fresh folder with the small course, as the working directory."""
    plain_terminal.setenv("KOANS_COURSE", str(small_course))
    course = Course.at_hand()
    folder = pytester.path / "desk"
    workspace.lay_out(folder, course)
    plain_terminal.chdir(folder)
    return Desk(folder, course, pytester)


@pytest.fixture
def own_course(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small course that a test may spoil; the desk is measured against it."""
    root = desk.pytester.path / "own-course"
    shutil.copytree(os.environ["KOANS_COURSE"], root)
    monkeypatch.setenv("KOANS_COURSE", str(root))
    return root


@pytest.fixture
def terminal(plain_terminal: pytest.MonkeyPatch) -> Callable[..., None]:
    """Another terminal than 80 columns of UTF-8."""

    def change(*, columns: int = 80, encoding: str = "utf-8") -> None:
        plain_terminal.setenv("COLUMNS", str(columns))
        plain_terminal.setattr(sys, "__stdout__", Console(encoding))

    return change
