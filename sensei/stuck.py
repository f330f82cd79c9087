"""Stuck: when a learner is offered the next hint without asking, and in which words. The hint itself stays unsaid."""

from sensei.course import Koan
from sensei.hints import RUNGS
from sensei.progress import Progress

MANY = 5
TWICE = 2
_REVEAL = RUNGS + 1
_OFFERS = {
    1: "Another look may help: {hint} says where to look.",
    2: "Another look may help: {hint} now says what to notice.",
    3: "Another look may help: {hint} has one more, which is almost there.",
    _REVEAL: "You have seen all the hints. `koans hint --reveal` shows the answer, if you would like to see it.",
}


def offer(progress: Progress, koan: Koan, hint: str = "`koans hint`") -> str | None:
    """The sentence that offers the next rung of the ladder, by the way to it that is named `hint`; None if now is not
    the time.

    A rung is offered after many attempts, or when the same answer came twice in a row; both are counted from the last
    hint or offer. One that was offered and not taken is offered again only after many more attempts, and the answer
    itself only once.
    """
    trace = progress.traces.get(koan.identity)
    if trace is None:
        return None
    rung = _next(progress, koan)
    fresh = trace.offered < rung
    due = trace.since >= MANY and (fresh or rung < _REVEAL)
    again = trace.repeats >= TWICE and fresh
    return _OFFERS[rung].format(hint=hint) if due or again else None


def mark(progress: Progress, koan: Koan) -> None:
    """Remember that the learner has seen the offer."""
    trace = progress.trace(koan.identity)
    trace.offered = _next(progress, koan)
    trace.rested()


def _next(progress: Progress, koan: Koan) -> int:
    return min(max(progress.rungs.get(koan.identity, 0), 0), RUNGS) + 1
