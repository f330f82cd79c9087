"""Tokens: a text as a row of words, numbers and signs, so that `2` is not found in `12` and layout does not matter."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_NUMBER = r"(?:(?<![\w)\].])-)?(?:\d[\d_]*(?:\.\d+)?|(?<!\w)\.\d+)(?:[eE][+-]?\d+)?(?!\w)"
# Quotes are no tokens: an answer in single quotes is the same answer in double ones.
_TOKEN = re.compile(rf"(?P<number>{_NUMBER})|(?P<word>\w+)|(?P<sign>[^\w\s'\"`])")
_EXCERPT = 60

Form = tuple[str, ...]


@dataclass(frozen=True)
class Text:
    """A text and its tokens. Two spellings of one number, `30` and `30.0`, are one token."""

    text: str
    tokens: Form
    _spans: Sequence[tuple[int, int]]

    @classmethod
    def of(cls, text: str) -> "Text":
        """Cut a text."""
        matches = list(_TOKEN.finditer(text))
        tokens = tuple(_number(each.group()) if each["number"] else each.group() for each in matches)
        return cls(text, tokens, [each.span() for each in matches])

    def find(self, form: Form) -> int | None:
        """Where a row of tokens stands, by the number of its first token.

        A row that begins with a bracket is not found where the bracket belongs to what stands before it: the `()` of a
        call is not an empty tuple, and the `[0]` of an index is no list.
        """
        if not form:
            return None
        for start, token in enumerate(self.tokens):
            if token == form[0] and self.tokens[start : start + len(form)] == form and not self._belongs(start):
                return start
        return None

    def holds(self, form: Form) -> bool:
        """Whether a row of tokens stands anywhere."""
        return self.find(form) is not None

    def excerpt(self, start: int) -> str:
        """The text around a token, on one line."""
        at = self._spans[start][0]
        around = self.text[max(0, at - _EXCERPT) : at + _EXCERPT]
        return " ".join(around.split())

    def _belongs(self, start: int) -> bool:
        if self.tokens[start] not in {"(", "["} or start == 0:
            return False
        glued = self._spans[start - 1][1] == self._spans[start][0]
        before = self.tokens[start - 1]
        return glued and (before in {")", "]"} or before[-1].isalnum() or before[-1] == "_")


def _number(text: str) -> str:
    value = float(text.replace("_", ""))
    return str(int(value)) if value.is_integer() else repr(value)
