"""What counts as saying an answer, and what a terminal says once its frame is gone."""

import pytest

from sensei.author.forms import forms
from sensei.author.frame import sections, without_frame
from sensei.author.tokens import Text


def says(text: str, answer: str) -> bool:
    return any(Text.of(text).holds(form) for form in forms(answer))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("it is 2.", "2"),
        ("it is 30 by then", "30.0"),
        ("it is 30.0 by then", "30"),
        ("it is 6", "2 * 3"),
        ("about -3 degrees", "-3"),
        ("torch.Size([2, 3])", "(2, 3)"),
        ("a shape of [ 2,3 ]", "(2, 3)"),
        ("2, 3 it is", "(2, 3)"),
        ("first 20, 40 and 60 last", "[20.0, 40.0, 60.0]"),
        ("tensor([1, 2])", "torch.tensor([1, 2])"),
        ("torch.Size([]) is empty", "()"),
        ("the empty list []", "[]"),
        ("it holds {'b', 'a'}", '{"a", "b"}'),
        ("only a and b", '{"a", "b"}'),
        ("the word is cake", '"cake"'),
        ("a float32 tensor", "torch.float32"),
        ("torch.float is meant", "torch.float32"),
        ("so it is int64", "torch.long"),
        ("an int64 for sure", "torch.int64"),
        ("raises a RuntimeError there", "RuntimeError"),
        ("try weights.detach( ).clone()", "return weights.detach().clone()  # why"),
        ("it stays None", "None"),
        ("'True' it is", "True"),
    ],
)
def test_a_text_that_spells_an_answer_in_any_way_says_it(text, answer):
    assert says(text, answer)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("it is 12, or 2.5, or 20, or x2", "2"),
        ("between 5-3 lies", "-3"),
        ("minus -3 degrees", "3"),
        ("call backward() now", "()"),
        ("the entry x[0] of it", "[0]"),
        ("torch.zeros(4,)", "(4,)"),
        ("a float64 tensor", "torch.float32"),
        ("for a long time, half of it", "torch.int64"),
        ("pancake", '"cake"'),
        ("a RuntimeErrors list", "RuntimeError"),
        ("weights.detach() alone", "return weights.detach().clone()"),
        ("30, 20, 10", "[10, 20, 30]"),
        ("Nonesuch", "None"),
    ],
)
def test_a_text_that_only_looks_like_it_does_not(text, answer):
    assert not says(text, answer)


BAR = "\u2588" * 8 + "\u2591" * 12
FILE = ["x = 1", "", "def test_a():", "    assert x == " + "1 + " * 30 + "7"]
SCREEN = f"""\
torch-koans    {BAR}    3 of 51
06 The bridge  ####################   10 of 10  you are here

  3 | def test_a():
> 4 |     assert x == 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 +
      1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 7
> 9 |     assert y == 8

koans/test_06_the_bridge.py:92
A blank is waiting on line 92. 2 more wait in this koan.
  pytest koans/test_06_the_bridge.py::test_a
"""
VERBOSE = """\
============================= test session starts ==============================
platform linux -- Python 3.11.7, pytest-9.2.0, pluggy-1.7.0 -- /bin/python
rootdir: /tmp/x
collecting ... collected 2 items

koans/test_06_the_bridge.py::test_a FAILED                                [100%]

=================================== FAILURES ===================================
_________________________ test_a __________________________
first
_________________________ test_a __________________________
second
=========================== short test summary info ============================
FAILED koans/test_06_the_bridge.py::test_a - The bridge...
============================== 2 failed in 7.25s ===============================
"""


def test_the_frame_of_a_quiet_screen_says_no_number():
    said = without_frame(SCREEN, FILE)

    assert [number for number in ("1", "2", "3", "7", "10", "51", "92") if Text.of(said).holds((number,))] == []


def test_a_line_that_is_not_the_learners_is_no_frame():
    assert "assert y == 8" in without_frame(SCREEN, FILE)


def test_the_frame_of_a_verbose_screen_says_no_number():
    said = without_frame(VERBOSE, FILE)

    assert not any(character.isdigit() for character in said)
    assert "first" in said


def test_a_verbose_screen_falls_into_one_section_a_failure():
    head, parts = sections(VERBOSE)

    assert "platform" in head
    assert [part.split()[0] for part in parts] == ["first", "second"]


def test_what_a_koan_prints_is_no_frame():
    said = without_frame("It printed:\n3 of a kind\n[1, 2] \n= 4 =", [])

    assert "[1, 2]" in said
    assert "3 of a kind" in said
    assert "= 4 =" in said
