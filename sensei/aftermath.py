"""What to say of a koan that was run and does not hold: facts, the value that was given, the next step."""

import ast
from collections.abc import Mapping

from sensei import describe
from sensei.beyond import NotInGeneral
from sensei.course import Koan
from sensei.verdict import Outcome, Verdict
from sensei.witness import Witness

_LONG = 300
_USE = "Use what the function is given, and leave nothing of the example in it."
_UNKNOWN = "Look at how it is spelled; what comes from a library needs the library's name and a dot before it."
_RETURN = "Something gave back None: does your function end with a `return`?"


def not_raised(koan: Koan, line: int, raised: bool, given: object) -> Verdict:
    """A block that waits for an exception met another one, or none."""
    if not (isinstance(given, type) and issubclass(given, BaseException)):
        fact = f"On line {line} you answered {describe.content(given)}; pytest.raises waits for an exception class."
    elif raised:
        fact = f"An exception is raised below line {line}, but it is not {describe.article(given.__name__)}."
    else:
        fact = f"Below line {line} nothing is raised."
    advice = "Ask what exactly is refused there: a type, a value, or something that only shows at run time?"
    return Verdict(koan.identity, Outcome.WRONG, line, (fact,), advice)


def answer_raised(koan: Koan, line: int, answer: str, error: BaseException) -> Verdict:
    """A prediction is written like a value, but Python cannot make it."""
    said = describe.one_line(str(error), _LONG)
    fact = f"On line {line} Python cannot work out your answer `{describe.one_line(answer)}`: {said}"
    misspelt = isinstance(error, AttributeError | NameError)
    advice = "Look at how it is spelled." if misspelt else "Write the value in another way."
    return Verdict(koan.identity, Outcome.WRONG, line, (fact,), advice)


def does_not_hold(koan: Koan, node: ast.Assert, answers: Mapping[int, str], witness: Witness) -> Verdict:
    """An assert failed. `answers` are the predictions that stand in it, by the number of the blank."""
    line = node.lineno
    if answers:
        listed = " and ".join(f"`{describe.one_line(answer)}`" for answer in answers.values())
        facts = [f"On line {line} you answered {listed}, and that does not hold."]
        return Verdict(koan.identity, Outcome.WRONG, line, (*facts, *_compared(node, answers, witness)))
    sides = [side[line] for side in (witness.left, witness.right) if line in side]
    words = [describe.content(side) for side in sides]
    if len(sides) == 2:
        fact = f"Line {line} does not hold: on the left is {words[0]}, on the right {words[1]}."
    elif sides:
        fact = f"Line {line} does not hold for {words[0]}."
    else:
        fact = f"Line {line} does not hold: `{ast.unparse(node.test)}`."
    forgot = sides and (sides[0] is None or sides[0] is type(None)) and _hands_back(koan)
    return Verdict(koan.identity, Outcome.WRONG, line, (fact,), _RETURN if forgot else "")


def _compared(node: ast.Assert, answers: Mapping[int, str], witness: Witness) -> list[str]:
    """What kind of thing the answer is and what kind is asked, where one answer is a whole side of the assert."""
    line = node.lineno
    number = next(iter(answers))
    if len(answers) != 1 or line not in witness.right or number not in witness.given:
        return []
    given = witness.given[number]
    others = [side for side in (witness.left.get(line), witness.right[line]) if side is not given]
    wanted = describe.kind(others[0]) if len(others) == 1 else ""
    got = describe.kind(given) or describe.content(given)
    if not wanted or {wanted, got} == {"a shape", "a tuple"}:
        return []
    if wanted == got:
        return [f"The kind is right ({wanted}), the value is not."]
    facts = [f"You gave {describe.content(given) if got == 'a tensor' else got}; the koan looks for {wanted}."]
    if (wanted, got) == ("a shape", "a number"):
        facts.append("A shape is a tuple: parentheses, a number per dimension, a comma even after a single one.")
    if (wanted, got) == ("a set", "a dict"):
        facts.append("Empty braces are a dict; a set without anything in it is written with its name.")
    return facts


def not_in_general(koan: Koan, line: int, found: NotInGeneral) -> Verdict:
    """What the learner wrote holds for the koan's example, and its property found inputs for which it does not."""
    call, raised = found.call, found.raised
    facts = ["What you wrote holds for the koan's own example, but not for every input."]
    facts.append(f"It was tried with {call.words}." if call.words else "It was tried on others that are not shown.")
    if raised:
        facts.append(f"There it raised {type(raised).__name__}: {describe.one_line(str(raised), _LONG)}")
    if call.returned:
        facts.append(f"It gave back {call.returned}.")
    if call.changed:
        facts.append(f"Afterwards {' and '.join(call.changed)} held something else.")
    if found.said:
        facts.append(found.said)
    if call.line:
        facts.append(f"To replay it, start `python -i koans/{koan.topic.filename}` and type: {call.line}")
    kinds = ": a value, a shape, a dtype" if " tensor of " in call.words or " array of " in call.words else ""
    advice = f"What do these inputs have that the example has not{kinds}?" if call.words else _USE
    advice = "" if found.said else advice
    return Verdict(koan.identity, Outcome.WRONG, line, tuple(facts), advice)


def ended_early(koan: Koan, line: int) -> Verdict:
    """The koan returned before its last line."""
    facts = (f"The koan ended before it reached line {line}, so nothing was proved.",)
    advice = "Let your answer run on: a `return` may leave too early."
    return Verdict(koan.identity, Outcome.BROKEN, line, facts, advice)


def raised(koan: Koan, line: int | None, error: BaseException) -> Verdict:
    """Something was raised where nothing should be."""
    said = describe.one_line(str(error), _LONG)
    fact = f"Line {line} raised {type(error).__name__}" if line else f"The koan raised {type(error).__name__}"
    facts = (f"{fact}: {said}" if said else f"{fact}.",)
    advice = ""
    if type(error) is NameError:
        advice = _UNKNOWN
    elif "'NoneType'" in said and _hands_back(koan):
        advice = _RETURN
    return Verdict(koan.identity, Outcome.BROKEN, line, facts, advice)


def skipped(koan: Koan) -> Verdict:
    """The koan was skipped, which proves nothing."""
    facts = ("The koan was skipped, so nothing was proved.",)
    return Verdict(koan.identity, Outcome.BROKEN, None, facts, "Take the skip out.")


def reached(koan: Koan, line: int | None) -> Verdict:
    """A blank was evaluated that the text did not show, by way of another name."""
    where = f" on line {line}" if line else ""
    return Verdict(
        koan.identity, Outcome.BLANK, line, (f"A blank was reached{where}.",), "Put your answer in its place."
    )


def out_of_time(koan: Koan, line: int | None) -> Verdict:
    """The koan was still running when the alarm rang."""
    where = f" It was on line {line}." if line else ""
    facts = (f"The koan was still running after several seconds, so it was stopped.{where}",)
    advice = "Is there a loop that never ends, or a slow one? If not, the machine may be busy: run it again."
    return Verdict(koan.identity, Outcome.TIMEOUT, line, facts, advice)


def unjudged(koan: Koan, error: BaseException) -> Verdict:
    """The engine itself failed."""
    facts = (f"This koan could not be judged: {type(error).__name__}: {describe.one_line(str(error), _LONG)}",)
    advice = "The fault is ours, not yours. Please report it with these words."
    return Verdict(koan.identity, Outcome.UNJUDGED, None, facts, advice)


def _hands_back(koan: Koan) -> bool:
    """Whether the learner writes a `return` in this koan."""
    return any("return" in answer.split() for answer in koan.solution)
