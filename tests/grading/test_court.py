import pytest

from sensei.course import Course
from sensei.grading.attempt import Attempt
from sensei.grading.item import Assurance, Item
from sensei.grading.judging.court import Court
from sensei.grading.judging.ways import basis, kept
from sensei.grading.judging.worker import ready
from sensei.grading.policy import Policy
from sensei.pattern import Kind

POLICY = Policy(seed=5, examples=10, sandbox="trusted")
FLIP, DIAL = "indexing_and_slicing/a_step_never_goes_backwards", "nn_module/a_module_of_your_own"


@pytest.fixture(scope="module")
def court():
    with ready(POLICY) as warden:
        yield Court(Course.at_hand(), POLICY, warden)


def outcome(court, identity, *answers):
    judgement = court.judge(court.brief(identity).item(answers))
    return judgement.verdict.outcome.value, judgement.assurance


def test_a_value_is_judged_where_no_code_runs(court):
    koan = next(koan for koan in court.course.koans if all(b.kind is not Kind.CODE for b in koan.blanks))
    right = Item(koan.identity, koan.solution)
    wrong = Item(koan.identity, ("'another'",) * len(koan.solution))

    assert court.judge(right).verdict.passed
    assert court.judge(right).assurance is Assurance.VALUES
    assert court.judge(wrong).verdict.outcome.value == "wrong"


def test_a_function_is_judged_by_what_it_gives_back(court):
    assert outcome(court, FLIP, "return photo.flip(1)") == ("passed", Assurance.TRUSTED)
    assert outcome(court, FLIP, "return photo.flip(0)")[0] == "wrong"
    assert outcome(court, FLIP, "return photo.nothing")[0] == "broken"


def test_what_only_knows_the_example_of_the_koan_does_not_pass(court):
    example = court.brief(FLIP).koan.topic.source.definitions["test_" + FLIP.split("/")[1]]
    assert example is not None

    answer = "return photo.flip(1) if photo.shape == (2, 3) else photo"

    assert outcome(court, FLIP, answer)[0] == "wrong"


def test_what_gives_back_what_the_solution_does_is_not_judged_again(court, monkeypatch):
    assert outcome(court, FLIP, "return photo.flip(1)")[0] == "passed"

    def judged(self):
        raise AssertionError

    monkeypatch.setattr(Attempt, "judged", judged)

    assert outcome(court, FLIP, "mirror = torch.flip(photo, [1])\nreturn mirror")[0] == "passed"
    assert outcome(court, FLIP, "return photo.flip(0)")[0] == "unjudged"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("return photo.T.flip(0).T", "passed"),  # as right, and other bytes
        ("torch.rand(1)\nreturn photo.flip(1)", "passed"),  # other random numbers from then on
        ("return photo.flip(1) + 0 * torch.rand(photo.shape).to(photo.dtype)", "passed"),
        ("return photo.flip(1) if photo.numel() < 9 else photo", "wrong"),
        ("return photo.flip(1) if photo.shape == (2, 3) else 1 / 0", "broken"),
        ("photo.data = photo.flip(1)\nreturn photo", "wrong"),
    ],
)
def test_what_gives_back_something_else_is_judged_by_the_koan_and_its_property(court, answer, expected):
    assert outcome(court, FLIP, answer)[0] == expected


def test_a_wrong_value_beside_a_right_function_is_wrong(court):
    brief = court.brief("matrix_products_and_einsum/letters_name_the_dimensions")
    code, *values = brief.solved.answers
    wrong = Item(brief.listed.identity, (code, "[41, 25]", *values[1:]), brief.solved.program)

    assert court.judge(brief.solved).verdict.passed
    assert court.judge(wrong).verdict.outcome.value == "wrong"


def test_a_function_that_does_not_hold_in_general_is_told_with_its_own_line(court):
    brief = court.brief(FLIP)
    answer = "return photo.flip(1) if photo.numel() in (2, 6) else photo"

    verdict = court.judge(brief.item([answer])).verdict

    assert verdict.line == brief.koan.topic.source.definitions["mirrored"].lineno


def test_what_is_judged_is_the_program_where_it_has_more_than_the_answers(court):
    solved = court.brief(DIAL).solved
    other = Item(solved.koan, solved.answers, solved.program.replace("self.factor * readings", "readings"))

    assert court.judge(solved).verdict.passed
    assert court.judge(other).verdict.outcome.value == "wrong"


def test_a_line_that_is_told_is_one_of_the_pristine_test_however_long_the_answer_is(court):
    brief = court.brief(DIAL)
    definition = brief.koan.topic.source.definitions[brief.koan.function]
    first = "\n".join([brief.listed.solution[0], *(f"line_{number} = {number}" for number in range(60))])

    verdict = court.judge(brief.item([first, "readings.nothing_of_the_kind"])).verdict

    assert verdict.outcome.value == "broken"
    assert definition.lineno <= verdict.line <= definition.end_lineno


@pytest.mark.parametrize(
    "answer",
    [
        "import unittest.mock\nreturn unittest.mock.ANY",
        "class Same:\n    def __eq__(self, other):\n        return True\nreturn Same()",
        "import pytest\nreturn pytest.approx(0, abs=float('inf'))",
        "import torch\ntorch.equal = torch.allclose = lambda *_, **__: True\nreturn photo",
        "import builtins\nbuiltins.AssertionError = ValueError\nreturn photo",
        "import os\nos._exit(0)",
        "import sys\nsys.exit(0)",
        "import os, signal\nos.kill(os.getppid(), signal.SIGTERM) if False else os.kill(os.getpid(), 9)",
        "import gc\nfor each in gc.get_objects():\n    pass\nreturn photo",
        "raise KeyboardInterrupt",
        "raise SystemExit",
        "import pytest\npytest.skip('no')",
    ],
)
def test_behind_the_gate_nothing_forges_a_verdict_by_data(court, answer):
    assert outcome(court, FLIP, answer)[0] != "passed"
    assert outcome(court, FLIP, "return photo.flip(1)")[0] == "passed"


def test_a_forged_message_is_noted_and_proves_nothing(court):
    answer = (
        "import os\n"
        "for descriptor in range(3, 64):\n"
        "    try:\n"
        "        os.write(descriptor, b'\\0\\0\\0\\x02{}')\n"
        "    except OSError:\n"
        "        pass\n"
        "return photo"
    )

    judgement = court.judge(court.brief(FLIP).item([answer]))

    assert not judgement.verdict.passed


def test_a_class_is_judged_where_it_lives_with_twins_that_must_fail(court):
    right = court.brief(DIAL).listed.solution

    assert outcome(court, DIAL, *right) == ("passed", Assurance.TRUSTED)
    assert outcome(court, DIAL, right[0], "readings * self.factor")[0] == "wrong"


def test_whoever_makes_the_judge_believe_everything_is_given_away_by_the_twins(court):
    believing = (
        "super().__init__()\n"
        "import sensei.judge, sensei.verdict\n"
        "setattr(sensei.judge.Script, '_after', lambda self, koan, error: "
        "(sensei.verdict.Verdict(koan.identity, sensei.verdict.Outcome.PASSED), []))"
    )

    judgement = court.judge(court.brief(DIAL).item([believing, "readings"]))

    assert judgement.verdict.outcome.value == "broken"
    assert "known to be wrong passed too" in judgement.note


def test_without_a_sandbox_code_is_not_run_and_values_are_judged(court):
    bare = Court(court.course, Policy(sandbox="none"), None)

    judgement = bare.judge(court.brief(FLIP).solved)

    assert judgement.verdict.outcome.value == "unjudged"
    assert "no sandbox" in judgement.verdict.facts[0]


def test_an_endless_loop_is_a_timeout_and_the_next_answer_is_judged(court):
    short = Policy(seed=5, examples=10, sandbox="trusted", cpu=1.0, wall=30.0)
    with ready(short) as warden:
        hurried = Court(court.course, short, warden)
        item = court.brief(FLIP).item(["while True:\n    pass"])

        assert hurried.judge(item).verdict.outcome.value == "timeout"
        assert hurried.judge(court.brief(FLIP).solved).verdict.passed


def test_the_ways_that_are_kept_are_those_of_this_course(court):
    """If this fails, run `python -m sensei.grading.judging.ways bubblewrap`."""
    coded = [koan for koan in court.course.koans if any(blank.kind is Kind.CODE for blank in koan.blanks)]
    stale = [koan.identity for koan in coded if kept(court.brief(koan.identity)) is None]

    assert stale == []
    assert basis(court.brief(FLIP)) != basis(court.brief(DIAL))


def instead(court, code):
    """The koan with this code in it, which no gate has seen."""
    return court.brief(FLIP).item([code])


@pytest.mark.parametrize(
    "reaching",
    [
        "exec('1')",
        "eval('1')",
        "list(map(eval, ['1']))",
        "(1 for _ in x).gi_frame",
        "(lambda: 0).__code__",
        "import functools; functools.wraps(lambda: 0, ('__code__',), ())(lambda: 0)",
        "import gc; gc.get_objects()",
        "def f(): pass\nsetattr(f, '__defaults__', (1,))",
        "import ctypes; ctypes.string_at(id(x), 1)",
    ],
)
def test_code_that_gets_to_pythons_insides_ends_its_own_process(court, reaching):
    judgement = court.judge(instead(court, f"x = photo\n{reaching}\nreturn photo.flip(1)"))

    assert judgement.verdict.outcome.value == "broken"
    assert "insides" in judgement.note


@pytest.mark.parametrize(
    "change", ["torch.Tensor.a = 1", "k = type(photo)\nk.a = 1", "del torch.a", "import math; math.a = 1"]
)
def test_an_answer_cannot_change_what_classes_functions_and_modules_do(court, change):
    judgement = court.judge(instead(court, f"{change}\nreturn photo.flip(1)"))

    assert judgement.verdict.outcome.value == "broken"
    assert "cannot change the attributes" in " ".join(judgement.verdict.facts)


BEST = "cutting_the_graph/the_best_weights_so_far"
_KEEPS = "import torch\nkept = [torch.zeros(0)]\n"


def keeping(court, body):
    item = court.brief(BEST).item([body])
    return Item(item.koan, item.answers, item.program.replace("def ", _KEEPS + "def ", 1))


def test_one_tensor_that_is_given_back_each_time_is_found_out(court):
    same = "kept[0].shape == weights.shape and kept[0].dtype == weights.dtype"
    again = f"kept[0] = kept[0] if {same} else torch.empty_like(weights.detach())"

    judgement = court.judge(keeping(court, f"{again}\nkept[0].copy_(weights.detach())\nreturn kept[0]"))

    assert judgement.verdict.outcome.value == "wrong"


def test_what_remembers_and_is_right_holds(court):
    judgement = court.judge(keeping(court, "kept[0] = weights.detach().clone()\nreturn kept[0]"))

    assert judgement.verdict.passed, judgement
