"""imports: koans need the blank and their libraries, properties the shared strategies, and no tree needs another."""

import ast
import sys
from collections.abc import Iterator

from sensei.author.checkout import TREES, Checkout
from sensei.author.rule import Rule
from sensei.author.violation import Violation
from sensei.blank import NAME
from sensei.trees import KOANS

LIBRARIES = ("torch", "numpy", "sklearn", "matplotlib", "pytest")
_ENGINE = "sensei"
STRATEGIES = "sensei.strategies"


def _read(checkout: Checkout) -> Iterator[Violation]:
    for topic in checkout.topics:
        for tree in TREES:
            path = checkout.path(tree, topic)
            for top in checkout.source(path).statements:
                for node in ast.walk(top):
                    for fault in _faults(tree, node):
                        yield checkout.violation(path, node.lineno, *fault)  # type: ignore[attr-defined]


def _faults(tree: str, node: ast.AST) -> Iterator[tuple[str, str]]:
    for origin, name in _imported(node):
        package = origin.split(".")[0]
        others = {other.split(".")[0] for other in TREES} | {"", "conftest"}
        libraries = (*LIBRARIES, "hypothesis") if tree == "properties" else LIBRARIES
        if package == _ENGINE:
            if tree == "properties" and origin == STRATEGIES:
                continue
            if tree != KOANS:
                yield (
                    f"A file of {tree} imports {origin}.",
                    f"A property may take {STRATEGIES}, a koan the blank.",
                )
            elif (origin, name) != (_ENGINE, NAME):
                yield f"A koan imports {name or 'a module'} from {origin}.", f"Import {NAME} from {_ENGINE}, no more."
        elif package in others or package.startswith("test_"):
            yield f"This imports {origin or 'a neighbour'}, of the course itself.", "Let every file stand alone."
        elif package not in libraries and package not in sys.stdlib_module_names:
            yield f"This imports {origin}.", f"Use Python's own modules, {', '.join(libraries)}."


def _imported(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Each import of a statement: the module, and the name that is taken from it."""
    match node:
        case ast.Import(names=names):
            yield from ((each.name, "") for each in names)
        case ast.ImportFrom(module=module, names=names, level=level):
            yield from (("" if level else module or "", each.name) for each in names)
        case ast.Call(func=ast.Name(id="__import__") | ast.Attribute(attr="import_module")):
            argument = node.args[0] if node.args else None
            yield (str(argument.value) if isinstance(argument, ast.Constant) else ""), ""
        case _:
            return


RULE = Rule("imports", "koans import libraries and the blank, and no tree imports another", read=_read)
