"""Cutting the graph: the claims of the koans, for every input."""

import math
import threading

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

small = st.floats(-9, 9, allow_subnormal=False)
numbers = st.lists(small, min_size=1, max_size=8)
real_dtypes = st.sampled_from([torch.float32, torch.float64])


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


@given(numbers, real_dtypes, st.booleans())
def test_the_best_weights_so_far(subject, values, dtype, flag):
    """A snapshot of any weights keeps values, shape and dtype, has its own memory and no history."""
    weights = torch.tensor([values, values], dtype=dtype, requires_grad=flag)
    before = weights.tolist()

    best = subject.snapshot(weights)
    weights.detach().fill_(77.0)

    assert best.tolist() == before
    assert best.dtype == dtype
    assert best.data_ptr() != weights.data_ptr()
    assert not best.requires_grad
    assert weights.requires_grad is flag
    best.fill_(55.0)
    assert weights.detach().eq(77.0).all()


@given(small, st.integers(1, 3))
def test_a_factor_that_holds_still(value, power):
    """Of x ** n times a detached x, only the first factor has a slope."""
    speed = watched(value)

    (speed**power * speed.detach()).backward()

    assert math.isclose(speed.grad.item(), power * value ** (power - 1) * value, rel_tol=1e-9, abs_tol=1e-9)


@given(small, small, small)
def test_a_target_does_not_come_to_meet_you(subject, start, ahead, behind):
    """For every pair the gap has the right value, and its slope is that of the prediction alone."""
    weight = watched(start)

    gap = subject.squared_gap(behind * weight, ahead * weight)
    gap.backward()

    assert math.isclose(gap.item(), (behind * start - ahead * start) ** 2, rel_tol=1e-9, abs_tol=1e-9)
    slope = 2 * (behind * start - ahead * start) * behind
    assert math.isclose(weight.grad.item(), slope, rel_tol=1e-9, abs_tol=1e-9)


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


@given(numbers, real_dtypes)
def test_made_for_reading_only(subject, values, dtype):
    """Any tensor of inference mode is refused as it is, and accepted after the rescue, values and dtype unchanged."""
    with torch.inference_mode():
        features = torch.tensor(values, dtype=dtype)
    weight = torch.ones(len(values), dtype=dtype, requires_grad=True)

    with pytest.raises(RuntimeError):
        (weight * features).sum().backward()
    usable = subject.fit_for_training(features)
    (weight * usable).sum().backward()

    assert usable.dtype == dtype
    assert weight.grad.tolist() == features.tolist()


@given(small, small, small)
def test_a_weight_at_rest(minutes, one, two):
    """A frozen factor gets no gradient, and hands on the gradient of the other as ever."""
    first, second = watched(one), watched(two)
    second.requires_grad_(False)

    (minutes * first * second).backward()

    assert math.isclose(first.grad.item(), minutes * two, rel_tol=1e-9, abs_tol=1e-9)
    assert second.grad is None


@given(numbers, real_dtypes)
def test_a_log_book_holds_numbers(subject, values, dtype):
    """For any losses the total is their sum, and a Python number."""
    weight = torch.tensor(1.0, dtype=dtype, requires_grad=True)
    losses = [weight * value for value in values]

    total = subject.total_loss(losses)

    assert type(total) is float
    assert math.isclose(total, sum(values), rel_tol=1e-5, abs_tol=1e-4)


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
