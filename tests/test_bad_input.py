"""Bad input: files, folders and machines that are not as they should be. One clear sentence, and nothing is lost."""

import shutil

import pytest
from click.testing import CliRunner

from sensei.cli import main

RERUN = "  pytest koans/test_01_baskets.py::test_baskets_are_poured_together"


def screen_of(desk):
    """The screen below the map, and that the run was a failed one without a traceback."""
    result = desk.run()
    text = result.stdout.str()

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert result.errlines == []
    assert "Traceback" not in text
    assert "INTERNALERROR" not in text
    assert result.outlines[-1] == RERUN
    return text


def refusal_of(desk, *arguments):
    """What a run says that could not begin: one sentence on standard error."""
    result = desk.run(*arguments)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    [line] = [line for line in result.errlines if line]
    return line.removeprefix("ERROR: ")


def said(*arguments):
    """What the command `koans` says when it refuses."""
    result = CliRunner().invoke(main, arguments)

    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    return result.stderr.strip().removeprefix("Error: ")


@pytest.mark.parametrize(
    "raw, fact",
    [
        (b"", "test_01_baskets.py has no function test_baskets_are_poured_together."),
        (b"\n\n   \n# nothing\n", "test_01_baskets.py has no function test_baskets_are_poured_together."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "The file holds null bytes, so it is not a text file: save it as UTF-8."),
        (b"\x7fELF\x02\x01\x01" + b"\0" * 9, "The file holds null bytes, so it is not a text file: save it as UTF-8."),
        ('"""Caf\u00e9."""\n'.encode("latin-1"), "Byte 0xe9 is not UTF-8: save the file as UTF-8."),
        ("import pytest\n".encode("utf-16"), "The file is UTF-16: save it as UTF-8."),
        (
            "import pytest\n".encode("utf-16-be"),
            "The file holds null bytes, so it is not a text file: save it as UTF-8.",
        ),
    ],
    ids=["empty", "blank", "image", "program", "latin-1", "utf-16", "utf-16 without a mark"],
)
def test_a_file_that_holds_no_koans_is_named_and_left_alone(desk, raw, fact):
    desk.file(1).write_bytes(raw)

    assert fact in " ".join(screen_of(desk).split())
    assert desk.file(1).read_bytes() == raw


def test_a_file_that_cannot_be_read_leaves_the_others(desk):
    desk.file(1).write_bytes(b"\0\0")
    desk.solve("words_are_joined_in_order", "a_list_is_sorted", "the_bell_rings")
    result = desk.run("koans/test_01_baskets.py", "koans/test_02_words.py", "koans/test_03_loops.py")

    result.assert_outcomes(passed=3, failed=3)


@pytest.mark.parametrize("kind", ["windows", "old mac", "byte-order mark", "tabs", "all of them"])
def test_a_file_from_another_editor_works(desk, kind):
    desk.solve()
    for number in (1, 2, 3):
        text = desk.file(number).read_text()
        if kind in ("tabs", "all of them"):
            text = text.replace("    ", "\t")
        if kind in ("windows", "all of them"):
            text = text.replace("\n", "\r\n")
        if kind == "old mac":
            text = text.replace("\n", "\r")
        mark = "\ufeff" if kind in ("byte-order mark", "all of them") else ""
        desk.file(number).write_bytes((mark + text).encode())
    result = desk.run()

    assert result.ret == pytest.ExitCode.OK
    assert "All 6 koans hold" in result.stdout.str()


def test_tabs_are_shown_as_columns_and_lines_are_counted_alike(desk):
    desk.file(1).write_bytes(desk.file(1).read_text().replace("    ", "\t").replace("\n", "\r\n").encode())
    text = screen_of(desk)

    assert "\n> 15 |     assert apples + pears == ___\n" in text
    assert "\t" not in text
    assert "\r" not in text


def test_tabs_and_spaces_in_one_koan_are_told_in_pythons_words(desk):
    desk.change(1, "    assert apples", "\tassert apples")
    text = screen_of(desk)

    assert "koans/test_01_baskets.py:15\nPython stumbled." in text
    assert "Python says: inconsistent use of tabs and spaces in indentation." in text


def test_a_syntax_error_costs_its_own_koan_and_no_other(desk):
    desk.solve()
    desk.change(1, "pytest.raises(TypeError):", "pytest.raises(TypeError:")
    result = desk.run("koans/test_01_baskets.py")

    result.assert_outcomes(passed=2, failed=1)
    assert "Python says: " in result.stdout.str()
    assert "FAILED koans/test_01_baskets.py::test_a_word_has_no_sum" in result.stdout.str()


@pytest.mark.parametrize(
    "line, fact",
    [
        ("import nothing_of_that_name", "Line 8 raised ModuleNotFoundError: No module named 'nothing_of_that_name'"),
        ("raise SystemExit('enough')", "Line 8 raised SystemExit: enough"),
        ("1 / 0", "Line 8 raised ZeroDivisionError: division by zero"),
        ("while True: pass", "The koan was still running after several seconds, so it was stopped. It was on line 8."),
    ],
)
def test_a_file_that_fails_at_its_head_says_so_on_its_koans_and_leaves_other_files(desk, line, fact, monkeypatch):
    monkeypatch.setenv("KOANS_TIMEOUT", "1")
    desk.solve()
    desk.change(1, "from sensei import ___", line)
    text = screen_of(desk)

    assert fact in " ".join(text.split())
    assert "koans/test_01_baskets.py:8\n" in text
    desk.run("koans/test_01_baskets.py", "koans/test_02_words.py").assert_outcomes(passed=2, failed=3)


def test_an_import_that_was_taken_out_is_asked_for(desk):
    desk.solve()
    desk.change(2, "import math\n", "")
    text = desk.run().stdout.str()

    assert "The file no longer has the line `import math`." in text
    assert "Put `import math` back at the head of the file." in text


def test_a_koan_that_was_deleted_or_renamed_is_asked_for(desk):
    desk.solve()
    desk.change(1, "def test_a_word_has_no_sum", "def test_a_word_has_a_sum")
    renamed = " ".join(desk.run().stdout.str().split())
    start = desk.file(1).read_text().index("def test_a_word")
    desk.file(1).write_text(desk.file(1).read_text()[:start])
    deleted = " ".join(desk.run().stdout.str().split())

    assert "test_a_word_has_no_sum is called test_a_word_has_a_sum here." in renamed
    assert "test_01_baskets.py has no function test_a_word_has_no_sum." in deleted
    assert "`koans reset baskets/a_word_has_no_sum` puts it back" in deleted


def test_a_missing_file_is_named_with_the_command_that_brings_it_back(desk):
    desk.solve()
    desk.file(2).unlink()
    refusal = refusal_of(desk)
    reset = CliRunner().invoke(main, ["reset", "words", "--yes"])

    assert "koans/test_02_words.py is missing" in refusal
    assert "`koans reset words` puts it back as it was written" in refusal
    assert reset.exit_code == 0
    assert "words are joined in order" in desk.run().stdout.str()


def test_a_folder_in_place_of_a_file_is_no_koan_file(desk):
    desk.file(1).unlink()
    desk.file(1).mkdir()

    assert "koans/test_01_baskets.py is missing" in refusal_of(desk)


@pytest.mark.parametrize("emptied", [True, False])
def test_a_folder_without_koans_says_how_to_get_some(desk, emptied):
    shutil.rmtree(desk.path / "koans")
    if emptied:
        (desk.path / "koans").mkdir()
    refusal = refusal_of(desk)

    assert "there are no koans in" in refusal
    assert "`koans init DIR` lays out the course in a new folder" in refusal


@pytest.mark.parametrize("command", [["list"], ["hint"], ["reset", "baskets", "--yes"]])
def test_the_commands_say_the_same_where_there_is_no_course(desk, command, monkeypatch):
    monkeypatch.chdir(desk.pytester.mkdir("elsewhere"))

    assert "`koans init DIR` lays out the course in a new folder" in said(*command)


def test_an_unknown_topic_or_koan_is_told(desk):
    usage = desk.run("koans/test_99_nothing.py")

    assert usage.ret == pytest.ExitCode.USAGE_ERROR
    assert usage.errlines[0] == "ERROR: file or directory not found: koans/test_99_nothing.py"
    assert said("hint", "nope") == "there is no koan 'nope': `koans list` shows them all."
    assert said("reset", "nope", "--yes") == "there is no topic or koan 'nope': `koans list` shows them all."


@pytest.mark.parametrize(
    "before, after, fact",
    [
        ("why =", "wy =", "the key 'wy' is unknown; known are hints, why, docs, misconceptions"),
        ("why =", "# why =", "the key 'why' is missing or is not a str"),
        ("hints = [", 'hints = [ "And one more.",', "hints has 4 rungs; write 3"),
        ("hints = [", "hints = ", "is not TOML that can be read"),
        ("[baskets", "note = 1\n\n[baskets", "is not a table: put it under a koan's name in square brackets"),
    ],
    ids=["typo", "missing", "too many", "not TOML", "no table"],
)
def test_a_fault_in_a_hints_file_is_named_and_does_not_keep_a_learner_from_going_on(
    desk, own_course, before, after, fact
):
    path = own_course / "hints" / "en" / "01_baskets.toml"
    path.write_text(path.read_text().replace(before, after, 1))
    sentence = said("hint")
    desk.answer("baskets_are_poured_together", "1200564")

    assert fact in sentence
    assert "01_baskets.toml" in sentence
    assert "On line 15 you answered `1200564`, and that does not hold." in screen_of(desk)
    desk.change(1, "1200564", "1764")
    alone = desk.run("koans/test_01_baskets.py::test_baskets_are_poured_together")
    assert "It holds." in alone.stdout.str()
    assert alone.ret == pytest.ExitCode.OK


def test_a_missing_hints_file_is_named(desk, own_course):
    (own_course / "hints" / "en" / "01_baskets.toml").unlink()

    assert "01_baskets.toml is missing" in said("hint")
