"""What to say of a koan that its text alone settles. Facts, what was found, the next step; never the answer."""

import ast
from collections.abc import Sequence

from sensei import describe
from sensei.answer import Objection
from sensei.blank import NAME
from sensei.course import Koan
from sensei.pattern import Blank, Drift, Kind
from sensei.source import Trouble
from sensei.verdict import Outcome, Verdict

_COMMA = "Commas need something around them: square brackets make a list, parentheses make a tuple."
_ASKS = {
    Kind.PREDICTION: "It asks for a value: what do you expect there?",
    Kind.EXCEPTION: "It asks for an exception class: what is raised there?",
    Kind.CODE: "It asks for an expression: what belongs there?",
}
_ASKS_FOR_STATEMENTS = "It asks for code, one statement or more: what is to be done there?"


def blank(koan: Koan, waiting: Sequence[Blank]) -> Verdict:
    """A blank is left."""
    first, more = waiting[0], len(waiting) - 1
    facts = [f"A blank is waiting on line {first.line}."]
    if more:
        facts.append(f"{more} more {'waits' if more == 1 else 'wait'} in this koan.")
    if len(waiting) < len(koan.blanks):
        facts.append("What you have filled in is judged once no blank is left.")
    asks = _ASKS_FOR_STATEMENTS if first.whole_statement else _ASKS[first.kind]
    return Verdict(koan.identity, Outcome.BLANK, first.line, tuple(facts), asks)


def unreadable(koan: Koan, trouble: Trouble) -> Verdict:
    """The koan, the head of its file or the whole file does not parse."""
    if not trouble.text:
        said = f"{trouble.message[:1].upper()}{trouble.message[1:]}."
        facts = (f"{koan.topic.filename} cannot be read.", said)
    else:
        text = describe.one_line(trouble.text) or "(an empty line)"
        said = trouble.message + ("" if trouble.message.endswith("?") else ".")
        facts = (f"Line {trouble.line} cannot be read as Python: {text}", f"Python says: {said}")
    advice = _COMMA if _lacks_parentheses(trouble.text) else "Mend that line, or look at the one above it."
    return Verdict(koan.identity, Outcome.BROKEN, trouble.line, facts, advice)


def _lacks_parentheses(line: str) -> bool:
    """Tell whether an assert would be good if what it compares with stood in parentheses, as a tuple must there."""
    before, compares, answer = line.strip().partition("==")
    if not (before.startswith("assert ") and compares and "," in answer):
        return False
    try:
        ast.parse(f"{before} == ({answer})")
    except (SyntaxError, ValueError):
        return False
    return True


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
    if drift.spilled:
        fact = f"On line {drift.line} Python takes what follows the comma for {drift.spilled}."
        return Verdict(koan.identity, Outcome.BROKEN, drift.line, (fact,), _COMMA)
    if drift.wanted == NAME and not drift.found:
        fact = f"Nothing stands in the place of the blank near line {drift.line}."
        advice = "What belongs to a function is indented as the blank was. Write ___ to get the blank back."
        return Verdict(koan.identity, Outcome.EDITED, drift.line, (fact,), advice)
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


def objected(koan: Koan, line: int, answer: str, objection: Objection) -> Verdict:
    """An answer to a prediction is not one that can be taken."""
    whole = ast.unparse(ast.parse(f"({answer}\n)", mode="eval"))
    fact = f"On line {line} you answered `{describe.one_line(answer)}`: {objection.fact.replace(f'`{whole}`', 'this')}."
    return Verdict(koan.identity, objection.outcome, line, (fact,), objection.advice)
