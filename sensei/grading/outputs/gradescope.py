"""Gradescope's `results.json`, made from ours for the one student whose hand-in a container holds."""

from collections.abc import Mapping
from typing import Any

from sensei.grading.outputs.plain import line
from sensei.grading.outputs.words import for_student, headline
from sensei.verdict import Outcome

VISIBILITIES = ("visible", "after_due_date", "after_published", "hidden")
FAILED = (
    "Your koans could not be graded: the grader itself failed, and the fault is not yours. "
    "The score of 0 says nothing about your answers; your instructor sees what happened and can run it again."
)


def gradescope(results: Mapping[str, Any], visibility: str = "visible") -> dict[str, Any]:
    """What Gradescope reads. Answers of the solution are not in it, nor notes, which are the instructor's.

    Args:
        results: what our `results.json` holds of exactly one student; of any other number nothing can be told.
        visibility: of the koans: one of `VISIBILITIES`.
    """
    students = results["students"]
    if len(students) != 1:
        return failed()
    student = students[0]
    columns = {column["identity"]: column for column in results["columns"]}
    tests = [_test(columns[identity], koan, visibility) for identity, koan in student["koans"].items()]
    held = sum(koan["verdict"] == Outcome.PASSED for koan in student["koans"].values())
    told = [f"{held} of {len(tests)} koans hold.", *map(line, student["troubles"])]
    return {**_frame(student["score"], told), "tests": tests}


def failed() -> dict[str, Any]:
    """What it reads where there is nothing to tell of."""
    return _frame(0.0, [FAILED])


def _frame(score: float, told: list[str]) -> dict[str, Any]:
    # What the grader prints is for whoever looks after it.
    return {"score": score, "output": "\n".join(told), "output_format": "text", "stdout_visibility": "hidden"}


def _test(column: Mapping[str, Any], koan: Mapping[str, Any], visibility: str) -> dict[str, Any]:
    outcome = Outcome(koan["verdict"])
    said = "" if outcome is Outcome.PASSED else line(for_student(outcome, koan["reason"]))
    return {
        "name": line(f"{column['topic_title']}: {column['title']}"),
        "name_format": "text",
        "score": koan["points"],
        "max_score": column["points"],
        "status": "passed" if outcome is Outcome.PASSED else "failed",
        "output": f"{headline(outcome)} {said}".strip(),
        "output_format": "text",
        "visibility": visibility,
    }
