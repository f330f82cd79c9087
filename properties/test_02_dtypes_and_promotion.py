"""Dtypes and promotion: what the koans show in one example, for every input."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from sensei.strategies import BOOL, FLOATING, WHOLE, dtypes, shapes, tensors

ANY = dtypes(BOOL, WHOLE, FLOATING) | st.sampled_from([torch.uint8, torch.float16])
BYTE = st.integers(0, 255)
TRUTHS = st.lists(st.booleans(), min_size=1, max_size=7)
PHOTOS = st.lists(st.tuples(BYTE, BYTE), min_size=1, max_size=5)


def category(dtype):
    """0 for truth values, 1 for whole numbers, 2 for floats."""
    return 0 if dtype == torch.bool else 2 if dtype.is_floating_point else 1


@given(tensors(dtype=ANY, low=0), ANY)
def test_a_conversion_has_a_result(tensor, dtype):
    """A conversion gives the dtype that was asked for, and leaves the tensor as it was."""
    before, numbers = tensor.dtype, tensor.tolist()

    assert tensor.to(dtype).dtype == tensor.type(dtype).dtype == dtype
    assert tensor.dtype == before
    assert tensor.tolist() == numbers
    assert (tensor.double().dtype, tensor.long().dtype) == (torch.float64, torch.int64)
    assert (tensor.type(torch.FloatTensor).dtype, tensor.int().dtype) == (torch.float32, torch.int32)


@given(tensors(shape=shapes(min_side=1), dtype=ANY, low=0), ANY)
def test_no_work_no_copy(tensor, dtype):
    """Only a dtype that is another one, or copy=True, makes .to() give new memory."""
    assert (tensor.to(dtype) is tensor) is (dtype == tensor.dtype)
    assert (tensor.to(dtype).data_ptr() == tensor.data_ptr()) is (dtype == tensor.dtype)
    assert tensor.to(dtype, copy=True).data_ptr() != tensor.data_ptr()


@given(ANY, ANY)
def test_two_dtypes_meet_in_one(one, other):
    """The result has the higher category of the two, and the dtype of the one that has it alone."""
    both = (torch.ones(2, dtype=one) * torch.ones(2, dtype=other)).dtype

    assert category(both) == max(category(one), category(other))
    if category(one) != category(other):
        assert both == max(one, other, key=category)
    elif one != other and category(one) == 1:
        fits = [
            dtype
            for dtype in [torch.int16, torch.int8, torch.uint8, torch.int32, torch.int64]
            if torch.iinfo(dtype).min <= min(torch.iinfo(one).min, torch.iinfo(other).min)
            and torch.iinfo(dtype).max >= max(torch.iinfo(one).max, torch.iinfo(other).max)
        ]
        assert both == min(fits, key=lambda dtype: dtype.itemsize)
    else:
        assert both == max(one, other, key=lambda dtype: dtype.itemsize)


@given(ANY, st.sampled_from([True, 2, 0.5]))
def test_a_python_number_steps_back(dtype, number):
    """A Python number counts by its category alone, and brings the dtype that torch.tensor gives it."""
    own = torch.tensor(number).dtype

    assert (torch.ones(2, dtype=dtype) * number).dtype == (own if category(own) > category(dtype) else dtype)


@given(ANY, ANY)
def test_without_brackets_there_is_less_to_say(dtype, bare):
    """Without dimensions a tensor counts if its category is higher, or if the other one has none either."""
    tensor, one = torch.ones(2, dtype=dtype), torch.tensor(1, dtype=bare)

    assert (tensor * one).dtype == (bare if category(bare) > category(dtype) else dtype)
    assert (torch.tensor(1, dtype=dtype) * one).dtype == torch.promote_types(dtype, bare)
    assert (tensor[:1] * torch.ones(1, dtype=bare)).dtype == torch.promote_types(dtype, bare)


@given(st.integers(-99, 99), st.integers(-9, 9).filter(bool), dtypes(WHOLE))
def test_three_ways_to_divide(number, divisor, dtype):
    """/ gives float32, // what Python's // gives in the old dtype, and a conversion what int() gives."""
    tensor = torch.tensor([number], dtype=dtype)

    assert (tensor / divisor).dtype == torch.float32
    assert (tensor // divisor).dtype == dtype
    assert (tensor // divisor).tolist() == [number // divisor]
    assert (tensor / divisor).long().tolist() == [int(number / divisor)]


@given(
    whole=st.lists(st.integers(-99, 99), min_size=1, max_size=4),
    part=st.sampled_from([0.0, 0.25, 0.4375, -0.25, -0.4375]),
    dtype=st.sampled_from([torch.float32, torch.float64, torch.float16]),
)
def test_the_nearest_degree(subject, whole, part, dtype):
    """Whatever lies within half a degree of a whole number comes out as that number, in int64."""
    readings = torch.tensor([number + part for number in whole], dtype=dtype)
    before = readings.clone()

    nearest = subject.nearest_degree(readings)

    assert nearest.dtype == torch.int64
    assert nearest.tolist() == whole
    assert torch.equal(readings, before)


@given(BYTE, st.integers(-255, 255), st.integers(-128, 127), st.integers(-128, 127))
def test_whole_numbers_go_round_in_a_ring(pixel, step, degree, other):
    """Eight bits count modulo 256, from 0 or from -128."""
    pixels = torch.tensor([pixel], dtype=torch.uint8)
    more, less = torch.tensor([abs(step)], dtype=torch.uint8), torch.tensor([degree], dtype=torch.int8)

    assert (pixels + more).tolist() == [(pixel + abs(step)) % 256]
    assert (pixels - more).tolist() == [(pixel - abs(step)) % 256]
    assert (less + torch.tensor([other], dtype=torch.int8)).tolist() == [(degree + other + 128) % 256 - 128]


@given(pairs=PHOTOS)
def test_what_changed_between_two_photos(subject, pairs):
    """For any two photos the change is the difference of the numbers, whole, and both photos stay as they were."""
    before, after = (torch.tensor(pixels, dtype=torch.uint8) for pixels in zip(*pairs, strict=True))
    wanted = [new - old for old, new in pairs]

    for shape in [(-1,), (1, -1)]:
        difference = subject.change(before.reshape(shape), after.reshape(shape))

        assert difference.reshape(-1).tolist() == wanted
        assert difference.shape == before.reshape(shape).shape
        assert not difference.is_floating_point()
    assert list(zip(before.tolist(), after.tolist(), strict=True)) == pairs


@given(st.lists(BYTE, min_size=1, max_size=40), st.lists(st.booleans(), max_size=40))
def test_a_sum_makes_room(numbers, truths):
    """No sum of bytes goes round, and a sum of truth values is a count; both are int64."""
    pixels, hits = torch.tensor(numbers, dtype=torch.uint8), torch.tensor(truths, dtype=torch.bool)

    assert pixels.sum().item() == sum(numbers)
    assert hits.sum().item() == truths.count(True)
    assert pixels.sum().dtype == hits.sum().dtype == torch.int64
    assert (pixels[0] + pixels[-1]).item() == (numbers[0] + numbers[-1]) % 256


@given(answers=TRUTHS | TRUTHS.map(lambda row: [row, row]) | st.booleans())
def test_a_mean_needs_fractions(subject, answers):
    """For answers of any shape, the share is the number of Trues over the number of all."""
    answers = torch.tensor(answers)
    before = answers.clone()

    part = subject.share(answers)

    assert float(part) == pytest.approx(sum(before.flatten().tolist()) / before.numel())
    assert torch.equal(answers, before)
