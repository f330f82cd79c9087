"""The walk: what plain `pytest` shows, where it stops, and how it goes on to the end."""

import re
import sys

import pytest


def rerun_of(text: str) -> list[str]:
    """The arguments of the last command on a screen, which runs the koan again."""
    command = text.rstrip().splitlines()[-1].split()
    assert command[0] == "pytest"
    return command[1:]


def test_a_plain_run_stops_at_the_first_koan_that_does_not_hold(desk):
    desk.solve("baskets_are_poured_together", "a_list_is_sorted")
    result = desk.run()

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert "1 of 6" in result.stdout.str()
    assert "Baskets: a word has no sum" in result.stdout.str()
    assert "double" not in result.stdout.str()
    assert "02 Words" in result.stdout.str()
    assert "words are joined" not in result.stdout.str()


def test_the_screen_says_where_you_are(desk):
    desk.solve("baskets_are_poured_together", "a_word_has_no_sum", "double_is_written_by_you")
    lines = desk.run().outlines

    assert re.fullmatch(r"torch-koans  \u2588{10}\u2591{10} +3 of 6", lines[1])
    assert re.fullmatch(r"01 Baskets   \u2588{20} +3 of 3", lines[2])
    assert re.fullmatch(r"02 Words     \u2591{20} +0 of 2  you are here", lines[3])
    assert re.fullmatch(r"03 Loops     \u2591{20} +0 of 1", lines[4])


def test_the_screen_shows_lesson_source_place_matter_and_how_to_go_on(desk):
    lines = desk.run().outlines[6:]

    assert lines == [
        "Replace each blank with what you believe.",
        "",
        "Baskets: baskets are poured together",
        "",
        "  Adding counts what two baskets hold together.",
        "",
        "  11 | def test_baskets_are_poured_together():",
        "  13 |     apples, pears = 1200, 564",
        "  14 |",
        "> 15 |     assert apples + pears == ___",
        "",
        "koans/test_01_baskets.py:15",
        "A blank is waiting on line 15.",
        "It asks for a value: what do you expect there?",
        "",
        "A hint, or the same koan again:",
        "  koans hint",
        "  pytest koans/test_01_baskets.py::test_baskets_are_poured_together",
    ]


def test_the_rerun_command_runs_this_koan_again_and_nothing_else(desk):
    desk.solve("baskets_are_poured_together")
    command = rerun_of(desk.run().stdout.str())
    again = desk.run(*command)
    desk.solve("a_word_has_no_sum")
    solved = desk.run(*command)

    assert "Baskets: a word has no sum" in again.stdout.str()
    assert again.ret == pytest.ExitCode.TESTS_FAILED
    assert rerun_of(again.stdout.str()) == command
    assert solved.ret == pytest.ExitCode.OK
    assert "It holds." in solved.stdout.str()
    assert "Because a_word_has_no_sum is worth knowing." in solved.stdout.str()
    assert "Go on: koans or pytest" in solved.stdout.str()
    assert "poured" not in solved.stdout.str()


def test_the_path_and_the_command_are_those_of_the_folder_in_which_pytest_was_started(desk, monkeypatch):
    monkeypatch.chdir(desk.path / "koans")
    inside = desk.run().stdout.str()
    monkeypatch.chdir(desk.path.parent)
    outside = desk.run(str(desk.path / "koans")).stdout.str()

    assert "\ntest_01_baskets.py:15\n" in inside
    assert "\n  pytest test_01_baskets.py::test_baskets_are_poured_together" in inside
    assert "\ndesk/koans/test_01_baskets.py:15\n" in outside
    assert desk.run(*rerun_of(outside)).ret == pytest.ExitCode.TESTS_FAILED


def test_the_rerun_command_can_be_pasted_from_a_folder_with_a_space_in_its_name(desk, monkeypatch):
    desk.path.rename(desk.path.parent / "my desk")
    monkeypatch.chdir(desk.path.parent)
    text = desk.run("my desk/koans").stdout.str()

    assert "\n  pytest 'my desk/koans/test_01_baskets.py::test_baskets_are_poured_together'" in text


@pytest.mark.parametrize("how", [(), ("-v",), ("-vv",), ("--tb=long",), ("--tb=short",), ("-rA",), ("-l",), ("-n0",)])
@pytest.mark.parametrize("answer", [None, "1765", '"1764 or so"', "apples + pears"])
def test_no_traceback_and_no_expected_value_is_ever_shown(desk, answer, how):
    if answer:
        desk.answer("baskets_are_poured_together", answer)
    result = desk.run(*how)
    text = result.stdout.str() + result.stderr.str()

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert "Traceback" not in text
    assert not re.search(r"^E  ", text, re.MULTILINE)
    assert "AssertionError" not in text
    assert "1764" not in text.replace('"1764 or so"', "")


def test_each_solved_koan_leads_to_the_next(desk):
    seen = []
    for name in desk.course.koans:
        result = desk.run()
        assert result.ret == pytest.ExitCode.TESTS_FAILED
        seen.append(next(line for line in result.outlines if re.fullmatch(r"(Baskets|Words|Loops): [^.]*", line)))
        desk.solve(name.name)

    assert seen == [f"{koan.topic.title}: {koan.title}" for koan in desk.course.koans]
    assert desk.run().ret == pytest.ExitCode.OK


def test_the_end_is_celebrated_once(desk):
    desk.solve()
    first, second, third = desk.run(), desk.run(), desk.run()

    assert [each.ret for each in (first, second, third)] == [0, 0, 0]
    assert "All 6 koans hold, and this run has tried every one of them." in first.stdout.str()
    assert "That is the whole art." in " ".join(first.stdout.str().split()).replace("That is", "That is")
    assert second.outlines[-1] == third.outlines[-1] == "All 6 koans hold."
    assert "whole art" not in second.stdout.str()


def test_at_the_end_every_koan_has_been_run_in_this_very_run(desk):
    for path in sorted((desk.path / "koans").glob("*.py")):
        text = path.read_text()
        path.write_text(re.sub(r"(def test_(\w+)\(\):\n    \".*\"\n)", r'\1    print("ran", "\2")\n', text))
    desk.solve()
    desk.run()
    again = desk.run("-s").stdout.str()

    assert [line.split()[-1] for line in again.splitlines() if "ran " in line] == [k.name for k in desk.course.koans]


def test_a_koan_that_held_yesterday_and_fails_today_stops_the_walk(desk):
    desk.solve()
    desk.run()
    desk.change(1, "1764", "1765")
    result = desk.run()

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert "Baskets: baskets are poured together" in result.stdout.str()
    assert "hold" not in result.outlines[-1]


def test_the_end_is_not_reached_by_running_one_koan_when_the_others_only_held_before(desk):
    desk.solve()
    desk.change(3, "*", "+")
    desk.run()
    desk.change(3, "+", "*")
    alone = desk.run("koans/test_03_loops.py::test_the_bell_rings").stdout.str()
    whole = desk.run().stdout.str()

    assert "It holds." in alone
    assert "All 6 koans" not in alone
    assert "tried every one of them" in whole


def test_the_bar_of_a_single_koan_counts_what_held_before(desk):
    desk.solve("baskets_are_poured_together", "a_word_has_no_sum")
    desk.run()
    alone = desk.run("koans/test_01_baskets.py::test_double_is_written_by_you").outlines

    assert alone[1].endswith("2 of 6")


def test_a_misconception_is_answered_by_its_sentence_and_by_nothing_else(desk):
    desk.answer("baskets_are_poured_together", "1200564")
    text = desk.run().stdout.str()

    assert "\nkoans/test_01_baskets.py:15\nNot yet.\nNumbers are not glued together as words are.\n\n" in text


def test_what_a_koan_printed_is_shown(desk):
    desk.answer("baskets_are_poured_together", "1")
    desk.change(1, "    assert apples", '    print("so many:", apples)\n    assert apples')
    text = desk.run().stdout.str()

    assert "\nIt printed:\nso many: 1200\n" in text


def test_an_interrupted_walk_says_that_nothing_is_lost(desk):
    desk.solve()
    desk.change(3, "return", "raise KeyboardInterrupt; return")
    result = desk.run_apart()

    assert result.ret == pytest.ExitCode.INTERRUPTED
    assert result.outlines[-1] == "Stopped. Nothing is lost: run pytest again when you like."
    assert "Traceback" not in result.stdout.str() + result.stderr.str()


def test_a_walk_loads_nothing_that_it_does_not_need(desk):
    code = "import sys, pytest; pytest.main([]); print({'hypothesis', 'torch', 'numpy'} & set(sys.modules))"
    result = desk.pytester.run(sys.executable, "-c", code)

    assert result.outlines[-1] == "set()"


def test_progress_that_was_spoilt_is_no_obstacle(desk):
    (desk.path / ".koans").mkdir(exist_ok=True)
    for spoilt in (b"", b"\0\0", b'{"version": 1, "passed": 3}', b"[]", b'{"version": 99}'):
        (desk.path / ".koans" / "progress.json").write_bytes(spoilt)
        assert desk.run().ret == pytest.ExitCode.TESTS_FAILED
