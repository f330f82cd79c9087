"""What may stand in a prediction blank: a value that the learner wrote down, not one that Python is asked for again."""

import ast
import builtins
from collections.abc import Collection
from dataclasses import dataclass

from sensei.verdict import Outcome

_PLAIN = {"float", "int", "bool", "complex", "str", "set", "frozenset", "list", "tuple", "dict"}
_DOTTED = {
    "torch.Size", "torch.tensor", "torch.device", "pytest.approx",
    "np.array", "np.dtype", "np.bool_", "np.float16", "np.float32", "np.float64",
    "np.uint8", "np.int8", "np.int16", "np.int32", "np.int64",
}  # fmt: skip
# A power of a power, or of more than this, could take longer than anybody waits.
_STEEP = (ast.Pow, ast.LShift)
_LARGEST = 10_000
# Each of them is true of every koan that raises at all, so none of them is an answer.
_EVERY_ERROR = {"Exception", "BaseException", "LookupError", "ArithmeticError"}


@dataclass(frozen=True)
class Objection:
    """Why an answer is not taken: the outcome, the fact, and the next step."""

    outcome: Outcome
    fact: str
    advice: str


def objection(node: ast.AST, modules: Collection[str], koan: Collection[str] = ()) -> Objection | None:
    """Say what keeps an answer from being a value, or None if it is one.

    Literals, containers, arithmetic on them, constants of `modules` such as `torch.int64`, the plain types and
    exception classes, and a few constructors are values. `koan` are the names that the koan itself uses.
    """
    return _Reader(frozenset(modules), frozenset(koan)).objection(node)


def objection_to_exception(node: ast.AST) -> Objection | None:
    """Say what keeps an answer from naming one exception class: it fits any error, names several, or is a made one."""
    names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    if isinstance(node, ast.Tuple | ast.List):
        return _wrong(f"`{ast.unparse(node)}` names more than one class", "Name the one class that is raised there.")
    if isinstance(node, ast.Call) and not node.args:
        return _wrong(f"`{ast.unparse(node)}` makes an exception", "Name its class, without the parentheses.")
    if isinstance(node, ast.Name) and not hasattr(builtins, node.id):
        return _wrong(f"`{node.id}` is a name that Python does not know here", "Look at how it is spelled.")
    if _EVERY_ERROR & names:
        return _wrong(
            f"`{ast.unparse(node)}` would fit errors of several kinds", "Name the one class that is raised there."
        )
    return None


def _wrong(fact: str, advice: str) -> Objection:
    return Objection(Outcome.WRONG, fact, advice)


def _mirror(fact: str) -> Objection:
    return Objection(Outcome.MIRROR, fact, "Write down the value that you expect: this blank asks what you believe.")


class _Reader:
    def __init__(self, modules: frozenset[str], koan: frozenset[str]) -> None:
        self.modules = modules
        self.koan = koan

    def objection(self, node: ast.AST) -> Objection | None:
        match node:
            case ast.Constant():
                return None
            case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
                return self.first(elements)
            case ast.Dict(keys=keys, values=values):
                return self.first([*(key for key in keys if key), *values])
            case ast.UnaryOp(operand=operand):
                return self.objection(operand)
            case ast.BinOp(left=left, right=right):
                return self.first([left, right]) or self.excess(node)
            case ast.Name(id=name):
                return self.name(name)
            case ast.Attribute():
                return None if self.is_constant(node) else self.computes(node)
            case ast.Call():
                return self.call(node)
            case _:
                return self.computes(node)

    def first(self, nodes: list[ast.expr]) -> Objection | None:
        return next((trouble for trouble in map(self.objection, nodes) if trouble), None)

    def excess(self, node: ast.BinOp) -> Objection | None:
        """Refuse arithmetic that would keep the machine busy for long, such as a tower of powers."""
        counts = [
            each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, int)
        ]
        steep = [each for each in ast.walk(node) if isinstance(each, ast.BinOp) and isinstance(each.op, _STEEP)]
        if len(steep) > 1 or (steep and max(counts, default=0) > _LARGEST):
            return _wrong(f"`{ast.unparse(node)}` is too large to be worked out", "Write the number itself.")
        return None

    def name(self, name: str) -> Objection | None:
        value = getattr(builtins, name, None)
        if name in _PLAIN or (isinstance(value, type) and issubclass(value, BaseException)):
            return None
        if name in self.koan or name in self.modules:
            return _mirror(f"`{name}` is a name from the koan, not a value")
        if value is not None:
            return _mirror(f"`{name}` is a name of Python's own, not a value")
        advice = "A library's constant needs the library's name and a dot before it; a string needs quotes around it."
        return _wrong(f"`{name}` is a name that Python does not know here", advice)

    def call(self, node: ast.Call) -> Objection | None:
        name = ast.unparse(node.func)
        if name not in (_PLAIN | _DOTTED) or (name in _DOTTED and name.split(".")[0] not in self.modules):
            return self.computes(node)
        if name == "pytest.approx" and (node.keywords or len(node.args) != 1):
            return _wrong(f"`{ast.unparse(node)}` widens what counts as equal", "Give approx the value alone.")
        return self.first([*node.args, *(keyword.value for keyword in node.keywords)])

    def is_constant(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Attribute):
            return not node.attr.startswith("_") and self.is_constant(node.value)
        return isinstance(node, ast.Name) and node.id in self.modules

    def computes(self, node: ast.AST) -> Objection:
        return _mirror(f"`{ast.unparse(node)}` is worked out by Python, not by you")
