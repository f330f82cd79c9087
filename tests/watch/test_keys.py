"""The keys: what a terminal sends, and which keys were meant."""

import os
import queue
import sys

import pytest

from sensei.watch.keys import END, Keys, named

KNOWN = {
    "\r": "enter",
    "\n": "enter",
    "\t": "tab",
    "\x1b": "escape",
    "\x7f": "backspace",
    "\x08": "backspace",
    "\x1b[A": "up",
    "\x1bOA": "up",
    "\x1b[B": "down",
    "\x1bOB": "down",
    "\x1b[5~": "pageup",
    "\x1b[6~": "pagedown",
    "\x1b[H": "home",
    "\x1bOH": "home",
    "\x1b[1~": "home",
    "\x1b[F": "end",
    "\x1bOF": "end",
    "\x1b[4~": "end",
    "q": "q",
    " ": " ",
    "?": "?",
    "é": "é",
    "日": "日",
}


@pytest.mark.parametrize("typed", KNOWN, ids=repr)
def test_a_key_has_its_name_alone_and_among_others(typed):
    assert list(named(typed)) == [KNOWN[typed]]
    assert list(named(f"l{typed}")) == ["l", KNOWN[typed]]
    if typed != "\x1b":
        assert list(named(f"{typed}q{typed}")) == [KNOWN[typed], "q", KNOWN[typed]]


@pytest.mark.parametrize(
    "typed",
    [
        "\x1b[3~",
        "\x1b[1;5C",
        "\x1bOP",
        "\x1b[15~",
        "\x1b[Z",
        "\x1b[[A",
        "\x1b[<0;12;34M",
        "\x1b[",
        "\x04",
        "\0",
        "\x9b",
    ],
    ids=repr,
)
def test_what_is_not_known_is_no_key(typed):
    assert list(named(typed)) == []


@pytest.mark.parametrize("typed", ["\x1b[3~", "\x1b[1;5C", "\x1bOP", "\x1b[<0;12;34M", "\x04"], ids=repr)
def test_what_is_not_known_takes_no_key_with_it(typed):
    assert list(named(f"h{typed}q")) == ["h", "q"]


def test_escape_before_another_key_is_a_key_of_its_own():
    assert list(named("\x1bq")) == ["escape", "q"]
    assert list(named("\x1b\x1b[A")) == ["escape", "up"]


def test_pasted_text_is_typed_without_the_marks_around_it():
    assert list(named("\x1b[200~a b\r\x1b[201~")) == ["a", " ", "b", "enter"]


@pytest.fixture
def typewriter(monkeypatch):
    """A pseudo-terminal as standard input: what is written to it is typed."""
    far, near = os.openpty()
    stdin = open(near, encoding="utf-8")  # noqa: SIM115
    monkeypatch.setattr(sys, "stdin", stdin)
    yield far
    stdin.close()


def test_keys_come_as_they_are_typed_until_the_terminal_goes(typewriter):
    import termios

    heard = queue.Queue()
    before = termios.tcgetattr(typewriter)
    keys = Keys(heard.put)
    keys.listen()
    keys.listen()
    os.write(typewriter, "hé\x1b[A".encode())
    assert [heard.get(timeout=10) for _ in range(3)] == ["h", "é", "up"]
    assert not termios.tcgetattr(typewriter)[3] & (termios.ECHO | termios.ICANON)
    keys.release()
    assert termios.tcgetattr(typewriter) == before
    keys.listen()
    assert termios.tcgetattr(typewriter) != before
    keys.release()
    os.close(typewriter)

    assert heard.get(timeout=10) == END
    assert heard.empty()


def test_without_a_terminal_no_key_comes(monkeypatch, tmp_path):
    heard = queue.Queue()
    for stdin in (None, open(os.devnull)):  # noqa: SIM115
        monkeypatch.setattr(sys, "stdin", stdin)
        keys = Keys(heard.put)
        keys.listen()
        keys.release()
    stdin.close()

    with pytest.raises(queue.Empty):
        heard.get(timeout=0.1)
