"""leak: nothing that a learner sees of an unsolved koan, or of one that is answered wrongly, says a right answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sensei.author import frame
from sensei.author.case import Case, Trial
from sensei.author.checkout import ENGLISH
from sensei.author.rule import Rule
from sensei.author.terminal import TerminalTrouble, of
from sensei.author.violation import Violation
from sensei.verdict import Verdict

_REMEDY = "Say what to look at, not what comes out; or let the koan's own text say it."


@dataclass(frozen=True)
class _View:
    """A koan as a learner left it: its file, the answers in it, and which misconception they are, if any."""

    text: str
    answers: tuple[str, ...] = ()
    misconception: int | None = None


def _run(case: Case) -> Iterator[Violation]:
    told: set[tuple[int | None, str]] = set()
    for view, where, output in _screens(case):
        case.tried["screens"] += 1
        said = frame.without_frame(output, view.text.split("\n"))
        for leak in case.secret.leaks(said, view.answers):
            if (view.misconception, leak.answer) not in told:
                told.add((view.misconception, leak.answer))
                fact = f"{where} shows the answer `{_short(leak.answer)}`: {leak.excerpt}."
                yield _place(case, view, leak.blank, fact)
    yield from _words(case)


def _screens(case: Case) -> Iterator[tuple[_View, str, str]]:
    koan = case.koan
    numbers = {each.answers: number for number, each in enumerate(koan.hints.misconceptions)}
    views = [_View(koan.topic.source.text)]
    for trial in case.mistaken:
        if not trial.verdict.passed:
            views.append(_View(case.filled(trial.answers), trial.answers, numbers[trial.answers]))
    terminal = of(case.checkout)
    for view in views:
        yield view, f"`pytest` with {_given(view.answers)}", terminal.quiet(koan, view.text)
    for view, output in zip(views, terminal.verbose(koan, [view.text for view in views]), strict=True):
        yield view, f"`pytest -v` with {_given(view.answers)}", output


def _words(case: Case) -> Iterator[Violation]:
    """The words of every verdict: a reply that is shown on the screen hides the facts from it, but not for long."""
    told: set[str] = set()
    trials: Sequence[Trial] = [*case.mistaken, *case.decoys]
    for trial in trials:
        if trial.verdict.passed:
            continue
        case.tried["verdicts"] += 1
        for leak in case.secret.leaks(_plain(trial.verdict), trial.answers):
            if leak.answer not in told:
                told.add(leak.answer)
                fact = (
                    f"The verdict on {_given(trial.answers)} shows the answer `{_short(leak.answer)}`: {leak.excerpt}."
                )
                yield case.checkout.at_koan(case.koan, fact, _REMEDY, case.koan.blanks[leak.blank].line)


def _plain(verdict: Verdict) -> str:
    return frame.without_frame("\n".join([*verdict.facts, verdict.advice]), [])


def _place(case: Case, view: _View, blank: int, fact: str) -> Violation:
    if view.misconception is None:
        return case.checkout.at_koan(case.koan, fact, _REMEDY, case.koan.blanks[blank].line)
    return case.checkout.at_hint(case.koan.topic, ENGLISH, (case.koan.name, view.misconception), fact, _REMEDY)


def _given(answers: Sequence[str]) -> str:
    return " and ".join(f"`{_short(answer)}`" for answer in answers) or "nothing filled"


def _short(answer: str) -> str:
    return " ".join(answer.split())


def _guarded(case: Case) -> Iterator[Violation]:
    try:
        yield from _run(case)
    except TerminalTrouble as trouble:
        fact = f"What a learner sees of {case.koan.function} could not be tried: {trouble}."
        yield case.checkout.at_koan(case.koan, fact, "Run pytest on that koan and see.")


RULE = Rule(
    "leak",
    "no screen and no verdict says a right answer before the koan holds",
    run=_guarded,
    stands_on=("parity", "solved", "misconceptions"),
)
