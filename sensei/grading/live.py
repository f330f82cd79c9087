"""Live: a koan that only the live object can decide is judged in the sandbox, with twins that must fail.

Whoever makes the judge here believe everything makes it believe the twins, too: they are wrong answers of the course's
own, run after the student's in the same process, and one that passes gives the tampering away.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sensei.course import Koan, Topic
from sensei.grading.attempt import Attempt
from sensei.grading.examples import Examples
from sensei.source import parse
from sensei.trees import Trees
from sensei.verdict import Outcome, Verdict

_NOWHERE = Trees(*(Path("/nowhere"),) * 4)


@dataclass(frozen=True)
class Prepared:
    """A koan and its examples, ready in the server before any code of a student comes."""

    koan: Koan
    examples: Examples | None


_PREPARED: dict[str, Prepared] = {}


def prepare(order: dict[str, Any]) -> None:
    """Read a koan of the course and draw its examples. Runs in the server, from which each guest is forked.

    `order` has the topic's `number` and `slug`, the koan's `name`, its pristine `text`, the `property` file's source
    (empty if it has none), `seed` and `count` of the examples.
    """
    topic = Topic(order["number"], order["slug"], parse(order["text"]), _NOWHERE)
    koan = next(each for each in topic.koans if each.name == order["name"])
    drawn = None
    if order["property"]:
        drawn = Examples.drawn(order["property"], topic.filename, koan.function, order["seed"], order["count"])
    Attempt(koan, order["text"])  # parses what every guest would parse
    _PREPARED[koan.identity] = Prepared(koan, drawn)


def judged(order: dict[str, Any]) -> dict[str, Any]:
    """The verdict on `text` for the prepared `koan`, the numbers of the blanks that it blames, and what twins did.

    Every text in `twins` is run only if the student's passes; `fooled` is how many of them passed.
    """
    os.environ["KOANS_TIMEOUT"] = "0"  # the clocks of the cell count
    ready = _PREPARED[order["koan"]]
    attempt = Attempt(ready.koan, order["text"], ready.examples)
    verdict = attempt.judged()
    fooled = 0
    if verdict.passed:
        fooled = sum(Attempt(ready.koan, twin, ready.examples).judged().passed for twin in order["twins"])
    return {"verdict": verdict.to_json(), "blamed": sorted(attempt.blamed), "fooled": fooled}


def heard(raw: Any, koan: Koan) -> tuple[Verdict, list[int], int]:
    """What `judged` told, if it has the shape of that.

    Raises:
        ValueError: it has not.
    """
    try:
        told = Verdict.from_json(raw["verdict"])
        facts = tuple(_short(each) for each in told.facts[:12])
        verdict = Verdict(koan.identity, Outcome(told.outcome), _line(told.line), facts, _short(told.advice), "")
        return verdict, [number for number in raw["blamed"] if type(number) is int], int(raw["fooled"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from None


def _short(text: object) -> str:
    if not isinstance(text, str):
        raise TypeError("no text")
    return text[:2000]


def _line(number: object) -> int | None:
    return number if type(number) is int and 0 < number < 10**6 else None
