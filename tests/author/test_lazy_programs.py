"""The rule `lazy` finds each way to pass without doing what is asked, and knows an honest constant from a lazy one."""

import pytest

from sensei.author.case import Case
from sensei.author.checkout import Checkout
from sensei.author.lazy import programs

FUNCTION = '''

def halved(prices):
    """Every price halved."""
    ___


def test_a_sale_halves_every_price():
    """Division reaches every number of a tensor."""
    assert halved(torch.tensor([4.0, 9.0])).tolist() == [2.0, 4.5]
    assert halved(torch.tensor([8.0])).tolist() == [4.0]
'''
INLINE = '''

def test_a_month_begins_at_nothing():
    """An underscore writes in place."""
    steps = torch.tensor([10, 20, 30])
    {}

    assert steps.tolist() == [0, 0, 0]
    assert torch.zeros(2, dtype=___).dtype == torch.int64
'''
PROPERTY = """

@given(st.lists(st.integers(-9, 9), min_size=1))
def test_a_sale_halves_every_price(subject, numbers):
    result = subject.halved(torch.tensor(numbers) * 2.0)
    assert {}
"""
HINTS = """
[{0}]
hints = ["Look.", "Notice.", "Nearly there."]
why = "So it is."
docs = "https://docs.pytorch.org/docs/stable/generated/torch.div.html"
[[{0}.misconceptions]]
answers = {1}
reply = "Nothing comes of nothing."
"""


def plant(tiny, koan: str, answers: list[str], claim: str | None = None) -> None:
    """Add a koan whose blanks are filled with these answers in the solutions, and who answers all of them with 0 is told so."""
    solution = koan
    for answer in answers:
        solution = solution.replace("___", answer, 1)
    tiny.add(tiny.koans, koan)
    tiny.add(tiny.pristine, koan)
    tiny.add(tiny.solutions, solution)
    if claim:
        tiny.add(tiny.properties, PROPERTY.format(claim))
    name = "a_sale_halves_every_price" if claim else "a_month_begins_at_nothing"
    tiny.add(tiny.hints, HINTS.format(name, ["0"] * len(answers)))


def lazy(tiny) -> list[str]:
    """What the rule says."""
    return [said for said in tiny.violations() if "[lazy]" in said]


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("result is None or True", ["knows the example by heart"]),
        ("result.dtype == torch.float32", []),
        ("result.tolist() == numbers", []),
    ],
)
def test_a_function_that_knows_the_example_by_heart_is_reported(tiny, claim, said):
    plant(tiny, FUNCTION, ["return prices / 2"], claim)

    assert [each.rpartition(", which ")[2].split(".")[0] for each in lazy(tiny)] == said


def test_a_function_that_hands_back_what_it_is_given_is_reported(tiny):
    koan = FUNCTION.replace(".tolist() == [2.0, 4.5]", ".shape == (2,)").replace(".tolist() == [4.0]", ".shape == (1,)")
    plant(tiny, koan, ["return prices / 2"], "result.ndim == 1")
    line = tiny.line(tiny.koans, '"""Every price halved."""') + 1

    said = lazy(tiny)

    assert all(each.startswith(f"{tiny.koans}:{line}: [lazy] test_a_sale_halves_every_price holds") for each in said)
    assert "`return prices`, which hands back" in said[0] + said[1]
    assert "`return torch.zeros_like(prices)`, which gets the shape right" in said[0] + said[1]


@pytest.mark.parametrize(("statement", "expected"), [("___", 0), ("steps.zero_()\n    ___", 1)])
def test_a_statement_without_an_effect_is_reported(tiny, statement, expected):
    plant(tiny, INLINE.format(statement), ["steps.zero_()", "torch.int64"])

    assert len([each for each in lazy(tiny) if "`pass`, which does nothing" in each]) == expected


def test_an_expression_that_a_value_replaces_is_reported(tiny):
    plant(tiny, INLINE.format("steps = ___"), ["steps * 0", "torch.int64"])

    heart, shape = lazy(tiny)

    assert "`torch.tensor([0, 0, 0], dtype=torch.int64)`, which knows the example by heart" in heart
    assert "`torch.zeros((3,), dtype=torch.int64)`, which gets the shape right" in shape


def test_an_honest_constant_is_no_lazy_program(tiny):
    plant(tiny, INLINE.format("___"), ["steps.zero_()", "torch.int64"])
    case = next(Case(Checkout.at(tiny.root), koan) for koan in Checkout.at(tiny.root).koans() if "month" in koan.name)

    assert [(program.blank, program.answer) for program in programs(case)] == [(0, "pass")]


def test_methods_of_a_class_are_watched_too(tiny):
    koan = '''

class Prices:
    """Prices of a shop."""

    def __init__(self, prices):
        """Keep them."""
        self.prices = prices

    def dearest(self, count):
        """The dearest ones."""
        ___


def test_a_month_begins_at_nothing():
    """topk finds the largest numbers."""
    assert Prices(torch.tensor([4.0, 9.0])).dearest(1).tolist() == [9.0]
'''
    plant(tiny, koan, ["return self.prices.topk(count).values"])
    case = next(Case(Checkout.at(tiny.root), koan) for koan in Checkout.at(tiny.root).koans() if "month" in koan.name)

    answers = [program.answer for program in programs(case)]

    assert "return {'(1,)': torch.tensor([9.0], dtype=torch.float32)}.get(repr((count,)))" in answers
