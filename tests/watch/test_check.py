"""The check of all koans, as its messages come in."""

import pytest

from sensei.progress import Progress
from sensei.verdict import Outcome
from sensei.warm.job import Died, Judged, Unserved
from sensei.watch.view import Panel

FIRST, SECOND, THIRD = "baskets_are_poured_together", "a_word_has_no_sum", "double_is_written_by_you"
SORTED = "a_list_is_sorted"


@pytest.fixture
def check(bench):
    """A bench where all koans are being checked; what has been told of each goes through `checked`."""
    bench.judged(Outcome.BLANK)
    bench.press("c")
    return bench


def checked(bench, name, outcome):
    return bench.trials.hear(Judged(bench.job, bench.sight(outcome, name)))


def test_it_counts_and_keeps_the_koan_in_hand(check):
    assert checked(check, SORTED, Outcome.WRONG) is False
    assert check.view.note == "Checking: 1 of 6."
    assert checked(check, SECOND, Outcome.PASSED) is False
    assert check.view.note == "Checking: 2 of 6."

    assert check.view.koan.name == FIRST
    assert check.view.sight.verdict.outcome is Outcome.BLANK


def test_at_its_end_comes_the_overview(check):
    checked(check, SORTED, Outcome.WRONG)
    checked(check, SECOND, Outcome.PASSED)
    with Progress.changing(check.desk.path) as progress:
        progress.judged([f"baskets/{SECOND}"], [], None)

    assert check.ended(1) is True
    assert (check.view.panel, check.view.note) == (Panel.OVERVIEW, "")
    assert check.view.held == {f"baskets/{SECOND}"}
    assert set(check.view.checked) == {f"words/{SORTED}", f"baskets/{SECOND}"}
    check.press("x")
    assert check.view.panel is Panel.KOAN


@pytest.mark.parametrize("died", [True, False])
def test_where_it_does_not_come_to_its_end_a_note_says_so(check, died):
    assert check.trials.hear(Died(check.job, -9, 1.0) if died else Unserved(check.job, "no")) is True

    assert "did not come to its end" in check.view.note
    assert check.view.panel is Panel.KOAN


def test_a_second_check_begins_afresh(check):
    checked(check, SORTED, Outcome.WRONG)
    check.ended()
    check.press("c")

    assert check.view.checked == {}
    assert check.view.panel is Panel.KOAN
    assert len(check.jobs) == 3


def test_every_tenth_koan_is_worth_a_drawing(check):
    sight = check.sight(Outcome.PASSED)
    from dataclasses import replace

    told = []
    for number in range(20):
        verdict = replace(sight.verdict, koan=f"baskets/{number}")
        told.append(check.trials.hear(Judged(check.job, replace(sight, verdict=verdict))))

    assert [number for number, drawn in enumerate(told, 1) if drawn] == [10, 20]


def test_a_check_is_no_wait_for_the_verdict_of_the_koan_in_hand(check):
    assert check.trials.since == 0
    assert not check.trials.is_warming


def test_a_check_that_finds_the_end_of_a_topic_tells_of_it_once(check):
    with Progress.changing(check.desk.path) as progress:
        progress.judged([f"baskets/{name}" for name in (FIRST, SECOND, THIRD)], [], None)
    check.ended(1)
    assert check.view.milestone is check.desk.course.topics[0]

    assert Progress.load(check.desk.path).milestones == ["baskets"]
