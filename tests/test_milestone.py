"""Milestones: the end of a topic is told of once, with what one can do now and what comes next."""

import re

import pytest
from click.testing import CliRunner

from sensei.cli import main

TOPICS = {
    "baskets": ("baskets_are_poured_together", "a_word_has_no_sum", "double_is_written_by_you"),
    "words": ("words_are_joined_in_order", "a_list_is_sorted"),
    "loops": ("the_bell_rings",),
}


@pytest.fixture
def told(desk):
    """Run pytest and give the topics whose end was told of."""

    def run(*arguments):
        text = desk.everything(*arguments)
        named = re.findall(r"^(\w+): every koan holds\.$", text, re.MULTILINE)
        assert [f"You can now tell {each.lower()} from" in text for each in named] == [True] * len(named)
        return named

    return run


def test_the_end_of_a_topic_is_told_of_above_the_next_koan(desk):
    desk.solve(*TOPICS["baskets"])
    lines = desk.run().outlines
    start = lines.index("Baskets: every koan holds.")

    assert lines[start : start + 6] == [
        "Baskets: every koan holds.",
        "  You can now tell baskets from what they are not.",
        "  Next comes Words: rows of letters.",
        "",
        "Words: words are joined in order",
        "",
    ]


def test_it_is_told_of_once(desk, told):
    desk.solve(*TOPICS["baskets"])
    first, second = told(), told()
    desk.change(1, "1764", "1765")
    third = told()
    desk.change(1, "1765", "1764")

    assert (first, second, third, told()) == (["Baskets"], [], [], [])


def test_a_topic_of_which_a_koan_is_open_is_not_told_of(desk, told):
    desk.solve(*TOPICS["baskets"][:2])

    assert told() == []


def test_of_several_topics_the_last_is_told_of_and_the_earlier_do_not_come_late(desk, told):
    desk.solve(*TOPICS["baskets"], *TOPICS["words"])

    assert [told(), told()] == [["Words"], []]


def test_each_topic_in_turn_and_after_the_last_the_end(desk, told):
    seen = []
    for koans in TOPICS.values():
        desk.solve(*koans)
        seen.append(told())

    assert seen == [["Baskets"], ["Words"], ["Loops"]]


def test_after_the_last_topic_nothing_comes_next(desk):
    desk.solve()
    text = desk.everything()

    assert "Loops: every koan holds." in text
    assert "Next comes" not in text
    assert text.index("Loops: every koan holds.") < text.index("All 6 koans hold")


def test_what_comes_next_is_the_following_topic_that_has_an_open_koan(desk):
    desk.solve(*TOPICS["words"])
    text = desk.everything("koans/test_02_words.py::test_a_list_is_sorted")
    assert "every koan holds" not in text
    text = desk.everything("koans/test_02_words.py::test_words_are_joined_in_order")

    assert "Words: every koan holds." in text
    assert "Next comes Loops: again and again." in text


def test_after_the_last_topic_come_those_that_were_left_out(desk):
    desk.solve(*TOPICS["loops"])

    assert "Next comes Baskets: numbers that are poured together." in desk.everything(
        "koans/test_03_loops.py::test_the_bell_rings"
    )


def test_a_run_whose_screen_is_pytests_own_leaves_it_to_the_next(desk, told):
    desk.solve(*TOPICS["baskets"])

    assert [told("-v"), told()] == [[], ["Baskets"]]


def test_hints_that_cannot_be_used_leave_the_rest_of_it(desk, own_course):
    (own_course / "hints" / "en" / "01_baskets.toml").write_text("milestone = 3")
    desk.solve(*TOPICS["baskets"])
    text = desk.everything()

    assert "Baskets: every koan holds.\n  Next comes Words" in text


@pytest.mark.parametrize("value", ["3", '["a"]', "\n[milestone]\na = 1"])
def test_a_milestone_that_is_no_text_is_named(desk, own_course, value):
    path = own_course / "hints" / "en" / "01_baskets.toml"
    path.write_text(f"milestone = {value}" if value[0] != "\n" else value)
    result = CliRunner().invoke(main, ["hint"])

    assert result.exit_code == 1
    assert "the key 'milestone' is not a text: put it in quotes, above the first table" in result.stderr
