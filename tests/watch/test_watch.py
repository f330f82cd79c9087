"""The watch in a real terminal: what a learner sees, presses and saves."""

import sys
import time

from click.testing import CliRunner

from sensei.cli import main
from sensei.progress import Progress

from .conftest import gone

WRONG, RIGHT = "1200564", "1764"


def test_the_first_screen_is_the_koan_and_the_keys(watch):
    watch.shows("A blank is waiting on line 15.")

    assert "Baskets: baskets are poured together" in watch.text
    assert "h hint" in watch.text
    assert "koans hint" not in watch.text


def test_each_save_brings_the_verdict_and_nothing_else_moves(watch):
    watch.desk.answer("baskets_are_poured_together", WRONG)
    watch.shows("Numbers are not glued together as words are.")
    watch.desk.change(1, WRONG, RIGHT)
    watch.shows("It holds.")
    watch.look(1)

    assert "Baskets: baskets are poured together" in watch.text
    assert "a word has no sum" not in watch.text


def test_a_koan_that_holds_shows_the_why_and_both_answers_and_waits(watch):
    watch.desk.answer("baskets_are_poured_together", "564 + 1200")
    watch.shows("It holds.")

    assert "Because baskets_are_poured_together is worth knowing." in watch.text
    assert "https://docs.python.org/3/" in watch.text
    assert "564 + 1200" in watch.text
    assert "Your answer" in watch.text
    watch.press("n")
    watch.shows("Baskets: a word has no sum")
    assert "It holds." not in watch.text


def test_what_was_seen_is_remembered_as_pytest_remembers_it(watch):
    watch.desk.answer("baskets_are_poured_together")
    watch.shows("It holds.")
    watch.press("q")

    assert watch.ends() == 0
    assert Progress.load(watch.desk.path).passed == ["baskets/baskets_are_poured_together"]


def test_next_waits_until_the_koan_holds(watch):
    watch.press("n")
    watch.shows("This koan does not hold yet.")

    assert "Baskets: baskets are poured together" in watch.text


def test_hints_come_one_rung_at_a_time(watch):
    watch.press("h")
    watch.shows("1 of 3: Look at baskets_are_poured_together.")
    assert "2 of 3" not in watch.text
    watch.press("h")
    watch.shows("2 of 3: Notice what it says.")
    watch.press("h")
    watch.shows("3 of 3: Almost there.")
    watch.shows("koans hint --reveal")
    assert RIGHT not in watch.text


def test_reset_asks_and_keeps_a_copy(watch):
    watch.desk.answer("baskets_are_poured_together", WRONG)
    watch.shows("Not yet.")
    watch.press("r")
    watch.shows("Put this koan back as it was written?")
    watch.press("x")
    watch.shows_no_more("Put this koan back")
    assert WRONG in watch.desk.file(1).read_text()
    watch.press("r")
    watch.shows("Put this koan back as it was written?")
    watch.press("y")
    watch.shows("Your file was copied to .koans/backups/")
    watch.shows("A blank is waiting")

    assert WRONG not in watch.desk.file(1).read_text()
    assert WRONG in next((watch.desk.path / ".koans" / "backups").glob("*.py")).read_text()


def test_the_solution_is_shown_only_once_the_koan_holds(watch):
    watch.press("s")
    watch.shows("The solution is shown once this koan holds.")
    watch.desk.answer("baskets_are_poured_together")
    watch.shows("It holds.")
    watch.press("s")
    watch.shows("def test_baskets_are_poured_together():")
    watch.press("x")
    watch.shows("Your answer")


def test_the_watch_follows_to_the_koan_that_is_edited(watch):
    watch.desk.answer("a_list_is_sorted", "[1]")

    watch.shows("Words: a list is sorted")
    watch.shows("Not yet.")


def test_a_koan_can_be_named(desk, terminal):
    terminal.start(sys.executable, "-m", "sensei", "watch", "a_list_is_sorted", cwd=desk.path)

    terminal.shows("Words: a list is sorted")


def test_a_folder_without_koans_is_told_in_one_sentence(tmp_path, terminal):
    terminal.start(sys.executable, "-m", "sensei", cwd=tmp_path)
    terminal.shows("`koans init DIR` lays out the course in a new folder")

    assert terminal.ends() == 1


def test_a_counterexample_that_is_found_late_is_shown_as_such(own_course, desk, terminal):
    (own_course / "properties" / "test_01_baskets.py").write_text(
        "from hypothesis import given, strategies as st\n\n\n"
        "@given(number=st.integers(0, 400))\n"
        "def test_double_is_written_by_you(subject, number):\n"
        "    assert subject.double(number) == 2 * number\n"
    )
    desk.answer("double_is_written_by_you", "return 2 * number + (number == 333)")
    terminal.start(sys.executable, "-m", "sensei", "watch", "double_is_written_by_you", cwd=desk.path)
    terminal.shows("Of 1,000 more, one was found for which it does not")
    terminal.shows("number = 333")
    desk.change(1, " + (number == 333)", "")
    terminal.shows("It holds for 1,000 more inputs, too.")


def test_the_same_wrong_answer_twice_brings_an_offer_once(watch):
    watch.desk.answer("baskets_are_poured_together", WRONG)
    watch.shows("Not yet.")
    assert "Another look may help" not in watch.text
    time.sleep(1.2)
    watch.desk.file(1).touch()
    watch.shows("Another look may help: the key h says where to look.")
    watch.press("h")
    watch.shows_no_more("Another look may help")
    watch.shows("1 of 3")


def test_the_end_of_a_topic_is_told_and_what_comes_next(watch):
    watch.desk.solve("a_word_has_no_sum", "double_is_written_by_you")
    watch.look(1)  # a save would end the check
    watch.press("c")
    watch.shows("are still blank")
    watch.press("x")
    watch.desk.answer("baskets_are_poured_together")
    watch.shows("Baskets: every koan holds.")
    watch.shows("Next comes Words: rows of letters.")
    watch.press("n")
    watch.shows("Words: words are joined in order")


def test_spawned_processes_serve_where_nothing_can_be_forked(desk, terminal):
    terminal.start(sys.executable, "-c", SPAWNED, cwd=desk.path)
    terminal.shows("quit")
    desk.answer("baskets_are_poured_together", WRONG)
    terminal.shows("Numbers are not glued together as words are.")
    desk.change(1, WRONG, RIGHT)
    terminal.shows("It holds.")
    family = terminal.family()
    terminal.press("q")

    assert terminal.ends() == 0
    assert gone(family) == []


SPAWNED = """
import multiprocessing, sys
multiprocessing.get_all_start_methods = lambda: ["spawn"]
sys.argv = ["koans"]
from sensei.cli import main
if __name__ == "__main__":
    main()
"""


def test_without_a_torch_that_fits_the_watch_does_not_begin(desk, monkeypatch):
    monkeypatch.setattr("sensei.environment.trouble", lambda: "torch 1.0 is older than the course.")
    result = CliRunner().invoke(main, ["watch"])

    assert result.exit_code == 1
    assert result.output == "Error: torch 1.0 is older than the course.\n"
