"""First gradients: how much does a result change when an input moves a little?

A tensor made with requires_grad=True is watched by autograd, torch's bookkeeper. Call backward() on the one number
that comes out of a computation: autograd walks back through it and leaves the slope in the input's .grad.
All the calculus needed here: the slope of c * x is c, that of x ** 2 is 2 * x, that of x ** 3 is 3 * x ** 2, and that
of a constant is 0. A constant factor stays in front of a slope, and the slopes of the terms of a sum add up.
"""

import pytest
import torch

from sensei import ___


def test_a_slope_belongs_to_one_moment():
    """A stone falls from a ledge 20 metres below you: t seconds later it is 5 * t ** 2 + 20 metres below you.
    backward() answers one question: how fast, in metres per second, is it falling at this very moment?
    """
    seconds = torch.tensor(3.0, requires_grad=True)
    metres = 5 * seconds**2 + 20

    metres.backward()

    assert seconds.grad.item() == ___


def test_only_what_moves_a_little_has_a_slope():
    """Whole numbers cannot move a little, so autograd refuses to watch them. The refusal is neither a TypeError
    nor a ValueError, but Python's general error for what goes wrong while a program runs.
    A gradient takes its shape and its dtype from the tensor that it belongs to.
    """
    with pytest.raises(___):
        torch.tensor([4000, 6500], requires_grad=True)

    steps = torch.tensor([4000, 6500], dtype=torch.float64, requires_grad=True)
    metres = (steps * 0.7).sum().to(torch.float32)
    metres.backward()

    assert steps.grad.dtype == ___


def test_watching_is_catching():
    """One watched ingredient is enough for a result to be watched too, if its dtype can have a slope. The attribute
    requires_grad tells who is watched.
    """
    price = torch.tensor(3.0)
    rate = torch.tensor(0.2, requires_grad=True)
    tax = price * rate
    bill = {"price": price, "tax": tax, "double": price * 2, "total": price + tax, "expensive": price + tax > 3.5}

    watched = {name for name, entry in bill.items() if entry.requires_grad}

    assert watched == ___


def test_slopes_multiply_along_a_chain():
    """The side of a crystal grows by 3 mm an hour, and its area grows with the side. To learn how fast the area grows
    by the hour, multiply the slopes of these two links, each taken where the crystal stands now.
    """
    hours = torch.tensor(2.0, requires_grad=True)
    side = 3 * hours + 1
    area = side**2

    area.backward()

    assert hours.grad.item() == ___


def test_every_input_hears_its_own_share():
    """A garden costs 2 for each metre of its width, for a fence, and 1 for each square metre of ground. With several
    watched inputs each .grad answers for its own input alone, as if the others stood still.
    """
    width = torch.tensor(3.0, requires_grad=True)
    height = torch.tensor(4.0, requires_grad=True)
    cost = 2 * width + width * height

    cost.backward()

    assert width.grad.item() == ___
    assert height.grad.item() == ___


def test_a_sum_and_a_mean_of_the_same_squares():
    """backward() wants one number, so many numbers are summed or averaged first. Each element still gets a slope of
    its own: how fast does that one number move when this element alone moves?
    """
    sides = [1.0, 2.0, 3.0, 4.0]
    summed = torch.tensor(sides, requires_grad=True)
    averaged = torch.tensor(sides, requires_grad=True)

    (summed**2).sum().backward()
    (averaged**2).mean().backward()

    assert summed.grad.tolist() == ___
    assert averaged.grad.tolist() == ___


def test_many_results_need_weights():
    """Several results have no single slope, so a bare backward() is refused. Give it a tensor with one weight for each
    result, and it walks back from their weighted sum.
    """
    scores = torch.tensor([3.0, 5.0], requires_grad=True)
    points = scores**2
    with pytest.raises(RuntimeError):
        points.backward()

    points.backward(torch.tensor([1.0, 10.0]))

    assert scores.grad.tolist() == ___


def test_a_zero_is_not_a_silence():
    """.grad is None until a backward() has reached the tensor. To take part without any influence is one thing, to
    take no part is another.
    """
    sugar = torch.ones(2, requires_grad=True)
    salt = torch.ones(2, requires_grad=True)
    pepper = torch.ones(2, requires_grad=True)
    shelf = {"sugar": sugar, "salt": salt, "pepper": pepper}

    (sugar.sum() + 0 * salt.sum()).backward()

    assert {name for name, t in shelf.items() if t.grad is not None} == ___
    assert {name for name, t in shelf.items() if t.grad is not None and t.grad.any()} == ___


def test_backward_never_erases():
    """backward() cannot know whether what it finds in .grad is stale or still wanted, so it throws nothing away:
    several losses may have something to say to one weight, and not all of them pull the same way.
    """
    weight = torch.tensor(10.0, requires_grad=True)
    seen = []
    for pull in (1.0, 1.0, -3.0):
        loss = pull * weight**2
        loss.backward()
        seen.append(weight.grad.item())

    assert seen == ___


def fresh_gradient(loss_of, weight):
    """Leave in weight.grad the gradient of loss_of(weight), and of nothing that happened before."""
    ___
    loss_of(weight).backward()


def test_a_clean_slate_before_each_question():
    """An old gradient can be filled with zeros by .zero_(), or the attribute can be put back to what it was before any
    backward(). Mind the state of .grad at the very first call. Other weights and other losses are tried too.
    """
    weight = torch.tensor(3.0, requires_grad=True)
    slopes = []
    for loss_of in [lambda w: w**2, lambda w: w**3, lambda w: w**2]:
        fresh_gradient(loss_of, weight)
        slopes.append(weight.grad.item())

    assert slopes == [6.0, 27.0, 6.0]


def test_who_called_backward():
    """backward() walks through everything that led to the number it is called on, and through nothing else. Computing
    something does not yet ask for its slope.
    """
    heat = torch.tensor(3.0, requires_grad=True)
    total = 0.0
    for _ in range(5):
        latest = heat**2
        total = total + heat**2

    latest.backward()
    assert heat.grad.item() == ___

    heat.grad.zero_()
    total.backward()
    assert heat.grad.item() == ___


def gather_in_parts(weight, parts, size):
    """Leave in weight.grad what the mean over all `size` pixels would have left there in one go."""
    for part in parts:
        share = ___
        (share * (weight * part).mean()).backward()


def test_small_helpings_of_a_big_batch():
    """A batch too big for the memory is taken in parts, and .grad gathers what each backward() brings. In the mean over
    the whole batch a large part must count for more than a small one. Other batches and other cuts are tried too.
    """
    pixels = torch.tensor([6.0, 1.0, 2.0, 3.0])
    for batch, cut in [(pixels, 1), (pixels, 2), (pixels[:2], 1)]:
        weight = torch.tensor(1.0, requires_grad=True)
        gather_in_parts(weight, [batch[:cut], batch[cut:]], len(batch))

        assert weight.grad.item() == batch.mean().item()


def test_gradients_handed_over_the_counter():
    """torch.autograd.grad(result, inputs) returns a tuple of slopes, one for each input, in the order of the inputs.
    Several inputs go in together, as one tuple or one list. Writing into .grad is a habit of backward().
    """
    speed = torch.tensor(60.0, requires_grad=True)
    hours = torch.tensor(2.0, requires_grad=True)
    distance = speed * hours

    inputs = ___
    slopes = torch.autograd.grad(distance, inputs)

    assert type(inputs) in (tuple, list)
    assert [slope.item() for slope in slopes] == [60.0, 2.0]
    assert [speed.grad, hours.grad] == ___


def numeric_slope(f, x, step):
    """The slope of f around x, which is a number or a tensor, from two values of f and no calculus."""
    ___


def test_a_nudge_to_both_sides():
    """To check a gradient, nudge: look at f one step above x and one step below, and divide the difference of the two
    values by the distance between the two places. This is slow and rarely exact, but it works for any f.
    """
    side = torch.tensor(2.0, dtype=torch.float64, requires_grad=True)
    volume = side**3
    volume.backward()

    nudged = numeric_slope(lambda length: length**3, 2.0, 0.001)

    assert nudged == pytest.approx(side.grad.item(), abs=0.0001)
    # A long step misses the slope.
    assert numeric_slope(lambda length: length**3, 2.0, 1.0) == 13.0
