"""The commands as an author types them: one line a violation, one sentence an error, and a true exit code."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from sensei.author import commands
from sensei.author.rules import RULES

REPOSITORY = Path(__file__).parents[2]


def call(command, *arguments):
    return CliRunner().invoke(command, arguments)


@pytest.fixture
def there(tiny, monkeypatch):
    monkeypatch.chdir(tiny.root / "koans")
    return tiny


def test_check_prints_a_line_a_violation_and_exits_with_1(there):
    there.edit(there.hints, "One line of code", "Just one line of code")

    result = call(commands.check, "--rule", "prose")

    line = there.line(there.hints, "Just")
    assert result.exit_code == 1
    assert result.stdout.startswith(f"../{there.hints}:{line}: [prose] The word `Just` tells a learner")
    assert result.stdout.count("\n") == 1


def test_check_proves_a_clean_course_in_one_line(there):
    result = call(commands.check, "small_numbers", "--jobs", "1")

    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(
        "2 koans, 4 blanks, 1 topic and 1 language proved by 17 rules; tried: 2 solutions, "
    )
    assert result.stdout.count("\n") == 1


def test_a_rule_that_needs_no_run_needs_no_libraries(there):
    script = (
        "import sys; from sensei.author import commands; assert 'sensei.author.rules' not in sys.modules;"
        "commands.check(['--rule', 'hints'], standalone_mode=False);"
        "sys.exit(' '.join({'torch', 'numpy', 'sklearn', '_pytest'} & set(sys.modules)) or 0)"
    )

    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stderr


def test_list_rules_shows_every_rule_on_a_line(there):
    lines = call(commands.check, "--list-rules").stdout.splitlines()

    assert [line.split()[0] for line in lines] == [rule.name for rule in RULES]


def test_a_topic_in_question_is_the_only_one_that_is_read(there):
    call(commands.new, "02_large_numbers", "an_empty_tensor_sums_to_zero")

    assert call(commands.check, "small_numbers", "--rule", "prose").exit_code == 0
    assert call(commands.check, "02", "--rule", "prose").exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["small_number"], "there is no topic 'small_number': did you mean 'small_numbers'?"),
        (["--rule", "leaks"], "there is no rule 'leaks': the rules are readable, parity,"),
        (["--jobs", "0"], "is not in the range"),
    ],
)
def test_check_says_in_one_sentence_what_it_cannot_do(there, arguments, says):
    result = call(commands.check, *arguments)

    assert result.exit_code != 0
    assert says in result.output
    assert "Traceback" not in result.output


def test_check_outside_of_a_course_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    result = call(commands.check)

    assert result.exit_code == 1
    assert "there is no folder koans/" in result.output


def test_check_in_a_course_without_koans_says_so(tmp_path, monkeypatch):
    (tmp_path / "koans").mkdir()
    monkeypatch.chdir(tmp_path)

    result = call(commands.check)

    assert result.exit_code == 1
    assert "there are no koans in" in result.output


def test_new_names_the_files_that_it_wrote(there):
    result = call(commands.new, "small_numbers", "an_empty_tensor_sums_to_zero")

    assert result.exit_code == 0
    assert f"../{there.hints}" in result.output
    assert "`koans author check` says what is still to be written." in result.output


def test_new_refuses_in_one_sentence(there):
    result = call(commands.new, "small_numbers", "short")

    assert result.exit_code == 1
    assert result.output.startswith("Error: 'short' is no name of a koan")
    assert result.output.count("\n") == 1


def test_lock_says_what_it_did(there):
    there.edit(there.koans, "def largest(tensor):", "def largest(tensor):  # of all")

    assert call(commands.lock).output == "test_01_small_numbers.py\n"
    assert "Nothing to do" in call(commands.lock).output
