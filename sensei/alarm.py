"""The alarm: code that runs too long is interrupted where it is, so that a loop in an answer ends with its line."""

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator

SECONDS = 5.0
_GRACE = 3.0


class OutOfTime(BaseException):
    """Raised in the code that ran too long. Not an `Exception`, so that an answer's own `except` lets it through."""


@contextlib.contextmanager
def alarm(last_words: Callable[[], None], seconds: float | None = None) -> Generator[None]:
    """Raise `OutOfTime` in the main thread after some seconds, again while it is swallowed, and then end the process.

    `last_words` is called before the process ends, which happens only where code cannot be interrupted: a call that
    never comes back to Python, or an answer that catches everything. `KOANS_TIMEOUT` sets the seconds; 0 turns the
    alarm off, for a debugger.
    """
    seconds = float(os.environ.get("KOANS_TIMEOUT", SECONDS)) if seconds is None else seconds
    if seconds <= 0 or threading.current_thread() is not threading.main_thread():
        yield
        return
    done = threading.Event()
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

    before = signal.signal(_SIGNAL, _raise)
    watch = threading.Thread(target=ring, daemon=True, name="koans-alarm")
    watch.start()
    try:
        yield
    finally:
        done.set()
        watch.join()
        signal.signal(_SIGNAL, before)


_SIGNAL = getattr(signal, "SIGALRM", signal.SIGINT)


def _raise(_signal: int, _frame: object) -> None:
    raise OutOfTime


def _interrupt(thread: int) -> None:
    """Deliver the signal; with pthread_kill it also ends a sleeping system call."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(thread, _SIGNAL)
    else:
        import _thread

        _thread.interrupt_main(_SIGNAL)
