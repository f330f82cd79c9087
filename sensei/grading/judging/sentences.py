"""The sentences of the court: verdicts on answers that did not come to be judged by the koan itself."""

from sensei.course import Koan
from sensei.verdict import Outcome, Verdict


def refused(koan: Koan) -> Verdict:
    """Code is asked for, and there is no sandbox."""
    fact = "This koan asks for code, and code is not run on this machine: it has no sandbox."
    return Verdict(koan.identity, Outcome.UNJUDGED, None, (fact,), "Ask your instructor.")


def unsettled(koan: Koan) -> Verdict:
    """Not even the solution holds."""
    fact = "This koan could not be judged: the course's own solution does not hold where it is graded."
    return Verdict(koan.identity, Outcome.UNJUDGED, None, (fact,), "The fault is not yours. Tell your instructor.")


def disturbed(koan: Koan) -> Verdict:
    """What came back from the sandbox cannot be believed."""
    fact = "Your code disturbed the process that judged it, so nothing was proved."
    return Verdict(koan.identity, Outcome.BROKEN, None, (fact,), "Let it only compute what the koan asks for.")


def ended(koan: Koan, words: str) -> Verdict:
    """The process of the answer ended by itself, or had to be ended; `words` say how."""
    advice = "Let it only compute: no exit, and no more memory than the koan needs."
    return Verdict(koan.identity, Outcome.BROKEN, None, (f"Your code {words}.",), advice)
