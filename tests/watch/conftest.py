"""A real terminal for the watch: the program in a process of its own, its keys pressed and its screen read."""

import contextlib
import os
import signal
import sys
import time
from dataclasses import dataclass, field

import pytest

from .bench import Bench

pexpect = pytest.importorskip("pexpect")
pyte = pytest.importorskip("pyte")
if not hasattr(pexpect, "spawn"):
    pytest.skip("this system has no pseudo-terminals", allow_module_level=True)

PATIENCE = 60  # seconds; a busy machine is no failure


@dataclass
class Terminal:
    """A terminal in which a program runs."""

    columns: int = 90
    lines: int = 40
    program: object = None
    tail: str = ""
    screen: object = field(init=False)

    def __post_init__(self):
        self.screen = pyte.Screen(self.columns, self.lines)
        self._stream = pyte.Stream(self.screen)

    def start(self, *command, cwd, **environment):
        """Run a command in it."""
        plain = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES", "CI"}}
        self.program = pexpect.spawn(
            command[0],
            list(command[1:]),
            cwd=str(cwd),
            env={**plain, "TERM": "xterm-256color", **environment},
            dimensions=(self.lines, self.columns),
            encoding="utf-8",
            echo=True,
            timeout=PATIENCE,
        )
        return self

    def look(self, seconds=0.05):
        """Take in what the program writes within some time. Returns whether it still runs."""
        end = time.monotonic() + seconds
        while True:
            try:
                text = self.program.read_nonblocking(65536, timeout=max(0.01, end - time.monotonic()))
            except pexpect.TIMEOUT:
                return True
            except pexpect.EOF:
                return False
            self.tail = (self.tail + text)[-20000:]
            self._stream.feed(text)
            if time.monotonic() > end:
                return True

    @property
    def text(self):
        """What is on the screen."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def shows(self, words, seconds=PATIENCE):
        """Wait until these words are on the screen."""
        self._until(lambda: words in " ".join(self.text.split()) or words in self.text, f"{words!r} to appear", seconds)

    def shows_no_more(self, words, seconds=PATIENCE):
        """Wait until these words are gone from the screen."""
        self._until(lambda: words not in self.text, f"{words!r} to go", seconds)

    def _until(self, holds, what, seconds):
        end = time.monotonic() + seconds
        while not holds():
            runs = self.look()
            assert runs or holds(), f"the program ended while waiting for {what}:\n{self.text}"
            assert time.monotonic() < end, f"waited for {what}:\n{self.text}"

    def press(self, keys):
        """Type."""
        self.program.send(keys)

    def resize(self, columns, lines):
        """Make the window larger or smaller."""
        self.screen.resize(lines, columns)
        self.program.setwinsize(lines, columns)

    def ends(self, seconds=10):
        """Wait for the program to end, and return its exit status, or minus the signal that ended it."""
        end = time.monotonic() + seconds
        while self.look() and time.monotonic() < end:
            pass
        self.program.close(force=False)
        return self.program.exitstatus if self.program.exitstatus is not None else -self.program.signalstatus

    def family(self):
        """The processes that the program has started, however far down, and their like; itself not among them."""
        import psutil

        with contextlib.suppress(psutil.NoSuchProcess):
            return psutil.Process(self.program.pid).children(recursive=True)
        return []


def gone(processes, seconds=15):
    """Wait until none of these processes is left; returns those that are."""
    import psutil

    return psutil.wait_procs(processes, timeout=seconds)[1]


@pytest.fixture
def terminal():
    """A terminal of 90 columns and 40 lines; what runs in it ends with the test."""
    opened = Terminal()
    yield opened
    if opened.program is not None:
        left = opened.family()
        with contextlib.suppress(OSError):
            os.kill(opened.program.pid, signal.SIGKILL)
        opened.program.close(force=True)
        for process in gone(left, 5):
            process.kill()


@pytest.fixture
def watch(desk, terminal):
    """`koans` in a learner's folder with the small course, its first screen shown."""
    terminal.desk = desk
    terminal.start(sys.executable, "-m", "sensei", cwd=desk.path)
    terminal.shows("quit")
    return terminal


@pytest.fixture
def bench(desk):
    """A session in a learner's folder with the small course, and no server."""
    return Bench(desk)
