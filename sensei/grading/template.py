"""The template: one koan of the course, read once, into which the answers of many students are put as trees."""

import ast
import types
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sensei.course import Koan
from sensei.pattern import Answer, Harvest, parsed, position
from sensei.places import Blank
from sensei.source import Definition, Piece, Source
from sensei.unify import is_blank, is_suite_blank


@dataclass(frozen=True, eq=False)
class Template:
    """A koan, alone in its topic. What is filled keeps the lines of the course."""

    koan: Koan

    @cached_property
    def head(self) -> types.CodeType:
        """What stands before the test and has no blank: imports, constants, definitions."""
        asking = {blank.koan for blank in self.koan.blanks} | {self.koan.function}
        pieces = [piece for piece in self.koan.topic.source.pieces if piece.name not in asking]
        body = [node for piece in pieces for node in piece.statements]
        return compile(ast.Module(body, []), self.koan.topic.filename, "exec", dont_inherit=True, optimize=0)

    def filled(self, answers: Sequence[str], parts: Sequence[str]) -> tuple[Source, Harvest]:
        """These parts of the koan with the answers in them, and where in the trees each answer stands.

        An answer to a blank of another part has an empty node in the harvest.

        Raises:
            ValueError: an answer cannot stand in its blank.
        """
        source = self.koan.topic.source
        every: list[tuple[Blank, str]] = list(zip(self.koan.blanks, answers, strict=True))
        nodes: dict[int, Answer] = {}
        pieces: list[Piece] = []
        for piece in source.pieces:
            if piece.name in parts:
                numbers = [number for number, (blank, _) in enumerate(every) if blank.koan == piece.name]
                filling = _Filling(_definition(source, piece), [every[number][1] for number in numbers])
                pieces.append(replace(piece, statements=(filling.definition,)))
                nodes |= dict(zip(numbers, filling.nodes, strict=True))
        placed = tuple(nodes.get(number, ast.Pass()) for number in range(len(every)))
        return Source(source.text, tuple(pieces), None, source.lines), Harvest(tuple(answers), placed)


def _definition(source: Source, piece: Piece) -> Definition:
    """A tree of its own of a definition, each node where it stands in the file."""
    tree = ast.parse("\n".join(source.lines[piece.start - 1 : piece.end]))
    ast.increment_lineno(tree, piece.start - 1)
    definition = tree.body[0]
    assert isinstance(definition, Definition)
    return definition


class _Filling(ast.NodeTransformer):
    """Puts answers where the blanks of a definition are."""

    def __init__(self, definition: Definition, answers: Sequence[str]) -> None:
        suites = {id(node.value): node for node in ast.walk(definition) if is_suite_blank(node)}  # type: ignore[attr-defined]
        blanks = sorted((node for node in ast.walk(definition) if is_blank(node)), key=position)
        places = [suites.get(id(node), node) for node in blanks]
        self.nodes: list[Answer] = []
        try:
            self.nodes += [parsed(answer, place) for answer, place in zip(answers, places, strict=True)]
        except SyntaxError as error:
            raise ValueError(f"an answer to {definition.name} does not parse: {error.msg}") from None
        for place, answer in zip(places, self.nodes, strict=True):
            _put(answer, place)
        self.found = {id(place): answer for place, answer in zip(places, self.nodes, strict=True)}
        self.definition: Definition = self.visit(definition)

    def visit(self, node: ast.AST) -> Any:
        return self.found[id(node)] if id(node) in self.found else self.generic_visit(node)


def _put(answer: Answer, place: ast.AST) -> None:
    """Let an answer stand where its blank does."""
    for top in [answer] if isinstance(answer, ast.AST) else answer:
        for node in ast.walk(top):
            if hasattr(node, "lineno"):
                ast.copy_location(node, place)
