"""Losses: one number that says how wrong the predictions are.

A loss is a module with nothing to learn. Make it once, as in loss_of = nn.MSELoss(), and call it with the predictions
and the targets. It works out a loss for each element, or, as nn.CrossEntropyLoss does, for each row. Its reduction then
says what becomes of them: "mean", the default, "sum", or "none", which leaves them as they are.
nn.MSELoss squares the gap between prediction and target, nn.L1Loss takes the gap without its sign. nn.CrossEntropyLoss
and nn.BCEWithLogitsLoss are for choices between classes. They take logits: raw scores of a model, any numbers at all.
"""

import math
import warnings

import pytest
import torch
from torch import nn

from sensei import ___


def test_every_pixel_counts_alike():
    """Two pictures of three pixels are compared with what they should be. MSELoss does not know that each row is one
    picture: it sees elements, and nothing else.
    """
    prediction = torch.tensor([[1.0, 2.0, 5.0], [7.0, 0.0, 3.0]])
    target = torch.tensor([[2.0, 4.0, 5.0], [7.0, 3.0, 1.0]])

    assert nn.MSELoss(reduction="none")(prediction, target).tolist() == ___
    assert nn.MSELoss(reduction="sum")(prediction, target).item() == ___
    assert nn.MSELoss()(prediction, target).item() == ___


def test_one_number_with_a_past():
    """A reduction makes one number of many. The result is still a tensor, and as long as it is one it may have the
    history that backward() needs. A log file wants neither.
    """
    litres = torch.tensor([1.0, 3.0])
    price = torch.tensor(2.0, requires_grad=True)

    loss = nn.MSELoss()(litres * price, torch.tensor([3.0, 5.0]))
    log = {"loss": loss, "root": loss.sqrt(), "detached": loss.detach(), "item": loss.item(), "text": f"{loss:.2f}"}

    assert loss.shape == ___
    assert {name for name, entry in log.items() if torch.is_tensor(entry)} == ___
    assert {name for name, entry in log.items() if getattr(entry, "requires_grad", False)} == ___


def weighted_error(prediction, target, weight):
    """The mean squared error in which an element of weight 2 counts as much as two of weight 1."""
    ___


def test_some_readings_count_more():
    """A good sensor deserves more trust than a cheap one, and no ready-made loss knows which is which: write this one
    by hand. With equal weights it is the mean squared error, however large the weights are. Other readings, weights and
    shapes are tried too.
    """
    prediction = torch.tensor([20.0, 22.0, 25.0])
    target = torch.tensor([21.0, 22.0, 21.0])

    assert weighted_error(prediction, target, torch.tensor([5.0, 2.0, 1.0])).item() == 21 / 8
    for weight in (torch.ones(3), torch.full((3,), 4.0)):
        by_hand = weighted_error(prediction, target, weight)
        assert by_hand.item() == pytest.approx(nn.MSELoss()(prediction, target).item())


def test_a_measurement_does_not_learn():
    """A target is what was measured: nothing about it should move, so nobody needs its slope. A loss does not check
    that. It squares prediction - target, and backward() answers for everything in it that is watched.
    """
    prediction = torch.tensor([3.0, 5.0], requires_grad=True)
    target = torch.tensor([1.0, 6.0], requires_grad=True)

    nn.MSELoss()(prediction, target).backward()

    assert prediction.grad.tolist() == ___
    assert target.grad.tolist() == ___


def test_a_bus_in_the_snow():
    """Guess one waiting time for five buses, so that the loss is smallest. Raise the guess a little: in L1Loss every
    gap pulls with the same force, in MSELoss a gap that is twice as long pulls twice as hard. The best guess is where
    the pulls from both sides are even.
    """
    minutes = torch.tensor([3.0, 4.0, 5.0, 6.0, 32.0])

    def best_guess(loss_of):
        return min(range(40), key=lambda guess: loss_of(torch.full((5,), float(guess)), minutes).item())

    assert best_guess(nn.L1Loss()) == ___
    assert best_guess(nn.MSELoss()) == ___


def test_a_column_meets_a_row():
    """A model answers with one column, a table of targets often comes as plain numbers in a row. A loss follows the
    rules of broadcasting: it warns, and then pairs what the two shapes tell it to pair.
    """
    prediction = torch.tensor([[10.0], [13.0], [16.0]])
    target = torch.tensor([10.0, 13.0, 16.0])

    with pytest.warns(UserWarning):
        loss = nn.MSELoss()(prediction, target)
        pairs = nn.MSELoss(reduction="none")(prediction, target)

    assert pairs.shape == ___
    assert loss.item() == ___


def test_a_line_that_gave_up():
    """This loop is right but for one shape: the prediction of each hour is compared with the degrees of all hours. If
    all of them pull at every prediction, which prediction is best at hour 0, and which at hour 2?
    """
    hours, degrees = torch.tensor([[0.0], [1.0], [2.0]]), torch.tensor([8.0, 12.0, 22.0])
    slope, start = torch.zeros(1, requires_grad=True), torch.zeros(1, requires_grad=True)

    for _ in range(100):
        with pytest.warns(UserWarning):
            loss = nn.MSELoss()(slope * hours + start, degrees)
        gradients = torch.autograd.grad(loss, [slope, start])
        with torch.no_grad():
            slope -= 0.2 * gradients[0]
            start -= 0.2 * gradients[1]

    assert slope.item() == pytest.approx(___, abs=0.01)
    assert start.item() == pytest.approx(___, abs=0.01)


def column_loss(prediction, target):
    """The mean squared error of a column of predictions, shape (N, 1), and N targets of shape (N,)."""
    ___


def test_each_prediction_has_one_target():
    """Bring the two to one shape before they meet: .reshape, .squeeze and .unsqueeze can all help, with the right
    numbers in their brackets. Other columns are tried too, of one row and more.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for degrees in [[10.0, 13.0, 16.0, 19.0], [4.0]]:
            target = torch.tensor(degrees)
            prediction = (target - 2).unsqueeze(1).requires_grad_()
            loss = column_loss(prediction, target)
            loss.backward()

            assert loss.item() == 4.0
            assert prediction.grad.tolist() == [[-4 / len(degrees)]] * len(degrees)


def surprise(shares, labels):
    """The cross entropy of a model that has turned its scores into shares already: each row of shares sums to 1."""
    ___


def test_the_share_of_the_right_class():
    """Cross entropy asks which share the model gave to the right class, and takes minus its natural logarithm,
    .log(), and the mean over all rows. nn.CrossEntropyLoss turns scores into shares itself, with a softmax; nn.NLLLoss
    picks a number from each row and changes its sign, no more. Other shares and labels are tried too.
    """
    shares = torch.tensor([[0.5, 0.25, 0.25], [0.125, 0.75, 0.125]])
    logits = torch.tensor([[2.0, 0.0, -1.0], [0.5, 0.5, 3.0]])
    labels = torch.tensor([1, 0])

    assert surprise(shares[:1], labels[:1]).item() == pytest.approx(math.log(4))
    assert surprise(shares[1:], labels[1:]).item() == pytest.approx(math.log(8))
    assert torch.allclose(surprise(logits.softmax(dim=1), labels), nn.CrossEntropyLoss()(logits, labels))


def alarm_loss(scores, rings):
    """The binary cross entropy of raw scores and of a tensor of booleans, both of shape (N,)."""
    ___


def test_an_alarm_that_is_very_sure():
    """For a yes or no one score is enough: its sigmoid is the share of yes. nn.BCEWithLogitsLoss takes the sigmoid
    itself; nn.BCELoss wants it taken before, and never gives an element a loss above 100. The targets of both are
    numbers from 0 to 1, in a floating dtype. Other scores are tried too, some of them hundreds away from 0.
    """
    scores = torch.tensor([0.0, -300.0], requires_grad=True)

    loss = alarm_loss(scores, torch.tensor([True, True]))
    loss.backward()

    assert loss.item() == pytest.approx((math.log(2) + 300) / 2)
    assert scores.grad[1].item() == -0.5
