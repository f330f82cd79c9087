"""lazy: no koan that asks for code holds for a program that does not do what is asked."""

from collections.abc import Iterator

from sensei.author.case import Case
from sensei.author.lazy import programs
from sensei.author.rule import Rule
from sensei.author.violation import Violation


def _run(case: Case) -> Iterator[Violation]:
    koan = case.koan
    for program in programs(case):
        answers = (*koan.solution[: program.blank], program.answer, *koan.solution[program.blank + 1 :])
        if not case.can_stand(answers):
            continue
        case.tried["lazy programs"] += 1
        if case.judge(answers).passed:
            fact = f"{koan.function} holds with `{_short(program.answer)}`, which {program.what}."
            remedy = "Ask for more than the example: other inputs in the property, an effect, a second case."
            yield case.checkout.at_koan(koan, fact, remedy, koan.blanks[program.blank].line)


def _short(answer: str) -> str:
    return answer if len(answer) <= 80 else answer[:76] + " ..."


RULE = Rule(
    "lazy",
    "code that does nothing, knows the example by heart or gets only the shape right does not hold",
    run=_run,
    stands_on=("parity", "solved"),
)
