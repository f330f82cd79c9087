"""parity: the trees hold the same topics, and a solution is its koan with the blanks filled and nothing else."""

import re
from collections.abc import Iterator

from sensei.author.checkout import ENGLISH, TREES, Checkout
from sensei.author.differences import differences
from sensei.author.rule import Rule
from sensei.author.violation import Violation
from sensei.course import Topic
from sensei.trees import KOANS

_PYTHON = re.compile(r"test_(?P<topic>\d{2,}_[a-z][a-z0-9_]*)\.py")
_TOML = re.compile(r"(?P<topic>\d{2,}_[a-z][a-z0-9_]*)\.toml")


def _read(checkout: Checkout) -> Iterator[Violation]:
    if checkout.whole:
        yield from _strangers(checkout)
        yield from _namesakes(checkout)
    if ENGLISH not in checkout.languages:
        remedy = "Write the hints in English first: they are what translations are held against."
        yield checkout.violation(checkout.root / "hints" / ENGLISH, 1, "There are no English hints.", remedy)
    for topic in checkout.topics:
        wanted = [checkout.path(tree, topic) for tree in TREES[1:]]
        wanted += [checkout.hints_path(topic, language) for language in checkout.languages]
        for path in wanted:
            if not path.is_file():
                named = path.relative_to(checkout.root).as_posix()
                remedy = "Every topic has one file in each tree: write it, or delete the topic."
                yield checkout.violation(checkout.path(KOANS, topic), 1, f"{named} is missing.", remedy)
        twins = list(_twins(checkout, topic))
        yield from twins
        if not twins:
            yield from _solution(checkout, topic)


def _solution(checkout: Checkout, topic: Topic) -> Iterator[Violation]:
    koans, solution = checkout.path(KOANS, topic), checkout.path("solutions", topic)
    if not solution.is_file() or any(checkout.troubles(koans)) or any(checkout.troubles(solution)):
        return
    for line, fact in differences(topic):
        yield checkout.violation(solution, line, fact, "Make koan and solution the same but for the blanks.")


def _strangers(checkout: Checkout) -> Iterator[Violation]:
    """Files that belong to no topic, by their name or because their topic has no koans."""
    known = {f"{topic.number}_{topic.slug}" for topic in checkout.course.topics}
    folders = [(checkout.root / tree, _PYTHON) for tree in TREES]
    folders += [(checkout.root / "hints" / language, _TOML) for language in checkout.languages]
    for folder, pattern in folders:
        for path in sorted(folder.iterdir() if folder.is_dir() else []):
            match = pattern.fullmatch(path.name)
            if path.name.startswith((".", "__pycache__")):
                continue
            if not match or not path.is_file():
                shape = "test_NN_topic.py" if pattern is _PYTHON else "NN_topic.toml"
                remedy = f"Rename it to {shape}, or move it out of this folder."
                yield checkout.violation(path, 1, f"{path.name} is no file of a topic.", remedy)
            elif match["topic"] not in known:
                remedy = f"Write {KOANS}/test_{match['topic']}.py, or delete this file."
                yield checkout.violation(path, 1, "The topic of this file has no koans.", remedy)
    hints = checkout.root / "hints"
    for path in sorted(hints.iterdir() if hints.is_dir() else []):
        if path.is_file() and not path.name.startswith("."):
            remedy = "Move it into the folder of its language."
            yield checkout.violation(path, 1, f"{path.name} lies beside the languages.", remedy)


def _namesakes(checkout: Checkout) -> Iterator[Violation]:
    """Topics that share a number or a slug."""
    numbers: dict[str, str] = {}
    slugs: dict[str, str] = {}
    for topic in checkout.course.topics:
        for what, seen, key in (("number", numbers, topic.number), ("name", slugs, topic.slug)):
            if key in seen:
                remedy = f"Give this topic another {what} in all trees."
                fact = f"{seen[key]} has the same {what}."
                yield checkout.violation(checkout.path(KOANS, topic), 1, fact, remedy)
            seen.setdefault(key, topic.filename)


def _twins(checkout: Checkout, topic: Topic) -> Iterator[Violation]:
    """Koans or helpers of one topic that share a name."""
    names: dict[str, int] = {}
    for piece in topic.source.pieces:
        if piece.name and piece.name in names:
            fact = f"Line {names[piece.name]} already defines {piece.name}, and Python keeps one of them."
            path = checkout.path(KOANS, topic)
            yield checkout.violation(path, piece.start, fact, "Give one of them another name.")
        names.setdefault(piece.name or "", piece.start)


RULE = Rule("parity", "the trees hold the same topics, and koan and solution differ at blanks only", read=_read)
