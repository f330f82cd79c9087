"""Lazy programs: what a learner could write without doing what a koan asks for, made from a run of its solution.

A program that does nothing, one that hands back what it was given, one that knows the koan's own example by heart, one
that gets no more than the shape right.
"""

import ast
import builtins
import contextlib
import functools
import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sensei import state
from sensei.author.case import Case
from sensei.counterexample import source
from sensei.pattern import Blank, Kind

_SEE = "__koans_lazy_see__"
_MANY = 500  # numbers that a program may know by heart
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Program:
    """An answer to one blank, and what is lazy about it."""

    blank: int
    answer: str
    what: str


@dataclass
class _Run:
    """What the answers came to, and what the functions around them gave, in a run of the solution."""

    values: dict[int, list[Any]] = field(default_factory=dict[int, list[Any]])
    results: dict[str, list[tuple[str, Any]]] = field(default_factory=dict[str, list[tuple[str, Any]]])


def programs(case: Case) -> Iterator[Program]:
    """The lazy programs for every blank of a koan that asks for code; none that says the same as the solution."""
    asked = [(number, blank) for number, blank in enumerate(case.koan.blanks) if blank.kind is Kind.CODE]
    if not asked:
        return
    run = _watched(case)
    for number, blank in asked:
        right = case.koan.solution[number]
        seen: set[str] = set()
        for answer, what in _for_blank(case, blank, number, run):
            if answer and answer not in seen and _normal(answer) != _normal(right):
                seen.add(answer)
                yield Program(number, answer, what)


def _for_blank(case: Case, blank: Blank, number: int, run: _Run) -> Iterator[tuple[str, str]]:
    path = _around(case, blank)
    node = path[-1]
    inside = node.name != case.koan.function
    names = [each.arg for each in node.args.args if each.arg != "self"] if inside else []
    if blank.whole_statement:
        yield "pass", "does nothing"
        yield from ((f"return {name}", "hands back what it is given") for name in names)
        yield from ((f"return torch.zeros_like({name})", "gets the shape right") for name in names)
        results = run.results.get(_name(path), [])
        known = [f"{key!r}: {_by_heart(value)}" for key, value in results if _by_heart(value)]
        if inside and known and any(value is not None for _, value in results):
            key = f"({', '.join(names)}{',' if len(names) == 1 else ''})"
            yield f"return {{{', '.join(known)}}}.get(repr({key}))", "knows the example by heart"
        for _, value in results[-1:]:
            yield (f"return {_blank_of(value)}" if _blank_of(value) else ""), "gets the shape right"
    elif not _is_constant(case, case.koan.solution[number]):
        yield from ((name, "hands back what it is given") for name in names)
        for value in run.values.get(number, [])[-1:]:
            yield _by_heart(value), "knows the example by heart"
            yield _blank_of(value), "gets the shape right"


def _by_heart(value: Any) -> str:
    """Source of a value, without the history or the memory layout that it may have."""
    torch = sys.modules.get("torch")
    return source(value.detach().contiguous() if torch and isinstance(value, torch.Tensor) else value, _MANY)


def _blank_of(value: Any) -> str:
    """Source of zeros of the shape and dtype of a tensor or an array."""
    torch, numpy = sys.modules.get("torch"), sys.modules.get("numpy")
    if torch and isinstance(value, torch.Tensor):
        return f"torch.zeros({tuple(value.shape)}, dtype={value.dtype})"
    if numpy and isinstance(value, numpy.ndarray):
        return f"np.zeros({value.shape}, dtype=np.{value.dtype.name})"
    return ""


def _is_constant(case: Case, answer: str) -> bool:
    """Whether an answer is made of literals and what the topic imports, so that it is known by heart in any case."""
    nodes = [each for top in case.koan.topic.source.statements for each in ast.walk(top)]
    imports = [each for each in nodes if isinstance(each, ast.Import | ast.ImportFrom)]
    free = {each.asname or each.name.split(".")[0] for one in imports for each in one.names} | set(vars(builtins))
    used = {each.id for each in ast.walk(ast.parse(answer.strip())) if isinstance(each, ast.Name)}
    return used <= free


def _around(case: Case, blank: Blank) -> list[Any]:
    """The class, if there is one, and the function in which a blank stands."""
    path: list[Any] = []
    nodes = list(case.koan.topic.source.statements)
    while nodes:
        node = nodes.pop(0)
        if node.lineno <= blank.line <= (node.end_lineno or node.lineno):
            if isinstance(node, _Function | ast.ClassDef):
                path.append(node)
            nodes = [each for each in ast.iter_child_nodes(node) if isinstance(each, ast.stmt)]
    return path


def _name(path: list[Any]) -> str:
    return ".".join(node.name for node in path)


def _watched(case: Case) -> _Run:
    """Run the solution, and keep what its answers and its functions came to."""
    run = _Run()
    answers = [
        answer if blank.kind is not Kind.CODE or blank.whole_statement else f"{_SEE}({number}, ({answer.strip()}))"
        for number, (blank, answer) in enumerate(zip(case.koan.blanks, case.koan.solution, strict=True))
    ]

    def see(number: int, value: Any) -> Any:
        run.values.setdefault(number, []).append(value)
        return value

    namespace: dict[str, Any] = {"__name__": f"koans_lazy.{case.koan.topic.slug}", _SEE: see}
    quiet = io.StringIO()
    with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet), state.restored():
        exec(compile(case.filled(answers), case.koan.topic.filename, "exec"), namespace)
        for path in {_name(path): path for path in (_around(case, blank) for blank in case.koan.blanks)}.values():
            if path[-1].name != case.koan.function:
                owner = namespace[path[0].name] if len(path) == 2 else None
                known = _recorded(vars(owner)[path[-1].name] if owner else namespace[path[0].name], _name(path), run)
                if owner:
                    setattr(owner, path[-1].name, known)
                else:
                    namespace[path[0].name] = known
        namespace[case.koan.function]()
    return run


def _recorded(function: Callable[..., Any], name: str, run: _Run) -> Callable[..., Any]:
    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        shown = args[1:] if "." in name else args
        key = repr((*shown, *kwargs.values()))
        result = function(*args, **kwargs)
        run.results.setdefault(name, []).append((key, result))
        return result

    return call


def _normal(answer: str) -> str:
    return ast.unparse(ast.parse(answer.strip()))
