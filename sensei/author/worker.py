"""The worker: what one warm process does, a koan at a time."""

import importlib
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from sensei.author import terminal
from sensei.author.case import Case
from sensei.author.checkout import Checkout
from sensei.author.rule import Rule
from sensei.author.rules import RULES
from sensei.author.violation import Violation
from sensei.judge import LATE
from sensei.warm.libraries import ONE_THREAD, settle

# A run in which nothing differs from one machine to the next but what is proved.
ENVIRONMENT = {
    **ONE_THREAD,
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    "NO_COLOR": "1",
    "COLUMNS": "100",
    "KOANS_TIMEOUT": "15",
}
# On a build server (the first two) pytest shortens nothing, and its summary tells of every failure at full length.
_NOT_OURS = ("CI", "BUILD_NUMBER", "PY_COLORS", "PYTEST_ADDOPTS", "PYTEST_CURRENT_TEST")


@dataclass(frozen=True)
class Task:
    """One koan of a checkout, and the rules to apply to it. `run` tells one check from the next of the same folder."""

    root: Path
    run: str
    filename: str
    koan: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """What came of a task: what is violated, and how many things were tried."""

    violations: tuple[Violation, ...] = ()
    tried: Counter[str] = field(default_factory=Counter[str])


def warm(folder: Path) -> None:
    """Prepare this process: one thread, the libraries, and a folder of its own below `folder`."""
    os.environ.update(ENVIRONMENT)
    for name in _NOT_OURS:
        os.environ.pop(name, None)
    import hypothesis  # noqa: F401
    import numpy  # noqa: F401
    import pytest  # noqa: F401
    import torch  # noqa: F401

    for module in LATE.values():
        importlib.import_module(module)
    terminal.live_in(folder / str(os.getpid()))
    settle()


def prove(task: Task) -> Finding:
    """Apply the rules to a koan."""
    checkout = _checkout(task.root, task.run)
    topic = next(topic for topic in checkout.course.topics if topic.filename == task.filename)
    koan = next(koan for koan in topic.koans if koan.name == task.koan)
    case = Case(checkout, koan)
    violations: list[Violation] = []
    for rule in RULES:
        if rule.name in task.rules and rule.run:
            try:
                violations += named(rule, rule.run(case))
            except Exception as error:  # whatever an author's koan does to a rule must not hide the other rules
                violations += named(rule, [checkout.at_koan(koan, *unproved(error))])
    return Finding(tuple(violations), case.tried)


def named(rule: Rule, violations: Iterable[Violation]) -> list[Violation]:
    """The violations with the name of the rule in them."""
    return [replace(violation, rule=rule.name) for violation in violations]


def unproved(error: Exception) -> tuple[str, str]:
    """Fact and remedy where a rule itself stumbles."""
    fact = f"This could not be proved: {type(error).__name__}: {' '.join(str(error).split())}."
    return fact, "Look for what is unusual here; if there is nothing, the rule is at fault: please report it."


@lru_cache(maxsize=1)
def _checkout(root: Path, run: str) -> Checkout:
    return Checkout.at(root)
