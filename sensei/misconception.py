"""Misconceptions: is this answer one that people really give, and what sentence answers the belief behind it?"""

import ast
import contextlib
import textwrap
from collections.abc import Sequence
from dataclasses import replace

from sensei.course import Koan
from sensei.hints import HintsTrouble, Misconception
from sensei.verdict import Verdict


def recognise(koan: Koan, verdict: Verdict, answers: Sequence[str]) -> Verdict:
    """The verdict, with the reply to the listed misconception that the answers come nearest to, if there is one."""
    try:
        listed = koan.hints.misconceptions
    except HintsTrouble:
        return verdict  # the author's check names it; a learner's verdict does not depend on it
    if verdict.passed or not listed or not answers:
        return verdict
    given = [normal(answer) for answer in answers]
    right = [normal(answer) for answer in koan.solution]
    best = max(listed, key=lambda each: _shared(each, given, right))
    return replace(verdict, belief=best.reply) if _shared(best, given, right) > (0, 0) else verdict


def normal(answer: str) -> str:
    """An answer without its layout: two that mean the same to Python's parser are equal."""
    for text in (f"({answer}\n)", textwrap.dedent(answer).strip()):  # an expression, else statements
        with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            return ast.dump(ast.parse(text))
    return answer.strip()


def _shared(listed: Misconception, given: Sequence[str], right: Sequence[str]) -> tuple[int, int]:
    """How much of a misconception is in the answers: first its wrong parts, then all of it."""
    theirs = [normal(answer) for answer in listed.answers]
    wrong = sum(one == other for one, other, good in zip(theirs, given, right, strict=False) if one != good)
    return (wrong, sum(one == other for one, other in zip(theirs, given, strict=False))) if wrong else (0, 0)
