"""Optimizers: what step() does to a parameter, and what it does it with.

An optimizer is made once, from the parameters that it is to move: torch.optim.SGD(model.parameters(), lr=0.1). SGD is
plain gradient descent, and lr is the learning rate. Three calls make a step of training: loss.backward() leaves a slope
in every .grad, optimizer.step() moves the parameters by what it finds there, and optimizer.zero_grad() puts every .grad
back to what it was before any backward(). A parameter is an nn.Parameter, a tensor that is watched from the start.
"""

import pytest
import torch
from torch import nn

from sensei import ___


def step_by_hand(parameters, lr):
    """What step() of SGD does, without an optimizer: move each parameter against its slope, by lr times the slope.
    Its .grad stays as it is.
    """
    ___


def test_a_step_is_a_subtraction():
    """The tensors stay the same objects, in the same memory, watched as before: only their numbers change. A step is no
    part of the computation, so autograd must not see it. A parameter that no backward() has reached stays where it is.
    Other parameters are tried too.
    """
    ours = [nn.Parameter(torch.tensor(number)) for number in [4.0, -2.0, 5.0]]
    theirs = [nn.Parameter(torch.tensor(number)) for number in [4.0, -2.0, 5.0]]
    for heat, salt, _ in (ours, theirs):
        (heat**2 + 3 * salt).backward()
    memory = [p.data_ptr() for p in ours]

    step_by_hand(ours, lr=0.5)
    torch.optim.SGD(theirs, lr=0.5).step()

    assert [p.item() for p in theirs] == [0.0, -3.5, 5.0]
    assert [p.item() for p in ours] == [0.0, -3.5, 5.0]
    assert [p.data_ptr() for p in ours] == memory


def test_three_calls_in_many_orders():
    """step() reads .grad and leaves it as it is: it neither asks for slopes nor clears them away. What is the weight
    after each of these four lines? They are run one after the other, on the same weight.
    """
    weight = nn.Parameter(torch.tensor(10.0))
    optimizer = torch.optim.SGD([weight], lr=1.0)
    calls = {"zero_grad": optimizer.zero_grad, "step": optimizer.step, "backward": lambda: (3 * weight).backward()}
    seen = []
    for line in ["zero_grad step", "backward zero_grad step", "zero_grad backward step", "step"]:
        for call in line.split():
            calls[call]()
        seen.append(weight.item())
    optimizer.zero_grad()

    assert seen == ___
    assert weight.grad is ___


def training_step(model, loss_function, optimizer, features, targets):
    """One step of training on these features. Returns the loss as it was before the step, as a Python float."""
    ___


def test_a_step_of_training():
    """loss_function(predictions, targets) gives one number. Whatever other work has left in .grad must not count, and
    the model should have moved when the function returns. Other models, optimizers and losses are tried too.
    """
    torch.manual_seed(0)
    hours = torch.tensor([[1.0], [2.0]])
    for speed in [3.0, -1.5]:
        model = nn.Linear(1, 1, bias=False)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.2)
        model(hours).sum().backward()  # other work
        losses = [training_step(model, nn.MSELoss(), optimizer, hours, speed * hours) for _ in range(2)]

        assert losses[0] > 0.5
        assert losses[1] == pytest.approx(0, abs=1e-6)
        assert model.weight.item() == pytest.approx(speed)


def test_an_optimizer_knows_its_own():
    """An optimizer keeps the very tensors that it was handed when it was made. It never looks at the model. All that
    it does, it does to those; backward() reaches whatever the result was computed from.
    """
    torch.manual_seed(0)
    layers = {"body": nn.Linear(2, 2), "old head": nn.Linear(2, 1), "new head": nn.Linear(2, 1)}
    before = {name: layer.bias.detach().clone() for name, layer in layers.items()}
    model = nn.Sequential(layers["body"], layers["old head"])
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    model[1] = layers["new head"]
    model(torch.ones(1, 2)).sum().backward()
    optimizer.step()
    optimizer.zero_grad()

    assert {name for name, layer in layers.items() if not torch.equal(layer.bias, before[name])} == ___
    assert {name for name, layer in layers.items() if layer.bias.grad is not None} == ___


def with_momentum(slopes, lr, momentum):
    """Where a weight that starts at 0.0 stands after each of these slopes: a list of floats, as long as slopes."""
    ___


def test_a_ball_that_keeps_rolling():
    """With momentum, SGD has a velocity, 0 at the start. In each step the velocity first shrinks: it is multiplied by
    momentum. Then the new slope is added, and the weight moves against the velocity as it otherwise would against the
    slope. Other slopes are tried too.
    """
    slopes, seen = [8.0, 8.0, -4.0], []
    weight = nn.Parameter(torch.tensor(0.0))
    optimizer = torch.optim.SGD([weight], lr=0.25, momentum=0.5)
    for slope in slopes:
        optimizer.zero_grad()
        (slope * weight).backward()
        optimizer.step()
        seen.append(weight.item())

    assert seen == [-2.0, -5.0, -5.5]
    assert with_momentum(slopes, 0.25, 0.5) == seen


def test_the_first_step_of_adam():
    """Adam moves each number by lr times m / r, against m. Here m is a mean of its slopes so far, and r the square root
    of a mean of their squares. At the first step there is one slope to take means of.
    """
    weights = nn.Parameter(torch.zeros(3))
    optimizer = torch.optim.Adam([weights], lr=0.25)

    (torch.tensor([1000.0, 2.0, -0.5]) * weights).sum().backward()
    optimizer.step()

    assert [round(number, 3) for number in weights.tolist()] == ___


def two_speeds(body, head, lr):
    """An SGD optimizer for two layers: the head learns with lr, the body with a tenth of it."""
    return ___


def test_each_group_has_its_own_pace():
    """Instead of parameters, an optimizer takes a list of groups: dicts, each with its "params", and with settings of
    its own by name, such as "lr". What a group does not set is taken from the arguments behind the list.
    Other slopes and layers are tried too.
    """
    for lr in [1.0, 0.5]:
        body, head = nn.Linear(1, 1, bias=False), nn.Linear(1, 1, bias=False)
        start = body.weight.item(), head.weight.item()
        optimizer = two_speeds(body, head, lr)
        (2 * body.weight + 3 * head.weight).backward()
        optimizer.step()

        assert body.weight.item() == pytest.approx(start[0] - 0.2 * lr)
        assert head.weight.item() == pytest.approx(start[1] - 3 * lr)


def tipping_point(curvature):
    """The lr at which SGD on curvature * weight ** 2 jumps from weight to -weight, back and forth, for ever."""
    return ___


def test_too_long_a_stride():
    """A valley has its bottom at 0. With a small lr the weight walks down to it, with a larger one it lands beyond it,
    on the other side, and past a certain lr it lands higher up than it was. What does one step make of the weight, as a
    formula? Other valleys are tried too.
    """
    for curvature in [1.0, 4.0]:
        ends = []
        for share in [0.5, 0.75, 1.0, 1.25]:
            weight = nn.Parameter(torch.tensor(8.0))
            optimizer = torch.optim.SGD([weight], lr=share * tipping_point(curvature))
            for _ in range(2):
                optimizer.zero_grad()
                (curvature * weight**2).backward()
                optimizer.step()
            ends.append(weight.item())
        assert ends == [0.0, 2.0, 8.0, 18.0]
