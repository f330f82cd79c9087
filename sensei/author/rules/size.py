"""size: a koan fits on a screen, and a file in a head."""

import ast
from collections.abc import Iterator

from sensei.author.checkout import Checkout
from sensei.author.rule import Rule
from sensei.author.violation import Violation
from sensei.course import Topic
from sensei.source import Definition
from sensei.trees import KOANS
from sensei.unify import is_string

KOAN, FILE = 12, 250
_NOT_OURS = ("pristine", "carried")


def _read(checkout: Checkout) -> Iterator[Violation]:
    for topic in checkout.topics:
        path = checkout.path(KOANS, topic)
        lines = len(topic.source.text.rstrip("\n").split("\n"))
        if lines > FILE:
            fact = f"The topic has {lines} lines of at most {FILE}."
            yield checkout.violation(path, FILE + 1, fact, "Make two topics of it, or shorten it.")
        for name, node in topic.source.definitions.items():
            count = len(_code(topic, node))
            if count > KOAN:
                fact = f"{name} has {count} lines of code of at most {KOAN}."
                yield checkout.violation(path, node.lineno, fact, "One idea a koan: leave something out.")
    if checkout.whole:
        for path in sorted((checkout.root / "sensei").rglob("*.py")):
            lines = path.read_bytes().count(b"\n")
            if lines > FILE and not set(path.relative_to(checkout.root).parts) & set(_NOT_OURS):
                fact = f"The file has {lines} lines of at most {FILE}."
                yield checkout.violation(path, FILE + 1, fact, "Move one of its nouns to a file of its own.")


def _code(topic: Topic, node: Definition) -> list[int]:
    """The numbers of its lines that hold code: no docstring, nothing empty, no comment that stands alone."""
    strings = [each for each in ast.walk(node) if isinstance(each, ast.stmt) and is_string(each)]
    words = {line for each in strings for line in range(each.lineno, (each.end_lineno or each.lineno) + 1)}
    return [
        number
        for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)
        if number not in words and topic.source.lines[number - 1].strip("\t ") and not _is_comment(topic, number)
    ]


def _is_comment(topic: Topic, number: int) -> bool:
    return topic.source.lines[number - 1].lstrip().startswith("#")


RULE = Rule("size", f"a koan has at most {KOAN} lines of code, a topic and a file of the engine {FILE}", read=_read)
