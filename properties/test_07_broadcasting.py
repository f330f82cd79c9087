"""Broadcasting: what the koans show in one example, for every input."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from sensei.strategies import broadcastable_pairs, shapes

SIDE = st.integers(1, 3)
# Where a learner's function is judged: numbers that are told apart at a glance, from a start that moves.
START = st.integers(-5, 5)
REAL = st.sampled_from([torch.float32, torch.float64, torch.int64])


def counted(shape, start=0, dtype=torch.float64):
    """A tensor of the shape whose numbers all differ: 0, 1, 4, 9 and so on, from the start."""
    return ((torch.arange(np.prod(shape, dtype=int)) ** 2) + start).to(dtype).reshape(shape)


@given(broadcastable_pairs())
def test_shapes_line_up_on_the_right(pair):
    """The result has numpy's shape, for any two shapes that fit."""
    first, second = pair

    assert (first + second).shape == np.broadcast_shapes(first.shape, second.shape)


@given(shapes(max_side=3), shapes(max_side=3))
def test_what_cannot_line_up(first, second):
    """torch refuses exactly where numpy does, and broadcast_shapes tells what would come out."""
    try:
        both = np.broadcast_shapes(first, second)
    except ValueError:
        with pytest.raises(RuntimeError):
            torch.broadcast_shapes(first, second)
        with pytest.raises(RuntimeError):
            torch.zeros(first) + torch.zeros(second)
    else:
        assert torch.broadcast_shapes(first, second) == both == (torch.zeros(first) + torch.zeros(second)).shape


@given(rows=SIDE, columns=SIDE, start=START, dtype=REAL)
def test_one_bonus_for_each_row(subject, rows, columns, start, dtype):
    """In a table of any size, square or not, each row gets its own bonus, and nothing that was handed in changes."""
    scores, bonus = counted((rows, columns), start, dtype), 100 * counted((rows,), start, dtype)
    table, extra = scores.tolist(), bonus.tolist()

    total = subject.with_bonus(scores, bonus)

    assert total.tolist() == [[score + extra[i] for score in row] for i, row in enumerate(table)]
    assert total.dtype == dtype
    assert (scores.tolist(), bonus.tolist()) == (table, extra)


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=6))
def test_three_perfect_guesses(numbers):
    """Perfect guesses in a column differ from a plain row of truths by the distance of every pair."""
    truths = torch.tensor(numbers, dtype=torch.float64)
    errors = (truths[:, None] - truths).abs()

    assert errors.shape == (len(numbers), len(numbers))
    assert errors.sum().item() == sum(abs(a - b) for a in numbers for b in numbers)


@given(rows=SIDE, columns=SIDE, start=START, dtype=REAL)
def test_every_price_meets_every_count(subject, rows, columns, start, dtype):
    """Any prices and counts make a table of products, prices downwards and counts to the right."""
    prices, counts = counted((rows,), start, dtype), counted((columns,), 3, dtype)
    p, c = prices.tolist(), counts.tolist()

    table = subject.price_list(prices, counts)

    assert table.tolist() == [[price * count for count in c] for price in p]
    assert table.dtype == dtype
    assert (prices.tolist(), counts.tolist()) == (p, c)


@given(SIDE, SIDE, st.data())
def test_stretching_copies_nothing(rows, columns, data):
    """A write to one place of a stretched row is read at all of them, and in the column."""
    column = counted((rows, 1))
    wide = column.expand(rows, columns)
    row, place = data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1))

    wide[row, place] = -7.0

    assert wide[row].tolist() == [-7.0] * columns
    assert column[row].tolist() == [-7.0]
    assert wide[row, place].data_ptr() == column[row].data_ptr()
    assert wide.tolist() == (column * torch.ones(columns)).tolist()


@given(count=SIDE, colours=SIDE, rows=SIDE, columns=SIDE, start=START, dtype=REAL)
def test_a_strength_for_each_colour(subject, count, colours, rows, columns, start, dtype):
    """For photos of any size each colour gets its own strength, and nothing that was handed in changes."""
    photos, strengths = counted((count, colours, rows, columns), start, dtype), counted((colours,), 2, dtype)
    before, factors = photos.tolist(), strengths.tolist()

    result = subject.tinted(photos, strengths)

    assert result.tolist() == [
        [[[pixel * factor for pixel in row] for row in plane] for plane, factor in zip(photo, factors, strict=True)]
        for photo in before
    ]
    assert result.dtype == dtype
    assert (photos.tolist(), strengths.tolist()) == (before, factors)


@given(n=SIDE, m=SIDE, coordinates=SIDE, start=START, dtype=st.sampled_from([torch.float32, torch.float64]))
def test_from_every_place_to_every_station(subject, n, m, coordinates, start, dtype):
    """For points of any number of coordinates the table holds the squared distance of every pair."""
    places, stations = counted((n, coordinates), start, dtype), counted((m, coordinates), 2, dtype)
    p, s = places.tolist(), stations.tolist()

    table = subject.squared_distances(places, stations)

    # torch.cdist squared is as good an answer, and rounds a little.
    wanted = torch.tensor([[sum((a - b) ** 2 for a, b in zip(x, y, strict=True)) for y in s] for x in p], dtype=dtype)
    assert table.shape == wanted.shape
    assert torch.allclose(table, wanted, rtol=1e-4, atol=1e-3)
    assert (places.tolist(), stations.tolist()) == (p, s)


@given(first=shapes(min_side=1, max_side=3), second=shapes(min_side=1, max_side=3))
def test_the_whole_rule(subject, first, second):
    """For any two shapes the answer is the one that numpy's rule gives, whichever shape comes first."""
    try:
        np.broadcast_shapes(first, second)
    except ValueError:
        wanted = False
    else:
        wanted = True

    assert subject.fit(first, second) is wanted
    assert subject.fit(second, first) is wanted
