"""Machines that are not as they should be: an older Python, no torch, an untried torch, no room to write."""

import importlib.metadata
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from sensei.cli import main

REPOSITORY = Path(__file__).parent.parent
PYENV = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
OLD_PYTHONS = [str(path) for path in sorted(PYENV.glob("3.*/bin/python")) if path.parts[-3].split(".")[1] in "789 10"]


def refusal_of(desk):
    """What a run says that could not begin: one sentence on standard error."""
    result = desk.run()

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    [line] = [line for line in result.errlines if line]
    return line.removeprefix("ERROR: ")


@pytest.mark.skipif(not OLD_PYTHONS, reason="there is no older Python on this machine")
@pytest.mark.parametrize("python", OLD_PYTHONS)
@pytest.mark.parametrize("statement", ["import sensei", "import sensei.cli", "import sensei.plugin"])
def test_an_older_python_is_told_which_one_is_needed(python, statement):
    result = subprocess.run([python, "-c", statement], cwd=REPOSITORY, capture_output=True, text=True, check=False)

    assert result.returncode == 1
    assert result.stderr.startswith("torch-koans needs Python 3.11 or newer; this is Python 3.")
    assert result.stderr.count("\n") == 1


def with_torch(monkeypatch, version):
    genuine = importlib.metadata.version

    def shim(name):
        if name != "torch":
            return genuine(name)
        if version is None:
            raise importlib.metadata.PackageNotFoundError(name)
        return version

    monkeypatch.setattr(importlib.metadata, "version", shim)


def test_without_torch_the_walk_says_how_to_install_it(desk, monkeypatch):
    with_torch(monkeypatch, None)
    refusal = refusal_of(desk)

    assert refusal.startswith(f"torch is not installed for {sys.executable}")
    assert "`python -m pip install" in refusal


@pytest.mark.parametrize(
    "version, how", [("2.7.1", "older"), ("1.13.1+cu117", "older"), ("3.0.0", "newer"), ("99", "newer")]
)
def test_an_untested_torch_is_refused_unless_told_otherwise(desk, monkeypatch, version, how):
    with_torch(monkeypatch, version)
    refusal = refusal_of(desk)
    monkeypatch.setenv("KOANS_ANY_TORCH", "1")

    assert refusal.startswith(f"torch {version} is {how} than the course was tested with (from 2.8, below ")
    assert "set KOANS_ANY_TORCH=1" in refusal
    assert "baskets are poured together" in desk.run().stdout.str()


@pytest.mark.parametrize("version", ["2.8.0", "2.13.0+cpu", "2.15.0.dev20260101+cu130"])
def test_a_tested_torch_is_let_through(desk, monkeypatch, version):
    with_torch(monkeypatch, version)

    assert "baskets are poured together" in desk.run().stdout.str()


def test_the_commands_need_no_torch(desk, monkeypatch):
    with_torch(monkeypatch, None)

    assert CliRunner().invoke(main, ["hint"]).exit_code == 0
    assert CliRunner().invoke(main, ["list"]).exit_code == 0


def test_a_folder_that_cannot_be_written_to_keeps_no_progress_and_is_no_error(desk):
    shutil.rmtree(desk.path / ".koans")
    (desk.path / ".koans").write_text("a file where the folder should be")

    assert "A blank is waiting" in desk.run().stdout.str()


@pytest.mark.parametrize("value", ["soon", "", "-1", "inf", "nan"])
def test_a_strange_time_limit_is_no_obstacle(desk, monkeypatch, value):
    monkeypatch.setenv("KOANS_TIMEOUT", value)
    desk.solve("baskets_are_poured_together")

    assert "1 of 6" in desk.run().stdout.str()


def test_a_file_that_cannot_be_read_is_told_in_a_sentence(desk):
    if not Path("/proc/self/mem").exists():
        pytest.skip("needs a file that nobody can read, root included")
    desk.file(1).unlink()
    desk.file(1).symlink_to("/proc/self/mem")
    text = desk.everything()

    assert "koans/test_01_baskets.py cannot be read (" in text
    assert "`koans reset baskets`" in text
    assert "Traceback" not in text
    assert "Stopped" not in text
