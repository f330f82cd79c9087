"""The tutorial shows what the program says, to the letter."""

import os
import subprocess
import sys
from pathlib import Path

TUTORIAL = Path(__file__).parent.parent / "docs" / "tutorial" / "first-koans.md"


def test_the_first_screen_and_the_first_hint_of_the_tutorial_are_the_programs_own(tmp_path):
    folder = tmp_path / "koans-folder"
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "KOANS_"))}
    environment = {**plain, "PYTHONIOENCODING": "ascii", "COLUMNS": "80", "NO_COLOR": "1", "PY_COLORS": "0"}

    def run(*command: str, cwd: Path = folder) -> str:
        command = (sys.executable, "-m", *command)
        return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False).stdout

    run("sensei", "init", str(folder), cwd=tmp_path)
    screen, hint = run("pytest"), run("sensei", "hint")
    tutorial = TUTORIAL.read_text(encoding="utf-8")

    assert screen.strip() in tutorial
    assert hint.strip() in tutorial
