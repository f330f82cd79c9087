"""The sheet: every koan of a submission in the order of the course, whatever was handed in."""

import json
import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sensei.course import Course
from sensei.grading import reader
from sensei.grading.entry import Entry, entry_of
from sensei.grading.item import Assurance
from sensei.grading.reader import entries
from sensei.grading.sheet import Sheet, moved, sheet
from sensei.grading.submission import Submission, Trouble
from sensei.reading import Reading
from sensei.verdict import Outcome, Verdict

COURSE = Course.at_hand()
TOPIC = COURSE.topics[0]
WHOLE = COURSE.topic("a_whole_training_run")
SOLVED = {topic.filename: (topic.trees.solutions / topic.filename).read_bytes() for topic in COURSE.topics}


@pytest.fixture(autouse=True)
def forgetful(monkeypatch):
    """Nothing is remembered from one test to the next."""
    monkeypatch.setattr(reader, "_files", reader._Memo(64))
    monkeypatch.setattr(reader, "_entries", reader._Memo(4096))


def read(raw, topic=TOPIC):
    return sheet(Submission("ada", files={topic.filename: raw}), [topic]).entries


def outcomes(found):
    return [each.judgement.verdict.outcome if each.judgement else None for each in found]


def test_a_solved_course_is_an_item_for_every_koan_in_the_order_of_the_course():
    found = sheet(Submission("ada", files=SOLVED), COURSE.topics)

    assert found.student == "ada"
    assert [each.koan for each in found.entries] == [koan.identity for koan in COURSE.koans]
    assert all(each.item and not each.judgement and each.item.koan == each.koan for each in found.entries)
    assert [each.answers for each in found.entries] == [koan.solution for koan in COURSE.koans]


def test_a_sheet_is_plain_data_that_comes_back_as_it_was():
    raw = SOLVED[TOPIC.filename].replace(b"torch.uint8", b"___", 1)
    found = sheet(Submission("ada", files={TOPIC.filename: raw}), COURSE.topics[:2])

    assert Sheet.from_json(json.loads(json.dumps(found.to_json()))) == found
    assert {bool(each.item) for each in found.entries} == {True, False}


def test_a_file_that_was_not_handed_in_leaves_its_koans_blank_and_says_so():
    found = sheet(Submission("ada"), [TOPIC]).entries

    assert set(outcomes(found)) == {Outcome.BLANK}
    assert found[0].judgement.verdict.facts == ("The file test_01_first_tensors.py was not handed in.",)
    assert found[0].judgement.assurance is Assurance.TEXT


def test_a_file_that_could_not_be_used_breaks_its_koans_with_the_reason():
    troubles = (Trouble("the zip is cut short", TOPIC.filename), Trouble("something else"))
    found = sheet(Submission("ada", troubles=troubles), [TOPIC, WHOLE]).entries

    assert found[0].judgement.verdict.outcome is Outcome.BROKEN
    assert found[0].judgement.verdict.facts == ("the zip is cut short",)
    assert found[-1].judgement.verdict.outcome is Outcome.BLANK


def test_an_untouched_file_is_blank_and_one_edited_koan_is_edited():
    assert set(outcomes(read(TOPIC.source.text.encode()))) == {Outcome.BLANK}
    koan = TOPIC.koans[0]
    head = f"def {koan.function}():".encode()
    found = read(SOLVED[TOPIC.filename].replace(head, head + b"\n    assert True"))
    assert outcomes(found)[0] is Outcome.EDITED
    assert not any(outcomes(found)[1:])


def test_students_who_wrote_the_same_in_other_words_have_the_same_item():
    koan = COURSE.koan("arange_stops_before_its_end")
    at = TOPIC.koans.index(koan)
    spellings = [["25", "[3, 2, 1]"], ["5*5", "[3,2,1,]"], ["0x19  # a comment", "list((3, 2, 1))"]]
    found = [read(koan.filled([each.split("  #")[0] for each in some]).encode())[at] for some in spellings]

    assert len({each.item for each in found}) == 1
    assert [each.answers for each in found] == [("25", "[3, 2, 1]"), ("5*5", "[3,2,1,]"), ("0x19", "list((3, 2, 1))")]


def test_the_shift_tells_how_much_lower_the_body_of_a_koan_stands():
    plain = read(SOLVED[TOPIC.filename])
    moved_down = read(SOLVED[TOPIC.filename].replace(b"import torch\n", b"import torch\n\n# mine\n\n", 1))
    assert [each.shift for each in moved_down] == [each.shift + 3 for each in plain]
    assert [each.item for each in moved_down] == [each.item for each in plain]

    koan = TOPIC.koans[0]
    lesson = f'"""{TOPIC.source.definitions[koan.function].body[0].value.value}"""'.encode()
    text = TOPIC.source.text.encode()
    assert lesson in text
    longer = read(text.replace(lesson, b'"""One.\n\n    Two.\n    """', 1))
    assert longer[0].shift == 3 - lesson.count(b"\n")


def test_a_verdict_is_moved_to_the_lines_of_the_file_but_not_what_the_student_wrote():
    verdict = Verdict(
        "a/b", Outcome.WRONG, 7, ("On line 7 you answered `'line 7'`.", "Line 9 is last."), "Look at line 8."
    )
    found = moved(verdict, 10)

    assert found.line == 17
    assert found.facts == ("On line 17 you answered `'line 7'`.", "Line 19 is last.")
    assert found.advice == "Look at line 18."
    assert moved(verdict, 0) is verdict


def test_a_prediction_that_is_no_value_is_settled_with_the_line_the_answer_and_the_misconception():
    koan = TOPIC.koans[0]
    raw = koan.filled(["9**9**9"] * len(koan.blanks)).encode()
    found = read(raw)[0]
    assert found.judgement.verdict.outcome is Outcome.WRONG
    assert "too large" in found.judgement.verdict.facts[0]
    line = raw.decode().split("\n").index(next(each for each in raw.decode().split("\n") if "9**9**9" in each)) + 1
    assert found.judgement.verdict.line == line


def test_code_that_is_not_run_is_broken_with_a_note_for_the_instructor():
    koan = COURSE.koan("a_fresh_page_takes_after_the_old_one")
    found = read(koan.filled(["return torch.os.system('true')"]).encode())[TOPIC.koans.index(koan)]

    assert found.judgement.verdict.outcome is Outcome.BROKEN
    assert "torch.os" in found.judgement.note
    assert found.judgement.verdict.facts[0].startswith(f"Line {found.judgement.verdict.line} ")


BOMBS = {
    "nothing": b"",
    "null": b"\0" * 1000,
    "utf-16": "import torch".encode("utf-16"),
    "latin": b"# \xe4\n",
    "surrogate": b"x = '\xed\xa0\x80'\n",
    "brackets": b"x = " + b"[" * 100_000,
    "balanced brackets": b"x = " + b"[" * 5_000 + b"]" * 5_000,
    "minus": b"x = " + b"-" * 100_000 + b"1",
    "plus": b"x = 1" + b" + 1" * 30_000,
    "blanks in f-strings": b"x = f'" + b"{___}" * 15_000 + b"'",
    "attributes": b"x = a" + b".a" * 50_000,
    "calls": b"x = a" + b"()" * 50_000,
    "not": b"x = " + b"not " * 25_000 + b"1",
    "lambda": b"x = " + b"lambda: " * 12_000 + b"1",
    "ifs": b"\n".join(b" " * n + b"if x:" for n in range(90)) + b"\n" + b" " * 91 + b"pass",
    "lines": b"x\n" * 55_000,
    "semicolons": b"x;" * 20_000,
    "blank lines": b"\n" * 110_000,
    "blank lines and an end": b"\n" * 110_000 + b" x",
    "comments": b"#\n" * 55_000 + b"x",
    "quotes": b'"""\n' * 25_001,
    "open quotes": b'x = """' + b"\na" * 50_000,
    "digits": b"x = " + b"9" * 110_000,
    "backslashes": b"x = 1 \\\n" * 12_000,
    "definitions": b"def f(): pass\n" * 8_000,
    "decorators": b"@a\n" * 30_000 + b"def f(): pass",
    "arguments": b"def f(" + b", ".join(b"a%d" % n for n in range(14_000)) + b"): pass",
    "f-strings": b"x = f'" + b"{1}" * 12_000 + b"'",
    "large": b"#" * 2**24,
    "merge": b"<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> b\n",
    "print": b"print 'hello'\n",
    "tabs": b"def f():\n\tx = 1\n        y = 2\n",
    "quotes of a word processor": "x = \u201ca\u201d\n".encode(),
    "form feeds": b"\x0c\nx = 1\x0c\n\x0cy = 2\n",
}


PLACES = ("before", "after", "inside", "in a koan")


@pytest.mark.parametrize(
    "name, place", [(n, place) for at, n in enumerate(BOMBS) for place in ("alone", PLACES[at % 4])]
)
def test_no_file_ends_the_reading_or_keeps_it_for_long(name, place):
    raw, solved = BOMBS[name], SOLVED[TOPIC.filename]
    koan = TOPIC.source.definitions[TOPIC.koans[2].function].name.encode()
    whole = {
        "alone": raw,
        "before": raw + b"\n" + solved,
        "after": solved + b"\n" + raw,
        "inside": solved.replace(b"def " + koan, raw + b"\ndef " + koan),
        "in a koan": solved.replace(b"def " + koan + b"():", b"def " + koan + b"():\n    " + raw),
    }[place]
    begun = time.process_time()
    found = read(whole)

    assert len(found) == len(TOPIC.koans)
    assert all(bool(each.item) != bool(each.judgement) for each in found)
    assert not any(each is Outcome.UNJUDGED for each in outcomes(found))
    assert time.process_time() - begun < 20


@pytest.mark.parametrize("answer", ["[" * 90 + "1" + "]" * 90, "1" + " + 1" * 140, "[" + "0, " * 50_000 + "]", "x = 1\n" * 5000, "((" * 40 + "1" + "))" * 40, "0 if 1 else " * 100 + "1"])  # fmt: skip
def test_no_answer_ends_the_reading_or_keeps_it_for_long(answer):
    begun = time.process_time()
    for koan in (TOPIC.koans[0], COURSE.koan("a_fresh_page_takes_after_the_old_one"), WHOLE.koans[-1]):
        text = koan.topic.source.text
        for blank in reversed(koan.blanks):
            put = answer.replace("\n", "\n" + " " * (blank.column - 1)) if blank.whole_statement else answer
            text = text[: blank.start] + put + text[blank.end :]
        found = read(text.encode(), koan.topic)
        assert Outcome.UNJUDGED not in outcomes(found)
    assert time.process_time() - begun < 20


def test_a_file_that_is_far_too_large_is_told_by_its_size():
    assert "16,777,216 bytes" in read(b"#" * 2**24)[0].judgement.verdict.facts[0]


# What is read once for a class is what would have been read each time

JUNK = [
    "x = 1", "import os", "torch = 1", "import numpy as torch", "def torch(): pass", "def helper(x):\n    return x",
    "    print('here')", "    ___", "    pass", "'''a string'''", "# a comment", "", "    return helper(1)", "if True:", "else:",
    "@staticmethod", "from torch import *", ")", "'''", "class A:", "    x: int = 1", "<<<<<<< HEAD", "torch: int", "for torch in (): pass",
    "import torch", "from sensei import ___", "\x0c", "x = (", "\\", "def test_mine():\n    assert True", "async def f(): await g",
    "global torch", "    break", "return 1", "with open('x') as np: pass", "(torch := 1)", "from __future__ import annotations",
    "def test_a_tensor_knows_its_shape(): pass", "def fit(x, y, epochs, lr):\n    return x", "def fresh_page(old_page, ink):\n    return helper(old_page)",
]  # fmt: skip


def changed(text, chance):
    lines = text.split("\n")
    for _ in range(chance.randrange(1, 5)):
        at = chance.randrange(len(lines))
        match chance.randrange(6):
            case 0:
                lines.insert(at, chance.choice(JUNK))
            case 1:
                del lines[at]
            case 2:
                lines[at] = chance.choice(JUNK)
            case 3:
                lines.insert(chance.randrange(len(lines)), lines[at])
            case 4:
                end = min(len(lines), at + chance.randrange(30))
                piece = lines[at:end]
                del lines[at:end]
                place = chance.randrange(len(lines) + 1)
                lines[place:place] = piece
            case _:
                lines[at] = lines[at].replace(chance.choice("()[]:,='\"_ "), chance.choice(["", " ", "(", "'"]), 1)
        lines = lines or [""]
    return chance.choice(["\n", "\n", "\r\n"]).join(lines)


def test_remembering_changes_nothing():
    chance = random.Random(5)
    topics = [TOPIC, COURSE.topic("nn_module"), WHOLE, COURSE.topic("the_numpy_bridge")]
    quick = 0
    for turn in range(100):
        topic = topics[turn % len(topics)]
        text = changed(chance.choice([SOLVED[topic.filename].decode(), topic.source.text]), chance)
        raw = text.encode(errors="surrogatepass")
        whole = Reading(topic, raw)
        wanted = [entry_of(whole, koan) for koan in topic.koans]
        assert list(entries(topic, raw)) == wanted, text
        quick += reader._cut(raw) is not None
    assert quick > 25  # else nothing was compared


@pytest.mark.parametrize("line", ["x = [torch for torch in ()]", "(lambda: (torch := 1))", "for x.y, torch in (): pass", "from __future__ import annotations", "del torch", "if x: import numpy as torch"])  # fmt: skip
def test_a_line_that_touches_a_librarys_name_is_seen_by_every_koan(line):
    raw = SOLVED[TOPIC.filename].replace(b"import torch\n", b"import torch\n\n" + line.encode() + b"\n", 1)
    whole = Reading(TOPIC, raw)

    assert reader._cut(raw) is not None
    assert list(read(raw)) == [entry_of(whole, koan) for koan in TOPIC.koans]
    if line.startswith("x = "):
        assert set(outcomes(read(raw))) == {Outcome.EDITED}
    if line.startswith("from __future__"):
        programs = [each.item.program for each in read(raw) if each.item.program]
        assert programs[0].startswith(line)


def test_too_many_statements_or_blanks_are_told_and_a_row_of_underscores_is_no_blank():
    solved = SOLVED[TOPIC.filename]
    many = read(solved.replace(b"def ", b"x = 1\n" * 6_000 + b"def ", 1).replace(b"():", b"() ():", 1))
    assert "more than 5,000 statements" in many[0].judgement.verdict.facts[0]
    blanks = read(solved + b"x = ___\n" * 300)
    assert "300 blanks" in blanks[0].judgement.verdict.facts[0]
    assert not any(outcomes(read(solved + b"# " + b"_" * 5_000)))


def test_our_own_failure_is_never_laid_at_the_students_door(monkeypatch):
    def fails(*_):
        raise KeyError("ours")

    monkeypatch.setattr("sensei.grading.entry.program_of", fails)
    found = read(SOLVED[TOPIC.filename])

    assert set(outcomes(found)) == {Outcome.UNJUDGED}


def test_a_number_that_python_will_not_write_down_is_the_students():
    koan = TOPIC.koans[0]
    found = read(
        koan.topic.source.text.replace("___", "0x" + "f" * 20_000)
        .replace(f"import 0x{'f' * 20_000}", "import ___")
        .encode()
    )
    assert set(outcomes(found)) <= {Outcome.BROKEN, Outcome.WRONG, Outcome.EDITED}


def test_a_class_is_read_once(monkeypatch):
    counted = []
    monkeypatch.setattr(reader, "entry_of", lambda *given: counted.append(given) or entry_of(*given))
    files = [SOLVED[TOPIC.filename] + b"\n# %d\n" % number for number in range(5)]
    found = [read(raw) for raw in files]

    assert len(set(map(tuple, found))) == 1
    assert len(counted) == len(TOPIC.koans)

    one = TOPIC.koans[3]
    read(one.filled(one.solution).encode())
    before = len(counted)
    read(one.filled(one.solution).replace("import torch\n", "import torch\n\nMINE = 1\n", 1).encode())
    assert len(counted) - before <= len(TOPIC.koans) - 1  # what is blank names its line, what is an item does not


def test_the_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(reader, "_files", reader._Memo(3))
    monkeypatch.setattr(reader, "_entries", reader._Memo(20))
    koan = TOPIC.koans[0]
    for number in range(10):
        read(koan.filled([str(number)] * len(koan.blanks)).encode())

    assert len(reader._files._found) == 3
    assert len(reader._entries._found) == 20


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda each: each.encode(errors="surrogatepass"))), st.integers(0, 4000), st.integers(0, 60))  # fmt: skip
def test_no_bytes_make_it_raise(junk, at, gone):
    solved = SOLVED[TOPIC.filename]
    for raw in (junk, solved[:at] + junk + solved[at + gone :]):
        found = read(raw)
        assert len(found) == len(TOPIC.koans)
        assert Outcome.UNJUDGED not in outcomes(found)
        assert all(isinstance(Entry.from_json(json.loads(json.dumps(each.to_json()))), Entry) for each in found)
