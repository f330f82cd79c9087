"""picture: no picture lies, and none needs a wider or a taller terminal than a learner has."""

import ast
import contextlib
import io
import math
from collections.abc import Iterator
from itertools import chain
from typing import Any

from sensei import state
from sensei.author.case import Case
from sensei.author.checkout import ENGLISH
from sensei.author.rule import Rule
from sensei.author.violation import Violation
from sensei.picture import Picture

# What the margins leave of 80 columns and of 60.
WIDE, NARROW = 76, 56
TALLEST = 9
_FEWEST_DECIMALS = 2


def _run(case: Case) -> Iterator[Violation]:
    checkout, koan = case.checkout, case.koan
    english = checkout.hints(koan.topic, ENGLISH)[koan.name].picture
    for language in checkout.languages:
        hints = checkout.hints(koan.topic, language).get(koan.name)
        found: list[tuple[str, str, str]] = []
        if hints and hints.picture:
            case.tried["pictures"] += 1
            found += [*_size(hints.picture), *_lies(hints.picture, case)]
        if hints and (hints.picture is None) != (english is None):
            found.append(("", "The English hints and these do not both have a picture here.", "Draw it in both."))
        for text, fact, remedy in found:
            yield checkout.at_hint(koan.topic, language, (koan.name, text), fact, remedy)


def _size(picture: Picture) -> Iterator[tuple[str, str, str]]:
    if not picture.lines(NARROW):
        yield "", f"A grid of the picture, with the words before it, is wider than {NARROW}.", "Make it smaller."
    elif (height := len(picture.lines(WIDE))) > TALLEST:
        yield "", f"At {WIDE} columns the picture is {height} lines high, of at most {TALLEST}.", "Leave something out."


def _lies(picture: Picture, case: Case) -> Iterator[tuple[str, str, str]]:
    claims = [grid for grid in picture.grids if grid.shows]
    names = _names(case) if claims else {}
    for grid in claims:
        try:
            table = _table(_value(grid.shows, names))
        except Exception as error:  # an expression of an author's may do anything
            fact = f"`{grid.shows}` raises {type(error).__name__}: {' '.join(str(error).split())}."
            yield grid.shows, fact, "Name an expression that gives numbers for a grid."
            continue
        if [len(row) for row in grid.rows] != [len(row) for row in table]:
            fact = f"`{grid.shows}` is {table}, which is more or less than the picture's cells."
            yield grid.shows, fact, "Draw what torch gives."
            continue
        pairs = zip(chain.from_iterable(grid.rows), chain.from_iterable(table), strict=True)
        wrong = [(cell.text, value) for cell, value in pairs if not _agree(cell.text, value)]
        if wrong:
            fact = f"`{grid.shows}` has {wrong[0][1]} where the picture has {wrong[0][0]}."
            yield grid.shows, fact, "Draw what torch gives; round it to two decimals or more."


def _names(case: Case) -> dict[str, Any]:
    """What there is once the solution has run: torch and np, and all names of the koan, those of its body included."""
    import numpy
    import torch

    names: dict[str, Any] = {"__name__": case.koan.topic.slug, "torch": torch, "np": numpy}
    body: list[ast.stmt] = []
    for node in ast.parse(case.filled(case.koan.solution)).body:
        if isinstance(node, ast.FunctionDef) and node.name == case.koan.function:
            body += node.body
        else:
            body.append(node)
    with _unheard():
        exec(compile(ast.Module(body, []), case.koan.topic.filename, "exec"), names)
    return names


def _value(expression: str, names: dict[str, Any]) -> Any:
    with _unheard():
        return eval(expression, dict(names))


@contextlib.contextmanager
def _unheard() -> Iterator[None]:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()), state.restored():
        yield


def _table(value: Any) -> list[list[Any]]:
    """Rows of plain values: of a table, of a row, or of one number.

    Raises:
        ValueError: it has more dimensions than a grid.
    """
    plain = _plain(value)
    rows = plain if isinstance(plain, list) else [plain]
    if not all(isinstance(row, list) for row in rows):
        rows = [rows]
    if any(isinstance(each, list) for row in rows for each in row):
        raise ValueError("it has more than two dimensions")
    return rows


def _plain(value: Any) -> Any:
    value = value.tolist() if hasattr(value, "tolist") else value
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def _agree(drawn: str, value: Any) -> bool:
    """Whether a cell tells a value: to the letter, as a number, or as one rounded to the decimals that it has."""
    if drawn == str(value):
        return True
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        number = float(drawn)
    except ValueError:
        return False
    decimals = len(drawn.partition(".")[2])
    rounded = decimals >= _FEWEST_DECIMALS and math.isclose(number, round(value, decimals), abs_tol=1e-9)
    return number == value or rounded


RULE = Rule(
    "picture",
    "every picture fits a terminal of 60 columns, and its grids hold what torch gives",
    run=_run,
    stands_on=("solved",),
)
