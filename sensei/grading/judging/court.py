"""The court: one process's way from an item to a judgement, by the surest way that the koan allows."""

import ast
import functools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sensei import aftermath, alarm, misconception
from sensei.answer import objection
from sensei.course import Course, Koan
from sensei.grading import live
from sensei.grading.attempt import Attempt, Halt
from sensei.grading.closed import NotPlain, plain, spelled
from sensei.grading.item import Assurance, Item, Judgement
from sensei.grading.judging.brief import Brief
from sensei.grading.judging.ways import Way, kept
from sensei.grading.policy import Policy
from sensei.grading.sandbox.channel import ChannelClosed, TimedOut, TooLarge
from sensei.grading.sandbox.fate import Ending, Fate
from sensei.grading.sandbox.warden import Warden
from sensei.grading.standin import StandIns
from sensei.pattern import Kind
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
        self.ways: dict[str, tuple[Way, tuple[str, ...]]] = {}

    @cached_property
    def koans(self) -> dict[str, Koan]:
        """The koans of the course by identity."""
        return {koan.identity: koan for koan in self.course.koans}

    def judge(self, item: Item) -> Judgement:
        """The judgement on an item. Whatever goes wrong in here is a judgement, too."""
        brief = self.brief(item.koan)
        try:
            heard, assurance = self._heard(brief, item)
            verdict = misconception.recognise(brief.listed, heard.verdict, item.answers, heard.blamed)
            return Judgement(verdict, assurance, heard.note)
        except Exception as ours:
            return Judgement(aftermath.unjudged(brief.listed, ours), Assurance.TEXT, "the grader failed here")

    def brief(self, identity: str) -> Brief:
        """What the course has to say of a koan."""
        return self.briefs.setdefault(identity, Brief(self.koans[identity], self.policy))

    def _heard(self, brief: Brief, item: Item) -> tuple[_Heard, Assurance]:
        if not self._has_code(brief, item):
            return self._by_values(brief, item), Assurance.VALUES
        if self.warden is None:
            return _Heard(_refused(brief.listed)), Assurance.TEXT
        way, twins = self._way(brief)
        trusted = self.policy.sandbox == "trusted"
        if way is Way.DATA:
            return self._by_data(brief, item), Assurance.TRUSTED if trusted else Assurance.DATA
        if way is not Way.NONE:
            return self._live(brief, item, twins, way), Assurance.TRUSTED if trusted else Assurance.LIVE
        return _Heard(_unsettled(brief.listed), (), "the course's own solution does not hold here"), Assurance.TEXT

    def _has_code(self, brief: Brief, item: Item) -> bool:
        """Whether something of the item has to be run. A value in a blank for code has not."""
        own = brief.koan.function
        code = [n for n, blank in enumerate(brief.koan.blanks) if blank.kind is Kind.CODE and blank.koan == own]
        return bool(item.program) or any(not _is_value(item.answers[number], brief.imports) for number in code)

    def _by_values(self, brief: Brief, item: Item) -> _Heard:
        attempt = Attempt(brief.koan, brief.koan.filled(item.answers))
        verdict = attempt.judged()
        if verdict.passed and (strange := self._strange(brief, item)):
            fact = f"`{strange}` is no value that a koan asks for."
            return _Heard(Verdict(item.koan, Outcome.WRONG, None, (fact,), "Write down the value that you expect."))
        return _Heard(verdict, tuple(attempt.blamed))

    def _strange(self, brief: Brief, item: Item) -> str:
        """A dotted name in the answers that leads to no constant; empty if there is none."""
        module: dict[str, Any] = {}
        head = [node for node in brief.koan.topic.source.statements if isinstance(node, ast.Import | ast.ImportFrom)]
        exec(compile(ast.Module(list(head), []), "<head>", "exec"), module)
        for text in item.answers:
            tree = ast.parse(text, mode="eval")
            called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
            inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
            for node in ast.walk(tree):
                if isinstance(node, ast.Attribute) and id(node) not in called | inner:
                    value: Any = module
                    for name in ast.unparse(node).split("."):
                        value = value[name] if value is module else getattr(value, name, self)
                    if not plain(value):
                        return ast.unparse(node)
        return ""

    def _by_data(self, brief: Brief, item: Item) -> _Heard:
        """Lend the student's functions to an attempt out here; the koan and its property see nothing but data."""
        assert self.warden is not None
        with self.warden.cell(self.policy.wall) as cell:
            borrowed = StandIns(cell.channel, self.policy.wall)
            lent = {name: borrowed.function(_named(name)) for name in brief.written}
            attempt = Attempt(brief.koan, brief.outside(item.answers), brief.examples, lent)
            try:
                verdict = attempt.settled.get(brief.koan.function)
                if verdict is None:
                    borrowed.opened(json.dumps({"program": item.program}).encode())
                    verdict = attempt.judged()
            except Halt as halt:
                verdict, attempt.note = halt.verdict(brief.listed), halt.note
            except alarm.OutOfTime:
                verdict = aftermath.out_of_time(brief.listed, None)
        if borrowed.gone:
            return self._ended(brief, cell.end())
        return _Heard(verdict, tuple(attempt.blamed), attempt.note)

    def _live(self, brief: Brief, item: Item, twins: tuple[str, ...] = (), way: Way = Way.LIVE) -> _Heard:
        """Have the koan judged where the student's code runs, and believe it only if the twins failed there."""
        assert self.warden is not None
        text = brief.inside(item.answers, item.program)
        order = {"koan": brief.koan.identity, "text": text, "twins": twins}
        try:
            with self.warden.cell(self.policy.wall, writing=way is Way.WRITING) as cell:
                cell.channel.send(json.dumps(order).encode())
                verdict, blamed, fooled = live.heard(json.loads(cell.channel.receive(self.policy.wall)), brief.listed)
        except (ChannelClosed, TooLarge):
            return self._ended(brief, cell.end())
        except TimedOut:
            return _Heard(aftermath.out_of_time(brief.listed, None))
        except (ValueError, RecursionError):
            note = "what came back from the sandbox was no message of the grader's"
            return _Heard(_disturbed(brief.listed), (), note)
        if verdict.passed and fooled:
            note = "where this answer ran, answers that are known to be wrong passed too"
            return _Heard(_disturbed(brief.listed), (), note)
        return _Heard(verdict, tuple(blamed))

    def _ended(self, brief: Brief, fate: Fate) -> _Heard:
        """The process of the answer ended before it had told all."""
        if fate.ending in (Ending.CPU, Ending.WALL):
            return _Heard(aftermath.out_of_time(brief.listed, None))
        words = fate.words or "ended before it had given back anything"
        advice = "Let it only compute: no exit, and no more memory than the koan needs."
        verdict = Verdict(brief.listed.identity, Outcome.BROKEN, None, (f"Your code {words}.",), advice)
        return _Heard(verdict, (), f"the answer {words}")

    def _way(self, brief: Brief) -> tuple[Way, tuple[str, ...]]:
        """How answers to this koan are judged, and the twins that go with it."""
        identity = brief.listed.identity
        if identity not in self.ways:
            way = kept(brief)
            if way in (Way.LIVE, Way.WRITING):
                self._prepare(brief)
            way = way or self.found(brief)
            wrong = brief.mistaken[:_TWINS] if way in (Way.LIVE, Way.WRITING) else ()
            self.ways[identity] = way, tuple(brief.inside(each.answers, each.program) for each in wrong)
        return self.ways[identity]

    def found(self, brief: Brief) -> Way:
        """The surest way that tells the course's own solution from every wrong answer that it lists."""
        if brief.lendable and self._tells_apart(brief, self._by_data):
            return Way.DATA
        self._prepare(brief)
        for way in (Way.LIVE, Way.WRITING):
            if self._tells_apart(brief, functools.partial(self._live, way=way)):
                return way
        return Way.NONE

    def _prepare(self, brief: Brief) -> None:
        assert self.warden is not None
        topic = brief.koan.topic
        order: dict[str, Any] = {"number": topic.number, "slug": topic.slug, "name": brief.koan.name}
        order |= {"text": topic.source.text, "property": brief.property_source}
        order |= {"seed": self.policy.seed, "count": self.policy.examples}
        self.warden.prepare("sensei.grading.live:prepare", order)

    def _tells_apart(self, brief: Brief, heard: Callable[[Brief, Item], _Heard]) -> bool:
        """Whether judging in this manner lets the solution hold and none of the listed wrong answers.

        By data it does not where a property looks at how a function works, or hands it what does not cross whole.
        """
        held = heard(brief, brief.solved).verdict.passed
        return held and not any(heard(brief, each).verdict.passed for each in brief.mistaken)


def _named(name: str) -> Any:
    def function() -> None: ...

    function.__name__ = function.__qualname__ = name
    return function


def _is_value(answer: str, imports: Mapping[str, str]) -> bool:
    """Whether an answer is the canonical spelling of a value."""
    try:
        tree = ast.parse(answer, mode="eval").body
        return objection(tree, imports) is None and spelled(tree, imports) == answer
    except (SyntaxError, NotPlain):
        return False


def _refused(koan: Koan) -> Verdict:
    fact = "This koan asks for code, and code is not run on this machine: it has no sandbox."
    return Verdict(koan.identity, Outcome.UNJUDGED, None, (fact,), "Ask your instructor.")


def _unsettled(koan: Koan) -> Verdict:
    fact = "This koan could not be judged: the course's own solution does not hold where it is graded."
    return Verdict(koan.identity, Outcome.UNJUDGED, None, (fact,), "The fault is not yours. Tell your instructor.")


def _disturbed(koan: Koan) -> Verdict:
    fact = "Your code disturbed the process that judged it, so nothing was proved."
    return Verdict(koan.identity, Outcome.BROKEN, None, (fact,), "Let it only compute what the koan asks for.")
