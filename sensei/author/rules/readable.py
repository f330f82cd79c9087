"""readable: every file of the trees can be read, and holds koans where it should."""

import re
from collections.abc import Iterator
from pathlib import Path

from sensei.author.checkout import TREES, Checkout
from sensei.author.rule import Rule
from sensei.author.violation import Violation
from sensei.course import Topic
from sensei.hints import HintsTrouble
from sensei.trees import KOANS

_PLACE = re.compile(r"\[+(?P<name>\w+)|line (?P<line>\d+)")


def _read(checkout: Checkout) -> Iterator[Violation]:
    for topic in checkout.topics:
        for tree in TREES:
            for trouble in checkout.troubles(checkout.path(tree, topic)):
                said = trouble.message if not trouble.text else f"{trouble.message}: {trouble.text.strip()}"
                path = checkout.path(tree, topic)
                yield checkout.violation(path, trouble.line, f"This cannot be read: {said}.", "Mend the line.")
        if not topic.koans and not any(checkout.troubles(checkout.path(KOANS, topic))):
            fact = "The file holds no koan."
            remedy = f"`koans author new {topic.slug} NAME` adds the first, or delete the topic in all trees."
            yield checkout.violation(checkout.path(KOANS, topic), 1, fact, remedy)
        for language in checkout.languages:
            unusable = checkout.hints_trouble(topic, language)
            if unusable:
                yield _of_hints(checkout, topic, language, unusable)


def _of_hints(checkout: Checkout, topic: Topic, language: str, trouble: HintsTrouble) -> Violation:
    path: Path = checkout.hints_path(topic, language)
    said = str(trouble).replace(str(path), "").strip(" :")
    found = _PLACE.search(said)
    if said.startswith("is not TOML"):
        line = int(found["line"]) if found and found["line"] else 1
        return checkout.violation(path, line, f"The file {said}.", "Mend the line, or save the file as UTF-8.")
    where = (found["name"], "") if found else ("", "")
    return checkout.at_hint(topic, language, where, f"{said}.", "Write what the other koans of the file have there.")


RULE = Rule("readable", "every file of the trees can be read and holds koans", read=_read)
