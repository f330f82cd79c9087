"""What to say of a koan that does not hold: facts, the value that was given, the next step. Never the answer."""

import ast
from collections.abc import Sequence

from sensei import describe
from sensei.course import Koan
from sensei.pattern import Blank, Drift, Kind
from sensei.source import Trouble
from sensei.verdict import Outcome, Verdict
from sensei.witness import Witness

_ASKS = {
    Kind.PREDICTION: "It asks for a value: what do you expect there?",
    Kind.EXCEPTION: "It asks for an exception class: what is raised there?",
    Kind.CODE: "It asks for code: what belongs there?",
}


def blank(koan: Koan, waiting: Sequence[Blank]) -> Verdict:
    """A blank is left."""
    first, more = waiting[0], len(waiting) - 1
    facts = [f"A blank is waiting on line {first.line}."]
    if more:
        facts.append(f"{more} more {'waits' if more == 1 else 'wait'} in this koan.")
    return Verdict(koan.identity, Outcome.BLANK, first.line, tuple(facts), _ASKS[first.kind])


def unreadable(koan: Koan, trouble: Trouble) -> Verdict:
    """The koan, the head of its file or the whole file does not parse."""
    text = describe.one_line(trouble.text) or "(an empty line)"
    facts = [f"Line {trouble.line} cannot be read as Python: {text}"]
    if not trouble.text:
        facts = [f"{koan.topic.filename} cannot be read."]
    facts.append(
        f"Python says: {trouble.message}." if trouble.text else f"{trouble.message[:1].upper()}{trouble.message[1:]}."
    )
    return Verdict(
        koan.identity, Outcome.BROKEN, trouble.line, tuple(facts), "Mend that line, or look at the one above it."
    )


def missing(koan: Koan, function: str, renamed: str | None, line: int | None) -> Verdict:
    """A function of the koan is not in the file, or has another name there."""
    facts = (f"{koan.topic.filename} has no function {function}.",)
    advice = f"`koans reset {koan.identity}` puts it back as it was; a copy of your file is kept."
    if renamed:
        facts = (f"{function} is called {renamed} here.",)
        advice = f"Give it the name {function} again, and it can be judged."
    return Verdict(koan.identity, Outcome.EDITED, line, facts, advice)


def edited(koan: Koan, drift: Drift) -> Verdict:
    """Something outside the blanks has changed."""
    if drift.tuple_without_parentheses:
        facts = (f"On line {drift.line} Python takes what follows the comma for the message of the assert.",)
        return Verdict(
            koan.identity, Outcome.EDITED, drift.line, facts, "An answer with a comma needs parentheses around it."
        )
    if drift.wanted and drift.found:
        fact = f"Line {drift.line} reads `{drift.found}`; the koan has `{drift.wanted}` there."
    elif drift.wanted:
        fact = f"The koan's own `{drift.wanted}` is gone near line {drift.line}."
    else:
        fact = f"Line {drift.line}, `{drift.found}`, is not part of the koan and may change what it shows."
    advice = f"Change the blanks only. `koans reset {koan.identity}` puts the koan back; a copy of your file is kept."
    return Verdict(koan.identity, Outcome.EDITED, drift.line, (fact,), advice)


def lost_import(koan: Koan, wanted: str, found: str | None, line: int) -> Verdict:
    """A library that the koan uses is not imported, or something else goes by its name."""
    fact = (
        f"Line {line} reads `{found}`; the koan has `{wanted}`."
        if found
        else f"The file no longer has the line `{wanted}`."
    )
    return Verdict(koan.identity, Outcome.EDITED, line, (fact,), f"Put `{wanted}` back at the head of the file.")


def shadowed(koan: Koan, name: str, found: str, line: int) -> Verdict:
    """The file gives a library's name to something else."""
    fact = f"Line {line}, `{describe.one_line(found)}`, takes the name {name} away from the library that the koan uses."
    return Verdict(koan.identity, Outcome.EDITED, line, (fact,), "Choose another name there.")


def mirror(koan: Koan, line: int, answer: str, reason: str) -> Verdict:
    """An answer is not a value."""
    whole = ast.unparse(ast.parse(f"({answer}\n)", mode="eval"))
    reason = reason.replace(f"`{whole}`", "this")
    fact = f"On line {line} you answered `{describe.one_line(answer)}`: {reason}."
    return Verdict(
        koan.identity,
        Outcome.MIRROR,
        line,
        (fact,),
        "Write down the value that you expect: this blank asks what you believe.",
    )


def too_broad(koan: Koan, line: int, answer: str) -> Verdict:
    """An answer to pytest.raises that would hold for nearly any error."""
    fact = f"On line {line} `{answer}` would fit almost any error."
    return Verdict(koan.identity, Outcome.WRONG, line, (fact,), "Name the one class of exception that is raised there.")


def not_raised(koan: Koan, line: int, raised: bool, given: object) -> Verdict:
    """A block that waits for an exception met another one, or none."""
    if not (isinstance(given, type) and issubclass(given, BaseException)):
        fact = f"On line {line} you answered {describe.content(given)}; pytest.raises waits for an exception class."
    elif raised:
        fact = f"An exception is raised below line {line}, but it is not a {given.__name__}."
    else:
        fact = f"Below line {line} nothing is raised."
    return Verdict(
        koan.identity,
        Outcome.WRONG,
        line,
        (fact,),
        "Ask what exactly goes amiss there: a type, a value, or something at run time?",
    )


def does_not_hold(koan: Koan, node: ast.Assert, answers: dict[int, str], witness: Witness) -> Verdict:
    """An assert failed. `answers` are those that stand in it, by the number of the blank."""
    line = node.lineno
    left, right = witness.left.get(line), witness.right.get(line)
    if answers:
        facts = [f"On line {line} you answered {_listed(answers)}, and that does not hold."]
        facts += _compared(node, answers, witness)
    elif line in witness.right:
        facts = [f"Line {line} does not hold: first comes {describe.content(left)}, then {describe.content(right)}."]
    elif line in witness.left:
        facts = [f"Line {line} does not hold for {describe.content(left)}."]
    else:
        facts = [f"Line {line} does not hold: `{ast.unparse(node.test)}`."]
    return Verdict(koan.identity, Outcome.WRONG, line, tuple(facts))


def _listed(answers: dict[int, str]) -> str:
    return " and ".join(f"`{describe.one_line(answer)}`" for answer in answers.values())


def _compared(node: ast.Assert, answers: dict[int, str], witness: Witness) -> list[str]:
    """What kind of thing the answer is and what kind is asked, where one answer is a whole side of the assert."""
    line = node.lineno
    if len(answers) != 1 or line not in witness.right:
        return []
    given = witness.given.get(next(iter(answers)))
    sides = [witness.left.get(line), witness.right[line]]
    others = [side for side in sides if side is not given]
    if len(others) != 1:
        return []
    wanted, got = describe.kind(others[0]), describe.kind(given)
    if not wanted or not got or {wanted, got} == {"a shape", "a tuple"}:
        return []
    return [
        f"The koan looks for {wanted}, but another one."
        if wanted == got
        else f"You gave {got}; the koan looks for {wanted}."
    ]


def ended_early(koan: Koan, line: int) -> Verdict:
    """The koan returned before its last line."""
    facts = (f"The koan ended before it reached line {line}, so nothing was proved.",)
    return Verdict(
        koan.identity, Outcome.BROKEN, line, facts, "Let your answer run on: a `return` may leave too early."
    )


def raised(koan: Koan, line: int | None, error: BaseException) -> Verdict:
    """Something was raised where nothing should be."""
    said = describe.one_line(str(error), 160)
    fact = f"Line {line} raised {type(error).__name__}" if line else f"The koan raised {type(error).__name__}"
    return Verdict(koan.identity, Outcome.BROKEN, line, (f"{fact}: {said}" if said else f"{fact}.",))


def skipped(koan: Koan) -> Verdict:
    """The koan was skipped, which proves nothing."""
    return Verdict(
        koan.identity, Outcome.BROKEN, None, ("The koan was skipped, so nothing was proved.",), "Take the skip out."
    )


def reached(koan: Koan, line: int | None) -> Verdict:
    """A blank was evaluated that the text did not show, by way of another name."""
    where = f" on line {line}" if line else ""
    return Verdict(koan.identity, Outcome.BLANK, line, (f"A blank was reached{where}.",), _ASKS[Kind.CODE])


def out_of_time(koan: Koan, line: int | None) -> Verdict:
    """The koan was still running when the alarm rang."""
    where = f" It was on line {line}." if line else ""
    facts = (f"The koan was still running after several seconds, so it was stopped.{where}",)
    return Verdict(koan.identity, Outcome.TIMEOUT, line, facts, "Look for a loop that never ends.")


def unjudged(koan: Koan, error: BaseException) -> Verdict:
    """The engine itself failed."""
    facts = (f"This koan could not be judged: {type(error).__name__}: {describe.one_line(str(error), 160)}",)
    return Verdict(
        koan.identity, Outcome.UNJUDGED, None, facts, "The fault is ours, not yours. Please report it with these words."
    )
