"""Arithmetic, comparison, reductions: the claims of the koans, for every input."""

import itertools
import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from sensei.strategies import FLOATING, WHOLE, broadcastable_pairs, dtypes, shapes, tensors

whole = st.integers(-99, 99)
real = st.integers(-36, 36).map(lambda quarters: quarters / 4)
tables = shapes(min_dims=2, max_dims=2, min_side=1, max_side=3)
# Where a learner's function is judged: squares among the tables, where a dim may be mistaken and nobody complains.
TABLES = st.sampled_from([(2, 2), (2, 3), (3, 2), (1, 3), (3, 1), (1, 1), (3, 3)])


@given(broadcastable_pairs(), st.integers(1, 4))
def test_methods_take_their_turn(pair, factor):
    """A chain of methods is the formula with brackets around all that came before, whatever is stretched."""
    cups, guests = pair

    assert torch.equal(cups.sub(guests).mul(factor), (cups - guests) * factor)
    assert torch.equal(cups.add(guests).neg(), -(cups + guests))
    assert torch.equal(cups.neg().add(guests), guests - cups)
    assert cups.div(factor).dtype.is_floating_point


@given(shapes(), st.data())
def test_a_star_works_place_by_place(shape, data):
    """The star multiplies the flat lists of numbers pair by pair, and keeps the shape."""
    one, two = (data.draw(tensors(shape, torch.float64)) for _ in range(2))

    assert (one * two).shape == shape
    pairs = zip(one.flatten().tolist(), two.flatten().tolist(), strict=True)
    assert (one * two).flatten().tolist() == [a * b for a, b in pairs]
    assert torch.equal(one * two, one.mul(two))


@given(tensors(), whole, st.sampled_from(["add", "sub", "mul"]))
def test_an_underscore_writes_where_it_stands(room, number, name):
    """With the underscore the same tensor holds what the other method returns in a new one."""
    before = room.tolist()
    fresh = getattr(room, name)(number)
    assert room.tolist() == before

    same = getattr(room, name + "_")(number)

    assert same is room
    assert torch.equal(room, fresh)


@given(tensors(shapes(min_dims=1, max_dims=2), dtypes(FLOATING)))
def test_the_thermometer_itself_changes(subject, degrees):
    """Any thermometer shows Celsius afterwards, in the old memory, and is what is returned."""
    before = degrees.clone()
    address, dtype, window = degrees.data_ptr(), degrees.dtype, degrees[...]

    result = subject.to_celsius_(degrees)

    wanted = (before.to(torch.float64) - 32) * 5 / 9
    assert result is degrees
    assert (degrees.data_ptr(), degrees.dtype, degrees.shape) == (address, dtype, before.shape)
    assert torch.allclose(window.to(torch.float64), wanted, rtol=1e-4, atol=1e-4)


@given(broadcastable_pairs(dtype=dtypes(WHOLE, FLOATING)), dtypes(WHOLE, FLOATING))
def test_only_what_fits_is_let_in(pair, other):
    """add_ is done exactly if the result has the shape of the room, and is of no more difficult kind; so is div_."""
    room, guest = pair[0], pair[1].to(other)
    fits = (room + guest).shape == room.shape and torch.can_cast((room + guest).dtype, room.dtype)
    shape, dtype = room.shape, room.dtype

    if fits:
        room.add_(guest)
    else:
        with pytest.raises(RuntimeError):
            room.add_(guest)

    if dtype.is_floating_point:
        room.div_(2)
    else:
        with pytest.raises(RuntimeError):
            room.div_(2)

    assert (room.shape, room.dtype) == (shape, dtype)


@given(st.lists(st.tuples(whole, whole), min_size=2, max_size=6))
def test_a_comparison_answers_for_every_number(pairs):
    """The answers are those of Python, pair by pair; the sum counts them; any and all too.

    Two or more of them are no truth value.
    """
    noon, night = torch.tensor(pairs).T

    assert (noon > night).tolist() == [a > b for a, b in pairs]
    assert (noon >= night).sum().item() == sum(a >= b for a, b in pairs)
    assert (noon > night).any().item() is any(a > b for a, b in pairs)
    assert (noon > night).all().item() is all(a > b for a, b in pairs)
    with pytest.raises(RuntimeError):
        bool(noon > night)


@given(real, st.sampled_from([0.0, 1e-9, 9e-9, 2e-8, 1e-6, 1e-4, 1e-2]))
def test_close_is_a_matter_of_size(wanted, gap):
    """isclose allows 1e-8 and a hundred-thousandth of the second number; allclose is all of isclose."""
    one, two = torch.tensor([wanted + gap, wanted], dtype=torch.float64)
    allowed = 1e-8 + 1e-5 * abs(wanted)

    if abs(gap - allowed) > 1e-12:
        assert torch.isclose(one, two).item() is (gap < allowed)
    row, rows = torch.stack([one, two]), torch.stack([two, two])
    assert torch.allclose(row, rows) is torch.isclose(row, rows).all().item()


@given(tensors(shapes(min_dims=1, min_side=1), torch.float64), st.data())
def test_the_named_dim_disappears(rain, data):
    """Of the shape all is left but the named dimension, from either end; the numbers are those of numpy."""
    dim = data.draw(st.integers(-rain.ndim, rain.ndim - 1))
    place = dim % rain.ndim

    assert rain.sum(dim=dim).shape == rain.shape[:place] + rain.shape[place + 1 :]
    assert np.allclose(rain.sum(dim=dim).numpy(), rain.numpy().sum(axis=dim))
    assert np.allclose(rain.mean(dim=dim).numpy(), rain.numpy().mean(axis=dim))


@given(TABLES, dtypes(FLOATING), st.data())
def test_a_place_is_kept_free(subject, shape, dtype, data):
    """In any table, square ones among them, each number is compared with the mean of its own row."""
    points = data.draw(tensors(shape, dtype))
    before = points.tolist()

    above = subject.above_own_mean(points)

    assert points.tolist() == before
    assert (above.shape, above.dtype) == (shape, dtype)
    for row, distances in zip(before, above.tolist(), strict=True):
        mean = sum(row) / len(row)
        assert np.allclose(distances, [number - mean for number in row], atol=1e-5)


@given(tables, st.data())
def test_the_largest_and_where_it_stands(shape, data):
    """The places of max are those of argmax along that dim, and lead to the values, as does the place in the line."""
    numbers = data.draw(st.permutations(range(math.prod(shape))))
    scores = torch.tensor(numbers).reshape(shape)

    best, place = scores.max(dim=1)

    assert place.tolist() == scores.argmax(dim=1).tolist()
    assert [row[where] for row, where in zip(scores.tolist(), place.tolist(), strict=True)] == best.tolist()
    assert best.tolist() == [max(row) for row in scores.tolist()]
    assert scores.argmax().item() == list(itertools.chain(*scores.tolist())).index(max(numbers))


@given(st.lists(real, min_size=2, max_size=9))
def test_two_habits_of_numpy(numbers):
    """The variances differ by the factor N / (N - 1); the median is the lower of two, and numpy's is their mean."""
    waits = torch.tensor(numbers, dtype=torch.float64)
    count = len(numbers)
    lower, upper = sorted(numbers)[(count - 1) // 2], sorted(numbers)[count // 2]

    assert math.isclose(waits.var().item() * (count - 1), waits.numpy().var() * count, abs_tol=1e-9)
    assert math.isclose(waits.var(correction=0).item(), waits.numpy().var(), abs_tol=1e-9)
    assert waits.median().item() == lower
    assert np.median(waits.numpy()) == (lower + upper) / 2


@given(st.lists(real, min_size=1, max_size=5), st.data())
def test_one_gap_in_the_readings(known, data):
    """One nan anywhere makes the plain reductions nan, and leaves those that skip it as if it were not there."""
    place = data.draw(st.integers(0, len(known)))
    night = torch.tensor([*known[:place], math.nan, *known[place:]], dtype=torch.float64)
    full = torch.tensor(known, dtype=torch.float64)

    assert all(result.isnan() for result in [night.sum(), night.mean(), night.max(), night.min(), night.median()])
    assert night.nansum().item() == full.sum().item()
    assert math.isclose(night.nanmean().item(), full.mean().item(), abs_tol=1e-9)
    assert (night == night).sum().item() == len(known)
    assert (night > 2).sum().item() == (full > 2).sum().item()


@given(TABLES, dtypes(FLOATING), st.data())
def test_a_station_with_gaps(subject, shape, dtype, data):
    """For each row the share is the count of gaps over the length of the row, and the readings stay as they are."""
    entries = st.sampled_from([math.nan, 20.0, 0.0, -1.0])
    rows = [data.draw(st.lists(entries, min_size=shape[1], max_size=shape[1])) for _ in range(shape[0])]
    readings = torch.tensor(rows, dtype=dtype)
    before = readings.clone()

    share = subject.share_missing(readings)

    assert torch.equal(readings.nan_to_num(nan=7.0), before.nan_to_num(nan=7.0))
    assert share.shape == shape[:1]
    assert np.allclose(share.tolist(), [sum(map(math.isnan, row)) / len(row) for row in rows], atol=1e-6)
