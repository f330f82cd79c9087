"""The other screens of the watch in a real terminal: the list, the check, the keys."""

import sys

import pytest

UNTIL_TOLD = "import os, time\n    while not os.path.exists('go on'):\n        time.sleep(0.05)"


@pytest.fixture
def slow(desk, terminal):
    """The watch in a folder where a check does not end before a file `go on` is made."""
    desk.answer("the_bell_rings", UNTIL_TOLD)
    terminal.desk = desk
    terminal.start(sys.executable, "-m", "sensei", cwd=desk.path, KOANS_TIMEOUT="100")
    terminal.shows("quit")
    return terminal


def test_the_list_is_searched_filtered_and_left_for_another_koan(watch):
    watch.press("l")
    watch.shows("6 koans (all)")
    watch.press("/sorted")
    watch.shows("1 koan (all)")
    watch.press("\r")
    watch.shows_no_more("escape clear")
    watch.press("\r")
    watch.shows("Words: a list is sorted")


def test_the_filter_leaves_what_does_not_hold_yet(watch):
    watch.desk.answer("baskets_are_poured_together")
    watch.shows("It holds.")
    watch.press("lf")
    watch.shows("5 koans (not held yet)")
    watch.press("f")
    watch.shows("1 koan (held)")
    watch.press("l")
    watch.shows("It holds.")


def test_the_arrows_move_in_the_list(watch):
    watch.press("l")
    watch.shows("6 koans (all)")
    watch.press("\x1b[B\x1b[B\x1b[A\r")

    watch.shows("Baskets: a word has no sum")


def test_check_runs_every_koan(watch):
    watch.desk.solve("baskets_are_poured_together", "a_word_has_no_sum")
    watch.desk.answer("a_list_is_sorted", "[1]")
    watch.look(1)  # a save would end the check
    watch.press("c")
    watch.shows("Begun, and not there yet:")

    assert "koans/test_02_words.py" in watch.text


def test_a_verdict_stays_through_a_check_and_after_it(slow):
    slow.desk.answer("baskets_are_poured_together")
    slow.shows("It holds.")
    slow.look(0.5)  # a save would end the check
    slow.press("c")
    slow.shows("Checking all koans.")
    slow.look(1)
    assert "It holds." in slow.text
    (slow.desk.path / "go on").touch()
    slow.shows("Begun, and not there yet:")
    slow.press("x")

    slow.shows("It holds.")


def test_after_the_last_koan_all_are_checked_and_the_end_is_told(watch):
    watch.desk.solve()
    watch.shows("It holds.")
    watch.look(1)
    watch.press("c")
    watch.shows("All 6 koans hold")


def test_the_question_mark_lists_the_keys(watch):
    watch.press("?")
    watch.shows("check all koans")


def test_a_save_gives_the_check_up_and_says_so(slow):
    slow.press("c")
    slow.shows("Checking all koans.")
    slow.desk.answer("baskets_are_poured_together")
    slow.shows("The check was given up for this save; c begins it again.")
    slow.shows("It holds.")
    slow.look(1)

    assert "Checking" not in slow.text
