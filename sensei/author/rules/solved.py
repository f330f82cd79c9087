"""solved: every solution holds, in its file and with its answers put into the koan alone."""

from collections.abc import Iterator
from functools import lru_cache

from sensei.author.case import Case, settled_or_run
from sensei.author.checkout import Checkout
from sensei.author.rule import Rule
from sensei.author.violation import Violation
from sensei.course import Topic
from sensei.judge import Script
from sensei.verdict import Verdict


@lru_cache(maxsize=4)
def _solution(checkout: Checkout, topic: Topic) -> Script:
    path = checkout.path("solutions", topic)
    return Script(topic, path, path.read_bytes())


def _run(case: Case) -> Iterator[Violation]:
    checkout, koan = case.checkout, case.koan
    case.tried["solutions"] += 1
    verdict = settled_or_run(_solution(checkout, koan.topic), koan)
    path = checkout.path("solutions", koan.topic)
    if not verdict.passed:
        own = checkout.source(path).definitions.get(koan.function)
        line = verdict.line or (own.lineno if own else 1)
        yield checkout.violation(path, line, f"The solution is {_said(verdict)}", "Mend the solution or its koan.")
        return
    alone = case.judge(koan.solution)
    if not alone.passed:
        fact = f"With the right answers {koan.function} is {_said(alone)}"
        yield checkout.at_koan(koan, fact, "Let the koan use nothing that another koan defines.", alone.line)


def _said(verdict: Verdict) -> str:
    return f"{verdict.outcome}: {' '.join(verdict.facts) or 'it says no more.'}"


RULE = Rule("solved", "every solution holds, also where its koan stands alone", run=_run, stands_on=("parity",))
