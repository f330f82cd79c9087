"""The fate of a koan whose run has told nothing of it."""

import signal

from sensei import aftermath, alarm, describe
from sensei.course import Koan
from sensei.verdict import Outcome, Verdict
from sensei.warm.job import Died, Ended

_INTERRUPTED = 2  # pytest's exit status


def of_dead(koan: Koan, message: Died) -> Verdict:
    """Its process ended before it did, by itself or because it took too long."""
    if message.status is None or 0 < alarm.patience() <= message.seconds:
        return aftermath.out_of_time(koan, None)
    status = message.status
    how = f"a signal ({_name(-status)})" if status < 0 else f"exit status {status}"
    facts = (f"The process that ran the koan ended before the koan did, with {how}.",)
    advice = "Look for what ends it: a call that exits, or more memory than there is."
    return Verdict(koan.identity, Outcome.BROKEN, None, facts, advice)


def of_silent(koan: Koan, message: Ended) -> Verdict:
    """pytest came to its end without a word about it."""
    if message.status == _INTERRUPTED and not message.said.strip():
        facts = ("The koan raised what stops a whole run of pytest, as Ctrl-C does.",)
        return Verdict(koan.identity, Outcome.BROKEN, None, facts, "Take out what raises KeyboardInterrupt.")
    said = describe.one_line(message.said.strip() or "nothing", 300)
    facts = (f"pytest ended with status {message.status} and did not run the koan. It said: {said}",)
    return Verdict(koan.identity, Outcome.UNJUDGED, None, facts, "`koans doctor` looks into it.")


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)
