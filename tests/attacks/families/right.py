"""What is handed in where the attack is not in the answers: the topic of shapes, and what it is worth."""

from collections.abc import Mapping

from sensei.course import Course

from ..attack import all_of, solved
from ..koans import WEEKS

NAME = "koans/test_04_shapes.py"
HONEST = "ada"  # a student of the class who has answered everything rightly


def right(course: Course) -> str:
    """The topic of shapes, answered rightly but for one koan."""
    return solved(course.topic("shapes"), "one_length_may_be_left_open")


def all_but_one(course: Course) -> Mapping[str, bool]:
    """What `right` is worth."""
    return {**all_of(course, ["shapes"]), WEEKS: False}


def nothing(course: Course) -> Mapping[str, bool]:
    """No point in the topic."""
    return all_of(course, ["shapes"], False)
