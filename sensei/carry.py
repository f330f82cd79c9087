"""Carrying: one definition that a learner has worked on, taken from the course as it was to the course as it is.

Three texts: as it was when the learner began (if that is known), the learner's, as it is now.
"""

import ast
import io
import itertools
import tokenize
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from sensei.blank import NAME
from sensei.correspond import correspondence
from sensei.pattern import Harvest, find, harvest, transplant
from sensei.source import Source, parse
from sensei.unify import is_string


class Fate(StrEnum):
    """What becomes of a stretch of a file."""

    SAME = "same"  # it stays as the learner has it, and that is up to date
    FRESH = "fresh"  # the learner left it as it was; now it is as the course has it
    CARRIED = "carried"  # the course changed it, and the learner's answers are in the changed one
    ADDED = "added"
    KEPT = "kept"  # the course changed it, and so did the learner: the learner's stays
    GONE = "gone"
    STRANGE = "strange"  # a koan that the course does not have, in a file of which it is not known what it was


@dataclass(frozen=True)
class Carried:
    """What becomes of a definition, its text, and the learner's comments that have no place in that text."""

    fate: Fate
    text: str
    comments: tuple[str, ...] = ()


def carry(name: str, old: str | None, mine: str, new: str) -> Carried:
    """Bring one definition up to date. What cannot be shown to keep all that the learner wrote keeps it as it is."""
    if mine == new or old == new:
        return Carried(Fate.SAME, mine)
    if mine == old:
        return Carried(Fate.FRESH, new)
    ours, theirs = parse(mine), parse(new)
    if name not in ours.definitions or name not in theirs.definitions:
        return Carried(Fate.KEPT, mine)
    already = harvest(theirs, ours, name)
    if not already.drift and _lesson(ours, name) == _lesson(theirs, name):
        return Carried(Fate.SAME if old is None else Fate.CARRIED, mine)
    found: Carried | None = None
    if old is not None:
        found = _three_way(name, parse(old), ours, theirs)
    elif not already.drift:
        found = _with_lesson(name, ours, theirs, already)
    elif _holds_nothing_but(mine, new):
        found = Carried(Fate.FRESH, new)
    return found or Carried(Fate.KEPT, mine)


def is_filled(answer: str) -> bool:
    """Tell whether something stands in place of a blank."""
    return answer.strip() != NAME


def _three_way(name: str, old: Source, mine: Source, new: Source) -> Carried | None:
    if name not in old.definitions:
        return None
    found = harvest(old, mine, name)
    if found.drift:
        already = harvest(new, mine, name)
        return None if already.drift else _with_lesson(name, mine, new, already)
    pairs = correspondence(old.text, new.text, name, [is_filled(each) for each in found.answers])
    if pairs is None:
        return None
    count = len(find(new))
    answers = tuple(found.answers[pairs[at]] if at in pairs else NAME for at in range(count))
    merged = _merged(old.lines, mine.lines, new.lines)
    if merged is not None and _says(name, new, merged, answers):
        return Carried(Fate.CARRIED, merged)
    return _transplanted(name, old, mine, new, found, answers)


def _says(name: str, new: Source, text: str, answers: Sequence[str]) -> bool:
    """Tell whether a text is the new definition, lesson and all, with these answers in its blanks."""
    source = parse(text)
    found = harvest(new, source, name)
    return (
        not found.drift
        and found.answers == tuple(answers)
        and len(list(source.statements)) == 1
        and _lesson(source, name) == _lesson(new, name)
    )


def _transplanted(
    name: str, old: Source, mine: Source, new: Source, found: Harvest, answers: Sequence[str]
) -> Carried | None:
    """The new definition with the answers, if the learner wrote nothing but answers and comments."""
    try:
        if _dump(parse(transplant(old, {name: found.answers})), name) != _dump(mine, name):
            return None
        text = transplant(new, {name: answers})
    except ValueError:
        return None
    left = Counter(_comments(mine.text)) - Counter(_comments(old.text)) - Counter(_comments(text))
    return Carried(Fate.CARRIED, text, tuple(left.elements())) if _says(name, new, text, answers) else None


def _with_lesson(name: str, mine: Source, new: Source, found: Harvest) -> Carried | None:
    """The learner's text, which differs from the new one in nothing but its lesson, with that lesson."""
    theirs, ours = _lesson_lines(mine, name), _lesson_lines(new, name)
    if theirs is None or ours is None:
        return None
    (start, end), (first, last) = theirs, ours
    text = "\n".join([*mine.lines[: start - 1], *new.lines[first - 1 : last], *mine.lines[end:]])
    return Carried(Fate.CARRIED, text) if _says(name, new, text, found.answers) else None


def _lesson(source: Source, name: str) -> str | None:
    return ast.get_docstring(source.definitions[name])


def _lesson_lines(source: Source, name: str) -> tuple[int, int] | None:
    """First and last line of the docstring, if nothing else stands on them."""
    body = source.definitions[name].body
    if not is_string(body[0]) or len(body) < 2:
        return None
    start, end = body[0].lineno, body[0].end_lineno or body[0].lineno
    alone = source.lines[start - 1][: body[0].col_offset].strip() == "" and body[1].lineno > end
    return (start, end) if alone and source.lines[end - 1].rstrip().endswith(('"', "'")) else None


def _holds_nothing_but(mine: str, new: str) -> bool:
    """Tell whether every line of one text stands in the other as well, in the same order and no more often."""
    lines = iter(new.split("\n"))
    return all(line in lines for line in mine.split("\n"))


def _dump(source: Source, name: str) -> str:
    return ast.dump(source.definitions[name])


def _comments(text: str) -> list[str]:
    """The comments of a text that parses, inside strings left out."""
    tokens = tokenize.generate_tokens(io.StringIO(text + "\n").readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def _merged(old: Sequence[str], mine: Sequence[str], new: Sequence[str]) -> str | None:
    """Both sides' changes of the same lines put together; None where they touch the same ones."""
    edits = sorted({*_edits(old, mine), *_edits(old, new)}, key=lambda edit: edit[:2])
    for (begin, end, _), (start, beyond, _) in itertools.pairwise(edits):
        if start < end or begin == beyond:
            return None
    lines = list(old)
    for start, end, put in reversed(edits):
        lines[start:end] = put
    return "\n".join(lines)


def _edits(old: Sequence[str], other: Sequence[str]) -> list[tuple[int, int, tuple[str, ...]]]:
    found = SequenceMatcher(None, old, other, autojunk=False).get_opcodes()
    return [(i1, i2, tuple(other[j1:j2])) for tag, i1, i2, j1, j2 in found if tag != "equal"]
