"""A koan is source with blanks. Three verbs over that: find the blanks, harvest the answers, transplant them.

find        koan source              -> its blanks
harvest     pristine koan + filled   -> the answers
transplant  koan source + answers    -> a filled koan
"""

import ast
import io
import tokenize
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sensei.places import Blank, Kind, find, located, position
from sensei.source import Definition, Source, first_line, parse
from sensei.unify import Answer, Mismatch, is_blank, unify

__all__ = ["Answer", "Blank", "Drift", "Harvest", "Kind", "find", "harvest", "parsed", "position", "transplant"]


@dataclass(frozen=True)
class Drift:
    """Where a filled koan leaves the pristine one outside its blanks: a line of it, and what should be there."""

    line: int
    wanted: str | None
    found: str | None
    spilled: str = ""  # what Python takes a second part of an answer for that lacks its parentheses


@dataclass(frozen=True)
class Harvest:
    """The answers in a filled koan, as text and as the very nodes of its tree, in the order of the blanks."""

    answers: tuple[str, ...] = ()
    nodes: tuple[Answer, ...] = ()
    drift: Drift | None = None


def harvest(pristine: Source, filled: Source, name: str) -> Harvest:
    """The answers that `filled` gives in the definition `name` of `pristine`, or the first line where it drifts."""
    pattern, subject = pristine.definitions[name], filled.definitions.get(name)
    if subject is None:
        return Harvest(drift=Drift(1, f"def {name}", None))
    try:
        matches = unify(pattern, subject)
    except Mismatch as mismatch:
        return Harvest(drift=_drift(mismatch, subject))
    nodes = tuple(node for _, node in sorted(matches, key=lambda match: position(match[0])))
    return Harvest(tuple(_text(filled, node) for node in nodes), nodes)


def transplant(source: Source | str, answers: Mapping[str, Sequence[str]]) -> str:
    """Put answers into the blanks of each definition that `answers` names; the rest of the text stays as it is.

    Raises:
        ValueError: an answer does not parse, their number is not that of the blanks, or one cannot stand in its place.
    """
    source = parse(source) if isinstance(source, str) else source
    if unknown := set(answers) - set(source.definitions):
        raise ValueError(f"there is no definition {sorted(unknown)[0]} that parses")
    lines = list(source.lines)
    for piece in reversed(source.pieces):
        if piece.name is not None and piece.name in answers:
            own = "\n".join(lines[piece.start - 1 : piece.end])
            lines[piece.start - 1 : piece.end] = _filled(own, piece.name, answers[piece.name]).split("\n")
    return "\n".join(lines)


def parsed(answer: str, place: ast.AST) -> Answer:
    """The tree of an answer, read as what its blank stands for: statements, a match pattern or an expression.

    Raises:
        SyntaxError: it does not parse.
        ValueError: it is none, or would close a bracket that stands before it.
    """
    if isinstance(place, ast.stmt):
        return ast.parse(answer.strip("\n")).body
    if isinstance(place, ast.pattern):
        match = ast.parse(f"match 0:\n case {answer}: 0").body[0]
        return match.cases[0].pattern if isinstance(match, ast.Match) else match
    text = f"({answer}\n)"
    parsed = ast.parse(text, mode="eval").body
    if isinstance(parsed, ast.Tuple) and not parsed.elts and position(parsed) == (1, 0):
        raise ValueError("there is no answer")
    if not _closed(text):
        raise ValueError("a bracket of the answer closes one that stands before it")
    return parsed


def _filled(text: str, name: str, answers: Sequence[str]) -> str:
    blanks = find(text)
    if len(blanks) != len(answers):
        raise ValueError(f"{name} has {len(blanks)} blanks, not {len(answers)}")
    # From the last to the first: what is filled does not move what is still to be filled.
    for blank, answer in reversed(list(zip(blanks, answers, strict=True))):
        text = _fill(text, blank, answer)
    return text


def _fill(text: str, blank: Blank, answer: str) -> str:
    if blank.whole_statement:
        spellings = [_indented(answer, text[: blank.start].rpartition("\n")[2])]
    else:
        # Parentheses only where the bare answer would mean something else in its place: `t + 1` before `.numpy()`.
        spellings = [answer, f"({answer})"]
    for written in spellings:
        candidate = text[: blank.start] + written + text[blank.end :]
        if _means(text, candidate, answer, blank):
            return candidate
    raise ValueError(f"{answer!r} cannot stand in the blank on line {blank.line}")


def _means(text: str, candidate: str, answer: str, blank: Blank) -> bool:
    """Tell whether the candidate is the text with that answer, as trees, in that blank and nothing else changed."""
    before, after = parse(text), parse(candidate)
    pattern = before.definitions.get(blank.koan or "")
    subject = after.definitions.get(blank.koan or "")
    if pattern is None or subject is None:
        return False
    place = next(node for found, node in located(before) if found.start == blank.start)
    try:
        wanted = _dumped(parsed(answer, place))
        captured = [_dumped(node) for one, node in unify(pattern, subject) if one is place]
    except (Mismatch, SyntaxError, ValueError):
        return False
    return captured == [wanted]


def _dumped(answer: Answer) -> list[str]:
    return [ast.dump(node) for node in ([answer] if isinstance(answer, ast.AST) else answer)]


def _indented(answer: str, before: str) -> str:
    """The lines of a suite, the second and later moved under the first; text inside strings is the answer's own."""
    answer = answer.strip("\n")
    margin = before if not before.strip() else " " * len(before)
    first, *rest = answer.split("\n")
    try:
        strings = _inside_strings(ast.parse(answer).body)
    except SyntaxError as error:
        raise ValueError(f"{answer!r} does not parse: {error.msg}") from None
    moved = [line if not line or number in strings else margin + line for number, line in enumerate(rest, 2)]
    return "\n".join([first, *moved])


def _inside_strings(nodes: Sequence[ast.stmt]) -> set[int]:
    """The lines that begin inside a string: their margin belongs to the string."""
    return {
        line
        for top in nodes
        for node in ast.walk(top)
        if isinstance(node, ast.JoinedStr | ast.Constant)
        for line in range(node.lineno + 1, (node.end_lineno or node.lineno) + 1)
    }


def _closed(text: str) -> bool:
    """Tell whether the bracket that opens a text is closed on its last line and not before."""
    depth = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.OP:
            depth += (token.string in "([{") - (token.string in ")]}")
            if depth == 0:
                return token.start[0] == text.count("\n") + 1
    return False


def _drift(mismatch: Mismatch, subject: Definition) -> Drift:
    wanted, found = mismatch.wanted, mismatch.found
    line = getattr(found or mismatch.near, "lineno", None) or subject.lineno
    return Drift(line, _head(wanted), _head(found), _spilled(wanted, found))


def _spilled(wanted: ast.AST | None, found: ast.AST | None) -> str:
    match wanted, found:
        case ast.Assert(msg=None, test=test), ast.Assert(msg=ast.expr()) if any(map(is_blank, ast.walk(test))):
            return "the message of the assert"
        case ast.Call(args=few), ast.Call(args=many) if len(many) > len(few) and any(map(is_blank, few)):
            return "a further argument"
    return ""


def _head(node: ast.AST | None) -> str | None:
    return ast.unparse(node).split("\n")[0] if node is not None else None


def _text(source: Source, node: Answer) -> str:
    """An answer as the learner wrote it; re-made from the tree where the text is not at hand (inside old f-strings)."""
    if isinstance(node, ast.AST):
        text = _segment(source, node)
        try:
            faithful = _dumped(parsed(text, node)) == _dumped(node)
        except (SyntaxError, ValueError):
            faithful = False
        return text if faithful else ast.unparse(node)
    last = node[-1]
    start, end = first_line(node[0]), last.end_lineno or last.lineno
    margin = source.lines[start - 1][: node[0].col_offset]
    behind = source.lines[end - 1].encode()[last.end_col_offset :].decode().strip()
    if margin.strip() or (behind and not behind.startswith("#")):
        return "\n".join(ast.unparse(each) for each in node)
    strings = _inside_strings(node)
    block = enumerate(source.lines[start - 1 : end], start)
    return "\n".join(line if number in strings else line.removeprefix(margin) for number, line in block)


def _segment(source: Source, node: ast.AST) -> str:
    """The text of a node. `ast.get_source_segment` does the same but splits the whole file for each call."""
    line, column = position(node)
    end_line, end_column = getattr(node, "end_lineno", line), getattr(node, "end_col_offset", column)
    lines = [each.encode() for each in source.lines[line - 1 : end_line]]
    lines[-1] = lines[-1][:end_column]
    lines[0] = lines[0][column:]
    return b"\n".join(lines).decode(errors="replace")
