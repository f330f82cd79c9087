"""The course: topics and koans as they were written, and how they are asked for."""

from pathlib import Path

import pytest

from sensei.absence import CourseTrouble
from sensei.course import Course, Topic, Trees
from sensei.source import parse

TOPIC = '''\
"""Pears: what they weigh.

More of it.
"""

from sensei import ___


def helper(x):
    ___


class Crate:
    size = ___


def test_a_pear():
    """The lesson.

    Its second paragraph.
    """
    assert helper(1) == ___


async def test_two_pears():
    assert 2 == ___


def leftover():
    ___
'''


def write(root: Path, **files: str) -> Course:
    """A course of these files, a double underscore in a name for the folder's slash."""
    for name, text in files.items():
        path = root / name.replace("__", "/")
        path = path.with_suffix(".py") if path.suffix == "" else path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Course.load(Trees.checkout(root))


@pytest.fixture
def course(tmp_path: Path) -> Course:
    other = '"""Plums."""\n\n\ndef test_a_plum():\n    pass\n\n\ndef test_a_pear():\n    pass\n'
    return write(
        tmp_path,
        koans__test_02_pears=TOPIC,
        koans__test_10_plums=other,
        koans__test_01_figs=other.replace("Plums", "Figs: f"),
    )


def test_topics_come_in_the_order_of_their_numbers(course):
    assert [(topic.number, topic.slug, topic.title) for topic in course.topics] == [
        ("01", "figs", "Figs"),
        ("02", "pears", "Pears"),
        ("10", "plums", "Plums"),
    ]


def test_koans_come_in_the_order_of_topics_and_files(course):
    assert [koan.identity for koan in course.koans] == [
        "figs/a_plum", "figs/a_pear", "pears/a_pear", "pears/two_pears", "plums/a_plum", "plums/a_pear",
    ]  # fmt: skip


def test_only_files_that_are_named_as_topics_are_read(tmp_path):
    files = {
        "koans__test_03_x": "",
        "koans__helper": "",
        "koans__test_x": "",
        "koans__test_4_": "",
        "koans__test_5_y-z": "",
    }

    assert [topic.filename for topic in write(tmp_path, **files).topics] == ["test_03_x.py"]


def test_a_folder_without_koans_is_an_empty_course(tmp_path):
    assert Course.load(Trees.checkout(tmp_path)).koans == ()


def test_a_koan_knows_its_names(course):
    koan = course.topics[1].koans[0]

    assert (koan.name, koan.function, koan.identity, koan.title) == ("a_pear", "test_a_pear", "pears/a_pear", "a pear")


def test_the_lesson_is_the_docstring(course):
    assert course.topics[1].koans[0].lesson == "The lesson.\n\nIts second paragraph."
    assert course.topics[1].koans[1].lesson == ""


def test_the_introduction_is_the_docstring_of_the_file(course):
    assert course.topics[1].introduction == "Pears: what they weigh.\n\nMore of it."


def test_a_file_without_a_docstring_is_called_by_its_name(tmp_path):
    assert write(tmp_path, koans__test_03_ripe_figs="x = 1\n").topics[0].title == "ripe figs"


def test_the_definitions_before_a_koan_are_parts_of_it(course):
    assert [koan.parts for koan in course.topics[1].koans] == [("helper", "Crate", "test_a_pear"), ("test_two_pears",)]


def test_a_koan_has_the_blanks_of_all_its_parts(course):
    assert [[blank.line for blank in koan.blanks] for koan in course.topics[1].koans] == [[10, 14, 22], [26]]


def test_a_koan_is_harvested_over_all_its_parts(course):
    koan = course.topics[1].koans[0]
    filled = (
        TOPIC.replace("    ___", "    return x", 1).replace("size = ___", "size = 3").replace("(1) == ___", "(1) == 1")
    )

    assert koan.harvest(parse(filled)).answers == ("return x", "3", "1")


def test_a_drift_in_a_part_is_a_drift_of_the_koan(course):
    koan = course.topics[1].koans[0]
    found = koan.harvest(parse(TOPIC.replace("size = ___", "width = ___")))

    assert (found.drift.line, found.drift.wanted) == (14, "size = ___")


def test_a_koan_is_filled_in_all_its_parts_and_the_others_stay(course):
    text = course.topics[1].koans[0].filled(["return 3", "[1]", "3"])

    assert text == TOPIC.replace("    ___", "    return 3", 1).replace("size = ___", "size = [1]").replace(
        "(1) == ___", "(1) == 3"
    )


def test_a_topic_is_filled_in_as_many_of_its_koans_as_are_named(course):
    topic = course.topics[1]

    assert topic.filled({"two_pears": ["5"], "a_pear": ["return 3", "[1]", "3"]}) == (
        topic.koans[0].filled(["return 3", "[1]", "3"]).replace("2 == ___", "2 == 5")
    )
    assert topic.filled({}) == TOPIC
    with pytest.raises(ValueError, match="pears has no koan plum"):
        topic.filled({"plum": ["1"]})


@pytest.mark.parametrize(
    "asked", ["pears", "02", "2", "02_pears", "test_02_pears.py", "koans/test_02_pears.py", "test_02_pears"]
)
def test_a_topic_is_found_by(course, asked):
    assert course.topic(asked).slug == "pears"


@pytest.mark.parametrize(
    "asked, said",
    [
        ("paers", "there is no topic 'paers': did you mean 'pears'?"),
        ("zzz", "there is no topic 'zzz': `koans list` shows them all."),
        ("", "there is no topic ''"),
        ("0", "there is no topic '0'"),
        ("3", "there is no topic '3'"),
    ],
)
def test_an_unknown_topic_is_told_in_one_sentence_with_what_comes_nearest(course, asked, said):
    with pytest.raises(CourseTrouble) as caught:
        course.topic(asked)

    assert str(caught.value).startswith(said)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "asked",
    [
        "two_pears",
        "test_two_pears",
        "pears/two_pears",
        "koans/test_02_pears.py::test_two_pears",
        "x.py::test_two_pears",
    ],
)
def test_a_koan_is_found_by(course, asked):
    assert course.koan(asked).identity == "pears/two_pears"


@pytest.mark.parametrize(
    "asked, identity",
    [
        ("figs/a_plum", "figs/a_plum"),
        ("plums/a_plum", "plums/a_plum"),
        ("koans/test_10_plums.py::test_a_plum", "plums/a_plum"),
        ("/far/away/koans/test_01_figs.py::test_a_plum", "figs/a_plum"),
    ],
)
def test_of_two_koans_with_one_name_the_topic_tells(course, asked, identity):
    assert course.koan(asked).identity == identity


def test_a_name_that_two_topics_have_is_told_with_both(course):
    with pytest.raises(CourseTrouble, match=r"'a_plum' is in two topics: name one of figs/a_plum, plums/a_plum"):
        course.koan("a_plum")


@pytest.mark.parametrize(
    "asked, said",
    [
        ("two_paers", "there is no koan 'two_paers': did you mean 'two_pears'?"),
        ("pears/two_paers", "there is no koan 'pears/two_paers': did you mean 'pears/two_pears'?"),
        ("qqqq", "there is no koan 'qqqq': `koans list` shows them all."),
        ("", "there is no koan ''"),
        ("plums/two_pears", "there is no koan 'plums/two_pears'"),
    ],
)
def test_an_unknown_koan_is_told_in_one_sentence_with_what_comes_nearest(course, asked, said):
    with pytest.raises(CourseTrouble) as caught:
        course.koan(asked)

    assert str(caught.value).startswith(said)


def test_a_koan_without_a_solution_has_no_right_answers(course):
    assert course.koans[2].solution == ()


def test_a_solution_that_has_drifted_gives_no_right_answers(tmp_path):
    koans = "def test_x():\n    y = 1\n    assert y == ___\n"
    course = write(
        tmp_path, koans__test_01_x=koans, solutions__test_01_x=koans.replace("___", "1").replace("y = 1", "y = 2")
    )

    assert course.koans[0].solution == ()


def test_a_solution_that_has_drifted_in_one_part_gives_no_right_answers_at_all(tmp_path):
    koans = "def f():\n    ___\n\n\ndef test_x():\n    y = 1\n    assert f() == ___\n"
    solution = koans.replace("___", "return 1", 1).replace("___", "1").replace("y = 1", "y = 2")

    assert write(tmp_path, koans__test_01_x=koans, solutions__test_01_x=solution).koans[0].solution == ()


def test_the_right_answers_are_those_of_the_solution(tmp_path):
    koans = "def test_x():\n    y = ___\n    assert y == ___\n"
    course = write(
        tmp_path, koans__test_01_x=koans, solutions__test_01_x="def test_x():\n    y = 2  # why\n    assert y == 2\n"
    )

    assert course.koans[0].solution == ("2", "2")


def test_the_course_at_hand_may_be_named_by_the_environment(tmp_path, monkeypatch):
    write(tmp_path, koans__test_01_x="def test_y():\n    pass\n")
    monkeypatch.setenv("KOANS_COURSE", str(tmp_path))

    assert [koan.identity for koan in Course.at_hand().koans] == ["x/y"]


def test_the_course_at_hand_came_with_the_engine(monkeypatch):
    monkeypatch.delenv("KOANS_COURSE", raising=False)

    assert Course.at_hand().topic("first_tensors").number == "01"
    assert len(Course.at_hand().koans) > 40


def test_no_two_koans_of_the_course_have_one_identity():
    identities = [koan.identity for koan in Course.at_hand().koans]

    assert len(set(identities)) == len(identities)


def test_a_file_that_the_course_lacks_can_be_its_own_topic(tmp_path):
    write(tmp_path, koans__test_07_new="def test_y():\n    assert 1 == ___\n")
    topic = Topic.of_file(tmp_path / "koans" / "test_07_new.py")

    assert topic is not None
    assert [koan.identity for koan in topic.koans] == ["new/y"]
    assert Topic.of_file(tmp_path / "koans" / "helpers.py") is None
