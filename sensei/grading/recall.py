"""Recall: whether a program can keep something from one call of its functions to the next."""

import ast

_HARMLESS = frozenset("property staticmethod classmethod torch.no_grad() torch.enable_grad()".split())


def recalls(program: str) -> bool:
    """Tell whether a program may remember an earlier call.

    It cannot if all that outlives a call are modules, functions, classes and constants: sealed code gives none of them
    an attribute. Raises no error for a program that cannot be read: it recalls nothing.
    """
    try:
        tree = ast.parse(program)
    except (SyntaxError, ValueError):
        return False
    return any(isinstance(each, ast.Global | ast.Nonlocal) for each in ast.walk(tree)) or _keeps(tree.body)


def _keeps(body: list[ast.stmt]) -> bool:
    return any(_may_keep(each) for each in body)


def _may_keep(node: ast.stmt) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Pass() | ast.Expr(value=ast.Constant()):
            return False
        case ast.Assign(value=value) | ast.AnnAssign(value=value):
            return value is not None and not _is_fixed(value)
        case ast.FunctionDef(args=args, decorator_list=wrapping):
            defaults = [*args.defaults, *filter(None, args.kw_defaults)]
            return not (all(map(_is_fixed, defaults)) and _are_harmless(wrapping))
        case ast.ClassDef(body=body, decorator_list=wrapping, keywords=keywords):
            return bool(keywords) or not _are_harmless(wrapping) or _keeps(body)
        case _:
            return True


def _are_harmless(wrapping: list[ast.expr]) -> bool:
    return all(ast.unparse(each) in _HARMLESS for each in wrapping)


def _is_fixed(value: ast.expr) -> bool:
    """Tell whether an expression is a constant, or names something that has been there before."""
    match value:
        case ast.Constant() | ast.Name():
            return True
        case ast.Attribute(value=inner) | ast.UnaryOp(operand=inner):
            return _is_fixed(inner)
        case ast.Tuple(elts=parts):
            return all(map(_is_fixed, parts))
        case ast.BinOp(left=left, right=right):
            return _is_fixed(left) and _is_fixed(right)
        case _:
            return False
