"""The peers: nbgrader and otter-grader on the same small assignment, as notebooks, in an environment of their own.

Each koan is a cell that the student filled, followed by a cell that calls it for one point. Both peers are given two
cores: nbgrader two courses with half of the class each, for it grades one submission after the other.
"""

import json
import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CORES = 2
TEST = """\
OK_FORMAT = True
test = {{"name": "{0}", "points": 1, "suites": [{{"type": "doctest", "cases": [{{"code": ">>> {0}()"}}]}}]}}
"""


@dataclass(frozen=True)
class Assignment:
    """The head of a koan file, and for each student the text of each koan by the name of its function."""

    head: str
    students: Sequence[Mapping[str, str]]


def cell(source: str, **grading: Any) -> dict[str, Any]:
    """A cell of a notebook; with `grading`, one that nbgrader knows."""
    metadata = {"nbgrader": {"schema_version": 3, "task": False, **grading}} if grading else {}
    return {
        "id": grading.get("grade_id", "head"),
        "cell_type": "code",
        "execution_count": None,
        "metadata": metadata,
        "outputs": [],
        "source": source,
    }


def notebook(head: str, koans: Mapping[str, str], *, calls: bool) -> str:
    """The notebook of a student; with `calls`, with the cells that give the points."""
    cells = [cell(head)]
    for name, text in koans.items():
        cells.append(cell(text, grade_id=f"answer-{name}", grade=False, locked=False, solution=True))
        if calls:
            cells.append(cell(f"{name}()", grade_id=name, grade=True, locked=True, solution=False, points=1))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return json.dumps({"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5})


def version(python: Path, package: str) -> str:
    """What is installed there of a package; empty if nothing is."""
    command = [python, "-c", f"from importlib.metadata import version; print(version({package!r}))"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def nbgrader(python: Path, folder: Path, assignment: Assignment) -> float:
    """Seconds that `nbgrader autograde` takes for the class."""
    command = [python, "-m", "nbgrader"]
    courses = [folder / f"nbgrader-{number}" for number in range(CORES)]
    for course in courses:
        (course / "source" / "koans").mkdir(parents=True)
        (course / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'koans'\n")
        plain = dict.fromkeys(assignment.students[0], "### BEGIN SOLUTION\n### END SOLUTION")
        (course / "source" / "koans" / "koans.ipynb").write_text(notebook(assignment.head, plain, calls=True))
        _run([*command, "generate_assignment", "koans", "--create"], course)
    for number, koans in enumerate(assignment.students):
        own = courses[number % CORES] / "submitted" / f"s{number}" / "koans"
        own.mkdir(parents=True)
        (own / "koans.ipynb").write_text(notebook(assignment.head, koans, calls=True))
    start = time.perf_counter()
    with ThreadPoolExecutor(CORES) as pool:
        list(pool.map(lambda course: _run([*command, "autograde", "koans"], course), courses))
    took = time.perf_counter() - start
    graded = sum(1 for course in courses for _ in course.glob("autograded/*/koans/koans.ipynb"))
    if graded != len(assignment.students):
        raise SystemExit(f"nbgrader graded {graded} of {len(assignment.students)}")
    return took


def otter(python: Path, folder: Path, assignment: Assignment) -> float:
    """Seconds that `otter run` takes for the class, two at a time."""
    home = folder / "otter"
    (home / "tests").mkdir(parents=True)
    for name in assignment.students[0]:
        (home / "tests" / f"{name}.py").write_text(TEST.format(name))
    command = [python, "-m", "otter"]
    _run([*command, "generate", "-t", "tests", "-o", "autograder.zip"], home)
    for number, koans in enumerate(assignment.students):
        (home / f"s{number}").mkdir()
        (home / f"s{number}" / "koans.ipynb").write_text(notebook(assignment.head, koans, calls=False))

    def run(number: int) -> None:
        _run([*command, "run", "--no-logo", "-a", "../autograder.zip", "koans.ipynb"], home / f"s{number}")
        tests = json.loads((home / f"s{number}" / "results.json").read_text())["tests"]
        if not {test["name"] for test in tests} >= set(assignment.students[number]):
            raise SystemExit(f"otter-grader says nothing of some koans: {tests}")

    start = time.perf_counter()
    with ThreadPoolExecutor(CORES) as pool:
        list(pool.map(run, range(len(assignment.students))))
    return time.perf_counter() - start


def _run(command: Sequence[str | Path], cwd: Path) -> None:
    own = {**os.environ, "PATH": f"{Path(command[0]).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(command, cwd=cwd, env=own, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}: {done.stdout[-1000:]}{done.stderr[-3000:]}")
