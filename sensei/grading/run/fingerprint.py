"""The fingerprint: a name for all that a verdict on a koan depends on, beside the answers and the policy."""

import ast
import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import metadata
from pathlib import Path

import sensei
from sensei.course import Koan, Topic
from sensei.refusal import Refusal
from sensei.source import DEFINITIONS, Source, decode

# What these do not hold is the judging and the reading of answers: they only keep and show what came of it.
_BYSTANDERS = ("pristine", "carried", "author", "commands", "doctor", "watch", "run", "outputs", "report")
_LIBRARIES = ("torch", "numpy", "scikit-learn", "hypothesis")


def of_koan(koan: Koan) -> str:
    """The same as long as nothing changes that can change a verdict on this koan: neither course nor engine.

    Comments and layout are not in it, nor are hints that do not answer a misconception.
    """
    topic = koan.topic
    definitions = [ast.dump(topic.source.definitions[part]) for part in koan.parts]
    beliefs = [[each.answers, each.reply] for each in koan.hints.misconceptions]
    return _digest(_engine(), _around(topic), _properties(topic), definitions, koan.identity, koan.solution, beliefs)


def of_koans(koans: Iterable[Koan]) -> str:
    """The fingerprint of some koans together, in their order: what a sheet depends on beside the bytes handed in."""
    return _digest([of_koan(koan) for koan in koans])


def libraries() -> str:
    """The versions that a verdict depends on, as a person reads them. Nothing is imported.

    Raises:
        Refusal: one of them is not installed.
    """
    try:
        found = [f"{name} {metadata.version(name)}" for name in _LIBRARIES]
    except metadata.PackageNotFoundError as missing:
        raise Refusal(f"{missing.name} is not installed, and without it nothing can be judged") from None
    return ", ".join([*found, "Python {}.{}.{}".format(*sys.version_info)])


@lru_cache(maxsize=1024)
def _around(topic: Topic) -> str:
    """What stands at the top level of a topic's file beside its koans: the imports, and what they share."""
    return _digest(_plain(topic.source))


@lru_cache(maxsize=1024)
def _properties(topic: Topic) -> str:
    path = topic.trees.properties / topic.filename
    raw = path.read_bytes() if path.is_file() else b""
    source = decode(raw)
    return _digest([ast.dump(node) for node in source.statements] if not source.trouble else raw.hex())


def _plain(source: Source) -> Sequence[str]:
    return [ast.dump(node) for node in source.statements if not isinstance(node, DEFINITIONS)]


@lru_cache(maxsize=1)
def _engine() -> str:
    """A name for the engine itself: a new version of it may judge otherwise."""
    home = Path(sensei.__file__).parent
    files = sorted(path for path in home.rglob("*.py") if not set(_BYSTANDERS) & set(path.relative_to(home).parts))
    return _digest([[path.relative_to(home).as_posix(), _digest(path.read_bytes().hex())] for path in files])


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
