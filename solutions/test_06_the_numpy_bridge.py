"""The NumPy bridge: arrays become tensors, and tensors become arrays.

Some crossings copy the numbers into new memory. Others copy nothing: array and tensor then share one memory, and each
sees what is written through the other. torch.tensor, torch.as_tensor and torch.from_numpy lead into torch; .numpy()
leads into numpy. To copy on purpose, tensors have .clone() and arrays have .copy().
"""

import numpy as np
import pytest
import torch


def test_numpy_builds_around_the_same_memory():
    """.numpy() moves no numbers: it builds an array around the memory that the tensor already has. Follow both writes.
    .data_ptr() and .ctypes.data give the address in memory at which the numbers begin."""
    steps = torch.tensor([4000, 5000, 6000])
    logbook = steps.numpy()

    steps[0] = 1
    logbook[2] = 3

    # One memory under two names: each write is seen through both.
    assert steps.tolist() == [1, 5000, 3]
    assert logbook.tolist() == [1, 5000, 3]
    # Both begin at the same address.
    assert logbook.ctypes.data - steps.data_ptr() == 0


def snapshot(tensor):
    """Return an array with the numbers and the dtype of the tensor. Later writes to the tensor must not reach it."""
    return tensor.numpy().copy()


def test_a_snapshot_stays_as_it_was():
    """To keep the numbers of this moment, copy them into memory of their own: with .clone() while they are a tensor, or
    with .copy() once they are an array. Write the body of snapshot above; it is tried on other tensors too."""
    weights = torch.tensor([0.5, 1.5])
    before = snapshot(weights)
    weights += 1
    steps = snapshot(torch.tensor([4000, 5000]))

    # live.clone().numpy() does as well: either way there is one copy.
    assert type(before) is type(steps) is np.ndarray
    assert before.dtype == np.float32
    assert before.tolist() == [0.5, 1.5]
    # The bridge keeps every dtype, so nobody needs to name one.
    assert steps.dtype == np.int64
    assert steps.tolist() == [4000, 5000]


def test_sharing_follows_the_memory_and_not_the_name():
    """wallet += 1 writes into the memory that is already there. wallet = wallet * 2 makes a new tensor, and from then
    on the name wallet means the new one."""
    wallet = torch.tensor([10.0, 20.0])
    ledger = wallet.numpy()

    wallet += 1
    wallet = wallet * 2
    wallet[0] = 0.0

    # The array saw the +=, and nothing after the name had moved on.
    assert ledger.tolist() == [11.0, 21.0]
    assert wallet.tolist() == [0.0, 42.0]


def test_three_ways_into_torch():
    """torch.tensor copies the numbers of an array. torch.from_numpy is .numpy() in the other direction. torch.as_tensor
    does no more work than it needs to. Follow both writes."""
    prices = np.array([20, 30, 40])
    made = torch.tensor(prices)
    bridged = torch.from_numpy(prices)
    adopted = torch.as_tensor(prices)

    prices[0] = 99
    bridged[1] = 7

    # Made before the writes, in its own memory.
    assert made.tolist() == [20, 30, 40]
    # Nothing had to be converted, so as_tensor had no need to copy.
    assert adopted.tolist() == [99, 7, 40]
    # from_numpy shares, and in both directions.
    assert prices.tolist() == [99, 7, 40]


def test_another_dtype_needs_other_memory():
    """Numbers of another dtype cannot lie in the same bytes, so torch.as_tensor then has to copy. numpy stores
    fractions with as many bits as Python does. Choose the dtype with which window still sees what is written to the
    array, and say what narrow sees."""
    degrees = np.array([1.5, 2.5, 3.5])
    window = torch.as_tensor(degrees, dtype=torch.float64)
    narrow = torch.as_tensor(degrees, dtype=torch.float32)

    degrees[0] = 9.5

    # numpy's fractions are float64: only that dtype leaves nothing to convert.
    assert window.tolist() == [9.5, 2.5, 3.5]
    # 32 bits for each number had to be new memory, filled before the write.
    assert narrow[0].item() == 1.5


def test_a_mean_is_no_array():
    """Without axis=, numpy's reductions such as .mean() end in a single number. That is not an array, so
    torch.from_numpy raises TypeError. torch.tensor takes such a number, and keeps the dtype that the number inherited
    from its array. .item() turns it into a plain Python number, as it does with a tensor."""
    heights = np.array([1.5, 2.0])
    average = heights.mean()

    with pytest.raises(TypeError):
        torch.from_numpy(average)

    # It stands in no brackets.
    assert torch.tensor(average).shape == ()
    # A numpy number has a dtype, as an array does; a Python number leaves the choice to torch.
    assert torch.tensor(average).dtype == torch.float64
    assert torch.tensor(average.item()).dtype == torch.float32


def backwards(array):
    """Return a tensor with the numbers and the dtype of the array, the last number first."""
    return torch.from_numpy(array[::-1].copy())


def test_torch_does_not_walk_backwards():
    """array[::-1] copies nothing: it walks through the old memory from the end to the start. No tensor can walk that
    way, so torch refuses. Write the body of backwards above; it is tried on other arrays too."""
    scores = np.array([2.0, 0.5, 5.0, 1.0])
    steps = np.array([4000, 5000])

    with pytest.raises(ValueError):
        torch.from_numpy(scores[::-1])

    # The copy comes after the turn: it lays the numbers out in the new order.
    assert backwards(scores).dtype == torch.float64
    assert backwards(scores).tolist() == [1.0, 5.0, 0.5, 2.0]
    # torch.from_numpy(array).flip(0) is a copy too, made by torch.
    assert backwards(steps).dtype == torch.int64
    assert backwards(steps).tolist() == [5000, 4000]


def test_numpy_cannot_keep_a_record():
    """With requires_grad=True torch keeps a record of what is done to a tensor (topic 13). numpy cannot keep it, so
    .numpy() raises RuntimeError. weights.detach() is weights without the record, in the same memory. Make an array
    through which one can still write into weights."""
    weights = torch.tensor([1.0, 2.0], requires_grad=True)

    with pytest.raises(RuntimeError):
        weights.numpy()
    array = weights.detach().numpy()
    array[0] = 7.0

    # Detaching copies nothing, so the write through the array arrives.
    assert type(array) is np.ndarray
    assert weights.tolist() == [7.0, 2.0]


def for_numpy(outputs):
    """Return the numbers of the bfloat16 tensor outputs in a float32 array."""
    return outputs.to(torch.float32).numpy()


def test_some_dtypes_stop_at_the_bridge():
    """torch.bfloat16 is a float of 16 bits that numpy does not know. A tensor is converted with .to(dtype), an array
    with .astype(dtype). Write the body of for_numpy above; it is tried on other tensors too."""
    outputs = torch.tensor([1.5, -2.25], dtype=torch.bfloat16)

    with pytest.raises(TypeError):
        outputs.numpy()

    # Convert while it is still a tensor: numpy never gets to see a bfloat16.
    assert type(for_numpy(outputs)) is np.ndarray
    assert for_numpy(outputs).dtype == np.float32
    assert for_numpy(outputs).tolist() == [1.5, -2.25]
    assert for_numpy(outputs * 2).tolist() == [3.0, -4.5]


def test_what_was_cut_off_does_not_come_back():
    """Python's floats have 64 bits. torch.tensor rounds them to 32; .item() widens that to 64 again, but what was
    rounded off is gone. In binary, a fraction is a sum of halves, quarters, eighths and so on. A sum of few such parts
    fits into 32 bits; for a tenth the sum never ends."""
    prices = [0.5, 0.1, 0.75, 0.3]
    unharmed = [price for price in prices if torch.tensor(price).item() == price]

    # 0.1 comes back as 0.10000000149011612: compare floats with pytest.approx.
    assert unharmed == [0.5, 0.75]
