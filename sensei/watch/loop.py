"""The loop: keys, saves and verdicts come in, screens go out, and in the end the terminal is as it was."""

import contextlib
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue

from rich.console import RenderableType

from sensei import voice
from sensei.course import Course, Koan
from sensei.terminal import colour
from sensei.trees import KOANS
from sensei.warm.job import Begun, Died, Ended, Judged, Message, Unserved
from sensei.warm.server import Server
from sensei.watch.keys import Keys
from sensei.watch.saves import Saves
from sensei.watch.screens import fitted
from sensei.watch.session import Session

_TICK = 0.5  # seconds between two looks at what the system may not tell: files on other machines, the terminal's size
_INTERRUPTED = 130  # what shells have for Ctrl-C
_SHORT = 0.2  # seconds after which a verdict that is awaited deserves a word
_CLEAR = "\x1b[H\x1b[2J"
_RUNNING = "It is being run."
_WARMING = "The libraries are being loaded, once; then the verdict comes, and from then on at once after each save."


class _Stirred:
    """Something in the folder may have changed."""


class _Resumed:
    """The program was stopped and goes on."""


Event = str | _Stirred | _Resumed | Message


class Loop:
    """The watch of one folder, on the terminal of this process."""

    def __init__(self, course: Course, root: Path, koan: Koan | None = None, method: str | None = None) -> None:
        """Begin to warm up; `method` is how processes are started."""
        self._events: Queue[Event] = Queue()
        self._server = Server(self._events.put, root, method)
        self._saves = Saves(root / KOANS, lambda: self._events.put(_Stirred()))
        self._keys = Keys(self._events.put)
        self._session = Session(course, root, self._server.submit, koan)
        self._size = os.terminal_size((0, 0))
        self._told = 0.0  # when the verdict was asked for whose wait has been mentioned last

    def run(self) -> int:
        """Go on until `q` is pressed, or the terminal goes away. Returns an exit status."""
        with self._heeded():
            try:
                self._keys.listen()
                self._saves.listen()
                self._draw()
                while self._step():
                    pass
            except KeyboardInterrupt:
                return _INTERRUPTED
            except OSError:
                pass  # nobody looks at this terminal any more
            finally:
                self._keys.release()
                self._saves.stop()
                self._server.close()
                with contextlib.suppress(OSError):
                    sys.stdout.write("\n")
                    sys.stdout.flush()
        return 0

    def _step(self) -> bool:
        """Wait for what comes next, and heed it. Returns whether to go on."""
        session = self._session
        waits = session.trials.since not in (0.0, self._told)
        try:
            event = self._events.get(timeout=_SHORT if waits else _TICK)
        except Empty:
            if waits and time.monotonic() - session.trials.since > _SHORT:
                self._told = session.trials.since
                session.wait()
                self._draw()
            event = _Stirred()
        match event:
            case str():
                if not session.press(event, shutil.get_terminal_size().lines):
                    return False
                changed = True
            case _Stirred():
                names = self._saves.changed()
                changed = bool(names) and session.saved(names)
            case _Resumed():
                self._keys.listen()
                changed = True
            case Begun() | Judged() | Ended() | Died() | Unserved():
                changed = session.trials.hear(event)
        if self._told and not session.trials.since:
            self._told, changed = 0.0, True
        if changed or shutil.get_terminal_size() != self._size:
            self._draw()
        return True

    def _draw(self) -> None:
        view, self._size = self._session.view, shutil.get_terminal_size()
        note = view.note
        if view.waits:
            view.note = note or (_WARMING if self._session.trials.is_warming else _RUNNING)
        try:
            text = fitted(view, self._size.lines, self._drawn)
        finally:
            view.note = note
        if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
            sys.stdout.write(_CLEAR + text.rstrip("\n"))
        else:  # one screen below the other
            sys.stdout.write(f"\n{text}")
        sys.stdout.flush()

    def _drawn(self, what: RenderableType) -> str:
        encoding = sys.stdout.encoding or "ascii"
        return voice.render(what, width=self._size.columns, colour=colour(), encoding=encoding)

    @contextlib.contextmanager
    def _heeded(self) -> Iterator[None]:
        """End in order when told to, and hand the terminal back for as long as the program is stopped."""
        ends = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
        before = {each: signal.signal(each, _leave) for each in ends}
        if hasattr(signal, "SIGTSTP"):
            before[signal.SIGTSTP] = signal.signal(signal.SIGTSTP, lambda *_: self._pause())
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)

    def _pause(self) -> None:
        self._keys.release()
        heed = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, heed)
        self._events.put(_Resumed())


def _leave(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)
