"""The program: pristine definitions, filled, with what of the student's own these use, and nothing else."""

import ast
import textwrap

import pytest

from sensei.course import Course
from sensei.grading.entry import entry_of
from sensei.grading.program import program_of
from sensei.pattern import Kind
from sensei.reading import Reading

COURSE = Course.at_hand()
PAGE = COURSE.koan("a_fresh_page_takes_after_the_old_one")
FIT = COURSE.koan("a_picture_of_your_own_run")


def reading_of(koan, answers, head="", tail="", replaced=()):
    text = koan.filled([textwrap.dedent(each).strip("\n") for each in answers])
    text = text.replace("from sensei import ___", f"from sensei import ___\n{textwrap.dedent(head)}") + textwrap.dedent(
        tail
    )
    for old, new in replaced:
        assert old in text
        text = text.replace(old, new)
    reading = Reading(koan.topic, text.encode())
    assert koan.function not in reading.settled, reading.settled[koan.function]
    return reading


def program(*answers, koan=PAGE, **more):
    return program_of(reading_of(koan, answers, **more), koan)


def defined(found):
    return [getattr(node, "name", ast.unparse(node)) for node in ast.parse(found.text).body]


def test_a_koan_that_asks_for_no_code_has_no_program():
    koans = [koan for koan in COURSE.koans if not any(blank.kind is Kind.CODE for blank in koan.blanks)]
    assert len(koans) > 100
    for koan in koans[::10]:
        assert program_of(Reading(koan.topic, koan.filled(koan.solution).encode()), koan).text == ""


def test_the_program_of_every_solution_runs_and_defines_what_the_koan_has():
    pytest.importorskip("torch")
    for topic in COURSE.topics:
        reading = Reading(topic, (topic.trees.solutions / topic.filename).read_bytes())
        for koan in topic.koans:
            text = program_of(reading, koan).text
            inner = {blank.koan for blank in koan.blanks if blank.kind is Kind.CODE} - {koan.function}
            assert bool(text) == bool(inner)
            names = {}
            exec(compile(text, "<program>", "exec"), names)
            assert set(koan.parts[:-1]) <= set(names) or not text


def test_spacing_comments_and_docstrings_do_not_tell_two_programs_apart():
    one = program("return torch.full_like(old_page, ink)")
    other = program("return torch.full_like(old_page,    # as the old one\n    ink)", replaced=[('"""', "'''")])

    assert one == other
    assert '"""' not in one.text
    assert one.text.count("\n") == 2


def test_what_is_submitted_beside_the_answers_stays_behind():
    found = program(
        "return torch.full_like(old_page, ink)",
        head="import os\nSECRET = 1\nos.system('true')\nprint('here')\ndef helper(): return os\n",
        tail="\ndef test_mine():\n    assert False\n\nimport sys\nsys.exit()\nassert 1 == 2\n",
    )

    assert defined(found) == ["import torch", "fresh_page"]
    assert found.refused is None


def test_helpers_constants_and_imports_come_along_in_their_order_and_transitively():
    found = program(
        "return deep(old_page, ink)",
        head="import functools\nfrom torch import full_like as alike\nSCALE = 1\nA, B = SCALE, 2\n",
        tail="\ndef deep(page, ink):\n    '''Help.'''\n    return shallow(page, ink * A)\n\n\ndef shallow(page, ink):\n    return alike(page, ink)\n",
    )

    assert defined(found) == [
        "from torch import full_like as alike",
        "SCALE = 1",
        "A, B = (SCALE, 2)",
        "fresh_page",
        "deep",
        "shallow",
    ]
    assert "Help" not in found.text
    assert found.refused is None


def test_a_helper_that_may_not_run_refuses_the_answer_that_uses_it():
    found = program("return helper(old_page, ink)", head="def helper(page, ink):\n    import os\n    os._exit(0)\n")

    assert found.refused
    assert "os" in found.refused.note
    assert found.refused.line == next(
        number
        for number, line in enumerate(
            reading_of(
                PAGE, ["return helper(old_page, ink)"], head="def helper(page, ink):\n    import os\n    os._exit(0)\n"
            ).source.lines,
            1,
        )
        if "import os" in line
    )


@pytest.mark.parametrize("head", ["import os\n", "import os as torch_like\n", "from os import *\n"])
def test_an_import_that_is_not_used_does_no_harm(head):
    assert program("return torch.full_like(old_page, ink)", head=head).refused is None


def test_an_import_that_is_used_has_to_be_on_the_list():
    assert "os" in program("os.remove('x')\nreturn old_page", head="import os\n").refused.fact
    assert program("return F.relu(old_page)", head="import torch.nn.functional as F\n").refused is None


def test_of_two_definitions_with_one_name_the_later_counts_as_in_python():
    found = program("return twice(old_page)", head="def twice(x): return 1\n", tail="\ndef twice(x):\n    return 2\n")

    assert found.text.count("def twice") == 1
    assert "return 2" in found.text


def test_an_answer_may_use_an_answer_to_another_koan_and_is_refused_while_that_is_blank():
    fit = "model = nn.Linear(1, 1)\nreturn model, train(model, DataLoader(TensorDataset(x, y)), epochs, lr)"
    train = COURSE.koan("the_whole_loop_is_yours")
    first = FIT.filled([fit, FIT.solution[1]])
    blank = program_of(Reading(FIT.topic, first.encode()), FIT)

    assert "`train`" in blank.refused.fact
    assert "blank is waiting" in blank.refused.fact

    start = first.index("def train(")
    filled = first[:start] + first[start:].replace("    ___\n", textwrap.indent(train.solution[0], "    ") + "\n", 1)
    found = program_of(Reading(FIT.topic, filled.encode()), FIT)
    assert found.refused is None
    assert {"train", "fit", "draw"} <= set(defined(found))
    assert "test_" not in found.text


def test_what_was_added_beside_a_blank_is_kept_where_the_answer_needs_it_and_prints_are_not():
    koan = COURSE.koan("a_slope_shows_the_way_down")
    (blank,) = [each for each in koan.blanks if each.kind is Kind.CODE]
    line = koan.topic.source.lines[blank.line - 1]
    margin = " " * (len(line) - len(line.lstrip()))
    answers = ["new_x" if each is blank else answer for each, answer in zip(koan.blanks, koan.solution, strict=True)]
    filled = line.replace("___", "new_x")
    found = program(
        *answers, koan=koan, replaced=[(filled, f"{margin}print('here')\n{margin}new_x = x - lr * slope\n{filled}")]
    )

    assert "new_x = x - lr * slope" in found.text
    assert "print" not in found.text


def test_a_test_function_is_nobodys_company():
    assert "test_helper" not in defined(
        program("return test_helper(old_page)", tail="\ndef test_helper(x):\n    return x\n")
    )


def test_a_print_inside_an_answer_stays():
    assert "print('here')" in program("print('here')\nreturn torch.full_like(old_page, ink)").text


def test_a_bare_except_catches_errors_and_no_more():
    found = program("try:\n    return torch.full_like(old_page, ink)\nexcept:\n    return None")

    assert "except Exception:" in found.text
    assert found.refused is None


def test_the_text_that_is_run_is_the_text_that_was_looked_at():
    for answer in (
        "return f'{old_page}{{' f\"{ink!r:>{3}}\" u'a' '\\ud800' b'\\xff' 1e999 -0.0 1j".replace(" b'", ", b'")
        .replace(" 1e", ", 1e")
        .replace(" -0", ", -0")
        .replace(" 1j", ", 1j"),
    ):
        found = program(answer)
        assert found.refused is None
        assert ast.dump(ast.parse(ast.unparse(ast.parse(found.text)))) == ast.dump(ast.parse(found.text))


def test_code_in_the_test_itself_stays_in_the_answers_and_calls_no_function_of_the_students_own():
    koan = COURSE.koan("numpy_cannot_keep_a_record")
    plain = entry_of(reading_of(koan, ["weights.detach().numpy()"]), koan)
    own = reading_of(koan, ["bridge(weights)"], head="def bridge(t):\n    return t.detach().numpy()\n")

    assert plain.item.answers == ("weights.detach().numpy()",)
    assert plain.item.program == ""
    assert entry_of(own, koan).judgement.verdict.outcome.value == "broken"


def test_a_value_in_a_blank_for_code_is_spelled_as_a_value():
    pixel = COURSE.koan("a_pixel_fits_in_one_byte")
    found = {
        entry_of(reading_of(pixel, [each]), pixel).item for each in ("torch.uint8", "torch . uint8", "(torch.uint8)")
    }
    assert [(each.answers, each.program) for each in found] == [(("torch.uint8",), "")]

    stop = COURSE.koan("arange_stops_before_its_end")
    found = {entry_of(reading_of(stop, [each, "[3, 2, 1]"]), stop).item for each in ("25", "5 * 5", "0x19", "20+5")}
    assert [each.answers for each in found] == [("25", "[3, 2, 1]")]


def test_pristine_definitions_need_nothing_of_another_koan():
    for koan in COURSE.koans:
        own = {name for each in koan.topic.koans for name in each.parts} - set(koan.parts)
        used = {
            node.id
            for part in koan.parts
            for node in ast.walk(koan.topic.source.definitions[part])
            if isinstance(node, ast.Name)
        }
        assert not own & used, koan.identity
