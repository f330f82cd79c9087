"""The NumPy bridge: arrays become tensors, and tensors become arrays.

Some crossings carry the numbers over into new memory. Others carry nothing: array and tensor are then two views of the
same memory, and each sees what is written through the other. Into torch lead torch.tensor, torch.as_tensor and
torch.from_numpy; into numpy leads .numpy(). To copy on purpose, tensors have .clone() and arrays have .copy().
"""

import numpy as np
import pytest
import torch

from sensei import ___


def test_numpy_builds_around_the_same_memory():
    """.numpy() moves no numbers: it builds an array around the memory that the tensor already has. Follow both writes.
    .data_ptr() and .ctypes.data tell the address at which the numbers begin."""
    steps = torch.tensor([4000, 5000, 6000])
    logbook = steps.numpy()

    steps[0] = 1
    logbook[2] = 3

    assert steps.tolist() == ___
    assert logbook.tolist() == ___
    assert logbook.ctypes.data - steps.data_ptr() == ___


def snapshot(live):
    """Return an array with the numbers and the dtype of the tensor live, out of reach of later writes."""
    ___


def test_a_snapshot_stays_as_it_was():
    """To keep the weights of this moment, their numbers must be carried into memory of their own, on one side of the
    bridge or on the other. Write the body of snapshot above."""
    weights = torch.tensor([0.5, 1.5])
    before = snapshot(weights)
    weights += 1
    after = snapshot(weights)

    assert type(before) is type(after) is np.ndarray
    assert before.dtype == np.float32
    assert before.tolist() == [0.5, 1.5]
    assert after.tolist() == [1.5, 2.5]


def test_sharing_follows_the_memory_and_not_the_name():
    """wallet += 1 writes into memory that is there. wallet = wallet * 2 makes a new tensor and moves the name to it."""
    wallet = torch.tensor([10.0, 20.0])
    ledger = wallet.numpy()

    wallet += 1
    wallet = wallet * 2
    wallet[0] = 0.0

    assert ledger.tolist() == ___
    assert wallet.tolist() == ___


def test_three_ways_into_torch():
    """torch.tensor always makes memory of its own. torch.from_numpy never does. torch.as_tensor does if it must: when
    the dtype or the device that you ask for is not the array's."""
    prices = np.array([20, 30, 40])
    made, bridged, adopted = torch.tensor(prices), torch.from_numpy(prices), torch.as_tensor(prices)

    prices[0] = 99

    assert made[0].item() == ___
    assert bridged[0].item() == ___
    assert adopted[0].item() == ___


def test_another_dtype_needs_other_memory():
    """Numbers of another width cannot lie in the same bytes. Choose the dtype with which the first tensor still sees
    what is written to the array; the second tensor has made its choice."""
    degrees = np.array([1.5, 2.5, 3.5])
    live = torch.as_tensor(degrees, dtype=___)
    narrow = torch.as_tensor(degrees, dtype=torch.float32)

    degrees[0] = 9.5

    assert live.tolist() == [9.5, 2.5, 3.5]
    assert narrow[0].item() == ___


def test_a_mean_is_no_array():
    """numpy's reductions end in a single number that is not an array any more. torch.from_numpy wants arrays and finds
    fault with the type of anything else. torch.tensor takes such a number, and keeps the dtype that it carries."""
    heights = np.array([1.68, 1.81], dtype=np.float32)

    with pytest.raises(___):
        torch.from_numpy(heights.mean())
    assert torch.tensor(heights.mean()).dtype == ___
    assert torch.tensor(heights.mean()).shape == ___


def backwards(array):
    """Return a tensor with the numbers and the dtype of the array, the last one first."""
    ___


def test_torch_does_not_walk_backwards():
    """array[::-1] copies nothing: it walks through the old memory from the end to the start. No tensor walks that way.
    Write the body of backwards above."""
    scores = np.array([2.0, 0.5, 5.0, 1.0])

    with pytest.raises(ValueError):
        torch.from_numpy(scores[::-1])

    assert backwards(scores).dtype == torch.float64
    assert backwards(scores).tolist() == [1.0, 5.0, 0.5, 2.0]
    assert backwards(scores[:2]).tolist() == [0.5, 2.0]


def test_numpy_cannot_keep_a_record():
    """With requires_grad=True torch keeps a record of what is done to a tensor (topic 13). numpy could not keep it, so
    .numpy() refuses: the type is fine, the state at run time is not. w.detach() is w without the record, in the same
    memory."""
    weights = torch.tensor([1.0, 2.0], requires_grad=True)

    with pytest.raises(___):
        weights.numpy()
    array = ___
    array[0] = 7.0

    assert type(array) is np.ndarray
    assert weights.tolist() == [7.0, 2.0]


def for_numpy(halves):
    """Return the numbers of the bfloat16 tensor halves in a float32 array."""
    ___


def test_some_dtypes_stop_at_the_bridge():
    """torch.bfloat16 is a float of 16 bits that numpy does not know. On the torch side .to(dtype) converts a tensor, on
    the numpy side .astype(dtype) converts an array. Write the body of for_numpy above."""
    activations = torch.tensor([1.5, -2.25], dtype=torch.bfloat16)

    with pytest.raises(TypeError):
        activations.numpy()

    assert type(for_numpy(activations)) is np.ndarray
    assert for_numpy(activations).dtype == np.float32
    assert for_numpy(activations * 2).tolist() == [3.0, -4.5]


def test_what_was_cut_off_does_not_come_back():
    """Python's floats have 64 bits. torch.tensor keeps 32 of them and rounds; .item() makes 64 again, but out of what
    was kept. Sums of halves, quarters and eighths are short in binary and fit; others never end in it."""
    prices = [0.5, 0.1, 0.75, 0.3]
    unharmed = [price for price in prices if torch.tensor(price).item() == price]

    assert unharmed == ___
