"""The alarm: code that runs too long is interrupted where it is, so that a loop in an answer ends with its line."""

import contextlib
import faulthandler
import math
import os
import signal
import sys
import threading
import types
from collections.abc import Callable, Generator
from typing import cast

SECONDS = 5.0
_GRACE = 3.0
_LONGEST = 86400.0  # the clocks of some systems overflow far beyond it


class OutOfTime(BaseException):
    """Raised in the code that ran too long. Not an `Exception`, so that an answer's own `except` lets it through."""


@contextlib.contextmanager
def alarm(last_words: Callable[[], None], seconds: float | None = None, net: int | None = None) -> Generator[None]:
    """Raise `OutOfTime` in the main thread after some seconds, again while it is swallowed, and then end the process.

    `last_words` is called before the process ends, which happens only where code cannot be interrupted: a call that
    never comes back to Python, or an answer that catches everything. `KOANS_TIMEOUT` sets the seconds; 0 turns the
    alarm off, for a debugger. `net` is a file descriptor for the last resort: a C function that never lets another
    thread run leaves no room for last words, so the process ends with the line where it stands, written there.
    """
    seconds = patience() if seconds is None else seconds
    if seconds <= 0 or threading.current_thread() is not threading.main_thread():
        yield
        return
    global _done
    done = _done = threading.Event()
    main = threading.main_thread().ident or 0

    def ring() -> None:
        wait = seconds
        for _ in range(3):
            if done.wait(wait):
                return
            wait = _GRACE / 3
            _interrupt(main)
        if not done.wait(_GRACE):
            last_words()
            sys.stdout.flush()
            os._exit(1)

    def hear(_signal: int, _frame: object) -> None:
        if not done.is_set():
            raise OutOfTime

    before = signal.signal(_SIGNAL, hear)
    watch = threading.Thread(target=ring, daemon=True, name="koans-alarm")
    watch.start()
    try:
        try:
            if net is not None:
                faulthandler.dump_traceback_later(seconds + 3 * _GRACE, exit=True, file=net)
            yield
        except OutOfTime as out:
            raise OutOfTime().with_traceback(_with_lines(out.__traceback__)) from None
        finally:
            done.set()
    finally:
        done.set()  # once more: the alarm may have rung just before the first, and must not ring again
        faulthandler.cancel_dump_traceback_later()
        watch.join()
        signal.signal(_SIGNAL, before)


def _with_lines(trace: types.TracebackType | None) -> types.TracebackType | None:
    """The trace with a line for every frame: the alarm may ring where the bytecode has none."""
    if trace is None:
        return None
    frame, line = trace.tb_frame, cast("int | None", trace.tb_lineno)
    line = line or frame.f_lineno or frame.f_code.co_firstlineno
    return types.TracebackType(_with_lines(trace.tb_next), frame, trace.tb_lasti, line)


_done = threading.Event()


def silence() -> None:
    """Let the code that runs now take as long as it likes."""
    faulthandler.cancel_dump_traceback_later()
    _done.set()


def patience() -> float:
    """What `KOANS_TIMEOUT` says; what cannot be read as a number is no reason to run without an alarm."""
    try:
        seconds = float(os.environ.get("KOANS_TIMEOUT", SECONDS))
    except ValueError:
        return SECONDS
    return SECONDS if math.isnan(seconds) else min(seconds, _LONGEST)


_SIGNAL = getattr(signal, "SIGALRM", signal.SIGINT)


def _interrupt(thread: int) -> None:
    """Deliver the signal; with pthread_kill it also ends a sleeping system call."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(thread, _SIGNAL)
    else:
        import _thread

        _thread.interrupt_main(_SIGNAL)
