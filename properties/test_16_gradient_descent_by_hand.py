"""Gradient descent by hand: the claims of the koans, for every input."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from sensei.strategies import FLOATING, dtypes, leaves, numbers, shapes

quarters = numbers(torch.float64)
# Where a learner's function is judged: few values, so that what differs is soon seen to differ, and powers of two among
# the rates, with which no step has to round.
VALUES = [2.0, -1.0, 0.5, 7.0, -4.5, 0.0]
plain = st.sampled_from(VALUES)
rates = st.sampled_from([0.25, 0.5, 0.125, 1.0])
steep = st.sampled_from([1.0, 0.5, 2.0])


@dataclass(frozen=True)
class Curve:
    """A function with its slope; its repr is read in the report of a failure."""

    formula: str
    height: Callable
    slope: Callable

    def __call__(self, x):
        """The height at x."""
        return self.height(x)

    def __repr__(self):
        """The formula."""
        return self.formula


def valley(steepness, bottom, height):
    """A parabola, with its slope by the rules of calculus."""
    return Curve(
        f"{steepness} * (x - {bottom}) ** 2 + {height}",
        lambda x: steepness * (x - bottom) ** 2 + height,
        lambda x: 2 * steepness * (x - bottom),
    )


def wave(height):
    """A sine, with its slope by the rules of calculus."""
    return Curve(f"{height} * x.sin()", lambda x: height * x.sin(), lambda x: height * math.cos(x))


valleys = st.builds(valley, steep, plain, plain)


def walk(curve, x, lr, steps):
    """The places of a walk in plain Python, the start first."""
    places = [x]
    for _ in range(steps):
        places.append(places[-1] - lr * curve.slope(places[-1]))
    return places


@given(x=plain, slope=plain, lr=rates | st.just(0.1))
def test_a_slope_shows_the_way_down(subject, x, slope, lr):
    """From any place the step goes against the slope, and is lr times as long."""
    place = subject.downhill(x, slope, lr)

    assert math.isclose(place, x - lr * slope, rel_tol=1e-9, abs_tol=1e-9)


@given(quarters, rates)
def test_a_step_can_lose_the_leaf(value, lr):
    """Only the step in place gives a watched leaf; all three ways lead to one number."""
    weight = torch.tensor(value, dtype=torch.float64, requires_grad=True)
    (weight**2).backward()

    recorded = weight - lr * weight.grad
    with torch.no_grad():
        unrecorded = weight - lr * weight.grad
        weight -= lr * weight.grad

    assert [weight.is_leaf, recorded.is_leaf, unrecorded.is_leaf] == [True, False, True]
    assert [weight.requires_grad, recorded.requires_grad, unrecorded.requires_grad] == [True, True, False]
    assert weight.item() == recorded.item() == unrecorded.item() == value - lr * 2 * value


@given(leaves(shapes(min_side=1)), quarters)
def test_a_new_memory_under_an_old_name(weight, lost):
    """An assignment to .data moves the memory, -= in no_grad does not; the weight stays a watched leaf both times."""
    before, address, window = weight.tolist(), weight.data_ptr(), weight.detach()

    weight.data = weight.data - lost
    assert weight.data_ptr() != address
    assert window.tolist() == before
    assert weight.is_leaf
    assert weight.requires_grad

    address, window = weight.data_ptr(), weight.detach()
    with torch.no_grad():
        weight -= lost
    assert weight.data_ptr() == address
    assert torch.equal(window, weight.detach())
    assert weight.is_leaf
    assert weight.requires_grad
    with pytest.raises(RuntimeError):
        weight -= lost


@given(
    weights=st.lists(leaves(st.sampled_from([(1,), (), (2, 2)]), low=-1, high=1), max_size=3),
    lr=rates,
)
def test_the_update_is_off_the_record(subject, weights, lr):
    """Each weight takes its own step in its own memory, stays a watched leaf, and has no slope left."""
    windows, goals = [weight.detach() for weight in weights], []
    for place, weight in enumerate(weights):
        weight.grad = torch.full_like(weight, place + 1).detach()
        goals.append((weight.detach() - lr * (place + 1)).tolist())

    with torch.enable_grad():
        subject.update(weights, lr)
        assert torch.is_grad_enabled()

    assert [window.tolist() for window in windows] == goals
    assert [weight.tolist() for weight in weights] == goals
    assert all(weight.is_leaf and weight.requires_grad for weight in weights)
    assert all(weight.data_ptr() == window.data_ptr() for weight, window in zip(weights, windows, strict=True))
    assert not any(weight.grad is not None and weight.grad.any() for weight in weights)


@given(loss_of=valleys | st.builds(wave, plain), start=plain, lr=rates | st.just(0.1), steps=st.integers(0, 4))
def test_four_parts_in_every_turn(subject, loss_of, start, lr, steps):
    """On any curve, after any number of steps, the walk stands where calculus says."""
    place = subject.descend(loss_of, start, lr, steps)

    assert math.isclose(place, walk(loss_of, start, lr, steps)[-1], rel_tol=1e-6, abs_tol=1e-6)


@given(quarters.filter(bool), st.integers(1, 15).map(lambda eighths: eighths / 8), st.integers(1, 6))
def test_crawl_arrive_bounce_or_fly(start, lr, steps):
    """On x ** 2 every step multiplies x by 1 - 2 * lr: below a rate of 1 the walk comes closer, above it flies off."""
    x = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    for _ in range(steps):
        x.grad = None
        (x**2).backward()
        with torch.no_grad():
            x -= lr * x.grad

    assert x.item() == start * (1 - 2 * lr) ** steps
    assert (abs(x.item()) < abs(start)) is (lr < 1)
    assert (abs(x.item()) > abs(start)) is (lr > 1)


@given(st.sampled_from([-40.0, -0.5, 0.0, 0.5, 10.0, 33.0, 34.0, 50.0]))
def test_a_curve_without_a_bottom(start):
    """With the rate 0.01, x ** 3 is left for good from below 0 and from above 100 / 3; in between the walk creeps."""
    x = torch.tensor(start, requires_grad=True)
    for _ in range(300):
        x.grad = None
        (x**3).backward()
        with torch.no_grad():
            x -= 0.01 * x.grad

    assert (x.item() == -math.inf) is (start < 0 or start > 100 / 3)
    assert (x.item() > 0) is (0 < start < 100 / 3)


count = st.shared(st.integers(1, 4), key="count")
dtype = st.shared(dtypes(FLOATING), key="dtype")
points = st.builds(
    lambda count, first, dtype: torch.tensor((VALUES * 2)[first:][:count], dtype=dtype), count, st.integers(0, 5), dtype
)


@given(x=points, y=points, lr=st.sampled_from([0.125, 0.0625]), steps=st.integers(0, 3))
def test_a_line_finds_its_points(subject, x, y, lr, steps):
    """For any points, after any number of steps, w and b stand where calculus says."""
    w, b, pairs = 0.0, 0.0, list(zip(x.tolist(), y.tolist(), strict=True))
    for _ in range(steps):
        gaps = [(w * left + b - right, left) for left, right in pairs]
        w, b = (
            w - lr * 2 * sum(gap * left for gap, left in gaps) / len(gaps),
            b - lr * 2 * sum(gap for gap, _ in gaps) / len(gaps),
        )

    line = subject.fit_line(x, y, lr, steps)

    assert line == (pytest.approx(w, rel=1e-3, abs=1e-3), pytest.approx(b, rel=1e-3, abs=1e-3))
    assert list(zip(x.tolist(), y.tolist(), strict=True)) == pairs


@given(
    loss_of=valleys,
    start=plain,
    lr=st.sampled_from([0.125, 0.25, 1.0]),
    tolerance=st.sampled_from([1.0, 0.25, 4.0]),
    limit=st.integers(0, 6),
)
def test_where_the_ground_is_nearly_flat(subject, loss_of, start, lr, tolerance, limit):
    """The walk ends at its first place that is flat enough, on either side of any valley, or at the limit."""
    places = walk(loss_of, start, lr, limit)[:limit]
    flat = [taken for taken, x in enumerate(places) if abs(loss_of.slope(x)) <= tolerance]

    taken = subject.steps_to_rest(loss_of, start, lr, tolerance, limit)

    assert taken == min([*flat, limit])
