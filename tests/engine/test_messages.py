"""What a verdict says: the fact, the value that was given, the next step, and never the answer."""

import re

import pytest

from sensei.course import Course
from sensei.reading import Reading
from sensei.verdict import Outcome, Verdict

pytestmark = pytest.mark.filterwarnings("ignore::SyntaxWarning")
BLAMING = re.compile(r"\b(wrong|error|mistake|fail\w*|bad|invalid|illegal|forgot\w*|incorrect\w*)\b", re.IGNORECASE)


def said(verdict: Verdict) -> str:
    return " ".join([*verdict.facts, verdict.advice])


def koan(*lines: str) -> str:
    return "def test_x():\n" + "".join(f"    {line}\n" for line in lines)


SUM = koan("x = [1000, 200, 34]", "assert sum(x) == ___")


# Blank.


@pytest.mark.parametrize(
    "text, answers, facts, advice",
    [
        (SUM, (), ["A blank is waiting on line 11."], "It asks for a value: what do you expect there?"),
        (
            koan("assert (1, 2) == (___, ___)"),
            (),
            ["A blank is waiting on line 10.", "1 more waits in this koan."],
            "It asks for a value: what do you expect there?",
        ),
        (
            koan("x = ___", "y = ___", "assert x + y == ___"),
            (),
            ["A blank is waiting on line 10.", "2 more wait in this koan."],
            "It asks for an expression: what belongs there?",
        ),
        (
            koan("x = ___", "assert x == ___"),
            ("1",),
            ["A blank is waiting on line 11.", "What you have filled in is judged once no blank is left."],
            "It asks for a value: what do you expect there?",
        ),
        (
            "def made():\n    ___\n\n\ndef test_x():\n    assert made() == 1\n",
            (),
            ["A blank is waiting on line 10."],
            "It asks for code, one statement or more: what is to be done there?",
        ),
        (
            koan("with pytest.raises(___):", "    int('a')"),
            (),
            ["A blank is waiting on line 10."],
            "It asks for an exception class: what is raised there?",
        ),
    ],
)
def test_a_blank_is_told_by_its_line_and_what_it_asks_for(bench, text, answers, facts, advice):
    verdict = bench.judge(text, *answers)

    assert (list(verdict.facts), verdict.advice) == (facts, advice)


def test_a_blank_that_was_reached_by_another_name_is_told_by_its_line(bench):
    verdict = bench.judge(koan("x = ___", "assert x == 1"), "__import__('sensei').___")

    assert verdict.facts == ("A blank was reached on line 11.",)
    assert verdict.advice == "Put your answer in its place."


# Wrong.


def given(bench, left: str, answer: str) -> Verdict:
    return bench.judge(koan(f"x = {left}", "assert x == ___"), answer)


@pytest.mark.parametrize(
    "left, answer, fact",
    [
        ("4711", "4712", "The kind is right (a number), the value is not."),
        ("'abc'", "'abd'", "The kind is right (a string), the value is not."),
        ("[4711]", "[4712]", "The kind is right (a list), the value is not."),
        ("{4711}", "{4712}", "The kind is right (a set), the value is not."),
        ("{'a': 4711}", "{}", "The kind is right (a dict), the value is not."),
        ("(4711,)", "(4712,)", "The kind is right (a tuple), the value is not."),
        ("torch.ones(4711, 2).shape", "torch.Size([2, 4711])", "The kind is right (a shape), the value is not."),
        ("torch.float16", "torch.float32", "The kind is right (a torch dtype), the value is not."),
        ("torch.device('meta')", "torch.device('cpu')", "The kind is right (a device), the value is not."),
        ("int", "float", "The kind is right (a type), the value is not."),
        ("4711", "'4711'", "You gave a string; the koan looks for a number."),
        ("4711", "[4711]", "You gave a list; the koan looks for a number."),
        (
            "4711",
            "torch.tensor([4711, 1])",
            "You gave a torch.int64 tensor of shape (2,) with values [4711, 1]; the koan looks for a number.",
        ),
        ("4711", "None", "You gave None; the koan looks for a number."),
        ("None", "4712", None),
        ("[4711]", "(4711,)", "You gave a tuple; the koan looks for a list."),
        (
            "[4711]",
            "torch.tensor([4711, 1])",
            "You gave a torch.int64 tensor of shape (2,) with values [4711, 1]; the koan looks for a list.",
        ),
        ("torch.ones(4711, 2).shape", "[4711, 2]", "You gave a list; the koan looks for a shape."),
        ("torch.ones(4711, 2).shape", "(4711,)", None),
        ("torch.float16", "'float16'", "You gave a string; the koan looks for a torch dtype."),
        ("True", "'True'", "You gave a string; the koan looks for True or False."),
        ("torch.tensor([4711., 1.])", "torch.tensor([4712., 1.])", "The kind is right (a tensor), the value is not."),
    ],
)
def test_a_wrong_value_is_told_by_its_kind_and_the_kind_that_is_asked(bench, left, answer, fact):
    verdict = given(bench, left, answer)

    assert verdict.outcome is Outcome.WRONG
    assert verdict.facts[0] == f"On line 11 you answered `{answer}`, and that does not hold."
    assert list(verdict.facts[1:]) == ([fact] if fact else [])


def test_numpy_values_are_told_by_their_kind(bench):
    bench.head = bench.head.replace("import pytest", "import numpy as np\nimport pytest")
    dtype = given(bench, "np.zeros(2, dtype='float64').dtype", "np.dtype('int8')")
    array = given(bench, "3", "np.array([4, 5])")

    assert dtype.facts[1] == "The kind is right (a NumPy dtype), the value is not."
    assert array.facts[1] == "You gave a NumPy array; the koan looks for a number."


def test_an_answer_on_the_left_is_told_like_one_on_the_right(bench):
    verdict = bench.judge(koan("x = 4711", "assert ___ == x"), "'a'")

    assert verdict.facts == (
        "On line 11 you answered `'a'`, and that does not hold.",
        "You gave a string; the koan looks for a number.",
    )


def test_several_answers_in_one_assert_are_all_told(bench):
    verdict = bench.judge(koan("x, y = 4711, 4712", "assert (x, y) == (___, ___)"), "1", "2")

    assert verdict.facts == ("On line 11 you answered `1` and `2`, and that does not hold.",)


def test_a_part_of_a_side_is_told_without_a_guess_at_its_kind(bench):
    verdict = bench.judge(koan("x = 4711", "assert [x, 2] == [___, 2]"), "1")

    assert verdict.facts == ("On line 11 you answered `1`, and that does not hold.",)


def test_a_long_answer_is_told_on_one_line(bench):
    verdict = given(bench, "[1]", "[" + ",\n        ".join(str(n) for n in range(200)) + "]")

    assert verdict.facts[0].startswith("On line 11 you answered `[0, 1, 2, 3,")
    assert "...`" in verdict.facts[0]
    assert len(verdict.facts[0]) < 130
    assert "\n" not in verdict.facts[0]


@pytest.mark.parametrize(
    "answer, fact",
    [
        ("return torch.zeros(2)", "on the left is a torch.float32 tensor of shape (2,) with values [0.0, 0.0]"),
        ("return torch.zeros(2, 3, dtype=torch.int8)", "a torch.int8 tensor of shape (2, 3) with values [[0, 0"),
        ("return torch.zeros(5, 6)", "on the left is a torch.float32 tensor of shape (5, 6),"),
        ("return torch.zeros(2, device='meta')", "on the left is a torch.float32 tensor of shape (2,) on meta,"),
        ("return torch.tensor(3)", "on the left is a torch.int64 tensor of shape () with values 3,"),
        ("import numpy\n    return numpy.zeros(2)", "a NumPy array of dtype float64 and shape (2,) with values [0.0"),
        ("import numpy\n    return numpy.zeros(2000)", "on the left is a NumPy array of dtype float64 and shape (2000,),"),
        ("return None", "on the left is None,"),
        ("pass", "on the left is None,"),
        ("return 'text'", "on the left is 'text',"),
        ("return list(range(500))", "on the left is [0, 1, 2, 3,"),
    ],
)  # fmt: skip
def test_what_code_came_to_is_told_with_shape_dtype_and_device(bench, answer, fact):
    text = "def made():\n    ___\n\n\ndef test_x():\n    assert made() is True\n"
    verdict = bench.judge(text, answer)

    assert verdict.outcome is Outcome.WRONG
    assert verdict.facts[0].startswith(f"Line {verdict.line} does not hold: on the left is ")
    assert fact in verdict.facts[0]
    assert verdict.facts[0].endswith(", on the right True.")
    assert len(verdict.facts[0]) < 250


def test_two_arguments_of_a_comparing_function_are_told(bench):
    text = "def made():\n    ___\n\n\ndef test_x():\n    assert torch.equal(made(), torch.ones(2))\n"
    verdict = bench.judge(text, "return torch.zeros(2)")

    assert verdict.facts == (
        "Line 14 does not hold: on the left is a torch.float32 tensor of shape (2,) with values [0.0, 0.0], "
        "on the right a torch.float32 tensor of shape (2,) with values [1.0, 1.0].",
    )


def test_an_assert_of_one_value_is_told_by_it(bench):
    text = "def made():\n    ___\n\n\ndef test_x():\n    assert torch.all(made())\n"

    assert "Line 14 does not hold" in said(bench.judge(text, "return torch.zeros(2)"))


def test_a_value_whose_repr_fails_is_told_by_its_type(bench):
    text = "def made():\n    ___\n\n\ndef test_x():\n    assert made() == 1\n"
    verdict = bench.judge(
        text, "class Odd:\n        def __repr__(self):\n            raise ValueError\n    return Odd()"
    )

    assert verdict.outcome is Outcome.WRONG
    assert "on the left is an Odd" in verdict.facts[0]


@pytest.mark.parametrize(
    "answer, fact",
    [
        ("ValueError", "An exception is raised below line 10, but it is not a ValueError."),
        ("KeyError", "An exception is raised below line 10, but it is not a KeyError."),
        ("3", "On line 10 you answered 3; pytest.raises waits for an exception class."),
        ("int", "On line 10 you answered <class 'int'>; pytest.raises waits for an exception class."),
        ("Exception", "On line 10 you answered `Exception`: this would fit errors of several kinds."),
        ("LookupError", "On line 10 you answered `LookupError`: this would fit errors of several kinds."),
        (
            "(ValueError, RuntimeError)",
            "On line 10 you answered `(ValueError, RuntimeError)`: this names more than one class.",
        ),
    ],
)
def test_another_exception_is_told_without_the_one_that_is_raised(bench, answer, fact):
    verdict = bench.judge(koan("with pytest.raises(___):", "    torch.ones(3).view(2)"), answer)

    assert verdict.facts == (fact,)
    assert verdict.advice
    if "RuntimeError" not in answer:
        assert "RuntimeError" not in said(verdict)
    assert "shape" not in said(verdict)


@pytest.mark.parametrize("answer", ["torch.NoSuchError", "torch.autograd.NoSuchError"])
def test_an_exception_that_a_library_does_not_have_is_told_so(bench, answer):
    verdict = bench.judge(koan("with pytest.raises(___):", "    torch.ones(3).view(2)"), answer)

    assert verdict.outcome is Outcome.WRONG
    assert verdict.facts[0].startswith(f"On line 10 Python cannot work out your answer `{answer}`: module 'torch")
    assert verdict.advice == "Look at how it is spelled."


def test_a_name_that_nobody_made_is_told_to_be_misspelt_or_a_library_s(bench):
    verdict = bench.judge(koan("x = ___", "assert x == torch.float32"), "float32")

    assert verdict.facts == ("Line 10 raised NameError: name 'float32' is not defined",)
    assert "the library's name and a dot" in verdict.advice


@pytest.mark.parametrize("left", ["torch.ones(()).shape", "torch.ones(4711).shape", "torch.ones(2, 3).shape"])
def test_what_is_said_of_a_number_for_a_shape_is_true_of_every_shape(bench, left):
    verdict = given(bench, left, "7")

    assert verdict.facts[1] == "You gave a number; the koan looks for a shape."
    assert (
        verdict.facts[2] == "A shape is a tuple: parentheses, a number per dimension, a comma even after a single one."
    )


def test_an_exception_that_is_not_raised_is_told_so(bench):
    verdict = bench.judge(koan("with pytest.raises(___):", "    pass"), "ValueError")

    assert verdict.facts == ("Below line 10 nothing is raised.",)


# Mirror.


@pytest.mark.parametrize(
    "answer",
    ["sum(x)", "x[0] + x[1] + x[2]", "x", "(y := 1)", "(1\n        + sum(x))", "(lambda: 1)()", "[n for n in x]"],
)
def test_a_mirror_is_told_with_the_answer_and_what_to_write_instead(bench, answer):
    verdict = bench.judge(SUM, answer)

    assert verdict.outcome is Outcome.MIRROR
    assert verdict.facts[0].startswith("On line 11 you answered `")
    assert "\n" not in verdict.facts[0]
    assert verdict.advice == "Write down the value that you expect: this blank asks what you believe."


def test_a_mirror_names_the_name_that_it_leans_on(bench):
    assert "`x` is a name from the koan, not a value" in said(bench.judge(SUM, "[1, x]"))


# Edited.


def filled(bench, text: str, *changes: tuple[str, str]) -> Verdict:
    """The verdict on the first koan of a text after changes to it."""
    topic = bench.topic(text)
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return next(iter(bench.verdicts(topic, text).values()))


@pytest.mark.parametrize(
    "before, after, fact",
    [
        ("[1000, 200, 34]", "[1000, 200]", "Line 10 reads `[1000, 200]`; the koan has `[1000, 200, 34]` there."),
        ("sum(x) ==", "len(x) ==", "Line 11 reads `len`; the koan has `sum` there."),
        ("sum(x) ==", "sum(x) !=", "Line 11 reads `sum(x) != 1`; the koan has `sum(x) == ___` there."),
        ("    assert sum(x) == 1\n", "", "The koan's own `assert sum(x) == ___` is gone near line 10."),
        ("    assert", "    return\n    assert", "Line 11 reads `return`; the koan has `assert sum(x) == ___` there."),
        (
            "    x = [1000, 200, 34]\n",
            "",
            "Line 10 reads `assert sum(x) == 1`; the koan has `x = [1000, 200, 34]` there.",
        ),
        ("== 1\n", "== 1\n    return\n", "Line 12, `return`, is not part of the koan and may change what it shows."),
    ],
)
def test_what_was_changed_is_told_with_its_line_and_what_the_koan_has(bench, before, after, fact):
    verdict = filled(bench, SUM, ("___", "1"), (before, after))

    assert verdict.facts == (fact,)
    assert verdict.advice == (
        "Change the blanks only. `koans reset small/x` puts the koan back; a copy of your file is kept."
    )


def test_a_body_that_is_not_indented_is_told_where_the_blank_was(bench):
    text = 'def made():\n    """One."""\n    ___\n\n\ndef test_x():\n    assert made() == 1\n'
    verdict = filled(bench, text, ("    ___", "return 1"))

    assert verdict.outcome is Outcome.EDITED
    assert verdict.facts == ("Nothing stands in the place of the blank near line 9.",)
    assert verdict.advice == "What belongs to a function is indented as the blank was. Write ___ to get the blank back."


def test_a_forgotten_pair_of_parentheses_is_told_as_what_it_is(bench):
    verdict = filled(bench, koan("x = torch.ones(4, 5)", "assert x.shape == ___"), ("___", "4, 5"))

    assert verdict.facts == ("On line 11 Python takes what follows the comma for the message of the assert.",)
    assert verdict.advice == "Commas need something around them: square brackets make a list, parentheses make a tuple."


def test_forgotten_parentheses_in_a_call_are_told_as_what_they_are(bench):
    verdict = filled(bench, koan("x = (4, 5)", "assert x == tuple(___)"), ("___", "4, 5"))

    assert verdict.facts == ("On line 11 Python takes what follows the comma for a further argument.",)
    assert verdict.advice == "Commas need something around them: square brackets make a list, parentheses make a tuple."


def test_a_further_argument_where_there_is_no_blank_is_told_as_a_change(bench):
    verdict = filled(bench, koan("x = max(4, 5)", "assert x == ___"), ("___", "5"), ("max(4, 5)", "max(4, 5, 6)"))

    assert verdict.facts == ("Line 10 reads `max(4, 5, 6)`; the koan has `max(4, 5)` there.",)


def test_a_missing_koan_is_told_with_the_way_to_get_it_back(bench):
    verdict = filled(bench, SUM, (SUM, ""))

    assert verdict.facts == ("test_01_small.py has no function test_x.",)
    assert verdict.advice == "`koans reset small/x` puts it back as it was; a copy of your file is kept."


def test_a_renamed_koan_is_told_with_both_names(bench):
    verdict = filled(bench, SUM, ("___", "1234"), ("test_x", "test_y"))

    assert verdict.facts == ("test_x is called test_y here.",)
    assert verdict.advice == "Give it the name test_x again, and it can be judged."


def head(bench, before: str, after: str) -> Verdict:
    raw = bench.head.replace(before, after) + bench.fill(SUM, "1234")
    assert before in bench.head
    return bench.verdicts(bench.topic(SUM), raw.encode())["x"]


@pytest.mark.parametrize(
    "before, after, fact, advice",
    [
        (
            "import torch\n", "", "The file no longer has the line `import torch`.",
            "Put `import torch` back at the head of the file.",
        ),
        (
            "import torch\n", "import math as torch\n",
            "Line 4 reads `import math as torch`; the koan has `import torch`.",
            "Put `import torch` back at the head of the file.",
        ),
        (
            "import torch\n", "import torch\n\ntorch = None\n",
            "Line 6, `torch = None`, takes the name torch away from the library that the koan uses.",
            "Choose another name there.",
        ),
    ],
)  # fmt: skip
def test_a_lost_library_is_told_with_the_line_that_brings_it_back(bench, before, after, fact, advice):
    verdict = head(bench, before, after)

    assert (verdict.facts, verdict.advice, verdict.line) == (
        (fact,),
        advice,
        int(re.findall(r"Line (\d)|$", fact)[0] or 1),
    )


# Broken.


@pytest.mark.parametrize(
    "answer, facts",
    [
        ("x = (3", ["Line 11 cannot be read as Python: x = (3", "Python says: '(' was never closed."]),
        (
            "x = [3 4]",
            [
                "Line 11 cannot be read as Python: x = [3 4]",
                "Python says: invalid syntax. Perhaps you forgot a comma?",
            ],
        ),
        ("x = 3 4", ["Line 11 cannot be read as Python: x = 3 4", "Python says: invalid syntax."]),
        ("break", ["Line 11 cannot be read as Python: break", "Python says: 'break' outside loop."]),
        (
            "x = " + "(" * 300,
            ["Line 11 cannot be read as Python: x = (((", "Python says: too many nested parentheses."],
        ),
    ],
)
def test_what_is_no_python_is_told_in_two_lines_with_the_line_and_what_python_said(bench, answer, facts):
    verdict = bench.judge(koan("x = 1", "___", "assert x == 3"), answer)

    assert len(verdict.facts) == 2
    for fact, start in zip(verdict.facts, facts, strict=True):
        assert fact.startswith(start)
        assert len(fact) < 120
    assert verdict.advice == "Mend that line, or look at the one above it."


@pytest.mark.parametrize(
    "raw, fact",
    [
        (b"\0", "The file holds null bytes, so it is not a text file: save it as UTF-8."),
        ("é".encode("latin-1"), "Byte 0xe9 is not UTF-8: save the file as UTF-8."),
        ("x".encode("utf-16"), "The file is UTF-16: save it as UTF-8."),
    ],
)
def test_a_file_that_is_no_text_is_told_by_its_name(bench, raw, fact):
    verdict = bench.verdicts(bench.topic(SUM), raw)["x"]

    assert verdict.facts == ("test_01_small.py cannot be read.", fact)


@pytest.mark.parametrize(
    "answer, fact",
    [
        ("x = 1 / 0", "Line 11 raised ZeroDivisionError: division by zero"),
        ("x.fill_(1)", "Line 11 raised AttributeError: 'int' object has no attribute 'fill_'"),
        ("raise SystemExit", "Line 11 raised SystemExit."),
        ("raise ValueError('a\\nb' * 999)", "Line 11 raised ValueError: a ba ba b"),
        ("torch.ones(2, 3) @ torch.ones(2)", "Line 11 raised RuntimeError: size mismatch"),
    ],
)
def test_what_was_raised_is_told_with_its_line_and_its_words_on_one_line(bench, answer, fact):
    verdict = bench.judge(koan("x = 1", "___", "assert x == 3"), answer)

    assert verdict.facts[0].startswith(fact)
    assert len(verdict.facts[0]) < 350
    assert "\n" not in verdict.facts[0]


@pytest.mark.parametrize(
    "answer, advised",
    [
        ("pass", True),
        ("x = 1", True),
        ("return None", True),
        ("return 4", False),
        ("return [None]", False),
    ],
)
def test_a_function_that_may_lack_its_return_is_told_so(bench, answer, advised):
    for use in ("assert made() == 3", "assert made().real == 3"):
        verdict = bench.judge(f"def made():\n    ___\n\n\ndef test_x():\n    {use}\n", answer, right=("return 3",))
        assert ("does your function end with a `return`?" in verdict.advice) is advised


def test_a_function_that_hands_nothing_back_is_not_asked_for_a_return(bench):
    text = "def fill(box):\n    ___\n\n\ndef test_x():\n    box = [None]\n    fill(box)\n    assert box[0].real == 3\n"

    assert "return" not in said(bench.judge(text, "pass", right=("box[0] = 3",)))


def test_only_a_function_that_the_learner_writes_can_lack_its_return(bench):
    verdict = bench.judge(koan("x = ___", "assert x.real == 3"), "None")

    assert "return" not in said(verdict)


@pytest.mark.parametrize(
    "answer, advised",
    [("4, 5, 6", True), ("4, 5 6", False), ("(4, 5", False), ("4 5", False), ("4, 5, 6)", False)],
)
def test_a_line_that_lacks_only_parentheses_is_told_so(bench, answer, advised):
    verdict = bench.judge(koan("x = (4, 5, 7)", "assert x == ___"), answer)

    assert verdict.outcome is Outcome.BROKEN
    assert (
        verdict.advice == "Commas need something around them: square brackets make a list, parentheses make a tuple."
    ) is advised


def test_arguments_that_are_unpacked_are_told_as_they_stand(bench):
    verdict = bench.judge(koan("x = ___", "assert torch.allclose(*x, 0.1)"), "[torch.zeros(1), torch.ones(1)]")

    assert verdict.facts == ("Line 11 does not hold: `torch.allclose(*x, 0.1)`.",)


def test_a_koan_that_ended_early_is_told_with_the_line_that_it_did_not_reach(bench):
    verdict = bench.judge(koan("x = 1", "___", "assert x == 3"), "return")

    assert verdict.facts == ("The koan ended before it reached line 12, so nothing was proved.",)
    assert verdict.advice == "Let your answer run on: a `return` may leave too early."


def test_a_koan_that_was_skipped_is_told_so(bench):
    verdict = bench.judge(koan("x = 1", "___", "assert x == 3"), "pytest.skip('x')")

    assert (verdict.facts, verdict.advice) == (("The koan was skipped, so nothing was proved.",), "Take the skip out.")


def test_a_koan_that_did_not_end_is_told_with_its_line(bench, monkeypatch):
    text = koan("x = 1", "___", "assert x == 3")
    topic = bench.topic(text)
    bench.verdicts(topic, text)
    monkeypatch.setenv("KOANS_TIMEOUT", "0.5")
    verdict = bench.verdicts(topic, bench.fill(text, "while True: x = 1"))["x"]

    assert verdict.facts == ("The koan was still running after several seconds, so it was stopped. It was on line 11.",)
    assert verdict.advice == (
        "Is there a loop that never ends, or a slow one? If not, the machine may be busy: run it again."
    )


# Never the answer.

# Koans whose answer stands nowhere else in them, and what learners may do.
SECRETS = {
    "4711": [koan("x = 4710 + 1", "assert x == ___"), koan("x = [4710]", "assert [n + 1 for n in x] == [___]")],
    "torch.float64": [
        koan("x = torch.zeros(2).double()", "assert x.dtype == ___"),
        koan("x = torch.zeros(2).double()", "assert x.dtype is ___"),
    ],
    "(37, 41)": [
        koan("x = torch.zeros(37 * 1, 40 + 1)", "assert x.shape == ___"),
        koan("x = torch.zeros(36 + 1, 41 * 1)", "assert tuple(x.shape) == ___"),
    ],
    "'rainbow'": [koan("x = 'rain' + 'bow'", "assert x == ___")],
    "KeyError": [
        koan("with pytest.raises(___):", "    {}['a']"),
        "def f():\n    {}['a']\n\n\n" + koan("with pytest.raises(___):", "    f()"),
    ],
    "[98, 99]": [koan("x = torch.tensor([97, 98]) + 1", "assert x.tolist() == ___")],
    "torch.tensor([98., 99.])": [koan("x = torch.tensor([97., 98.]) + 1", "assert (x == ___).all()")],
}
WRONG = [
    "1", "'text'", "None", "[1, 2]", "(1, 2)", "{}", "torch.int8", "torch.tensor([1, 2])", "torch.tensor([1, 2, 3])",
    "ValueError", "Exception", "x", "len(x)", "x.shape", "undefined", "1, 2", "(1", "1 / 0", "___", "float('nan')",
    "pytest.approx(1)", "[]", "(ValueError, OSError)", "9 ** 9 ** 9",
]  # fmt: skip


@pytest.mark.parametrize("secret, text", [(secret, text) for secret, texts in SECRETS.items() for text in texts])
def test_no_message_shows_the_answer(bench, secret, text):
    topic = bench.topic(text, solution=bench.fill(text, secret))
    core = secret.strip("()[]'")
    for answer in WRONG:
        verdict = next(iter(bench.verdicts(topic, bench.fill(text, answer)).values()))
        assert not verdict.passed
        assert core not in said(verdict), answer
        assert verdict.facts


def test_no_message_blames_anybody(bench):
    for secret, texts in SECRETS.items():
        topic = bench.topic(texts[0], solution=bench.fill(texts[0], secret))
        for answer in WRONG:
            verdict = next(iter(bench.verdicts(topic, bench.fill(texts[0], answer)).values()))
            own = said(verdict).replace(answer, "")
            own = re.sub(r"Python says: .*?\.|raised .*|errors of several kinds", "", own)
            assert not BLAMING.search(own), own


def test_every_message_is_made_of_whole_sentences(bench):
    for secret, texts in SECRETS.items():
        topic = bench.topic(texts[0], solution=bench.fill(texts[0], secret))
        for answer in WRONG:
            verdict = next(iter(bench.verdicts(topic, bench.fill(texts[0], answer)).values()))
            for sentence in filter(None, [*verdict.facts, verdict.advice]):
                assert sentence[0].isupper() or sentence[0] == "`"
                assert "\n" not in sentence


@pytest.mark.parametrize("found", Course.at_hand().koans, ids=lambda each: each.identity)
def test_a_koan_of_the_course_that_is_not_filled_is_told_without_its_answer(found):
    verdict = Reading(found.topic, found.topic.source.text.encode()).settled[found.function]

    assert verdict.outcome is Outcome.BLANK
    assert verdict.facts[0] == f"A blank is waiting on line {found.blanks[0].line}."
