"""The stand-in: a function of the judge's that has a student's function called in the sandbox, and hands on data."""

import builtins
import functools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sensei.alarm import OutOfTime
from sensei.grading import circumstances
from sensei.grading.attempt import Halt
from sensei.grading.sandbox.channel import Channel, ChannelClosed, TimedOut, TooLarge
from sensei.grading.wire import Garbled, Holdings, Unsendable, pack, unpack
from sensei.verdict import Outcome

_MOST_SAID = 500


@dataclass(frozen=True)
class Call:
    """A call that was made of the course's own solution: what was asked, and what came back."""

    asked: bytes
    heard: bytes


# The calls that were made of the course's own solution in an attempt that held, in their order. The judge's side of an
# attempt depends on nothing but what comes back. As long as each reply is that of the solution to the byte, the next
# call is the solution's next call: a guest can be asked for all at once, and where all replies agree, so do verdicts.
Script = Sequence[Call]


class StandIns:
    """The functions of one program in the sandbox, for one attempt.

    Args:
        line: to a guest that was lent the program.
        seconds: on the clock, for all calls together.
        script: what the guest plays by itself; None if it waits for each call.

    Attributes:
        gone: whether the other side ended before it had told all.
        left: whether something else was called than the script has, so that nothing was found out.
        made: the calls that were made.
    """

    def __init__(self, line: Channel, seconds: float, script: Script | None = None) -> None:
        """Nothing is called yet."""
        self.line, self.until = line, time.monotonic() + seconds
        self.chance = circumstances.Chance()
        self.script = script
        self.gone = self.left = False
        self.made: list[Call] = []
        self._agreed = 0
        self._odd: bytes | None = None  # the first reply that is not the solution's, until it is asked for

    def opened(self, program: bytes) -> None:
        """Send the program and hear that its definitions were run.

        Raises:
            Halt: they were not.
        """
        match self._read(self._told(program), Holdings()):
            case ("ready",):
                return
            case ("raised", str(kind), str(said)):
                raise Halt(Outcome.BROKEN, f"What you wrote raised {_raised(kind, said)[1]} before it was called.")
            case _:
                raise _garbled()

    def agrees(self) -> bool:
        """Whether all replies are those of the solution. What follows the first that is not is left for the calls.

        Raises:
            Halt: the other side ended.
        """
        assert self.script is not None
        for call in self.script:
            reply = self._received()
            if reply != call.heard:
                self._odd = reply
                return False
            self._agreed += 1
        return True

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
        match self._read(self._reply(raw), held):
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

    def _reply(self, raw: bytes) -> bytes:
        """What is answered to a call."""
        number = len(self.made)
        if self.script is None:
            reply = self._told(raw)
        elif number >= len(self.script) or raw != self.script[number].asked:
            self.left = True
            raise Halt(Outcome.UNJUDGED, "Something else was called than by the course's own solution.")
        elif number < self._agreed:
            reply = self.script[number].heard
        elif self._odd is not None:
            reply, self._odd = self._odd, None
        else:
            reply = self._received()
        self.made.append(Call(raw, reply) if self.script is None else self.script[number])
        return reply

    def _told(self, raw: bytes) -> bytes:
        """Send a message and hear the answer to it."""
        try:
            self.line.send(raw)
        except TimedOut:
            raise OutOfTime from None
        except (ChannelClosed, TooLarge):
            raise self._over() from None
        return self._received()

    def _received(self) -> bytes:
        try:
            return self.line.receive(max(0.0, self.until - time.monotonic()))
        except TimedOut:
            raise OutOfTime from None
        except (ChannelClosed, TooLarge):
            raise self._over() from None

    def _over(self) -> Halt:
        self.gone = True
        return Halt(Outcome.BROKEN, "Your code ended the process that ran it.")

    def _read(self, raw: bytes, held: Holdings) -> Any:
        try:
            return unpack(raw, held)
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
