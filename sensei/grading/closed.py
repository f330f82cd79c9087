"""The closed evaluator: the value that an answer to a prediction stands for, without running any of it.

It walks the tree over Python's own plain types and works out nothing whose size it has not bounded before. What
libraries make or name (`torch.tensor([1, 2])`, `torch.int64`) stays source, in one spelling, for the judge.
"""

import ast
import builtins
import contextlib
import re
import sys
import warnings
from collections.abc import Mapping

from sensei import describe
from sensei.answer import Objection
from sensei.grading import bounded, namespace
from sensei.grading.value import LARGEST, Symbol, TooLarge, weight, written
from sensei.places import Kind
from sensei.verdict import Outcome

_WORK = 1_000_000  # elements that may be looked at for one answer, all told
_TYPES = {"float", "int", "bool", "complex", "str", "set", "frozenset", "list", "tuple", "dict"}
_KEYWORDS = {
    "torch.tensor": {"dtype", "device", "requires_grad"},
    "torch.device": {"type", "index"},
    "numpy.array": {"dtype", "copy", "order", "ndmin"},
}
_SINGLE = {f"numpy.{kind}" for kind in "bool_ float16 float32 float64 uint8 int8 int16 int32 int64".split()}
_MADE = {*_KEYWORDS, *_SINGLE, "torch.Size", "numpy.dtype", "pytest.approx"}
_DTYPE = re.compile(r"[<>=|]?(?:[biufc]\d{1,2}|[a-z]{2,}\d{0,3}|[?])")
_NUMBERS = {
    f"{module}.{name}": value
    for module in ("math", "torch", "numpy")
    for name, value in {
        "pi": 3.141592653589793, "e": 2.718281828459045, "tau": 6.283185307179586, "inf": float("inf"),
        "nan": float("nan"),
    }.items()
    if (module, name) not in {("torch", "tau"), ("numpy", "tau")}
}  # fmt: skip


class NotPlain(Exception):
    """Raised where an answer comes to no value. `objection` says the outcome, the fact and the next step."""

    def __init__(self, objection: Objection) -> None:
        """Carry what is to be said."""
        super().__init__(objection.fact)
        self.objection = objection


def spelled(node: ast.expr, imports: Mapping[str, str], kind: Kind = Kind.PREDICTION) -> str:
    """The value of an answer as Python source, in one spelling whatever way it was written.

    Args:
        node: an answer that `sensei.answer.objection` has nothing against; of any other it says so.
        imports: the names under which the pristine topic has its modules, with what they stand for.
        kind: what the blank asks for.

    Raises:
        NotPlain: it is too large, Python could not work it out, or it is no value.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # `~True` works, and is deprecated
            value = _Evaluator(imports).value(node)
            text = written(bounded.bounded(value))
    except NotPlain:
        raise
    except (TooLarge, RecursionError, MemoryError):
        raise _wrong("that is too large to be worked out", "Write the value itself.") from None
    except bounded.Unordered:
        raise _wrong("the order of a set is up to chance", "Write the list itself.") from None
    except Exception as error:
        said = describe.one_line(str(error), 300)
        raise _wrong(f"Python cannot work it out ({said})", "Write the value in another way.") from None
    if len(text) > 4 * LARGEST:
        raise _wrong("that is too large to be worked out", "Write the value itself.")
    if kind is Kind.EXCEPTION and (type(value) is not Symbol or value.made or text in _TYPES):
        raise _wrong("pytest.raises waits for an exception class", "Name the class that is raised there.")
    return text


def plain(value: object) -> bool:
    """Tell whether what a dotted name led to is a constant: a number, a word, a dtype, a class, not a function.

    By exact type, and without importing a library that is not there yet.
    """
    kinds: set[type] = {bool, int, float, complex, str, bytes, type(None), type(...)}
    if torch := sys.modules.get("torch"):
        kinds |= {torch.dtype, torch.layout, torch.memory_format, torch.device, torch.Size}
    if isinstance(value, type):
        return True
    numpy = sys.modules.get("numpy")
    return type(value) in kinds or (numpy is not None and isinstance(value, numpy.dtype))


class _Evaluator:
    def __init__(self, imports: Mapping[str, str]) -> None:
        self.imports = imports
        self.work = _WORK

    def value(self, node: ast.expr) -> object:
        value = self.worth(node)
        self.work -= 1 if type(value) in (int, float, bool, Symbol) else weight(value)
        if self.work < 0:
            raise TooLarge
        return value

    def worth(self, node: ast.expr) -> object:
        match node:
            case ast.Constant(value=constant):
                return bounded.bounded(constant)
            case ast.List(elts=nodes):
                return [self.value(each) for each in nodes]
            case ast.Tuple(elts=nodes):
                return tuple(self.value(each) for each in nodes)
            case ast.Set(elts=nodes):
                return {self.value(each) for each in nodes}
            case ast.Dict():
                return self.mapping(node)
            case ast.UnaryOp(op=op, operand=operand):
                return bounded.inverted(op, self.value(operand))
            case ast.BinOp(left=left, op=op, right=right):
                return bounded.combined(op, self.value(left), self.value(right))
            case ast.Name(id=name):
                return self.name(name)
            case ast.Attribute():
                return self.constant(node)
            case ast.Call():
                return self.call(node)
            case _:
                raise _computed(node)

    def mapping(self, node: ast.Dict) -> object:
        found: dict[object, object] = {}
        for key, each in zip(node.keys, node.values, strict=True):
            value = self.value(each)
            if key is not None:
                found[self.value(key)] = value
            elif type(value) is dict:
                found |= value
            else:
                raise TypeError("what stands behind ** has to be a dict")
        return found

    def name(self, name: str) -> Symbol:
        value = getattr(builtins, name, None)
        if name in _TYPES:
            return Symbol(name)
        if isinstance(value, type) and issubclass(value, BaseException):
            return Symbol(value.__name__)  # IOError is another name of OSError
        raise _computed(ast.Name(name))

    def constant(self, node: ast.Attribute) -> Symbol:
        path = self.path(node)
        found = namespace.split(path) if path else None
        if path is None or (found is None and path.split(".")[0] not in self.imports.values()):
            raise _computed(node)
        if found is None or found[1] is None or found[2]:
            said = f"`{ast.unparse(node)}` is not a constant that is known here"
            raise _wrong(said, "Look at how it is spelled.")
        number = _NUMBERS.get(path)
        return Symbol(written(number) if number == number and number is not None else self.alias(path), number=number)

    def call(self, node: ast.Call) -> object:
        path = node.func.id if isinstance(node.func, ast.Name) else self.path(node.func)
        if path not in _TYPES and (path not in _MADE or isinstance(node.func, ast.Name)):
            raise _computed(node)
        arguments = [self.value(each) for each in node.args]
        keywords: dict[str, object] = {}
        for each in node.keywords:
            if each.arg is None:
                raise TypeError("write the names of the arguments out")
            keywords[each.arg] = self.value(each.value)
        if path in _TYPES:
            return bounded.made(path, arguments, keywords)
        return self.made(path, arguments, keywords)

    def made(self, path: str, arguments: list[object], keywords: dict[str, object]) -> Symbol:
        """What a library makes. It is not made here, only seen to be something that can be made in little room."""
        if unknown := sorted(keywords.keys() - _KEYWORDS.get(path, set())):
            raise TypeError(f"{path.rpartition('.')[2]} takes no `{unknown[0]}` here")
        behind = arguments[:1] if path == "numpy.dtype" else arguments[1:2] if path == "numpy.array" else []
        for dtype in [*behind, *([keywords["dtype"]] if "dtype" in keywords else [])]:
            settled = type(dtype) is Symbol or dtype is None
            if not settled and not (type(dtype) is str and _DTYPE.fullmatch(dtype)):
                raise TypeError("a dtype is told by its name here")
        text = f"{self.alias(path)}({bounded.spelled_arguments(arguments, keywords)})"
        return Symbol(text, True, max(1, weight([*arguments, *keywords.values()])))

    def path(self, node: ast.expr) -> str | None:
        """The full name of a dotted one, such as `torch.nn.Linear` for `nn.Linear`."""
        match node:
            case ast.Attribute(value=value, attr=attr):
                before = self.path(value)
                return f"{before}.{attr}" if before else None
            case ast.Name(id=name):
                return self.imports.get(name)
            case _:
                return None

    def alias(self, path: str) -> str:
        """A full name as the topic has it, under the shortest of its names."""
        known = [(name, origin) for name, origin in self.imports.items() if f"{path}.".startswith(f"{origin}.")]
        name, origin = max(known, key=lambda each: (len(each[1]), each[0]))
        return name + path.removeprefix(origin)


def _wrong(fact: str, advice: str) -> NotPlain:
    return NotPlain(Objection(Outcome.WRONG, fact, advice))


def _computed(node: ast.AST) -> NotPlain:
    with contextlib.suppress(RecursionError):
        fact = f"`{describe.one_line(ast.unparse(node), 300)}` is worked out by Python, not by you"
        advice = "Write down the value that you expect: this blank asks what you believe."
        return NotPlain(Objection(Outcome.MIRROR, fact, advice))
    return _wrong("that is too large to be worked out", "Write the value itself.")
