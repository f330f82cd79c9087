"""Hints files: what is in them, and one sentence for each way in which they can be spoilt."""

import re
from pathlib import Path

import pytest

from sensei.course import Course
from sensei.hints import RUNGS, Hints, HintsTrouble, Misconception, load

GOOD = """\
[first]
hints = ["one", "two", "three"]
why = "Because."
docs = "https://docs.pytorch.org"
misconceptions = []

[second]
hints = ["a", "b", "c"]
why = ""
docs = ""

[[second.misconceptions]]
answers = ["(2, 3)", "é"]
reply = "No, three by two."

[[second.misconceptions]]
answers = []
reply = ""
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "01_small.toml"


def test_hints_are_read_by_koan(path):
    path.write_text(GOOD, encoding="utf-8")

    assert load(path) == {
        "first": Hints(("one", "two", "three"), "Because.", "https://docs.pytorch.org", ()),
        "second": Hints(
            ("a", "b", "c"), "", "", (Misconception(("(2, 3)", "é"), "No, three by two."), Misconception((), ""))
        ),
    }


SPOILT = {
    "a key with a typo": (
        GOOD.replace("why", "wyh", 1),
        r"\[first\].*'wyh' is unknown.*hints, why, docs, misconceptions",
    ),
    "a key too many": (GOOD.replace("docs =", 'more = ""\ndocs =', 1), r"\[first\].*'more' is unknown"),
    "a key too few": (GOOD.replace('why = "Because."\n', ""), r"\[first\].*'why' is missing or is not a str"),
    "a key of another type": (GOOD.replace('"Because."', "3"), r"\[first\].*'why' is missing or is not a str"),
    "hints that are no list": (
        GOOD.replace('["one", "two", "three"]', '"one"'),
        r"\[first\].*'hints' is missing or is not a list",
    ),
    "two rungs": (GOOD.replace(', "three"', ""), r"\[first\].*has 2 rungs; write 3"),
    "four rungs": (GOOD.replace('"three"', '"three", "four"'), r"\[first\].*has 4 rungs; write 3"),
    "an empty rung": (GOOD.replace('"two"', '""'), r"\[first\].*none empty"),
    "a rung that is no text": (GOOD.replace('"two"', "2"), r"\[first\].*3 texts, none empty"),
    "a misconception without a reply": (
        GOOD.replace('reply = "No, three by two."\n', ""),
        r"\[\[second.misconceptions\]\].*'reply' is missing",
    ),
    "a misconception with a key too many": (
        GOOD.replace("reply =", 'why = ""\nreply =', 1),
        r"\[\[second.misconceptions\]\].*'why' is unknown.*answers, reply",
    ),
    "a misconception that is no table": (
        GOOD.replace("misconceptions = []", "misconceptions = [3]"),
        r"\[\[first.misconceptions\]\] is not a table",
    ),
    "an answer that is no text": (
        GOOD.replace('"(2, 3)"', "6"),
        r"\[\[second.misconceptions\]\].*the answer 6 is not a text",
    ),
    "a key outside a koan": ('why = "x"\n' + GOOD, r"\[why\] is not a table: put it under a koan's name"),
    "a koan twice": (GOOD.replace("[second]", "[first]"), "not TOML"),
    "no TOML": ("[first\n", "not TOML that can be read.*line 1"),
}


@pytest.mark.parametrize("text, said", SPOILT.values(), ids=SPOILT.keys())
def test_a_spoilt_file_is_told_in_one_line_with_its_place_and_what_is_wrong(path, text, said):
    path.write_text(text, encoding="utf-8")
    with pytest.raises(HintsTrouble) as caught:
        load(path)

    message = str(caught.value)
    assert message.startswith(str(path))
    assert re.search(said, message)
    assert "\n" not in message


def test_a_file_that_is_not_utf8_is_told_as_unreadable(path):
    path.write_bytes(GOOD.encode("latin-1"))
    with pytest.raises(HintsTrouble, match="not TOML that can be read"):
        load(path)


def test_a_missing_file_is_told_with_its_remedy(path):
    with pytest.raises(HintsTrouble, match=r"01_small.toml is missing.*koans author new"):
        load(path)


@pytest.mark.parametrize("topic", Course.at_hand().topics, ids=lambda each: each.slug)
def test_every_koan_of_the_course_has_hints(topic):
    assert set(topic.hints) == {koan.name for koan in topic.koans}
    assert {len(koan.hints.rungs) for koan in topic.koans} == {RUNGS}


def test_a_koan_that_its_file_does_not_mention_has_empty_hints(bench):
    koan = bench.topic("def test_x():\n    assert 1 == ___\n", hints=GOOD).koans[0]

    assert koan.hints == Hints()
