"""What the plugin costs: `pytest solutions` with it, over bare pytest on the same files. Aim: a ratio of at most 1.15.

python benchmarks/overhead.py [ROUNDS]
"""

import shutil
import sys
import tempfile
from pathlib import Path

from stopwatch import in_turn

ROOT = Path(__file__).parent.parent


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder)
        shutil.copytree(ROOT / "solutions", bare / "solutions", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(ROOT / "solutions", bare / "with" / "solutions", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "conftest.py", bare / "with" / "conftest.py")
        for each in (bare, bare / "with"):
            (each / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib -p no:randomly -p no:anyio\n")
        pytest = [sys.executable, "-m", "pytest", "-q"]
        commands = {
            "bare": [*pytest, "--rootdir", str(bare), str(bare / "solutions")],
            "with the plugin": [*pytest, "--rootdir", str(bare / "with"), str(bare / "with" / "solutions")],
        }
        took = in_turn(commands, cwd=bare, rounds=rounds)
    for name, seconds in took.items():
        print(f"{name:16} {seconds:6.2f} s")
    print(f"{'ratio':16} {took['with the plugin'] / took['bare']:6.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
