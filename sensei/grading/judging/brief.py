"""The brief: all that the course has to say of one koan before answers to it are judged."""

import ast
import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sensei import beyond
from sensei.alone import alone
from sensei.answer import objection
from sensei.course import Koan
from sensei.grading.attempt import Attempt
from sensei.grading.closed import NotPlain, plain, spelled
from sensei.grading.examples import Examples
from sensei.grading.item import Item
from sensei.grading.policy import Policy
from sensei.grading.program import program_of
from sensei.grading.template import Template
from sensei.hints import HintsTrouble
from sensei.pattern import Kind
from sensei.reading import Reading, imports_of


@dataclass(frozen=True, eq=False)
class Brief:
    """One koan of the pristine course, and how it is to be judged."""

    listed: Koan
    policy: Policy

    @cached_property
    def koan(self) -> Koan:
        """The koan, alone in its topic."""
        return alone(self.listed)

    @cached_property
    def template(self) -> Template:
        """The koan, ready to be filled."""
        return Template(self.koan)

    @cached_property
    def property_source(self) -> str:
        """The file that has its property; empty if no property judges it."""
        path = beyond.property_file(self.listed)
        return path.read_text(encoding="utf-8") if path else ""

    @cached_property
    def examples(self) -> Examples | None:
        """What its property is tried with; None if no property judges it."""
        if not self.property_source:
            return None
        place = self.koan.topic.filename
        return Examples.drawn(self.property_source, place, self.koan.function, self.policy.seed, self.policy.examples)

    @cached_property
    def written(self) -> tuple[str, ...]:
        """The definitions before the test function that a student completes."""
        own = {blank.koan for blank in self.koan.blanks if blank.kind is Kind.CODE}
        return tuple(part for part in self.koan.parts if part in own and part != self.koan.function)

    @cached_property
    def lendable(self) -> bool:
        """Whether all code that is asked for is in plain functions, so that calls of them can be handed over."""
        if any(blank.kind is Kind.CODE and blank.koan == self.koan.function for blank in self.koan.blanks):
            return False
        nodes = [self.koan.topic.source.definitions[name] for name in self.written]
        return bool(nodes) and all(isinstance(node, ast.FunctionDef) and not node.decorator_list for node in nodes)

    @cached_property
    def imports(self) -> Mapping[str, str]:
        """The names of the topic's modules, with what they stand for."""
        return {name: origin for name, (origin, _, _) in imports_of(self.koan.topic.source).items()}

    def has_code(self, item: Item) -> bool:
        """Whether something of an item has to be run. A value in a blank for code has not."""
        own = self.koan.function
        code = [n for n, blank in enumerate(self.koan.blanks) if blank.kind is Kind.CODE and blank.koan == own]
        return bool(item.program) or any(not _is_value(item.answers[number], self.imports) for number in code)

    @cached_property
    def solved(self) -> Item:
        """The course's own answers, as a submission would have them."""
        return self.item(self.listed.solution)

    def values(self, answers: Sequence[str]) -> tuple[str, ...]:
        """The answers that are values, each as the closed evaluator spells it, if it can."""
        return tuple(
            _spelled(answer, self.imports, blank.kind)
            for blank, answer in zip(self.koan.blanks, answers, strict=True)
            if blank.kind is not Kind.CODE
        )

    def strange(self, answers: Sequence[str]) -> str:
        """A dotted name in the answers that leads to no constant; empty if there is none."""
        for text in answers:
            tree = ast.parse(text, mode="eval")
            called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
            inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
            for node in ast.walk(tree):
                if isinstance(node, ast.Attribute) and id(node) not in called | inner:
                    first, *rest = ast.unparse(node).split(".")
                    value = self.module.get(first, self)
                    for name in rest:
                        value = getattr(value, name, self)
                    if not plain(value):
                        return ast.unparse(node)
        return ""

    @cached_property
    def module(self) -> Mapping[str, object]:
        """What the koan's lines find around them, less what a student completes."""
        found: dict[str, object] = {}
        exec(self.template.head, found)
        return found

    def item(self, answers: Sequence[str]) -> Item:
        """An item of answers that stand in the course.

        Raises:
            ValueError: one cannot stand in its blank.
        """
        reading = Reading(self.koan.topic, self.koan.filled(answers).encode())
        return Item(self.listed.identity, tuple(answers), program_of(reading, self.koan).text)

    @cached_property
    def mistaken(self) -> tuple[Item, ...]:
        """The wrong answers of the course's own that differ in code and can stand in the blanks."""
        code = [number for number, blank in enumerate(self.koan.blanks) if blank.kind is Kind.CODE]
        found: list[Item] = []
        with contextlib.suppress(HintsTrouble):
            for each in self.listed.hints.misconceptions:
                if any(each.answers[number] != self.listed.solution[number] for number in code):
                    with contextlib.suppress(ValueError):
                        item = self.item(each.answers)
                        Attempt(self.template, item.answers, program=item.program)
                        found.append(item)
        return tuple(found)


def _spelled(answer: str, imports: Mapping[str, str], kind: Kind) -> str:
    try:
        return spelled(ast.parse(answer, mode="eval").body, imports, kind)
    except (SyntaxError, NotPlain):
        return answer


def _is_value(answer: str, imports: Mapping[str, str]) -> bool:
    """Whether an answer is the canonical spelling of a value."""
    try:
        tree = ast.parse(answer, mode="eval").body
        return objection(tree, imports) is None and spelled(tree, imports) == answer
    except (SyntaxError, NotPlain):
        return False
