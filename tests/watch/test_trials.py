"""The trials: what each message about a run does to the view."""

import pytest

from sensei.course import Course
from sensei.progress import Progress
from sensei.verdict import Outcome
from sensei.warm.job import Begun, Died, Ended, Job, Judged, Unserved
from sensei.watch.view import Late

from .bench import Bench

FIRST, SECOND, THIRD = "baskets_are_poured_together", "a_word_has_no_sum", "double_is_written_by_you"


@pytest.fixture
def deep(own_course, desk):
    """A bench at whose koan a trial on many more inputs runs."""
    (own_course / "properties" / "test_01_baskets.py").write_text("def test_double_is_written_by_you(subject): ...\n")
    desk.course = Course.at_hand()
    desk.solve(THIRD)
    bench = Bench(desk, THIRD)
    bench.holds()
    return bench


def outcome(bench):
    return bench.view.sight and bench.view.sight.verdict.outcome


def test_the_first_message_tells_that_the_server_serves(bench):
    assert bench.trials.is_warming
    assert bench.trials.hear(Begun(bench.job)) is True
    assert not bench.trials.is_warming

    assert bench.trials.hear(Begun(bench.job)) is False
    bench.press("c")
    assert not bench.trials.is_warming


def test_a_verdict_is_shown_and_the_same_again_is_nothing_new(bench):
    assert bench.judged(Outcome.WRONG, "So.") is True
    assert bench.view.sight.verdict.facts == ("So.",)
    assert bench.trials.since == 0
    assert bench.judged(Outcome.WRONG, "So.") is False
    assert bench.judged(Outcome.WRONG, "Or so.") is True


def test_a_message_of_a_job_that_is_out_of_date_is_nothing(bench):
    old = bench.job
    sight = bench.sight(Outcome.PASSED)
    bench.desk.answer(FIRST, "7")
    bench.save()
    before = outcome(bench)

    for message in (Begun(old), Judged(old, sight), Ended(old, 1), Died(old, 3, 0.1), Unserved(old, "no")):
        assert bench.trials.hear(message) is False
    assert (outcome(bench), bench.view.note, bench.trials.since > 0) == (before, "", True)
    assert bench.trials.is_warming


def test_a_koan_that_holds_is_held_with_what_was_answered(desk):
    desk.answer(FIRST, "564 + 1200")
    bench = Bench(desk)
    bench.press("h")
    bench.judged(Outcome.PASSED)

    assert bench.view.passed
    assert bench.view.answers == ("564 + 1200",)
    assert (bench.view.held, bench.view.rungs) == ({f"baskets/{FIRST}"}, 0)


def test_a_koan_that_holds_no_more_is_held_no_more(desk):
    with Progress.changing(desk.path) as progress:
        progress.judged([f"baskets/{FIRST}", f"baskets/{SECOND}"], [], None)
    bench = Bench(desk, FIRST)
    bench.judged(Outcome.WRONG)

    assert bench.view.held == {f"baskets/{SECOND}"}


def test_a_koan_that_holds_is_held_also_where_nothing_could_be_remembered(bench):
    bench.holds()

    assert Progress.load(bench.desk.path).passed == []
    assert bench.view.held == {f"baskets/{FIRST}"}


def test_a_run_that_ends_without_a_verdict_says_so(bench):
    assert bench.ended(4, "ERROR: odd") is True
    assert outcome(bench) is Outcome.UNJUDGED
    assert "ERROR: odd" in bench.view.sight.verdict.facts[0]
    assert bench.trials.since == 0


def test_a_run_that_ends_after_its_verdict_leaves_it(bench):
    bench.judged(Outcome.WRONG)

    assert bench.ended(1) is False
    assert outcome(bench) is Outcome.WRONG


@pytest.mark.parametrize(
    "status, seconds, found",
    [(3, 0.1, Outcome.BROKEN), (-9, 0.1, Outcome.BROKEN), (1, 99.0, Outcome.TIMEOUT), (None, 0.1, Outcome.TIMEOUT)],
)
def test_a_run_that_died_has_a_verdict_and_is_awaited_no_more(bench, status, seconds, found):
    assert bench.trials.hear(Died(bench.job, status, seconds)) is True

    assert (outcome(bench), bench.trials.since) == (found, 0)


def test_a_run_that_nobody_could_serve_leaves_a_note(bench):
    assert bench.trials.hear(Unserved(bench.job, "no room")) is True

    assert (bench.view.note, bench.trials.since) == ("This could not be run: no room", 0)


def test_what_other_programs_remember_is_taken_over_when_a_run_ends(bench):
    bench.judged(Outcome.WRONG)
    with Progress.changing(bench.desk.path) as progress:
        progress.judged([f"baskets/{SECOND}"], [], None)

    assert bench.ended(1) is True
    assert bench.view.held == {f"baskets/{SECOND}"}


def test_the_end_of_a_topic_is_told_once(desk):
    with Progress.changing(desk.path) as progress:
        progress.judged([f"baskets/{FIRST}", f"baskets/{SECOND}", f"baskets/{THIRD}"], [], None)
    for told in (desk.course.topics[0], None):
        bench = Bench(desk, FIRST)
        bench.judged(Outcome.PASSED)
        assert bench.ended() is (told is not None)
        assert bench.view.milestone is told
        assert bench.ended() is False
        assert bench.view.milestone is told


def test_the_offer_of_a_hint_is_made_once(bench):
    def tried():
        bench.judged(Outcome.WRONG)
        with Progress.changing(bench.desk.path) as progress:
            progress.trace(f"baskets/{FIRST}").tried("the same")
        return bench.ended(1)

    assert tried() is False
    assert tried() is True
    assert "the key h" in bench.view.offer
    offered = bench.view.offer
    assert Progress.load(bench.desk.path).trace(f"baskets/{FIRST}").offered == 1
    assert tried() is False
    assert bench.view.offer == offered
    bench.press("h")
    assert bench.view.offer == ""


def test_a_koan_that_holds_takes_the_offer_away(bench):
    bench.view.offer = "Another look may help."
    bench.judged(Outcome.PASSED)

    assert bench.view.offer == ""


def test_a_function_that_holds_is_tried_on_many_more_inputs(deep):
    assert deep.job == Job(f"koans/test_01_baskets.py::test_{THIRD}", deep=True)
    assert (deep.view.late, deep.trials.since) == (Late.RUNNING, 0)
    assert deep.judged(Outcome.PASSED) is True
    assert deep.view.late is Late.HELD

    assert deep.ended() is False
    assert (deep.view.late, outcome(deep), len(deep.jobs)) == (Late.HELD, Outcome.PASSED, 2)


def test_only_a_function_with_a_property_is_tried_on_more(own_course, desk):
    (own_course / "properties" / "test_01_baskets.py").write_text("")
    desk.course = Course.at_hand()
    desk.solve(FIRST)
    bench = Bench(desk, FIRST)
    bench.holds()

    assert len(bench.jobs) == 1
    assert bench.view.late is Late.NONE


def test_a_function_that_does_not_hold_is_not_tried_on_more(deep):
    deep.session.press("r")
    deep.session.press("y")
    before = len(deep.jobs)
    deep.judged(Outcome.WRONG)
    deep.ended(1)

    assert (deep.view.late, len(deep.jobs)) == (Late.NONE, before)


def test_a_counterexample_that_comes_late_takes_the_koan_back(deep):
    assert deep.judged(Outcome.WRONG, "number = 333") is True

    assert (deep.view.late, outcome(deep)) == (Late.FAILED, Outcome.WRONG)
    assert f"baskets/{THIRD}" not in deep.view.held


@pytest.mark.parametrize("found", [Outcome.TIMEOUT, Outcome.BROKEN, Outcome.UNJUDGED])
def test_a_late_trial_that_goes_wrong_otherwise_changes_no_verdict(deep, found):
    assert deep.judged(found) is True

    assert (deep.view.late, outcome(deep)) == (Late.NONE, Outcome.PASSED)


@pytest.mark.parametrize("died", [True, False])
def test_a_late_trial_that_dies_or_is_not_served_changes_no_verdict(deep, died):
    assert deep.trials.hear(Died(deep.job, -9, 1.0) if died else Unserved(deep.job, "no")) is True

    assert (deep.view.late, outcome(deep), deep.view.note) == (Late.NONE, Outcome.PASSED, "")


def test_a_late_trial_that_gives_way_to_a_check_is_not_said_to_run(deep):
    deep.press("c")

    assert deep.view.late is Late.NONE


@pytest.mark.parametrize("found, late", [(Outcome.PASSED, Late.HELD), (Outcome.WRONG, Late.FAILED)])
def test_what_a_late_trial_has_found_stays_through_a_check(deep, found, late):
    deep.judged(found)
    deep.press("c")

    assert deep.view.late is late


def test_a_late_trial_is_forgotten_with_the_next_save(deep):
    deep.desk.change(1, "return 2 * number", "return 3 * number")
    deep.save()

    assert deep.view.late is Late.NONE
    assert not deep.job.deep
