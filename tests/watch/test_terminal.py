"""The watch and its terminal: resized, interrupted, stopped, closed. What it took it gives back."""

import os
import signal
import sys

import psutil
import pytest

from .conftest import gone


@pytest.fixture
def shell(desk, terminal):
    """A shell with job control, in which the watch is started by hand."""
    terminal.desk = desk
    terminal.start("bash", "--norc", "--noprofile", "-i", cwd=desk.path, PS1="ready> ")
    terminal.shows("ready>")
    terminal.press(f"'{sys.executable}' -m sensei\n")
    terminal.shows("h hint")
    return terminal


def test_a_smaller_window_gets_a_smaller_screen(watch):
    watch.desk.answer("baskets_are_poured_together", "7")
    watch.shows("Not yet.")
    watch.look(1)  # from now on nothing but the window changes
    assert "torch-koans  " in watch.text
    watch.resize(60, 14)
    watch.shows_no_more("02 Words")
    watch.shows("q quit")
    watch.resize(90, 40)

    watch.shows("02 Words")


@pytest.mark.parametrize("leave", ["q", "\x03"], ids=["q", "Ctrl-C"])
def test_the_shell_finds_its_terminal_as_it_was(leave, shell):
    family = [each for each in shell.family() if each.pid != shell.program.pid]
    shell.press(leave)
    shell.shows("ready>")
    shell.press("stty -a\n")
    shell.shows("echoctl")

    assert "Traceback" not in shell.text
    assert " icanon " in shell.text
    assert " echo " in shell.text
    assert gone(family) == []


def test_ctrl_z_gives_the_terminal_back_and_fg_goes_on(shell):
    shell.press("\x1a")
    shell.shows("Stopped")
    shell.press("echo $((6 * 7))\n")
    shell.shows("42")
    shell.desk.answer("baskets_are_poured_together")
    shell.press("fg\n")
    shell.shows("It holds.")
    shell.press("n")
    shell.shows("Baskets: a word has no sum")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_end_is_obeyed_in_order(number, watch):
    family = watch.family()
    os.kill(watch.program.pid, number)

    assert watch.ends() == 128 + number
    assert gone(family) == []


def test_a_terminal_that_is_closed_leaves_no_process(watch):
    watch.desk.answer("double_is_written_by_you", "import time\n    time.sleep(60)")
    watch.shows("It is being run.")
    family = [psutil.Process(watch.program.pid), *watch.family()]
    os.close(watch.program.child_fd)
    watch.program.closed = True

    assert gone(family) == []
    watch.program = None


def test_without_a_terminal_the_screens_are_written_one_after_another(desk, pytester):
    import subprocess
    import time

    with open(desk.path / "out.txt", "w") as out:
        program = subprocess.Popen(
            [sys.executable, "-m", "sensei", "watch"], cwd=desk.path, stdin=subprocess.DEVNULL, stdout=out
        )
    try:

        def written(words):
            end = time.monotonic() + 60
            while words not in (desk.path / "out.txt").read_text():
                assert time.monotonic() < end
                time.sleep(0.05)

        written("A blank is waiting")
        desk.answer("baskets_are_poured_together")
        written("It holds.")
    finally:
        program.send_signal(signal.SIGINT)
        try:
            status = program.wait(10)
            # Where Ctrl-C comes while a library makes code from a text, CPython ends itself by the signal after all has
            # been answered in order. Shells tell 130 for both.
            assert (128 - status if status < 0 else status) == 130
        finally:
            program.kill()
    assert "\x1b" not in (desk.path / "out.txt").read_text()


def test_an_ascii_terminal_gets_ascii(desk, terminal):
    terminal.start(sys.executable, "-m", "sensei", cwd=desk.path, PYTHONIOENCODING="ascii", NO_COLOR="1")
    terminal.shows("quit")

    assert terminal.text.isascii()


def test_a_terminal_that_cannot_clear_gets_one_screen_below_the_other(desk, terminal):
    terminal.start(sys.executable, "-m", "sensei", cwd=desk.path, TERM="dumb")
    terminal.shows("quit")
    desk.answer("baskets_are_poured_together")
    terminal.shows("It holds.")

    assert "\x1b" not in terminal.tail
