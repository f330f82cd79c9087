"""Losses: the claims of the koans, for every input."""

import math
import warnings

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from sensei.strategies import FLOATING, dtypes, leaves, shapes, tensors

filled = shapes(min_side=1, max_side=3)
real = dtypes(FLOATING)
columns = st.lists(st.integers(-9, 9), min_size=1, max_size=4)


@st.composite
def alike(draw, count):
    """Some tensors of one shape and one floating dtype."""
    shape, dtype = draw(filled), draw(real)
    return [draw(tensors(shape, dtype)) for _ in range(count)]


@st.composite
def classified(draw):
    """A table of scores, of some rows and classes, and the right class of each row."""
    classes = draw(st.sampled_from([2, 3, 4]))
    rows = st.sampled_from([(0, 1, 2, -1), (2, -1, 0, 1), (-2, 0, 3, 3)])
    table = draw(st.lists(st.tuples(rows, st.integers(0, classes - 1)), min_size=1, max_size=4))
    scores = [row[:classes] for row, _ in table]
    return torch.tensor(scores, dtype=torch.float64), torch.tensor([label for _, label in table])


def gaps(prediction, target):
    """All gaps, as plain numbers."""
    return (prediction.detach() - target).flatten().tolist()


@given(alike(2))
def test_every_pixel_counts_alike(pair):
    """Of any shape, each element gives its square, and the mean counts every element once."""
    prediction, target = pair
    squares = [gap**2 for gap in gaps(prediction, target)]

    each = nn.MSELoss(reduction="none")(prediction, target)

    assert each.shape == prediction.shape
    assert each.flatten().tolist() == squares
    assert math.isclose(nn.MSELoss(reduction="sum")(prediction, target).item(), sum(squares), rel_tol=1e-5)
    assert math.isclose(nn.MSELoss()(prediction, target).item(), sum(squares) / len(squares), rel_tol=1e-5)


@given(leaves(filled))
def test_one_number_with_a_past(prediction):
    """A reduced loss of any shape is 0-dimensional and watched, until it leaves torch."""
    target = torch.zeros(prediction.shape, dtype=prediction.dtype)
    for loss_of in (nn.MSELoss(), nn.L1Loss(), nn.MSELoss(reduction="sum"), nn.BCEWithLogitsLoss()):
        loss = loss_of(prediction, target)

        assert loss.shape == ()
        assert loss.requires_grad
        assert not loss.detach().requires_grad
        assert type(loss.item()) is float


@given(st.sampled_from([(2,), (1,), (4,), (2, 3)]), real, st.data())
def test_some_readings_count_more(subject, shape, dtype, data):
    """For any readings and weights: the weighted mean of the squares, with the gradient of that; nothing is changed."""
    prediction, target = (data.draw(tensors(shape, dtype)) for _ in range(2))
    weight = data.draw(tensors(shape, dtype, 1, 5))
    before = [each.tolist() for each in (prediction, target, weight)]
    weights, total = weight.flatten().tolist(), weight.sum().item()
    squares = [gap**2 for gap in gaps(prediction, target)]
    expected = sum(w * square for w, square in zip(weights, squares, strict=True)) / total
    prediction.requires_grad_()

    loss = subject.weighted_error(prediction, target, weight)

    assert loss.shape == ()
    assert loss.dtype == prediction.dtype
    assert math.isclose(loss.item(), expected, rel_tol=1e-5)
    loss.backward()
    assert torch.allclose(prediction.grad, 2 * weight * (prediction - target).detach() / total)
    assert [each.tolist() for each in (prediction, target, weight)] == before


@given(alike(2), st.sampled_from([nn.MSELoss(), nn.L1Loss()]))
def test_a_measurement_does_not_learn(pair, loss_of):
    """A watched target gets the opposite of the prediction's gradient, at every element."""
    prediction, target = (each.requires_grad_() for each in pair)

    loss_of(prediction, target).backward()

    assert torch.equal(target.grad, -prediction.grad)


@given(st.lists(st.integers(0, 20), min_size=1, max_size=7), st.integers(0, 20))
def test_a_bus_in_the_snow(minutes, guess):
    """No guess has a smaller absolute loss than a median, and none a smaller squared loss than the mean."""
    minutes = torch.tensor(minutes, dtype=torch.float64)

    def loss(loss_of, guess):
        return loss_of(torch.full_like(minutes, float(guess)), minutes).item()

    assert loss(nn.L1Loss(), minutes.median().item()) <= loss(nn.L1Loss(), guess) + 1e-9
    assert loss(nn.MSELoss(), minutes.mean().item()) <= loss(nn.MSELoss(), guess) + 1e-9


@given(columns)
def test_a_column_meets_a_row(values):
    """A column against an equal row of any length is compared in all pairs; the loss is twice the variance."""
    row = torch.tensor(values, dtype=torch.float64)

    with pytest.warns(UserWarning):
        pairs = nn.MSELoss(reduction="none")(row.reshape(-1, 1), row)

    assert pairs.shape == (len(values), len(values))
    assert math.isclose(pairs.mean().item(), 2 * row.var(correction=0).item(), abs_tol=1e-9)


@given(st.lists(st.integers(-9, 9), min_size=2, max_size=4, unique=True), st.data())
def test_a_line_that_gave_up(hours, data):
    """On the loss of all pairs, slope 0 at the mean of the targets has no gradient left, whatever the targets are."""
    degrees = torch.tensor(data.draw(st.lists(st.integers(-9, 9), min_size=len(hours), max_size=len(hours)))).double()
    column = torch.tensor(hours, dtype=torch.float64).reshape(-1, 1)
    slope = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    start = degrees.mean().reshape(1).requires_grad_()

    with pytest.warns(UserWarning):
        nn.MSELoss()(slope * column + start, degrees).backward()

    assert math.isclose(slope.grad.item(), 0, abs_tol=1e-9)
    assert math.isclose(start.grad.item(), 0, abs_tol=1e-9)


@given(columns, st.data(), real)
def test_each_prediction_has_one_target(subject, degrees, data, dtype):
    """For any column each prediction is compared with its own target, without a warning, and learns from it."""
    numbers = data.draw(st.lists(st.integers(-9, 9), min_size=len(degrees), max_size=len(degrees)))
    prediction = torch.tensor(numbers, dtype=dtype).reshape(-1, 1).requires_grad_()
    target = torch.tensor(degrees, dtype=dtype)
    own = [p - t for p, t in zip(numbers, degrees, strict=True)]

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        loss = subject.column_loss(prediction, target)

    assert loss.shape == ()
    assert math.isclose(loss.item(), sum(gap**2 for gap in own) / len(own), rel_tol=1e-5)
    loss.backward()
    assert torch.allclose(prediction.grad, torch.tensor([[2 * gap / len(own)] for gap in own], dtype=dtype))
    assert target.tolist() == degrees


@given(classified())
def test_the_share_of_the_right_class(subject, table):
    """For any shares: minus the mean of the logarithms of what the right classes got, and it can be learned from."""
    scores, labels = table
    shares = scores.requires_grad_().softmax(dim=1)
    right = [row[label] for row, label in zip(shares.tolist(), labels.tolist(), strict=True)]

    loss = subject.surprise(shares, labels)

    assert loss.shape == ()
    assert math.isclose(loss.item(), -sum(math.log(share) for share in right) / len(right), abs_tol=1e-6)
    loss.backward()
    hits = nn.functional.one_hot(labels, scores.shape[1])
    assert torch.allclose(scores.grad, (shares.detach() - hits) / len(right), atol=1e-6)


@given(st.lists(st.tuples(st.sampled_from([1, -1, -2, 5, 300, -400]), st.booleans()), min_size=1, max_size=4), real)
def test_an_alarm_that_is_very_sure(subject, readings, dtype):
    """For any scores, however large: minus the logarithm of the share of the truth, and a gradient that is finite."""
    scores = torch.tensor([float(score) for score, _ in readings], dtype=dtype, requires_grad=True)
    rings = torch.tensor([ring for _, ring in readings])
    losses = [max(0, against) + math.log1p(math.exp(-abs(against))) for against in _against(readings)]

    loss = subject.alarm_loss(scores, rings)

    assert loss.shape == ()
    assert math.isclose(loss.item(), sum(losses) / len(losses), rel_tol=1e-4, abs_tol=1e-6)
    loss.backward()
    assert torch.allclose(scores.grad, (scores.detach().sigmoid() - rings.to(dtype)) / len(readings), atol=1e-6)
    assert rings.dtype == torch.bool


def _against(readings):
    return [-score if ring else score for score, ring in readings]
