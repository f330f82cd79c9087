"""The reading of a learner's file: what its text alone tells of each koan, before anything is run."""

import ast
import copy
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from sensei import aftermath, answer, explain, misconception
from sensei.course import Koan, Topic
from sensei.pattern import Blank, Harvest, Kind, find, harvest
from sensei.source import DEFINITIONS, Piece, Source, Trouble, decode
from sensei.verdict import Verdict


@dataclass(frozen=True)
class Filled:
    """What a learner's file holds of one koan: its blanks that are left, and the answers."""

    koan: Koan
    harvest: Harvest
    left: Sequence[Blank]


class Reading:
    """A learner's koan file as text.

    Args:
        topic: the pristine topic that the file belongs to.
        raw: its bytes, whatever they are.
    """

    def __init__(self, topic: Topic, raw: bytes) -> None:
        """Read the file; nothing is run."""
        self.topic = topic
        self.source: Source = decode(raw)
        self._blanks = find(self.source)

    @cached_property
    def settled(self) -> dict[str, Verdict]:
        """The verdicts that need no run, by function: `blank`, `edited`, `mirror` and what does not parse."""
        verdicts: dict[str, Verdict] = {}
        for function, filled in self.filled.items():
            try:
                verdict = self._settle(filled)
            except Exception as ours:
                verdict = aftermath.unjudged(filled.koan, ours)
            if verdict:
                verdicts[function] = verdict
        return verdicts

    @cached_property
    def filled(self) -> dict[str, Filled]:
        """Each koan of the topic as the file has it, by function."""
        found: dict[str, Filled] = {}
        for koan in self.topic.koans:
            left = [blank for blank in self._blanks if blank.koan in koan.parts]
            found[koan.function] = Filled(koan, koan.harvest(self.source), left)
        return found

    @cached_property
    def rejected(self) -> dict[ast.stmt, Trouble]:
        """Statements that parse and still are no Python: a `break` outside a loop is seen only when it is compiled."""
        statements = list(self.source.statements)
        if _rejection(*statements) is None:
            return {}
        found = {node: trouble for node in statements if (trouble := _rejection(node))}
        return {node: replace(each, text=self.source.lines[each.line - 1]) for node, each in found.items()}

    def span(self, koan: Koan) -> tuple[int, int]:
        """First and last line of the koan in this file, from 1; (1, 0), which is nothing, where it is not there."""
        own = [piece for piece in self.source.pieces if piece.name in koan.parts]
        if not own:
            return 1, 0
        return min(piece.start for piece in own), max(piece.end for piece in own)

    @cached_property
    def _imported(self) -> dict[str, tuple[str, str, int]]:
        return imports_of(self.source)

    def _settle(self, filled: Filled) -> Verdict | None:
        koan = filled.koan
        trouble = self._trouble_of(koan)
        if trouble:
            return explain.unreadable(koan, trouble)
        definitions = self.source.definitions
        if any(part not in definitions for part in koan.parts):
            return self._missing(koan)
        if filled.left:
            return explain.blank(koan, filled.left)
        if filled.harvest.drift:
            return explain.edited(koan, filled.harvest.drift)
        rejected = [self.rejected.get(definitions[part]) for part in koan.parts]
        if trouble := next(filter(None, rejected), None):
            return explain.unreadable(koan, trouble)
        return self._imports(koan) or self._objection(filled)

    def _trouble_of(self, koan: Koan) -> Trouble | None:
        head = next((p.trouble for p in self.source.pieces[:1] if p.trouble and p.name is None), None)
        own = (self.source.trouble_of(part) for part in koan.parts)
        return next((trouble for trouble in own if trouble), None) or head

    def _missing(self, koan: Koan) -> Verdict:
        part = next(part for part in koan.parts if part not in self.source.definitions)
        strangers = set(self.source.definitions) - {name for each in self.topic.koans for name in each.parts}
        for name in sorted(strangers):
            node = self.source.definitions[name]
            alias = copy.copy(node)
            alias.name = part
            renamed = Source(self.source.text, (Piece(1, 1, (alias,), part),), None, self.source.lines)
            if not harvest(self.topic.source, renamed, part).drift:
                return explain.missing(koan, part, name, node.lineno)
        return explain.missing(koan, part, None, None)

    def _imports(self, koan: Koan) -> Verdict | None:
        """The koan's libraries must be there under the koan's names; the blank itself is no longer needed."""
        wanted, found = imports_of(self.topic.source), self._imported
        for name, (origin, text, _) in wanted.items():
            if origin.startswith("sensei"):
                continue
            if name not in found:
                return explain.lost_import(koan, text, None, 1)
            if found[name][0] != origin:
                return explain.lost_import(koan, text, found[name][1], found[name][2])
        libraries = {name for name, (origin, _, _) in wanted.items() if not origin.startswith("sensei")}
        for node in self.source.statements:
            if shadowed := sorted(_rebound(node) & libraries):
                return explain.shadowed(koan, shadowed[0], ast.unparse(node).split("\n")[0], node.lineno)
        return None

    def _objection(self, filled: Filled) -> Verdict | None:
        koan, modules = filled.koan, imports_of(self.topic.source)
        pairs = zip(koan.blanks, filled.harvest.nodes, filled.harvest.answers, strict=True)
        for number, (blank, node, text) in enumerate(pairs):
            if blank.kind is Kind.CODE or not isinstance(node, ast.expr):
                continue
            trouble = answer.objection_to_exception(node) if blank.kind is Kind.EXCEPTION else None
            trouble = trouble or answer.objection(node, modules, koan.names)
            if trouble:
                verdict = explain.objected(koan, node.lineno, text, trouble)
                return misconception.recognise(koan, verdict, filled.harvest.answers, {number})
        return None


@lru_cache(maxsize=64)
def imports_of(source: Source) -> dict[str, tuple[str, str, int]]:
    """Each imported name with what it stands for, the statement's text and its line."""
    found: dict[str, tuple[str, str, int]] = {}
    for node in source.statements:
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            for each in node.names:
                name = each.asname or (each.name if module else each.name.split(".")[0])
                origin = module + each.name if module or each.asname else name  # `import torch.nn` binds torch
                found[name] = (origin, ast.unparse(node), node.lineno)
    return found


def _rejection(*statements: ast.stmt) -> Trouble | None:
    """What Python's compiler has against statements that its parser let through."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(ast.Module(list(statements), []), "<koans>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None) or statements[0].lineno
        return Trouble(line, getattr(error, "msg", None) or str(error))
    return None


def _rebound(node: ast.stmt) -> set[str]:
    """The names that a top-level statement gives to something of its own."""
    if isinstance(node, DEFINITIONS):
        return {node.name}
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
