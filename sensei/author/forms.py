"""Forms: all the ways in which a text can spell an answer. Showing any of them gives the answer away."""

import ast
import itertools
import operator
import textwrap
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, cast

from sensei.author.tokens import Form, Text

_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}
_WRAPPERS = {"torch.Size", "torch.tensor", "np.array", "pytest.approx", "float", "int", "list", "tuple", "set", "str"}
# Every name that torch has for a dtype, after the one that it prints.
_DTYPES = (
    {"float32", "float"},
    {"float64", "double"},
    {"float16", "half"},
    {"int64", "long"},
    {"int32", "int"},
    {"int16", "short"},
    *({name} for name in "int8 uint8 uint16 uint32 uint64 bool bfloat16 complex64 complex128".split()),
)
_PRINTED = ("float32", "float64", "float16", "int64", "int32", "int16")
_MOST_PERMUTED = 4


class _Unknown(Exception):
    """The value of an answer is not written in the answer."""


def forms(answer: str) -> frozenset[Form]:
    """Every row of tokens that shows this answer, or one equal to it, to whoever reads it."""
    return frozenset(form for form in _forms(textwrap.dedent(answer).strip()) if form)


def literal(answer: str) -> Any:
    """The value of an answer that is written with literals, arithmetic and plain constructors.

    Raises:
        ValueError: its value is not in the text.
    """
    try:
        return _value(ast.parse(answer.strip(), mode="eval").body)
    except (_Unknown, SyntaxError, ArithmeticError, TypeError):
        raise ValueError(answer) from None


def _forms(answer: str) -> Iterator[Form]:
    yield Text.of(answer).tokens
    try:
        body = ast.parse(answer).body
    except (SyntaxError, ValueError):
        return
    # Made anew from the tree, without comments and with the usual blanks.
    yield Text.of("\n".join(ast.unparse(node) for node in body)).tokens
    match body:
        case [ast.Return(value=ast.AST() as returned)]:
            yield Text.of(ast.unparse(returned)).tokens
        case [ast.Expr(value=node)]:
            yield from _dtype(node)
            try:
                yield from _of_value(_value(node))
            except (_Unknown, ArithmeticError, TypeError):
                return
        case _:
            return


def _dtype(node: ast.expr) -> Iterator[Form]:
    if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)):
        return
    for names in _DTYPES:
        if node.attr in names:
            yield from (Text.of(f"torch.{name}").tokens for name in names)
            yield from ((name,) for name in names if len(names) == 1 or name in _PRINTED)


def _value(node: ast.expr) -> Any:
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
            kind = {ast.Tuple: tuple, ast.List: list, ast.Set: set}[type(node)]
            return cast("Any", kind)(_value(each) for each in elements)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand)
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _ARITHMETIC:
            return _ARITHMETIC[type(sign)](_value(left), _value(right))
        case ast.Call(func=function, args=[], keywords=[]) if ast.unparse(function) == "set":
            return set[object]()
        case ast.Call(func=function, args=[inner, *_]) if ast.unparse(function) in _WRAPPERS:
            return _value(inner)
        case _:
            raise _Unknown


def _of_value(value: Any) -> Iterator[Form]:
    if isinstance(value, str):
        yield Text.of(value).tokens
    elif isinstance(value, tuple | list):
        yield from _of_row(cast("Collection[Any]", value))
    elif isinstance(value, set):
        members = set[Any](value)
        orders = itertools.permutations(members) if len(members) <= _MOST_PERMUTED else [sorted(members, key=repr)]
        for order in orders:
            items = [Text.of(repr(each)).tokens for each in order]
            yield ("{", *_joined(items, ","), "}") if items else ("set", "(", ")")
            yield from _bare(items)
    else:
        yield Text.of(repr(value)).tokens


def _of_row(value: Collection[Any]) -> Iterator[Form]:
    items = [Text.of(repr(each)).tokens for each in value]
    inner = _joined(items, ",")
    yield ("[", *inner, "]")
    yield ("(", *inner, ")") if len(items) != 1 else ("(", *inner, ",", ")")
    yield from _bare(items)


def _bare(items: list[Form]) -> Iterator[Form]:
    """A row without its brackets, as a sentence would name it: `1, 2, 3` and `1, 2 and 3`."""
    if len(items) < 2:
        return
    *first, last = items
    yield _joined(items, ",")
    yield (*_joined(first, ","), "and", *last)
    yield (*_joined(first, ","), ",", "and", *last)


def _joined(items: Iterable[Form], sign: str) -> Form:
    tokens: list[str] = []
    for item in items:
        tokens += [sign, *item] if tokens else item
    return tuple(tokens)
