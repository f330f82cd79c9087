"""The attempt: one koan, alone in a text of ours, judged as a learner's own file is, but with other examples."""

import contextlib
import io
import types
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from sensei import aftermath, state
from sensei.course import Koan
from sensei.grading.examples import Examples
from sensei.judge import NotHeld, Script
from sensei.verdict import Outcome, Verdict


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
    """One koan and one way to fill it.

    Args:
        koan: alone in its topic.
        text: the topic's file, filled.
        examples: for the property of the koan; None if it has none.
        lent: functions that take the place of those of the text, by name.
    """

    def __init__(
        self,
        koan: Koan,
        text: str,
        examples: Examples | None = None,
        lent: Mapping[str, Callable[..., object]] | None = None,
    ) -> None:
        """Read the text; nothing is run."""
        super().__init__(koan.topic, Path(koan.topic.filename), text.encode("utf-8", "surrogatepass"))
        self.koan, self.examples, self.lent = koan, examples, lent or {}
        self.blamed: Collection[int] = ()
        self.note = ""

    def judged(self) -> Verdict:
        """The verdict, from known seeds and unheard; `blamed` and `note` say more."""
        if verdict := self.settled.get(self.koan.function):
            return verdict
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()), state.restored():
            return self.run(self.koan, self.module("koans_attempt"))

    def module(self, name: str) -> types.ModuleType:
        """The module of the text, with the functions that are lent to it."""
        module = super().module(name)
        for function, lent in self.lent.items():
            lent.__module__ = name
            module.__dict__[function] = lent
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
