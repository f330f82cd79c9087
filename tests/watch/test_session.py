"""The session: which run each key and each save asks for, and what it does to the view."""

import shutil
import time

import pytest

from sensei.progress import Progress
from sensei.verdict import Outcome
from sensei.warm.job import Job
from sensei.watch.keys import END
from sensei.watch.view import Panel

from .bench import Bench

FIRST, SECOND, THIRD = "baskets_are_poured_together", "a_word_has_no_sum", "double_is_written_by_you"
SORTED = "a_list_is_sorted"


def job_of(name, number=1, slug="baskets"):
    return Job(f"koans/test_{number:02}_{slug}.py::test_{name}")


def test_it_begins_with_the_koan_that_the_learner_is_on_and_has_it_judged(desk):
    with Progress.changing(desk.path) as progress:
        progress.judged([f"baskets/{FIRST}"], [f"words/{SORTED}"], f"words/{SORTED}")
    bench = Bench(desk)

    assert bench.view.koan.name == SORTED
    assert bench.view.held == {f"baskets/{FIRST}"}
    assert bench.jobs == [job_of(SORTED, 2, "words")]


def test_it_begins_with_the_koan_that_was_named(desk):
    assert Bench(desk, THIRD).jobs == [job_of(THIRD)]


def test_where_every_koan_holds_nothing_is_run(desk):
    with Progress.changing(desk.path) as progress:
        progress.judged([koan.identity for koan in desk.course.koans], [], None)
    bench = Bench(desk)

    assert (bench.view.koan, bench.jobs) == (None, [None])
    bench.press("h", "r", "s", "t", "?", "x", "l", "enter")
    assert bench.view.koan.name == FIRST


def test_a_state_that_is_damaged_is_told_until_the_next_koan(desk):
    (desk.path / ".koans" / "progress.json").write_text("{")
    bench = Bench(desk)
    assert "is damaged" in bench.view.trouble
    bench.holds()
    bench.press("n")

    assert bench.view.trouble == ""


@pytest.mark.parametrize("key", ["q", END])
@pytest.mark.parametrize("before", [[], ["?"], ["h"], ["l"], ["t"]])
def test_it_ends(bench, key, before):
    assert bench.press(*before, "x") is True
    assert bench.press(*before, key) is False


def test_the_end_of_the_terminal_ends_a_question_and_a_search_and_q_does_not(bench):
    assert bench.press("l", "/", "q") is True
    assert bench.press(END) is False
    bench.press("enter", "l")
    assert bench.press("r", "q") is True
    assert bench.press("r", END) is False


@pytest.mark.parametrize("key", "hrslt?nx")
def test_a_key_that_only_looks_runs_nothing(bench, key):
    bench.press(key)

    assert len(bench.jobs) == 1


@pytest.mark.parametrize(
    "key, panel", [("l", Panel.LIST), ("?", Panel.KEYS), ("t", Panel.OPENING), ("s", Panel.SOLUTION)]
)
def test_a_page_opens_and_closes_with_its_key_and_gives_way_to_another(bench, key, panel):
    bench.judged(Outcome.PASSED)
    bench.press(key)
    assert bench.view.panel is panel
    bench.press(key)
    assert bench.view.panel is Panel.KOAN
    bench.press(key, "escape")
    assert bench.view.panel is Panel.KOAN
    bench.press("?" if key == "l" else key)
    bench.press("?" if key == "l" else "l")

    assert bench.view.panel is (Panel.KOAN if key == "l" else Panel.LIST)


def test_a_save_has_the_koan_judged_again_and_draws_nothing_before_the_verdict(bench):
    bench.judged(Outcome.WRONG)
    bench.desk.answer(FIRST, "7")

    assert bench.save() is False
    assert bench.jobs == [job_of(FIRST)] * 2


def test_the_first_save_tells_that_the_server_is_warming(bench):
    bench.desk.answer(FIRST, "7")

    assert bench.save() is True
    assert bench.view.waits
    assert "== 7" in "".join(bench.view.glance.lines)


def test_the_echo_of_a_save_is_no_second_save(bench, monkeypatch):
    bench.desk.answer(FIRST, "7")
    bench.save()
    assert bench.save() is False
    assert len(bench.jobs) == 2
    later = time.monotonic() + 1.1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    bench.save()

    assert len(bench.jobs) == 3


def test_a_comment_is_a_save_however_soon(bench):
    bench.desk.answer(FIRST, "7")
    bench.save()
    bench.desk.change(1, "== 7", "== 7  # lucky")
    bench.save()

    assert len(bench.jobs) == 3


def test_the_koan_that_is_edited_is_followed(bench):
    bench.judged(Outcome.WRONG)
    bench.press("h", "l")
    bench.desk.answer(SORTED, "[1]")

    assert bench.save(2) is True
    assert bench.job == job_of(SORTED, 2, "words")
    assert (bench.view.koan.name, bench.view.sight, bench.view.rungs) == (SORTED, None, 0)
    assert (bench.view.panel, bench.view.listing) == (Panel.KOAN, None)


@pytest.mark.parametrize(
    "names, saved", [((SECOND, THIRD), (1,)), ((SORTED, THIRD), (1, 2)), ((FIRST, SORTED), (1, 2))]
)
def test_where_several_koans_change_at_once_the_one_in_hand_stays(bench, names, saved):
    bench.desk.solve(*names)
    bench.save(*saved)

    assert bench.view.koan.name == FIRST
    assert bench.jobs == [job_of(FIRST)] * 2


def test_a_file_of_another_topic_that_changes_in_its_layout_only_runs_nothing(bench):
    bench.desk.change(2, "import math\n", "import math\n\n\n")

    assert bench.save(2) is False
    assert len(bench.jobs) == 1


@pytest.mark.parametrize("key", ["?", "t", "s"])
def test_a_save_brings_the_koan_back(bench, key):
    bench.judged(Outcome.PASSED)
    bench.press(key)
    bench.desk.answer(FIRST, "7")
    bench.save()

    assert bench.view.panel is Panel.KOAN


def test_a_save_leaves_the_list_open_and_takes_a_question_back(bench):
    bench.press("l")
    bench.desk.answer(FIRST, "7")
    bench.save()
    assert bench.view.panel is Panel.LIST
    bench.press("l", "r")
    assert bench.view.asks
    bench.desk.change(1, "== 7", "== 8")

    assert bench.save() is True
    assert (bench.view.asks, bench.view.note) == (False, "")


def test_a_koan_whose_file_is_missing_is_not_run_and_its_note_says_what_to_do(bench):
    raw = bench.desk.file(1).read_bytes()
    bench.desk.file(1).unlink()
    assert bench.save() is True
    assert bench.job is None
    assert bench.view.note.startswith("koans/test_01_baskets.py is missing: `koans reset baskets`")
    bench.desk.file(1).write_bytes(raw)
    bench.save()

    assert (bench.job, bench.view.note) == (job_of(FIRST), "")


def test_next_waits_for_the_koan_to_hold(bench):
    bench.press("n")
    assert "does not hold yet" in bench.view.note
    bench.press("x")
    assert bench.view.note == ""
    bench.holds()
    bench.press("n")

    assert (bench.view.koan.name, bench.job) == (SECOND, job_of(SECOND))


def test_next_goes_round_to_what_was_left_out_and_in_the_end_checks_all(desk):
    with Progress.changing(desk.path) as progress:
        held = {koan.identity for koan in desk.course.koans} - {f"baskets/{SECOND}"}
        progress.judged(held, [], None)
    bench = Bench(desk, SORTED)
    bench.judged(Outcome.PASSED)
    bench.press("n")
    assert bench.view.koan.name == SECOND
    bench.judged(Outcome.PASSED)
    bench.press("n")

    assert bench.view.koan is None
    assert bench.job == Job("koans", options=("--koans-all",))


def test_hints_come_rung_by_rung_and_those_of_an_earlier_session_first(bench, desk):
    for shown in (1, 2):
        bench.press("h")
        assert bench.view.rungs == shown
    again = Bench(desk)
    assert again.view.rungs == 0
    for shown in (2, 3, 3):
        again.press("h")
        assert again.view.rungs == shown

    assert Progress.load(desk.path).rungs == {f"baskets/{FIRST}": 3}


def test_hints_go_on_where_nothing_can_be_remembered(bench, desk):
    shutil.rmtree(desk.path / ".koans")
    (desk.path / ".koans").write_text("a file where the folder should be")
    for shown in (1, 2, 3, 3):
        bench.press("h")
        assert bench.view.rungs == shown


def test_a_koan_that_holds_needs_no_hint(bench, desk):
    bench.judged(Outcome.PASSED)
    bench.press("h")

    assert bench.view.rungs == 0
    assert Progress.load(desk.path).rungs == {}
