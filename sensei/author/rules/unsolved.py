"""unsolved: every koan waits for its learner, and every `___` in a koan file is a blank that can be filled."""

import ast
import io
import keyword
import tokenize
from collections.abc import Iterator

from sensei.author.checkout import Checkout
from sensei.author.rule import Rule
from sensei.author.violation import Violation
from sensei.blank import NAME
from sensei.course import Topic
from sensei.places import position
from sensei.reading import Reading
from sensei.trees import KOANS
from sensei.verdict import Outcome


def _read(checkout: Checkout) -> Iterator[Violation]:
    for topic in checkout.topics:
        path = checkout.path(KOANS, topic)
        if any(checkout.troubles(path)):
            continue
        yield from _koans(checkout, topic)
        for line, fact in [*_names(topic), *_homeless(topic)]:
            yield checkout.violation(path, line, fact, f"A blank is the lone name {NAME} where an answer can be read.")


def _koans(checkout: Checkout, topic: Topic) -> Iterator[Violation]:
    settled = Reading(topic, topic.source.text.encode()).settled
    for koan in topic.koans:
        verdict = settled.get(koan.function)
        if not koan.blanks:
            yield checkout.at_koan(koan, f"{koan.function} has no blank.", f"Put {NAME} where the learner shall think.")
        elif verdict is None or verdict.outcome is not Outcome.BLANK:
            outcome = verdict.outcome if verdict else "ready to run"
            yield checkout.at_koan(
                koan, f"{koan.function} is {outcome} before anyone has filled it.", "Leave its blanks empty."
            )


def _names(topic: Topic) -> Iterator[tuple[int, str]]:
    """Every name that looks like a blank to a reader and is none, and every blank that is written to."""
    blanks = {(blank.line, blank.column) for blank in topic.blanks}
    imported = {
        node.lineno for node in topic.source.statements if isinstance(node, ast.ImportFrom) and node.module == "sensei"
    }
    for token in tokenize.generate_tokens(io.StringIO(topic.source.text).readline):
        line, column = token.start
        if token.type != tokenize.NAME or NAME not in token.string or keyword.iskeyword(token.string):
            continue
        if token.string != NAME:
            yield line, f"The name {token.string} holds a {NAME}."
        elif line not in imported and (line, column + 1) not in blanks:
            yield line, f"This {NAME} is not a blank that can be found."
    for node in (each for top in topic.source.statements for each in ast.walk(top)):
        if isinstance(node, ast.Name) and node.id == NAME and not isinstance(node.ctx, ast.Load):
            yield node.lineno, f"This {NAME} is written to."


def _homeless(topic: Topic) -> Iterator[tuple[int, str]]:
    """Blanks outside of koans, and strings that look like one to the eye but not to Python."""
    parts = {part for koan in topic.koans for part in koan.parts}
    for blank in topic.blanks:
        if blank.koan not in parts:
            yield blank.line, f"This {NAME} stands in no koan."
    nodes = [node for top in topic.source.statements for node in ast.walk(top)]
    docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        text = node.value if isinstance(node, ast.Constant) and id(node) not in docstrings else None
        if isinstance(text, str) and NAME in text:
            yield position(node)[0], f"This {NAME} is text inside a string."


RULE = Rule("unsolved", "every koan is blank, and every ___ is a blank that is found", read=_read)
