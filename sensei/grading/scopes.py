"""Scopes: which names are a function's own, so that they cannot mean anything of Python's or a library's."""

import ast
from collections.abc import Iterable, Iterator

from sensei.source import DEFINITIONS


class Names(frozenset[str]):
    """The names that the body of a class gives. Its methods do not see them, and they hide nothing.

    The body itself looks for such a name in itself, and if it is not given yet, in the module and among the builtins,
    past every function around it.
    """


COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def arguments(node: ast.arguments) -> list[ast.arg]:
    """All parameters, of every kind."""
    some = [*node.posonlyargs, *node.args, *node.kwonlyargs]
    return some + [each for each in (node.vararg, node.kwarg) if each]


def bound(nodes: Iterable[ast.AST]) -> set[str]:
    """The names that these nodes give in the scope that they stand in."""
    return {name for node in nodes for name in _bound(node, False)}


def given(node: ast.AST) -> list[str]:
    """The names that this very node gives, other than as a target of an assignment."""
    match node:
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return [each.asname or each.name.split(".")[0] for each in names]
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            return [name]
        case ast.MatchMapping(rest=str(name)):
            return [name]
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case _:
            return []


def _bound(node: ast.AST, inside: bool) -> Iterator[str]:
    """Inside a comprehension only the walrus gives a name to the scope around it."""
    yield from given(node)
    match node:
        case ast.NamedExpr(target=ast.Name(id=name)):
            yield name
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()) if not inside:
            yield name
        case _:
            pass
    if isinstance(node, (*DEFINITIONS, ast.Lambda)):
        return  # what is in there is not of this scope; a walrus among its defaults is too rare to matter
    for child in ast.iter_child_nodes(node):
        yield from _bound(child, inside or isinstance(node, COMPREHENSIONS))
