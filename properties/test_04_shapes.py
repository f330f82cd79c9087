"""Shapes: the claims of the koans, for every input."""

from itertools import product
from math import prod

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from sensei.strategies import dtypes, shapes, tensors


def counted(*shape, dtype=torch.int64):
    """A tensor of this shape whose numbers all differ, not in reading order's own counting."""
    return (torch.arange(prod(shape)) * 3 + 1).to(dtype).reshape(shape)


sides = st.integers(1, 3)


@given(tensors(shapes(min_dims=1, min_side=1)), st.data())
def test_reshape_keeps_the_reading_order(numbers, data):
    """However a tensor is cut, its numbers come in the same order; an index is worth the lengths behind it."""
    divisor = data.draw(st.sampled_from([n for n in range(1, numbers.numel() + 1) if numbers.numel() % n == 0]))
    table = numbers.reshape(divisor, numbers.numel() // divisor)
    index = tuple(data.draw(st.integers(0, side - 1)) for side in numbers.shape)
    place = sum(i * prod(numbers.shape[d + 1 :]) for d, i in enumerate(index))

    assert [number for row in table.tolist() for number in row] == numbers.flatten().tolist()
    assert numbers.flatten()[place].item() == numbers[index].item()


@given(daily=st.integers(1, 4).flatmap(lambda weeks: tensors((7 * weeks,))))
def test_one_length_may_be_left_open(subject, daily):
    """A log of any number of weeks and any dtype comes out week by week, and stays as it was."""
    before = daily.tolist()

    table = subject.in_weeks(daily)

    assert isinstance(table, torch.Tensor)
    assert table.tolist() == [before[start : start + 7] for start in range(0, len(before), 7)]
    assert table.dtype == daily.dtype
    assert daily.tolist() == before


@given(shapes(min_dims=1, min_side=1), st.integers(1, 12))
def test_it_must_come_out_even(shape, side):
    """A length is worked out exactly if the rest divides the count; two never are."""
    numbers = torch.zeros(shape)
    if prod(shape) % side:
        with pytest.raises(RuntimeError):
            numbers.reshape(side, -1)
    else:
        assert numbers.reshape(side, -1).shape == (side, prod(shape) // side)
    with pytest.raises(RuntimeError):
        numbers.reshape(-1, -1)


@given(sides, sides)
def test_one_shape_and_two_arrangements(rows, columns):
    """.T moves every number to the mirrored place, reshape none in reading order; they agree on one row or column."""
    table = counted(rows, columns)

    assert all(table.T[j, i] == table[i, j] for i, j in product(range(rows), range(columns)))
    assert torch.equal(table.reshape(columns, rows).flatten(), table.flatten())
    assert torch.equal(table.T, table.reshape(columns, rows)) is (1 in (rows, columns))


@given(st.permutations(range(3)), st.tuples(sides, sides, sides), st.data())
def test_permute_asks_for_every_dimension(order, shape, data):
    """Each new dimension has the length of the old one that was named for it, and each number moves along."""
    clip = counted(*shape)
    turned = clip.permute(order)
    index = [data.draw(st.integers(0, side - 1)) for side in shape]

    assert turned.shape == tuple(shape[old] for old in order)
    assert turned[tuple(index[old] for old in order)] == clip[tuple(index)]
    assert turned.permute(order).shape == tuple(shape[order[old]] for old in order)
    with pytest.raises(RuntimeError):
        clip.permute(order[:2])


@given(photos=st.one_of(tensors(st.tuples(sides, sides, sides)), tensors(st.tuples(sides, sides, sides, sides))))
def test_colours_come_before_the_height(subject, photos):
    """For a photo and for a batch, of any size, each colour of each pixel is where it should be."""
    before = photos.clone()
    height, width, colours = photos.shape[-3:]

    moved = subject.channels_first(photos)

    assert moved.shape == (*photos.shape[:-3], colours, height, width)
    assert moved.dtype == photos.dtype
    for i, j, c in product(range(height), range(width), range(colours)):
        assert moved[..., c, i, j].tolist() == before[..., i, j, c].tolist()
    assert torch.equal(photos, before)


@given(shapes(min_dims=1, max_dims=4, min_side=0), st.data())
def test_squeeze_takes_all_or_asks_one(shape, data):
    """squeeze() leaves the lengths that are not 1, squeeze(d) all but d, and d too if it is not 1."""
    parcel = torch.zeros(shape)
    d = data.draw(st.integers(0, len(shape) - 1))

    assert parcel.squeeze().shape == tuple(side for side in shape if side != 1)
    assert parcel.squeeze(d).shape == (shape[:d] + shape[d + 1 :] if shape[d] == 1 else shape)
    assert parcel.squeeze(d - len(shape)).shape == parcel.squeeze(d).shape


@given(grey=st.tuples(sides, sides, sides).flatmap(lambda s: tensors((s[0], 1, s[1], s[2]))))
def test_a_batch_of_one(subject, grey):
    """Whatever else has length 1, the colour goes and nothing but the colour."""
    before = grey.tolist()

    plain = subject.without_colour(grey)

    assert plain.tolist() == [photo[0] for photo in before]
    assert plain.dtype == grey.dtype
    assert grey.tolist() == before


@given(shapes(), st.integers(-6, 6), dtypes())
def test_unsqueeze_takes_its_place(shape, d, dtype):
    """The new dimension has the place that was asked for, counted in the new shape, or there is no such place."""
    photos = torch.zeros(shape, dtype=dtype)
    if -len(shape) - 1 <= d <= len(shape):
        place = d % (len(shape) + 1)
        assert photos.unsqueeze(d).shape == (*shape[:place], 1, *shape[place:])
        assert torch.equal(photos.unsqueeze(d).squeeze(d), photos)
    else:
        with pytest.raises(IndexError):
            photos.unsqueeze(d)


@given(tensors(shapes(min_dims=1, min_side=1)), st.data())
def test_flatten_melts_neighbours_into_one(frames, data):
    """The melted dimension has the product of the lengths, and the reading order is kept."""
    shape = tuple(frames.shape)
    start = data.draw(st.integers(0, len(shape) - 1))
    end = data.draw(st.integers(start, len(shape) - 1))

    melted = frames.flatten(start, end)

    assert melted.shape == (*shape[:start], prod(shape[start : end + 1]), *shape[end + 1 :])
    assert torch.equal(melted.flatten(), frames.flatten())
    assert torch.equal(frames.flatten(start), frames.flatten(start, -1))


@given(photos=tensors(st.tuples(sides, sides, sides)))
def test_a_fitting_shape_proves_nothing(subject, photos):
    """Each row of the table holds the pixels of its photo and no others, line by line."""
    before = photos.clone()
    height, width, count = photos.shape

    table = subject.one_photo_a_row(photos)

    assert table.shape == (count, height * width)
    assert table.dtype == photos.dtype
    for n, i, j in product(range(count), range(height), range(width)):
        assert table[n, i * width + j].item() == before[i, j, n].item()
    assert torch.equal(photos, before)
