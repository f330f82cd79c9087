"""Names: what a text has introduced of torch, numpy and scikit-learn, and what an answer needs to be known."""

import ast
import io
import re
import textwrap
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sensei.source import Source

LIBRARIES = ("torch", "numpy", "sklearn")
_USUAL = {"torch": "torch", "np": "numpy", "numpy": "numpy", "nn": "torch.nn", "F": "torch.nn.functional"}
_WORD = re.compile(r"(?P<word>\.?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(?P<call>\()?")


@dataclass
class Known:
    """What has been introduced so far.

    Attributes:
        dotted: full names, `torch.float32`.
        members: what was seen behind a dot or before a bracket, `tolist`.
        words: what no sentence says by chance, `float32`, `zeros_like`.
    """

    dotted: set[str] = field(default_factory=set[str])
    members: set[str] = field(default_factory=set[str])
    words: set[str] = field(default_factory=set[str])

    def read_prose(self, text: str, aliases: Mapping[str, str]) -> None:
        """Learn from a lesson: names with a dot or brackets, and words that are plainly names."""
        for found in _WORD.finditer(text):
            first, *rest = found["word"].split(".")
            whole = _USUAL | dict(aliases)
            if first in whole and rest:
                self.dotted.add(".".join([whole[first], *rest]))
            self.members |= {*rest, *([] if rest or not found["call"] else [first])}
            self.words |= {word for word in (first, *rest) if _is_name(word)}

    def read_code(self, tree: ast.AST, aliases: Mapping[str, str]) -> None:
        """Learn from code: every dotted name and every attribute in it."""
        for need in needs(tree, aliases):
            if need.dotted:
                self.dotted.add(need.name)
                parts = need.name.split(".")
                self.dotted |= {".".join(parts[:length]) for length in range(2, len(parts))}
            self.members.add(need.last)

    def has(self, need: "Need") -> bool:
        """Whether a name was introduced."""
        if need.last in self.words:
            return True
        return need.name in self.dotted if need.dotted else need.last in self.members


@dataclass(frozen=True)
class Need:
    """A name that an answer uses: of a library, with its whole path, or of an object, alone."""

    name: str
    dotted: bool

    @property
    def last(self) -> str:
        """The part behind the last dot."""
        return self.name.rpartition(".")[2]

    @property
    def shown(self) -> str:
        """The name as a sentence says it."""
        return self.name if self.dotted else f".{self.name}"


def needs(tree: ast.AST, aliases: Mapping[str, str]) -> Iterator[Need]:
    """The names of libraries and of members in a tree, outermost first."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            chain = _chain(node)
            origin = aliases.get(chain[0]) if chain else None
            if chain and origin and origin.split(".")[0] in LIBRARIES:
                yield Need(".".join([origin, *chain[1:]]), dotted=True)
            elif not (origin and isinstance(node.value, ast.Name)):
                yield Need(node.attr, dotted=False)
        elif isinstance(node, ast.Name):
            origin = aliases.get(node.id, "")
            if "." in origin and origin.split(".")[0] in LIBRARIES:
                yield Need(origin, dotted=True)


def aliases_of(source: Source) -> dict[str, str]:
    """What the imported names of a file stand for."""
    found: dict[str, str] = {}
    for node in source.statements:
        if isinstance(node, ast.Import):
            found |= {
                each.asname or each.name.split(".")[0]: each.name if each.asname else each.name.split(".")[0]
                for each in node.names
            }
        elif isinstance(node, ast.ImportFrom):
            found |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
    return found


def tree_of(answer: str) -> ast.AST:
    """An answer as a tree; an empty one where it is no code of its own."""
    try:
        return ast.parse(textwrap.dedent(answer).strip())
    except SyntaxError:
        return ast.Module([], [])


def comments_of(text: str) -> str:
    """The comments of a stretch of Python, which teach as lessons do."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return ""
    return "\n".join(token.string for token in tokens if token.type == tokenize.COMMENT)


def _chain(node: ast.Attribute) -> list[str]:
    """The parts of a dotted name; none where it hangs on something that is computed."""
    inner = node.value
    if isinstance(inner, ast.Name):
        return [inner.id, node.attr]
    before = _chain(inner) if isinstance(inner, ast.Attribute) else []
    return [*before, node.attr] if before else []


def _is_name(word: str) -> bool:
    return bool(re.search(r"\d|\w_\w", word))
