"""`koans run` and `koans check`: koans in a pytest of their own, and the overview of all of them."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sensei.memory import DEEP, EXAMPLES, Memory
from sensei.muster import Afresh

FIRST = "baskets_are_poured_together"
KOANS = [sys.executable, "-m", "sensei"]


def koans(*arguments, folder=None):
    """Run the command in a process of its own, for what it starts writes to the real streams."""
    return subprocess.run([*KOANS, *arguments], cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "name", ["baskets/a_word_has_no_sum", "a_word_has_no_sum", "koans/test_01_baskets.py::test_a_word_has_no_sum"]
)
def test_run_of_a_koan_shows_what_pytest_shows_of_it_and_nothing_besides(desk, name):
    result = koans("run", name)
    plain = desk.run("koans/test_01_baskets.py::test_a_word_has_no_sum")

    assert result.stdout.splitlines() == plain.outlines
    assert result.stderr == ""
    assert result.returncode == pytest.ExitCode.TESTS_FAILED


@pytest.mark.parametrize("name", ["words", "02", "2", "test_02_words.py"])
def test_run_of_a_topic_runs_its_file_to_the_end(desk, name):
    desk.solve("a_list_is_sorted")
    result = koans("run", name)

    assert "koans/test_02_words.py F." in result.stdout
    assert result.returncode == pytest.ExitCode.TESTS_FAILED


def test_run_without_a_name_is_the_walk(desk):
    result = koans("run")

    assert result.stdout.splitlines() == desk.run().outlines
    assert result.returncode == pytest.ExitCode.TESTS_FAILED


def test_run_gives_back_the_success_of_pytest(desk):
    desk.solve(FIRST)
    result = koans("run", FIRST)

    assert "It holds." in result.stdout
    assert result.returncode == 0


def test_run_below_the_course_names_paths_as_they_are_seen_from_there(desk):
    result = koans("run", FIRST, folder=desk.path / "koans")

    assert "\ntest_01_baskets.py:15\n" in result.stdout
    assert koans("run", folder=desk.path / "koans").stdout.count("\ntest_01_baskets.py:15\n") == 1


def test_run_shows_no_answer_where_the_conftest_is_lost(desk):
    (desk.path / "conftest.py").unlink()
    desk.answer(FIRST, "1765")
    result = koans("run", "baskets")

    assert "you answered `1765`" in result.stdout
    assert "1764" not in result.stdout


@pytest.mark.parametrize("arguments", [["run", "a_word_has_no_sun"], ["run", "wordz"]])
def test_an_unknown_name_is_told_in_one_sentence(desk, arguments):
    result = koans(*arguments)

    assert result.returncode == 1
    assert result.stderr.startswith("Error: there is no ")
    assert result.stderr.count("\n") == 1


def test_run_of_a_file_that_is_gone_says_how_it_comes_back(desk):
    desk.file(2).unlink()
    result = koans("run", "a_list_is_sorted")

    assert result.returncode == 1
    assert result.stderr.endswith("test_02_words.py is missing: `koans reset words` puts it back as it was written\n")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no groups of processes that hear Ctrl-C")
def test_ctrl_c_is_answered_by_pytest(desk, monkeypatch):
    monkeypatch.setenv("KOANS_TIMEOUT", "60")
    desk.answer(FIRST)  # with nothing answered the file would not be run
    desk.change(1, "import pytest", "import pytest\nopen('started', 'w').close(); __import__('time').sleep(60)")
    process = subprocess.Popen(
        [*KOANS, "run"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while not (desk.path / "started").exists():
        assert process.poll() is None
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    said, trouble = process.communicate(timeout=30)

    assert "Stopped. Nothing is lost" in said
    assert trouble == ""
    assert process.returncode == pytest.ExitCode.INTERRUPTED


def test_the_overview_has_the_map_what_is_begun_and_how_much_is_blank(desk):
    desk.solve("a_word_has_no_sum", "the_bell_rings")
    desk.answer(FIRST, "1765")
    desk.change(2, "assert word == ___", 'assert word == "rainbow"')
    result = desk.run("--koans-all")
    lines = [re.sub(r"[\u2588\u2591]+", "|", line) for line in result.outlines]

    assert lines[1:] == [
        "torch-koans  |  2 of 6",
        "01 Baskets   |  1 of 3",
        "02 Words     |  0 of 2",
        "03 Loops     |  1 of 1",
        "",
        "Begun, and not there yet:",
        "koans/test_01_baskets.py:15",
        "  baskets are poured together: On line 15 you answered `1765`, and that does not",
        "  hold.",
        "koans/test_02_words.py:13",
        "  words are joined in order: A blank is waiting on line 13.",
        "",
        "2 koans are still blank.",
        "Go on: koans or pytest",
    ]
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_a_misconception_is_the_matter_where_there_is_one(desk):
    desk.answer(FIRST, "1200564")
    text = desk.run("--koans-all").stdout.str()

    assert "baskets are poured together: Numbers are not glued together as words are." in text


def test_check_is_a_success_only_if_every_koan_holds(desk):
    desk.solve()
    all_held = koans("check")
    desk.change(3, '"dong"', '"ding"')
    one_less = koans("check")

    assert "All 6 koans hold, and this run has tried every one of them." in all_held.stdout
    assert "You predicted" in all_held.stdout
    assert all_held.returncode == 0
    assert "koans/test_03_loops.py:" in one_less.stdout
    assert "blank" not in one_less.stdout
    assert one_less.returncode == pytest.ExitCode.TESTS_FAILED


def test_the_end_is_feasted_once(desk):
    desk.solve()
    desk.run()

    assert "You predicted" not in desk.run("--koans-all").stdout.str()


def test_what_a_muster_found_is_remembered(desk):
    desk.solve("the_bell_rings")
    desk.run("--koans-all")

    assert "1 of 6" in desk.run().stdout.str()


PROPERTY = """
from pathlib import Path

def test_the_bell_rings(subject):
    with Path(__file__).with_name("tried").open("a") as file:
        file.write("x")
    assert subject.rings(2) == ["dong", "dong"]
"""


def test_a_muster_takes_nothing_from_earlier_runs(own_course, desk):
    (own_course / "properties" / "test_03_loops.py").write_text(PROPERTY)
    desk.solve()
    tried = own_course / "properties" / "tried"
    counts = []
    for options in [[], [], ["--koans-all"], []]:
        assert desk.run(*options).ret == 0
        counts.append(len(tried.read_text()))

    assert counts == [1, 1, 2, 2]
    assert len((desk.path / ".koans" / "held").read_text().splitlines()) == 1


def test_what_failed_once_for_one_of_many_inputs_is_still_tried_on_many(tmp_path):
    Memory(tmp_path / "held", deep=True).doubt("odd")
    Memory(tmp_path / "held").add("even")
    afresh = Afresh(tmp_path / "held")

    assert [afresh.still_to_try(each) for each in ("odd", "even", "new")] == [DEEP, EXAMPLES, EXAMPLES]


def test_a_test_of_ones_own_that_fails_is_named_below_the_overview(desk):
    desk.solve()
    desk.file(3).write_text(desk.file(3).read_text() + "\n\ndef test_of_my_own():\n    assert not 'mine'\n")
    result = desk.run("--koans-all")

    assert "All 6 koans hold" in result.stdout.str()
    assert "Besides the koans, this did not pass:\n  koans/test_03_loops.py::test_of_my_own\n" in result.stdout.str()
    assert result.ret == pytest.ExitCode.TESTS_FAILED


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="Linux has a file that nobody can read")
def test_a_file_that_cannot_be_read_does_not_hide_the_others(desk):
    desk.solve()
    desk.file(2).unlink()
    desk.file(2).symlink_to("/proc/self/mem")
    result = desk.run("--koans-all")

    assert "4 of 6" in result.stdout.str()
    assert "2 koans could not be run." in result.stdout.str()
    assert result.ret != 0


def test_a_muster_that_is_interrupted_says_so(desk):
    desk.answer("double_is_written_by_you", "raise KeyboardInterrupt")
    result = desk.run_apart("--koans-all")

    assert "Stopped. Nothing is lost" in result.stdout.str()


@pytest.mark.parametrize(
    "options, outcomes", [(["-k", "bell"], {"failed": 1, "deselected": 5}), (["koans/test_02_words.py"], {"failed": 2})]
)
def test_a_muster_of_a_part_is_an_ordinary_run(desk, options, outcomes):
    desk.run("--koans-all", *options).assert_outcomes(**outcomes)


def test_a_muster_of_one_koan_shows_that_koan(desk):
    one = "koans/test_01_baskets.py::test_a_word_has_no_sum"

    assert desk.run("--koans-all", one).outlines == desk.run(one).outlines


def test_a_verbose_muster_names_every_koan(desk):
    text = desk.run("--koans-all", "-v", "--tb=no", "-r", "N").stdout.str()

    assert text.count(" FAILED ") == 6
    assert "still blank" not in text


def test_a_muster_is_shared_by_processes(desk):
    desk.solve("the_bell_rings")
    alone, shared = desk.run("--koans-all").outlines, desk.run("--koans-all", "-n", "2").outlines

    assert shared[-len(alone) :] == alone


def test_check_gives_plain_data(desk):
    desk.solve("a_word_has_no_sum")
    desk.answer(FIRST, "1765")
    result = koans("check", "--json")
    data = json.loads(result.stdout)

    assert list(data) == ["koans"]
    assert data["koans"][:3] == [
        {"identity": f"baskets/{FIRST}", "outcome": "wrong", "path": "koans/test_01_baskets.py", "line": 15},
        {"identity": "baskets/a_word_has_no_sum", "outcome": "passed", "path": None, "line": None},
        {
            "identity": "baskets/double_is_written_by_you",
            "outcome": "blank",
            "path": "koans/test_01_baskets.py",
            "line": 26,
        },
    ]
    assert [row["identity"] for row in data["koans"]] == [koan.identity for koan in desk.course.koans]
    assert result.returncode == pytest.ExitCode.TESTS_FAILED
    assert result.stderr == ""


def test_plain_data_is_given_whatever_pytest_is_told_to_show(desk, monkeypatch):
    monkeypatch.setenv("PYTEST_ADDOPTS", "-v -s")
    desk.solve()
    result = koans("check", "--json")

    assert {row["outcome"] for row in json.loads(result.stdout)["koans"]} == {"passed"}
    assert result.returncode == 0


def test_a_check_that_could_not_begin_says_why_and_gives_no_data(desk):
    desk.file(2).unlink()
    result = koans("check", "--json")

    assert result.stdout == ""
    assert "koans/test_02_words.py is missing" in result.stderr
    assert result.returncode == pytest.ExitCode.USAGE_ERROR


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is a Unix thing")
def test_who_waits_at_a_terminal_sees_how_far_it_has_come(desk):
    import pty

    ours, theirs = pty.openpty()
    status = subprocess.call([*KOANS, "check"], stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    written = os.read(ours, 100_000).decode()
    os.close(ours)

    assert re.findall(r"\r(\d of 6)", written) == [f"{number} of 6" for number in range(1, 7)]
    assert "1 of 6" not in koans("check").stdout
    assert status == 1


def test_the_options_are_in_the_help_of_pytest(desk):
    text = desk.run("--help").stdout.str()

    assert "--koans-all" in text
    assert "--koans-json=PATH" in text
