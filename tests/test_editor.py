"""The learner's editor: which one it is, how it is told a line, and what is said where there is none."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from sensei import editor
from sensei.cli import main
from sensei.editor import Editor, command_for

FIRST = "baskets_are_poured_together"
PATH = Path("my desk") / "koan.py"


@pytest.mark.parametrize(
    "names, arguments",
    [
        ("vim nvim vi nano emacs emacsclient micro kak", ["+7", str(PATH)]),
        ("code codium code-insiders cursor windsurf", ["-g", f"{PATH}:7"]),
        ("subl hx zed", [f"{PATH}:7"]),
        ("pycharm idea", ["--line", "7", str(PATH)]),
        ("ed notepad my-own", [str(PATH)]),
    ],
)
def test_each_editor_is_told_the_line_in_its_own_way(names, arguments):
    for name in names.split():
        for words in (
            (name,),
            (f"/opt/bin dir/{name}", "--wait"),
            (f"C:\\Tools\\{name.upper()}.EXE",),
            (f"{name}.cmd",),
        ):
            assert list(command_for(Editor(words), PATH, 7)) == [*words, *arguments]


@pytest.fixture
def bin_(tmp_path, monkeypatch):
    """A folder that is all of the path."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in editor.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(folder))
    return folder


def program(path, body="import sys; open('opened', 'w').write('\\n'.join(sys.argv[1:]))"):
    path.write_text(f"#!{sys.executable}\n{body}\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    "variables, words",
    [
        ({"VISUAL": "code --wait", "EDITOR": "vi"}, ("code", "--wait")),
        ({"VISUAL": "  ", "EDITOR": "vi"}, ("vi",)),
        ({"EDITOR": "'/opt/my editor/vim' -u NONE"}, ("/opt/my editor/vim", "-u", "NONE")),
    ],
)
def test_the_variables_hold_a_command_and_visual_comes_first(variables, words, bin_):
    found = editor.found(variables)

    assert found is not None
    assert found.words == words


def test_a_path_with_spaces_needs_no_quotes_if_it_is_there(bin_):
    path = program(bin_ / "my vim")

    assert editor.found({"EDITOR": str(path)}) == Editor((str(path),), "EDITOR")


unix = pytest.mark.skipif(sys.platform == "win32", reason="scripts are programs only on Unix")


@unix
def test_code_is_taken_where_nothing_is_set_and_it_is_there(bin_):
    assert editor.found() is None
    program(bin_ / "code")

    assert editor.found() == Editor(("code",))


def koans(*arguments):
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


@unix
def test_open_opens_the_file_of_the_current_koan_at_its_first_blank(desk, bin_, monkeypatch):
    monkeypatch.setenv("EDITOR", str(program(bin_ / "vim")))
    desk.solve(FIRST, "a_word_has_no_sum")
    desk.run()
    result = koans("open")

    assert (result.output, result.exit_code) == ("koans/test_01_baskets.py:26\n", 0)
    assert (desk.path / "opened").read_text().split("\n") == ["+26", str(desk.file(1))]


@unix
@pytest.mark.parametrize(
    "change, line", [("one blank of two", 13), ("solved", 8), ("moved", 14), ("gone", 1), ("half written", 10)]
)
def test_open_looks_for_the_line_in_the_file_as_it_is(desk, bin_, monkeypatch, change, line):
    monkeypatch.setenv("EDITOR", str(program(bin_ / "code")))
    if change == "one blank of two":
        desk.change(2, "assert word == ___", 'assert word == "rainbow"')
    elif change == "solved":
        desk.solve("words_are_joined_in_order")
    elif change == "moved":
        desk.change(2, "import math", "import math\n\n")
    elif change == "gone":
        desk.file(2).write_text("")
    elif change == "half written":
        desk.change(2, 'word = "rain', 'word = = "rain')
    koans("open", "words_are_joined_in_order")

    assert (desk.path / "opened").read_text().split("\n") == ["-g", f"{desk.file(2)}:{line}"]


def test_open_without_an_editor_names_the_place_and_the_variables(desk, bin_):
    result = koans("open")

    assert result.exit_code == 1
    assert result.stderr == (
        "Error: no editor is known here: set VISUAL or EDITOR, or open koans/test_01_baskets.py:15 yourself\n"
    )


@unix
@pytest.mark.parametrize(
    "value, said",
    [
        ("no-such-editor -x", "the editor no-such-editor of $EDITOR cannot be started (No such file or directory)"),
        ("vim 'half", "$EDITOR reads vim 'half, which is no command: no closing quotation"),
        ("{bin}/not-a-program", "cannot be started (Permission denied)"),
        ("{bin}/fails", "of $EDITOR ended with exit status 3"),
        ("{bin}/dies", "of $EDITOR ended with exit status 137"),
    ],
)
def test_an_editor_that_does_not_open_is_told_in_one_sentence(desk, bin_, monkeypatch, value, said):
    program(bin_ / "fails", "raise SystemExit(3)")
    program(bin_ / "dies", "import os; os.kill(os.getpid(), 9)")
    (bin_ / "not-a-program").write_text("text")
    monkeypatch.setenv("EDITOR", value.format(bin=bin_))
    result = koans("open", FIRST)

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert said in result.stderr
    assert "koans/test_01_baskets.py:15" in result.output
    assert result.stderr.count("\n") == 1


def test_open_of_a_file_that_is_gone_says_how_it_comes_back(desk):
    desk.file(2).unlink()

    assert "`koans reset words` puts it back" in koans("open", "a_list_is_sorted").stderr


def test_there_is_nothing_to_open_when_every_koan_holds_unless_one_is_named(desk):
    desk.solve()
    desk.run()
    result = koans("open")

    assert result.exit_code == 1
    assert (
        result.stderr == "Error: every koan holds, so there is none to go on with: name one, as in `koans open KOAN`\n"
    )
