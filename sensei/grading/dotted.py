"""Dotted names: what `nn.Linear` is in full, by the imports around it."""

import ast
from collections.abc import Iterator, Mapping

from sensei.grading import namespace


class Dotted:
    """The imported names, each with what it stands for; `modules` may grow."""

    def __init__(self, modules: Mapping[str, str]) -> None:
        """Begin with these names."""
        self.modules = dict(modules)

    def path(self, node: ast.AST) -> str | None:
        """The full name of `nn.Linear`; None for what does not begin with an imported name."""
        match node:
            case ast.Attribute(value=value, attr=attr):
                before = self.path(value)
                return f"{before}.{attr}" if before else None
            case ast.Name(id=name):
                return self.modules.get(name)
            case _:
                return None

    def is_module(self, name: str) -> bool:
        """Tell whether an imported name stands for a module, or for what nobody knows."""
        found = namespace.split(self.modules.get(name, ""))
        return found is None or found[1] is None


def imported(node: ast.AST) -> Iterator[tuple[str, str]]:
    """The names that an import gives, each with what it stands for: `import torch.nn` gives `torch`."""
    match node:
        case ast.Import(names=names):
            for each in names:
                head = each.name.split(".")[0]
                yield (each.asname, each.name) if each.asname else (head, head)
        case ast.ImportFrom(module=module, names=names):
            for each in names:
                yield each.asname or each.name, f"{module}.{each.name}"
        case _:
            pass
