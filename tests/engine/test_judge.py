"""Judge: what becomes of a koan, told apart in eight outcomes."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from sensei.verdict import Outcome, Verdict

VALUE = '''\
def test_value():
    """A lesson."""
    x = [1, 2, 3]
    assert len(x) == ___
'''
SHAPE = '''\
def test_shape():
    """A lesson."""
    x = torch.ones(2, 3)
    assert x.shape == ___
'''
ERROR = '''\
def test_error():
    """A lesson."""
    with pytest.raises(___):
        torch.ones(3).view(2)
'''
SUITE = '''\
def test_suite():
    """A lesson."""
    total = 0
    ___
    assert total == 3
'''
HELPER = '''\
def double(number):
    """Twice."""
    ___


def test_helper():
    """A lesson."""
    assert double(4) == 8
'''
CALLED = """\
def helper(x):
    return x.view(7)


def test_called():
    with pytest.raises(___):
        helper(torch.ones(3))
"""
ALL = "\n\n".join([VALUE, SHAPE, ERROR, SUITE, HELPER])
RIGHT = ("3", "(2, 3)", "RuntimeError", "total = 3", "return 2 * number")
NAMES = ["value", "shape", "error", "suite", "helper"]


def outcomes(verdicts: dict[str, Verdict]) -> dict[str, str]:
    return {name: verdict.outcome.value for name, verdict in verdicts.items()}


# Passed.


def test_a_course_that_is_filled_rightly_passes(bench):
    verdicts = bench.verdicts(bench.topic(ALL), bench.fill(ALL, *RIGHT))

    assert outcomes(verdicts) == dict.fromkeys(NAMES, "passed")
    assert {(verdict.facts, verdict.advice, verdict.line) for verdict in verdicts.values()} == {((), "", None)}


@pytest.mark.parametrize(
    "answer", ["3", "3.0", "1 + 2", "(3)", "True + 2", "3 + 0j", "int('3')", "+3", "torch.tensor(3)", "9 // 3"]
)
def test_a_value_in_any_equal_form_passes(bench, answer):
    assert bench.judge(VALUE, answer).passed


@pytest.mark.parametrize(
    "answer",
    [
        "(2, 3)",
        "torch.Size([2, 3])",
        "torch.Size((2, 3))",
        "tuple([2, 3])",
        "(1 + 1, 3)",
        "(2.0, 3)",
        "(\n        2,\n        3,\n    )",
    ],
)
def test_a_shape_in_any_equal_form_passes(bench, answer):
    assert bench.judge(SHAPE, answer).passed


@pytest.mark.parametrize(
    "koan, answer",
    [
        ("x = [1, 2]\n    assert x == ___", "list((1, 2))"),
        ("x = 0.1 + 0.2\n    assert x == pytest.approx(___)", "0.3"),
        ("x = 0.1 + 0.2\n    assert x == ___", "pytest.approx(0.3)"),
        ("x = None\n    assert x is ___", "None"),
        ("x = torch.float32\n    assert x is ___", "torch.float32"),
        ("x = torch.float32\n    assert x == ___", "torch.float"),
        ("x = {1: (2, 3)}\n    assert x == ___", "{1: (2, 3)}"),
        ("x = -1\n    assert x == ___", "-1"),
        ("x = 'é'\n    assert x == ___", '"\u00e9"'),
        ("x = {1, 2}\n    assert x == ___", "{2, 1}"),
        ("x = set()\n    assert x == ___", "set()"),
        ("x = torch.device('cpu')\n    assert x == ___", 'torch.device("cpu")'),
        ("x = torch.ones(2)\n    assert torch.equal(x, ___)", "torch.tensor([1.0, 1.0])"),
        ("assert 1 < ___ < 3", "2"),
        ("assert 2 in ___", "[1, 2]"),
    ],
)
def test_values_of_every_kind_can_be_right(bench, koan, answer):
    assert bench.judge(f"def test_x():\n    {koan}\n", answer).passed


def test_an_exception_that_is_raised_in_a_called_function_passes(bench):
    assert bench.judge(CALLED, "RuntimeError").passed


def test_a_koan_without_blanks_that_is_handed_back_passes(bench):
    assert bench.judge("def test_x():\n    assert 1 == 1\n").passed


def test_verdicts_name_the_koan_by_its_identity(bench):
    assert {verdict.koan for verdict in bench.verdicts(bench.topic(ALL), ALL).values()} == {
        f"small/{name}" for name in NAMES
    }


# Blank.


def test_a_koan_that_is_not_filled_is_blank(bench):
    verdicts = bench.verdicts(bench.topic(ALL), ALL)

    assert outcomes(verdicts) == dict.fromkeys(NAMES, "blank")
    assert [verdict.line for verdict in verdicts.values()] == [12, 18, 23, 30, 36]


@pytest.mark.parametrize(
    "koan, answer",
    [
        ("x = 1\n    y = ___\n    assert x == ___", "1"),
        ("x = None\n    y = [___, ___]\n    assert x is None", "1"),
        ("if False:\n        x = ___\n    assert ___ == 1", "2"),
    ],
)
def test_a_koan_that_would_pass_with_a_blank_left_in_it_is_blank(bench, koan, answer):
    assert bench.judge(f"def test_x():\n    {koan}\n", answer).outcome is Outcome.BLANK


def test_a_blank_that_is_reached_by_another_name_is_blank(bench):
    verdict = bench.judge("def test_x():\n    x = ___\n    assert x == 1\n", "__import__('sensei').___")

    assert (verdict.outcome, verdict.line) == (Outcome.BLANK, 11)


def test_a_blank_in_a_helper_of_the_koan_is_the_koans(bench):
    verdict = bench.judge(HELPER)

    assert (verdict.outcome, verdict.line) == (Outcome.BLANK, 11)


# Wrong.


@pytest.mark.parametrize(
    "answer", ["4", "'3'", "[3]", "None", "3.5", "(3,)", "torch.tensor([1, 2])", "{}", "float('nan')", "torch.int64"]
)
def test_a_wrong_value_is_wrong(bench, answer):
    verdict = bench.judge(VALUE, answer)

    assert (verdict.outcome, verdict.line) == (Outcome.WRONG, 12)


@pytest.mark.parametrize("answer", ["torch.tensor([2, 3])", "np", "torch.tensor([2, 3, 4])"])
def test_an_answer_that_cannot_even_be_compared_is_no_fault_of_python(bench, answer):
    verdict = bench.judge(SHAPE, answer)

    assert verdict.outcome in {Outcome.WRONG, Outcome.MIRROR}


@pytest.mark.parametrize(
    "answer", ["ValueError", "OSError", "3", "None", "'RuntimeError'", "int", "{RuntimeError}", "KeyboardInterrupt"]
)
def test_another_exception_is_wrong(bench, answer):
    verdict = bench.judge(ERROR, answer)

    assert (verdict.outcome, verdict.line) == (Outcome.WRONG, 11)


@pytest.mark.parametrize(
    "answer", ["Exception", "BaseException", "(RuntimeError, ValueError)", "(RuntimeError,)", "[RuntimeError]"]
)
def test_an_exception_that_fits_any_error_is_wrong(bench, answer):
    verdict = bench.judge(ERROR, answer)

    assert (verdict.outcome, verdict.line) == (Outcome.WRONG, 11)


def test_an_exception_that_is_not_raised_is_wrong(bench):
    verdict = bench.judge("def test_x():\n    with pytest.raises(___):\n        pass\n", "ValueError")

    assert (verdict.outcome, verdict.line) == (Outcome.WRONG, 10)


@pytest.mark.parametrize(
    "koan",
    [
        CALLED,
        "def test_x():\n    def f():\n        torch.ones(3).view(7)\n\n    with pytest.raises(___):\n        f()\n",
    ],
    ids=["helper", "inner"],
)
def test_another_exception_from_a_called_function_is_wrong(bench, koan):
    assert bench.judge(koan, "ValueError").outcome is Outcome.WRONG


def test_code_that_does_not_do_what_is_asked_is_wrong(bench):
    assert bench.judge(SUITE, "total = 4").outcome is Outcome.WRONG
    assert bench.judge(HELPER, "return number").outcome is Outcome.WRONG
    assert bench.judge(HELPER, "pass").outcome is Outcome.WRONG


def test_of_several_asserts_the_first_that_fails_is_named(bench):
    koan = "def test_x():\n    assert 1 == ___\n    assert 2 == ___\n    assert 3 == ___\n"

    assert [bench.judge(koan, *answers).line for answers in (("1", "0", "0"), ("0", "2", "3"), ("1", "2", "0"))] == [
        11,
        10,
        12,
    ]


def test_an_assert_that_fails_before_it_comes_to_an_answer_is_wrong(bench):
    verdict = bench.judge("def test_x():\n    assert 1 < ___ < ___\n", "0", "5")

    assert (verdict.outcome, verdict.line) == (Outcome.WRONG, 10)


def test_a_failed_assert_in_a_loop_is_judged_by_its_last_round(bench):
    verdict = bench.judge("def test_x():\n    for i in range(3):\n        assert i < ___\n", "2")

    assert (verdict.outcome, verdict.line) == (Outcome.WRONG, 11)


def test_python_that_leaves_asserts_out_does_not_make_koans_pass(tmp_path):
    code = f"""
        import pathlib, sys
        assert False, "-O is off"
        sys.path[:0] = {[str(Path(__file__).parent)]!r}
        from sensei.course import Course, Trees
        from sensei.judge import Script

        root = pathlib.Path({str(tmp_path)!r})
        (root / "koans").mkdir()
        path = root / "koans" / "test_01_small.py"
        path.write_text("def test_x():\\n    assert 1 == ___\\n")
        topic = Course.load(Trees.checkout(root)).topics[0]
        for answer in "12":
            script = Script(topic, path, path.read_bytes().replace(b"___", answer.encode()))
            print(script.run(topic.koans[0], script.module("small" + answer)).outcome.value)
    """
    command = [sys.executable, "-O", "-c", textwrap.dedent(code)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (result.stdout.split(), result.stderr) == (["passed", "wrong"], "")


# Mirror.


@pytest.mark.parametrize(
    "koan, answer",
    [
        (SHAPE, "x.shape"), (SHAPE, "x"), (SHAPE, "tuple(x.shape)"), (SHAPE, "torch.ones(2, 3).shape"),
        (SHAPE, "(x.shape[0], 3)"),
        (VALUE, "len(x)"), (VALUE, "x.__len__()"), (VALUE, "sum(1 for _ in x)"), (VALUE, "(lambda: 3)()"),
        (VALUE, "x[2]"),
        (VALUE, "(y := 3)"), (VALUE, "f'{x}'"), (VALUE, "(3 if x else 2)"), (VALUE, "eval('3')"), (VALUE, "max([3])"),
        (ERROR, "type(x)"), (ERROR, "RuntimeError if True else ValueError"),
        (ERROR, "RuntimeError or ValueError"),
    ],
)  # fmt: skip
def test_an_answer_that_asks_python_is_a_mirror(bench, koan, answer):
    verdict = bench.judge(koan, answer)

    assert (verdict.outcome, verdict.line) == (Outcome.MIRROR, 12 if koan in {SHAPE, VALUE} else 11)


def test_a_tuple_without_its_parentheses_is_broken_and_no_change_of_the_koan(bench):
    spilled = bench.fill(VALUE, "3").replace("== 3", "== 1, 2")
    verdict = bench.verdicts(bench.topic(VALUE), spilled)["value"]

    assert (verdict.outcome, verdict.line) == (Outcome.BROKEN, 12)
    assert "parentheses" in verdict.advice


def test_a_code_blank_may_ask_python_anything(bench):
    koan = "def test_x():\n    x = [1, 2]\n    y = ___\n    assert y == 2\n"

    assert bench.judge(koan, "len(x)").passed


def test_a_mirror_is_not_run(bench):
    koan = "def test_x():\n    assert 1 == ___\n"
    verdict = bench.judge(koan, "exit()")

    assert verdict.outcome is Outcome.MIRROR


# Edited.


@pytest.mark.parametrize(
    "before, after, line",
    [
        ("len(x) ==", "3 ==", 12),
        ("[1, 2, 3]", "[1, 2]", 11),
        ("    assert", "    return\n    assert", 12),
        ("    assert", "    x = 3\n    assert", 12),
        ("    assert len(x) == 3\n", "", 11),
        ("def test_value", "@pytest.mark.skip\ndef test_value", 10),
        ("def test_value()", "def test_value(x=1)", 9),
        ("len(x) ==", "len(x) !=", 12),
    ],
)
def test_a_koan_whose_words_have_changed_is_edited(bench, before, after, line):
    verdict = bench.verdicts(bench.topic(VALUE), bench.fill(VALUE, "3").replace(before, after))["value"]

    assert (verdict.outcome, verdict.line) == (Outcome.EDITED, line)


def test_a_koan_that_is_gone_is_edited(bench):
    verdicts = bench.verdicts(bench.topic(ALL), bench.fill(ALL.replace(SHAPE, ""), "3", *RIGHT[2:]))

    assert outcomes(verdicts) == {**dict.fromkeys(NAMES, "passed"), "shape": "edited"}


@pytest.mark.parametrize("raw", [b"", b"\n", b"# nothing\n", b"\xef\xbb\xbf"])
def test_in_an_empty_file_every_koan_is_gone(bench, raw):
    assert outcomes(bench.verdicts(bench.topic(ALL), raw)) == dict.fromkeys(NAMES, "edited")


def test_a_koan_with_another_name_is_edited(bench):
    verdict = bench.verdicts(bench.topic(VALUE), bench.fill(VALUE, "3").replace("test_value", "test_worth"))["value"]

    assert (verdict.outcome, verdict.line) == (Outcome.EDITED, 9)


def test_a_koan_whose_helper_is_gone_is_edited(bench):
    filled = bench.fill(HELPER, "return 2 * number").partition("def test")
    verdict = bench.verdicts(bench.topic(HELPER), filled[1] + filled[2])["helper"]

    assert verdict.outcome is Outcome.EDITED


def head(bench, before: str, after: str) -> dict[str, str]:
    """The outcomes where the head of the file was changed, or something was put below it."""
    assert before in bench.head
    raw = (bench.head.replace(before, after) + bench.fill(ALL, *RIGHT)).encode()
    return outcomes(bench.verdicts(bench.topic(ALL), raw))


@pytest.mark.parametrize(
    "before, after",
    [
        ("import torch\n", ""),
        ("import pytest\nimport torch\n", "import pytest, torch as t\n"),
        ("import torch\n", "import math as torch\n"),
        ("import torch\n", "from math import pi as torch\n"),
        ("import torch\n", "try:\n    import torch\nexcept ImportError:\n    pass\n"),
        ("import torch\n", "import torch\n\ntorch = None\n"),
        ("import torch\n", "import torch\n\ndef torch(): pass\n"),
        ("import torch\n", "import torch\n\nclass torch: pass\n"),
        ("import torch\n", "import torch\n\nfor torch in []: pass\n"),
        ("import torch\n", "import torch\nif (torch := 1): pass\n"),
        ("import torch\n", "import torch\nwith open('/dev/null') as torch: pass\n"),
        ("import torch\n", "import torch\nx, torch = 1, 2\n"),
    ],
)
def test_a_library_that_is_lost_or_shadowed_makes_every_koan_edited(bench, before, after):
    assert head(bench, before, after) == dict.fromkeys(NAMES, "edited")


@pytest.mark.parametrize(
    "before, after",
    [
        ("from sensei import ___\n", ""),
        ("import pytest\nimport torch\n", "import torch\nimport pytest\n"),
        ("import pytest\nimport torch\n", "import pytest, torch\n"),
        ("import torch\n", "import torch\nimport torch.nn\n"),
        ("import torch\n", "import torch.nn\n"),
        ("import torch\n", "import torch\nimport torch.nn as nn\nfrom torch import nn\nimport math\n"),
        ("import torch\n", "import torch\n\nSIZE = 3\n\n\ndef my_helper():\n    torch = 1\n    return torch\n"),
        ("import torch\n", "import torch\n\nfor ___ in range(2): pass\n"),
        ("Small: a topic", "Klein: ein Thema"),
    ],
)
def test_a_head_that_still_has_every_library_is_good(bench, before, after):
    assert head(bench, before, after) == dict.fromkeys(NAMES, "passed")


# Broken.

BROKEN = [
    "total = (3", "total = 3\n  total", "total = 'a", "total = '''a", "else:\n        total = 3", "total == 3 4",
    "def", "total = 3)", "\ttotal = 3",
]  # fmt: skip


@pytest.mark.parametrize("answer", BROKEN)
def test_an_answer_that_does_not_parse_breaks_its_own_koan_only(bench, answer):
    verdicts = bench.verdicts(bench.topic(ALL), bench.fill(ALL, *RIGHT[:3], answer, RIGHT[4]))

    assert outcomes(verdicts) == {**dict.fromkeys(NAMES, "passed"), "suite": "broken"}
    assert verdicts["suite"].line in range(25, 33)


NO_PYTHON = {
    "break": "total = 3\n    break",
    "continue": "total = 3\n    continue",
    "await": "total = await 3",
    "two arguments of one name": "def f(x, x): pass\n    total = 3",
    "nonlocal": "nonlocal total",
    "global too late": "total = 3\n    global total",
    "return in a class": "class C:\n        return 1",
    "star import": "from math import *",
    "a name that cannot be set": "None = 3" if sys.version_info < (3, 11) else "f() = 3",
    "a future import": "from __future__ import annotations",
    "a pattern that hides the next": "match total:\n        case x: pass\n        case y: pass",
}


@pytest.mark.parametrize("answer", NO_PYTHON.values(), ids=NO_PYTHON.keys())
def test_an_answer_that_only_the_compiler_refuses_breaks_its_own_koan_only(bench, answer):
    verdicts = bench.verdicts(bench.topic(ALL), bench.fill(ALL, *RIGHT[:3], answer, RIGHT[4]))

    assert outcomes(verdicts) == {**dict.fromkeys(NAMES, "passed"), "suite": "broken"}
    assert verdicts["suite"].line in range(29, 33)


@pytest.mark.parametrize("extra", ["return 3", "break", "def f(x, x): pass", "x = (", "await x"])
def test_a_line_of_ones_own_that_is_no_python_breaks_no_koan_below_the_head(bench, extra):
    verdicts = bench.verdicts(bench.topic(ALL), bench.fill(ALL, *RIGHT) + f"\n\ndef mine():\n    pass\n\n\n{extra}\n")

    assert outcomes(verdicts) == dict.fromkeys(NAMES, "passed")


def test_a_koan_that_only_the_compiler_refuses_as_it_was_written_leaves_the_others_alone(bench):
    odd = (
        "def test_x():\n    match 1:\n        case ___:\n            pass\n        case _:\n            raise OSError\n"
    )
    verdicts = bench.verdicts(bench.topic(odd + "\n\n" + VALUE), odd + "\n\n" + bench.fill(VALUE, "3"))

    assert outcomes(verdicts) == {"x": "blank", "value": "passed"}


@pytest.mark.parametrize("raw", [b"\0\1", "é".encode("latin-1"), "x = 1".encode("utf-16"), b"\x7fELF\x00"])
def test_a_file_that_is_no_text_breaks_every_koan(bench, raw):
    assert outcomes(bench.verdicts(bench.topic(ALL), raw)) == dict.fromkeys(NAMES, "broken")


def test_trouble_in_the_head_of_the_file_breaks_every_koan_with_its_line(bench):
    raw = (bench.head.replace("import pytest", "import (pytest") + bench.fill(ALL, *RIGHT)).encode()
    verdicts = bench.verdicts(bench.topic(ALL), raw)

    assert {(verdict.outcome, verdict.line) for verdict in verdicts.values()} == {(Outcome.BROKEN, 3)}


@pytest.mark.parametrize(
    "answer, line",
    [
        ("total = 1 / 0", 12), ("undefined", 12), ("raise SystemExit", 12), ("exit()", 12), ("raise SystemExit(0)", 12),
        ("quit(3)", 12), ("raise GeneratorExit", 12), ("raise BaseException('x')", 12), ("total = 1\n    [][0]", 13),
        ("import a_module_that_is_not_there", 12), ("raise AssertionError", 12),
        ("def f():\n        return f()\n    f()", 13),
    ],
)  # fmt: skip
def test_an_answer_that_raises_breaks_its_koan(bench, answer, line):
    verdict = bench.judge(SUITE, answer)

    assert verdict.outcome is Outcome.BROKEN
    assert verdict.line == line


def test_ending_pytest_from_an_answer_breaks_its_koan(bench):
    assert bench.judge(SUITE, "pytest.exit('bye')").outcome is Outcome.BROKEN
    assert bench.judge(SUITE, "pytest.xfail('bye')").outcome is Outcome.BROKEN


@pytest.mark.parametrize(
    "answer",
    [
        "return",
        "return 3",
        "total = 3\n    return",
        "if total == 0:\n        return",
        "yield",
        "total = 3\n    yield total",
    ],
)
def test_a_koan_that_ends_early_is_broken(bench, answer):
    verdict = bench.judge(SUITE, answer)

    assert (verdict.outcome, verdict.line) == (Outcome.BROKEN, 12 + answer.count("\n") + 1)


@pytest.mark.parametrize("answer", ["pytest.skip('later')", "import unittest\n    raise unittest.SkipTest"])
def test_a_koan_that_is_skipped_is_broken(bench, answer):
    assert bench.judge(SUITE, answer).outcome is Outcome.BROKEN


def test_control_c_is_the_learners_own(bench):
    with pytest.raises(KeyboardInterrupt):
        bench.judge(SUITE, "raise KeyboardInterrupt")


@pytest.mark.parametrize("extra", ["1 / 0", "raise SystemExit", "undefined"])
def test_a_line_of_ones_own_that_raises_breaks_the_file_with_its_line(bench, extra):
    verdicts = bench.verdicts(bench.topic(VALUE), bench.fill(VALUE, "3") + f"\n\n{extra}\n")

    assert (verdicts["value"].outcome, verdicts["value"].line) == (Outcome.BROKEN, 15)


def test_a_line_of_ones_own_that_raises_leaves_blanks_blank(bench):
    verdicts = bench.verdicts(bench.topic(VALUE), VALUE + "\n\n1 / 0\n")

    assert verdicts["value"].outcome is Outcome.BLANK


@pytest.mark.parametrize("lone", ["def\n\n\n", "class\n\n\n", "def :\n    pass\n\n\n"])
def test_a_definition_without_a_name_breaks_no_koan(bench, lone):
    verdicts = bench.verdicts(bench.topic(ALL), lone + bench.fill(ALL, *RIGHT))

    assert outcomes(verdicts) == dict.fromkeys(NAMES, "passed")


def test_a_broken_koan_at_the_very_beginning_of_a_file_is_not_its_head(bench):
    bench.head = ""
    two = VALUE + "\n\n" + HELPER
    verdicts = bench.verdicts(bench.topic(two), bench.fill(two, "(3", "return 8"))

    assert outcomes(verdicts) == {"value": "broken", "helper": "passed"}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("answer, outcome", [("3", "passed"), ("'3'", "wrong"), ("(1, 2)", "wrong")])
def test_what_python_warns_of_is_judged_without_a_warning(bench, answer, outcome):
    verdict = bench.judge("def test_x():\n    x = 3\n    assert x is ___\n", answer)

    assert verdict.outcome.value == outcome


def test_a_koan_knows_which_lines_of_the_file_are_its_own(bench):
    topic = bench.topic(ALL)
    script = bench.script(topic, "\n\n" + ALL)
    spans = [script.span(koan) for koan in topic.koans]

    assert spans == [(11, 14), (17, 20), (23, 26), (29, 33), (36, 43)]
    assert bench.script(topic, VALUE).span(topic.koans[4]) == (1, 0)


@pytest.mark.filterwarnings("error")
def test_what_python_warns_of_in_code_is_judged_without_a_warning(bench):
    assert bench.judge(SUITE, "total = 3 if total is not 'a' else 4").passed


def test_control_c_while_the_file_is_loaded_is_the_learners_own(bench):
    with pytest.raises(KeyboardInterrupt):
        bench.verdicts(bench.topic(VALUE), VALUE + "\n\nraise KeyboardInterrupt\n")


# Timeout.


@pytest.mark.parametrize(
    "answer, line",
    [
        ("while True:\n        pass", {12, 13}),
        ("import time\n    time.sleep(60)", {13}),
        (
            "while True:\n        try:\n            pass\n        except Exception:\n            pass",
            {12, 13, 14, 15, 16},
        ),
        ("def f():\n        while True: pass\n    f()", {13}),
    ],
)
def test_an_answer_that_does_not_end_times_out_on_its_line(bench, monkeypatch, answer, line):
    topic = bench.topic(SUITE)
    bench.verdicts(topic, SUITE)  # torch is imported
    monkeypatch.setenv("KOANS_TIMEOUT", "0.5")
    verdict = bench.verdicts(topic, bench.fill(SUITE, answer))["suite"]

    assert verdict.outcome is Outcome.TIMEOUT
    assert verdict.line in line


def test_a_file_that_does_not_end_times_out_on_its_line(bench, monkeypatch):
    topic = bench.topic(VALUE)
    bench.verdicts(topic, VALUE)
    monkeypatch.setenv("KOANS_TIMEOUT", "0.5")
    verdict = bench.verdicts(topic, bench.fill(VALUE, "3") + "\n\nwhile True: pass\n")["value"]

    assert (verdict.outcome, verdict.line) == (Outcome.TIMEOUT, 15)


def test_the_koan_after_one_that_timed_out_is_judged(bench, monkeypatch):
    topic = bench.topic(SUITE + "\n\n" + VALUE)
    bench.verdicts(topic, SUITE + "\n\n" + VALUE)
    monkeypatch.setenv("KOANS_TIMEOUT", "0.5")
    verdicts = bench.verdicts(topic, bench.fill(SUITE + "\n\n" + VALUE, "while True: pass", "3"))

    assert outcomes(verdicts) == {"suite": "timeout", "value": "passed"}


def test_a_library_that_takes_long_to_import_is_no_fault_of_the_koan(bench, monkeypatch, tmp_path):
    (tmp_path / "slow_library.py").write_text("import time\ntime.sleep(1)\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("KOANS_TIMEOUT", "0.5")
    bench.head = "import slow_library\n\n\n"

    assert bench.judge(VALUE, "3").passed


# Unjudged.


def test_a_failure_of_the_engine_is_unjudged_and_no_fault_of_the_learner(bench, monkeypatch):
    def fail(*_: object) -> None:
        raise RuntimeError("an engine's own bug")

    monkeypatch.setattr("sensei.aftermath.does_not_hold", fail)
    verdict = bench.judge(VALUE, "4")

    assert verdict.outcome is Outcome.UNJUDGED
    assert "an engine's own bug" in verdict.facts[0]
    assert "ours, not yours" in verdict.advice


def test_a_failure_of_the_engine_on_one_koan_leaves_the_others_alone(bench, monkeypatch):
    def fail(*_: object) -> None:
        raise RuntimeError("an engine's own bug")

    monkeypatch.setattr("sensei.explain.edited", fail)
    filled = bench.fill(ALL, *RIGHT).replace("assert len(x)", "assert sum(x)")
    verdicts = bench.verdicts(bench.topic(ALL), filled)

    assert outcomes(verdicts) == {**dict.fromkeys(NAMES, "passed"), "value": "unjudged"}


# Misconceptions.

THREE = "def test_x():\n    x = [3, 4]\n    assert x[0] == ___\n    assert x[1] == ___\n    assert sum(x) == ___\n"


def belief(bench, *answers: str, koan: str = THREE, right=("3", "4", "7"), listed=()) -> str:
    hints = bench.hints("x", *listed)
    return bench.judge(koan, *answers, right=right, hints=hints).belief


LISTED = [
    (["4", "3", "7"], "The order."),
    (["3", "4", "34"], "No glue."),
    (["3", "5", "7"], "Off by one."),
    (["1", "2", "3"], "All wrong."),
    (["3", "5", "8"], "Off by one, and so the sum."),
]


@pytest.mark.parametrize(
    "answers, reply",
    [
        (("4", "3", "7"), "The order."),
        (("3", "4", "34"), "No glue."),
        (("3", "4", " 34 "), "No glue."),
        (("3", "5", "7"), "Off by one."),
        (("3", "5", "8"), "Off by one, and so the sum."),
        (("1", "2", "3"), "All wrong."),
        (("9", "4", "34"), ""),  # the first blank failed, and it is not what the reply speaks of
        (("3", "4", "8"), "Off by one, and so the sum."),
        (("3", "4", "9"), ""),
        (("9", "9", "9"), ""),
        (("3", "4", "7"), ""),
    ],
)
def test_the_reply_is_to_the_misconception_that_is_nearest(bench, answers, reply):
    assert belief(bench, *answers, listed=LISTED) == reply


def test_a_right_part_of_a_misconception_is_no_sign_of_it(bench):
    assert belief(bench, "3", "4", "9", listed=[(["3", "4", "34"], "No glue.")]) == ""


FOUR = "def test_x():\n    assert (3, 4, 7, 9) == (___, ___, ___, ___)\n"


@pytest.mark.parametrize(
    "answers, listed, reply",
    [
        (("3", "9", "7", "9"), [["3", "5", "7", "9"]], ""),
        (("1", "5", "7", "9"), [["1", "0", "7", "9"], ["1", "5", "0", "0"]], "1"),
        (("1", "4", "7", "9"), [["1", "0", "0", "0"], ["1", "4", "7", "9"]], "1"),
        (("1", "4", "7", "9"), [["1", "4", "7", "9"], ["1", "0", "0", "0"]], "0"),
    ],
)
def test_more_wrong_parts_count_first_and_more_parts_in_all_next(bench, answers, listed, reply):
    numbered = [(each, str(number)) for number, each in enumerate(listed)]

    assert belief(bench, *answers, koan=FOUR, right=("3", "4", "7", "9"), listed=numbered) == reply


@pytest.mark.parametrize("answer", ["(1,2)", "( 1, 2 )", "(1,\n        2)", "((1, 2))"])
def test_a_misconception_is_known_however_it_is_laid_out(bench, answer):
    koan = "def test_x():\n    assert [1, 2] == ___\n"

    assert belief(bench, answer, koan=koan, right=("[1, 2]",), listed=[(["(1, 2)"], "A tuple is no list.")])


def test_a_mirror_can_be_a_listed_misconception(bench):
    koan = "def test_x():\n    y = 1\n    assert 1 == ___\n"

    assert belief(bench, "y", koan=koan, right=("1",), listed=[(["y"], "Say its value.")]) == "Say its value."


def test_an_exception_that_fits_anything_can_be_a_listed_misconception(bench):
    koan = ERROR.replace("test_error", "test_x")

    assert belief(bench, "Exception", koan=koan, right=("RuntimeError",), listed=[(["Exception"], "Which one?")])


def test_code_can_be_a_listed_misconception(bench):
    koan = SUITE.replace("test_suite", "test_x")
    answer = "for i in range(3):\n        # count\n        total += i"
    listed = [(["for i in range(3):\n    total += i\n"], "No line adds two and one."), (["total = 4"], "Off.")]

    assert belief(bench, answer.replace("range(3)", "range(4)"), koan=koan, right=("total = 3",), listed=listed) == ""
    assert belief(bench, "total = 4", koan=koan, right=("total = 3",), listed=listed) == "Off."


def test_a_misconception_about_code_is_known_in_spite_of_comments(bench):
    koan = SUITE.replace("test_suite", "test_x")
    answer = "for i in range(2):\n        # count\n        total += i  # so"
    listed = [(["for i in range(2):\n    total += i\n"], "Zero and one.")]

    assert belief(bench, answer, koan=koan, right=("total = 3",), listed=listed) == "Zero and one."


@pytest.mark.parametrize(
    "answer",
    [
        "print(x)\n    total = 4",
        "total = 4\n    print(total, end='')",
        "for i in x:\n        print(i)\n        total += i",
    ],
)
def test_a_print_that_was_put_in_to_look_does_not_hide_a_belief(bench, answer):
    koan = "def test_x():\n    x, total = [1, 3], 0\n    ___\n    assert total == 3\n"
    listed = [(["total = 4"], "Off."), (["for i in x:\n    total += i"], "Off.")]
    assert belief(bench, answer, koan=koan, right=("total = 3",), listed=listed) == "Off."
    assert belief(bench, "total = print(4) or 4", koan=koan, right=("total = 3",), listed=listed) == ""


@pytest.mark.parametrize("hints", ["", "[x]\nspoilt = 1\n", "not toml", "[y]\n"])
def test_a_verdict_does_not_depend_on_the_hints(bench, hints):
    verdict = bench.judge(THREE, "3", "4", "34", right=("3", "4", "7"), hints=hints)

    assert (verdict.outcome, verdict.line, verdict.belief) == (Outcome.WRONG, 13, "")


# Each by itself.


def test_one_koan_of_each_outcome_does_not_change_the_verdict_on_the_others(bench, monkeypatch):
    topic = bench.topic(ALL)
    bench.verdicts(topic, ALL)
    monkeypatch.setenv("KOANS_TIMEOUT", "0.5")
    verdicts = bench.verdicts(
        topic, bench.fill(ALL, "4", "x.shape", "RuntimeError", "while True: pass", "return (number")
    )

    assert outcomes(verdicts) == {
        "value": "wrong",
        "shape": "mirror",
        "error": "passed",
        "suite": "timeout",
        "helper": "broken",
    }


def test_a_koan_can_be_run_again(bench):
    topic = bench.topic(SUITE)
    script = bench.script(topic, bench.fill(SUITE, "total = 3"))
    module = script.module("koans.test_01_small")

    assert [script.run(topic.koans[0], module).outcome.value for _ in range(2)] == ["passed", "passed"]


def test_the_learners_file_may_have_any_line_ends_and_a_mark(bench):
    raw = b"\xef\xbb\xbf" + (bench.head + bench.fill(ALL, *RIGHT)).replace("\n", "\r\n").encode()

    assert outcomes(bench.verdicts(bench.topic(ALL), raw)) == dict.fromkeys(NAMES, "passed")


def test_a_verdict_crosses_a_process_as_plain_data(bench):
    for verdict in bench.verdicts(bench.topic(ALL), bench.fill(ALL, "4", "x.shape")).values():
        data = verdict.to_json()
        assert Verdict.from_json(data) == verdict
        assert type(data["outcome"]) is str


@pytest.mark.parametrize(("answer", "rest", "loaded"), [("___", "", False), ("6", "", True), ("___", "\n\nOWN", True)])
def test_a_file_without_a_koan_to_run_imports_no_library(bench, answer, rest, loaded):
    koan = "def test_sum():\n    import colorsys\n\n    assert 1 + 5 == ___\n"
    bench.head = bench.head.replace("import pytest", "import colorsys\nimport pytest")
    sys.modules.pop("colorsys", None)
    topic = bench.topic(koan)

    own = rest.replace("OWN", "def test_my_own():\n    pass\n")
    verdict = bench.verdicts(topic, bench.fill(koan, answer) + own)["sum"]

    assert verdict.passed is (answer == "6")
    assert ("colorsys" in sys.modules) is loaded


def test_what_a_library_imports_late_is_imported_before_the_alarm_is_set(bench, monkeypatch):
    monkeypatch.setattr("sensei.judge.LATE", {"colour": "colorsys", "shade": "sndhdr"})
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    koan = 'def test_colour():\n    assert ___ == "red"\n'
    bench.script(bench.topic(koan), bench.fill(koan, '"red"')).module("koans.test_01_small")

    assert "colorsys" in sys.modules
    assert "sndhdr" not in sys.modules
