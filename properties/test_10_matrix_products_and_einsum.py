"""Matrix products and einsum: the claims of the koans, for every input."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from sensei.strategies import FLOATING, broadcastable_shapes, dtypes

size = st.integers(1, 3)
# Learners' functions are judged: a number drawn for each place would make it slow to find a plain counterexample.
POOL = [2.0, -1.0, 0.5, 7.0, 3.0, -4.5, 0.0, 1.0, 5.0, -2.5, 6.0]
whole = st.just(torch.int64)
same_real = st.shared(dtypes(FLOATING), key="dtype")
STRICT = {"dot": 1, "mm": 2, "bmm": 3}
# float32 has no room for the large one, and float16 has room for every bill of the small ones.
PRICES = [2.0, 0.5, 3.0, 1.5]
EXACT_PRICES = [2.0, 16777217.0, 0.5, 3.0]


def dot(left, right):
    """The dot product of two lists."""
    return sum(a * b for a, b in zip(left, right, strict=True))


def filled(shape, dtype, start):
    """A tensor whose numbers are those of POOL, from a place on."""
    count = math.prod(shape)
    return torch.tensor([POOL[(start + place) % len(POOL)] for place in range(count)]).to(dtype).reshape(shape)


def table(letters, dtype=same_real):
    """Tensors with a dimension for each letter; in one example the same letter is the same size."""
    shape = st.tuples(*(st.shared(size, key=letter) for letter in letters))
    return st.builds(filled, shape, dtype, st.integers(0, len(POOL) - 1))


def priced(count, dtype, start):
    """Prices of a dtype, some of which need all the digits that it has."""
    pool = EXACT_PRICES if dtype == torch.float64 else PRICES
    return torch.tensor((pool * 2)[start:][:count], dtype=dtype)


@given(left=table("ik"), right=table("kj"))
def test_every_row_meets_every_column(left, right):
    """left @ right is the grid of the dot products of rows and columns."""
    assert (left @ right).tolist() == [[dot(row, column) for column in right.T.tolist()] for row in left.tolist()]


@given(size, size, size, size)
def test_the_inner_sizes_must_agree(rows, inner, other, columns):
    """(rows, inner) @ (inner, columns) has the outer sizes; any other inner size is refused."""
    left, right = torch.ones(rows, inner), torch.ones(other, columns)

    if inner == other:
        assert (left @ right).shape == (rows, columns)
        assert (left @ right).eq(inner).all()
        assert (right.T @ left.T).shape == (columns, rows)
    else:
        with pytest.raises(RuntimeError):
            left @ right


@given(people=table("pq"), films=table("fq"))
def test_sizes_that_fit_are_not_enough(subject, people, films):
    """The number in row i and column j is the dot product of person i and film j."""
    before = [people.tolist(), films.tolist()]

    scores = subject.tastes_in_common(people, films)

    assert scores.tolist() == [[dot(person, film) for film in before[1]] for person in before[0]]
    assert scores.dtype == people.dtype
    assert [people.tolist(), films.tolist()] == before


@given(size, st.integers(1, 3), st.integers(1, 3), size, size)
def test_three_strict_products_and_a_broad_one(side, left_dims, right_dims, left_count, right_count):
    """dot, mm and bmm take exactly 1, 2 and 3 dimensions and stretch no batch; matmul broadcasts."""
    left = torch.ones([left_count, side, side][3 - left_dims :])
    right = torch.ones([right_count, side, side][3 - right_dims :])
    stacks_agree = left_dims < 3 or left_count == right_count
    for name, dims in STRICT.items():
        if left_dims == right_dims == dims and stacks_agree:
            assert torch.equal(getattr(torch, name)(left, right), torch.matmul(left, right))
        else:
            with pytest.raises(RuntimeError):
                getattr(torch, name)(left, right)

    if left_dims < 3 or right_dims < 3 or left_count == right_count or 1 in (left_count, right_count):
        assert torch.equal(torch.matmul(left, right), left @ right)


@given(grid=table("ik", whole), left=table("i", whole), right=table("k", whole))
def test_a_vector_borrows_a_dimension(grid, left, right):
    """A vector is a column on the right and a row on the left, and the borrowed dimension is gone."""
    assert torch.equal(grid @ right, (grid @ right.unsqueeze(1)).squeeze(1))
    assert torch.equal(left @ grid, (left.unsqueeze(0) @ grid).squeeze(0))
    assert (right @ right).shape == ()
    assert (right @ right).item() == dot(right.tolist(), right.tolist())


@given(broadcastable_shapes(2, max_dims=3, max_side=3), size, size, size)
def test_the_last_two_dimensions_are_the_matrices(batches, rows, inner, columns):
    """The shape is the broadcast of the batches and the outer sizes of the matrices."""
    left, right = batches
    batch = torch.broadcast_shapes(left, right)

    product = torch.ones(*left, rows, inner) @ torch.ones(*right, inner, columns)

    assert product.shape == (*batch, rows, columns)
    assert product.eq(inner).all()


@given(
    counts=table("gd", whole),
    prices=st.builds(
        priced,
        st.shared(size, key="d"),
        st.sampled_from([torch.float32, torch.float64, torch.float16]),
        st.integers(0, len(PRICES) - 1),
    ),
)
def test_both_sides_speak_one_dtype(subject, counts, prices):
    """The bills are exact for any guests and any floating dtype, and have the dtype of the prices."""
    before = counts.tolist()
    with pytest.raises(RuntimeError):
        counts @ prices

    paid = subject.bills(counts, prices)

    assert paid.tolist() == [dot(row, prices.tolist()) for row in before]
    assert paid.dtype == prices.dtype
    assert counts.tolist() == before
    assert counts.dtype == torch.int64


@given(inputs=st.sampled_from(["i", "ni", "mni"]).flatmap(table), weight=table("oi"), bias=table("o"))
def test_a_layer_is_a_product_and_a_sum(subject, inputs, weight, bias):
    """Every input, however many dimensions stand before its numbers, gets the outputs of the layer."""
    before = [each.tolist() for each in (inputs, weight, bias)]

    outputs = subject.linear(inputs, weight, bias)

    assert outputs.dtype == weight.dtype
    assert outputs.shape == (*inputs.shape[:-1], len(bias))
    rows = inputs.reshape(-1, weight.size(1)).tolist()
    expected = [[dot(row, own) + extra for own, extra in zip(*before[1:], strict=True)] for row in rows]
    assert outputs.reshape(-1, len(bias)).tolist() == expected
    assert [each.tolist() for each in (inputs, weight, bias)] == before


def spoken(counts):
    """Whole counts, with a word in every row."""
    counts = counts.abs().ceil()
    counts[:, 0] += 1
    return counts


@given(sentences=table("sw").map(spoken))
def test_how_alike_two_sentences_are(subject, sentences):
    """Each number is the dot product of two rows divided by both their lengths."""
    rows, dtype = sentences.tolist(), sentences.dtype

    cosines = subject.likeness(sentences)

    expected = [[dot(a, b) / math.hypot(*a) / math.hypot(*b) for b in rows] for a in rows]
    assert cosines.shape == (len(rows), len(rows))
    assert cosines.dtype == dtype
    assert torch.allclose(cosines, torch.tensor(expected, dtype=dtype), atol=1e-5)
    assert sentences.tolist() == rows


@given(sold=table("dsf"), prices=table("sf"))
def test_letters_name_the_dimensions(subject, sold, prices):
    """The takings of a day are its dot product with the prices, over shops and fruits alike."""
    before = [sold.flatten(1).tolist(), prices.flatten().tolist()]

    takings = subject.takings(sold, prices)

    assert takings.tolist() == [dot(day, before[1]) for day in before[0]]
    assert takings.dtype == sold.dtype
    assert [sold.flatten(1).tolist(), prices.flatten().tolist()] == before
