"""The strategies that the properties share: what they make is what they promise."""

import torch
from hypothesis import find, given, settings
from hypothesis import strategies as st

from sensei.strategies import (
    BOOL,
    FLOATING,
    WHOLE,
    broadcastable_pairs,
    broadcastable_shapes,
    dtypes,
    leaves,
    numbers,
    shapes,
    tensors,
)

CALM = settings(derandomize=True, deadline=None)
THOROUGH = settings(CALM, max_examples=2000, database=None)


@CALM
@given(shapes(1, 2, 3, 5))
def test_shapes_stay_within_their_bounds(shape):
    assert isinstance(shape, tuple)
    assert 1 <= len(shape) <= 2
    assert all(3 <= side <= 5 for side in shape)


def test_shapes_hold_the_odd_ones():
    assert find(shapes(), lambda shape: 0 in shape, settings=THOROUGH) == (0,)
    assert find(shapes(), lambda shape: len(shape) == 3, settings=THOROUGH) == (0, 0, 0)
    assert find(shapes(), lambda shape: True, settings=THOROUGH) == ()


@CALM
@given(st.data(), dtypes(BOOL, WHOLE, FLOATING))
def test_every_number_is_held_exactly(data, dtype):
    number = data.draw(numbers(dtype))

    assert torch.tensor(number, dtype=dtype).item() == number
    assert abs(number) <= 9


@CALM
@given(st.data())
def test_dtypes_are_of_the_kinds_asked_for(data):
    assert data.draw(dtypes(FLOATING)).is_floating_point
    assert not data.draw(dtypes(WHOLE)).is_floating_point
    assert data.draw(dtypes(BOOL)) == torch.bool


@CALM
@given(tensors((2, 3), torch.float64, low=1, high=2))
def test_a_tensor_is_as_it_was_ordered(tensor):
    assert (tensor.shape, tensor.dtype, tensor.requires_grad) == ((2, 3), torch.float64, False)
    assert ((tensor >= 1) & (tensor <= 2)).all()


def test_tensors_are_of_many_dtypes_and_shapes():
    for wanted in (torch.int8, torch.int64, torch.float32, torch.float64):
        find(tensors(), lambda tensor, wanted=wanted: tensor.dtype == wanted, settings=THOROUGH)
    find(tensors(), lambda tensor: tensor.ndim == 3 and tensor.numel() > 3, settings=THOROUGH)
    find(tensors(dtype=torch.float32), lambda tensor: bool((tensor % 1).any()), settings=THOROUGH)


@CALM
@given(leaves(shapes(1, 1, 1)))
def test_a_leaf_takes_a_gradient(leaf):
    (leaf * 3).sum().backward()

    assert leaf.is_leaf
    assert leaf.grad.tolist() == [3.0] * len(leaf)


@CALM
@given(broadcastable_shapes(3))
def test_shapes_broadcast(several):
    assert torch.broadcast_shapes(*several) is not None


@CALM
@given(broadcastable_pairs())
def test_pairs_broadcast_and_share_a_dtype(pair):
    left, right = pair

    assert (left + right).dtype == left.dtype == right.dtype


def test_pairs_are_not_all_of_one_shape():
    find(broadcastable_pairs(), lambda pair: pair[0].ndim != pair[1].ndim, settings=THOROUGH)
    find(broadcastable_pairs(torch.float32), lambda pair: 1 in pair[0].shape and 3 in pair[1].shape, settings=THOROUGH)
