"""The alarm: code that runs too long is interrupted where it is."""

import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable

import pytest

from sensei.alarm import SECONDS, OutOfTime, alarm


def nothing() -> None:
    """Last words of a process that does not end."""


def spin(seconds: float) -> None:
    """Be busy in Python."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def _wait(seconds: float) -> None:
    threading.Event().wait(seconds)


@pytest.mark.parametrize("busy", [spin, time.sleep, _wait], ids=["loop", "sleep", "lock"])
def test_what_runs_too_long_is_interrupted(busy: Callable[[float], None]):
    with pytest.raises(OutOfTime), alarm(nothing, 0.1):
        busy(4)


def swallow(error: type[BaseException], times: int) -> None:
    """Be busy, and catch what interrupts it."""
    for _ in range(times):
        with contextlib.suppress(error):
            spin(4)
    spin(4)


def test_an_answer_that_catches_exceptions_does_not_catch_the_alarm():
    with pytest.raises(OutOfTime), alarm(nothing, 0.1):
        swallow(Exception, 9)


def test_an_alarm_that_is_swallowed_once_rings_again():
    with pytest.raises(OutOfTime), alarm(nothing, 0.1):
        swallow(OutOfTime, 1)


def test_what_ends_in_time_is_left_alone():
    with alarm(nothing, 0.05):
        pass
    spin(0.1)


def test_an_error_passes_through():
    with pytest.raises(ZeroDivisionError), alarm(nothing, 5):
        raise ZeroDivisionError


def test_the_handler_and_the_threads_are_as_before():
    before = signal.getsignal(signal.SIGALRM), threading.active_count()
    with alarm(nothing, 5):
        during = signal.getsignal(signal.SIGALRM)

    assert during != before[0]
    assert (signal.getsignal(signal.SIGALRM), threading.active_count()) == before


def test_the_environment_sets_the_seconds(monkeypatch):
    monkeypatch.setenv("KOANS_TIMEOUT", "0.1")
    with pytest.raises(OutOfTime), alarm(nothing):
        spin(4)


@pytest.mark.parametrize("seconds", ["0", "-1"])
def test_no_seconds_turn_the_alarm_off(monkeypatch, seconds):
    monkeypatch.setenv("KOANS_TIMEOUT", seconds)
    threads = threading.active_count()
    with alarm(nothing):
        assert threading.active_count() == threads


@pytest.mark.parametrize("seconds", ["", "abc", "1,5", "inf", "1e300", "nan"])
def test_seconds_that_cannot_be_used_are_no_error_and_leave_the_alarm_on(monkeypatch, seconds):
    monkeypatch.setenv("KOANS_TIMEOUT", seconds)
    threads = threading.active_count()
    with alarm(nothing):
        spin(0.05)
        assert threading.active_count() == threads + 1


def test_the_alarm_rings_after_a_few_seconds_unless_told_otherwise():
    assert 2 <= SECONDS <= 10


def test_outside_the_main_thread_there_is_no_alarm():
    seen: list[bool] = []

    def run() -> None:
        with alarm(nothing, 0.05):
            spin(0.2)
        seen.append(True)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert seen == [True]


DEAF = textwrap.dedent("""\
    import time
    from sensei.alarm import alarm

    with alarm(lambda: print("last words", flush=True), 0.2):
        while True:
            try:
                time.sleep(60)
            except BaseException:
                pass
""")


def test_a_process_that_swallows_every_alarm_ends_with_its_last_words():
    start = time.monotonic()
    result = subprocess.run([sys.executable, "-c", DEAF], capture_output=True, text=True, timeout=30, check=False)

    assert result.stdout == "last words\n"
    assert result.returncode == 1
    assert time.monotonic() - start < 15


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGALRM")
def test_an_alarm_inside_an_alarm_leaves_the_outer_one_its_handler():
    with alarm(nothing, 5):
        outer = signal.getsignal(signal.SIGALRM)
        with alarm(nothing, 5):
            pass
        assert signal.getsignal(signal.SIGALRM) == outer


def test_a_trace_has_a_line_for_every_frame_even_where_the_bytecode_has_none():
    def bare():
        while True:
            pass

    bare.__code__ = bare.__code__.replace(co_linetable=b"")
    with pytest.raises(OutOfTime) as caught, alarm(lambda: None, seconds=0.1):
        bare()

    lines = [entry.tb_lineno for entry in tuple_of(caught.tb)]
    assert len(lines) > 1
    assert None not in lines


def tuple_of(trace):
    """The entries of a traceback, outermost first."""
    return (trace, *tuple_of(trace.tb_next)) if trace else ()
