import ast

import pytest

from sensei.alone import alone
from sensei.course import Course
from sensei.grading.template import Template

COURSE = Course.at_hand()


def filled(name, answers):
    koan = alone(COURSE.koan(name))
    source, harvest = Template(koan).filled(answers, koan.parts)
    return koan, source, harvest


@pytest.mark.parametrize("koan", COURSE.koans, ids=lambda koan: koan.identity)
def test_what_is_filled_is_what_a_solved_file_says(koan):
    single = alone(koan)
    source, harvest = Template(single).filled(koan.solution, single.parts)

    for part in single.parts:
        assert ast.dump(source.definitions[part]) == ast.dump(koan.topic.solution.definitions[part])
    assert harvest.answers == koan.solution
    inside = {id(node) for each in source.definitions.values() for node in ast.walk(each)}
    for answer in harvest.nodes:
        assert {id(node) for node in ([answer] if isinstance(answer, ast.AST) else answer)} <= inside


def test_every_line_stays_that_of_the_course():
    koan, source, _ = filled("a_step_never_goes_backwards", ["a = 1\nb = 2\nc = 3\nreturn photo"])
    pristine = koan.topic.source.definitions[koan.function]

    function = source.definitions[koan.function]
    assert [node.lineno for node in function.body] == [node.lineno for node in pristine.body]
    assert source.definitions["mirrored"].end_lineno == koan.topic.source.definitions["mirrored"].end_lineno


def test_one_filling_does_not_show_in_the_next():
    koan = alone(COURSE.koan("a_step_never_goes_backwards"))
    template = Template(koan)
    first, _ = template.filled(["return photo"], koan.parts)
    second, _ = template.filled(["return 2"], koan.parts)

    assert "photo" in ast.unparse(first.definitions["mirrored"].body[1])
    assert "photo" not in ast.unparse(second.definitions["mirrored"].body[1])


@pytest.mark.parametrize("answer", ["1) + (2", "1 +", "", "return 1"])
def test_what_cannot_stand_in_a_blank_is_refused(answer):
    koan = next(koan for koan in COURSE.koans if len(koan.blanks) == 1 and not koan.blanks[0].whole_statement)

    with pytest.raises(ValueError, match=r"answer|bracket"):
        filled(koan.identity, [answer])
