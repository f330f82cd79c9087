"""Arithmetic within bounds: what an operator or a plain type makes of values, told to be too large before it is."""

import ast
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sensei.grading.value import LARGEST, Symbol, TooLarge, orderly, symbolic, weight, written

_BITS = 14_000  # of an integer: as many as Python writes down in digits
_BINARY: dict[type[ast.operator], tuple[str, Callable[[Any, Any], object]]] = {
    ast.Add: ("+", operator.add), ast.Sub: ("-", operator.sub), ast.Mult: ("*", operator.mul),
    ast.Div: ("/", operator.truediv), ast.FloorDiv: ("//", operator.floordiv), ast.Mod: ("%", operator.mod),
    ast.Pow: ("**", operator.pow), ast.LShift: ("<<", operator.lshift), ast.RShift: (">>", operator.rshift),
    ast.BitOr: ("|", operator.or_), ast.BitXor: ("^", operator.xor), ast.BitAnd: ("&", operator.and_),
    ast.MatMult: ("@", operator.matmul),
}  # fmt: skip
_UNARY: dict[type[ast.unaryop], tuple[str, Callable[[Any], object]]] = {
    ast.USub: ("-", operator.neg), ast.UAdd: ("+", operator.pos),
    ast.Invert: ("~", operator.invert), ast.Not: ("not ", operator.not_),
}  # fmt: skip
_TYPES: dict[str, Callable[..., object]] = {
    each.__name__: each for each in (float, int, bool, complex, str, set, frozenset, list, tuple, dict)
}
_COLLECTIONS = {"set", "frozenset", "list", "tuple", "dict"}
_ORDERED = {"list", "tuple", "dict", "str"}
_ROWS = (list, tuple, str, bytes)
_WIDE = re.compile(r"%[^%a-zA-Z]*?(?:\d{4}|\*)")


class Unordered(Exception):
    """Raised where a row is made of a set, whose order nobody can know."""


def combined(op: ast.operator, left: object, right: object) -> object:
    """What a binary operator makes of two values.

    Raises:
        TooLarge: the result would be too large.
        Exception: what Python raises for these operands.
    """
    sign, apply = _BINARY[type(op)]
    left, right = _number(left), _number(right)
    if _is_structural(op, left, right) or not (symbolic(left) or symbolic(right)):
        _bound(op, left, right)
        return bounded(apply(left, right))
    return _symbolic(sign, left, right)


def inverted(op: ast.unaryop, value: object) -> object:
    """What a unary operator makes of a value.

    Raises:
        Exception: what Python raises for this operand.
    """
    sign, apply = _UNARY[type(op)]
    value = _number(value)
    return Symbol(f"({sign}{written(value)})", True, weight(value)) if symbolic(value) else apply(value)


def made(name: str, arguments: Sequence[object], keywords: Mapping[str, object]) -> object:
    """What a plain type makes of its arguments.

    Raises:
        TooLarge: the result would be too large.
        Unordered: it would be in an order that a set has only by chance.
        Exception: what Python raises for these arguments.
    """
    given = [*arguments, *keywords.values()]
    if name == "str" and len(given) > 1:
        raise TypeError("str() takes one value here")
    subject = given if name in {"str", "dict"} else [each for each in given if type(each) in (set, frozenset)]
    if name in _ORDERED and not orderly(subject):
        raise Unordered
    opaque = any(type(each) is Symbol for each in given) or (name not in _COLLECTIONS and symbolic(given))
    if opaque:
        return Symbol(f"{name}({spelled_arguments(given[: len(arguments)], keywords)})", True, weight(given))
    weight(given)
    return bounded(_TYPES[name](*arguments, **keywords))


def spelled_arguments(arguments: Sequence[object], keywords: Mapping[str, object]) -> str:
    """The arguments of a call in one spelling: the keywords in the order of the alphabet."""
    named = [f"{name}={written(value)}" for name, value in sorted(keywords.items())]
    return ", ".join([*map(written, arguments), *named])


def bounded(value: object) -> object:
    """The value, if it is not too large.

    Raises:
        TooLarge: it is.
    """
    if type(value) is int and value.bit_length() > _BITS:
        raise TooLarge
    weight(value)
    return value


def _number(value: object) -> object:
    return value.number if type(value) is Symbol and value.number is not None else value


def _is_structural(op: ast.operator, left: object, right: object) -> bool:
    """Tell whether the operator only lays rows end to end, whatever is in them."""
    kinds = {type(left), type(right)}
    if isinstance(op, ast.Add):
        return kinds in ({list}, {tuple})
    return isinstance(op, ast.Mult) and bool(kinds & {list, tuple}) and bool(kinds & {int, bool})


def _bound(op: ast.operator, left: object, right: object) -> None:
    """Refuse what would be too large, from the sizes of the operands alone."""
    match op:
        case ast.Mult() if type(left) in _ROWS or type(right) in _ROWS:
            row, times = (left, right) if type(left) in _ROWS else (right, left)
            if isinstance(times, int) and times > 0 and weight(row) * times > LARGEST:
                raise TooLarge
        case ast.Pow() if isinstance(left, int) and isinstance(right, int):
            if abs(left) > 1 and right > 0 and left.bit_length() * right > _BITS:
                raise TooLarge
        case ast.LShift() if isinstance(left, int) and isinstance(right, int):
            if right > 0 and left.bit_length() + right > _BITS:
                raise TooLarge
        case ast.Mod() if isinstance(left, str | bytes):
            text = left if isinstance(left, str) else left.decode("latin-1")
            if _WIDE.search(text) or text.count("%") * weight(right) > LARGEST / 100:
                raise TooLarge
            if not orderly(right):
                raise Unordered
        case _:
            pass


def _symbolic(sign: str, left: object, right: object) -> Symbol:
    """Arithmetic on what a library makes, left to the judge. A row that is repeated so could grow without end."""
    rows = [each for each in (left, right) if type(each) in _ROWS]
    wide = any(type(each) is int and each.bit_length() > 64 for each in (left, right))
    if (rows and sign != "+") or wide:
        raise TooLarge
    total = weight(left) * weight(right)
    if sign == "*":  # a torch.Size is repeated, as every tuple is
        total *= max([abs(each) for each in (left, right) if type(each) is int], default=1)
    if total > LARGEST:
        raise TooLarge
    return Symbol(f"({written(left)} {sign} {written(right)})", True, total)
