"""First tensors: what the koans show in one example, for every input."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from sensei.strategies import dtypes, shapes, tensors

INT64 = st.integers(-(2**63), 2**63 - 1)
SMALL = st.integers(-1000, 1000)
SHAPES = st.lists(st.integers(1, 4), max_size=4)
FLOATS = st.floats(-1e6, 1e6)


@given(st.lists(SMALL, max_size=20), SMALL)
def test_arithmetic_reaches_every_number(numbers, factor):
    """Multiplying a tensor multiplies every number in it and keeps their order."""
    assert (torch.tensor(numbers, dtype=torch.int64) * factor).tolist() == [n * factor for n in numbers]


@given(SHAPES)
def test_each_level_of_brackets_is_a_dimension(lengths):
    """Wrapping data in a list of n copies puts n in front of the shape."""
    data = 7
    for length in reversed(lengths):
        data = [data] * length

    assert torch.tensor(data).shape == tuple(lengths)


@given(SHAPES.filter(bool), st.data())
def test_size_can_mean_many_things(lengths, data):
    """len, numel, ndim and size all follow from the shape."""
    grid = torch.zeros(lengths)
    d = data.draw(st.integers(-len(lengths), len(lengths) - 1))

    assert len(grid) == lengths[0]
    assert grid.numel() == math.prod(lengths)
    assert grid.ndim == len(lengths)
    assert grid.size(d) == lengths[d]


@given(st.lists(INT64, min_size=1), FLOATS, st.lists(st.booleans(), min_size=1), st.randoms())
def test_the_numbers_choose_the_dtype(wholes, fraction, truths, random):
    """Ints give int64, one float anywhere among them float32, truth values alone bool."""
    mixed = [*wholes, fraction]
    random.shuffle(mixed)

    assert torch.tensor(wholes).dtype == torch.int64
    assert torch.tensor(mixed).dtype == torch.float32
    assert torch.tensor(truths).dtype == torch.bool


@given(st.lists(st.integers(0, 255), min_size=1))
def test_a_pixel_fits_in_one_byte(pixels):
    """uint8 holds every pixel in one byte and loses none."""
    stored = torch.tensor(pixels, dtype=torch.uint8)

    assert stored.element_size() == 1
    assert stored.tolist() == pixels


@given(st.lists(st.floats(-(2**30), 2**30)), st.sampled_from([torch.int32, torch.int64]))
def test_fractions_are_forced_into_whole_numbers(fractions, dtype):
    """An int dtype does to every float what int() does to it."""
    assert torch.tensor(fractions, dtype=dtype).tolist() == [int(f) for f in fractions]


@given(INT64, st.integers(0, 4), st.lists(SMALL, min_size=2))
def test_item_takes_the_only_number_out(number, depth, several):
    """One number comes out of any brackets; several never do, but each of them does when it is picked out."""
    assert torch.tensor(number).reshape([1] * depth).item() == number
    with pytest.raises(RuntimeError):
        torch.tensor(several).item()
    assert [torch.tensor(several)[i].item() for i in range(len(several))] == several


@given(SMALL, st.integers(0, 60), st.integers(1, 9), st.sampled_from([1, -1]))
def test_arange_stops_before_its_end(start, length, step, sign):
    """On whole numbers arange is range, upwards and downwards."""
    end, step = start + sign * length, sign * step

    assert torch.arange(start, end, step).tolist() == list(range(start, end, step))
    assert torch.arange(start, end, step).dtype == torch.int64


@given(st.integers(-100, 100), st.integers(-100, 100), st.integers(2, 60))
def test_linspace_reaches_both_ends(start, end, count):
    """linspace has as many points as it was asked for, both ends, even gaps, and float32."""
    points = torch.linspace(start, end, count)
    gap = (end - start) / (count - 1)

    assert points.dtype == torch.float32
    assert points[0].item() == start
    assert points[-1].item() == end
    assert points.tolist() == pytest.approx([start + i * gap for i in range(count)], abs=1e-4)


@given(st.integers(-50, 50), st.integers(1, 60), st.integers(1, 20))
def test_fractional_steps_are_slippery(tenths, more, step):
    """The count is the formula in Python's floats, even where that lets the end in."""
    start, end, step = tenths / 10, (tenths + more) / 10, step / 10

    assert len(torch.arange(start, end, step)) == math.ceil((end - start) / step)


@given(SHAPES, st.integers(-9, 9))
def test_empty_promises_no_numbers(lengths, number):
    """empty keeps its promise of shape and dtype, and fill_ changes neither."""
    grid = torch.empty(lengths)

    grid.fill_(number)

    assert grid.shape == tuple(lengths)
    assert grid.dtype == torch.float32 == torch.zeros(lengths).dtype == torch.ones(lengths).dtype
    assert set(grid.flatten().tolist()) == {float(number)}


@given(SHAPES, st.one_of(st.booleans(), SMALL, FLOATS))
def test_full_looks_at_what_it_fills_with(lengths, number):
    """full chooses the dtype that torch.tensor would choose."""
    assert torch.full(lengths, number).dtype == torch.tensor(number).dtype


@given(
    lengths=SHAPES.filter(bool),
    dtype=st.sampled_from([torch.uint8, torch.int32, torch.int64, torch.float32, torch.float64]),
    old_ink=st.integers(0, 100),
    ink=st.integers(0, 100),
)
def test_a_fresh_page_takes_after_the_old_one(subject, lengths, dtype, old_ink, ink):
    """A page of any shape and dtype gives a new one like it, in any ink, and stays as it was."""
    old_page = torch.full(lengths, old_ink, dtype=dtype)
    page = subject.fresh_page(old_page, ink)

    assert page.dtype == dtype
    assert torch.equal(page, torch.full(lengths, ink, dtype=dtype))
    assert page.data_ptr() != old_page.data_ptr()
    assert torch.equal(old_page, torch.full(lengths, old_ink, dtype=dtype))


@given(st.integers(0, 50), st.lists(SMALL, min_size=1))
def test_a_capital_letter_changes_the_question(number, numbers):
    """To torch.Tensor a bare number is a size and a list is data, always of the default dtype."""
    assert torch.tensor(number).shape == ()
    assert torch.Tensor(number).shape == (number,)
    assert torch.Tensor(numbers).tolist() == numbers
    assert torch.Tensor(numbers).dtype == torch.float32


@given(st.lists(FLOATS, min_size=1), st.integers(0, 4), st.integers(0, 4))
def test_the_kind_of_number_in_a_name(numbers, rows, columns):
    """Every such name makes its own dtype, of sizes and of data, and cuts fractions off as int() does."""
    kinds = [(torch.IntTensor, torch.int32), (torch.LongTensor, torch.int64), (torch.FloatTensor, torch.float32)]
    for kind, dtype in kinds:
        assert kind(rows, columns).shape == (rows, columns)
        assert kind(rows, columns).dtype == kind(numbers).dtype == dtype
        assert torch.equal(kind(numbers), torch.tensor(numbers, dtype=dtype))
    assert torch.IntTensor(numbers).tolist() == [int(number) for number in numbers]


@given(tensors(shapes(min_dims=1, min_side=1), dtypes()))
def test_what_is_a_tensor_already(tensor):
    """torch.Tensor leaves a tensor's dtype and memory as they are; a clone has the dtype and another memory."""
    wrapped = torch.Tensor(tensor)
    copied = tensor.clone()

    assert wrapped.dtype == copied.dtype == tensor.dtype
    assert wrapped.data_ptr() == tensor.data_ptr() != copied.data_ptr()


@given(st.sampled_from("float16 float32 float64 int8 int16 int32 int64 uint8 bool complex64".split()))
def test_numpy_brings_its_own_dtype(name):
    """Whatever dtype the array has, torch.tensor keeps the one of the same name."""
    assert torch.tensor(np.zeros(3, dtype=name)).dtype == getattr(torch, name)
