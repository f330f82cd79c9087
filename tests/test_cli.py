"""The command `koans`: what it shows, what it changes, and that it never waits for torch."""

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from sensei.cli import main
from sensei.course import Course

FIRST = "baskets_are_poured_together"


def koans(*arguments, given=None):
    """Run the command in this process."""
    return CliRunner().invoke(main, arguments, input=given, catch_exceptions=False)


def leaves(command, path=()):
    """Every command that does something, with the words that call it."""
    found = []
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            each = command.get_command(context, name)
            assert each is not None
            found += leaves(each, (*path, name))
        return found
    return [path]


@pytest.mark.parametrize("words", leaves(main), ids=" ".join)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_the_help_of_every_command_holds_an_example(words, flag):
    result = koans(*words, flag)

    assert result.exit_code == 0
    assert re.search(r"Examples?:", result.output)
    assert f"koans {' '.join(words)}" in result.output.partition("Example")[2]


@pytest.mark.parametrize("words", leaves(main), ids=" ".join)
def test_the_examples_in_the_help_are_commands_that_exist(words):
    help_ = koans(*words, "--help").output
    examples = re.findall(r"^ +(?:Examples?: )?koans ([a-z]+(?: [a-z]+)?)", help_, re.MULTILINE)

    assert examples
    for example in examples:
        command = main
        for word in example.split():
            if isinstance(command, click.Group):
                command = command.get_command(click.Context(command), word)
        assert command is not None


def test_without_a_command_the_help_is_shown():
    text = koans().output

    assert "Learn PyTorch by filling the blanks of small failing tests." in text
    for words in leaves(main):
        assert words[0] in text


@pytest.mark.parametrize("words", leaves(main), ids=" ".join)
def test_the_page_of_commands_names_every_command(words):
    page = (Path(__file__).parent.parent / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")

    assert re.search(rf"^\| .*`koans {' '.join(words)}(?= |`)", page, re.MULTILINE)


def test_the_version_is_that_of_the_distribution():
    assert re.fullmatch(
        r"koans, version \d+\.\d+\.\d+\S*\n|main, version \d+\.\d+\.\d+\S*\n", koans("--version").output
    )


def test_list_shows_every_topic_and_how_far_you_have_come(desk):
    desk.solve(FIRST, "a_word_has_no_sum", "words_are_joined_in_order")
    desk.run()
    lines = [line.rstrip() for line in koans("list").output.splitlines()]

    assert [re.sub(r"[\u2588\u2591]+", "|", line) for line in lines] == [
        "torch-koans  |  2 of 6",
        "01 Baskets   |  2 of 3  you are here",
        "02 Words     |  0 of 2",
        "03 Loops     |  0 of 1",
    ]


def test_list_works_in_any_folder_below_the_course(desk, monkeypatch):
    here = koans("list").output
    monkeypatch.chdir(desk.path / "koans")

    assert koans("list").output == here


def test_list_is_plain_in_a_pipe(desk):
    assert "\x1b" not in koans("list").output


def test_hints_come_one_rung_at_a_time_and_are_remembered(desk):
    first, second, third, again = [koans("hint").output for _ in range(4)]

    assert f"1 of 3: Look at {FIRST}." in first
    assert "2 of 3" not in first
    assert "2 of 3: Notice what it says." in second
    assert "Almost there" not in second
    assert "3 of 3: Almost there." in third
    assert "That was the last hint. `koans hint --reveal` shows the answer." in third
    assert again == third
    assert "1764" not in first + second + third + again


def test_hints_are_for_the_koan_at_which_the_last_run_stopped(desk):
    desk.solve(FIRST)
    desk.run()

    assert "Look at a_word_has_no_sum." in koans("hint").output

    desk.run("koans/test_02_words.py::test_a_list_is_sorted")

    assert "Look at a_list_is_sorted." in koans("hint").output


@pytest.mark.parametrize(
    "name",
    [
        "a_list_is_sorted",
        "test_a_list_is_sorted",
        "words/a_list_is_sorted",
        "koans/test_02_words.py::test_a_list_is_sorted",
    ],
)
def test_a_koan_may_be_named_in_every_way_in_which_it_is_shown(desk, name):
    assert "Words: a list is sorted\n  1 of 3: Look at a_list_is_sorted." in koans("hint", name).output


def test_the_rungs_of_two_koans_are_counted_apart_and_outlive_a_run(desk):
    koans("hint")
    koans("hint")
    koans("hint", "a_list_is_sorted")
    desk.run()

    assert "3 of 3" in koans("hint").output
    second = koans("hint", "a_list_is_sorted").output
    assert "2 of 3" in second
    assert "3 of 3" not in second


def test_reveal_shows_the_answer_of_every_blank(desk):
    lines = koans("hint", "words_are_joined_in_order", "--reveal").output.splitlines()

    assert [line.rpartition(": ")[2] for line in lines[1:]] == ['"rainbow"', "7"]
    assert [line.partition(": ")[0] for line in lines[1:]] == ["blank 1 of 2", "blank 2 of 2"]


def test_reveal_of_a_whole_body_shows_all_its_lines(desk):
    assert "return 2 * number" in koans("hint", "double_is_written_by_you", "--reveal").output


def test_reveal_puts_an_answer_of_several_lines_on_lines_of_their_own(own_course, desk):
    path = own_course / "solutions" / "test_01_baskets.py"
    path.write_text(path.read_text().replace("return 2 * number", "if number:\n        number *= 2\n    return number"))
    lines = koans("hint", "double_is_written_by_you", "--reveal").output.splitlines()

    assert lines[1:] == ["blank 1 of 1:", "    if number:", "        number *= 2", "    return number"]


def test_there_is_nothing_to_hint_at_when_every_koan_holds(desk):
    desk.solve()
    desk.run()
    result = koans("hint")

    assert result.output == "Every koan holds; there is nothing left to hint at.\n"
    assert result.exit_code == 0


@pytest.mark.parametrize(
    "arguments, suggestion",
    [
        (["hint", "a_list_is_sortet"], "a_list_is_sorted"),
        (["hint", "words/a_list_is_sort"], "words/a_list_is_sorted"),
        (["reset", "double_is_writen_by_you", "--yes"], "double_is_written_by_you"),
        (["reset", "baskts", "--yes"], "baskets"),
        (["reset", "test_02_word.py", "--yes"], "test_02_words.py"),
        (["hint", "a_list"], "a_list_is_sorted"),
        (["hint", "Sorted"], "a_list_is_sorted"),
        (["hint", "words"], "words_are_joined_in_order"),
        (["reset", "basket", "--yes"], "baskets"),
    ],
)
def test_an_unknown_name_brings_the_nearest_known_one(desk, arguments, suggestion):
    result = koans(*arguments)

    assert result.exit_code == 1
    assert f"did you mean '{suggestion}'?" in result.output


HEAVY = ("torch", "numpy", "sklearn", "hypothesis", "pytest", "matplotlib")
MANY = """
import sys
from sensei.cli import main
for arguments in {commands}:
    try:
        main(arguments, standalone_mode=False)
    except SystemExit:
        pass
print("heavy:", [name for name in {heavy} if name in sys.modules])
"""


def test_no_command_of_a_learner_imports_torch_or_anything_slow(desk, monkeypatch):
    monkeypatch.setenv("VISUAL", f"'{sys.executable}' -c 0")  # an editor that is content with anything
    commands = [["--help"], ["list"], ["hint"], ["hint", "--reveal"], ["reset", "words", "--yes"], ["init", "mine"]]
    commands += [["why"], ["solution", FIRST, "--spoil"], ["open", FIRST], ["completion", "bash"], ["list", "--json"]]
    commands += [[*words, "--help"] for words in leaves(main)]
    script = MANY.format(commands=commands, heavy=HEAVY)
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert result.stdout.splitlines()[-1] == "heavy: []", result.stderr


def test_the_course_that_comes_with_the_engine_answers_as_well(monkeypatch):
    monkeypatch.delenv("KOANS_COURSE", raising=False)
    first = Course.at_hand().koans[0]
    hint = koans("hint", first.identity, "--reveal")

    assert hint.exit_code == 0
    assert all(answer in hint.output for answer in first.solution)
