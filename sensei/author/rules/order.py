"""order: nothing is asked for that was not introduced."""

import ast
from collections.abc import Iterator
from functools import cached_property

from sensei.author.checkout import Checkout
from sensei.author.names import Known, Need, aliases_of, comments_of, needs, tree_of
from sensei.author.rule import Rule
from sensei.author.violation import Violation
from sensei.course import Koan


class _Walk:
    """A learner's way through the course, from its first koan on."""

    def __init__(self, checkout: Checkout) -> None:
        self.checkout = checkout
        self.known = Known()

    @cached_property
    def asked(self) -> set[str]:
        return {topic.filename for topic in self.checkout.topics}

    def violations(self) -> Iterator[Violation]:
        for topic in self.checkout.course.topics:
            self.known.read_prose(topic.introduction, aliases_of(topic.source))
            for koan in topic.koans:
                self.read(koan)
                if topic.filename in self.asked and self.checkout.sound(koan):
                    yield from self.missing(koan)
                self.read_answers(koan)

    def read(self, koan: Koan) -> None:
        source = koan.topic.source
        aliases = aliases_of(source)
        for piece in source.pieces:
            if piece.name not in koan.parts:
                continue
            self.known.read_prose(comments_of("\n".join(source.lines[piece.start - 1 : piece.end])), aliases)
            for node in piece.statements:
                self.known.read_code(node, aliases)
                strings = (each for each in ast.walk(node) if isinstance(each, ast.Constant))
                for string in strings:
                    if isinstance(string.value, str):
                        self.known.read_prose(string.value, aliases)

    def read_answers(self, koan: Koan) -> None:
        for answer in koan.solution:
            self.known.read_code(tree_of(answer), aliases_of(koan.topic.source))

    def missing(self, koan: Koan) -> Iterator[Violation]:
        told: set[Need] = set()
        for blank, answer in zip(koan.blanks, koan.solution, strict=True):
            for need in needs(tree_of(answer), aliases_of(koan.topic.source)):
                if need not in told and not self.known.has(need):
                    told.add(need)
                    fact = f"The answer `{' '.join(answer.split())}` needs {need.shown}, which nothing before it shows."
                    remedy = "Name it in the lesson or in an earlier koan."
                    yield self.checkout.at_koan(koan, fact, remedy, blank.line)


def _read(checkout: Checkout) -> Iterator[Violation]:
    return _Walk(checkout).violations()


RULE = Rule("order", "every name that an answer needs was introduced before", read=_read, stands_on=("parity",))
