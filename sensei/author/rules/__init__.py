"""The rules that a course is proved by, in the order in which they are told."""

from collections.abc import Sequence

from sensei.author.rule import Rule
from sensei.author.rules import (
    coin,
    decoy,
    hints,
    imports,
    lazy,
    leak,
    misconceptions,
    order,
    parity,
    picture,
    pristine,
    prose,
    readable,
    size,
    solved,
    unsolved,
)
from sensei.author.rules import property as property_
from sensei.author.violation import AuthorTrouble

RULES: tuple[Rule, ...] = (
    readable.RULE,
    parity.RULE,
    unsolved.RULE,
    solved.RULE,
    misconceptions.RULE,
    decoy.RULE,
    lazy.RULE,
    coin.RULE,
    leak.RULE,
    hints.RULE,
    order.RULE,
    size.RULE,
    prose.RULE,
    imports.RULE,
    property_.RULE,
    picture.RULE,
    pristine.RULE,
)
_FIRST = readable.RULE


def chosen(names: Sequence[str]) -> tuple[Rule, ...]:
    """The rules of these names with those that they stand on; all of them where none is named.

    Raises:
        AuthorTrouble: a name is unknown.
    """
    known = {rule.name: rule for rule in RULES}
    wanted = {_FIRST.name, *names}
    for name in names:
        if name not in known:
            raise AuthorTrouble(f"there is no rule {name!r}: the rules are {', '.join(known)}")
    while True:
        more = {need for name in wanted for need in known[name].stands_on} - wanted
        if not more:
            break
        wanted |= more
    return tuple(rule for rule in RULES if not names or rule.name in wanted)
