"""The screens, letter by letter: what a learner reads in every case, on a terminal of any kind.

The golden files in `tests/golden/` were read by a person before they were kept. After a change that is meant, write
them anew and read the difference:

    KOANS_GOLDEN=write python -m pytest tests/test_screen.py
    git diff tests/golden
"""

import contextlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"
WRITE = os.environ.get("KOANS_GOLDEN") == "write"
FIRST = "koans/test_01_baskets.py::test_baskets_are_poured_together"


def _answered(answer):
    return lambda desk: desk.answer("baskets_are_poured_together", answer)


def _edited(desk):
    desk.answer("baskets_are_poured_together", "1765")
    desk.change(1, "1200, 564", "1200, 565")


def _raised(desk):
    desk.solve("baskets_are_poured_together", "a_word_has_no_sum")
    desk.answer("double_is_written_by_you", "return twice * number")


def _timeout(desk):
    desk.solve(*[koan.name for koan in desk.course.koans[:5]])
    desk.answer("the_bell_rings", "while True: pass")


def _printed(desk):
    desk.answer("baskets_are_poured_together", "1765")
    desk.change(1, "    assert", "    print(f'{apples} and {pears}')\n    assert")


def _wrong_twice(desk):
    desk.answer("baskets_are_poured_together", "1765")
    desk.run()


def _damaged(desk):
    (desk.path / ".koans").mkdir(exist_ok=True)
    (desk.path / ".koans" / "progress.json").write_text('{"passed": ["bask')


def _begun(desk):
    desk.solve("a_word_has_no_sum")
    desk.answer("baskets_are_poured_together", "1200564")
    desk.change(2, "assert word == ___", 'assert word == "rainbow"')
    desk.answer("the_bell_rings", "return times * bells")


def _solved(desk):
    desk.solve()


def _solved_before(desk):
    desk.solve()
    desk.run()


SCREENS = {
    "blank": (lambda desk: None, ()),
    "wrong": (_answered('"1764 or so"'), ()),
    "wrong_with_belief": (_answered("1200564"), ()),
    "wrong_twice": (_wrong_twice, ()),
    "damaged": (_damaged, ()),
    "mirror": (_answered("apples + pears"), ()),
    "edited": (_edited, ()),
    "broken_syntax": (_answered("(17"), ()),
    "broken_raised": (_raised, ()),
    "timeout": (_timeout, ()),
    "printed": (_printed, ()),
    "one_held": (_solved, (FIRST,)),
    "overview": (_begun, ("--koans-all",)),
    "all_held": (_solved, ()),
    "all_held_again": (_solved_before, ()),
}


unix = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is a Unix thing")


def on_a_real_terminal():
    """What pytest writes to a terminal when it has one; the run has to fail."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen([sys.executable, "-m", "pytest"], stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    chunks = []
    with contextlib.suppress(OSError):  # Linux tells by an error that the last who could write has gone
        while chunk := os.read(ours, 4096):
            chunks.append(chunk)
    os.close(ours)
    assert process.wait() == pytest.ExitCode.TESTS_FAILED
    return b"".join(chunks).decode()


def shown(desk, arguments=()):
    lines = desk.run(*arguments).outlines
    return "\n".join(lines).strip("\n") + "\n"


def compare(name, text):
    path = GOLDEN / f"{name}.txt"
    if WRITE:
        path.write_text(text, encoding="utf-8")
        pytest.skip(f"{path.name} was written anew")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize("name", SCREENS)
def test_the_screen_is_the_golden_one(desk, name, encoding, terminal, monkeypatch):
    monkeypatch.setenv("KOANS_TIMEOUT", "1")
    terminal(encoding=encoding)
    prepare, arguments = SCREENS[name]
    prepare(desk)
    text = shown(desk, arguments)

    assert encoding != "ascii" or text.isascii()
    assert max(map(len, text.splitlines())) <= 80
    compare(name if encoding == "utf-8" else f"{name}.ascii", text)


@pytest.mark.parametrize("name", ["blank", "wrong", "all_held"])
def test_the_screen_of_a_terminal_of_40_columns_is_the_golden_one(desk, name, terminal):
    terminal(columns=40)
    prepare, arguments = SCREENS[name]
    prepare(desk)
    text = shown(desk, arguments)
    whole = re.compile(r"koans/test_\w+\.py:\d+|  pytest koans/\S+")

    assert [line for line in text.splitlines() if len(line) > 40 and not whole.fullmatch(line)] == []
    compare(f"{name}.40", text)


def test_no_golden_file_is_left_over():
    wanted = {f"{name}{kind}.txt" for name in SCREENS for kind in ("", ".ascii")}
    wanted |= {f"{name}.40.txt" for name in ("blank", "wrong", "all_held")}

    assert {path.name for path in GOLDEN.iterdir()} == wanted


def test_a_wide_terminal_does_not_stretch_the_text_beyond_reading(desk, terminal):
    terminal(columns=250)
    _edited(desk)

    assert 90 < max(map(len, shown(desk).splitlines())) <= 100


def test_a_colourless_screen_says_all_that_a_coloured_one_says(desk):
    desk.answer("baskets_are_poured_together", "1765")
    coloured = desk.run("--color=yes").stdout.str()
    plain = re.sub(r"\x1b\[[\d;]*m", "", coloured)
    shutil.rmtree(desk.path / ".koans")

    assert "\x1b[" in coloured
    assert [line.rstrip() for line in plain.splitlines()] == desk.run("--color=no").outlines


@pytest.mark.parametrize(
    "options, variables, coloured",
    [
        ((), {}, False),
        (("--color=no",), {"FORCE_COLOR": "1"}, False),
        (("--color=yes",), {}, True),
        (("--color=yes",), {"NO_COLOR": "1"}, True),
        (("--color=yes",), {"TERM": "dumb"}, True),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ((), {"PY_COLORS": "1"}, True),
        ((), {"PY_COLORS": "0", "FORCE_COLOR": "1"}, False),
    ],
)
@pytest.mark.parametrize("verbose", [(), ("-v",)])
def test_colours_are_where_pytest_would_put_them(desk, options, variables, coloured, verbose, monkeypatch):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert ("\x1b[" in desk.run(*options, *verbose).stdout.str()) == coloured


def test_signs_that_the_terminal_lacks_do_no_harm(desk, terminal):
    terminal(encoding="ascii")
    desk.answer("baskets_are_poured_together", '"na\u00efve \u2603"')
    desk.file(1).write_text(desk.file(1).read_text().replace("\u00ef", "\u00ef"), encoding="utf-8")
    text = shown(desk)

    assert '> 15 |     assert apples + pears == "na?ve ?"' in text
    assert "Not yet." in text


def test_an_ascii_console_without_a_terminal_is_served_in_a_process_of_its_own(desk, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    result = desk.run_apart()

    assert "\n".join(result.outlines).strip() + "\n" == (GOLDEN / "blank.ascii.txt").read_text()
    assert result.errlines == []
    assert result.ret == pytest.ExitCode.TESTS_FAILED


@unix
@pytest.mark.parametrize("variables, coloured", [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_a_real_terminal_gets_colours_unless_it_says_no(desk, variables, coloured, monkeypatch):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    text = on_a_real_terminal()

    assert "baskets are poured together" in text
    assert ("\x1b[" in text) == coloured


@unix
def test_what_pytest_says_after_all_has_colours_on_a_real_terminal(desk):
    desk.solve()
    desk.file(3).write_text(desk.file(3).read_text() + "\n\ndef test_of_my_own():\n    assert not 'mine'\n")
    text = on_a_real_terminal()

    assert "\x1b[31m\x1b[1m1 failed" in text
