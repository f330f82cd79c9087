"""GitHub Classroom's result step: what the reporter of a workflow reads, and the annotation that Classroom reads."""

import base64
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sensei.grading.outputs.plain import line
from sensei.grading.outputs.words import for_student, headline
from sensei.refusal import Refusal
from sensei.verdict import Outcome

OUTPUT = "GITHUB_OUTPUT"


def classroom(results: Mapping[str, Any], environment: Mapping[str, str], say: Callable[[str], None]) -> bool:
    """Tell what our `results.json` holds of one student. Returns whether every point was earned.

    The step's output `result` goes to the file that the environment names, where it names one; the annotations are
    said, which means that they are printed.

    Raises:
        Refusal: there is not exactly one student.
        OSError: the file cannot be written.
    """
    report = reported(results)
    if output := environment.get(OUTPUT):
        encoded = base64.b64encode(json.dumps(report).encode()).decode()
        with Path(output).open("a", encoding="utf-8") as file:
            file.write(f"result={encoded}\n")
    total = _number(sum(test["score"] for test in report["tests"]))
    points = {"totalPoints": total, "maxPoints": report["max_score"]}
    say(f"::notice title=Autograding complete::Points {total}/{report['max_score']}")
    say(f"::notice title=Autograding report::{json.dumps(points, separators=(',', ':'))}")
    return bool(report["status"] == "pass")


def reported(results: Mapping[str, Any]) -> dict[str, Any]:
    """The step's output before it is encoded. The scores of its tests add up to the student's score.

    Raises:
        Refusal: there is not exactly one student.
    """
    students = results["students"]
    if len(students) != 1:
        raise Refusal(f"there are {len(students)} hand-ins here: GitHub Classroom's step grades one; name its folder")
    student = students[0]
    columns = {column["identity"]: column for column in results["columns"]}
    tests = [_test(columns[identity], koan) for identity, koan in student["koans"].items()]
    rest = _number(student["score"] - sum(test["score"] for test in tests))
    if rest:
        tests.append(_entry("lateness, and what was set by hand", rest > 0, "", rest))
    full = student["score"] >= student["out_of"]
    return {
        "version": 1,
        "status": "pass" if full else "fail",
        "max_score": _number(student["out_of"]),
        "markdown": "",
        "tests": tests,
    }


def _test(column: Mapping[str, Any], koan: Mapping[str, Any]) -> dict[str, Any]:
    outcome = Outcome(koan["verdict"])
    passed = outcome is Outcome.PASSED
    said = "" if passed else line(f"{headline(outcome)} {for_student(outcome, koan['reason'])}".strip())
    return _entry(line(f"{column['topic_title']}: {column['title']}"), passed, said, _number(koan["points"]))


def _entry(name: str, passed: bool, message: str, score: float) -> dict[str, Any]:
    status = "pass" if passed else "fail"
    place = {"test_code": "", "filename": "", "line_no": 0, "execution_time": 0}
    return {"name": name, "status": status, "message": message, "score": score, **place}


def _number(value: float) -> float:
    """Without decimals that say nothing."""
    value = round(value, 6) + 0.0
    return int(value) if value.is_integer() else value
