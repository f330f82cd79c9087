"""decoy: no koan holds for an answer that belongs to another koan of its topic."""

from collections.abc import Iterator

from sensei.author.case import Case
from sensei.author.rule import Rule
from sensei.author.violation import Violation


def _run(case: Case) -> Iterator[Violation]:
    koan = case.koan
    for trial in case.decoys:
        case.tried["decoys"] += 1
        if trial.verdict.passed:
            decoy, right = trial.answers[trial.blank], koan.solution[trial.blank]
            fact = f"{koan.function} holds with `{decoy}` where the answer is `{right}`."
            remedy = "Let the koan tell the two apart: compare values that differ."
            yield case.checkout.at_koan(koan, fact, remedy, koan.blanks[trial.blank].line)


RULE = Rule("decoy", "no koan holds for another answer of its topic", run=_run, stands_on=("parity", "solved"))
