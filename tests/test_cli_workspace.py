"""What `koans init` and `koans reset` write, and what they leave alone."""

import os

import pytest
from click.testing import CliRunner

from sensei.cli import main


def koans(*arguments, given=None):
    """Run the command in this process."""
    return CliRunner().invoke(main, arguments, input=given, catch_exceptions=False)


def backups(desk):
    return sorted((desk.path / ".koans" / "backups").glob("*.py")) if (desk.path / ".koans").exists() else []


def test_reset_asks_first_and_leaves_all_as_it_was_if_the_answer_is_no(desk):
    desk.solve()
    before = desk.file(1).read_bytes()
    result = koans("reset", "baskets", given="n\n")

    assert "A copy of your file is kept" in result.output
    assert result.exit_code == 1
    assert desk.file(1).read_bytes() == before
    assert backups(desk) == []


@pytest.mark.parametrize("flags, given", [([], "y\n"), (["--yes"], None)])
@pytest.mark.parametrize("name", ["baskets", "01", "1", "test_01_baskets.py", "koans/test_01_baskets.py"])
def test_reset_of_a_topic_puts_its_file_back_and_keeps_a_copy(desk, name, flags, given):
    pristine = desk.file(1).read_bytes()
    desk.solve()
    mine = desk.file(1).read_bytes()
    result = koans("reset", name, *flags, given=given)

    assert result.exit_code == 0
    assert desk.file(1).read_bytes() == pristine
    assert [path.read_bytes() for path in backups(desk)] == [mine]
    assert os.path.relpath(backups(desk)[0]) in result.output or str(backups(desk)[0]) in result.output


def test_reset_of_a_koan_leaves_the_others(desk):
    desk.solve()
    mine = desk.file(1).read_text()
    result = koans("reset", "baskets/a_word_has_no_sum", "--yes")

    assert result.exit_code == 0
    assert desk.file(1).read_text() == mine.replace("TypeError", "___")
    assert [path.read_text() for path in backups(desk)] == [mine]


def test_reset_of_a_koan_that_was_deleted_puts_it_back(desk):
    desk.solve()
    text = desk.file(1).read_text()
    start, end = text.index("def test_a_word"), text.index("def double")
    desk.file(1).write_text(text[:start] + text[end:])
    result = koans("reset", "a_word_has_no_sum", "--yes")

    assert result.exit_code == 0
    assert desk.file(1).read_text().count("pytest.raises(___)") == 1
    desk.run("koans/test_01_baskets.py").assert_outcomes(passed=2, failed=1)


def test_reset_keeps_windows_line_ends_and_the_byte_order_mark(desk):
    desk.solve()
    desk.file(1).write_bytes(b"\xef\xbb\xbf" + desk.file(1).read_bytes().replace(b"\n", b"\r\n"))
    koans("reset", "a_word_has_no_sum", "--yes")
    raw = desk.file(1).read_bytes()

    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert b"raises(___)" in raw


def test_reset_of_one_koan_in_a_file_that_cannot_be_read_offers_the_whole_file(desk):
    desk.file(1).write_bytes(b"\0")
    result = koans("reset", "a_word_has_no_sum", "--yes")

    assert result.exit_code == 1
    assert "`koans reset baskets` puts the whole file back; a copy of yours is kept" in result.output
    assert desk.file(1).read_bytes() == b"\0"


def test_two_resets_keep_two_copies(desk):
    desk.solve()
    koans("reset", "baskets", "--yes")
    koans("reset", "baskets", "--yes")

    assert len(backups(desk)) == 2


def test_init_lays_out_a_course_that_runs(desk, monkeypatch):
    result = koans("init", "mine")
    monkeypatch.chdir("mine")

    assert result.exit_code == 0
    assert "cd mine\n  koans" in result.output
    assert sorted(path.name for path in (desk.path / "mine").iterdir()) == [
        ".gitignore",
        ".koans",
        "conftest.py",
        "koans",
        "pytest.ini",
    ]
    assert "Baskets: baskets are poured together" in desk.run().stdout.str()


def test_init_takes_a_folder_that_is_there_but_empty(desk):
    (desk.path / "mine").mkdir()

    assert koans("init", "mine").exit_code == 0


@pytest.mark.parametrize("kind", ["full", "file", "below a file", "here"])
def test_init_refuses_what_would_overwrite_something(desk, kind):
    (desk.path / "file").write_text("precious")
    (desk.path / "full").mkdir()
    (desk.path / "full" / "thing").write_text("precious")
    before = sorted(desk.path.rglob("*"))
    result = koans("init", {"below a file": "file/mine", "here": "."}.get(kind, kind))

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
    assert sorted(desk.path.rglob("*")) == before
