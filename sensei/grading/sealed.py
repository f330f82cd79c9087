"""Sealed: how a program is run, so that what classes, functions and modules do stays as it is.

The gate reads names, and a class may go by any name. So each place that sets an attribute asks first whose it is.
"""

import ast
import types
from typing import Any

FILE = "<answer>"
_ASK = "__koans_own__"  # without the end it would have another name in a class


def run(program: str, module: types.ModuleType) -> None:
    """Run a program in a module.

    Raises:
        Exception: whatever it raises, when run here or in a later call of what it defines; TypeError where it sets an
            attribute of a class, a function or a module.
    """
    tree = ast.fix_missing_locations(_Asking().visit(ast.parse(program, FILE)))
    module.__dict__[_ASK] = _own
    exec(compile(tree, FILE, "exec", dont_inherit=True), module.__dict__)


class _Asking(ast.NodeTransformer):
    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load):
            node.value = ast.Call(ast.Name(_ASK, ast.Load()), [node.value], [])
        return node


def _own(value: Any) -> Any:
    if isinstance(value, type | types.FunctionType | types.BuiltinFunctionType | types.ModuleType):
        raise TypeError(f"a graded answer cannot change the attributes of {value!r}")
    return value
