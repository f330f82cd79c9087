"""Indexing and slicing: the claims of the koans, for every input."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from sensei.strategies import FLOATING, dtypes, shapes, tensors

tables = tensors(shapes(min_dims=2, max_dims=2, min_side=1))
ends = st.integers(-6, 6) | st.none()
steps = st.integers(1, 3) | st.none()
cuts = st.builds(slice, ends, ends, steps)


@given(tables, st.data())
def test_an_index_goes_one_level_in(table, data):
    """One index gives a row, two give one number, in one pair of brackets or in two."""
    i = data.draw(st.integers(0, table.size(0) - 1))
    j = data.draw(st.integers(0, table.size(1) - 1))

    assert table[i].tolist() == table.tolist()[i]
    assert table[i, j].item() == table[i][j].item() == table.tolist()[i][j]
    assert table[i, j].shape == ()


@given(tensors(shapes(min_dims=3, max_dims=3, min_side=1)), st.lists(st.booleans(), min_size=3, max_size=3))
def test_thin_is_not_gone(grid, picked):
    """In every place an index takes its dimension out of the shape, and a slice of one entry leaves it there as a 1."""
    places = tuple(0 if gone else slice(0, 1) for gone in picked)

    assert grid[places].shape == (1,) * picked.count(False)


@given(tables, cuts, cuts)
def test_a_comma_and_a_second_pair_of_brackets(table, first, second):
    """A second pair of brackets cuts the rows again; a comma cuts the columns."""
    assert table[first][second].tolist() == table.tolist()[first][second]
    assert table[first, second].tolist() == [row[second] for row in table.tolist()[first]]


@given(photo=tensors(shapes(min_dims=2, max_dims=2, min_side=1)))
def test_a_step_never_goes_backwards(subject, photo):
    """The mirror turns every row round, keeps the rows in order, and leaves the photo as it was."""
    before = photo.clone()

    seen = subject.mirrored(photo)

    assert seen.dtype == before.dtype
    assert seen.tolist() == [row[::-1] for row in before.tolist()]
    assert torch.equal(photo, before)
    with pytest.raises(ValueError):
        photo[::-1]


@given(tables, st.integers(0, 9))
def test_what_lies_beyond_the_end(table, beyond):
    """An index past either end is an IndexError, a slice past it is empty and keeps the other dimensions."""
    for index in (len(table) + beyond, -len(table) - 1 - beyond):
        with pytest.raises(IndexError):
            table[index]

    assert table[len(table) + beyond :].shape == (0, table.size(1))
    assert torch.equal(table[-len(table) - beyond :], table)


@given(tables, st.integers(-9, 9), st.data())
def test_a_mask_for_numbers_and_a_mask_for_rows(table, limit, data):
    """A full mask gives its hits line by line, a mask for rows gives rows, and another length is refused."""
    column = data.draw(st.integers(0, table.size(1) - 1))
    rows = table.tolist()

    assert table[table > limit].tolist() == [number for row in rows for number in row if number > limit]
    assert table[table[:, column] > limit].tolist() == [row for row in rows if row[column] > limit]
    with pytest.raises(IndexError):
        table[torch.ones(len(rows) + 1, dtype=torch.bool)]


weather = st.lists(
    st.tuples(st.sampled_from([20, 21, 25, 30, 19, 0, -21]), st.sampled_from([0, 0.25, 25, 2**-7])),
    min_size=1,
    max_size=5,
)


@given(days=st.builds(torch.tensor, weather, dtype=st.sampled_from([torch.float32, torch.int64])))
def test_two_conditions_in_one_mask(subject, days):
    """Exactly the days that are warm and dry stay, whole and in their order; the table is left as it was."""
    rows = days.tolist()

    chosen = subject.picnic_days(days)

    expected = [row for row in rows if row[0] > 20 and row[1] == 0]
    assert chosen.shape == (len(expected), 2)
    assert chosen.dtype == days.dtype
    assert chosen.tolist() == expected
    assert days.tolist() == rows


@given(tensors(shapes(min_dims=3, max_dims=3, min_side=1)), st.data())
def test_a_place_for_every_dimension(photos, data):
    """Whichever dimension is fixed, the others keep their order, and a number is found by its two other places."""
    photo, row, pixel = (data.draw(st.integers(0, side - 1)) for side in photos.shape)
    number = photos.tolist()[photo][row][pixel]

    assert photos[photo, :, :][row, pixel].item() == number
    assert photos[:, row, :][photo, pixel].item() == number
    assert photos[:, :, pixel][photo, row].item() == number
    assert torch.equal(photos[:, row], photos[:, row, :])


@given(tensors(), st.data())
def test_none_makes_room(grid, data):
    """None at any place adds a 1 to the shape there, and no number is lost or moved."""
    place = data.draw(st.integers(0, grid.ndim))

    wider = grid[(slice(None),) * place + (None,)]

    assert wider.shape == (*grid.shape[:place], 1, *grid.shape[place:])
    assert torch.equal(wider[(slice(None),) * place + (0,)], grid)
    assert grid[..., None].shape == (*grid.shape, 1)


@given(tables, st.data())
def test_lists_walk_side_by_side(table, data):
    """One list picks rows, two lists pick one number for each pair."""
    places = st.tuples(*(st.integers(0, side - 1) for side in table.shape))
    rows, columns = map(list, zip(*data.draw(st.lists(places, min_size=1, max_size=5)), strict=True))
    numbers = table.tolist()

    assert table[rows].tolist() == [numbers[i] for i in rows]
    assert table[rows, columns].tolist() == [numbers[i][j] for i, j in zip(rows, columns, strict=True)]
    assert table[rows][:, columns].tolist() == [[numbers[i][j] for j in columns] for i in rows]


@st.composite
def verdicts(draw):
    """A table of scores, and for each row the number of a column."""
    scores = draw(tensors(shapes(min_dims=2, max_dims=2, min_side=1), dtypes(FLOATING), low=0))
    answers = draw(st.lists(st.integers(0, scores.size(1) - 1), min_size=len(scores), max_size=len(scores)))
    return scores, torch.tensor(answers)


@given(verdict=verdicts())
def test_one_pick_from_every_row(subject, verdict):
    """For any scores and answers there is one number a row, from the column that was named; nothing is changed."""
    scores, answers = verdict
    rows, columns = scores.tolist(), answers.tolist()

    picked = subject.trust_in_the_truth(scores, answers)

    assert picked.dtype == scores.dtype
    assert picked.tolist() == [row[column] for row, column in zip(rows, columns, strict=True)]
    assert scores.tolist() == rows
    assert answers.tolist() == columns


@given(tables, st.integers(-9, 9), st.integers(-9, 9), st.data())
def test_brackets_to_the_left_of_the_equals_sign(table, limit, new, data):
    """An assignment writes to exactly the places that the brackets pick."""
    column = data.draw(st.integers(0, table.size(1) - 1))
    fresh = data.draw(tensors((len(table),), table.dtype))
    expected = table.tolist()
    for row, number in zip(expected, fresh.tolist(), strict=True):
        row[column] = number
    expected = [[new if number > limit else number for number in row] for row in expected]

    table[:, column] = fresh
    table[table > limit] = new

    assert table.tolist() == expected


@given(tables, st.data())
def test_a_window_or_a_copy(table, data):
    """A write to a pick reaches the tensor through indices and slices, and never through a list or a mask."""
    i = data.draw(st.integers(0, len(table) - 1))
    mask = torch.zeros(len(table), dtype=torch.bool)
    mask[i] = True

    for pick, window in [(i, True), (slice(i, i + 1), True), ([i], False), (mask, False), (table > -99, False)]:
        old = table.clone()
        table[pick].fill_(77)
        assert (table[i] == 77).all().item() is window
        table[pick] = 77
        assert (table[i] == 77).all().item()
        table.copy_(old)
