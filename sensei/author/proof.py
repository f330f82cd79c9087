"""The proof: all chosen rules applied to a checkout, by reading in this process and by running in a pool."""

import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sensei.author.checkout import Checkout
from sensei.author.pool import Pool
from sensei.author.rule import Rule
from sensei.author.violation import Violation
from sensei.author.worker import Finding, Task, named, unproved


@dataclass(frozen=True)
class Proof:
    """What was proved of a checkout, and what was not."""

    checkout: Checkout
    rules: tuple[Rule, ...]
    violations: tuple[Violation, ...] = ()
    tried: Counter[str] = field(default_factory=Counter[str])

    @property
    def summary(self) -> str:
        """One line with the counts of all that was gone through."""
        koans = [koan for topic in self.checkout.topics for koan in topic.koans]
        parts = [
            _count(len(koans), "koan"),
            _count(sum(len(koan.blanks) for koan in koans), "blank"),
            _count(len(self.checkout.topics), "topic"),
            _count(len(self.checkout.languages), "language"),
        ]
        tried = ", ".join(f"{number} {what}" for what, number in self.tried.items())
        said = f"{', '.join(parts[:-1])} and {parts[-1]} proved by {_count(len(self.rules), 'rule')}"
        return f"{said}; tried: {tried}" if tried else said


def prove(checkout: Checkout, rules: Sequence[Rule], pool: Pool | None) -> Proof:
    """Apply rules to a checkout. Without a pool only what can be proved by reading is."""
    tasks = _tasks(checkout, rules) if pool else []
    found = [*_read(checkout, rules)]
    tried: Counter[str] = Counter()
    for finding in _run(tasks, pool):
        found += finding.violations
        tried += finding.tried
    return Proof(checkout, tuple(rules), tuple(sorted(set(found))), tried)


def runs(rules: Sequence[Rule]) -> bool:
    """Whether any of the rules runs koans."""
    return any(rule.run for rule in rules)


def _run(tasks: Sequence[Task], pool: Pool | None) -> Iterator[Finding]:
    if pool and tasks:
        yield from pool.prove(tasks)


def _read(checkout: Checkout, rules: Sequence[Rule]) -> Iterator[Violation]:
    for rule in rules:
        if rule.read:
            try:
                yield from named(rule, rule.read(checkout))
            except Exception as error:  # a course in a state that nobody thought of shall not hide the other rules
                yield from named(rule, [checkout.violation(checkout.root / "koans", 1, *unproved(error))])


def _tasks(checkout: Checkout, rules: Sequence[Rule]) -> list[Task]:
    names = tuple(rule.name for rule in rules if rule.run)
    run = uuid.uuid4().hex
    return (
        [Task(checkout.root, run, koan.topic.filename, koan.name, names) for koan in checkout.koans()] if names else []
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
