"""The other screens of the watch in a real terminal: the list, the check, the keys."""

import sys


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


def test_a_verdict_stays_through_a_check_and_after_it(desk, terminal):
    desk.answer("the_bell_rings", "import time\n    time.sleep(2)")
    terminal.start(sys.executable, "-m", "sensei", cwd=desk.path)
    terminal.shows("quit")
    desk.answer("baskets_are_poured_together")
    terminal.shows("It holds.")
    terminal.look(0.5)  # a save would end the check
    terminal.press("c")
    terminal.shows("Checking all koans.")
    terminal.look(1)
    assert "It holds." in terminal.text
    terminal.shows("Begun, and not there yet:")
    terminal.press("x")

    terminal.shows("It holds.", 5)


def test_after_the_last_koan_all_are_checked_and_the_end_is_told(watch):
    watch.desk.solve()
    watch.shows("It holds.")
    watch.look(1)
    watch.press("c")
    watch.shows("All 6 koans hold")


def test_the_question_mark_lists_the_keys(watch):
    watch.press("?")
    watch.shows("check all koans")


def test_a_save_gives_the_check_up_and_says_so(watch):
    watch.desk.answer("the_bell_rings", "__import__('time').sleep(3)")
    watch.shows("Loops: the bell rings")
    watch.shows("Not yet.")
    watch.press("c")
    watch.shows("Checking")
    watch.desk.change(3, "__import__('time').sleep(3)", 'return ["dong"] * times')
    watch.shows("The check was given up for this save; c begins it again.")
    watch.shows("It holds.")
