"""A bench: topics made up on the spot, and what becomes of a learner's copy of them."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sensei.course import Course, Koan, Topic, Trees
from sensei.judge import Script
from sensei.verdict import Verdict

HEAD = '"""Small: a topic made up for a test."""\n\nimport pytest\nimport torch\n\nfrom sensei import ___\n\n\n'
MODULE = "koans.test_01_small"


@dataclass
class Bench:
    """A folder with one small topic in it."""

    root: Path
    head: str = HEAD

    @property
    def path(self) -> Path:
        """The file of the topic in `koans/`."""
        return self.root / "koans" / "test_01_small.py"

    def topic(self, koans: str, *, solution: str | None = None, hints: str = "") -> Topic:
        """A topic with these koans, read from its files."""
        for folder, name, text in (
            ("koans", self.path.name, self.head + koans),
            ("solutions", self.path.name, self.head + (solution or koans)),
            ("hints/en", "01_small.toml", hints),
        ):
            (self.root / folder).mkdir(parents=True, exist_ok=True)
            (self.root / folder / name).write_bytes(text.encode())
        return Course.load(Trees.checkout(self.root)).topics[0]

    @staticmethod
    def fill(text: str, *answers: str) -> str:
        """Fill the blanks of a text from first to last, by plain replacement."""
        for answer in answers:
            text = text.replace("___", answer, 1)
        return text

    def script(self, topic: Topic, filled: str | bytes) -> Script:
        """A learner's file of the topic: its koans as text, or the bytes of the whole file."""
        raw = filled if isinstance(filled, bytes) else (self.head + filled).encode()
        return Script(topic, self.path, raw)

    def verdicts(self, topic: Topic, filled: str | bytes) -> dict[str, Verdict]:
        """The verdict on each koan of a learner's file, by the koan's name."""
        script = self.script(topic, filled)
        module = script.module(MODULE)
        return {koan.name: script.run(koan, module) for koan in topic.koans}

    def judge(self, koan: str, *answers: str, right: tuple[str, ...] = (), hints: str = "") -> Verdict:
        """The verdict on the first koan of a text, its blanks filled one after the other with these answers."""
        topic = self.topic(koan, solution=self.fill(koan, *right) if right else None, hints=hints)
        return next(iter(self.verdicts(topic, self.fill(koan, *answers)).values()))

    def hints(self, koan: Koan | str, *misconceptions: tuple[list[str], str]) -> str:
        """A hints file for one koan with these misconceptions."""
        name = koan if isinstance(koan, str) else koan.name
        listed = [
            f"{{ answers = {json.dumps(answers)}, reply = {json.dumps(reply)} }}" for answers, reply in misconceptions
        ]
        rest = 'hints = ["one", "two", "three"]\nwhy = "why"\ndocs = ""'
        return f"[{name}]\n{rest}\nmisconceptions = [{', '.join(listed)}]\n"


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    """A bench in a fresh folder."""
    monkeypatch.delenv("KOANS_TIMEOUT", raising=False)
    yield Bench(tmp_path)
    sys.modules.pop(MODULE, None)
