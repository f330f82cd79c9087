"""`koans grade diff`: whose marks differ between two runs, in which koans, and why."""

import csv
import json
import shutil

import pytest
from click.testing import CliRunner

from sensei.cli import main

SORTED = "words/a_list_is_sorted"


def diff(*arguments):
    return CliRunner().invoke(main, ["grade", "diff", *map(str, arguments)], catch_exceptions=False)


@pytest.fixture
def before(three, tmp_path):
    """A run, and beside it one that is to change."""
    three.grade("--seed", 1)
    shutil.copytree(three.out, tmp_path / "before")
    return tmp_path / "before"


def test_the_same_marks_are_told_with_exit_status_0(three, before):
    result = diff(before, three.out / "results.json")

    assert (result.exit_code, result.output) == (0, "No mark differs.\n")


def test_whose_marks_changed_is_told_with_koans_and_reasons(three, before):
    three.hand_in("ben", baskets_are_poured_together=["7"])
    (three.out / "overrides.csv").write_text(f"student,koan,points,reason\nada,{SORTED},0.5,copied\ncy,,2,agreed\n")
    shutil.rmtree(three.sources / "cy")
    three.hand_in("dan")
    three.grade()
    result = diff(before, three.out)

    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "ada: 6.00 -> 5.50",
        f"  {SORTED}: passed -> passed: set by hand: copied",
        "ben: 4.00 -> 5.00",
        f"  {SORTED}: wrong -> passed: another answer was handed in",
        "cy: 1.00 -> nothing (is only in the first run)",
        "dan: nothing -> 6.00 (is only in the second run)",
        "4 students differ.",
    ]


def test_what_is_set_by_hand_no_longer_is_told(three, tmp_path):
    three.grade("--seed", 1)
    (three.out / "overrides.csv").write_text(f"student,koan,points,reason\nada,{SORTED},0.5,copied\ncy,,2,agreed\n")
    three.grade()
    shutil.copytree(three.out, tmp_path / "before")
    (three.out / "overrides.csv").unlink()
    three.grade()

    assert diff(tmp_path / "before", three.out).output.splitlines()[:-1] == [
        "ada: 5.50 -> 6.00",
        f"  {SORTED}: passed -> passed: no longer set by hand",
        "cy: 2.00 -> 1.00 (no longer set by hand)",
    ]


def test_the_table_can_be_read_by_a_spreadsheet_and_computes_nothing(three, before, tmp_path):
    three.hand_in("=1+1")
    (three.out / "overrides.csv").write_text('student,koan,points,reason\nada,,5.5,"=HYPERLINK(""x"")"\n')
    three.grade()
    result = diff(before, three.out, "--csv")

    assert result.exit_code == 1
    assert list(csv.reader(result.output.splitlines())) == [
        ["student", "koan", "before", "after", "points before", "points after", "why"],
        ["'=1+1", "", "", "", "", "6.00", "is only in the second run"],
        ["ada", "", "", "", "6.00", "5.50", 'set by hand: =HYPERLINK("x")'],
    ]


def test_koans_that_are_not_asked_for_any_more_are_told(three, before):
    three.grade("--topics", "words,loops")
    result = diff(before, three.out)

    assert "  baskets/a_word_has_no_sum: passed -> not asked for" in result.output


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{\n"students":[\n',
        "[]",
        '{\n"students":[\n{"student":broken}\n]}\n',
        '{\n"students":[\n{"student":"ada"}\n]}\n',
    ],
)
def test_what_is_no_run_is_told_with_exit_status_2(three, before, text, tmp_path):
    path = tmp_path / "results.json"
    path.write_text(text)
    for words in ((before, path), (path, before)):
        result = diff(*words)
        assert result.exit_code == 2
        assert "is no results.json of `koans grade`, or is damaged" in result.stderr


def test_a_run_that_is_not_there_is_told_of(before, tmp_path):
    result = diff(before, tmp_path)

    assert result.exit_code == 2
    assert "results.json: name the folder of a run that has ended" in result.stderr


def test_a_file_that_a_person_has_indented_is_read_too(three, before, tmp_path):
    found = json.loads((before / "results.json").read_text())
    found["students"][0]["score"] = 2
    (tmp_path / "pretty.json").write_text(json.dumps(found, indent=2))

    assert diff(before, tmp_path / "pretty.json").output.splitlines()[0] == "ada: 6.00 -> 2.00"
