"""The tutorial is what the real program shows to somebody who walks through it, to the letter."""

import subprocess
import sys
from pathlib import Path

import pytest

TUTORIAL = Path(__file__).parent.parent / "docs" / "tutorial"


def test_the_tutorial_is_a_walk_through_the_real_program(tmp_path):
    pytest.importorskip("pyte")
    if not hasattr(pytest.importorskip("pexpect"), "spawn"):
        pytest.skip("this system has no pseudo-terminals")
    script = TUTORIAL / "record.py"
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True)

    def told(folder):
        pages = [folder / "first-koans.md", *(folder / "screens").iterdir()]
        return {path.name: path.read_text(encoding="utf-8") for path in pages}

    assert told(tmp_path) == told(TUTORIAL), "`python docs/tutorial/record.py` records it anew"
