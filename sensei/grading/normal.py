"""Normal form: two programs that differ in comments, spacing and docstrings only have one."""

import ast
import copy

from sensei.source import DEFINITIONS
from sensei.unify import is_string


def normalised(node: ast.stmt) -> ast.stmt:
    """A statement without docstrings; what catches everything catches every `Exception`.

    Whoever writes a bare `except` means errors, not the signal that the time is up.
    """
    changed = _Normal().visit(copy.deepcopy(node))
    return ast.fix_missing_locations(changed) if isinstance(changed, ast.stmt) else node


class _Normal(ast.NodeTransformer):
    def visit(self, node: ast.AST) -> ast.AST:
        changed = self.generic_visit(node)
        if isinstance(changed, DEFINITIONS) and len(changed.body) > 1 and is_string(changed.body[0]):
            changed.body = changed.body[1:]
        if isinstance(changed, ast.ExceptHandler) and changed.type is None:
            changed.type = ast.Name("Exception", ast.Load())
        return changed
