"""The gate: may this code be run at all? An allow-list of names, resolved, in front of the sandbox.

It is no boundary by itself. It keeps out what no koan needs, so that whoever leaves its ground is seen.
"""

import ast
from collections.abc import Collection, Mapping, Sequence

from sensei.course import Koan
from sensei.grading import language, namespace
from sensei.grading.phrases import peeks, saves_plainly
from sensei.grading.rules import PLAIN, Refused, Rules, Stop, head
from sensei.grading.scopes import COMPREHENSIONS, Names, arguments, bound, given

__all__ = ["Refused", "objection"]


def objection(nodes: Sequence[ast.AST], koan: Koan, modules: Mapping[str, str], own: Collection[str]) -> Refused | None:
    """Say what keeps code answers and what they bring along from being run, or None.

    A name that nobody knows is no objection: Python will say so when it gets there.

    Args:
        nodes: what would be run: filled definitions of the koan, answers that stand in its test, and the student's
            own definitions, assignments and imports that these use.
        koan: whose answers they are. What its own pristine definitions use, they may use.
        modules: what each imported name stands for, in full, such as `{"nn": "torch.nn"}`.
        own: the functions and classes that stand at the top of the file.
    """
    try:
        gate = _Gate(koan, modules, own, nodes)
        for node in nodes:
            if isinstance(node, ast.expr):
                gate.among_the_koan(node)
            gate.visit(node)
    except Stop as stop:
        return stop.refused
    except RecursionError:
        return Refused("The answer is nested too deeply to be read.", "Give its parts names of their own.")
    return None


class _Gate(Rules):
    def among_the_koan(self, answer: ast.expr) -> None:
        """An answer that stands in the test itself sees the koan's own values; it may read them, and no more."""
        for node in ast.walk(answer):
            match node:
                case ast.NamedExpr() | ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp():
                    reads = False
                case ast.GeneratorExp():
                    reads = False
                case ast.Call(func=called, keywords=keywords):
                    reads = self._reads(called) and all(each.arg in language.READING_OPTIONS for each in keywords)
                case ast.Name(id=name):
                    reads = name not in self.fixed or name in self.ground.around
                case _:
                    reads = True
            if not reads:
                where = node if isinstance(node, ast.expr) else answer
                self.stop(where, f"has `{head(where)}` among the koan's own lines", "Give a plain value.", odd=True)

    def _reads(self, called: ast.expr) -> bool:
        match called:
            case ast.Name(id=name) if name not in self.dotted.modules:
                return name in language.READING_CALLS and not self.is_own(name)
            case ast.Attribute(attr=name) if self.dotted.path(called) is None:
                return name in language.READING_METHODS
            case _:
                return self.dotted.path(called) in language.READING_CALLS

    def visit(self, node: ast.AST) -> None:
        if not isinstance(node, language.NODES) or getattr(node, "type_params", None):
            self.stop(node, f"has `{head(node)}`, which is no part of a graded answer", PLAIN)
        for name in given(node):
            self.binds(node, name)
        super().visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        name = node.id
        if not isinstance(node.ctx, ast.Load):
            self.binds(node, name)
        elif name in self.dotted.modules:
            self.chain(node, self.dotted.modules[name])
        elif name.startswith("__"):
            self.stop(node, f"uses `{name}`, which a graded answer cannot", PLAIN, odd=True)
        elif name in language.ALL_BUILTINS - (language.BUILTINS - language.ONLY_CALLED) and not self.is_own(name):
            self.stop(node, f"uses `{name}` in a way that a graded answer cannot", PLAIN, odd=True)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        path = self.dotted.path(node)
        if path is None:
            self.attribute(node, node.attr, node.value)
            self.visit(node.value)
        elif isinstance(node.ctx, ast.Load):
            self.chain(node, path)
        else:
            self.stop(node, f"changes `{head(node)}`, which is not yours", "Leave it as it is.", odd=True)

    def visit_Call(self, node: ast.Call) -> None:
        """Only the name of what is called is ever passed over; what it is given is always looked at."""
        known = True
        match node:
            case ast.Call(func=ast.Name(id="type"), args=[of], keywords=[]) if not isinstance(of, ast.Starred):
                known = id(node) in self.compared
            case ast.Call(func=ast.Name(id="super"), args=[], keywords=[]):
                pass
            case ast.Call(func=ast.Name(id="super"), args=[ast.Name(id=name), ast.Name(id="self")], keywords=[]) if (
                name in self.classes
            ):
                pass
            case ast.Call(func=ast.Name(id="getattr" | "hasattr"), args=[of, ast.Constant(value=str(name)), *_]):
                self.attribute(node, name, of)
            case ast.Call(func=ast.Attribute(attr="format", value=ast.Constant(value=str(text)))):
                if peeks(text):
                    self.stop(node, "looks into a value by way of a format string", "Give it the value.", odd=True)
            case ast.Call(func=ast.Attribute(attr="savefig", value=figure)) if saves_plainly(node):
                if self.dotted.path(node.func) is None:
                    self.visit(figure)
            case ast.Call(func=ast.Name(id="isinstance" | "issubclass" | "print" | "repr" | "str" as name), args=args):
                known = False
                if not self.is_own(name):
                    self.compared |= {id(one) for each in args for one in (each, *getattr(each, "elts", ()))}
            case _:
                known = False
                if self.dotted.path(node.func) in language.TENSORS and _gives_no_address(node):
                    self.compared.add(id(node.func))
        for part in ast.iter_child_nodes(node):
            if part is not node.func or not known:
                self.visit(part)

    def annotated(self, annotation: ast.expr | None) -> None:
        """Nobody asks a function of an answer for its annotations."""
        if annotation is not None:
            nodes = [*ast.walk(annotation)]
            if all(isinstance(each, language.ANNOTATING) for each in nodes):
                self.compared |= {id(each) for each in nodes}
            self.visit(annotation)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.annotated(node.annotation)
        for each in (node.target, node.value):
            if each is not None:
                self.visit(each)

    def visit_Compare(self, node: ast.Compare) -> None:
        self.compared |= {id(each) for each in (node.left, *node.comparators)}
        self.generic_visit(node)

    def visit_FormattedValue(self, node: ast.FormattedValue) -> None:
        self.compared.add(id(node.value))
        self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        if node.keywords:
            self.stop(node, "gives a class something besides its bases", PLAIN, odd=True)
        for base in node.bases:
            if not self.extends(base):
                self.stop(base, f"builds a class upon `{head(base)}`", "An nn.Module or a Dataset is enough.", odd=True)
        for each in (*node.bases, *node.decorator_list):
            self.visit(each)
        for own in node.body:
            if node.bases and isinstance(own, ast.FunctionDef) and own.name in language.BEHAVIOUR - language.HOOKS:
                self.stop(own, f"changes what `{head(own)}` does", "Give the method another name.", odd=True)
        with self.scope(Names(bound(node.body))):
            for statement in node.body:
                self.visit(statement)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.annotated(node.returns)
        for each in node.decorator_list:
            self.visit(each)
        self.function(node.args, node.body)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self.function(node.args, [node.body])

    def function(self, parameters: ast.arguments, body: Sequence[ast.AST]) -> None:
        every = arguments(parameters)
        for each in (*parameters.defaults, *parameters.kw_defaults):
            if each is not None:
                self.visit(each)
        for arg in every:
            self.annotated(arg.annotation)
        names = {arg.arg for arg in every}
        with self.scope(names | bound(body)):
            for arg in every:
                self.binds(arg, arg.arg)
            for part in body:
                self.visit(part)

    def generic_visit(self, node: ast.AST) -> None:
        if not isinstance(node, COMPREHENSIONS):
            super().generic_visit(node)
            return
        self.visit(node.generators[0].iter)  # it is looked up outside
        names = {
            each.id
            for part in node.generators
            for each in ast.walk(part.target)
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
        }
        with self.scope(names):
            super().generic_visit(node)

    def visit_MatchClass(self, node: ast.MatchClass) -> None:
        if node.patterns and not (isinstance(node.cls, ast.Name) and node.cls.id in language.SELF_MATCHING):
            self.stop(node, f"takes `{head(node.cls)}` apart by places", "Name the attributes.", odd=True)
        self.compared.add(id(node.cls))
        for name in node.kwd_attrs:
            self.attribute(node, name, node)
        self.generic_visit(node)

    def visit_Import(self, node: ast.Import) -> None:
        for each in node.names:
            if each.name not in namespace.modules():
                self.stop(node, f"imports `{each.name}`, which a graded answer cannot", PLAIN, odd=True)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for each in node.names:
            found = None if node.level else namespace.split(f"{node.module}.{each.name}")
            if (found is None or found[2]) and node.module != "__future__":
                self.stop(
                    node,
                    f"imports `{each.name}` of `{node.module or '.'}`, which a graded answer cannot",
                    PLAIN,
                    odd=True,
                )


def _gives_no_address(node: ast.Call) -> bool:
    """Tell whether a class of tensors is called without the keyword by which torch takes an address for a tensor."""
    return all(each.arg not in {None, "cdata"} for each in node.keywords)
