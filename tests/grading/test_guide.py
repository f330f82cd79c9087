"""The guide for instructors does what it says: its commands are run, on a class as Canvas hands it out."""

import csv
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
GUIDE = (REPOSITORY / "docs" / "how-to" / "grade-a-class.md").read_text(encoding="utf-8")
STUDENTS = 4
PLAIN = {name: value for name, value in os.environ.items() if not name.startswith("KOANS_")}


def blocks(kind):
    """What stands in the blocks of this kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


def lines_of(heading):
    """The commands of a section."""
    section = GUIDE.split(f"## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^```\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)[0].splitlines()


def run(line, folder):
    words = shlex.split(line)
    command = [sys.executable, "-m", "sensei", *words[1:]] if words[0] == "koans" else words
    done = subprocess.run(command, cwd=folder, env=PLAIN, capture_output=True, text=True, timeout=300, check=False)
    expected = {0, 1} if "diff" in words else {0}  # 1 tells that marks differ
    assert done.returncode in expected, f"{line}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The folder of an instructor who has followed the guide up to the first run."""
    folder = tmp_path_factory.mktemp("instructor")
    script = REPOSITORY / "benchmarks" / "students.py"
    options = ["--count", str(STUDENTS), "--topics", "01,02", "--canvas", "--meant", "meant.json"]
    subprocess.run([sys.executable, script, ".", *options], cwd=folder, env=PLAIN, check=True)
    assignment, late = blocks("toml")
    (folder / "grading.toml").write_text(assignment + late, encoding="utf-8")
    (line,) = lines_of("Grade")
    run(line, folder)
    return folder


def students(folder):
    return json.loads((folder / "graded" / "results.json").read_text(encoding="utf-8"))["students"]


def test_the_marks_are_those_that_the_answers_deserve(graded):
    meant = json.loads((graded / "meant.json").read_text())
    found = {
        each["student"]: {koan: mark["verdict"] == "passed" for koan, mark in each["koans"].items()}
        for each in students(graded)
    }

    assert len(found) == STUDENTS
    assert all(len(koans) == 27 for koans in found.values())  # 28, and one is excluded
    assert found == {
        student: {koan: holds for koan, holds in koans.items() if koan in found[student]}
        for student, koans in meant.items()
    }


def test_every_file_that_the_guide_names_is_there(graded):
    named = {each for each in re.findall(r"`graded/([\w./-]+)`", GUIDE) if "STUDENT" not in each}

    assert named >= {"report.html", "canvas.csv", "feedback/"}
    assert {each for each in named - {"overrides.csv"} if not (graded / "graded" / each).exists()} == set()
    assert len(list((graded / "graded" / "feedback").glob("*.md"))) == STUDENTS


def test_canvas_gets_its_own_rows_back_with_scores_and_nobody_who_is_absent(graded):
    rows = {}
    for name in ("export.csv", "graded/canvas.csv"):
        with (graded / name).open(encoding="utf-8-sig", newline="") as file:
            rows[name] = list(csv.DictReader(file))
    scores = {each["identifiers"].get("canvas"): each["score"] for each in students(graded)}
    people = [row for row in rows["graded/canvas.csv"] if row["ID"]]

    assert len([row for row in rows["export.csv"] if row["ID"]]) == STUDENTS + 1
    assert {row["ID"]: float(row["Koans (4711)"]) for row in people} == {
        number: pytest.approx(score, abs=0.005) for number, score in scores.items()
    }


def test_what_is_set_by_hand_stays_and_the_difference_is_told(graded):
    (graded / "graded" / "overrides.csv").write_text(blocks("csv")[0], encoding="utf-8")
    said = [run(line, graded) for line in lines_of("Regrade")]
    by_hand = {row["student"]: row for row in csv.DictReader(blocks("csv")[0].splitlines()) if not row["koan"]}

    assert {each["student"]: each["score"] for each in students(graded) if each["overridden"]} == {
        student: float(row["points"]) for student, row in by_hand.items()
    }
    assert all(student in said[-1] for student in by_hand)
