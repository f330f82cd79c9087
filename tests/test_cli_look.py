"""`koans why` and `koans solution`: shown once a koan has held, and not before."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from sensei.cli import main
from sensei.course import Course

FIRST = "baskets_are_poured_together"


def koans(*arguments):
    """Run the command in this process."""
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def test_the_why_of_a_koan_that_holds_is_shown_with_its_link(desk):
    desk.solve(FIRST)
    desk.run()
    result = koans("why", FIRST)

    assert result.output.rstrip("\n").splitlines() == [
        "Baskets: baskets are poured together",
        "",
        f"  Because {FIRST} is worth knowing.",
        "  https://docs.python.org/3/",
    ]
    assert result.exit_code == 0


def test_the_why_of_a_koan_that_has_not_held_is_kept_and_the_next_step_named(desk):
    result = koans("why", "a_list_is_sorted")

    assert result.output == (
        "words/a_list_is_sorted has not held yet, and its why may give the answer away. "
        "`koans hint words/a_list_is_sorted` helps on.\n"
    )
    assert result.exit_code == 1


def test_a_koan_that_holds_no_longer_keeps_its_why(desk):
    desk.solve(FIRST)
    desk.run()
    desk.change(1, "1764", "1765")
    desk.run()

    assert "has not held yet" in koans("why", FIRST).output


def test_without_a_name_it_is_the_koan_that_came_to_hold_last(desk):
    desk.solve()
    desk.run("koans/test_03_loops.py")
    desk.run("koans/test_01_baskets.py::test_a_word_has_no_sum")

    assert "Because a_word_has_no_sum is worth knowing." in koans("why").output


def test_without_a_name_and_with_nothing_held_before_it_is_any_that_holds(desk):
    desk.solve("the_bell_rings")
    desk.run("koans/test_03_loops.py")

    assert "Because the_bell_rings is worth knowing." in koans("why").output


def test_after_a_run_in_which_many_came_to_hold_it_is_the_last_of_the_course(desk):
    desk.solve()
    desk.run()

    assert "Because the_bell_rings is worth knowing." in koans("why").output


def test_without_a_name_and_with_nothing_held_the_first_step_is_named(desk):
    result = koans("why")

    assert result.output == "No koan has held yet. Once one does, its why is here; `koans hint` helps with the first.\n"
    assert result.exit_code == 1


def test_the_solution_is_shown_once_the_koan_has_held(desk):
    before = koans("solution", "double_is_written_by_you")
    desk.solve("double_is_written_by_you")
    desk.run("koans/test_01_baskets.py")
    after = koans("solution", "double_is_written_by_you")

    assert before.exit_code == 1
    assert "return" not in before.output
    assert before.output == (
        "baskets/double_is_written_by_you has not held yet. `koans hint baskets/double_is_written_by_you` helps on, "
        "and `koans solution baskets/double_is_written_by_you --spoil` shows it all the same.\n"
    )
    assert after.exit_code == 0
    assert (
        after.output
        == '''\
def double(number):
    """Twice the number."""
    return 2 * number


def test_double_is_written_by_you():
    """A function gives back what stands behind return."""
    assert double(4) == 8
    assert double(-1) == -2
'''
    )


def test_a_solution_may_be_spoilt(desk):
    result = koans("solution", "a_list_is_sorted", "--spoil")

    assert "assert sorted([31, 11, 21]) == [11, 21, 31]\n" in result.output
    assert result.exit_code == 0


def test_the_comments_of_a_solution_are_part_of_it(own_course, desk):
    path = own_course / "solutions" / "test_03_loops.py"
    text = (
        path.read_text()
        .replace("def rings", "# once for each time\ndef rings")
        .replace("import ___", "import ___  # no")
    )
    path.write_text(text + "    # a list knows how to repeat itself\n\n# nothing of this\n")
    shown = koans("solution", "the_bell_rings", "--spoil").output

    assert shown.startswith("# once for each time\ndef rings(times):\n")
    assert shown.endswith("    # a list knows how to repeat itself\n")


def test_a_solution_that_did_not_come_along_is_told_in_one_sentence(own_course, desk):
    (own_course / "solutions" / "test_03_loops.py").unlink()
    result = koans("solution", "the_bell_rings", "--spoil")

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: there is no solution of loops/the_bell_rings on this machine: ")


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is a Unix thing")
def test_on_a_terminal_the_solution_has_colours_and_whole_lines(desk):
    import os
    import pty
    import re

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "sensei", "solution", "the_bell_rings", "--spoil"]
    subprocess.call(command, env={**os.environ, "COLUMNS": "20"}, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    written = os.read(ours, 100_000).decode().replace("\r\n", "\n")
    os.close(ours)

    assert "\x1b[" in written
    assert '    assert rings(3) == ["dong", "dong", "dong"]' in re.sub(r"\x1b\[[\d;]*m", "", written)


def test_the_course_that_comes_with_the_engine_has_solutions_to_show(monkeypatch):
    monkeypatch.delenv("KOANS_COURSE", raising=False)
    for koan in Course.at_hand().koans[::40]:
        shown = koans("solution", koan.identity, "--spoil").output

        assert f"def {koan.function}():" in shown
        assert "___" not in shown
