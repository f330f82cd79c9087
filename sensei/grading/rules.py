"""The rules of the gate: what names may stand for, which attributes may be read, and what may be given a name."""

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import NoReturn

from sensei import describe
from sensei.course import Koan
from sensei.grading import language, namespace
from sensei.grading.dotted import Dotted, imported
from sensei.grading.scopes import Names, bound
from sensei.reading import imports_of
from sensei.source import DEFINITIONS

_MOST = 20_000  # nodes; the longest answer of the course has some hundreds
PLAIN = "A koan needs torch and plain Python: no files, no network, and nothing of Python's own insides."
_KEEP = "Choose another name there."
_SPELLED = "Look at how it is spelled; what is not on the list of names for graded answers is not run."


@dataclass(frozen=True)
class Refused:
    """Why an answer is not run: the fact and the next step, for the student; `note` for the instructor.

    The note is empty where it looks like a slip. `line` counts from 1, in the file that the nodes come from.
    """

    fact: str
    advice: str
    note: str = ""
    line: int | None = None


class Stop(Exception):
    """Raised where a rule says no."""

    def __init__(self, refused: Refused) -> None:
        """Carry what is to be said."""
        super().__init__(refused.fact)
        self.refused = refused


@dataclass(frozen=True)
class _Ground:
    """What a pristine koan uses itself: attributes and full names of its definitions, and names that its test gives.

    `stored` are the attributes that its definitions set.
    """

    attributes: frozenset[str]
    stored: frozenset[str]
    paths: frozenset[str]
    around: frozenset[str]

    @staticmethod
    @lru_cache(maxsize=1024)
    def of(koan: Koan) -> "_Ground":
        definitions = [koan.topic.source.definitions[part] for part in koan.parts]
        every = [node for each in definitions for node in ast.walk(each)]
        inner = [node for each in definitions[:-1] for node in ast.walk(each)]
        attributes = [each for each in inner if isinstance(each, ast.Attribute)]
        dotted = Dotted({name: origin for name, (origin, _, _) in imports_of(koan.topic.source).items()})
        # `torch.nn.Linear` holds `torch.nn` and `torch`, which nobody named.
        partial = {id(each.value) for each in attributes}
        paths = {dotted.path(each) for each in inner if id(each) not in partial}
        around = bound(every) | {each.arg for each in every if isinstance(each, ast.arg)}
        stored = frozenset(each.attr for each in attributes if isinstance(each.ctx, ast.Store))
        used = frozenset(each.attr for each in attributes)
        return _Ground(used, stored, frozenset(filter(None, paths)), frozenset(around))


class Rules(ast.NodeVisitor):
    """The rules for some nodes. Each method says no by raising `Stop`."""

    def __init__(self, koan: Koan, modules: Mapping[str, str], own: Collection[str], nodes: Sequence[ast.AST]) -> None:
        """See what these nodes import and define. For the arguments see `sensei.grading.gate.objection`."""
        every = [each for node in nodes for each in ast.walk(node)]
        if len(every) > _MOST:
            raise Stop(Refused("The answer is too long to be read.", "A few lines are enough."))
        self.dotted = Dotted(modules)
        self.given = dict(modules)
        for node in every:
            for name, origin in imported(node):
                if self.dotted.modules.setdefault(name, origin) != origin:
                    self.stop(node, f"takes the name `{name}` away from `{self.dotted.modules[name]}`", _KEEP)
        self.ground = _Ground.of(koan)
        self.classes = {*own, *(each.name for each in every if isinstance(each, ast.ClassDef))}
        self.fixed = self.classes | {each.name for each in every if isinstance(each, DEFINITIONS)}
        self.loose = {each.arg for each in every if isinstance(each, ast.arg)}
        self.loose |= {each.id for each in every if isinstance(each, ast.Name) and not isinstance(each.ctx, ast.Load)}
        self.scopes: list[Collection[str]] = []
        self.compared: set[int] = set()  # expressions that are compared or written out, and go no further
        self.selves = {id(name) for node in every if isinstance(node, ast.ClassDef) for name in _selves(node)}
        self.mine = {
            each.attr
            for each in every
            if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store) and self.is_self(each.value)
        }

    def chain(self, node: ast.AST, path: str) -> None:
        """A name that begins with an imported one."""
        if path in self.ground.paths:
            return
        found = namespace.split(path)
        if found is None:
            odd = any(part.startswith("_") or part in language.ATTRIBUTES for part in path.split("."))
            self.stop(node, f"uses `{head(node)}`, which a graded answer cannot", _SPELLED, odd=odd)
        if path in language.ONLY_ASKED_ABOUT | language.TENSORS and id(node) not in self.compared:
            advice = "Make one with np.array or np.zeros, or with torch.tensor or torch.zeros."
            self.stop(node, f"does more with `{head(node)}` than ask about it", advice, odd=True)
        _, name, behind = found
        if name is None:
            self.stop(node, f"uses the module `{head(node)}` as a value", "Name what you need of it.", odd=True)
        if behind != ("__init__",):  # nn.Module.__init__(self)
            for attr in behind:
                self.attribute(node, attr, node)

    def attribute(self, node: ast.AST, name: str, of: ast.AST) -> None:
        """An attribute of a value, which is no module."""
        if isinstance(getattr(node, "ctx", None), ast.Store | ast.Del):
            self.changes(node, name, of)
        if name in self.ground.attributes:
            return
        match of:
            case ast.Call(func=ast.Name(id="super")) if name in language.METHODS:
                return
            case ast.Name(id=base) if name == "__init__" and base in self.classes:
                return
            case _:
                pass
        own = name.startswith("_") and not name.startswith("__") and self.is_self(of) and name in self.mine
        if (name.startswith("_") and not own) or name in language.ATTRIBUTES:
            self.stop(node, f"uses `.{name}`, which a graded answer cannot", PLAIN, odd=True)

    def changes(self, node: ast.AST, name: str, of: ast.AST) -> None:
        """An attribute may be set where it is data; what a class or a library does stays as it is."""
        match of:
            case ast.Name(id=base) if base in self.fixed or base in language.BUILTINS:
                fixed = True
            case ast.Call(func=ast.Name(id="type")):
                fixed = True
            case _:
                fixed = (
                    name in language.BEHAVIOUR if self.is_self(of) else name not in language.DATA | self.ground.stored
                )
        if fixed:
            self.stop(node, f"changes what `{head(node)}` does", "Write a function of your own.", odd=True)

    def binds(self, node: ast.AST, name: str) -> None:
        """A name that is given to something."""
        if name.startswith("__") and not (isinstance(node, ast.FunctionDef) and name in language.METHODS):
            self.stop(node, f"gives the name `{name}`, which a graded answer cannot", PLAIN, odd=True)
        if isinstance(node, ast.Import | ast.ImportFrom):
            return
        if name in self.dotted.modules and (name in self.given or self.dotted.is_module(name)):
            self.stop(node, f"takes the name `{name}` away from `{self.dotted.modules[name]}`", _KEEP)
        if not self.scopes and name in language.ALL_BUILTINS:
            self.stop(node, f"takes the name `{name}` away from Python", _KEEP, odd=True)

    def extends(self, base: ast.expr) -> bool:
        """Tell whether a class may be built upon this one: it behaves as the library says."""
        path = self.dotted.path(base)
        if path:
            known = bool({path, path.rpartition(".")[0]} & language.EXTENDED)
            return known and path not in language.NOT_EXTENDED
        plain = self.classes | language.PLAIN_BASES
        return isinstance(base, ast.Name) and base.id in plain and base.id not in self.loose

    def is_own(self, name: str) -> bool:
        """Tell whether a name is one of a function around it, so that Python looks no further.

        What stands in no function here stands in the test of the koan.
        """
        scopes = self.scopes or [self.ground.around]
        if isinstance(scopes[-1], Names) and name in scopes[-1]:
            return False
        return any(name in scope for scope in scopes if not isinstance(scope, Names))

    @contextmanager
    def scope(self, names: Collection[str]) -> Iterator[None]:
        """Names that are a function's own while its body is looked at."""
        self.scopes.append(names)
        yield
        self.scopes.pop()

    def is_self(self, node: ast.AST) -> bool:
        """Tell whether this is the object itself, in a method of its class."""
        return id(node) in self.selves

    def stop(self, node: ast.AST, words: str, advice: str, odd: bool = False) -> NoReturn:
        """Refuse a node; `words` go on from the name of its line."""
        line = getattr(node, "lineno", None)
        fact = f"Line {line} {words}." if line else f"The answer {words}."
        raise Stop(Refused(fact, advice, f"it {words}" if odd else "", line))


def _selves(node: ast.ClassDef) -> Iterator[ast.Name]:
    """The names that stand for the object itself in the methods of a class."""
    for method in node.body:
        if isinstance(method, ast.FunctionDef) and [arg.arg for arg in method.args.args[:1]] == ["self"]:
            if method.decorator_list or "self" in bound(method.body):
                continue
            for each in ast.walk(method):
                if isinstance(each, ast.Name) and each.id == "self":
                    yield each


def head(node: ast.AST) -> str:
    """The first line of a node."""
    return describe.one_line(ast.unparse(node).split("\n")[0], 80)
