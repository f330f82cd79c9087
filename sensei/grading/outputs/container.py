"""What runs in Gradescope's container: `koans grade` on one submission, and its results as Gradescope reads them.

Whatever becomes of the grading, a `results.json` is written: without one, Gradescope tells a student nothing of use.
"""

import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sensei.grading.outputs.gradescope import failed, gradescope
from sensei.progress import write_whole

HOME = Path("/autograder")
SETTINGS = "settings.json"


def main(home: Path = HOME) -> None:
    """Grade what lies in `submission`, and write `results/results.json`. What goes wrong is printed."""
    source = home / "source"
    try:
        settings = json.loads((source / SETTINGS).read_text(encoding="utf-8"))
        found = graded(home / "submission", source, settings["arguments"], settings["seconds"])
        told = gradescope(found, settings["visibility"])
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
        told = failed()
    write_whole(home / "results" / "results.json", json.dumps(told, indent=1).encode())


def graded(submission: Path, source: Path, arguments: Sequence[str], seconds: float) -> dict[str, Any]:
    """What our `results.json` says of a submission.

    Raises:
        OSError, ValueError, subprocess.SubprocessError: it could not be graded, or not in time.
    """
    with tempfile.TemporaryDirectory() as scratch:
        hand_in, out = Path(scratch) / "class" / "submission", Path(scratch) / "out"
        shutil.copytree(submission, hand_in, symlinks=True, ignore=_special)
        command = [sys.executable, "-P", "-m", "sensei", "grade", str(hand_in.parent), "--out", str(out), *arguments]
        # Nothing in the submission's folder is imported: -P, and a working directory of our own.
        subprocess.run(command, cwd=source, stdin=subprocess.DEVNULL, timeout=seconds, check=False)
        found: dict[str, Any] = json.loads((out / "results.json").read_text(encoding="utf-8"))
        return found


def _special(folder: str, names: list[str]) -> list[str]:
    """The pipes, sockets and devices, which cannot be copied. Links are copied as links; the grader refuses them."""
    modes = ((name, os.lstat(os.path.join(folder, name)).st_mode) for name in names)
    return [name for name, mode in modes if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_ISLNK(mode))]


if __name__ == "__main__":
    main()
