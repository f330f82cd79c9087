"""Stuck: a hint is offered to who needs one, once, and is never given unasked."""

import pytest
from click.testing import CliRunner

from sensei.cli import main

FIRST = "baskets_are_poured_together"
OFFERS = {
    1: "Another look may help: `koans hint` says where to look.",
    2: "Another look may help: `koans hint` now says what to notice.",
    3: "Another look may help: `koans hint` has one more, which is almost there.",
    4: "You have seen all the hints. `koans hint --reveal` shows the answer, if you would like to see it.",
}


def hint(*arguments):
    return CliRunner().invoke(main, ["hint", *arguments], catch_exceptions=False).output


@pytest.fixture
def offered(desk):
    """Answer the first koan, run it, and tell which rung was offered; 0 for none."""
    before = ["___"]

    def attempt(answer, *arguments):
        desk.change(1, f"pears == {before[-1]}", f"pears == {answer}")
        before.append(answer)
        text = " ".join(desk.everything(*arguments).split())
        assert "Look at" not in text, "no rung is shown unasked"
        return next((rung for rung, words in OFFERS.items() if words in text), 0)

    return attempt


def test_a_hint_is_offered_when_the_same_answer_comes_again(offered):
    assert [offered("7"), offered("7"), offered("7"), offered("7")] == [0, 1, 0, 0]


def test_a_hint_is_offered_after_five_attempts_with_five_answers(offered):
    assert [offered(f"{number}") for number in range(7)] == [0, 0, 0, 0, 1, 0, 0]


def test_a_comment_or_other_layout_makes_no_other_answer(offered):
    assert [offered("7"), offered("(7 )  # or so")] == [0, 1]


def test_another_answer_in_between_is_progress(offered):
    assert [offered("7"), offered("8"), offered("7"), offered("8")] == [0, 0, 0, 0]


def test_an_offer_that_was_not_taken_comes_again_after_many_more_attempts(offered):
    assert [offered("7") for _ in range(8)] == [0, 1, 0, 0, 0, 0, 1, 0]


def test_each_rung_is_offered_until_the_answer_itself_which_is_offered_once(offered):
    seen = []
    for _ in range(4):
        seen.append([offered("7"), offered("7")])
        hint()

    assert seen == [[0, 1], [0, 2], [0, 3], [0, 4]]
    assert [offered("7") for _ in range(12)] == [0] * 12


def test_a_hint_that_was_taken_unasked_gives_time_to_use_it(offered):
    offered("7")
    hint()

    assert [offered("7"), offered("7")] == [0, 2]


def test_a_blank_is_no_attempt(offered, desk):
    assert [offered("___") for _ in range(6)] == [0] * 6
    assert [offered("7"), offered("7")] == [0, 1]


def test_a_blank_in_a_file_that_does_not_parse_is_no_attempt(desk):
    desk.change(1, "import pytest", "import pytest (")
    text = "".join(desk.everything() for _ in range(3))

    assert "Python stumbled." in text
    assert "Another look" not in text


def test_what_is_not_a_matter_of_the_answer_is_no_attempt(offered, desk):
    desk.change(1, "1200, 564", "1200, 565")

    assert [offered("7") for _ in range(6)] == [0] * 6


@pytest.mark.parametrize("answer", ["(7", "apples + pears", "1 / 0"])
def test_whatever_else_does_not_hold_is_an_attempt(offered, answer):
    assert [offered(answer), offered(answer)] == [0, 1]


def test_a_koan_that_held_in_between_begins_anew(offered, desk):
    offered("7")
    assert offered("1764") == 0

    assert [offered("7"), offered("7")] == [0, 1]


def test_a_run_whose_screen_is_pytests_own_uses_no_offer_up(offered):
    offered("7", "-v")

    assert [offered("7", "-v"), offered("7")] == [0, 1]


def test_a_koan_that_is_run_alone_is_offered_a_hint_too(offered):
    where = f"koans/test_01_baskets.py::test_{FIRST}"

    assert [offered("7", where), offered("7", where)] == [0, 1]


def test_each_koan_has_attempts_of_its_own(offered, desk):
    offered("7")
    desk.change(1, "pears == 7", "pears == 1764")
    desk.answer("a_word_has_no_sum", "ValueError")

    assert OFFERS[1] not in desk.everything()
    assert OFFERS[1] in desk.everything()
