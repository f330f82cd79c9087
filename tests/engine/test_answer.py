"""Answers to prediction blanks: a value that the learner wrote down, or the koan's own question asked again."""

import ast

import pytest

from sensei.answer import Objection, objection, objection_to_exception
from sensei.verdict import Outcome

pytestmark = pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
MODULES = {"torch", "np", "pytest"}

VALUES = [
    "(2, 3)", "()", "(2,)", "torch.Size([2, 3])", "torch.Size((2,))", "2 * 3", "6.0", "-1", "+1", "~1", "not True",
    "1 + 2j", "2 ** 10", "10 % 3", "7 // 2", "1e-3", "1_000", "0xff", "True", "None", "...", "'text'", "'a' 'b'",
    "b'raw'", "'a' + 'b'", "[1, [2, 3]]", "[]", "{1, 2}", "set()", "{'a': 1, 2: [3]}", "{}", "{'a': (1, None)}",
    "frozenset({1})", 'float("nan")', 'float("-inf")', "-float('inf')", "int('7')", "bool(0)", "complex(1, 2)",
    "list((1, 2))", "tuple([1, 2])", "dict(a=1)", "str(1)", "torch.int64", "torch.float32", "torch.bool",
    "torch.strided", "np.float64", "np.nan", "torch.nan", "torch.pi", "np.float32(1.5)", "np.int64(3)",
    "np.array([1, 2])", "np.dtype('int64')", "torch.tensor([1., 2.])", "torch.tensor([[1]], dtype=torch.int64)",
    "torch.device('cpu')", "pytest.approx(0.5)", "pytest.approx([0.1, 0.2])", "ValueError", "RuntimeError",
    "KeyError", "KeyboardInterrupt", "torch.cuda.OutOfMemoryError", "np.linalg.LinAlgError", "int", "float", "bool",
    "list", "(1)", "[1, 2] + [3]", "[0] * 3", "'ab' * 3",
]  # fmt: skip
MIRRORS = [
    "x", "x.shape", "x.dtype", "x + 1", "1 + x", "-x", "not x", "[x]", "(1, x)", "{x}", "{1: x}", "{x: 1}", "{**x}",
    "[*x]", "{*x}", "len(x)", "type(x)", "x()", "x.size()", "x[0]", "(1, 2)[0]", "[1, 2][x]", "sum([1, 2])",
    "max(1, 2)", "abs(-1)", "eval('x')", "[1 for _ in x]", "{i for i in x}", "{i: i for i in x}",
    "list(i for i in x)", "lambda: 1", "(lambda: x)()", "(y := 1)", "1 if x else 2", "1 if True else 2", "True and x",
    "1 or 2", "1 == 1", "x == x", "1 < 2", "x is not None", "f'{x}'", "f'plain'", "'%s' % x", "'a'.upper()",
    "'{}'.format(x)", "1 .real", "(...).__class__", "torch.tensor(x)", "torch.tensor(x).dtype",
    "torch.tensor([1]).dtype", "torch.tensor([1, 2]).shape", "torch.ones(2)", "torch.tensor(data=x)",
    "torch.tensor(*x)", "torch.tensor([1], **x)", "torch.get_default_dtype()", "torch.zeros(2).dtype",
    "torch.Size(x.shape)", "torch.Size([len(x)])", "np.array(x)", "np.array(x).dtype", "np.sum([1])", "float(x)",
    "tuple(x.shape)", "list(x)", "set(x)", "list(range(3))", "dict(a=x)", "torch.int64.itemsize.real()", "torch._C",
    "torch._C._fn", "np.__dict__", "torch.__version__", "torch.Tensor.__name__", "math.pi", "os.environ",
    "jax.float32", "locals()", "globals()", "__import__('os')", "__debug__", "print", "object", "Blank", "await x",
    "(yield)", "(yield x)", "pytest.approx(x)", "pytest.approx(1, abs=1e9)", "pytest.approx(1, 1e9)",
    "pytest.approx()", "x.__class__", "torch", "range(3)", "type", "super", "exit()",
]  # fmt: skip


def node_of(answer: str) -> ast.expr:
    return ast.parse(f"({answer})", mode="eval").body


@pytest.mark.parametrize("answer", VALUES)
def test_a_value_that_is_written_down_is_an_answer(answer):
    assert objection(node_of(answer), MODULES) is None


@pytest.mark.parametrize("answer", MIRRORS)
def test_what_python_would_work_out_is_no_answer(answer):
    assert objection(node_of(answer), MODULES)


def fact_of(answer):
    found = objection(node_of(answer), MODULES)
    assert found is not None
    return found.fact


@pytest.mark.parametrize(
    "answer", ["torch.Size([2])", "torch.int64", "torch.tensor([1])", "np.float64", "pytest.approx(1)"]
)
def test_a_library_that_the_koan_does_not_import_gives_no_values(answer):
    assert objection(node_of(answer), set())


def test_an_objection_to_a_local_names_it():
    found = objection(node_of("(1, x)"), MODULES, {"x"})

    assert found is not None
    assert (found.outcome, found.fact) == (Outcome.MIRROR, "`x` is a name from the koan, not a value")


@pytest.mark.parametrize("answer", ["cake", "float32", "[2, Runtimeerror]"])
def test_a_name_that_nothing_has_is_wrong_and_no_mirror(answer):
    found = objection(node_of(answer), MODULES, {"x"})

    assert found is not None
    assert found.outcome is Outcome.WRONG
    assert "does not know" in found.fact
    assert "quotes" in found.advice


def test_an_objection_to_a_computation_shows_the_part_that_computes():
    assert fact_of("(1, 2 * len(x))").startswith("`len(x)` ")


def test_an_objection_to_a_widened_comparison_says_so():
    assert fact_of("pytest.approx(1, rel=10)") == "`pytest.approx(1, rel=10)` widens what counts as equal"


@pytest.mark.parametrize(
    "answer", ["9 ** 9 ** 9", "10 ** 100000", "1 << 99999", "2 ** 2 ** 2", "[2 ** 3 ** 4]", "-(9 ** (9 ** 9))"]
)
def test_arithmetic_that_would_take_for_ever_is_refused(answer):
    assert "too large" in fact_of(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "Exception",
        "BaseException",
        "(ValueError, TypeError)",
        "(ValueError,)",
        "[ValueError]",
        "(Exception)",
        "((ValueError, Exception))",
    ],
)
def test_an_exception_that_fits_nearly_any_error_is_too_broad(answer):
    assert isinstance(objection_to_exception(node_of(answer)), Objection)


@pytest.mark.parametrize(
    "answer", ["ValueError", "RuntimeError", "torch.cuda.OutOfMemoryError", "OSError", "3", "None"]
)
def test_one_class_of_exception_is_not_too_broad(answer):
    assert objection_to_exception(node_of(answer)) is None


@pytest.mark.parametrize("answer", ["RuntimeError()", "ValueError()"])
def test_an_exception_that_is_made_is_told_to_be_named_by_its_class(answer):
    found = objection_to_exception(node_of(answer))

    assert found is not None
    assert "without the parentheses" in found.advice
