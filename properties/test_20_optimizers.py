"""Optimizers: the claims of the koans, for every input."""

import copy
import math

import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn
from torch.optim.optimizer import register_optimizer_step_pre_hook

from sensei.strategies import FLOATING, dtypes

small = st.floats(-9, 9, allow_subnormal=False)
# Where a learner's function is judged: few values, exact ones, so that what differs is soon seen to differ.
plain = st.sampled_from([1.0, -2.0, 0.5, 3.0, -0.25, 8.0, 0.0])
rates = st.sampled_from([0.5, 0.1, 1.0, 2.0])
shares = st.sampled_from([0.5, 0.0, 0.9, 0.25])


def watched(value):
    """A parameter that holds one number."""
    return nn.Parameter(torch.tensor(value, dtype=torch.float64))


def stepped(optimizer, parameter, slope):
    """Take one step with this slope; where the parameter stands then."""
    optimizer.zero_grad()
    (slope * parameter).sum().backward()
    optimizer.step()
    return parameter.item()


starts = st.sampled_from([1.0, -2.0, [3.0, -4.0], [[0.5], [8.0]]])
slopes_or_none = st.lists(plain | st.none(), min_size=3, max_size=3)


@given(parameters=st.lists(starts, min_size=1, max_size=3), dtype=dtypes(FLOATING), slopes=slopes_or_none, lr=rates)
def test_a_step_is_a_subtraction(subject, parameters, dtype, slopes, lr):
    """For all parameters, with slopes or without, a step by hand is a step of SGD, in place, and leaves the slopes."""
    parameters = [nn.Parameter(torch.tensor(start, dtype=dtype)) for start in parameters]
    for parameter, slope in zip(parameters, slopes, strict=False):
        parameter.grad = None if slope is None else torch.full_like(parameter, slope)
    twins = copy.deepcopy(parameters)
    for parameter, twin in zip(parameters, twins, strict=True):
        twin.grad = None if parameter.grad is None else parameter.grad.clone()

    memory = [parameter.data_ptr() for parameter in parameters]
    torch.optim.SGD(twins, lr=lr).step()
    optimizers_at_work = []
    hook = register_optimizer_step_pre_hook(lambda optimizer, *_: optimizers_at_work.append(optimizer))

    try:
        subject.step_by_hand(parameters, lr)
    finally:
        hook.remove()

    assert optimizers_at_work == [], "An optimizer took the step. Write the subtraction yourself."
    assert [parameter.data_ptr() for parameter in parameters] == memory
    for parameter, twin in zip(parameters, twins, strict=True):
        assert torch.allclose(parameter, twin), "A parameter is not lr times its slope below where it was."
        assert parameter.dtype == twin.dtype
        assert parameter.requires_grad
        assert parameter.is_leaf
        assert (parameter.grad is None) == (twin.grad is None), "The step should leave .grad as it was."
        assert parameter.grad is None or torch.equal(parameter.grad, twin.grad)


@given(st.lists(st.sampled_from(["zero_grad", "backward", "step"]), max_size=12), small)
def test_three_calls_in_many_orders(calls, slope):
    """In any order, step() subtracts the slopes gathered since the last zero_grad(), and nothing if there are none."""
    weight = watched(1.0)
    optimizer = torch.optim.SGD([weight], lr=1.0)
    expected, gathered = 1.0, None
    for call in calls:
        if call == "zero_grad":
            optimizer.zero_grad()
            gathered = None
        elif call == "backward":
            (slope * weight).backward()
            gathered = (gathered or 0.0) + slope
        else:
            optimizer.step()
            expected -= gathered or 0.0

    assert math.isclose(weight.item(), expected, abs_tol=1e-9)
    assert (weight.grad is None) == (gathered is None)


OPTIMIZERS = {
    "SGD": lambda parameters: torch.optim.SGD(parameters, lr=0.1),
    "SGD with momentum": lambda parameters: torch.optim.SGD(parameters, lr=0.1, momentum=0.5),
    "Adam": lambda parameters: torch.optim.Adam(parameters, lr=0.1),
}
LOSSES = {
    "mean": lambda predictions, targets: ((predictions - targets) ** 2).mean(),
    "sum": lambda predictions, targets: ((predictions - 2 * targets) ** 2).sum(),
}


@given(
    features=st.sampled_from([[[1.0, 2.0]], [[0.5, -1.0], [2.0, 1.0]], [[-2.0, 0.0], [1.0, 1.0], [3.0, -1.0]]]),
    optimizer=st.sampled_from(sorted(OPTIMIZERS)),
    loss=st.sampled_from(sorted(LOSSES)),
    steps=st.integers(1, 2),
    left_over=st.booleans(),
)
def test_a_step_of_training(subject, features, optimizer, loss, steps, left_over):
    """For all models, optimizers and losses the function does a whole step, and gives the loss from before it."""
    torch.manual_seed(len(features))
    features = torch.tensor(features)
    model = nn.Linear(2, 1)
    targets = features.sum(dim=1, keepdim=True) + 1
    twin, given_features, given_targets = copy.deepcopy(model), features.clone(), targets.clone()
    ours, theirs = OPTIMIZERS[optimizer](model.parameters()), OPTIMIZERS[optimizer](twin.parameters())
    if left_over:
        model(features).sum().backward()

    for _ in range(steps):
        theirs.zero_grad()
        expected = LOSSES[loss](twin(given_features), given_targets)
        expected.backward()
        theirs.step()

        found = subject.training_step(model, LOSSES[loss], ours, features, targets)

        assert type(found) is float, "The loss should be a Python float."
        assert math.isclose(found, expected.item(), rel_tol=1e-4, abs_tol=1e-5), (
            "This is not the loss that loss_function gives for these features and targets, before the step."
        )
    for one, other in zip(model.parameters(), twin.parameters(), strict=True):
        assert torch.allclose(one, other, rtol=1e-4, atol=1e-5), (
            "The loss is right. The model has not moved as this optimizer moves it by the slopes of this loss alone."
        )
    assert torch.equal(features, given_features)
    assert torch.equal(targets, given_targets)


@given(st.lists(st.booleans(), min_size=1, max_size=4), st.lists(st.booleans(), min_size=4, max_size=4))
def test_an_optimizer_knows_its_own(handed, used):
    """Only a parameter that was handed over and has a slope moves, and only one not handed over keeps its slope."""
    weights = [watched(1.0) for _ in handed]
    optimizer = torch.optim.SGD([watched(0.0), *(w for w, own in zip(weights, handed, strict=True) if own)], lr=1.0)
    total = sum((w for w, use in zip(weights, used, strict=False) if use), watched(0.0))
    total.sum().backward()
    optimizer.step()
    optimizer.zero_grad()

    for weight, own, use in zip(weights, handed, used, strict=False):
        assert weight.item() == (0.0 if own and use else 1.0)
        assert (weight.grad is not None) == (use and not own)


@given(slopes=st.lists(plain, max_size=5), lr=rates, momentum=shares)
def test_a_ball_that_keeps_rolling(subject, slopes, lr, momentum):
    """For all slopes the places are those to which SGD with momentum takes a weight."""
    given_slopes, weight = list(slopes), watched(0.0)
    optimizer = torch.optim.SGD([weight], lr=lr, momentum=momentum)
    expected = [stepped(optimizer, weight, slope) for slope in given_slopes]

    found = subject.with_momentum(slopes, lr, momentum)

    assert type(found) is list
    assert len(found) == len(expected)
    # float32 is good enough: a learner may let torch do the rolling
    assert all(math.isclose(one, two, rel_tol=1e-5, abs_tol=1e-5) for one, two in zip(found, expected, strict=True))
    assert slopes == given_slopes


@given(st.floats(0.01, 10000), st.sampled_from([1, -1]), st.floats(0.0001, 1))
def test_the_first_step_of_adam(size, sign, lr):
    """However large or small the slope, the first step is lr, against its sign."""
    weight = watched(0.0)

    end = stepped(torch.optim.Adam([weight], lr=lr), weight, sign * size)

    assert math.isclose(end, -sign * lr, rel_tol=1e-4)


@given(lr=rates, slopes=st.tuples(plain, plain))
def test_each_group_has_its_own_pace(subject, lr, slopes):
    """For every lr, all of the body moves by a tenth of lr times its slope, and all of the head by lr times its own."""
    body, head = nn.Linear(2, 3), nn.Linear(3, 1)
    layers = (body, head)
    before = [[p.detach().clone() for p in layer.parameters()] for layer in layers]
    optimizer = subject.two_speeds(body, head, lr)

    for _ in range(2):
        optimizer.zero_grad()
        sum(slope * p.sum() for layer, slope in zip(layers, slopes, strict=True) for p in layer.parameters()).backward()
        optimizer.step()

    for layer, olds, slope, pace in zip(layers, before, slopes, (lr / 10, lr), strict=True):
        for parameter, old in zip(layer.parameters(), olds, strict=True):
            assert torch.allclose(parameter, old - 2 * pace * slope, atol=1e-4)


@given(curvature=st.sampled_from([1.0, 4.0, 0.5, 2.0, 10.0, 0.01]), start=st.sampled_from([1.0, -3.0, 8.0]))
def test_too_long_a_stride(subject, curvature, start):
    """For every valley, this lr turns the weight around; with less it comes closer to 0, with more it runs away."""
    ends = []
    for share in (0.9, 1.0, 1.1):
        weight = watched(start)
        optimizer = torch.optim.SGD([weight], lr=share * subject.tipping_point(curvature))
        for _ in range(3):
            optimizer.zero_grad()
            (curvature * weight**2).backward()
            optimizer.step()
        ends.append(weight.item())

    assert abs(ends[0]) < abs(start) < abs(ends[2])
    assert math.isclose(ends[1], -start, rel_tol=1e-6)
