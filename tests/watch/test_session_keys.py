"""The session and its questions, its list, and what is known of a koan before it has run."""

import pytest

from sensei.verdict import Outcome
from sensei.warm.job import Begun, Job
from sensei.watch.view import Panel

FIRST, SECOND, THIRD = "baskets_are_poured_together", "a_word_has_no_sum", "double_is_written_by_you"
BLANK = "assert apples + pears == ___"


def test_reset_asks_and_only_y_is_yes(bench):
    bench.desk.answer(FIRST, "7")
    bench.save()
    for key in ("n", "enter", "x", "q", "r"):
        bench.press("r")
        assert bench.view.asks
        bench.press(key)
        assert (bench.view.asks, bench.view.note) == (False, "")
    assert "== 7" in bench.desk.file(1).read_text()
    assert len(bench.jobs) == 2


@pytest.mark.parametrize("key", "yY")
def test_a_reset_puts_the_koan_back_keeps_a_copy_and_has_it_judged_once(bench, key):
    bench.desk.solve(FIRST, SECOND)
    bench.save()
    bench.press("r", key)
    text = bench.desk.file(1).read_text()
    kept = next((bench.desk.path / ".koans" / "backups").iterdir())

    assert BLANK in text
    assert "pytest.raises(TypeError)" in text
    assert BLANK not in kept.read_text()
    assert f".koans/backups/{kept.name}" in bench.view.note.replace("\\", "/")
    assert not bench.view.asks
    assert len(bench.jobs) == 3
    assert bench.save() is False
    assert len(bench.jobs) == 3


def test_a_reset_that_is_refused_says_why_and_changes_nothing(bench):
    bench.desk.file(1).write_bytes(b"\xff\xfe")
    bench.save()
    bench.press("r", "y")

    assert "UTF-16" in bench.view.note
    assert bench.desk.file(1).read_bytes() == b"\xff\xfe"


def test_the_solution_waits_for_the_koan(bench):
    bench.press("s")
    assert bench.view.panel is Panel.KOAN
    assert "once this koan holds" in bench.view.note
    bench.judged(Outcome.PASSED)
    bench.press("s")

    assert (bench.view.panel, bench.view.note) == (Panel.SOLUTION, "")


def test_the_list_opens_at_the_koan_in_hand_and_enter_goes_to_another(bench):
    bench.press("l")
    assert bench.view.listing.at.name == FIRST
    bench.press("down", "down", "enter")
    assert (bench.view.koan.name, bench.view.panel) == (THIRD, Panel.KOAN)
    assert bench.job == Job(f"koans/test_01_baskets.py::test_{THIRD}")


def test_in_the_list_a_letter_of_a_search_is_no_command(bench):
    bench.press("l", "/", *"loq")
    assert (bench.view.panel, bench.view.listing.search) == (Panel.LIST, "loq")
    bench.press("escape")
    assert bench.view.panel is Panel.LIST
    bench.press("escape")

    assert bench.view.panel is Panel.KOAN
    assert len(bench.jobs) == 1


def test_enter_where_nothing_is_listed_goes_nowhere(bench):
    bench.press("l", "/", *"xyzzy", "enter", "enter")

    assert (bench.view.panel, bench.view.koan.name, len(bench.jobs)) == (Panel.LIST, FIRST, 1)


def test_a_page_of_the_list_is_what_the_terminal_has_room_for(bench):
    bench.session.press("l", 9)
    bench.session.press("pagedown", 9)
    assert bench.view.listing.at is bench.desk.course.koans[3]
    bench.session.press("pagedown", 24)

    assert bench.view.listing.at is bench.desk.course.koans[5]


def test_what_the_text_alone_tells_is_shown_at_once(bench):
    assert bench.view.sight.verdict.outcome is Outcome.BLANK
    assert not bench.view.waits
    bench.desk.answer(FIRST, "apples + pears")
    bench.save()

    assert bench.view.sight.verdict.outcome is Outcome.MIRROR


def test_what_must_be_run_is_shown_without_a_verdict_until_there_is_one(bench):
    bench.judged(Outcome.BLANK)
    bench.desk.answer(FIRST, "7")
    bench.save()
    assert not bench.view.waits  # a moment's patience: nothing flickers
    bench.session.wait()
    assert bench.view.waits
    assert bench.view.glance.verdict.facts == ()
    assert "== 7" in "".join(bench.view.glance.lines)
    bench.judged(Outcome.WRONG)

    assert (bench.view.waits, bench.view.sight.verdict.outcome) == (False, Outcome.WRONG)


def test_checking_runs_all_koans_and_a_save_ends_it(bench):
    bench.press("c")
    assert bench.job == Job("koans", options=("--koans-all",))
    assert "Checking" in bench.view.note
    bench.trials.hear(Begun(bench.job))
    bench.desk.answer(FIRST, "7")
    bench.save()

    assert bench.job == Job(f"koans/test_01_baskets.py::test_{FIRST}")
    assert "The check was given up" in bench.view.note
