"""The fate of a koan of which its run has told nothing."""

import signal

import pytest

from sensei.verdict import Outcome
from sensei.warm.job import Died, Ended, Job
from sensei.watch import fate

JOB = Job("koans/test_01_baskets.py::test_a")


@pytest.fixture
def koan(desk):
    return desk.course.koans[0]


@pytest.mark.parametrize(
    "status, words",
    [
        (3, "with exit status 3."),
        (0, "with exit status 0."),
        (-signal.SIGKILL, "with a signal (SIGKILL)."),
        (-signal.SIGSEGV, "with a signal (SIGSEGV)."),
        (-999, "with a signal (999)."),
    ],
)
def test_a_process_that_ended_early_is_told_by_its_end(koan, status, words):
    verdict = fate.of_dead(koan, Died(JOB, status, 0.5))

    assert (verdict.koan, verdict.outcome) == (koan.identity, Outcome.BROKEN)
    assert words in " ".join(verdict.facts)
    assert verdict.advice


def test_a_process_that_had_to_be_ended_was_out_of_time(koan):
    assert fate.of_dead(koan, Died(JOB, None, 0.5)).outcome is Outcome.TIMEOUT


def test_a_process_that_ended_by_its_own_alarm_was_out_of_time(koan, monkeypatch):
    monkeypatch.setenv("KOANS_TIMEOUT", "7")

    assert fate.of_dead(koan, Died(JOB, 1, 7.0)).outcome is Outcome.TIMEOUT
    assert fate.of_dead(koan, Died(JOB, 1, 6.9)).outcome is Outcome.BROKEN


def test_where_the_alarm_is_off_nothing_was_ended_by_it(koan, monkeypatch):
    monkeypatch.setenv("KOANS_TIMEOUT", "0")

    assert fate.of_dead(koan, Died(JOB, 3, 7.0)).outcome is Outcome.BROKEN


def test_a_run_that_was_interrupted_without_a_word_is_the_koans_doing(koan):
    verdict = fate.of_silent(koan, Ended(JOB, 2, "\n"))

    assert (verdict.koan, verdict.outcome) == (koan.identity, Outcome.BROKEN)
    assert "stops a whole run of pytest" in verdict.facts[0]


@pytest.mark.parametrize("status", [2, 4])
def test_a_run_that_went_wrong_otherwise_tells_what_pytest_said(koan, status):
    verdict = fate.of_silent(koan, Ended(JOB, status, "\nERROR: no conftest\nfound\n" + "x" * 999))

    assert (verdict.koan, verdict.outcome) == (koan.identity, Outcome.UNJUDGED)
    assert f"ended with status {status}" in verdict.facts[0]
    assert "ERROR: no conftest" in verdict.facts[0]
    assert "\n" not in verdict.facts[0]
    assert len(verdict.facts[0]) < 400
    assert "koans doctor" in verdict.advice


def test_a_run_that_said_nothing_is_told_as_such(koan):
    assert "It said: nothing" in fate.of_silent(koan, Ended(JOB, 5, " \n")).facts[0]
