"""Correspondence: which blank of a koan as it was is which blank of the koan as it is now. Never a guess."""

import ast
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from sensei.places import Kind, find, position
from sensei.source import Definition, parse
from sensei.unify import is_blank, is_suite_blank

_SUITES = {"body", "orelse", "finalbody", "handlers", "cases"}
_Step = tuple[ast.AST, str, int]  # a node, the field through which it was left, and the place in that field


@dataclass(frozen=True)
class _Address:
    """Where a blank stands: `exact` with all the words around it, `loose` with none, which only tells what they are."""

    exact: Hashable
    loose: Hashable
    kind: Kind


def correspondence(old: str, new: str, name: str, filled: Sequence[bool]) -> dict[int, int] | None:
    """For each blank of the new definition that has one, the blank of the old that asks the same, both from 0.

    Blanks belong together if their statements are the same word for word, or if they stand in the same place of
    statements that were reworded between two that were not. None if one of the old blanks that are `filled` has no
    place, or more than one.
    """
    before, after = _addresses(old, name), _addresses(new, name)
    if before is None or after is None or len(before) != len(filled):
        return None
    exact = [each.exact for each in before], [each.exact for each in after]
    pairs = _paired(*exact)
    torn = set(exact[0]) & set(exact[1]) - {exact[0][at] for at in pairs.values()}
    sides = ((before, exact[0], {old: old for old in pairs.values()}), (after, exact[1], pairs))
    loose = [
        [
            None if key in torn or at in known else (*_between(at, known), address.loose, address.kind)
            for at, (address, key) in enumerate(zip(addresses, keys, strict=True))
        ]
        for addresses, keys, known in sides
    ]
    pairs |= _paired(*loose)
    placed = set(pairs.values())
    return pairs if all(at in placed for at, is_filled in enumerate(filled) if is_filled) else None


def _paired(before: Sequence[Hashable], after: Sequence[Hashable]) -> dict[int, int]:
    """Places of the new by places of the old, where both have the same thing equally often."""
    spots: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, keys in enumerate((before, after)):
        for at, key in enumerate(keys):
            if key is not None:
                spots[key][side].append(at)
    both = [(old, new) for old, new in spots.values() if len(old) == len(new)]
    return {new: old for olds, news in both for old, new in zip(olds, news, strict=True)}


def _between(at: int, known: dict[int, int]) -> tuple[int, int]:
    """The nearest blanks before and behind whose partner is known, as the old side counts them."""
    earlier = [known[each] for each in sorted(known) if each < at]
    later = [known[each] for each in sorted(known) if each > at]
    return (earlier[-1] if earlier else -1, later[0] if later else -1)


def _addresses(text: str, name: str) -> list[_Address] | None:
    """The addresses of the blanks of one definition, in the order in which `harvest` gives their answers."""
    source = parse(text)
    definition = source.definitions.get(name)
    if definition is None:
        return None
    found = sorted(_walk(definition, (), definition), key=lambda each: position(each[0]))
    kinds = [blank.kind for blank in find(source)]
    if len(kinds) != len(found):
        return None
    return [_Address(exact, loose, kind) for (_, exact, loose), kind in zip(found, kinds, strict=True)]


def _walk(node: ast.AST, way: tuple[_Step, ...], top: Definition) -> Iterator[tuple[ast.AST, Hashable, Hashable]]:
    if is_suite_blank(node) or is_blank(node):
        yield node, _exact(way, top), _loose(way)
        return
    for field, value in ast.iter_fields(node):
        children: list[object] = value if isinstance(value, list) else [value]
        for at, child in enumerate(children):
            if isinstance(child, ast.AST):
                yield from _walk(child, (*way, (node, field, at)), top)


def _exact(way: Sequence[_Step], top: Definition) -> Hashable:
    """The heads of all that is around, the whole of the innermost statement, and the way from there to the blank."""
    inner = max((at + 1 for at, step in enumerate(way) if _is_suite(step)), default=0)
    heads = tuple((_head(node, top), field) for node, field, _ in way[:inner])
    statement = ast.dump(way[inner][0]) if inner < len(way) else ""
    return heads, statement, tuple((field, at) for _, field, at in way[inner:])


def _loose(way: Sequence[_Step]) -> Hashable:
    """The kinds of all that is around; the place among the statements of a suite does not count."""
    return tuple((type(step[0]).__name__, step[1], None if _is_suite(step) else step[2]) for step in way)


def _is_suite(step: _Step) -> bool:
    node, field, _ = step
    return field in _SUITES and isinstance(getattr(node, field), list)


def _head(node: ast.AST, top: Definition) -> str:
    """A compound statement without its suites; of a test, whose name is known, nothing but that it is one."""
    parts = [type(node).__name__]
    for field, value in ast.iter_fields(node):
        if field in _SUITES or (node is top and field in ("decorator_list", "returns")):
            continue
        values: list[object] = value if isinstance(value, list) else [value]
        parts += [ast.dump(each) if isinstance(each, ast.AST) else repr(each) for each in values]
    return " ".join(parts)
