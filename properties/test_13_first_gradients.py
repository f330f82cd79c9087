"""First gradients: the claims of the koans, for every input."""

import itertools
import math
from dataclasses import dataclass

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

small = st.floats(-9, 9, allow_subnormal=False)
numbers = st.lists(small, min_size=1, max_size=8)
# Where a learner's function is judged: few values, and few of them zero, so that what differs is soon seen to differ.
VALUES = [2.0, -1.0, 0.5, 7.0, 3.0, -4.5, 0.0]
plain = st.sampled_from(VALUES)


def watched(values):
    """A float64 tensor of these values that autograd watches."""
    return torch.tensor(values, dtype=torch.float64, requires_grad=True)


def close(left, right):
    """Whether two tensors agree up to the rounding of float64."""
    return torch.allclose(torch.as_tensor(left), torch.as_tensor(right), rtol=1e-9, atol=1e-9)


@given(small, small, small)
def test_a_slope_belongs_to_one_moment(t, factor, offset):
    """c * t ** 2 + d has the slope 2 * c * t at every t, whatever d is."""
    seconds = watched(t)

    (factor * seconds**2 + offset).backward()

    assert math.isclose(seconds.grad.item(), 2 * factor * t, rel_tol=1e-9, abs_tol=1e-9)


@given(
    st.lists(st.integers(0, 3), max_size=3),
    st.sampled_from([torch.int8, torch.uint8, torch.int16, torch.int32, torch.int64, torch.bool]),
    st.sampled_from([torch.float16, torch.bfloat16, torch.float32, torch.float64]),
    st.sampled_from([torch.float16, torch.bfloat16, torch.float32, torch.float64]),
)
def test_only_what_moves_a_little_has_a_slope(shape, whole, real, last):
    """No whole-number or truth dtype can be watched; every real one can, and .grad has its dtype and shape."""
    with pytest.raises(RuntimeError):
        torch.zeros(shape, dtype=whole, requires_grad=True)

    steps = torch.zeros(shape, dtype=real, requires_grad=True)
    steps.sum().to(last).backward()

    assert steps.grad.dtype == real
    assert steps.grad.shape == steps.shape


@given(st.lists(st.booleans(), min_size=1, max_size=5))
def test_watching_is_catching(flags):
    """A sum is watched exactly when at least one of its terms is; a comparison of it never is."""
    total = sum(torch.tensor(1.0, requires_grad=flag) for flag in flags) * 2

    assert total.requires_grad is any(flags)
    assert (total > 1).requires_grad is False


@given(small, small, small)
def test_slopes_multiply_along_a_chain(t, speed, start):
    """The slope of (a * t + b) ** 2 is a times 2 * (a * t + b)."""
    hours = watched(t)

    ((speed * hours + start) ** 2).backward()

    assert math.isclose(hours.grad.item(), speed * 2 * (speed * t + start), rel_tol=1e-9, abs_tol=1e-9)


@given(small, small, small)
def test_every_input_hears_its_own_share(wide, high, price):
    """In price * width + width * height each input has the slope of a formula where the other is a constant."""
    width, height = watched(wide), watched(high)

    (price * width + width * height).backward()

    assert math.isclose(width.grad.item(), price + high, rel_tol=1e-9, abs_tol=1e-9)
    assert height.grad.item() == wide


@given(numbers)
def test_a_sum_and_a_mean_of_the_same_squares(sides):
    """The sum gives each element the slope of its own square; the mean gives that divided by the count."""
    summed, averaged = watched(sides), watched(sides)

    (summed**2).sum().backward()
    (averaged**2).mean().backward()

    assert close(summed.grad, 2 * summed.detach())
    assert close(averaged.grad * len(sides), summed.grad)


@given(st.lists(st.tuples(small, small), min_size=2, max_size=6))
def test_many_results_need_weights(pairs):
    """backward(weights) is backward() of the weighted sum."""
    scores = watched([score for score, _ in pairs])
    same = watched([score for score, _ in pairs])
    weights = torch.tensor([weight for _, weight in pairs], dtype=torch.float64)

    with pytest.raises(RuntimeError):
        (scores**2).backward()
    (scores**2).backward(weights)
    (same**2 * weights).sum().backward()

    assert close(scores.grad, same.grad)


@given(st.lists(st.sampled_from(["used", "muted", "absent"]), min_size=1, max_size=6))
def test_a_zero_is_not_a_silence(roles):
    """Who is in the formula with factor zero gets zeros; who is not in it keeps None."""
    tensors = [torch.ones(2, requires_grad=True) for _ in roles]
    factors = {"used": 1, "muted": 0}
    total = torch.zeros((), requires_grad=True)
    for role, tensor in zip(roles, tensors, strict=True):
        if role != "absent":
            total = total + factors[role] * tensor.sum()

    total.sum().backward()

    for role, tensor in zip(roles, tensors, strict=True):
        assert (tensor.grad is None) == (role == "absent")
        assert role == "absent" or tensor.grad.tolist() == [factors[role]] * 2


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=6), small)
def test_backward_never_erases(pulls, value):
    """After several calls of backward() .grad holds the sum of their slopes, whatever their signs."""
    weight = watched(value)
    for pull in pulls:
        (pull * weight**2).backward()

    assert math.isclose(weight.grad.item(), 2 * value * sum(pulls), rel_tol=1e-9, abs_tol=1e-9)


@dataclass(frozen=True)
class Loss:
    """The factor times the squares, and the product; its repr is read in the report of a failure."""

    factor: float

    def __call__(self, w):
        """The loss at w."""
        return (self.factor * w**2).sum() + w.prod()


losses = st.lists(st.sampled_from([Loss(factor) for factor in VALUES]), min_size=1, max_size=3)


@given(plain | st.lists(plain, min_size=1, max_size=4), st.lists(plain, max_size=3), losses)
def test_a_clean_slate_before_each_question(subject, weight, old_slopes, losses):
    """Whatever was left in .grad, and whatever is asked in a row, the function leaves the one gradient wanted."""
    values, weight = weight, watched(weight)
    for old in old_slopes:
        (old * weight).sum().backward()
    for loss_of in losses:
        (expected,) = torch.autograd.grad(loss_of(weight), [weight])

        subject.fresh_gradient(loss_of, weight)

        assert weight.requires_grad
        assert weight.is_leaf
        assert weight.tolist() == values
        assert weight.grad.dtype == weight.dtype
        assert weight.grad.shape == weight.shape
        assert close(weight.grad, expected)


@given(st.integers(1, 6), small)
def test_who_called_backward(times, value):
    """However often a thing was computed, what counts is how often it leads into the number asked about."""
    heat = watched(value)
    total = 0.0
    for _ in range(times):
        latest = heat**2
        total = total + heat**2

    (alone,) = torch.autograd.grad(latest, [heat])
    (together,) = torch.autograd.grad(total, [heat])

    assert math.isclose(alone.item(), 2 * value, rel_tol=1e-9, abs_tol=1e-9)
    assert math.isclose(together.item(), 2 * value * times, rel_tol=1e-9, abs_tol=1e-9)


@given(st.lists(st.lists(plain, min_size=1, max_size=5), min_size=1, max_size=4), plain)
def test_small_helpings_of_a_big_batch(subject, parts, weight):
    """For every way to cut a batch, the parts leave in .grad what the mean over all of it would."""
    batch = torch.tensor([pixel for part in parts for pixel in part], dtype=torch.float64)
    start, weight = weight, watched(weight)
    helpings = batch.split([len(part) for part in parts])

    subject.gather_in_parts(weight, helpings, len(batch))

    assert math.isclose(weight.grad.item(), batch.mean().item(), rel_tol=1e-6, abs_tol=1e-6)
    assert weight.item() == start
    assert [helping.tolist() for helping in helpings] == parts


@given(st.lists(small, min_size=2, max_size=5), st.data())
def test_gradients_handed_over_the_counter(values, data):
    """The slopes come in the order asked for, for any order, and .grad is left alone."""
    leaves = [watched(value) for value in values]
    order = data.draw(st.permutations(range(len(values))))
    total = sum((place + 1) * leaf for place, leaf in enumerate(leaves))

    slopes = torch.autograd.grad(total, [leaves[place] for place in order])

    assert [slope.item() for slope in slopes] == [place + 1 for place in order]
    assert all(leaf.grad is None for leaf in leaves)


@dataclass(frozen=True)
class Cubic:
    """A polynomial, with its factors; its repr is read in the report of a failure."""

    cube: float
    square: float
    line: float

    def __call__(self, x):
        """The height of the curve at x."""
        return self.cube * x**3 + self.square * x**2 + self.line * x


curves = st.sampled_from([Cubic(*factors) for factors in itertools.product(VALUES, repeat=3)])
rows = st.lists(plain, min_size=1, max_size=3)
places = plain | st.integers(-9, 9) | (plain | rows).map(lambda x: torch.tensor(x, dtype=torch.float64))


@given(curves, places, st.sampled_from([1, 0.5, 0.1, 0.001]))
def test_a_nudge_to_both_sides(subject, f, x, step):
    """On a cubic the two-sided slope is off by exactly cube * step ** 2, for plain numbers and for tensors."""
    place = torch.as_tensor(x, dtype=torch.float64).clone()
    expected = 3 * f.cube * place**2 + 2 * f.square * place + f.line + f.cube * step**2

    slope = torch.as_tensor(subject.numeric_slope(f, x, step), dtype=torch.float64)

    assert slope.shape == place.shape
    assert torch.allclose(slope, expected, rtol=1e-6, atol=1e-6)
    assert torch.equal(torch.as_tensor(x, dtype=torch.float64), place)
