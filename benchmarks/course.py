"""What the whole solved course costs a learner, over the least that it can cost. Aim: a ratio of at most 1.5.

python benchmarks/course.py [ROUNDS]

The least is one import of torch and scikit-learn, and every koan's body run bare (bodies.py). The learner's pytest adds
pytest, the verdicts, and the properties that try a learner's functions on other inputs; what these cost is told too.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from stopwatch import in_turn

from sensei.course import Course
from sensei.trees import Trees
from sensei.workspace import lay_out

ROOT = Path(__file__).parent.parent
BODIES = [sys.executable, str(ROOT / "benchmarks" / "bodies.py")]


def solve(folder: Path) -> None:
    """Lay out the course in a folder, every koan filled."""
    course = Course.load(Trees.carried())
    lay_out(folder, course)
    for topic in course.topics:
        text = topic.filled({koan.name: koan.solution for koan in topic.koans})
        (folder / "koans" / topic.filename).write_text(text, encoding="utf-8")


def main(rounds: int) -> None:
    """Measure, and print the ratio."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "course"
        solve(folder)
        pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly"]
        held = subprocess.run(pytest, cwd=folder, capture_output=True, text=True, check=False)
        if held.returncode:
            sys.exit(f"The solved course does not hold:\n{held.stdout}{held.stderr}")
        bare = [*pytest, "--rootdir", str(ROOT), "-c", str(ROOT / "pyproject.toml"), str(ROOT / "solutions")]
        took = in_turn({"learner": pytest, "solutions": bare, "bodies": BODIES}, cwd=folder, rounds=rounds)
    print(f"{took['bodies']:6.2f} s  imports and bodies, bare")
    for name, said in (("learner", "the learner's pytest"), ("solutions", "the same without properties")):
        print(f"{took[name]:6.2f} s  {said}: {took[name] / took['bodies']:.2f} times")
    subprocess.run([*BODIES, "--slowest", "8"], check=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
