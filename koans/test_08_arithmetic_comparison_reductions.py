"""Arithmetic, comparison, reductions: compute with tensors, compare them, and boil many numbers down to few.

Arithmetic and comparison work place by place: each number meets the one in the same place of the other tensor. A
smaller tensor is stretched first, as topic 07 showed. A reduction makes one number out of many: sum, mean, median, max,
var (the variance). Called with dim=, it does so along one dimension alone; for sum, mean and var,
dim=(1, 2) names two of them.
"""

import contextlib

import numpy as np
import pytest
import torch

from sensei import ___


def test_methods_take_their_turn():
    """Each operator has a method: add, sub, mul and div for + - * /, and neg for a minus in front. Among operators,
    Python has rules for which goes first. A method waits for nobody: it takes what stands to the left of its dot. The
    one number in a row of guests meets both numbers in that row of cups."""
    cups = torch.tensor([[8, 3], [7, 2]])
    guests = torch.tensor([[6], [3]])

    assert (cups - guests * 2).tolist() == ___
    assert cups.sub(guests).mul(2).tolist() == ___
    assert guests.neg().div(4).tolist() == ___


def test_a_star_works_place_by_place():
    """The star is the Hadamard product: each number is multiplied with its counterpart. The matrix product, which adds
    up rows times columns, has a sign of its own, @ (topic 10). Two grids of 2 rows and 3 columns have no matrix
    product."""
    photo = torch.tensor([[10, 20], [30, 40]])
    frame = torch.tensor([[1, 0], [1, 1]])
    strip = torch.ones(2, 3)

    assert (photo * frame).tolist() == ___
    assert photo.mul(photo).tolist() == ___
    assert (strip * strip).shape == ___


def test_an_underscore_writes_where_it_stands():
    """steps.add(10) makes a new tensor. steps.add_(10) writes into steps, and returns it as well. So it is with .mul
    and .mul_, .sub and .sub_, .div and .div_. Go line by line, and keep track of which tensor each name means."""
    steps = torch.tensor([1000, 2000])
    steps.mul(2)
    same = steps.add_(10)
    more = steps.add(500)
    same[0] = 0

    assert steps.tolist() == ___
    assert more.tolist() == ___


def to_celsius_(degrees):
    """Turn degrees Fahrenheit into degrees Celsius, in the memory where they stand, and return this same tensor."""
    ___


def test_the_thermometer_itself_changes():
    """Celsius is Fahrenheit less 32, times 5, divided by 9. The degrees are floats, and whoever holds the tensor under
    another name must see the new ones. Other degrees are tried too."""
    degrees = torch.tensor([32.0, 50.0, 212.0])
    first_two = degrees[:2]

    result = to_celsius_(degrees)

    assert result is degrees
    assert first_two.tolist() == pytest.approx([0.0, 10.0])
    assert to_celsius_(torch.tensor([41.0, -40.0])).tolist() == pytest.approx([5.0, -40.0])


def test_only_what_fits_is_let_in():
    """Arithmetic with an underscore keeps the shape and the dtype of its tensor. The other operand may be stretched, or
    turned from ints into floats. If the result would have another shape, or would be floats for a tensor of ints, torch
    refuses with a RuntimeError. Reductions have no such method at all, and Python raises an AttributeError."""
    votes, prices = torch.tensor([8, 4]), torch.tensor([0.5, 1.5])
    column, table = torch.ones(2, 1), torch.ones(2, 3)
    steps = {"half of ints": lambda: votes.div_(2), "ints for floats": lambda: prices.add_(votes)}
    steps |= {"table for a column": lambda: column.add_(table), "column for a table": lambda: table.add_(column)}
    steps["sum of floats"] = lambda: prices.sum_()
    done = {}
    for name, step in steps.items():
        with contextlib.suppress(RuntimeError, AttributeError):
            done[name] = step()

    assert set(done) == ___


def test_a_comparison_answers_for_every_number():
    """A comparison goes place by place too, and sum() counts a True as 1. An `if` or an `assert` wants one truth value,
    and torch will not choose among several. .any() asks whether at least one of them is True, and .all() whether every
    one is."""
    noon = torch.tensor([31, 18, 25])
    night = torch.tensor([20, 18, 27])
    answers = {"some noon warmer": (noon > night).any(), "all noons warmer": (noon > night).all()}
    answers |= {"all noons above 17": (noon > 17).all(), "a night above 27": (night > 27).any()}

    assert (noon > night).tolist() == ___
    assert (noon >= night).sum().item() == ___
    with pytest.raises(RuntimeError):
        bool(noon > night)
    assert {name for name, answer in answers.items() if answer} == ___


def test_close_is_a_matter_of_size():
    """Tenths are rounded in binary, quarters are not, so a sum of tenths is often a hair off, and == sees every hair.
    torch.isclose(a, b) allows a gap of 1e-8 + 1e-5 * abs(b). torch.allclose asks whether all the gaps are allowed."""
    names = ["tenths", "quarters", "bridge", "screw", "dust"]
    measured = torch.tensor([0.1 + 0.2, 0.25 + 0.5, 1000.005, 0.0010005, 5e-9], dtype=torch.float64)
    wanted = torch.tensor([0.3, 0.75, 1000.0, 0.001, 1e-9], dtype=torch.float64)

    equal = {name for name, yes in zip(names, (measured == wanted).tolist(), strict=True) if yes}
    close = {name for name, yes in zip(names, torch.isclose(measured, wanted).tolist(), strict=True) if yes}

    assert equal == ___
    assert close == ___


def test_the_named_dim_disappears():
    """dim names the dimension that is used up: the numbers along it are made into one, and it is gone. dim=0 runs down
    through the rows. Negative numbers count from the end."""
    rain = torch.tensor([[1, 2, 3], [4, 5, 9]], dtype=torch.float64)  # towns, days
    photos = torch.zeros(5, 4, 3, 2)

    assert rain.sum(dim=0).tolist() == ___
    assert rain.mean(dim=1).tolist() == ___
    assert photos.sum(dim=(1, -1)).shape == ___


def above_own_mean(points):
    """How far each number lies above the mean of its own row, for a table of any size."""
    return ___


def test_a_place_is_kept_free():
    """The means of the rows are one flat line of numbers, and a flat line is matched with the columns. In a square
    table that goes wrong without an error. With keepdim=True the named dimension stays, with length 1. Other tables are
    tried too."""
    points = torch.tensor([[1.0, 3.0], [10.0, 30.0]])

    assert above_own_mean(points).tolist() == [[-1.0, 1.0], [-10.0, 10.0]]


def test_the_largest_and_where_it_stands():
    """With a dim, max gives a pair: the largest numbers, and their places along that dim. argmax gives places alone.
    Without a dim it counts through the whole tensor, row after row, as if all stood in one line."""
    scores = torch.tensor([[3, 8, 4], [1, 5, 9]])
    best, place = scores.max(dim=1)

    assert best.tolist() == ___
    assert place.tolist() == ___
    assert scores.argmax().item() == ___


def test_two_habits_of_numpy():
    """The variance adds up the squared distances from the mean, here 4 + 4 + 0 + 16. numpy then divides by the count,
    torch by one less, unless it is called with correction=0. The median is in the middle. If two numbers are in
    the middle, numpy takes their mean, and torch takes the lower one, so its median is always one of the numbers."""
    waits = torch.tensor([2.0, 2.0, 4.0, 8.0])
    array = waits.numpy()

    assert waits.var(correction=0).item() == array.var()
    assert [waits.var().item(), array.var()] == [___, ___]
    assert [waits.median().item(), np.median(array)] == [___, ___]


def test_one_gap_in_the_readings():
    """nan means "no number"; here it stands for a gap in a log. It spreads through most arithmetic and reductions,
    unless their name says that they leave gaps out. A nan in a comparison is no error: to <, > and == the answer is
    False. .isnan() asks each number whether it is one."""
    night = torch.tensor([20.0, float("nan"), 30.0])
    results = {"sum": night.sum(), "max": night.max(), "nanmean": night.nanmean(), "warm": (night > 25).sum()}

    assert {name for name, result in results.items() if result.isnan()} == ___
    assert (night == night).sum().item() == ___


def share_missing(readings):
    """The share of nan in each row of the readings, from 0 to 1."""
    ___


def test_a_station_with_gaps():
    """There is one row for each station, and one number is wanted for each. Remember what == says of a nan. Other
    readings are tried too."""
    gap = float("nan")
    readings = torch.tensor([[20.0, gap, 30.0, 25.0], [gap, 18.0, gap, 17.0]])

    assert share_missing(readings).tolist() == [0.25, 0.5]
