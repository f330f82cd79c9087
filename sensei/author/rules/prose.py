"""prose: what a learner reads is whole, modest, and shown right on every terminal."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from sensei.author.checkout import ENGLISH, TREES, Checkout
from sensei.author.rule import Rule
from sensei.author.scaffold import TO_WRITE
from sensei.author.violation import Violation
from sensei.course import Topic
from sensei.hints import MILESTONE, milestone
from sensei.source import DEFINITIONS
from sensei.trees import KOANS
from sensei.unify import is_string

FEWEST_WORDS = 3
_BELITTLING = re.compile(r"\b(simply|just|obviously)\b", re.IGNORECASE)


def _read(checkout: Checkout) -> Iterator[Violation]:
    for topic in checkout.topics:
        yield from _koans(checkout, topic)
        for tree in TREES:
            yield from _lines(checkout, checkout.path(tree, topic), english=tree == KOANS)
        for language in checkout.languages:
            path = checkout.hints_path(topic, language)
            yield from _lines(checkout, path, english=False)
            if language == ENGLISH:
                yield from _hints(checkout, topic)


def _koans(checkout: Checkout, topic: Topic) -> Iterator[Violation]:
    path = checkout.path(KOANS, topic)
    if not topic.introduction and not any(checkout.troubles(path)):
        yield checkout.violation(path, 1, "The topic opens without a docstring.", "Say first what it is about.")
    for koan in topic.koans:
        if not koan.lesson.strip():
            yield checkout.at_koan(koan, f"{koan.function} has no docstring.", "The lesson stands there: write it.")
        if len([word for word in koan.name.split("_") if word]) < FEWEST_WORDS:
            fact = f"The name {koan.name} is no sentence."
            yield checkout.at_koan(koan, fact, f"Say in it what the koan shows, in {FEWEST_WORDS} words or more.")
    for top in topic.source.statements:
        docstrings = [top, *(node.body[0] for node in ast.walk(top) if isinstance(node, DEFINITIONS))]
        for node in docstrings:
            if is_string(node):
                yield from _belittling(checkout, path, node, ast.unparse(node))


def _belittling(checkout: Checkout, path: Path, node: ast.stmt, text: str) -> Iterator[Violation]:
    for found in _BELITTLING.finditer(text):
        yield _small(checkout, path, node.lineno, found.group())


def _hints(checkout: Checkout, topic: Topic) -> Iterator[Violation]:
    own = checkout.hints(topic, ENGLISH)
    said = [(MILESTONE, milestone(checkout.hints_path(topic, ENGLISH)))] if own else []
    for name, hints in own.items():
        said += [(name, text) for text in (*hints.rungs, hints.why, *(each.reply for each in hints.misconceptions))]
        said += [(name, text) for text in (hints.picture.words if hints.picture else ())]
    for name, text in said:
        for found in _BELITTLING.finditer(text):
            place = checkout.at_hint(topic, ENGLISH, (name, text), "", "")
            yield _small(checkout, checkout.root / place.path, place.line, found.group())


def _small(checkout: Checkout, path: Path, line: int, word: str) -> Violation:
    fact = f"The word `{word}` tells a learner who is stuck that it is easy."
    return checkout.violation(path, line, fact, "Leave it out.")


def _lines(checkout: Checkout, path: Path, *, english: bool) -> Iterator[Violation]:
    """What each line of a file must not hold, whatever stands on it."""
    if not path.is_file():
        return
    for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").split("\n"), 1):
        if TO_WRITE in line:
            words = line[line.index(TO_WRITE) + len(TO_WRITE) :].strip(" :\"'.")
            yield checkout.violation(path, number, f"This is still to be written: {words}.", "Write it.")
        if english and not line.isascii():
            strange = next(sign for sign in line if not sign.isascii())
            fact = f"The sign {strange!a} is not ASCII."
            yield checkout.violation(path, number, fact, "Some terminals cannot show it: write it in plain signs.")


RULE = Rule("prose", "lessons and hints are written out, without belittling words, and ASCII in English", read=_read)
