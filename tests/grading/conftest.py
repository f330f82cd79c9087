"""A small class that hands in the small course, and a judge that needs no torch, so that a run takes a second."""

import json
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from sensei.cli import main
from sensei.course import Course
from sensei.grading.run import confine, judge

RIGHT = {
    "baskets_are_poured_together": ["1764"],
    "a_word_has_no_sum": ["TypeError"],
    "double_is_written_by_you": ["return 2 * number"],
    "words_are_joined_in_order": ['"rainbow"', "7"],
    "a_list_is_sorted": ["[11, 21, 31]"],
    "the_bell_rings": ['return ["dong"] * times'],
}
# It calls right what is told to be right, writes down what it was asked, and obeys what an answer commands.
JUDGE = """
import json, os, sys, time
home = os.environ["FAKE_JUDGE"]
right = json.load(open(os.path.join(home, "right.json")))
first = json.loads(sys.stdin.readline())
if os.path.exists(os.path.join(home, "refuse")):
    sys.exit("there is no torch here")
print(json.dumps({"ready": True, "torch": "0", "layers": []}), flush=True)
for line in sys.stdin:
    items = json.loads(line)["items"]
    found = []
    for item in items:
        text = " ".join([*item["answers"], item["program"]])
        with open(os.path.join(home, "asked"), "a") as file:
            file.write(item["koan"] + "\\n")
        if "'die'" in text:
            os._exit(3)
        if "'die twice'" in text:
            with open(os.path.join(home, "died"), "a") as file:
                file.write("x")
            if os.path.getsize(file.name) <= 2:
                os._exit(3)
        if "'hang'" in text:
            time.sleep(3600)
        time.sleep(float(os.environ.get("FAKE_PAUSE", "0")))
        held = right[item["koan"]] in text
        outcome = "unjudged" if "'unjudged'" in text else "passed" if held else "wrong"
        facts = [] if held else ["It is not that."]
        verdict = {"koan": item["koan"], "outcome": outcome, "line": None, "facts": facts, "advice": "", "belief": ""}
        found.append({"verdict": verdict, "assurance": "values", "note": ""})
    if "'garbage'" in line:
        print("garbage", flush=True)
    elif "'too few'" in line:
        found.pop()
    print(json.dumps({"judgements": found}), flush=True)
"""


@dataclass
class Fake:
    """The judge that the tests have in place of the real one."""

    home: Path

    @property
    def command(self):
        """What starts it."""
        return [sys.executable, str(self.home / "judge.py")]

    @property
    def asked(self):
        """The koans of the items that it has judged, in the order in which they came."""
        path = self.home / "asked"
        return path.read_text().split() if path.exists() else []

    def forget(self):
        """Begin to count anew."""
        (self.home / "asked").unlink(missing_ok=True)


@pytest.fixture
def fake(tmp_path, monkeypatch):
    """A judge without torch, and no sandbox to be looked for."""
    home = tmp_path / "fake"
    home.mkdir()
    (home / "judge.py").write_text(JUDGE)
    needles = {"double_is_written_by_you": "2 * number", "the_bell_rings": "'dong'"}
    topics = ["baskets"] * 3 + ["words"] * 2 + ["loops"]
    right = {
        f"{topic}/{name}": needles.get(name, " ".join(answers).replace('"', "'"))
        for topic, (name, answers) in zip(topics, RIGHT.items(), strict=True)
    }
    (home / "right.json").write_text(json.dumps(right))
    monkeypatch.setenv("FAKE_JUDGE", str(home))
    monkeypatch.setattr(judge, "COMMAND", (sys.executable, str(home / "judge.py")))
    monkeypatch.setattr(confine, "choose", lambda *, trusting: ("landlock", (), []))
    return Fake(home)


@dataclass
class Klass:
    """A folder of hand-ins, and the command that grades it."""

    path: Path
    course: Course

    @property
    def sources(self):
        """Where the hand-ins are."""
        return self.path / "class"

    @property
    def out(self):
        """Where a run goes if nothing else is said."""
        return self.path / "graded"

    def hand_in(self, student, **answers):
        """A student hands in the solution, but for these answers; those that are None stay blank."""
        given = {**RIGHT, **answers}
        for topic in self.course.topics:
            text = topic.source.text
            for koan in topic.koans:
                if given[koan.name] is not None:
                    text = filled(text, koan, given[koan.name])
            path = self.sources / student / "koans" / topic.filename
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            os.utime(path, (1_770_000_000, 1_770_000_000))

    def grade(self, *arguments, out=None):
        """Grade it in this process."""
        words = ["grade", str(self.sources), "--out", str(out or self.out), "--jobs", "1", *map(str, arguments)]
        return CliRunner().invoke(main, words, catch_exceptions=False)

    def results(self, out=None):
        """What was found, by student."""
        found = json.loads(((out or self.out) / "results.json").read_text())
        return {each["student"]: each for each in found["students"]}


def filled(text, koan, answers):
    """Put answers into the blanks of a koan."""
    start = text.index(f"def {koan.parts[0]}(")
    head, body = text[:start], text[start:]
    for answer in answers:
        body = re.sub(r"(?<!\w)___(?!\w)", lambda _, answer=answer: answer, body, count=1)
    return head + body


@pytest.fixture
def klass(small_course, tmp_path, plain_terminal):
    """Nobody has handed in anything yet."""
    plain_terminal.setenv("KOANS_COURSE", str(small_course))
    plain_terminal.chdir(tmp_path)
    return Klass(tmp_path, Course.at_hand())


@pytest.fixture
def three(klass, fake):
    """Ada has it all right, Ben nothing of his own right, Cy left most of it blank."""
    klass.hand_in("ada")
    klass.hand_in("ben", baskets_are_poured_together=["7"], a_list_is_sorted=["[31, 21, 11]"])
    klass.hand_in("cy", **dict.fromkeys([name for name in RIGHT if name != "a_word_has_no_sum"]))
    return klass
