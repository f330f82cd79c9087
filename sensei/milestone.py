"""Milestones: a topic has come to its end for the first time. What you can do now, and what comes next."""

import contextlib
from collections.abc import Collection

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from sensei import hints
from sensei.course import Course, Topic
from sensei.progress import Progress
from sensei.voice import flowing


def reached(course: Course, progress: Progress) -> Topic | None:
    """The topic whose end is to be told of: the last one in the course that holds and has not been told of."""
    return next((topic for topic in reversed(_held(course, progress)) if topic.slug not in progress.milestones), None)


def mark(course: Course, progress: Progress) -> None:
    """Remember that the learner has been told, also of the earlier topics, which would come late now."""
    progress.milestones = sorted({*progress.milestones, *(topic.slug for topic in _held(course, progress))})


def banner(course: Course, topic: Topic, held: Collection[str]) -> RenderableType:
    """What there is to tell at the end of a topic; `held` are the koans that hold."""
    at = course.topics.index(topic)
    onwards = course.topics[at + 1 :] + course.topics[:at]
    following = next((each for each in onwards if any(koan.identity not in held for koan in each.koans)), None)
    about = (following.introduction.split("\n")[0] or following.title) if following else ""
    now = ""
    with contextlib.suppress(hints.HintsTrouble):  # `koans hint` and the author's check name it
        now = flowing(hints.milestone(topic.hints_path))
    told = (now, about and f"Next comes {about}")
    return Group(
        Text(f"{topic.title}: every koan holds.", "bold green"),
        *(Padding(Text(each), (0, 0, 0, 2)) for each in told if each),
        "",
    )


def _held(course: Course, progress: Progress) -> list[Topic]:
    known = set(progress.passed)
    return [topic for topic in course.topics if topic.koans and all(koan.identity in known for koan in topic.koans)]
