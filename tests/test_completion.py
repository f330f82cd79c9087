"""What a shell completes: commands, koans and topics, with the script that `koans completion` prints."""

import os
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner

from sensei.cli import main

BASH = shutil.which("bash")
KOANS = ["baskets_are_poured_together", "a_word_has_no_sum", "double_is_written_by_you"]
KOANS += ["words_are_joined_in_order", "a_list_is_sorted", "the_bell_rings"]
TOPICS = ["baskets", "words", "loops"]


def koans(*arguments):
    """Run the command in this process."""
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def completed(line):
    """What is offered for the last word of a line, which may be empty."""
    words = line.split(" ")
    environment = {"_KOANS_COMPLETE": "fish_complete", "COMP_WORDS": line, "COMP_CWORD": words[-1]}
    result = CliRunner().invoke(main, prog_name="koans", env=environment, catch_exceptions=False)
    return [line.removeprefix("plain,").partition("\t")[0] for line in result.output.splitlines() if line]


@pytest.mark.parametrize("command", ["hint", "why", "solution", "open"])
def test_a_koan_is_completed_by_its_name(desk, command):
    assert completed(f"koans {command} ") == KOANS
    assert completed(f"koans {command} a_") == ["a_word_has_no_sum", "a_list_is_sorted"]
    assert completed(f"koans {command} nothing") == []


@pytest.mark.parametrize("command", ["hint", "why", "solution", "open", "run", "reset"])
def test_a_koan_is_completed_by_its_identity(desk, command):
    assert completed(f"koans {command} loops/") == ["loops/the_bell_rings"]


@pytest.mark.parametrize("command", ["run", "reset"])
def test_a_topic_is_completed_where_one_may_stand(desk, command):
    assert completed(f"koans {command} ") == TOPICS
    assert completed(f"koans {command} w") == ["words", "words_are_joined_in_order"]


def test_a_course_that_cannot_be_read_offers_nothing_and_says_nothing(own_course):
    shutil.rmtree(own_course / "koans")
    (own_course / "koans").mkdir()
    (own_course / "koans" / "test_01_x.py").mkdir()

    assert completed("koans hint ") == []


def test_options_are_completed(desk):
    assert "--spoil" in completed("koans solution --s")


@pytest.mark.parametrize("shell, words", [("bash", "complete "), ("zsh", "compdef "), ("fish", "complete ")])
def test_each_shell_has_a_script(shell, words, monkeypatch):
    named = koans("completion", shell)
    monkeypatch.setenv("SHELL", f"/usr/local/bin/{shell}")

    assert words in named.output
    assert "_KOANS_COMPLETE" in named.output
    assert named.exit_code == 0
    assert koans("completion").output == named.output


@pytest.mark.parametrize("shell", ["/bin/tcsh", "", None])
def test_another_shell_is_told_what_to_name(shell, monkeypatch):
    if shell is None:
        monkeypatch.delenv("SHELL", raising=False)
    else:
        monkeypatch.setenv("SHELL", shell)
    result = koans("completion")

    assert result.exit_code == 1
    assert "name one of bash, zsh, fish" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "line", ['eval "$(koans completion bash)"', 'eval "$(koans completion zsh)"', "koans completion fish | source"]
)
def test_the_help_says_how_it_is_installed(line):
    assert line in koans("completion", "--help").output


@pytest.fixture
def script(tmp_path):
    """A program called koans, as an installation makes one."""
    path = tmp_path / "bin" / "koans"
    path.parent.mkdir()
    path.write_text(f"#!{sys.executable}\nfrom sensei.cli import main\nmain()\n")
    path.chmod(0o755)
    return path


ASK = """
eval "$(koans completion bash)"
COMP_WORDS=({words}) COMP_CWORD={at}
_koans_completion koans
printf '%s\\n' "${{COMPREPLY[@]}}"
complete -p koans
"""


@pytest.mark.skipif(BASH is None, reason="there is no bash")
@pytest.mark.parametrize(
    "words, at, offered",
    [("koans run lo", 2, ["loops"]), ("koans hint the_", 2, ["the_bell_rings"]), ("koans comp", 1, ["completion"])],
)
def test_a_real_bash_completes(desk, script, words, at, offered):
    environment = {**os.environ, "PATH": f"{script.parent}{os.pathsep}{os.environ['PATH']}"}
    command = [BASH, "--norc", "-c", ASK.format(words=words, at=at)]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)

    assert result.stdout.splitlines() == [*offered, "complete -o nosort -F _koans_completion koans"]
    assert result.stderr == ""


def test_completing_imports_nothing_slow(desk):
    code = "import sys\nfrom sensei.cli import main\ntry:\n    main(prog_name='koans')\nexcept SystemExit:\n    pass\n"
    code += "print([name for name in ('torch', 'numpy', 'rich', 'pytest', 'hypothesis') if name in sys.modules])"
    environment = {**os.environ, "_KOANS_COMPLETE": "bash_complete", "COMP_WORDS": "koans hint the_", "COMP_CWORD": "2"}
    result = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)

    assert result.stdout.splitlines() == ["plain,the_bell_rings", "[]"]
