"""misconceptions: every koan answers wrong beliefs that people have, and holds for none of them."""

import ast
import textwrap
from collections.abc import Iterator

from sensei import misconception
from sensei.author.case import Case
from sensei.author.checkout import ENGLISH, Checkout
from sensei.author.rule import Rule
from sensei.author.violation import Violation
from sensei.course import Koan
from sensei.hints import Misconception
from sensei.pattern import Kind

FEWEST, FEWEST_FOR_CODE = 2, 3


def _read(checkout: Checkout) -> Iterator[Violation]:
    for koan in checkout.koans():
        for language in checkout.languages:
            own = checkout.hints(koan.topic, language).get(koan.name)
            if own is None:
                continue  # `hints` says so
            listed = own.misconceptions
            code = any(blank.kind is Kind.CODE for blank in koan.blanks)
            fewest = FEWEST_FOR_CODE if code else FEWEST
            if len(listed) < fewest:
                fact = f"{koan.name} has {len(listed)} misconceptions of at least {fewest}."
                remedy = "Add wrong answers that people really give, each with its reply."
                yield checkout.at_hint(koan.topic, language, (koan.name, ""), fact, remedy)
            for number, (fact, remedy) in _faults(koan, listed):
                yield checkout.at_hint(koan.topic, language, (koan.name, number), fact, remedy)
            if language != ENGLISH:
                yield from _translated(checkout, koan, language, listed)


def _faults(koan: Koan, listed: tuple[Misconception, ...]) -> Iterator[tuple[int, tuple[str, str]]]:
    """What is wrong with the answers as they are written, by the number of the misconception."""
    right = [misconception.normal(answer) for answer in koan.solution]
    seen: list[list[str]] = []
    for number, each in enumerate(listed):
        given = [misconception.normal(answer) for answer in each.answers]
        broken = next((answer for answer in each.answers if not _parses(answer)), None)
        if len(given) != len(right):
            fact = f"{koan.name} has {len(right)} blanks, and this misconception {len(given)} answers."
            yield number, (fact, "Give one answer for each blank, right ones included.")
        elif broken is not None:
            yield number, (f"The answer `{broken}` is not Python.", "Write what a learner would type.")
        elif given == right:
            yield number, ("This misconception is the right answer.", "Make one of its answers a wrong one.")
        elif given in seen:
            yield number, (f"Misconception {seen.index(given) + 1} has the same answers.", "Keep one of the two.")
        seen.append(given)


def _parses(answer: str) -> bool:
    try:
        ast.parse(textwrap.dedent(answer).strip())
    except (SyntaxError, ValueError):
        return False
    return True


def _translated(
    checkout: Checkout, koan: Koan, language: str, listed: tuple[Misconception, ...]
) -> Iterator[Violation]:
    english = checkout.hints(koan.topic, ENGLISH)[koan.name].misconceptions
    if [each.answers for each in listed] != [each.answers for each in english]:
        fact = f"The misconceptions of {koan.name} have not the answers that they have in English."
        yield checkout.at_hint(koan.topic, language, (koan.name, ""), fact, "Translate the replies, not the answers.")


def _run(case: Case) -> Iterator[Violation]:
    koan = case.koan
    listed = koan.hints.misconceptions
    trials = {trial.answers: trial for trial in case.mistaken}
    for number, each in enumerate(listed):
        where = (koan.name, number)
        trial = trials.get(each.answers)
        if trial is None:
            if len(each.answers) == len(koan.blanks) and all(map(_parses, each.answers)):
                fact = f"The answers {_shown(each.answers)} cannot stand in the blanks."
                yield case.checkout.at_hint(koan.topic, ENGLISH, where, fact, "Write what a learner would type there.")
            continue
        case.tried["misconceptions"] += 1
        if [misconception.normal(one) for one in each.answers] == [misconception.normal(one) for one in koan.solution]:
            continue
        if trial.verdict.passed:
            fact = f"{koan.function} holds with the wrong answers {_shown(each.answers)}."
            remedy = "Sharpen the koan, or strike the misconception."
            yield case.checkout.at_hint(koan.topic, ENGLISH, where, fact, remedy)
        elif trial.verdict.belief != each.reply:
            fact = (
                f"With {_shown(each.answers)} the koan is {trial.verdict.outcome}, and another reply or none is shown."
            )
            remedy = (
                "Make its wrong part differ from that of every other misconception, and an answer that can be judged."
            )
            yield case.checkout.at_hint(koan.topic, ENGLISH, where, fact, remedy)


def _shown(answers: tuple[str, ...]) -> str:
    return " and ".join(f"`{' '.join(answer.split())}`" for answer in answers)


RULE = Rule(
    "misconceptions",
    "every koan has misconceptions that stand in its blanks, are wrong, and get their own reply",
    read=_read,
    run=_run,
    stands_on=("parity", "hints"),
)
