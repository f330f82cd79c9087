"""Spellings: the same answer as different people write it, and an answer that nobody else writes."""

import ast
import io
import tokenize
from collections.abc import Iterator, Sequence

from sensei.places import Blank, Kind

ALIASES = {
    "torch.float32": "torch.float",
    "torch.float64": "torch.double",
    "torch.float16": "torch.half",
    "torch.int64": "torch.long",
    "torch.int32": "torch.int",
    "torch.int16": "torch.short",
}


class OWN:
    """What stands in an answer for a student's own number, and for room that is filled with blanks and tabs."""

    number = "987654321"
    room = " " * 61


def spelled(answer: str, kind: Kind, taken: frozenset[str]) -> list[str]:
    """An answer in several spellings of the same meaning, the plain one first. `taken` are names to leave alone."""
    ways = _programs(answer, taken) if kind is Kind.CODE else _values(answer)
    return list(dict.fromkeys([answer, *ways]))


def of_its_own(answer: str, blank: Blank) -> str:
    """A right answer with a mark in it, so that each student has it in a spelling, or as a program, of their own."""
    if blank.whole_statement:
        return f"seat = {OWN.number}\n{answer}"
    if blank.kind is Kind.CODE:
        return f"({answer}, {OWN.number})[0]"
    number = next(_numbers(answer), None)
    if number is None:
        return f"({OWN.room}{answer})" if answer[0] not in "([{" else answer[0] + OWN.room + answer[1:]
    start, end, text = number
    same = f"({text} + {OWN.number} - {OWN.number})" if text.isdigit() else f"({text} + 0 * {OWN.number})"
    return answer[:start] + same + answer[end:]


def answered_wrongly(blanks: Sequence[Blank], solution: Sequence[str], own: Sequence[str]) -> list[str]:
    """Wrong answers with a mark in them: a prediction is off; where there is none, a program gives something else."""
    for place, blank in reversed(list(enumerate(blanks))):
        if blank.kind is Kind.PREDICTION:
            return [*own[:place], _off(solution[place]), *own[place + 1 :]]
    *before, last = blanks
    if last.kind is Kind.EXCEPTION:
        wrong = f"({OWN.room}ZeroDivisionError)"
    else:
        wrong = f"seat = {OWN.number}\nraise ValueError(seat)" if last.whole_statement else OWN.number
    return [*own[: len(before)], wrong]


def _off(answer: str) -> str:
    number = next(_numbers(answer), None)
    if number is None:
        return OWN.number
    start, end, text = number
    return answer[:start] + OWN.number + ("" if text.isdigit() else ".0") + answer[end:]


def _numbers(answer: str) -> Iterator[tuple[int, int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(answer).readline):
        if token.type == tokenize.NUMBER and token.start[0] == 1:
            yield token.start[1], token.end[1], token.string


def _values(answer: str) -> Iterator[str]:
    yield answer.replace(", ", ",")
    yield f"({answer})"
    if "'" not in answer:
        yield answer.replace('"', "'")
    yield ALIASES.get(answer, answer)
    tree = ast.parse(answer, mode="eval").body
    if isinstance(tree, ast.List | ast.Set | ast.Tuple) and len(tree.elts) > 1:
        yield f"{answer[:-1]},{answer[-1]}"
        yield f"{answer[0]} {answer[1:-1]} {answer[-1]}"
    if isinstance(tree, ast.Set):
        tree.elts.reverse()
        yield ast.unparse(tree)
    for start, end, text in _numbers(answer):
        if text.isdigit() and int(text) > 1:
            yield f"{answer[:start]}({int(text) - 1} + 1){answer[end:]}"
        elif text.endswith(".0"):
            yield answer[:start] + text.removesuffix("0") + answer[end:]
        else:
            continue
        return


def _programs(answer: str, taken: frozenset[str]) -> Iterator[str]:
    try:
        tree = ast.parse(answer)
    except SyntaxError:
        return
    yield ast.unparse(tree)
    statements = isinstance(tree.body[-1], ast.stmt) and not isinstance(tree.body[0], ast.Expr)
    if not statements:
        yield f"({answer})"
        return
    yield f"# step by step\n{answer}"
    yield f"{answer}  # as the lesson says"
    own = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)} - taken
    if own:
        yield ast.unparse(_Renamed(own).visit(ast.parse(answer)))
    if isinstance(last := tree.body[-1], ast.Return) and last.value:
        *before, _ = tree.body
        result = [ast.unparse(each) for each in before]
        yield "\n".join([*result, f"answer = {ast.unparse(last.value)}", "return answer"])
        yield "\n".join([*result, f"return ({ast.unparse(last.value)})"])


class _Renamed(ast.NodeTransformer):
    def __init__(self, names: set[str]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(f"my_{node.id}", node.ctx) if node.id in self.names else node
