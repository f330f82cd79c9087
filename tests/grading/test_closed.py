"""The closed evaluator: one spelling for one value, nothing run, and nothing that takes long."""

import ast
import math
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sensei.answer import objection
from sensei.course import Course
from sensei.grading.closed import NotPlain, plain, spelled
from sensei.grading.entry import modules
from sensei.places import Kind
from sensei.verdict import Outcome

IMPORTS = {"torch": "torch", "np": "numpy", "math": "math", "pytest": "pytest", "nn": "torch.nn"}


def value(text, kind=Kind.PREDICTION):
    return spelled(ast.parse(text, mode="eval").body, IMPORTS, kind)


def trouble(text, kind=Kind.PREDICTION):
    with pytest.raises(NotPlain) as caught:
        value(text, kind)
    return caught.value.objection


def same(one, other):
    """Equality that tells 1 from 1.0 and True, and takes nan for itself."""
    if type(one) is not type(other):
        return False
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, set | frozenset):
        return len(one) == len(other) and sorted(map(repr, one)) == sorted(map(repr, other))
    if isinstance(one, dict):
        pairs = [sorted(each.items(), key=lambda pair: repr(pair[0])) for each in (one, other)]
        return len(one) == len(other) and all(map(same, *pairs))
    return repr(one) == repr(other)


@pytest.mark.parametrize(
    "spellings, wanted",
    [
        (["3", "1+2", "0x3", "0b11", "9//3", "int('3')", "(3)", "+3", "7 & 3"], "3"),
        (["1000.0", "1e3", "1_000.0", "10**3 / 1", "float(1000)"], "1000.0"),
        (["[1, 2, 3]", "[1,2,3,]", "list((1, 2, 3))", "[1] + [2, 3]", "list([1, 2, 3])"], "[1, 2, 3]"),
        (["(1,)", "tuple([1])", "(1, )", "(1,) * 1"], "(1,)"),
        (["()", "tuple()"], "()"),
        (["'ababab'", '3 * "ab"', '"ab" "abab"'], "'ababab'"),
        (["{'a', 'b'}", "{'b', 'a'}", "set(['b', 'a', 'b'])", "{'a'} | {'b'}"], "{'a', 'b'}"),
        (["set()", "set([])", "{1} - {1}"], "set()"),
        (["{1: 2, 3: 4}", "{3: 4, 1: 2}", "dict([(3, 4), (1, 2)])", "{**{1: 0}, 3: 4, 1: 2}"], "{1: 2, 3: 4}"),
        (["-1", "0 - 1", "~0", "-(1)"], "-1"),
        (["float('nan')", "float('NaN')", "float('inf') - float('inf')"], "float('nan')"),
        (["float('inf')", "torch.inf", "math.inf", "np.inf", "1e999"], "float('inf')"),
        (["float('-inf')", "-torch.inf", "-math.inf"], "float('-inf')"),
        (["True", "not 0", "bool(2)"], "True"),
        (["torch.tensor([1, 2], dtype=torch.int64)", "torch.tensor([1,1+1],dtype = torch.int64)"], "torch.tensor([1, 2], dtype=torch.int64)"),
        (["torch.tensor(1, dtype=torch.int8, requires_grad=False)", "torch.tensor(1, requires_grad=False, dtype=torch.int8)"], "torch.tensor(1, dtype=torch.int8, requires_grad=False)"),
        (["nn.Linear", "torch.nn.Linear"], "nn.Linear"),
        (["[torch.int64, torch.int64]", "[torch.int64] * 2"], "[torch.int64, torch.int64]"),
        (["{torch.bool, torch.int8}", "{torch.int8, torch.bool}", "set([torch.int8, torch.bool])"], "{torch.bool, torch.int8}"),
        (["complex(1.0, 2.0)", "1 + 2j"], "complex(1.0, 2.0)"),
        (["OSError", "IOError"], "OSError"),
        (["frozenset({1, 2})", "frozenset((2, 1))"], "frozenset({1, 2})"),
    ],
)  # fmt: skip
def test_all_spellings_of_a_value_are_one(spellings, wanted):
    assert {value(each) for each in spellings} == {wanted}


@pytest.mark.parametrize("different", [["1", "1.0", "True"], ["0.0", "-0.0"], ["[1]", "(1,)", "{1}"], ["'1'", "b'1'"]])
def test_values_of_several_types_stay_several(different):
    assert len({value(each) for each in different}) == len(different)


def test_of_two_names_that_may_be_equal_the_later_key_counts():
    assert value("{torch.float: 1, torch.float32: 2}") != value("{torch.float32: 2, torch.float: 1}")


def test_an_nan_of_a_library_stays_the_very_object_that_it_is():
    assert value("[math.nan]") == "[math.nan]"
    assert value("math.nan + 1") == "float('nan')"


@pytest.mark.parametrize(
    "text",
    [
        "9**9**9",
        "'a' * 10**10",
        "10**10 * 'a'",
        "[0] * 10**12",
        "[[0] * 10**4] * 10**4",
        "(0,) * 10**9",
        "1 << 10**9",
        "1 << 10**20",
        "2**100_000",
        "10**4300",
        "int('1' * 99_999, 2)",
        "'%0999999999d' % 1",
        "'%*d' % (10**9, 1)",
        "'%099999999999999999999d' % 1",
        "'%.99999f' % 1.0",
        "('%(a)s' * 10_000) % {'a': 'x' * 50_000}",
        "[0] * np.int64(10**9)",
        "'a' * torch.tensor(10**9)",
        "torch.tensor([0] * 10**7)",
        "torch.tensor([0] * 90_000) + torch.tensor([[0]] * 30_000)",
        "torch.Size([2]) * 10**9",
        "list('a' * 10**9)",
        "[" + ", ".join(["bool([0] * 90_000)"] * 500) + "]",
        "[" * 140 + "'a' * 10**9" + "]" * 140,
    ],
)
def test_what_is_too_large_is_wrong_and_never_made(text):
    begun = time.process_time()
    found = trouble(text)

    assert found.outcome is Outcome.WRONG
    assert "too large to be worked out" in found.fact
    assert time.process_time() - begun < 5


def test_a_row_of_a_million_elements_is_too_large():
    for row in (ast.List, ast.Tuple, ast.Set):
        with pytest.raises(NotPlain, match="too large"):
            spelled(row([ast.Constant(0)] * 1_000_000), IMPORTS)


def test_a_tree_too_deep_for_python_itself_is_refused():
    node = ast.Constant(1)
    for _ in range(5_000):
        node = ast.List([node])
    with pytest.raises(NotPlain):
        spelled(node, IMPORTS)


@pytest.mark.parametrize(
    "text, said",
    [
        ("1 / 0", "division by zero"),
        ("{[1]}", "unhashable"),
        ("int('x')", "invalid literal"),
        ("1 + 'a'", "unsupported operand"),
        ("float(1, 2)", "argument"),
        ("torch.tensor(1, device_of='x')", "device_of"),
        ("np.array([1], dtype='S99999')", "dtype"),
        ("np.array(0, dtype=(int, (10**6, 10**6)))", "dtype"),
        ("{**[1]}", "dict"),
        ("torch.tensor(**{'data': 1})", "argument"),
    ],
)
def test_what_python_cannot_work_out_is_wrong_with_what_python_says(text, said):
    found = trouble(text)

    assert found.outcome is Outcome.WRONG
    assert said in found.fact


@pytest.mark.parametrize("text", ["list({'a', 'b'})", "str({'a', 'b'})", "'%s' % {'a', 'b'}", "tuple({'x', 'y'})"])
def test_an_order_that_differs_from_process_to_process_is_no_value(text):
    assert "order of a set" in trouble(text).fact


@pytest.mark.parametrize(
    "text", ["torch.os.sep", "torch.sys.path", "torch.int65", "torch.nn", "nn.Linear.x", "torch.load", "np.load", "pytest.os.sep"]
)  # fmt: skip
def test_a_constant_that_is_not_on_the_list_is_not_looked_up(text):
    assert "not a constant that is known here" in trouble(text).fact


@pytest.mark.parametrize(
    "text", ["f'{1}'", "[x for x in ()]", "lambda: 1", "x", "(x := 1)", "[1][0]", "1 if 1 else 2", "1 < 2", "len('a')", "[*(1, 2)]", "__import__('os')", "'a'.upper()", "open('x')", "range(3)", "1 and 2"]
)  # fmt: skip
def test_what_is_computed_is_a_mirror_here_as_it_is_for_the_learner(text):
    assert objection(ast.parse(text, mode="eval").body, IMPORTS) is not None
    assert trouble(text).outcome is Outcome.MIRROR


@pytest.mark.parametrize("text", ["3", "'ValueError'", "float", "torch.tensor(1)"])
def test_an_exception_is_told_by_its_class(text):
    assert "exception class" in trouble(text, Kind.EXCEPTION).fact
    assert value("KeyError", Kind.EXCEPTION) == "KeyError"
    assert value("torch.OutOfMemoryError", Kind.EXCEPTION) == "torch.OutOfMemoryError"


def test_every_prediction_of_the_course_and_of_its_misconceptions_has_a_spelling():
    counted = 0
    for koan in Course.at_hand().koans:
        known = modules(koan.topic)
        for answers in (koan.solution, *(each.answers for each in koan.hints.misconceptions)):
            for blank, answer in zip(koan.blanks, answers, strict=False):
                node = ast.parse(f"({answer}\n)", mode="eval").body if blank.kind is not Kind.CODE else None
                if node is None or objection(node, known, koan.names):
                    continue
                once = spelled(node, known, blank.kind)
                again = spelled(ast.parse(once, mode="eval").body, known, blank.kind)
                assert again == once
                counted += 1
    assert counted > 1000


atoms = st.one_of(
    st.integers(-(10**12), 10**12),
    st.floats(),
    st.booleans(),
    st.none(),
    st.just(...),
    st.text(max_size=5),
    st.binary(max_size=4),
    st.complex_numbers(allow_nan=False, allow_infinity=False),
)
texts = st.recursive(
    atoms.map(lambda each: f"({value_text(each)})"),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda each: "[" + ", ".join(each) + "]"),
        st.lists(inner, max_size=4).map(lambda each: "(" + "".join(one + ", " for one in each) + ")"),
        st.lists(inner, min_size=1, max_size=4).map(lambda each: "{" + ", ".join(each) + "}"),
        st.lists(st.tuples(inner, inner), max_size=3).map(lambda each: "{" + ", ".join(f"{a}: {b}" for a, b in each) + "}"),
        st.tuples(inner, st.sampled_from("+ - * / // % ** << >> | & ^ @".split()), inner).map(lambda each: f"({each[0]} {each[1]} {each[2]})"),
        st.tuples(st.sampled_from(["-", "+", "~", "not "]), inner).map(lambda each: f"({each[0]}{each[1]})"),
        st.tuples(st.sampled_from("float int bool complex str set frozenset list tuple dict".split()), inner).map(lambda each: f"{each[0]}({each[1]})"),
    ),
    max_leaves=8,
)  # fmt: skip


def value_text(atom):
    if isinstance(atom, float) and not math.isfinite(atom):
        return f"float('{atom}')"
    return "..." if atom is ... else repr(atom)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts)
def test_a_spelling_means_what_the_expression_means(text):
    node = ast.parse(text, mode="eval").body
    if objection(node, IMPORTS):
        return
    try:
        once = spelled(node, IMPORTS)
    except NotPlain as refused:
        if "cannot work it out" in refused.objection.fact:
            with pytest.raises(Exception):  # noqa: B017, PT011
                eval(text)
        return

    assert same(eval(once), eval(text))
    assert objection(ast.parse(once, mode="eval").body, IMPORTS) is None
    assert spelled(ast.parse(once, mode="eval").body, IMPORTS) == once


def test_a_constant_is_told_by_its_exact_type():
    torch = pytest.importorskip("torch")
    numpy = pytest.importorskip("numpy")

    class Number(int):
        pass

    for each in (
        1,
        1.0,
        True,
        None,
        "a",
        torch.int64,
        torch.strided,
        torch.device("cpu"),
        torch.nn.Linear,
        numpy.dtype("int8"),
    ):
        assert plain(each)
    for each in (torch, torch.relu, torch.tensor(1), Number(3), len, [1], object()):
        assert not plain(each)
