"""Beyond the example: what a learner wrote is tried on inputs that the koan does not show."""

import time

import pytest
from hypothesis import settings

from sensei.verdict import Outcome, Verdict

KOAN = '''\
def double(number):
    """Twice."""
    ___


def test_double():
    assert double(4) == 8
'''
PROPERTY = """\
from hypothesis import given
from hypothesis import strategies as st


@given(number=st.integers(-100, 100))
def test_double(subject, number):
    assert subject.double(number) == 2 * number
"""


def judge(bench, answer: str, koan: str = KOAN, check: str = PROPERTY) -> Verdict:
    """The verdict on a koan whose topic has a property."""
    (bench.root / "properties").mkdir(exist_ok=True)
    (bench.root / "properties" / bench.path.name).write_text(check)
    return bench.judge(koan, answer)


@pytest.mark.parametrize("answer", ["return 2 * number", "return number + number", "return number << 1"])
def test_code_that_holds_for_every_input_passes(bench, answer):
    assert judge(bench, answer).passed


@pytest.mark.parametrize(
    "answer", ["return 8", "return {4: 8}[number]", "return abs(2 * number)", "assert number == 4\n    return 8"]
)
def test_code_that_holds_only_for_the_example_is_wrong(bench, answer):
    verdict = judge(bench, answer)

    assert (verdict.outcome, verdict.line) == (Outcome.WRONG, 9)
    assert verdict.facts[0] == "What you wrote holds for the koan's own example, but not for every input."


def test_the_smallest_input_that_was_found_is_told(bench):
    assert judge(bench, "return abs(2 * number)").facts[1] == "It was tried with number = -1."


def test_what_the_property_says_of_it_is_told(bench):
    check = PROPERTY.rstrip() + ', "Below zero it should be even."\n'

    assert "Below zero it should be even." in judge(bench, "return abs(2 * number)", check=check).facts
    assert judge(bench, "return 2 * number", check=check).passed


def test_a_line_replays_what_was_found(bench):
    said = judge(bench, "return abs(2 * number)").facts[-1]

    assert said == "To replay it, start `python -i koans/test_01_small.py` and type: double(-1)"


def test_what_a_tensor_held_before_the_call_is_told(bench):
    koan = KOAN.replace("assert double(4) == 8", "assert double(torch.tensor(4.0)).item() == 8.0")
    check = PROPERTY.replace("subject.double(number)", "subject.double(torch.full((number % 3, 2), 1.0)).sum()")
    answer = "return number.add_(number) if number.ndim == 0 else number.fill_(7.0)"
    facts = judge(bench, answer, koan, f"import torch\n{check}").facts

    assert facts[1] == "It was tried with number = a torch.float32 tensor of shape (1, 2) with values [[1.0, 1.0]]."
    assert facts[2] == "It gave back a torch.float32 tensor of shape (1, 2) with values [[7.0, 7.0]]."
    assert facts[3] == "Afterwards number held something else."
    assert facts[-1].endswith(": double(torch.tensor([[1.0, 1.0]], dtype=torch.float32))")


def test_a_function_that_was_not_called_leaves_what_the_property_was_given(bench):
    check = PROPERTY.replace("subject.double(number)", "number + 1")

    assert judge(bench, "return 2 * number", check=check).facts[1:] == ("It was tried with number = 0.",)


def test_what_the_code_raised_is_told_with_its_input(bench):
    verdict = judge(bench, "if number < 0:\n        raise KeyError(number)\n    return 2 * number")

    assert verdict.outcome is Outcome.WRONG
    assert verdict.facts[1:] == ("It was tried with number = -1.", "There it raised KeyError: -1", verdict.facts[-1])


def test_what_the_property_raised_is_no_fact_about_the_code(bench):
    check = PROPERTY.replace("subject.double(number)", "{number: subject.double(number)}[4]")
    verdict = judge(bench, "return 2 * number", check=check)

    assert verdict.facts[1:-1] == ("It was tried with number = 0.", "It gave back 0.")


def test_two_runs_tell_the_same(bench):
    assert judge(bench, "return number + 4") == judge(bench, "return number + 4")


def test_code_that_does_not_hold_for_the_example_is_judged_by_the_example(bench):
    verdict = judge(bench, "return number")

    assert (verdict.outcome, verdict.line) == (Outcome.WRONG, 15)
    assert "on the left is 4" in verdict.facts[0]


def test_code_that_does_not_end_for_other_inputs_times_out(bench, monkeypatch):
    assert judge(bench, "return 2 * number").passed  # everything is imported
    monkeypatch.setenv("KOANS_TIMEOUT", "0.5")
    start = time.process_time()  # an endless loop is busy; a machine that stands still is not
    verdict = judge(bench, "while number < 0:\n        pass\n    return 2 * number")

    assert time.process_time() - start < 5
    assert verdict.outcome is Outcome.TIMEOUT
    assert verdict.line in {11, 12}


def test_code_that_ends_the_process_for_other_inputs_is_broken(bench):
    assert judge(bench, "if number < 0:\n        raise SystemExit\n    return 2 * number").outcome is Outcome.BROKEN


def test_a_koan_that_ended_early_is_not_looked_beyond(bench):
    koan = KOAN.replace("    assert", "    ___\n    assert").replace("    ___", "    return 8", 1)
    (bench.root / "properties").mkdir()
    (bench.root / "properties" / bench.path.name).write_text(PROPERTY)
    topic = bench.topic(KOAN.replace("    assert", "    ___\n    assert"))
    verdict = bench.verdicts(topic, bench.fill(koan, "return"))["double"]

    assert verdict.outcome is Outcome.BROKEN


def test_a_koan_without_a_property_passes_by_its_example(bench):
    assert bench.judge(KOAN, "return 8").passed
    assert judge(bench, "return 8", check="def test_other(subject):\n    assert False\n").passed


def test_a_koan_in_which_no_function_is_written_needs_no_property(bench):
    koan = "def test_double():\n    x = ___\n    assert x == 8\n"

    assert judge(bench, "8", koan, "def test_double(subject):\n    assert False\n").passed


def test_the_settings_of_hypothesis_are_as_before(bench):
    before = settings.default
    judge(bench, "return 2 * number")

    assert settings.default == before
