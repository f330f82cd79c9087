"""The witness: what the answers and the asserts of a koan came to while it ran.

Asserts are compiled as they stand; only the values on their two sides pass through the witness on their way, so that a
verdict can say what was given without evaluating anything a second time. It also sees that a koan reached its end: an
answer that leaves early proves nothing.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field

from sensei.source import Definition
from sensei.unify import without_docstring

GLOBAL = "__koans_witness__"


@dataclass
class Witness:
    """The record of one koan's last run."""

    given: dict[int, object] = field(default_factory=dict[int, object])  # by the number of the blank
    left: dict[int, object] = field(default_factory=dict[int, object])  # by the line of the assert
    right: dict[int, object] = field(default_factory=dict[int, object])
    finished: bool = False

    def forget(self) -> None:
        """Begin anew before another run."""
        self.given, self.left, self.right, self.finished = {}, {}, {}, False

    def see_given(self, blank: int, value: object) -> object:
        """Record the value of an answer."""
        self.given[blank] = value
        return value

    def see_left(self, line: int, value: object) -> object:
        """Record what stands first in an assert."""
        self.left[line] = value
        return value

    def see_right(self, line: int, value: object) -> object:
        """Record what stands second in an assert."""
        self.right[line] = value
        return value

    def see_end(self) -> None:
        """Record that the last statement of the koan was reached."""
        self.finished = True


class Witnesses(dict[str, Witness]):
    """One witness for each koan of a file, by function; this is what the compiled file calls."""

    def __missing__(self, function: str) -> Witness:
        """Make a witness for a koan when it is first met."""
        return self.setdefault(function, Witness())


def call_in(function: Definition, answers: Mapping[int, ast.expr]) -> None:
    """Let the values of the answers and of every assert in `function` pass through its witness. Changes the tree."""
    _Caller(function.name, {id(node): number for number, node in answers.items()}).visit(function)
    if not without_docstring(function.body):
        return
    last = function.body[-1]
    end = ast.Expr(_call(function.name, "see_end"))
    function.body.append(ast.fix_missing_locations(ast.copy_location(end, last)))


def _call(function: str, method: str, *arguments: ast.expr) -> ast.Call:
    witness = ast.Subscript(ast.Name(GLOBAL, ast.Load()), ast.Constant(function), ast.Load())
    return ast.Call(ast.Attribute(witness, method, ast.Load()), list(arguments), [])


class _Caller(ast.NodeTransformer):
    def __init__(self, function: str, answers: dict[int, int]) -> None:
        self.function = function
        self.answers = answers

    def visit(self, node: ast.AST) -> ast.AST:
        number = self.answers.get(id(node))
        seen = self.generic_visit(node) if number is not None else super().visit(node)
        if number is not None and isinstance(seen, ast.expr):
            return self.pass_through("see_given", number, seen)
        return seen

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        self.generic_visit(node)
        match node.test:
            case ast.Compare(left=left, comparators=[right]) as compare:
                compare.left = self.pass_through("see_left", node.lineno, left)
                compare.comparators = [self.pass_through("see_right", node.lineno, right)]
            case ast.Call(args=[left, right, *_]) as call if not isinstance(left, ast.Starred):
                call.args[0] = self.pass_through("see_left", node.lineno, left)
                if not isinstance(right, ast.Starred):
                    call.args[1] = self.pass_through("see_right", node.lineno, right)
            case _:
                pass
        return node

    def pass_through(self, method: str, key: int, node: ast.expr) -> ast.expr:
        call = _call(self.function, method, ast.Constant(key), node)
        return ast.fix_missing_locations(ast.copy_location(call, node))
