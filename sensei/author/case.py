"""The case: one koan, run with right and wrong answers in the process at hand."""

import ast
import contextlib
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sensei import state
from sensei.alone import alone
from sensei.author.checkout import Checkout
from sensei.author.secret import Secret
from sensei.author.values import family, same
from sensei.course import Koan
from sensei.judge import Script
from sensei.pattern import Kind
from sensei.trees import KOANS
from sensei.verdict import Verdict

MOST_DECOYS = 20


@dataclass(frozen=True)
class Trial:
    """Answers that were tried, and what became of them; `blank` is the number of the one that was put to the test."""

    answers: tuple[str, ...]
    verdict: Verdict
    blank: int = 0


@dataclass(frozen=True, eq=False)
class Case:
    """A koan of a checkout in the hands of a process that may run it. `tried` counts what was."""

    checkout: Checkout
    koan: Koan
    tried: Counter[str] = field(default_factory=Counter[str])

    @cached_property
    def secret(self) -> Secret:
        """What the koan must keep to itself."""
        return Secret(self.koan)

    def judge(self, answers: Sequence[str]) -> Verdict:
        """The verdict on the koan with these answers, in a file that holds nothing else of its topic.

        Raises:
            ValueError: an answer cannot stand in its blank.
        """
        own = self._alone
        script = Script(own.topic, self.checkout.path(KOANS, own.topic), self.filled(answers).encode())
        return settled_or_run(script, own)

    def filled(self, answers: Sequence[str]) -> str:
        """A file that holds nothing of the topic but this koan, on its own lines, with these answers.

        Raises:
            ValueError: an answer cannot stand in its blank.
        """
        return self._alone.filled(tuple(answers))

    @cached_property
    def mistaken(self) -> list[Trial]:
        """Each misconception of the English hints that can be tried, with its verdict."""
        listed = [each.answers for each in self.koan.hints.misconceptions]
        return [Trial(answers, self.judge(answers)) for answers in listed if self.can_stand(answers)]

    def can_stand(self, answers: Sequence[str]) -> bool:
        """Whether these answers can be put into the blanks at all."""
        try:
            self.filled(answers)
        except (ValueError, SyntaxError):
            return False
        return True

    @cached_property
    def decoys(self) -> list[Trial]:
        """For each blank that asks for a value the other answers of the topic that might be taken for it."""
        found: list[Trial] = []
        right = self.koan.solution
        for number, blank in enumerate(self.koan.blanks):
            if blank.kind is not Kind.CODE:
                for decoy in self._decoys(number):
                    answers = (*right[:number], decoy, *right[number + 1 :])
                    if self.can_stand(answers):
                        found.append(Trial(answers, self.judge(answers), number))
        return found

    def _decoys(self, number: int) -> list[str]:
        """Answers of the same kind and another value, those of the nearest koans first."""
        right = self._value(self.koan.solution[number])
        kind = family(right)
        chosen: list[tuple[str, Any]] = [("True", True), ("False", False)] if kind == "truth" else []
        chosen = [each for each in chosen if not same(each[1], right)]
        for text in self._nearby:
            try:
                value = self._value(text)
            except Exception:  # an answer that is code need not have a value of its own
                continue
            if family(value) == kind and not any(same(value, other) for _, other in [("", right), *chosen]):
                chosen.append((text, value))
        return [text for text, _ in chosen[:MOST_DECOYS]]

    @cached_property
    def _nearby(self) -> list[str]:
        koans = self.koan.topic.koans
        here = koans.index(self.koan)
        by_distance = sorted(range(len(koans)), key=lambda place: abs(place - here))
        pairs = [zip(koans[place].blanks, koans[place].solution, strict=False) for place in by_distance]
        return [answer for each in pairs for blank, answer in each if blank.kind is not Kind.CODE]

    def _value(self, answer: str) -> Any:
        return eval(answer.strip(), dict(self._libraries))

    @cached_property
    def _libraries(self) -> dict[str, Any]:
        """What the head of the topic imports, by name."""
        imports = [node for node in self.koan.topic.source.statements if isinstance(node, ast.Import | ast.ImportFrom)]
        namespace: dict[str, Any] = {}
        exec(compile(ast.Module(list(imports), []), self.koan.topic.filename, "exec"), namespace)
        return namespace

    @cached_property
    def _alone(self) -> Koan:
        """The koan in a topic of its own: no koan may need another."""
        return alone(self.koan)


def settled_or_run(script: Script, koan: Koan) -> Verdict:
    """The verdict on one koan of a file, run from a known state and unheard."""
    verdict = script.settled.get(koan.function)
    if verdict:
        return verdict
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()), state.restored():
        return script.run(koan, script.module(f"koans_author.{koan.topic.slug}"))
