"""Gradient descent by hand: walk down a curve, one step after another.

A loss says how bad a guess is. To find a better guess, take the slope at the place where you stand, and make a step to
where the loss falls. lr, the learning rate, says how long the steps are: a step is lr times as long as the slope there.
Each turn of the walk has four parts: forward (compute the loss), backward (find the slope), update (make the step), and
clear (take the old slope away). A leaf is a tensor that is not the result of a recorded operation: t.is_leaf tells.
"""

import math

import pytest
import torch


def downhill(x, slope, lr):
    """The place that one step from x leads to."""
    # the slope points uphill, so the step is taken away
    return x - lr * slope


def test_a_slope_shows_the_way_down():
    """Where the slope is positive, the loss rises to the right; where it is negative, the loss falls to the right. The
    place, the slope and the rate are plain numbers here. Other places are tried too.
    """
    assert downhill(10.0, 20.0, 0.25) == 5.0
    assert downhill(-4.0, -8.0, 0.25) == -2.0
    assert downhill(3.0, 0.0, 0.25) == 3.0


def test_a_step_can_lose_the_leaf():
    """backward() leaves slopes in watched leaves only, so a weight has to remain one. A minus sign makes a new tensor,
    even if the new one gets the old name, as in weight = weight - 5. -= writes into the tensor that is there, which
    stays what it was.
    """
    weight = torch.tensor(10.0, requires_grad=True)
    outside = weight - 5
    with torch.no_grad():
        inside = weight - 5
        weight -= 5
    family = {"weight": weight, "outside": outside, "inside": inside}

    assert {name for name, t in family.items() if t.is_leaf} == {"weight", "inside"}
    # only the one that was written into is both, and can take the next step
    assert {name for name, t in family.items() if t.requires_grad} == {"weight", "outside"}


def test_a_new_memory_under_an_old_name():
    """Some old code makes its steps with weight.data = ..., which hands the weight the memory of the result. -= writes
    into the memory that the weight has. A detached tensor looks at the memory that the weight had when it was made.
    """
    moved = torch.tensor(10.0, requires_grad=True)
    written = torch.tensor(10.0, requires_grad=True)
    windows = [moved.detach(), written.detach()]

    moved.data = moved.data - 4
    with torch.no_grad():
        written -= 4

    assert [moved.item(), written.item()] == [6.0, 6.0]
    # the first window looks at a memory that no weight uses any more
    assert [window.item() for window in windows] == [10.0, 6.0]


def update(weights, lr):
    """Move every weight one step down, in place, and clear its slope."""
    for weight in weights:
        # the step is no part of the loss, so it is not recorded
        with torch.no_grad():
            weight -= lr * weight.grad
        weight.grad = None


def test_the_update_is_off_the_record():
    """torch refuses to write into a watched leaf while it records: the leaf would become the result of a recorded
    operation, and so no leaf any more. The memory stays the same: others may be looking at it. Other weights are tried
    too.
    """
    rates = torch.tensor([8.0, -4.0], requires_grad=True)
    offset = torch.tensor(3.0, requires_grad=True)
    window = rates.detach()
    for _ in range(2):
        ((rates**2).sum() + 2 * offset).backward()
        update([rates, offset], 0.25)

    assert window.tolist() == [2.0, -1.0]
    assert offset.item() == 2.0


def descend(loss_of, start, lr, steps):
    """The place where so many steps from the start lead to, on the curve loss_of(x)."""
    x = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    for _ in range(steps):
        # forward and backward, update, clear; the slope may go at any time but between backward and update
        loss_of(x).backward()
        with torch.no_grad():
            x -= lr * x.grad
        x.grad = None
    return x.item()


def test_four_parts_in_every_turn():
    """Write one turn of the walk, with its four parts. At its end all must be ready for the next turn. Other curves,
    starts and rates are tried too.
    """
    assert descend(lambda x: (x - 3) ** 2, 0.0, 0.25, 1) == 1.5
    assert descend(lambda x: (x - 3) ** 2, 0.0, 0.25, 3) == 2.625
    assert descend(lambda x: (x - 3) ** 2, 0.0, 0.25, 60) == pytest.approx(3.0)


def test_crawl_arrive_bounce_or_fly():
    """The slope of x**2 is 2*x, so a step leads from x to x-lr*2*x. Four walks start at 8, each with a rate of its own.
    Do both of their steps on paper.
    """
    rates = torch.tensor([0.125, 0.5, 1.0, 1.5])
    x = torch.tensor([8.0, 8.0, 8.0, 8.0])
    for _ in range(2):
        x = x - rates * 2 * x

    # 8, 6, 4.5; 8, 0, 0; 8, -8, 8; 8, -16, 32
    assert x.tolist() == [4.5, 0.0, 8.0, 32.0]


def test_a_curve_without_a_bottom():
    """x**3 falls without end to the left, and its slope, 3*x**2, is zero at 0 and positive everywhere else. With the
    rate 0.01 a step leads from x to x-0.03*x**2. Take it from each start: on which side of 0 does it end?
    """
    starts = [40.0, 10.0, 0.0, -0.5]
    x = torch.tensor(starts)
    for _ in range(1000):
        x = x - 0.01 * 3 * x**2
    ends = dict(zip(starts, x.tolist()))

    # 40 jumps over 0, to -8, and flies away from there
    assert {start for start, end in ends.items() if end == -math.inf} == {40.0, -0.5}
    # the steps shrink with the square of the distance, so the walk from 10 creeps, and never arrives
    assert {start for start, end in ends.items() if end > 0} == {10.0}


def fit_line(x, y, lr, steps):
    """w and b of the line w * x + b after so many steps, on the mean of the squared gaps to y."""
    w = torch.zeros((), dtype=x.dtype, requires_grad=True)
    b = torch.zeros((), dtype=x.dtype, requires_grad=True)
    for _ in range(steps):
        # both slopes are taken at the same place, before either number moves
        ((w * x + b - y) ** 2).mean().backward()
        for weight in (w, b):
            with torch.no_grad():
                weight -= lr * weight.grad
            weight.grad = None
    return w.item(), b.item()


def test_a_line_finds_its_points():
    """Two numbers are learned now, from one loss: for each point the gap between the line and y, squared, and of all
    these the mean. Other points are tried too.
    """
    hours = torch.tensor([-2.0, -1.0, 1.0, 2.0])
    degrees = 3 * hours + 12

    assert fit_line(hours, degrees, 0.125, 1) == (1.875, 3.0)
    assert fit_line(hours, degrees, 0.125, 100) == (pytest.approx(3.0), pytest.approx(12.0))


def steps_to_rest(loss_of, start, lr, tolerance, limit):
    """How many steps it takes to a place where the slope, whatever its sign, is no more than the tolerance."""
    x = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    for taken in range(limit):
        (slope,) = torch.autograd.grad(loss_of(x), (x,))
        # a slope of -6 is far from flat
        if abs(slope) <= tolerance:
            return taken
        with torch.no_grad():
            x -= lr * slope
    return limit


def test_where_the_ground_is_nearly_flat():
    """Nobody knows beforehand how low the lowest loss is, so the loss itself does not tell when to stop. At the bottom
    the slope is zero; close to it, nearly zero. A walk that never comes to rest ends at the limit. Other walks are
    tried too.
    """
    assert steps_to_rest(lambda x: (x - 3) ** 2 + 5, 7.0, 0.25, 1.0, 50) == 3
    assert steps_to_rest(lambda x: (x - 3) ** 2 + 5, -1.0, 0.25, 1.0, 50) == 3
    assert steps_to_rest(lambda x: x**2 - 5, 2.0, 1.0, 0.5, 50) == 50
