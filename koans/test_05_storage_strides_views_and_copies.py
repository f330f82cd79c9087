"""Storage, strides, views and copies: who shares memory with whom.

The numbers of a tensor lie in a storage: one long row of memory, whatever the shape. The tensor itself is little more
than a way to walk through it: where to start, and for each dimension a stride, the number of places to walk on.
A view is a tensor that walks through the storage of another one. A copy, as from .clone(), has a storage of its own.
A write through one tensor is seen by all that share its memory. Writes are done by an assignment to an index, and by
the methods that end in an underscore, such as add_ or zero_.
"""

import pytest
import torch

from sensei import ___


def test_one_memory_and_three_tensors():
    """.view(shape) is the strict sister of reshape: it never copies a number. Slices and .T copy nothing, either.
    Follow both writes."""
    rain = torch.tensor([[1, 2, 3], [4, 5, 6]])
    strip = rain.view(6)
    columns = rain.T

    strip[3] = 40
    columns[2, 0] = 30

    assert rain.tolist() == ___
    assert columns[0].tolist() == ___


def test_a_stride_for_each_dimension():
    """.stride() has a number for each dimension: how many places one walks on in the storage from one index of this
    dimension to the next. What arange, zeros or torch.tensor make is stored in its reading order. A view moves no
    number, it walks in another way."""
    seats = torch.arange(12).reshape(3, 4)

    assert seats.stride() == ___
    assert seats.T.stride() == ___
    assert seats[:, ::2].stride() == ___


def place_of(table, row, column):
    """Return the place of the number table[row, column] in the storage, a whole number. The first place is 0.

    Take no part of the table, by an index or in another way: what the whole table tells of itself is enough.
    """
    ___


def test_the_way_to_a_number():
    """.storage_offset() is the place in the storage at which a tensor starts, and .stride(d) is the stride of dimension
    d. Nothing more is needed to find a number. Write the body of place_of. Other tables are tried too."""
    storage = torch.tensor([50, 10, 40, 30, 20, 60, 90, 70, 80, 0, 5, 15])
    corner = storage.view(3, 4)[1:, 2:]

    assert corner.tolist() == [[90, 70], [5, 15]]
    assert storage[place_of(corner, 0, 0)].item() == 90
    assert storage[place_of(corner, 1, 0)].item() == 5
    assert storage[place_of(corner.T, 1, 1)].item() == 15


def test_side_by_side_in_reading_order():
    """A tensor is contiguous if its numbers lie in memory in its own reading order, each right behind the one before,
    with no gap. It does not matter where in the storage it starts."""
    seats = torch.arange(12).reshape(3, 4)
    parts = {
        "turned": seats.T,
        "turned twice": seats.T.T,
        "lower rows": seats[1:],
        "left half": seats[:, :2],
        "one row": seats[1],
        "one column": seats[:, 1],
        "every second row": seats[::2],
    }

    assert {name for name, part in parts.items() if part.is_contiguous()} == ___


def test_view_cannot_make_ends_meet():
    """view may choose new strides for the old memory, one for each dimension, and no more. Where a dimension would need
    steps of different lengths, it raises RuntimeError. .contiguous() lays the numbers out anew, in the reading order
    that the tensor has now."""
    turned = torch.tensor([[10, 20, 30], [40, 50, 60]]).T
    refused = []
    for wish in [(6,), (3, 2), (2, 3), (3, 1, 2)]:
        try:
            turned.view(wish)
        except RuntimeError:
            refused.append(wish)

    assert refused == ___
    assert turned.contiguous().view(2, 3).tolist() == ___


def test_contiguous_copies_if_it_must():
    """A tensor that is contiguous already is handed back by contiguous() as it is, and no number is copied. Mind the
    spelling: some tutorials write contigous. For a name that an object does not have, Python has an exception of its
    own."""
    steps = torch.tensor([[1, 2], [3, 4]])
    same = steps.contiguous()
    packed = steps.T.contiguous()

    same[0, 0] = 10
    packed[1, 1] = 40

    assert steps.tolist() == ___
    assert packed.tolist() == ___
    with pytest.raises(___):
        steps.T.contigous()


def test_reshape_does_not_tell():
    """reshape gives what view would give, and where view would refuse, it copies without a word. Four writes: which of
    them reach the meter?"""
    meter = torch.tensor([[1, 2, 3], [4, 5, 6]])

    meter.reshape(3, 2)[0, 0] = 10
    meter.T.reshape(6)[1] = 40
    meter[:, :2].reshape(4)[3] = 50
    meter[1:].reshape(3)[2] = 60

    assert meter.tolist() == ___


def with_row_cleared(board, row):
    """Return a board like this one, with zeros in the given row. The board that was given stays as it is."""
    ___


def test_copy_before_you_write():
    """A function that writes into its argument changes what the caller holds. To keep that safe, write into memory that
    nobody else has. Write the body of with_row_cleared. Other boards are tried too."""
    board = torch.tensor([[1, 2], [3, 4], [5, 6]])
    cleared = with_row_cleared(board, 1)

    assert cleared.tolist() == [[1, 2], [0, 0], [5, 6]]
    assert board.tolist() == [[1, 2], [3, 4], [5, 6]]
    cleared[0, 0] = 9
    assert board[0, 0].item() == 1


def packed_copy(table):
    """Return the numbers of the table in a contiguous tensor that has its own memory and the dtype of the table."""
    return ___


def test_a_clone_takes_after_its_parent():
    """clone() always copies and, for a table that holds each number once, keeps the order of the strides: the clone of
    a turned table is turned. You know what contiguous() does. Find what holds for every table; others are tried too.
    .data_ptr() is the address in memory of the number at index [0, 0]."""
    table = torch.arange(6).reshape(2, 3)
    plain, turned = packed_copy(table), packed_copy(table.T)

    assert plain.tolist() == [[0, 1, 2], [3, 4, 5]]
    assert turned.tolist() == [[0, 3], [1, 4], [2, 5]]
    assert plain.is_contiguous()
    assert turned.is_contiguous()
    assert plain.data_ptr() != table.data_ptr()
    assert turned.data_ptr() != table.data_ptr()
