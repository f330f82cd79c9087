"""The stand-in: a function of the judge's that has a student's function called in the sandbox, and hands on data."""

import builtins
import functools
import time
from collections.abc import Callable
from typing import Any

from sensei.alarm import OutOfTime
from sensei.grading import circumstances
from sensei.grading.attempt import Halt
from sensei.grading.sandbox.channel import Channel, ChannelClosed, TimedOut, TooLarge
from sensei.grading.wire import Garbled, Holdings, Unsendable, pack, unpack
from sensei.verdict import Outcome

_MOST_SAID = 500


class StandIns:
    """The functions of one program in the sandbox, for one attempt.

    Args:
        line: to a guest that was lent the program.
        seconds: on the clock, for all calls together.
    """

    def __init__(self, line: Channel, seconds: float) -> None:
        """Nothing is called yet."""
        self.line, self.until = line, time.monotonic() + seconds
        self.chance = circumstances.Chance()
        self.gone = False  # the other side ended before it had told all

    def opened(self, program: bytes) -> None:
        """Send the program and hear that its definitions were run.

        Raises:
            Halt: they were not.
        """
        reply = self._heard(program, Holdings())
        if reply[0] == "raised":
            raise Halt(Outcome.BROKEN, f"What you wrote raised {_raised(*reply[1:])[1]} before it was called.")
        if reply != ("ready",):
            raise _garbled()

    def function(self, like: Callable[..., Any]) -> Callable[..., Any]:
        """A function that has the one of the same name called in the sandbox."""

        @functools.wraps(like)
        def stand_in(*args: Any, **kwargs: Any) -> Any:
            return self._call(like.__name__, args, kwargs)

        return stand_in

    def _call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        held = Holdings()
        try:
            raw = pack((name, args, kwargs, circumstances.now(self.chance)), held)
        except Unsendable as error:
            raise Halt(Outcome.UNJUDGED, f"The koan gives {name} {error}, which cannot be handed over.") from None
        match self._heard(raw, held):
            case ("returned", result, told):
                try:
                    circumstances.restore(told, self.chance)
                except (ValueError, TypeError, RuntimeError):
                    raise _garbled() from None
                return result
            case ("raised", str(kind), str(said)):
                raise _raised(kind, said)[0]
            case ("unsendable", str(what)):
                what = what[:_MOST_SAID]
                raise Halt(
                    Outcome.WRONG,
                    f"`{name}` gave back {what}, which cannot be compared with what the koan asks for.",
                    "Hand back what the lesson names: a tensor, an array, a number, or a list or tuple of these.",
                )
            case _:
                raise _garbled()

    def _heard(self, raw: bytes, held: Holdings) -> Any:
        """What is answered to a message."""
        try:
            self.line.send(raw)
            return unpack(self.line.receive(max(0.0, self.until - time.monotonic())), held)
        except TimedOut:
            raise OutOfTime from None
        except (ChannelClosed, TooLarge):
            self.gone = True
            raise Halt(Outcome.BROKEN, "Your code ended the process that ran it.") from None
        except Garbled:
            raise _garbled() from None


def _garbled() -> Halt:
    note = "what came back from the sandbox was no message of the grader's"
    return Halt(Outcome.BROKEN, "Your code disturbed the process that ran it.", "Let it only compute.", note)


def _raised(kind: str, said: str) -> tuple[Exception, str]:
    """The exception to raise here, and its name; only Python's own classes are known on both sides."""
    said = said[:_MOST_SAID]
    found = getattr(builtins, kind, None)
    if isinstance(found, type) and issubclass(found, Exception):
        try:
            return found(said), kind
        except TypeError:
            pass
    return RuntimeError(f"{kind[:80]}: {said}"), kind[:80]
