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


def test_methods_take_their_turn():
    """Each operator has a method: add, sub, mul and div for + - * /, and neg for a minus in front. Among operators,
    Python has rules for which goes first. A method waits for nobody: it takes what stands to the left of its dot. The
    one number in a row of guests meets both numbers in that row of cups."""
    cups = torch.tensor([[8, 3], [7, 2]])
    guests = torch.tensor([[6], [3]])

    # the product first: 12 for the upper row, 6 for the lower
    assert (cups - guests * 2).tolist() == [[-4, -9], [1, -4]]
    # the difference first, and all of it is doubled
    assert cups.sub(guests).mul(2).tolist() == [[4, -6], [8, -2]]
    # div, like /, makes floats of ints
    assert guests.neg().div(4).tolist() == [[-1.5], [-0.75]]


def test_a_star_works_place_by_place():
    """The star is the Hadamard product: each number is multiplied with its counterpart. The matrix product, which adds
    up rows times columns, has a sign of its own, @ (topic 10). Two grids of 2 rows and 3 columns have no matrix
    product."""
    photo = torch.tensor([[10, 20], [30, 40]])
    frame = torch.tensor([[1, 0], [1, 1]])
    strip = torch.ones(2, 3)

    # a zero in the frame blackens one pixel; the matrix product would be [[30, 20], [70, 40]]
    assert (photo * frame).tolist() == [[10, 0], [30, 40]]
    assert photo.mul(photo).tolist() == [[100, 400], [900, 1600]]
    # every place has its counterpart, and nothing is added up
    assert (strip * strip).shape == (2, 3)


def test_an_underscore_writes_where_it_stands():
    """steps.add(10) makes a new tensor. steps.add_(10) writes into steps, and returns it as well. So it is with .mul
    and .mul_, .sub and .sub_, .div and .div_. Go line by line, and keep track of which tensor each name means."""
    steps = torch.tensor([1000, 2000])
    steps.mul(2)
    same = steps.add_(10)
    more = steps.add(500)
    same[0] = 0

    # the doubled tensor had no name and was lost; same and steps are one tensor
    assert steps.tolist() == [0, 2010]
    assert more.tolist() == [1510, 2510]


def to_celsius_(degrees):
    """Turn degrees Fahrenheit into degrees Celsius, in the memory where they stand, and return this same tensor."""
    # each call returns the tensor that it wrote into, so the next one can follow
    return degrees.sub_(32).mul_(5).div_(9)


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

    # 8 / 2 is a float, even though it is whole, and a column has no room for three columns
    assert set(done) == {"ints for floats", "column for a table"}


def test_a_comparison_answers_for_every_number():
    """A comparison goes place by place too, and sum() counts a True as 1. An `if` or an `assert` wants one truth value,
    and torch will not choose among several. .any() asks whether at least one of them is True, and .all() whether every
    one is."""
    noon = torch.tensor([31, 18, 25])
    night = torch.tensor([20, 18, 27])
    answers = {"some noon warmer": (noon > night).any(), "all noons warmer": (noon > night).all()}
    answers |= {"all noons above 17": (noon > 17).all(), "a night above 27": (night > 27).any()}

    # 18 is not larger than 18
    assert (noon > night).tolist() == [True, False, False]
    assert (noon >= night).sum().item() == 2
    with pytest.raises(RuntimeError):
        bool(noon > night)
    # one True is enough for any; one False, as in the second and the third place, is too much for all
    assert {name for name, answer in answers.items() if answer} == {"some noon warmer", "all noons above 17"}


def test_close_is_a_matter_of_size():
    """Tenths are rounded in binary, quarters are not, so a sum of tenths is often a hair off, and == sees every hair.
    torch.isclose(a, b) allows a gap of 1e-8 + 1e-5 * abs(b). torch.allclose asks whether all the gaps are allowed."""
    names = ["tenths", "quarters", "bridge", "screw", "dust"]
    measured = torch.tensor([0.1 + 0.2, 0.25 + 0.5, 1000.005, 0.0010005, 5e-9], dtype=torch.float64)
    wanted = torch.tensor([0.3, 0.75, 1000.0, 0.001, 1e-9], dtype=torch.float64)

    equal = {name for name, yes in zip(names, (measured == wanted).tolist(), strict=True) if yes}
    close = {name for name, yes in zip(names, torch.isclose(measured, wanted).tolist(), strict=True) if yes}

    assert equal == {"quarters"}
    # 5 mm in a bridge are allowed, half a micrometre in a screw is not, and near zero anything is close
    assert close == {"tenths", "quarters", "bridge", "dust"}


def test_the_named_dim_disappears():
    """dim names the dimension that is used up: the numbers along it are made into one, and it is gone. dim=0 runs down
    through the rows. Negative numbers count from the end."""
    rain = torch.tensor([[1, 2, 3], [4, 5, 9]], dtype=torch.float64)  # towns, days
    photos = torch.zeros(5, 4, 3, 2)

    # the towns are gone: one sum for each day
    assert rain.sum(dim=0).tolist() == [5, 7, 12]
    # the days are gone: one mean for each town
    assert rain.mean(dim=1).tolist() == [2, 6]
    assert photos.sum(dim=(1, -1)).shape == (5, 3)


def above_own_mean(points):
    """How far each number lies above the mean of its own row, for a table of any size."""
    # the means stand in a column, so each meets its own row
    return points - points.mean(dim=1, keepdim=True)


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

    assert best.tolist() == [8, 9]
    # places in a row, counted from 0
    assert place.tolist() == [1, 2]
    # three numbers of the first row, and two of the second, come before the 9
    assert scores.argmax().item() == 5


def test_two_habits_of_numpy():
    """The variance adds up the squared distances from the mean, here 4 + 4 + 0 + 16. numpy then divides by the count,
    torch by one less, unless it is called with correction=0. The median is in the middle. If two numbers are in
    the middle, numpy takes their mean, and torch takes the lower one, so its median is always one of the numbers."""
    waits = torch.tensor([2.0, 2.0, 4.0, 8.0])
    array = waits.numpy()

    assert waits.var(correction=0).item() == array.var()
    # 24 / 3, 24 / 4
    assert [waits.var().item(), array.var()] == [8.0, 6.0]
    # the lower of 2 and 4, and the mean of them
    assert [waits.median().item(), np.median(array)] == [2.0, 3.0]


def test_one_gap_in_the_readings():
    """nan means "no number"; here it stands for a gap in a log. It spreads through most arithmetic and reductions,
    unless their name says that they leave gaps out. A nan in a comparison is no error: to <, > and == the answer is
    False. .isnan() asks each number whether it is one."""
    night = torch.tensor([20.0, float("nan"), 30.0])
    results = {"sum": night.sum(), "max": night.max(), "nanmean": night.nanmean(), "warm": (night > 25).sum()}

    assert {name for name, result in results.items() if result.isnan()} == {"sum", "max"}
    # the gap is not equal to itself
    assert (night == night).sum().item() == 2


def share_missing(readings):
    """The share of nan in each row of the readings, from 0 to 1."""
    # isnan, because nothing is equal to nan; then the mean of truth values as floats
    return readings.isnan().float().mean(dim=1)


def test_a_station_with_gaps():
    """There is one row for each station, and one number is wanted for each. Remember what == says of a nan. Other
    readings are tried too."""
    gap = float("nan")
    readings = torch.tensor([[20.0, gap, 30.0, 25.0], [gap, 18.0, gap, 17.0]])

    assert share_missing(readings).tolist() == [0.25, 0.5]
