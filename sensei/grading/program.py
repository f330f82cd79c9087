"""The program: the definitions of a koan as a student filled them, with what of the student's own these use.

What stands outside the blanks has been found equal to the pristine koan; everything else of the file stays behind.
"""

import ast
import contextlib
import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sensei.blank import NAME
from sensei.course import Koan
from sensei.grading.dotted import imported
from sensei.grading.gate import Refused, objection
from sensei.grading.normal import normalised
from sensei.grading.scopes import bound
from sensei.pattern import Kind
from sensei.reading import Reading, imports_of
from sensei.source import DEFINITIONS
from sensei.unify import Mismatch, unify


@dataclass(frozen=True)
class Program:
    """What would be run of an answer.

    Attributes:
        text: Python source, whose spelling no comment and no spacing changes; empty if no blank asks for code.
        refused: what the gate has against it; None if it may be run.
    """

    text: str = ""
    refused: Refused | None = None


def program_of(reading: Reading, koan: Koan, inside: Sequence[ast.AST] = ()) -> Program:
    """The program of a koan, whose text `reading` has settled nothing against.

    Args:
        reading: the student's file.
        koan: one of its koans.
        inside: answers that are code and stand in the test function: they are not in the text, but what they use is,
            and the gate looks at them too.
    """
    inner = koan.parts[:-1]
    if not inside and not any(blank.kind is Kind.CODE and blank.koan in inner for blank in koan.blanks):
        return Program()
    asks = any(blank.kind is Kind.CODE and blank.koan in inner for blank in koan.blanks)
    own = [_filled(reading, koan, part) for part in inner] if asks else []
    company = list(_companions(reading, koan, [*own, *inside]))
    pristine = {name: origin for name, (origin, _, _) in imports_of(reading.topic.source).items()}
    pristine = {name: origin for name, origin in pristine.items() if not origin.startswith("sensei")}
    brought = [node for node in company if not _is_pristine_import(node, pristine)]
    names = [node.name for node in (*own, *company) if isinstance(node, DEFINITIONS)]
    refused = next((trouble for node in brought if (trouble := _unfinished(reading, node))), None)
    refused = refused or objection([*brought, *own, *inside], koan, pristine, names)
    body = sorted([*company, *own], key=_place)
    plain = [normalised(node) for node in body]
    try:
        text = "\n".join(map(ast.unparse, plain))
        return Program(text, refused or _reread(text, plain, koan, pristine, names))
    except (ValueError, SyntaxError):  # Python before 3.12 cannot write every f-string down that it can read
        fact = "A string of your answer has more kinds of quotes in it than can be told apart."
        return Program("", refused or Refused(fact, "Give the values in its braces names of their own."))


def _place(node: ast.stmt) -> tuple[bool, bool, int]:
    """Imports come first, and of them those from `__future__`; all else stays in the order of the file."""
    return not _is_future(node), not isinstance(node, ast.Import | ast.ImportFrom), node.lineno


def _is_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _filled(reading: Reading, koan: Koan, part: str) -> ast.stmt:
    """A definition as it was filled, less what was added beside the blanks only to look on."""
    subject = reading.source.definitions[part]
    answers = {id(each) for node in reading.filled[koan.function].harvest.nodes for each in _statements(node)}
    bare = _Bare(answers).visit(copy.deepcopy(subject, dict(_kept(subject, answers))))
    if isinstance(bare, ast.stmt):
        with contextlib.suppress(Mismatch):
            unify(reading.topic.source.definitions[part], bare)
            return bare
    return subject


def _reread(
    text: str, body: Sequence[ast.stmt], koan: Koan, modules: Mapping[str, str], names: Sequence[str]
) -> Refused | None:
    """What will be run is the text: the gate looks at it too where it has not the same tree."""
    tree = ast.parse(text)
    if ast.dump(tree) == ast.dump(ast.Module(list(body), [])):
        return None
    return objection([node for node in tree.body if not _is_pristine_import(node, modules)], koan, modules, names)


def _statements(node: ast.AST | Sequence[ast.stmt]) -> Sequence[ast.AST]:
    return [node] if isinstance(node, ast.AST) else node


def _kept(subject: ast.AST, answers: set[int]) -> Iterator[tuple[int, ast.AST]]:
    """The answers themselves, which a copy of the tree shares, so that they are known in it."""
    return ((id(each), each) for each in ast.walk(subject) if id(each) in answers)


class _Bare(ast.NodeTransformer):
    """Takes out docstrings, prints and the like, but nothing of an answer."""

    def __init__(self, answers: set[int]) -> None:
        self.answers = answers

    def visit(self, node: ast.AST) -> ast.AST | None:
        if id(node) in self.answers:
            return node
        match node:
            case ast.Expr(value=ast.Constant()) | ast.Pass() | ast.Expr(value=ast.Call(func=ast.Name(id="print"))):
                return None
            case _:
                return self.generic_visit(node)


def _companions(reading: Reading, koan: Koan, nodes: Sequence[ast.AST]) -> Iterator[ast.stmt]:
    """The top-level statements that give the names these nodes use, and the names that those use in their turn."""
    giving = {name: node for node in reading.source.statements if _brings(node) for name in bound([node])}
    parts = set(koan.parts)
    wanted = [*nodes]
    seen: set[int] = set()
    for each in reading.source.statements:
        if _is_future(each):
            yield each
    while wanted:
        names = {each.id for each in ast.walk(wanted.pop()) if isinstance(each, ast.Name)}
        for name in names - parts:
            found = giving.get(name)
            if found is not None and id(found) not in seen:
                seen.add(id(found))
                wanted.append(found)
                yield found


def _brings(node: ast.stmt) -> bool:
    """Tell whether a top-level statement only gives names to something."""
    match node:
        case ast.Import() | ast.ImportFrom():
            return True
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.AsyncFunctionDef(name=name):
            return not name.startswith("test_")
        case ast.Assign(targets=targets):
            return all(isinstance(each, ast.Name | ast.Tuple) for each in targets)
        case ast.AnnAssign(target=ast.Name(), value=ast.expr()):
            return True
        case _:
            return False


def _is_pristine_import(node: ast.stmt, pristine: Mapping[str, str]) -> bool:
    given = list(imported(node))
    return bool(given) and all(pristine.get(name) == origin for name, origin in given)


def _unfinished(reading: Reading, node: ast.stmt) -> Refused | None:
    """A companion that nobody could run: it holds a blank, or Python's compiler does not take it."""
    blank = next((each for each in ast.walk(node) if isinstance(each, ast.Name) and each.id == NAME), None)
    if blank is not None:
        name = getattr(node, "name", "what it uses")
        fact = f"The answer uses `{name}`, where a blank is waiting on line {blank.lineno}."
        return Refused(fact, "Fill that blank, or do without it.", line=blank.lineno)
    trouble = reading.rejected.get(node)
    if trouble:
        return Refused(
            f"Line {trouble.line} cannot be read as Python: {trouble.message}.", "Mend that line.", line=trouble.line
        )
    return None
