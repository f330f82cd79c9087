"""The differences between a topic's koans and its solutions, other than at the blanks."""

import ast
import difflib
from collections.abc import Iterator, Sequence

from sensei.course import Topic
from sensei.pattern import transplant
from sensei.source import DEFINITIONS, Source, parse


def differences(topic: Topic) -> Iterator[tuple[int, str]]:
    """Lines of the solution's file, each with what is different there."""
    drifted: set[str] = set()
    for koan in topic.koans:
        drift = koan.harvest(topic.solution).drift
        if drift:
            drifted |= set(koan.parts)
            wanted, found = drift.wanted or "nothing", drift.found or "nothing"
            yield drift.line, f"{koan.function} has `{found}` where the koan has `{wanted}`."
    answers = {
        blank.koan: [given for own, given in zip(koan.blanks, koan.solution, strict=True) if own.koan == blank.koan]
        for koan in topic.koans
        if not drifted & set(koan.parts)
        for blank in koan.blanks
        if blank.koan
    }
    # A solution is right when the koan, filled with its answers, reads the same: more than unification would let pass.
    ours = _statements(parse(transplant(topic.source, answers)), drifted)
    theirs = _statements(topic.solution, drifted)
    yield from _unlike(ours, theirs)


def _statements(source: Source, drifted: set[str]) -> list[ast.stmt]:
    """The statements of a file, less the import of the blank and what is known to have drifted."""
    return [
        node
        for node in source.statements
        if not (isinstance(node, ast.ImportFrom) and node.module == "sensei")
        and not (isinstance(node, DEFINITIONS) and node.name in drifted)
    ]


def _unlike(ours: Sequence[ast.stmt], theirs: Sequence[ast.stmt]) -> Iterator[tuple[int, str]]:
    texts = [[ast.dump(node) for node in nodes] for nodes in (ours, theirs)]
    last = theirs[-1].lineno if theirs else 1
    for kind, start, end, begin, stop in difflib.SequenceMatcher(
        None, texts[0], texts[1], autojunk=False
    ).get_opcodes():
        if kind == "equal":
            continue
        pairs = zip(ours[start:end], theirs[begin:stop], strict=False)
        matched = min(end - start, stop - begin)
        yield from (_inside(one, other) for one, other in pairs)
        for node in ours[start + matched : end]:
            place = theirs[begin + matched].lineno if begin + matched < len(theirs) else last
            yield place, f"The koan file's `{_head(node)}` is missing here or stands elsewhere."
        for node in theirs[begin + matched : stop]:
            yield node.lineno, f"`{_head(node)}` is not in the koan file or stands elsewhere there."


def _inside(one: ast.stmt, other: ast.stmt) -> tuple[int, str]:
    """The first place where two statements differ, and what stands there."""
    if isinstance(one, DEFINITIONS) and isinstance(other, DEFINITIONS) and one.name == other.name:
        if ast.get_docstring(one) != ast.get_docstring(other):
            return other.lineno, f"The docstring of {other.name} is not the koan's."
        for mine, yours in zip(one.body, other.body, strict=False):
            if ast.dump(mine) != ast.dump(yours):
                return yours.lineno, f"{other.name} has `{_head(yours)}` where the koan has `{_head(mine)}`."
        return other.lineno, f"{other.name} is not the koan's, in its head or its length."
    return other.lineno, f"`{_head(other)}` stands where the koan file has `{_head(one)}`."


def _head(node: ast.stmt) -> str:
    return ast.unparse(node).split("\n")[0]
