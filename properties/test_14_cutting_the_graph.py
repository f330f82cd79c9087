"""Cutting the graph: the claims of the koans, for every input."""

import math
import threading

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from sensei.strategies import leaves, shapes

small = st.floats(-9, 9, allow_subnormal=False)
numbers = st.lists(small, min_size=1, max_size=8)
real_dtypes = st.sampled_from([torch.float32, torch.float64])
# Where a learner's function is judged: few values, so that what differs is soon seen to differ.
plain = st.sampled_from([2.0, -1.0, 0.1, 7.0, 3.0, -4.5, 0.0])
rows = st.lists(plain, min_size=1, max_size=4)


def watched(values, dtype=torch.float64):
    """A tensor of these values that autograd watches."""
    return torch.tensor(values, dtype=dtype, requires_grad=True)


@given(numbers, small, st.data())
def test_what_detach_leaves_behind(values, new, data):
    """A write through the detached tensor is read in the original, at every place, and only the original is watched."""
    weights = watched(values)
    place = data.draw(st.integers(0, len(values) - 1))

    plain = weights.detach()
    plain[place] = new

    assert weights.tolist() == [*values[:place], new, *values[place + 1 :]]
    assert weights.requires_grad
    assert not plain.requires_grad
    assert plain.grad_fn is None


@given(numbers, st.booleans(), st.booleans(), st.booleans())
def test_two_things_to_let_go_of(values, clone, detach, cut):
    """Only clone gives new memory, only detach drops the history, in every combination."""
    weights = watched(values)
    relative = weights
    relative = relative.clone() if clone else relative
    relative = relative.detach() if detach else relative
    relative = relative[:] if cut else relative

    assert (relative.data_ptr() == weights.data_ptr()) is not clone
    assert relative.requires_grad is not detach
    assert relative.tolist() == values


@given(plain | rows | rows.map(lambda row: [row, row]), real_dtypes, st.booleans())
def test_the_best_weights_so_far(subject, weights, dtype, requires_grad):
    """A snapshot of any weights keeps values, shape and dtype, has its own memory and no history."""
    weights = torch.tensor(weights, dtype=dtype, requires_grad=requires_grad)
    before = weights.tolist()

    best = subject.snapshot(weights)

    assert weights.tolist() == before
    assert weights.requires_grad is requires_grad
    weights.detach().fill_(77.0)
    assert best.tolist() == before
    assert best.dtype == dtype
    assert best.data_ptr() != weights.data_ptr()
    assert not best.requires_grad
    best.fill_(55.0)
    assert weights.detach().eq(77.0).all()


@given(small, st.integers(1, 3))
def test_a_factor_that_holds_still(value, power):
    """Of x ** n times a detached x, only the first factor has a slope."""
    speed = watched(value)

    (speed**power * speed.detach()).backward()

    assert math.isclose(speed.grad.item(), power * value ** (power - 1) * value, rel_tol=1e-9, abs_tol=1e-9)


@given(
    st.lists(st.tuples(plain, plain), min_size=1, max_size=4) | st.tuples(plain, plain),
    st.sampled_from(["a result", "an input", "not watched", "whole numbers"]),
)
def test_a_target_does_not_come_to_meet_you(subject, pairs, target_is):
    """For every pair, wherever the target comes from, the slope of the gap is that of the prediction alone."""
    starts, goals = zip(*pairs, strict=True) if isinstance(pairs, list) else pairs
    weight = watched(starts)
    prediction = 2 * weight
    target = torch.tensor(goals, dtype=torch.int64 if target_is == "whole numbers" else torch.float64)
    if target_is == "a result":
        target = target * weight
    elif target_is == "an input":
        target.requires_grad_()
    was_watched, goals = target.requires_grad, target.tolist()
    difference = prediction.detach() - target.detach()

    gap = subject.squared_gap(prediction, target)
    gap.sum().backward()

    assert gap.tolist() == (difference**2).tolist()
    assert weight.grad.tolist() == (2 * difference * 2).tolist()
    assert target.requires_grad is was_watched
    assert target.tolist() == goals
    assert not target.is_leaf or target.grad is None
    assert prediction.requires_grad
    assert prediction.tolist() == (2 * weight).tolist()


@given(st.lists(st.booleans(), min_size=1, max_size=5))
def test_a_block_off_the_record(flags):
    """Whoever is computed in a block has no history, whoever is made with requires_grad=True keeps it."""
    rate = watched(0.5)
    for off in flags:
        with torch.set_grad_enabled(not off):
            result = rate * 40
            fresh = watched(1.0)

        assert result.requires_grad is not off
        assert fresh.requires_grad
        assert (result + 1).requires_grad is not off
        assert rate.requires_grad


@given(small, small)
def test_a_decorator_covers_the_function_it_stands_on(inside, outside):
    """The slope is what the caller did, and nothing of what the decorated function did."""
    rate = watched(2.0)

    @torch.no_grad()
    def forecast(minutes):
        return rate * minutes

    (forecast(inside) + rate * outside).backward()

    assert rate.grad.item() == outside


@given(st.booleans(), st.booleans())
def test_a_switch_and_who_feels_it(outer, inner):
    """A block puts back what it found, and a new thread starts with recording on, whatever this one has."""
    modes = []
    with torch.set_grad_enabled(outer):
        with torch.set_grad_enabled(inner):
            assert torch.is_grad_enabled() is inner
            other = threading.Thread(target=lambda: modes.append(torch.is_grad_enabled()))
            other.start()
            other.join()
        assert torch.is_grad_enabled() is outer

    assert modes == [True]


@given(plain | rows | rows.map(lambda row: [row, row]), real_dtypes, st.booleans())
def test_made_for_reading_only(subject, features, dtype, inference):
    """Any tensor of inference mode is refused as it is, and accepted after the rescue, values and dtype unchanged."""
    with torch.inference_mode(inference):
        features = torch.tensor(features, dtype=dtype)
    weight = torch.ones(features.shape, dtype=dtype, requires_grad=True)

    if inference:
        with pytest.raises(RuntimeError):
            (weight * features).sum().backward()
    before = features.tolist()
    usable = subject.fit_for_training(features)
    (weight * usable).sum().backward()

    assert usable.dtype == dtype
    assert usable.tolist() == before
    assert not usable.is_inference()
    assert weight.grad.tolist() == features.tolist() == before


@given(small, small, small)
def test_a_weight_at_rest(minutes, one, two):
    """A frozen factor gets no gradient, and hands on the gradient of the other as ever."""
    first, second = watched(one), watched(two)
    second.requires_grad_(False)

    (minutes * first * second).backward()

    assert math.isclose(first.grad.item(), minutes * two, rel_tol=1e-9, abs_tol=1e-9)
    assert second.grad is None


@given(rows, real_dtypes)
def test_a_log_book_holds_numbers(subject, losses, dtype):
    """For any losses the total is their sum, and a Python number; the losses keep their graph."""
    weight = torch.tensor(1.0, dtype=dtype, requires_grad=True)
    values, losses = losses, [weight * value for value in losses]

    total = subject.total_loss(losses)

    assert type(total) is float
    assert math.isclose(total, sum(values), rel_tol=1e-5, abs_tol=1e-4)
    assert all(loss.requires_grad for loss in losses)
    assert torch.tensor([loss.item() for loss in losses]).tolist() == torch.tensor(values).tolist()


@given(small, small)
def test_a_write_that_nobody_noticed(before, after):
    """Through .data the slope is taken at the overwritten value; through detach() the walk back is refused."""
    side = watched([before])
    area = (side**2).sum()
    side.data[0] = after
    area.backward()
    assert side.grad.tolist() == [2 * after]

    side = watched([before])
    area = (side**2).sum()
    side.detach()[0] = after
    with pytest.raises(RuntimeError):
        area.backward()


@given(leaves((), low=1))
def test_no_record_no_way_back(side):
    """Whatever was computed off the record counts as a constant, and has no slope of its own."""
    with torch.no_grad():
        area = side**2

    for result in (area, (side**2).detach()):
        with pytest.raises(RuntimeError):
            result.backward()
    assert side.grad is None
    (side * area).backward()
    assert side.grad.item() == side.item() ** 2


@given(leaves(shapes(min_dims=1, min_side=1)))
def test_an_object_is_not_its_memory(weights):
    """Detaching makes another object on the same memory, a clone another object on another memory."""
    first, second, copied = weights.detach(), weights.detach(), weights.detach().clone()

    assert len({id(each) for each in (weights, first, second, copied)}) == 4
    assert weights.data_ptr() == first.data_ptr() == second.data_ptr() != copied.data_ptr()
