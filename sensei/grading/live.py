"""Live: a koan that only the live object can decide is judged in the sandbox, with twins that must fail.

Whoever makes the judge here believe everything makes it believe the twins, too: they are wrong answers of the course's
own, run after the student's in the same process, and one that passes gives the tampering away.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sensei.course import Koan, Topic
from sensei.grading.attempt import Attempt
from sensei.grading.examples import Examples
from sensei.grading.template import Template
from sensei.source import parse
from sensei.trees import Trees
from sensei.verdict import Outcome, Verdict

_NOWHERE = Trees(*(Path("/nowhere"),) * 4)


@dataclass(frozen=True)
class Prepared:
    """A koan, its examples and its twins, ready in the server before any code of a student comes."""

    template: Template
    examples: Examples | None
    twins: Sequence[Attempt]


_PREPARED: dict[str, Prepared] = {}


def prepare(order: dict[str, Any]) -> None:
    """Read a koan of the course and draw its examples. Runs in the server, from which each guest is forked.

    `order` has the topic's `number` and `slug`, the koan's `name`, its pristine `text`, the `property` file's source
    (empty if it has none), `seed` and `count` of the examples, and `twins`, each as its answers and its program.
    """
    topic = Topic(order["number"], order["slug"], parse(order["text"]), _NOWHERE)
    koan = next(each for each in topic.koans if each.name == order["name"])
    template, drawn = Template(koan), None
    if order["property"]:
        drawn = Examples.drawn(order["property"], topic.filename, koan.function, order["seed"], order["count"])
    twins = [Attempt(template, answers, drawn, program) for answers, program in order["twins"]]
    _ = template.head, [twin.code for twin in twins]
    _PREPARED[koan.identity] = Prepared(template, drawn, twins)


def judged(order: dict[str, Any]) -> dict[str, Any]:
    """The verdict on the `answers` and the `program` for a prepared `koan`, and what the twins did.

    Twins are tried only if the student's answers pass; `fooled` is how many of them passed. `blamed` has the numbers
    of the blanks that the verdict speaks of.
    """
    os.environ["KOANS_TIMEOUT"] = "0"  # the clocks of the cell count
    ready = _PREPARED[order["koan"]]
    attempt = Attempt(ready.template, order["answers"], ready.examples, order["program"])
    verdict = attempt.judged()
    fooled = sum(twin.judged().passed for twin in ready.twins) if verdict.passed else 0
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
