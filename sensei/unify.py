"""Unification: does this tree have the shape of that one, and what stands where the pattern has a blank?"""

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from sensei.blank import NAME
from sensei.source import DEFINITIONS

Answer = ast.AST | Sequence[ast.stmt]
Match = tuple[ast.AST, Answer]  # a blank of the pattern, and what stands in its place

# Fields that say how a tree was written or will be used, not what it means.
_IGNORED = {"ctx", "kind", "type_comment"}
_LOOKING_ON = {"print", "pprint", "breakpoint", "help", "display"}
_LONGEST_SUITE = 1000


@dataclass
class Mismatch(Exception):
    """The first place where a tree leaves its pattern.

    `wanted` is None where something was added, `found` where something is gone; then it is gone behind `near`.
    """

    wanted: ast.AST | None
    found: ast.AST | None
    near: ast.AST | None = None


def is_blank(node: object) -> bool:
    """Tell whether a node is a blank that stands for an expression or a match pattern."""
    return (isinstance(node, ast.Name) and node.id == NAME) or (
        isinstance(node, ast.MatchAs) and node.name == NAME and node.pattern is None
    )


def is_suite_blank(node: ast.AST) -> bool:
    """Tell whether a node is a blank that stands for a statement or several."""
    return isinstance(node, ast.Expr) and is_blank(node.value)


def unify(pattern: ast.AST, subject: ast.AST) -> list[Match]:
    """Match `subject` against `pattern`, blank by blank in the order of the source.

    Statements that only look on (prints, imports, strings, assignments to names that the pattern does not use) may be
    added anywhere in a suite. Docstrings are not compared: a lesson may be reworded or translated.

    Raises:
        Mismatch: where the two differ outside the blanks.
    """
    names = {node.id for node in ast.walk(pattern) if isinstance(node, ast.Name)}
    arguments = {node.arg for node in ast.walk(pattern) if isinstance(node, ast.arg)}
    return _Unifier(frozenset(names | arguments)).node(pattern, subject)


def without_docstring(body: Sequence[ast.stmt]) -> Sequence[ast.stmt]:
    """A suite less the string that opens it."""
    return body[1:] if body and is_string(body[0]) else body


def is_string(node: ast.stmt) -> bool:
    """Tell whether a statement is a string that stands alone, as a docstring does."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


@dataclass(frozen=True)
class _Unifier:
    names: frozenset[str]

    def node(self, pattern: ast.AST, subject: ast.AST) -> list[Match]:
        if is_blank(pattern):
            return [(pattern, subject)]
        if type(pattern) is not type(subject):
            raise Mismatch(pattern, subject)
        found: list[Match] = []
        try:
            for name, wanted in ast.iter_fields(pattern):
                if name not in _IGNORED:
                    found += self.field(pattern, subject, wanted, getattr(subject, name, None))
        except Mismatch as mismatch:
            if mismatch.near or hasattr(mismatch.found, "lineno") or isinstance(subject, DEFINITIONS):
                raise
            # An operator or the like has no place of its own.
            raise Mismatch(pattern, subject) from None
        return found

    def field(self, pattern: ast.AST, subject: ast.AST, wanted: object, given: object) -> list[Match]:
        if isinstance(wanted, list):
            nodes = cast("list[ast.AST]", given if isinstance(given, list) else [])
            return self.sequence(pattern, subject, cast("list[ast.AST]", wanted), nodes)
        if isinstance(wanted, ast.AST) and isinstance(given, ast.AST):
            return self.node(wanted, given)
        # repr tells 1 from 1.0 and True, and holds for nan.
        if type(wanted) is not type(given) or repr(wanted) != repr(given):
            raise Mismatch(pattern, subject)
        return []

    def sequence(self, pattern: ast.AST, subject: ast.AST, wanted: list[ast.AST], given: list[ast.AST]) -> list[Match]:
        if any(isinstance(each, ast.stmt) for each in (*wanted, *given)):
            suites = [[each for each in suite if isinstance(each, ast.stmt)] for suite in (wanted, given)]
            if isinstance(pattern, DEFINITIONS) and not is_suite_blank(wanted[0]):
                suites = [list(without_docstring(suite)) for suite in suites]
            return self.suite(subject, *suites)
        if len(wanted) != len(given):
            raise Mismatch(pattern, subject)
        found: list[Match] = []
        for one, other in zip(wanted, given, strict=True):
            found += self.field(pattern, subject, one, other)
        return found

    def suite(self, before: ast.AST, wanted: Sequence[ast.stmt], given: Sequence[ast.stmt]) -> list[Match]:
        if not wanted:
            strange = next((node for node in given if not self.looks_on(node)), None)
            if strange:
                raise Mismatch(None, strange)
            return []
        head, rest = wanted[0], wanted[1:]
        if is_suite_blank(head):
            return self.suite_blank(before, head, rest, given)
        for index, node in enumerate(given):
            try:
                found = self.node(head, node)
            except Mismatch:
                if self.looks_on(node):
                    continue
                raise
            return found + self.suite(node, rest, given[index + 1 :])
        raise Mismatch(head, None, given[-1] if given else before)

    def suite_blank(
        self, before: ast.AST, head: ast.stmt, rest: Sequence[ast.stmt], given: Sequence[ast.stmt]
    ) -> list[Match]:
        """Give the blank as many statements as leave the rest of the suite whole."""
        if not given or len(given) > _LONGEST_SUITE:
            raise Mismatch(head, None, before)
        trouble = Mismatch(head, None, before)
        for size in range(len(given), 0, -1):
            try:
                found = self.suite(given[size - 1], rest, given[size:])
            except Mismatch as mismatch:
                trouble = mismatch
            else:
                return [(head, given[:size]), *found]
        raise trouble

    def looks_on(self, node: ast.stmt) -> bool:
        """Tell whether a statement may be added to a koan because it changes nothing that the koan uses."""
        inner = [each for each in ast.walk(node) if isinstance(each, ast.NamedExpr)]
        if any(each.target.id in self.names for each in inner):
            return False
        match node:
            case ast.Import() | ast.ImportFrom():
                return all((each.asname or each.name).split(".")[0] not in self.names for each in node.names)
            case ast.Assign(targets=targets):
                return all(isinstance(each, ast.Name) and each.id not in self.names for each in targets)
            case ast.Expr(value=ast.Call(func=ast.Name(id=name))):
                return name in _LOOKING_ON
            case ast.Expr(value=ast.Constant()) | ast.Pass():
                return True
            case _:
                return False
