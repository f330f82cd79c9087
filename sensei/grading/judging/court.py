"""The court: one process's way from an item to a judgement, by the surest way that the koan allows."""

import base64
import functools
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sensei import aftermath, alarm, misconception
from sensei.course import Course, Koan
from sensei.grading import live, tripwire
from sensei.grading.attempt import Attempt, Halt
from sensei.grading.item import Assurance, Item, Judgement
from sensei.grading.judging import sentences
from sensei.grading.judging.brief import Brief
from sensei.grading.judging.ways import Way, kept
from sensei.grading.policy import Policy
from sensei.grading.recall import recalls
from sensei.grading.sandbox.channel import ChannelClosed, TimedOut, TooLarge
from sensei.grading.sandbox.fate import Ending, Fate
from sensei.grading.sandbox.warden import NoSandbox, Warden
from sensei.grading.standin import Script, StandIns
from sensei.verdict import Outcome, Verdict

_TWINS = 2


@dataclass(frozen=True)
class _Heard:
    """A verdict, the blanks that it speaks of, and what the instructor should know."""

    verdict: Verdict
    blamed: tuple[int, ...] = ()
    note: str = ""


class Court:
    """Judges items.

    Args:
        course: the pristine course.
        policy: how to judge.
        warden: of the sandbox; None where code answers are refused.
    """

    def __init__(self, course: Course, policy: Policy, warden: Warden | None) -> None:
        """Nothing is loaded yet."""
        self.course, self.policy, self.warden = course, policy, warden
        self.briefs: dict[str, Brief] = {}
        self.ways: dict[str, Way] = {}
        self.beside: dict[str, Way] = {}
        self.scripts: dict[str, Script | None] = {}

    @cached_property
    def koans(self) -> dict[str, Koan]:
        """The koans of the course by identity."""
        return {koan.identity: koan for koan in self.course.koans}

    def judge(self, item: Item) -> Judgement:
        """The judgement on an item. Whatever goes wrong in here is a judgement, too.

        Raises:
            NoSandbox: the sandbox has ended, and cannot be started again.
        """
        brief = self.brief(item.koan)
        try:
            heard, assurance = self._heard(brief, item)
            verdict = misconception.recognise(brief.listed, heard.verdict, item.answers, heard.blamed)
            return Judgement(verdict, assurance, heard.note)
        except NoSandbox:
            raise  # it is this machine's trouble, and no verdict on an answer
        except Exception as ours:
            return Judgement(aftermath.unjudged(brief.listed, ours), Assurance.TEXT, "the grader failed here")

    def brief(self, identity: str) -> Brief:
        """What the course has to say of a koan."""
        return self.briefs.setdefault(identity, Brief(self.koans[identity], self.policy))

    def _heard(self, brief: Brief, item: Item) -> tuple[_Heard, Assurance]:
        if not brief.has_code(item):
            return self._by_values(brief, item), Assurance.VALUES
        if self.warden is None:
            return _Heard(sentences.refused(brief.listed)), Assurance.TEXT
        way = self._way(brief)
        trusted = self.policy.sandbox == "trusted"
        if way is Way.DATA:
            return self._by_data(brief, item), Assurance.TRUSTED if trusted else Assurance.DATA
        if way is not Way.NONE:
            return self._live(brief, item, way), Assurance.TRUSTED if trusted else Assurance.LIVE
        return _Heard(
            sentences.unsettled(brief.listed), (), "the course's own solution does not hold here"
        ), Assurance.TEXT

    def _by_values(self, brief: Brief, item: Item) -> _Heard:
        attempt = Attempt(brief.template, item.answers)
        verdict = attempt.judged()
        if verdict.passed and (strange := brief.strange(item.answers)):
            fact = f"`{strange}` is no value that a koan asks for."
            return _Heard(Verdict(item.koan, Outcome.WRONG, None, (fact,), "Write down the value that you expect."))
        return _Heard(verdict, tuple(attempt.blamed))

    def _by_data(self, brief: Brief, item: Item) -> _Heard:
        """Lend the student's functions to an attempt out here; the koan and its property see nothing but data.

        What comes back of one call is no more than a copy to the next, so a function that gives back the same tensor
        each time could pass. Where a program recalls anything the koan must hold where it runs as well.
        """
        script = self._script(brief)
        found = script and self._by_script(brief, item, script)
        found = found or self._by_calls(brief, item)[0]
        if found.verdict.passed and recalls(item.program) and (way := self._beside(brief)) is not Way.NONE:
            return self._live(brief, item, way)
        return found

    def _script(self, brief: Brief) -> Script | None:
        """What the solution is asked for, which the sandbox has learnt; None if that is not the same each time."""
        assert self.warden is not None
        identity = brief.listed.identity
        if identity not in self.scripts:
            (heard, made), (_, again) = (self._by_calls(brief, brief.solved) for _ in range(2))
            self.scripts[identity] = made if made and made == again and heard.verdict.passed else None
            if self.scripts[identity]:
                asked = [base64.b64encode(call.asked).decode() for call in made]
                self.warden.prepare("sensei.grading.guest:learn", {"name": identity, "asked": asked})
        return self.scripts[identity]

    def _by_script(self, brief: Brief, item: Item, script: Script) -> _Heard | None:
        """As `_by_data`, with all calls made at once; None if it comes to other calls than those of the solution."""
        assert self.warden is not None
        same = brief.values(item.answers) == brief.values(brief.solved.answers)
        with self.warden.cell(self.policy.wall) as cell:
            borrowed = StandIns(cell.channel, self.policy.wall, script)
            order = {"lend": item.program, "script": brief.listed.identity}
            heard = self._attempted(brief, item, borrowed, order, lambda: borrowed.agrees() and same)
        if borrowed.gone:
            return _ended(brief, cell.end())
        return None if borrowed.left else heard

    def _by_calls(self, brief: Brief, item: Item) -> tuple[_Heard, Script]:
        """As `_by_data`, call by call; and the calls."""
        assert self.warden is not None
        with self.warden.cell(self.policy.wall) as cell:
            borrowed = StandIns(cell.channel, self.policy.wall)
            heard = self._attempted(brief, item, borrowed, {"lend": item.program, "script": ""}, lambda: False)
        return (_ended(brief, cell.end()) if borrowed.gone else heard), borrowed.made

    def _attempted(
        self, brief: Brief, item: Item, borrowed: StandIns, order: dict[str, str], passed: Callable[[], bool]
    ) -> _Heard:
        lent = {name: borrowed.function(_named(name)) for name in brief.written}
        attempt = Attempt(brief.template, item.answers, brief.examples, lent=lent)
        try:
            borrowed.opened(json.dumps(order).encode())
            verdict = Verdict(item.koan, Outcome.PASSED) if passed() else attempt.judged()
        except Halt as halt:
            verdict, attempt.note = halt.verdict(brief.listed), halt.note
        except alarm.OutOfTime:
            verdict = aftermath.out_of_time(brief.listed, None)
        return _Heard(verdict, tuple(attempt.blamed), attempt.note)

    def _live(self, brief: Brief, item: Item, way: Way = Way.LIVE) -> _Heard:
        """Have the koan judged where the student's code runs, and believe it only if the twins failed there."""
        assert self.warden is not None
        order = {"koan": brief.koan.identity, "answers": item.answers, "program": item.program}
        try:
            with self.warden.cell(self.policy.wall, writing=way is Way.WRITING) as cell:
                cell.channel.send(json.dumps(order).encode())
                verdict, blamed, fooled = live.heard(json.loads(cell.channel.receive(self.policy.wall)), brief.listed)
        except (ChannelClosed, TooLarge):
            return _ended(brief, cell.end())
        except TimedOut:
            return _Heard(aftermath.out_of_time(brief.listed, None))
        except (ValueError, RecursionError):
            note = "what came back from the sandbox was no message of the grader's"
            return _Heard(sentences.disturbed(brief.listed), (), note)
        if verdict.passed and fooled:
            note = "where this answer ran, answers that are known to be wrong passed too"
            return _Heard(sentences.disturbed(brief.listed), (), note)
        return _Heard(verdict, tuple(blamed))

    def _way(self, brief: Brief) -> Way:
        """How answers to this koan are judged; the sandbox has what that takes from then on."""
        identity = brief.listed.identity
        if identity not in self.ways:
            way = kept(brief) or self.found(brief)
            if way in (Way.LIVE, Way.WRITING):
                self._prepare(brief, brief.mistaken[:_TWINS])
            self.ways[identity] = way
        return self.ways[identity]

    def found(self, brief: Brief) -> Way:
        """The surest way that tells the course's own solution from every wrong answer that it lists."""
        if brief.lendable and self._tells_apart(brief, lambda brief, item: self._by_calls(brief, item)[0]):
            return Way.DATA
        return self._found_live(brief)

    def _beside(self, brief: Brief) -> Way:
        """How a koan that is judged by data is judged inside the sandbox as well."""
        identity = brief.listed.identity
        if identity not in self.beside:
            self.beside[identity] = self._found_live(brief)
            self._prepare(brief, brief.mistaken[:_TWINS])
        return self.beside[identity]

    def _found_live(self, brief: Brief) -> Way:
        self._prepare(brief, ())
        for way in (Way.LIVE, Way.WRITING):
            if self._tells_apart(brief, functools.partial(self._live, way=way)):
                return way
        return Way.NONE

    def _prepare(self, brief: Brief, twins: Sequence[Item]) -> None:
        assert self.warden is not None
        topic = brief.koan.topic
        order: dict[str, Any] = {"number": topic.number, "slug": topic.slug, "name": brief.koan.name}
        order |= {"text": topic.source.text, "property": brief.property_source}
        order |= {"seed": self.policy.seed, "count": self.policy.examples}
        order |= {"twins": [[each.answers, each.program] for each in twins]}
        self.warden.prepare("sensei.grading.live:prepare", order)

    def _tells_apart(self, brief: Brief, heard: Callable[[Brief, Item], _Heard]) -> bool:
        """Whether judging in this manner lets the solution hold and none of the listed wrong answers.

        By data it does not where a property looks at how a function works, or hands it what does not cross whole.
        """
        held = heard(brief, brief.solved).verdict.passed
        return held and not any(heard(brief, each).verdict.passed for each in brief.mistaken)


def _ended(brief: Brief, fate: Fate) -> _Heard:
    """The process of the answer ended before it had told all."""
    if fate.ending in (Ending.CPU, Ending.WALL):
        return _Heard(aftermath.out_of_time(brief.listed, None))
    if fate.number == tripwire.STATUS:
        return _Heard(sentences.disturbed(brief.listed), (), "it got to Python's own insides, where no koan leads")
    words = fate.words or "ended before it had given back anything"
    return _Heard(sentences.ended(brief.listed, words), (), f"the answer {words}")


def _named(name: str) -> Any:
    def function() -> None: ...

    function.__name__ = function.__qualname__ = name
    return function
