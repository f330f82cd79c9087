"""property: what a learner writes as a function is judged on inputs that the learner has not seen."""

import ast
from collections.abc import Iterator

from sensei.author.checkout import Checkout
from sensei.author.rule import Rule
from sensei.author.violation import Violation
from sensei.pattern import Kind
from sensei.source import Definition

_SUBJECT = "subject"


def _read(checkout: Checkout) -> Iterator[Violation]:
    for koan in checkout.koans():
        written = {blank.koan for blank in koan.blanks if blank.kind is Kind.CODE and blank.koan != koan.function}
        path = checkout.path("properties", koan.topic)
        claims = checkout.source(path).definitions
        for part in (part for part in koan.parts if part in written):
            own = claims.get(koan.function)
            if own is None:
                fact = f"{koan.function} lets the learner write {part}, and has no property."
                remedy = f"Write {koan.function}({_SUBJECT}, ...) in {path.relative_to(checkout.root).as_posix()}."
                yield checkout.at_koan(koan, fact, remedy)
            elif _SUBJECT not in _arguments(own) or not _uses(own, part):
                fact = f"The property {koan.function} does not judge {_SUBJECT}.{part}."
                remedy = f"Take the argument {_SUBJECT} and call {_SUBJECT}.{part}: that is what the learner wrote."
                yield checkout.violation(path, own.lineno, fact, remedy)


def _arguments(node: Definition) -> set[str]:
    arguments = node.args if not isinstance(node, ast.ClassDef) else None
    return {each.arg for each in [*arguments.args, *arguments.kwonlyargs]} if arguments else set()


def _uses(node: Definition, part: str) -> bool:
    return any(
        isinstance(each, ast.Attribute)
        and each.attr == part
        and isinstance(each.value, ast.Name)
        and each.value.id == _SUBJECT
        for each in ast.walk(node)
    )


RULE = Rule(
    "property", "every function that a learner writes has a property that judges it", read=_read, stands_on=("parity",)
)
