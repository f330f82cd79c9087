"""Misconceptions: is this answer one that people really give, and what sentence answers the belief behind it?"""

import ast
import contextlib
import operator
import textwrap
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache

from sensei.course import Koan
from sensei.hints import HintsTrouble, Misconception
from sensei.verdict import Verdict


def recognise(koan: Koan, verdict: Verdict, answers: Sequence[str], blamed: Collection[int]) -> Verdict:
    """The verdict, with the reply to the listed misconception that the answers come nearest to, if there is one.

    Only the blanks whose numbers are in `blamed` count: what is said of one blank does not answer another.
    """
    if verdict.passed:
        return verdict
    try:
        listed = koan.hints.misconceptions
    except HintsTrouble:
        return verdict  # the author's check names it; a learner's verdict does not depend on it
    if not listed or not answers:
        return verdict
    given = [normal(answer) for answer in answers]
    right = [normal(answer) for answer in koan.solution]
    best = max(listed, key=lambda each: _shared(each, given, right, blamed))
    return replace(verdict, belief=best.reply) if _shared(best, given, right, blamed) > (0, 0) else verdict


@lru_cache(maxsize=4096)  # a grader asks of many answers what is listed
def normal(answer: str) -> str:
    """An answer without its layout and spelling: two that are equal to Python, as `[6]` and `[2 * 3.0]`, are one."""
    for text in (f"({answer}\n)", textwrap.dedent(answer).strip()):  # an expression, else statements
        with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            return ast.dump(_Plain().visit(ast.parse(text)))
    return answer.strip()


def _shared(
    listed: Misconception, given: Sequence[str], right: Sequence[str], blamed: Collection[int]
) -> tuple[int, int]:
    """How much of a misconception is in the answers: first its wrong parts among the blamed, then all of it."""
    same = [one == other for one, other in zip(map(normal, listed.answers), given, strict=False)]
    wrong = [
        number
        for number, alike in enumerate(same)
        if alike and given[number : number + 1] != right[number : number + 1]
    ]
    return (len(wrong), sum(same)) if set(wrong) & set(blamed) else (0, 0)


_ARITHMETIC = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip


class _Plain(ast.NodeTransformer):
    """Numbers as floats, arithmetic on them worked out, sets in order, a torch.Size as the tuple that it is.

    A print that is a statement of its own is left out: it was put in to look, and changes nothing.
    """

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        self.generic_visit(node)
        match node.value:
            case ast.Call(func=ast.Name(id="print")):
                return None
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, int) and not isinstance(node.value, bool) and abs(node.value) < 2**53:
            return ast.Constant(float(node.value))
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        self.generic_visit(node)
        match node:
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=float(value))):
                return ast.Constant(-value)
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        match node:
            case ast.BinOp(left=ast.Constant(value=float(left)), right=ast.Constant(value=float(right))):
                with contextlib.suppress(KeyError, ArithmeticError):
                    return ast.Constant(_ARITHMETIC[type(node.op)](left, right))
        return node

    def visit_Set(self, node: ast.Set) -> ast.AST:
        self.generic_visit(node)
        return ast.Set(sorted(node.elts, key=ast.dump))

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="torch"), attr="Size"), args=[ast.List() | ast.Tuple() as size]
            ):
                return ast.Tuple(size.elts, ast.Load())
        return node
