"""The keys: what is typed, as it is typed. The terminal is put back as it was, however the program ends."""

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

END = "end of input"
_CODES = {
    "\r": "enter", "\n": "enter", "\t": "tab", "\x1b": "escape", "\x7f": "backspace", "\x08": "backspace",
    "\x1b[A": "up", "\x1b[B": "down", "\x1bOA": "up", "\x1bOB": "down", "\x1b[5~": "pageup", "\x1b[6~": "pagedown",
    "\x1b[H": "home", "\x1b[F": "end", "\x1bOH": "home", "\x1bOF": "end", "\x1b[1~": "home", "\x1b[4~": "end",
}  # fmt: skip
_WINDOWS = {"H": "up", "P": "down", "I": "pageup", "Q": "pagedown", "G": "home", "O": "end"}


def named(typed: str) -> Iterator[str]:
    """The keys behind what a terminal sent: a character is its own name; a sequence that is not known is no key."""
    while typed:
        if typed.startswith("\x1b") and len(typed) > 1:
            size = next((size for size in (4, 3) if typed[:size] in _CODES), None)
            if size is None and typed[1] not in "[O":
                size = 1
            if size is None:  # up to the letter that ends an unknown sequence
                size = next((at + 1 for at, sign in enumerate(typed) if at > 1 and (sign.isalpha() or sign == "~")), 9)
        else:
            size = 1
        head, typed = typed[:size], typed[size:]
        if head in _CODES or head.isprintable():
            yield _CODES.get(head, head)


class Keys:
    """The keyboard. Does nothing where standard input is no terminal.

    Args:
        press: called with the name of each key, in another thread; with `END` when the terminal has gone.
    """

    def __init__(self, press: Callable[[str], None]) -> None:
        """Listen from `listen` on."""
        self._press = press
        self._before: Any = None
        self._started = False

    def listen(self) -> None:
        """Take the terminal: keys come at once and are not shown. Ctrl-C and Ctrl-Z do what they always do."""
        if not sys.stdin or not sys.stdin.isatty():
            return
        with contextlib.suppress(ImportError):
            import termios
            import tty

            self._before = self._before or termios.tcgetattr(sys.stdin.fileno())
            tty.setcbreak(sys.stdin.fileno(), termios.TCSANOW)  # what was typed before stays
        if not self._started:
            self._started = True
            threading.Thread(target=self._read, daemon=True, name="koans-keys").start()

    def release(self) -> None:
        """Put the terminal back as it was."""
        if self._before is not None:
            import termios

            with contextlib.suppress(termios.error, ValueError, OSError):
                termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, self._before)

    def _read(self) -> None:
        try:
            import msvcrt
        except ImportError:
            self._read_terminal(sys.stdin.fileno())
            return
        windows: Any = msvcrt
        while True:
            sign = windows.getwch()
            for key in [_WINDOWS.get(windows.getwch(), "")] if sign in "\0\xe0" else named(sign):
                self._press(key)

    def _read_terminal(self, terminal: int) -> None:
        while True:
            try:
                raw = os.read(terminal, 1024)
            except OSError:
                raw = b""
            if not raw:
                self._press(END)
                return
            for key in named(raw.decode("utf-8", "ignore")):
                self._press(key)
