"""A class of a few students and a course of three koans, as the outputs read them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sensei.grading.gradebook import Alike, Column, Gradebook, Mark, Person, Result
from sensei.grading.item import Assurance
from sensei.verdict import Outcome, Verdict

# The koans of the small course of tests/conftest.py, so that its solutions can be released.
COLUMNS = (
    Column("baskets/baskets_are_poured_together", "baskets are poured together", "baskets", "Baskets", 2.0),
    Column("baskets/a_word_has_no_sum", "a word has no sum", "baskets", "Baskets", 1.0),
    Column("words/words_are_joined_in_order", "words are joined in order", "words", "Words", 1.0),
)
GOOD, BAD, OPEN = Outcome.PASSED, Outcome.WRONG, Outcome.BLANK


def mark(column, outcome, *, answers=("1764",), facts=(), belief="", **more):
    verdict = Verdict(column.identity, outcome, 12, facts, "Look again." if facts else "", belief)
    points = column.points if outcome is GOOD else 0.0
    return Mark(column, verdict, more.pop("points", points), more.pop("assurance", Assurance.VALUES), answers, **more)


def result(student, outcomes=(GOOD, BAD, OPEN), **more):
    facts = {
        BAD: ("On line 12 you answered `ValueError`, and that does not hold.",),
        OPEN: ("A blank is waiting on line 12.",),
    }
    marks = tuple(mark(c, o, facts=facts.get(o, ())) for c, o in zip(COLUMNS, outcomes, strict=True))
    marks = more.pop("marks", marks)
    raw = sum(each.points for each in marks)
    penalty = more.pop("penalty", 0.0)
    told = {"name": "", "score": raw - penalty, **more}
    return Result(student=student, marks=marks, raw=raw, out_of=4.0, penalty=penalty, **told)


def book(*results, title="Koans", **more):
    return Gradebook(title, COLUMNS, lambda: iter(results), **more)


ADA = result(
    "ada",
    (GOOD, GOOD, GOOD),
    name="Ada Lovelace",
    identifiers={"canvas": "1001", "email": "ada@example.org"},
    handed_in=datetime(2026, 3, 1, 12, 0, tzinfo=UTC),
)
BOB = result(
    "bob",
    name='Bob "Bobby" Müller, Jr.',
    penalty=0.5,
    late=7500.0,
    troubles=("test_02_words.py is a notebook; its cells were read.",),
    notes=("The answers came from a file that was edited by another user.",),
)
_BY_HAND = mark(COLUMNS[0], BAD, belief="Numbers are not glued together.", points=1.5, overridden="Explained it to me.")
_UNJUDGED = mark(
    COLUMNS[2], Outcome.UNJUDGED, facts=("KeyError: 'rainbow'",), assurance=Assurance.LIVE, note="Twin passed."
)
CYD = result(
    "cyd",
    marks=(_BY_HAND, mark(COLUMNS[1], GOOD), _UNJUDGED),
    score=3.25,
    overridden="A medical certificate.",
)
CLASS = book(
    ADA,
    BOB,
    CYD,
    title="Week 1: tensors",
    absent=(Person("dee", "Dee Doe", {"email": "dee@example.org"}),),
    unknown=("cyd",),
    duplicates=("Of two hand-ins of bob the later one was taken.",),
    alike=(Alike(("bob", "cyd"), (COLUMNS[1].identity,), "ValueError"),),
    about={"torch": "2.13.0", "sandbox": "bubblewrap"},
)

# What a student may call themselves, or answer, to harm whoever reads it.
HOSTILE = [
    '=HYPERLINK("http://evil.example";"click")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    '"=1+1',
    "foo;=1+1",
    "a\r\nbob,Bob,,100.00",
    "a\nb\x0bc\x0cd\x1ce\x85f\u2028g",
    "\x1b[2J\x1b]0;owned\x07",
    "\u202eevil\u2066",
    "\ud800 half \udfff",
    "\x00null\ufffe\uffff",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "]]></failure><testcase/>",
    "&lt;&#0;&nbsp;",
    "</style></title><h1>",
    "[click](javascript:alert(1)) ![x](http://evil.example/p.png)",
    "`code` ``` ~~~ # heading",
    "\u200d\u200b\ufeff=1",
    "../../etc/passwd",
    "x" * 5000,
    "",
]


@pytest.fixture
def many():
    """A result for each hostile text, which stands wherever a student's text can stand."""
    return [hostile(f"{at:02}{text}", text) for at, text in enumerate(HOSTILE)]


def hostile(student, text):
    """A result in which a text stands wherever a student's can."""
    told = (f"On line 12 you answered `{text}`, and that does not hold.",)
    base = result(student, name=text, troubles=(text,), notes=(text,), identifiers={"email": text})
    marks = tuple(mark(c, BAD, answers=(text,), facts=told, note=text) for c in COLUMNS)
    return replace(base, marks=marks)
