"""The secret of a koan: its right answers, and whether a text gives one of them away."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sensei import misconception
from sensei.author.forms import forms
from sensei.author.tokens import Form, Text
from sensei.course import Koan

# Naming both tells neither.
_NO_NEWS = re.compile(r"True (?:or|and|nor) False|False (?:or|and|nor) True")


@dataclass(frozen=True)
class Leak:
    """An answer that a text shows, by the number of its blank, and the words around it."""

    blank: int
    answer: str
    excerpt: str


@dataclass(frozen=True)
class Secret:
    """What a koan must keep to itself. What its own pristine text says is no secret."""

    koan: Koan

    def leaks(self, text: str, own: Sequence[str] = ()) -> Iterator[Leak]:
        """The answers that a text shows, once each. `own` are the learner's, who may be shown them again."""
        read, known = Text.of(_NO_NEWS.sub(" ", text)), [self._pristine, *map(Text.of, own)]
        for number, (answer, spellings) in enumerate(zip(self.koan.solution, self._forms, strict=True)):
            for form in spellings:
                place = read.find(form)
                if place is not None and not any(each.holds(form) for each in known):
                    yield Leak(number, answer, read.excerpt(place))
                    break

    def wrong_parts(self, answers: Sequence[str]) -> list[str]:
        """Those of a learner's answers that are not the right one in their blank."""
        pairs = zip(answers, self.koan.solution, strict=False)
        return [given for given, right in pairs if misconception.normal(given) != misconception.normal(right)]

    @cached_property
    def _forms(self) -> list[list[Form]]:
        """The spellings of each answer, the longest first: what is reported is the fullest that was found."""
        return [sorted(forms(answer), key=lambda form: (-len(form), form)) for answer in self.koan.solution]

    @cached_property
    def _pristine(self) -> Text:
        source = self.koan.topic.source
        own = [source.lines[piece.start - 1 : piece.end] for piece in source.pieces if piece.name in self.koan.parts]
        return Text.of("\n".join([self.koan.title, *(line for lines in own for line in lines)]))
