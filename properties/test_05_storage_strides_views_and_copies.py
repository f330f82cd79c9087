"""Storage, strides, views and copies: the claims of the koans, for every input."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from math import inf, nan, prod
from unittest import mock

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from sensei.strategies import shapes, tensors

sides = st.integers(1, 3)
tables = tensors(st.tuples(sides, sides))


def start(tensor):
    """Where the memory begins that a tensor looks into."""
    return tensor.untyped_storage().data_ptr()


def same(table, other):
    """Whether two tables of one dtype hold the same numbers, nan being the same as nan."""
    return table.shape == other.shape and torch.allclose(table, other, rtol=0, atol=0, equal_nan=True)


@st.composite
def views(draw, **options):
    """Tables that may leave out a column or a whole border of their storage, and may be turned.

    Those that start late have gaps, too: what cannot be typed again as a list of rows is not contiguous.
    """
    rows, columns = draw(st.integers(2, 3)), draw(st.integers(1, 3))
    above, before = draw(st.sampled_from([(0, 0), (0, 1), (1, 1)]))
    table = draw(tensors((rows + above, columns + before), **options))[above:, before:]
    return table.T if draw(st.booleans()) else table


def odd(number):
    """Tables whose first column holds a number that arithmetic does not bring to 0."""
    return views(dtype=torch.float64).map(lambda table: table.index_fill_(1, torch.tensor(0), number))


layouts = st.one_of(views(), views(dtype=torch.bool))


@contextmanager
def parts_in(name: str, table: torch.Tensor) -> Iterator[list[str]]:
    """A list of the ways in which the function of this name asks where a part of the table lies."""
    asked = []

    def watched(way):
        plain = getattr(torch.Tensor, way)

        def ask(tensor, *arguments):
            inside = sys._getframe(1).f_code.co_name == name
            if inside and (way == "__getitem__" or tensor.numel() < table.numel()):
                asked.append(way)
            return plain(tensor, *arguments)

        return ask

    with ExitStack() as patches:
        for way in ("__getitem__", "storage_offset", "data_ptr"):
            patches.enter_context(mock.patch.object(torch.Tensor, way, watched(way)))
        yield asked


@given(tensors(shapes(min_dims=2, max_dims=2, min_side=1)), st.data())
def test_one_memory_and_three_tensors(rain, data):
    """A write through a view or a turned table is read in all of them, wherever it goes."""
    place = data.draw(st.integers(0, rain.numel() - 1))
    strip, columns = rain.view(-1), rain.T

    strip[place] = 100

    row, column = divmod(place, rain.shape[1])
    assert rain[row, column].item() == columns[column, row].item() == 100
    assert start(strip) == start(columns) == start(rain)


@given(shapes(min_dims=2, max_dims=4, min_side=1), st.integers(1, 3), st.data())
def test_a_stride_for_each_dimension(shape, step, data):
    """A stride is the product of the lengths behind it; views exchange strides or multiply them."""
    seats = torch.zeros(shape)
    first, second = (data.draw(st.integers(0, len(shape) - 1)) for _ in range(2))
    strides = [prod(shape[d + 1 :]) for d in range(len(shape))]

    assert list(seats.stride()) == strides
    assert seats[::step].stride() == (strides[0] * step, *strides[1:])
    strides[first], strides[second] = strides[second], strides[first]
    assert list(seats.transpose(first, second).stride()) == strides


@given(table=views(low=0), row=st.integers(0, 3), column=st.integers(0, 3))
def test_the_way_to_a_number(subject, table, row, column):
    """For every table, late, with gaps or turned, the place that is computed holds the number."""
    row, column = row % table.shape[0], column % table.shape[1]
    before = table.tolist()

    with parts_in("place_of", table) as asked:
        place = subject.place_of(table, row, column)

    assert type(place) is int
    expected = (table[row, column].data_ptr() - start(table)) // table.element_size()
    assert place == expected
    assert not asked, (
        "The place is right, but place_of took a part of the table, and torch did the sum. "
        "Work it out from the offset and the strides of the whole table."
    )
    assert table.tolist() == before


@given(views())
def test_side_by_side_in_reading_order(part):
    """Contiguous means: walked in reading order, the addresses rise by one number each time."""
    addresses = [number.data_ptr() for row in part for number in row]
    steps = {there - here for here, there in pairwise(addresses)}

    assert part.is_contiguous() is (steps <= {part.element_size()})


@given(views())
def test_view_cannot_make_ends_meet(part):
    """After contiguous() view takes the reading order of now; without, it does or refuses, and never copies."""
    assert part.contiguous().view(-1).tolist() == [number for row in part.tolist() for number in row]
    try:
        strip = part.view(-1)
    except RuntimeError:
        assert not part.is_contiguous()
    else:
        assert start(strip) == start(part)


@given(views())
def test_contiguous_copies_if_it_must(part):
    """contiguous() keeps the numbers, and shares memory if and only if nothing had to be done."""
    packed = part.contiguous()

    assert packed.tolist() == part.tolist()
    assert packed.is_contiguous()
    assert (start(packed) == start(part)) is part.is_contiguous()
    with pytest.raises(AttributeError):
        part.contigous()


@given(views())
def test_reshape_does_not_tell(part):
    """reshape shares memory wherever view is possible, and copies wherever it is not."""
    try:
        part.view(-1)
        possible = True
    except RuntimeError:
        possible = False

    assert (start(part.reshape(-1)) == start(part)) is possible


@given(board=st.one_of(layouts, odd(nan), odd(inf)), row=st.integers(0, 3))
def test_copy_before_you_write(subject, board, row):
    """For every board and row the zeros are in the new board only, and the dtype stays; nan and inf go, too."""
    row %= board.shape[0]
    before = board.clone()
    expected = torch.stack([torch.zeros_like(line) if i == row else line for i, line in enumerate(before)])

    cleared = subject.with_row_cleared(board, row)

    assert same(board, before)
    assert cleared.dtype == board.dtype
    assert same(cleared, expected)
    assert start(cleared) != start(board)


@given(table=layouts)
def test_a_clone_takes_after_its_parent(subject, table):
    """Whatever the layout, the copy is contiguous, has the numbers and the dtype, and memory of its own."""
    before = table.tolist()

    packed = subject.packed_copy(table)

    assert packed.tolist() == table.tolist() == before
    assert packed.dtype == table.dtype
    assert packed.is_contiguous()
    assert start(packed) != start(table)
