"""The NumPy bridge: what the koans show in one example, for every input."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

NAMES = ["float32", "float64", "int32", "int64"]
NUMBERS = st.lists(st.integers(-1000, 1000), min_size=1, max_size=12)
DTYPES = st.sampled_from(NAMES)


@given(NUMBERS, DTYPES, st.data())
def test_numpy_builds_around_the_same_memory(numbers, name, data):
    """A write on either side is seen on both, at every place and for every dtype."""
    tensor = torch.tensor(numbers, dtype=getattr(torch, name))
    array = tensor.numpy()
    here, there = (data.draw(st.integers(0, len(numbers) - 1)) for _ in range(2))

    tensor[here] = 5000
    array[there] = 6000
    numbers[here], numbers[there] = 5000, 6000
    if here == there:
        numbers[here] = 6000

    assert tensor.tolist() == array.tolist() == numbers
    assert array.ctypes.data == tensor.data_ptr()


@given(numbers=NUMBERS, name=DTYPES)
def test_a_snapshot_stays_as_it_was(subject, numbers, name):
    """A snapshot of any tensor keeps its numbers and its dtype when either side is written to."""
    live = torch.tensor([numbers, numbers], dtype=getattr(torch, name))
    before = subject.snapshot(live)
    live.fill_(5000)

    assert type(before) is np.ndarray
    assert before.dtype == np.dtype(name)
    assert before.tolist() == [numbers, numbers]

    before[:] = 6000
    assert set(live.flatten().tolist()) == {5000}


@given(NUMBERS, st.integers(1, 9), st.integers(2, 9))
def test_sharing_follows_the_memory_and_not_the_name(numbers, more, factor):
    """In-place arithmetic reaches the array; a new tensor under the old name does not."""
    tensor = torch.tensor(numbers)
    array = tensor.numpy()

    tensor += more
    tensor = tensor * factor

    assert array.tolist() == [n + more for n in numbers]
    assert tensor.tolist() == [(n + more) * factor for n in numbers]
    assert tensor.data_ptr() != array.ctypes.data


@given(NUMBERS, DTYPES)
def test_three_ways_into_torch(numbers, name):
    """Without another dtype asked for, torch.tensor alone is out of the array's reach, and the others write into it."""
    array = np.array(numbers, dtype=name)
    made, bridged, adopted = torch.tensor(array), torch.from_numpy(array), torch.as_tensor(array)

    array[:] = 5000
    bridged[0] = 6000

    assert made.tolist() == numbers
    assert array.tolist() == bridged.tolist() == adopted.tolist() == [6000] + [5000] * (len(numbers) - 1)
    assert made.dtype == bridged.dtype == adopted.dtype == getattr(torch, name)


@given(NUMBERS, DTYPES, DTYPES)
def test_another_dtype_needs_other_memory(numbers, mine, asked):
    """as_tensor shares memory exactly when the dtype asked for is the array's own."""
    array = np.array(numbers, dtype=mine)
    tensor = torch.as_tensor(array, dtype=getattr(torch, asked))

    array[:] = 5000

    assert (set(tensor.tolist()) == {5000}) == (mine == asked)
    assert (tensor.data_ptr() == array.ctypes.data) == (mine == asked)


@given(NUMBERS, DTYPES, st.sampled_from(["sum", "mean", "max"]))
def test_a_mean_is_no_array(numbers, name, reduction):
    """from_numpy refuses what a reduction gives; torch.tensor keeps its value and dtype, unless .item() strips it."""
    total = getattr(np.array(numbers, dtype=name), reduction)()

    with pytest.raises(TypeError):
        torch.from_numpy(total)
    assert torch.tensor(total).shape == ()
    assert torch.tensor(total).item() == total.item()
    assert torch.tensor(total).dtype == getattr(torch, total.dtype.name)
    assert torch.tensor(total.item()).dtype == (torch.float32 if total.dtype.kind == "f" else torch.int64)


# Two numbers at least, whatever the step: np.ascontiguousarray does not copy a single one that is turned round.
@given(numbers=NUMBERS.filter(lambda numbers: len(numbers) > 3), name=DTYPES, step=st.integers(1, 3))
def test_torch_does_not_walk_backwards(subject, numbers, name, step):
    """Any array, even one that skips numbers, comes out in reverse order, and is itself left alone."""
    array = np.array(numbers, dtype=name)[::step]
    expected = array[::-1].tolist()
    tensor = subject.backwards(array)

    assert isinstance(tensor, torch.Tensor)
    assert tensor.dtype == getattr(torch, name)
    assert tensor.tolist() == expected
    assert array.tolist() == numbers[::step]


@given(NUMBERS, st.sampled_from(["float32", "float64"]))
def test_numpy_cannot_keep_a_record(numbers, name):
    """Detached, every recorded tensor crosses, and the array writes into it."""
    weights = torch.tensor(numbers, dtype=getattr(torch, name), requires_grad=True)

    with pytest.raises(RuntimeError):
        weights.numpy()
    array = weights.detach().numpy()
    array[:] = 5000

    assert set(weights.tolist()) == {5000}
    assert weights.requires_grad


@given(numbers=st.lists(st.floats(-1e6, 1e6), min_size=1))
def test_some_dtypes_stop_at_the_bridge(subject, numbers):
    """float32 holds every bfloat16, so nothing is lost on the way out."""
    outputs = torch.tensor(numbers, dtype=torch.bfloat16)
    array = subject.for_numpy(outputs)

    assert type(array) is np.ndarray
    assert array.dtype == np.float32
    assert array.tolist() == outputs.tolist()


@given(st.floats(-1e6, 1e6), st.integers(-(2**23), 2**23), st.integers(0, 20))
def test_what_was_cut_off_does_not_come_back(price, numerator, power):
    """What comes back is the nearest float32: exact for short sums of halves, quarters and so on, else near."""
    short = numerator / 2**power

    assert torch.tensor(short).item() == short
    assert torch.tensor(price).item() == float(np.float32(price))
    assert torch.tensor(price).item() == pytest.approx(price)
    assert torch.tensor(price, dtype=torch.float64).item() == price
