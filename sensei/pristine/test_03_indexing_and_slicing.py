"""Indexing and slicing: pick rows, columns and single numbers, and write to them.

What stands in square brackets behind a tensor picks from it: a whole number picks one entry, a slice such as 1:3 a
range, a mask of truth values all the places where it is True, a list of whole numbers several entries. As in a
Python list, -1 is the last entry, and start:end:step is a slice with a step. Dimensions are counted from zero. In a
table, dimension 0 is the rows and dimension 1 the columns.
"""

import pytest
import torch

from sensei import ___


def test_an_index_goes_one_level_in():
    """An index picks an entry of the first dimension: in a table, a row. What comes out is a tensor with one dimension
    less, which can be indexed in its turn. [i, j] takes both steps at once.
    """
    steps = torch.tensor([[2, 7, 6], [5, 0, 4], [8, 3, 1], [9, 5, 7]])  # a row is a day

    assert steps[1].tolist() == ___
    assert steps[2, 0].item() == ___
    assert steps[0][2].item() == ___
    assert steps[3, 1].shape == ___


def test_thin_is_not_gone():
    """A slice start:end takes a range of a dimension, without its end; a lone : takes all of it. A dimension that is
    sliced stays in the shape, however thin it gets. A dimension where one entry was picked is no longer there.
    """
    photo = torch.zeros(4, 6)

    assert photo[:, 2].shape == ___
    assert photo[:, 2:3].shape == ___
    assert photo[1:4].shape == ___
    assert photo[1:4, 0].shape == ___


def test_a_comma_and_a_second_pair_of_brackets():
    """After a comma comes the next dimension. A second pair of brackets knows nothing of the first: it is used on what
    the first pair gave, as if that were any tensor.
    """
    prices = torch.tensor([[2, 7, 6, 4], [5, 0, 9, 8], [8, 3, 1, 6], [7, 5, 2, 3]])

    assert prices[:3, 2:3].tolist() == ___
    assert prices[:3][2:3].tolist() == ___
    assert prices[1:][1:].shape == ___


def mirrored(photo):
    """Return a new tensor: the photo as a mirror shows it, every row from right to left, the rows in their old order.

    Leave the photo itself as it was.
    """
    ___


def test_a_step_never_goes_backwards():
    """A tensor takes no step below zero. .flip(d) gives a copy with dimension d turned round, .flip(0, 1) with both.
    Write the body of mirrored above. Other photos are tried too.
    """
    photo = torch.tensor([[1, 2, 3], [4, 5, 6]])

    with pytest.raises(ValueError):
        photo[::-1]

    assert mirrored(photo).tolist() == [[3, 2, 1], [6, 5, 4]]
    assert mirrored(torch.tensor([[0.5, 7.0]])).tolist() == [[7.0, 0.5]]
    assert photo.tolist() == [[1, 2, 3], [4, 5, 6]]


def test_what_lies_beyond_the_end():
    """Beyond its ends, a Python list has one rule for an index and another for a slice. A tensor keeps both. A slice
    shortens its own dimension, and leaves the others alone even when nothing is left.
    """
    sleep = torch.tensor([[7, 8, 0], [6, 9, 2]])  # hours

    with pytest.raises(___):
        sleep[2]
    assert sleep[1:9].tolist() == ___
    assert sleep[2:].shape == ___
    assert sleep[:, -8:2].tolist() == ___


def test_a_mask_for_numbers_and_a_mask_for_rows():
    """A comparison gives a mask, with a truth value at every place. A mask as large as the tensor picks single numbers;
    line by line they go into one dimension, since they may form no table. A mask as long as the first dimension picks
    entries of it whole. A mask of another length is no good as an index.
    """
    scores = torch.tensor([[55, 12, 90], [31, 70, 8], [47, 64, 5]])

    assert scores[scores > 40].tolist() == ___
    assert scores[scores[:, 1] > 40].tolist() == ___
    assert scores[scores > 100].shape == ___
    with pytest.raises(___):
        scores[torch.tensor([True, False])]


def picnic_days(days):
    """Return the rows of days with more than 20 degrees (column 0) and no rain at all (column 1)."""
    ___


def test_two_conditions_in_one_mask():
    """Python's and asks a whole mask for one truth value, which torch refuses unless the mask has only one. & asks at
    every place whether both are True, | whether one is. They bind tighter than == and >, so each comparison needs
    brackets of its own. Write the body of picnic_days above. Other days are tried too.
    """
    days = torch.tensor([[25.0, 0.0], [18.5, 0.0], [23.0, 4.5], [20.0, 0.0], [31.0, 0.0]])

    with pytest.raises(RuntimeError):
        days > 0 and days < 30

    assert picnic_days(days).tolist() == [[25.0, 0.0], [31.0, 0.0]]
    assert picnic_days(days[1:4]).shape == (0, 2)


def test_a_place_for_every_dimension():
    """Read the brackets aloud: photos[:, 0, :] is "of every photo, row 0, every pixel". Colons at the end may be left
    out.
    """
    photos = torch.tensor([[[1, 2, 3], [4, 5, 6]], [[7, 8, 9], [10, 11, 12]]])  # photos, rows, pixels

    assert photos[0, :, :].tolist() == ___
    assert photos[:, 0, :].tolist() == ___
    assert photos[:, :, 0].tolist() == ___
    assert photos[:, 1].shape == ___


def test_none_makes_room():
    """None picks nothing. Where it stands, it puts a new dimension of length 1 between its neighbours. Three dots stand
    for all the colons that are missing.
    """
    photo = torch.zeros(4, 6)

    assert photo[None].shape == ___
    assert photo[:, None].shape == ___
    assert photo[..., None].shape == ___
    assert photo[None, 0].shape == ___


def test_lists_walk_side_by_side():
    """A list picks the entries that it names, in its own order. If there are lists for two dimensions, they are read in
    step, as zip reads them: each pair is the place of one number.
    """
    seats = torch.tensor([[11, 12, 13, 14], [21, 22, 23, 24], [31, 32, 33, 34]])

    assert seats[[2, 0]].tolist() == ___
    assert seats[[2, 0], [1, 3]].tolist() == ___
    assert seats[[2, 0]][:, [1, 3]].tolist() == ___


def trust_in_the_truth(scores, answers):
    """From each row of scores, return the number in the column that answers names for it: one number for each row."""
    return ___


def test_one_pick_from_every_row():
    """A tensor of whole numbers picks as a list does. Each row of scores says how far a model trusts each possible
    answer, and answers holds the right ones. To read rows and columns in step, count the rows with torch.arange. Other
    scores are tried too.
    """
    scores = torch.tensor([[0.25, 0.5, 0.125], [0.75, 0.0, 0.375]])

    assert trust_in_the_truth(scores, torch.tensor([1, 2])).tolist() == [0.5, 0.375]
    assert trust_in_the_truth(scores[1:], torch.tensor([0])).tolist() == [0.75]


def test_brackets_to_the_left_of_the_equals_sign():
    """To the left of = the brackets say where to write. One number is written to every place; a tensor has to fit. A
    mask is worked out at the moment when its line runs.
    """
    pixels = torch.tensor([[10, 250, 30], [240, 50, 60]])
    pixels[1, 0] = 7
    pixels[:, 2] = torch.tensor([90, 20])
    pixels[pixels > 80] = 0

    assert pixels.tolist() == ___


def test_a_window_or_a_copy():
    """Whole numbers and slices look through a window at the memory of the tensor. What a mask or a list picks is copied
    out of it, because it may lie anywhere. Brackets directly to the left of = always write to the tensor itself.
    """
    stock = torch.tensor([[5, 1], [3, 8], [9, 4]])
    row, large, chosen, column = stock[0], stock[stock > 7], stock[[2]], stock[:, 1:]

    row[0] = 100
    large[0] = 200
    chosen[0] = 300
    column[2] = 400
    assert stock.tolist() == ___

    stock[[2]] = 0
    assert stock.tolist() == ___
