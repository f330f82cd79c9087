"""coin: nobody gets through a koan by guessing between True and False, or by writing the same in every blank."""

import ast
from collections.abc import Iterator

from sensei.author.checkout import Checkout
from sensei.author.rule import Rule
from sensei.author.violation import Violation
from sensei.course import Koan
from sensei.pattern import Kind

FEWEST = 3


def _read(checkout: Checkout) -> Iterator[Violation]:
    for koan in checkout.koans():
        fact = _fault(koan)
        if fact:
            remedy = "Ask for the value, the shape, the dtype or the consequence."
            yield checkout.at_koan(koan, fact, remedy, koan.blanks[0].line)


def _fault(koan: Koan) -> str | None:
    sides = [_sides(answer) for answer in koan.solution]
    if all(sides):
        tosses = [side for each in sides for side in each]
        if len(tosses) < FEWEST:
            return f"A coin solves {koan.function}: it asks for {len(tosses)} of True, False and None, and for no more."
        if len(set(tosses)) == 1:
            return f"Every answer of {koan.function} is {tosses[0]}."
    predictions = [each for blank, each in zip(koan.blanks, sides, strict=True) if blank.kind is Kind.PREDICTION]
    if len(predictions) > 1 and all(predictions) and len({side for each in predictions for side in each}) == 1:
        return f"Every prediction of {koan.function} is {predictions[0][0]}."
    return None


def _sides(answer: str) -> list[str]:
    """The truth values and Nones that an answer is made of; none if there is anything else in it."""
    try:
        node = ast.parse(answer.strip(), mode="eval").body
    except SyntaxError:
        return []
    nodes = node.elts if isinstance(node, ast.List | ast.Tuple) else [node]
    sides = [each.value for each in nodes if isinstance(each, ast.Constant)]
    tossed = len(sides) == len(nodes) and all(side is None or isinstance(side, bool) for side in sides)
    return [str(side) for side in sides] if tossed else []


RULE = Rule("coin", "no koan can be solved by tossing a coin", read=_read, stands_on=("parity",))
