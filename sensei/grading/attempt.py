"""The attempt: one koan and the answers to it, judged as a learner's own file is, but with other examples."""

import ast
import contextlib
import io
import sys
import types
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from sensei import aftermath, memory, state
from sensei.course import Koan
from sensei.grading import sealed
from sensei.grading.examples import Examples
from sensei.grading.template import Template
from sensei.judge import NotHeld, Script
from sensei.reading import Filled
from sensei.source import Trouble
from sensei.verdict import Outcome, Verdict
from sensei.witness import GLOBAL, Witnesses

_NAME = "koans_attempt"


class Halt(BaseException):
    """Something ends an attempt with a verdict of its own; no `except` of a koan or a property shall take it."""

    def __init__(self, outcome: Outcome, fact: str, advice: str = "", note: str = "") -> None:
        """Carry what the verdict says; `note` is for the instructor."""
        super().__init__(fact)
        self.outcome, self.fact, self.advice, self.note = outcome, fact, advice, note

    def verdict(self, koan: Koan) -> Verdict:
        """The verdict on this koan."""
        return Verdict(koan.identity, self.outcome, None, (self.fact,), self.advice)


class Attempt(Script):
    """One koan and one way to answer it. Nothing is read again: answers have been read when they come here.

    Args:
        template: of the koan.
        answers: one for each blank.
        examples: for the property of the koan; None if it has none.
        program: Python source that gives the definitions which a student completes; empty if nothing is asked of them.
        lent: functions that take their place, by name.

    Raises:
        ValueError: an answer cannot stand in its blank.
    """

    def __init__(
        self,
        template: Template,
        answers: Sequence[str],
        examples: Examples | None = None,
        program: str = "",
        lent: Mapping[str, Callable[..., object]] | None = None,
    ) -> None:
        """Put the answers in; nothing is run."""
        self.template, self.koan, self.topic = template, template.koan, template.koan.topic
        self.path, self.memory, self.witnesses = Path(self.topic.filename), memory.Memory(), Witnesses()
        self.examples, self.program, self.lent = examples, program, lent or {}
        given = {*self.koan.parts[:-1]} if program else {*self.lent}
        asking = {blank.koan for blank in self.koan.blanks} | {self.koan.function}
        self.source, self._harvest = template.filled(
            answers, [part for part in self.koan.parts if part in asking - given]
        )
        self.blamed: Collection[int] = ()
        self.note = ""

    @cached_property
    def settled(self) -> dict[str, Verdict]:
        """Nothing: what the text tells was told by whoever read it."""
        return {}

    @cached_property
    def filled(self) -> dict[str, Filled]:
        """The koan with its answers."""
        return {self.koan.function: Filled(self.koan, self._harvest, [])}

    def span(self, koan: Koan) -> tuple[int, int]:
        """First and last line of the koan in the course's file."""
        own = [piece for piece in self.topic.source.pieces if piece.name in koan.parts]
        return own[0].start, own[-1].end

    @cached_property
    def code(self) -> types.CodeType:
        """What was filled, witnessed."""
        return self._compiled()

    @cached_property
    def rejected(self) -> dict[ast.stmt, Trouble]:
        """Nothing, likewise."""
        return {}

    def judged(self) -> Verdict:
        """The verdict, from known seeds and unheard; `blamed` and `note` say more."""
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()), state.restored():
            try:
                module = self.module(_NAME)
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                return self.after(self.koan, error)
            return self.run(self.koan, module)

    def module(self, name: str) -> types.ModuleType:
        """The module of the koan, with what the program defines, and with the functions that are lent to it."""
        module = types.ModuleType(name)
        module.__file__ = str(self.path)
        module.__dict__[GLOBAL] = self.witnesses
        sys.modules[name] = module
        exec(self.template.head, module.__dict__)
        if self.program:
            sealed.run(self.program, module)
        for function, lent in self.lent.items():
            lent.__module__ = name
            module.__dict__[function] = lent
        exec(self.code, module.__dict__)
        return module

    def look_beyond(self, koan: Koan, module: types.ModuleType, last_words: Callable[[], None]) -> None:
        """Once the koan holds, try the examples."""
        if self.witnesses[koan.function].finished and self.examples:
            self.examples.examine(module)

    def after(self, koan: Koan, error: BaseException | None) -> Verdict:
        """The verdict on a run that came to this end. Misconceptions are for the judge to recognise."""
        if isinstance(error, Halt):
            self.note = error.note
            return error.verdict(koan)
        if isinstance(error, NotHeld):
            return error.verdict
        try:
            verdict, self.blamed = self._after(koan, error)
        except Exception as ours:
            return aftermath.unjudged(koan, ours)
        return verdict
