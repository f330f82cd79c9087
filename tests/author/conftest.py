"""A course of two koans that is clean under every rule, to plant faults in, and a pool to prove it with."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sensei.author.checkout import Checkout
from sensei.author.pool import Pool
from sensei.author.proof import prove
from sensei.author.rules import RULES

KOANS = "koans/test_01_small_numbers.py"
SOLUTIONS = "solutions/test_01_small_numbers.py"
PROPERTIES = "properties/test_01_small_numbers.py"
PRISTINE = "sensei/pristine/test_01_small_numbers.py"
HINTS = "hints/en/01_small_numbers.toml"

KOAN_TEXT = '''\
"""Small numbers: what a tensor does to them.

torch.tensor makes a tensor of a list, and .tolist() makes a list of a tensor.
"""

import torch

from sensei import ___


def test_a_product_reaches_every_number():
    """Arithmetic on a tensor is done to every number in it. .sum() adds them up, .item() takes one out."""
    steps = torch.tensor([10, 20, 30])

    assert (steps * 2).tolist() == ___
    assert len(steps) == ___
    assert (steps * 2).sum().item() == ___


def largest(tensor):
    """The largest number of a tensor, as a plain Python number."""
    return ___


def test_a_method_finds_the_largest():
    """.max() gives the largest number in a tensor of its own."""
    assert largest(torch.tensor([4, 9, 2])) == 9
    assert type(largest(torch.tensor([4.5, 1.5]))) is float
'''
SOLUTION_TEXT = (
    KOAN_TEXT.replace("\nfrom sensei import ___\n", "")
    .replace("tolist() == ___", "tolist() == [20, 40, 60]")
    .replace("len(steps) == ___", "len(steps) == 3")
    .replace("item() == ___", "item() == 120")
    .replace("    return ___", "    # a tensor of no dimension is not yet a number\n    return tensor.max().item()")
)
PROPERTY_TEXT = '''\
"""Small numbers: the claims, for every input."""

import torch
from hypothesis import given
from hypothesis import strategies as st


@given(st.lists(st.integers(-9, 9), min_size=1))
def test_a_method_finds_the_largest(subject, numbers):
    """It finds what Python's max finds."""
    assert subject.largest(torch.tensor(numbers)) == max(numbers)
'''
HINT_TEXT = """\
milestone = "You can now put a question to three numbers at once."

[a_product_reaches_every_number]
hints = [
  "Look at the line in which steps is made.",
  "Which of the numbers does a factor reach?",
  "Do the same to each, then count, then add up.",
]
why = "One line of code replaces a loop."
docs = "https://docs.pytorch.org/docs/stable/generated/torch.mul.html"

[[a_product_reaches_every_number.misconceptions]]
answers = ["[10, 20, 30, 10, 20, 30]", "3", "120"]
reply = "A list would repeat itself. A tensor computes."

[[a_product_reaches_every_number.misconceptions]]
answers = ["[20, 40, 60]", "6", "120"]
reply = "No number was added to the tensor."

[a_method_finds_the_largest]
hints = [
  "There are two steps: to find, and to take out.",
  "What comes out of the first step is still a tensor.",
  "Two methods, one after the other, without arguments.",
]
why = "Losses are read like this."
docs = "https://docs.pytorch.org/docs/stable/generated/torch.max.html"

[[a_method_finds_the_largest.misconceptions]]
answers = ["tensor.max()"]
reply = "Equal to the number, and yet no plain number."

[[a_method_finds_the_largest.misconceptions]]
answers = ["tensor[0].item()"]
reply = "The first is not always the largest."

[[a_method_finds_the_largest.misconceptions]]
answers = ["9"]
reply = "That is one tensor's answer."
"""


@dataclass(frozen=True)
class Tiny:
    """A course in a folder of its own, and what is proved of it."""

    root: Path
    pool: Pool
    koans = KOANS
    solutions = SOLUTIONS
    properties = PROPERTIES
    pristine = PRISTINE
    hints = HINTS

    def write(self, path: str, text: str) -> None:
        """Write a file anywhere in the course."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")

    def read(self, path: str) -> str:
        """Read a file."""
        return (self.root / path).read_text(encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        """Put something else in the place of a text that is there once."""
        text = self.read(path)
        assert text.count(old) == 1, f"{path} has {old!r} {text.count(old)} times"
        self.write(path, text.replace(old, new))

    def edit_koan(self, old: str, new: str) -> None:
        """Edit a koan in koans, in the engine's copy and in the solutions."""
        for path in (KOANS, PRISTINE, SOLUTIONS):
            self.edit(path, old, new)

    def add(self, path: str, text: str) -> None:
        """Append to a file."""
        self.write(path, self.read(path) + text)

    def line(self, path: str, text: str) -> int:
        """The number of the first line that holds a text."""
        return next(number for number, line in enumerate(self.read(path).split("\n"), 1) if text in line)

    def violations(self, *, run: bool = True, topic: str | None = None) -> list[str]:
        """What all rules together say of the course, each on its line."""
        proof = prove(Checkout.at(self.root, topic), RULES, self.pool if run else None)
        return [violation.told() for violation in proof.violations]

    def places(self, *, run: bool = True) -> list[str]:
        """The same without the words: `path:line: [rule]`."""
        return [said.split("]")[0] + "]" for said in self.violations(run=run)]


@pytest.fixture(scope="session")
def pool() -> Iterator[Pool]:
    """One warm process for all tests."""
    with Pool(1) as pool:
        yield pool


@pytest.fixture
def tiny(tmp_path: Path, pool: Pool) -> Tiny:
    """The course, clean."""
    tiny = Tiny(tmp_path / "checkout", pool)
    for path, text in [
        (KOANS, KOAN_TEXT),
        (PRISTINE, KOAN_TEXT),
        (SOLUTIONS, SOLUTION_TEXT),
        (PROPERTIES, PROPERTY_TEXT),
        (HINTS, HINT_TEXT),
    ]:
        tiny.write(path, text)
    return tiny
