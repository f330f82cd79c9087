"""The README says of the course what is there."""

import re
from pathlib import Path

from sensei.course import Course
from sensei.trees import Trees

REPOSITORY = Path(__file__).parent.parent
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def test_the_table_of_topics_is_that_of_the_tree():
    course = Course.load(Trees.checkout(REPOSITORY))
    rows = re.findall(r"^\| (\d+ .+?) \| (\d+) \| (\S.+) \|$", README, flags=re.M)

    assert [(title, int(count)) for title, count, _ in rows] == [
        (f"{topic.number} {topic.title}", len(topic.koans)) for topic in course.topics
    ]


def test_the_number_of_koans_is_the_sum():
    koans = sum(len(topic.koans) for topic in Course.load(Trees.checkout(REPOSITORY)).topics)

    assert f"{koans} koans in all" in README
