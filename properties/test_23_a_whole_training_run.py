"""A whole training run: the claims of the koans, for every input."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from sensei.strategies import shapes, tensors

seeds = st.integers(0, 99)
whole = st.integers(-9, 9)
lines = st.tuples(whole, whole)


def table(rows, features, seed):
    """An invented table in float64, its rows all different."""
    made = np.random.default_rng(seed)
    return made.permutation(rows * features).reshape(rows, features) / 4.0, made.permutation(rows) * 0.5


def linear(weights, bias):
    """An nn.Linear with these numbers in it."""
    model = nn.Linear(len(weights), 1)
    with torch.no_grad():
        model.weight.copy_(torch.tensor([weights]))
        model.bias.fill_(bias)
    return model


def weights_of(model):
    """All its numbers, and its slopes."""
    return [(p.tolist(), None if p.grad is None else p.grad.tolist()) for p in model.parameters()]


@given(st.integers(1, 6), st.integers(1, 3), seeds)
def test_a_table_becomes_two_tensors(subject, rows, features, seed):
    """Any table keeps its numbers; x keeps its shape, y becomes a column, and both are float32."""
    inputs, targets = table(rows, features, seed)
    before = inputs.copy(), targets.copy()

    x, y = subject.to_tensors(inputs, targets)

    assert (x.dtype, y.dtype) == (torch.float32, torch.float32)
    assert (x.shape, y.shape) == ((rows, features), (rows, 1))
    assert x.tolist() == before[0].tolist()
    assert y[:, 0].tolist() == before[1].tolist()
    assert not (x.requires_grad or y.requires_grad)
    assert np.array_equal(inputs, before[0]) and np.array_equal(targets, before[1])


@given(st.integers(8, 24), st.integers(1, 2), seeds)
def test_the_test_part_stays_a_secret(subject, rows, features, seed):
    """Rows stay with their targets, every row is used once, and means and spreads are those of the training part."""
    targets = np.random.default_rng(seed).permutation(rows) ** 2 / 4.0
    inputs = np.column_stack([3 * targets + 1, -targets])[:, :features]
    before = inputs.copy(), targets.copy()

    x_train, x_test, y_train, y_test = subject.prepared(inputs, targets)

    assert len(y_test) == math.ceil(rows / 4), "A quarter of the rows is the test part."
    assert y_test.tolist() == train_test_split(before[1], test_size=0.25, random_state=0)[1].tolist()
    assert sorted([*y_train, *y_test]) == sorted(before[1])
    mean, spread = y_train.mean(), y_train.std()
    signs = np.array([1, -1])[:features]
    scaled = [np.allclose(x, signs * (y[:, None] - mean) / spread) for x, y in ((x_train, y_train), (x_test, y_test))]
    assert scaled == [True, True], "Both parts should be scaled by means and spreads of the training part alone."
    assert np.array_equal(inputs, before[0])
    assert np.array_equal(targets, before[1])


@given(lines, tensors((3, 1), torch.float32), st.sampled_from([0.0, 0.125, 0.25]), st.booleans(), st.booleans())
def test_one_turn_of_the_wheel(subject, line, x, lr, absolute, had_slopes):
    """The loss before the step comes back as a float, and the weights move by the rate times their own new slopes."""
    model, twin = linear([float(line[0])], line[1]), linear([float(line[0])], line[1])
    loss_of = (lambda out, goal: ((out - goal).relu() + goal.abs()).mean()) if absolute else nn.MSELoss()
    y = x.flip(0) + 1
    before = x.tolist(), y.tolist()
    if had_slopes:
        for parameter in model.parameters():
            parameter.grad = torch.full_like(parameter, 7.0)
    expected = loss_of(twin(x), y)
    slopes = torch.autograd.grad(expected, list(twin.parameters()))

    loss = subject.training_step(model, loss_of, torch.optim.SGD(model.parameters(), lr=lr), x, y)

    assert type(loss) is float and math.isclose(loss, expected.item(), rel_tol=1e-5)
    for parameter, old, slope in zip(model.parameters(), twin.parameters(), slopes, strict=True):
        assert torch.allclose(parameter, old - lr * slope, rtol=1e-4, atol=1e-4)
        assert parameter.requires_grad
    assert (x.tolist(), y.tolist()) == before


def losses_by_hand(w, b, x, y, size, epochs, lr):
    """Gradient descent on a line, its slopes from the formula: weight, bias and the mean loss of each epoch."""
    losses = []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(x), size):
            xs, ys = x[start : start + size], y[start : start + size]
            errors = w * xs + b - ys
            total += (errors**2).sum()
            w, b = w - lr * 2 * (errors * xs).mean(), b - lr * 2 * errors.mean()
        losses.append(total / len(x))
    return w, b, losses


@given(lines, st.integers(1, 7), st.integers(1, 4), st.integers(0, 3), st.sampled_from([0.0, 0.05, 0.1]), seeds)
def test_the_whole_loop_is_yours(subject, line, samples, batch_size, epochs, lr, seed):
    """Weight, bias and every loss are those of a run by hand, for any batch size, short last batch or not."""
    random = np.random.default_rng(seed)
    x, y = random.uniform(-1, 1, samples), random.uniform(-9, 9, samples)
    model = linear([float(line[0])], line[1])
    data = TensorDataset(*(torch.tensor(each, dtype=torch.float32).view(-1, 1) for each in (x, y)))

    losses = subject.train(model, DataLoader(data, batch_size=batch_size), epochs, lr)

    w, b, expected = losses_by_hand(*line, x, y, batch_size, epochs, lr)
    assert type(losses) is list
    assert len(losses) == epochs
    assert all(type(loss) is float for loss in losses)
    assert np.allclose(losses, expected, rtol=1e-3, atol=1e-3)
    assert math.isclose(model.weight.item(), w, rel_tol=1e-3, abs_tol=1e-3)
    assert math.isclose(model.bias.item(), b, rel_tol=1e-3, abs_tol=1e-3)


@given(seeds, lines, st.integers(1, 5))
def test_the_fitted_line_is_not_the_true_one(seed, line, noise):
    """On its own noisy samples the least squares line wins against the line that they were made with."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(20, 1))
    true = line[0] * x[:, 0] + line[1]
    y = true + random.normal(scale=noise, size=20)
    fitted = LinearRegression().fit(x, y).predict(x)

    assert ((fitted - y) ** 2).mean() < ((true - y) ** 2).mean()


class Recorder(nn.Module):
    """A model with a random layer, a layer that counts, and a note of how it was asked."""

    def __init__(self, slope):
        """Predict slope * x + 1 in eval mode."""
        super().__init__()
        self.layers = nn.Sequential(nn.BatchNorm1d(1), linear([float(slope)], 1.0), nn.Dropout(0.5))
        self.asked = set()

    def forward(self, x):
        """Predict, and note."""
        self.asked.add((self.training, torch.is_grad_enabled()))
        return self.layers(x)


@given(whole, tensors(st.tuples(st.integers(2, 7), st.just(1)), torch.float32), st.booleans(), st.booleans())
def test_looking_does_not_touch(subject, slope, x, training, had_slopes):
    """For any data the loss is that of eval mode; weights, slopes, running means and mode are as they were."""
    model = Recorder(slope).train(training)
    y = x**2
    if had_slopes:
        for parameter in model.parameters():
            parameter.grad = torch.ones_like(parameter)
    before = weights_of(model), [each.tolist() for each in model.buffers()]
    expected = ((slope * x / math.sqrt(1 + 1e-5) + 1 - y) ** 2).mean().item()

    loss = subject.evaluate(model, DataLoader(TensorDataset(x, y), batch_size=2, shuffle=True))

    assert type(loss) is float and math.isclose(loss, expected, rel_tol=1e-4, abs_tol=1e-4)
    assert model.asked == {(False, False)}, "The model should be asked in eval mode, with nothing recorded."
    assert {module.training for module in model.modules()} == {training}, "The model left in another mode than it came."
    assert (weights_of(model), [each.tolist() for each in model.buffers()]) == before
    assert all(parameter.requires_grad for parameter in model.parameters())
    assert torch.is_grad_enabled()


@given(lines, tensors(shapes(min_dims=1, max_dims=1, min_side=1).map(lambda shape: (*shape, 1)), torch.float32))
def test_a_picture_needs_plain_numbers(subject, line, x):
    """Any model and x give a curve that can be drawn, the model's own, and the model is watched as before."""
    model = linear([float(line[0])], line[1])
    with pytest.raises(RuntimeError):
        np.asarray(model(x))

    drawn = np.asarray(subject.curve(model, x))

    assert np.allclose(drawn.ravel(), line[0] * x.numpy().ravel() + line[1], atol=1e-4)
    assert all(parameter.requires_grad for parameter in model.parameters()) and model.training
    assert weights_of(model) == [([[float(line[0])]], None), ([float(line[1])], None)] and torch.is_grad_enabled()


def least_squares_run(fit, epochs, seed):
    """Over x = -1, 1 with a rate of 0.5, in one batch, the first step arrives. What was found, and what is right."""
    y = np.random.default_rng(seed).integers(-9, 9, 4).astype(float)
    x = np.array([-1.0, 1.0, -1.0, 1.0])
    model, losses = fit(*(torch.tensor(each, dtype=torch.float32).view(-1, 1) for each in (x, y)), epochs, 0.5)
    best = LinearRegression().fit(x[:, None], y)
    error = ((best.predict(x[:, None]) - y) ** 2).mean()
    wanted = [best.coef_[0], best.intercept_, *[error] * (epochs - 1)]
    return [model.weight.item(), model.bias.item(), *losses[1:]], wanted


def samples_of_the_last_batch(fit, seed):
    """At x = 0 each step of a rate of 0.5 goes to the mean of its batch. Of 20 powers of two, which 4 came last?"""
    torch.manual_seed(seed)
    model, _ = fit(torch.zeros(20, 1), 2.0 ** torch.arange(20).view(-1, 1), 1, 0.5)
    return [power for power in range(20) if round(4 * model.bias.item()) >> power & 1]


@settings(max_examples=10)
@given(st.integers(17, 20), st.integers(1, 3), st.sampled_from([0.0, 0.5]), lines, seeds)
def test_a_picture_of_your_own_run(subject, samples, epochs, lr, line, seed):
    """Any run trains in shuffled batches of 16 and tells the mean loss of a sample; any picture holds the whole run."""
    x = torch.linspace(-2, 3, samples).view(-1, 1)
    y = x.flip(0) ** 2
    if lr:
        found, wanted = least_squares_run(subject.fit, epochs, seed)
        assert len(found) == len(wanted)
        assert np.allclose(found, wanted, atol=1e-3)
        last = samples_of_the_last_batch(subject.fit, seed)
        assert len(last) == 4, "The last of 20 samples should come in a batch of 4."
        assert last != [16, 17, 18, 19], "The batches are not shuffled."
    else:
        model, still = subject.fit(x, y, epochs, lr)
        assert np.allclose(still, [((model(x) - y) ** 2).mean().item()] * epochs, rtol=1e-4)
        assert all(type(loss) is float for loss in still)

    model, losses = linear([line[0] + 0.128], line[1] + 0.5), [9.0, 4.0, 1.0, 2.0][: epochs + 1]
    before = weights_of(model)
    figure = subject.draw(x, y, model, losses)

    assert isinstance(figure, Figure)
    left, right = figure.axes
    points = np.concatenate([np.asarray(each.get_offsets()) for each in left.collections])
    assert np.allclose(points, torch.cat([x, y], dim=1)), "The points on the left are not those of x and y."
    across, up = (np.ravel(each).astype(float) for each in left.lines[0].get_data())
    assert np.allclose([across.min(), across.max()], [-2, 3]), "The line should span all x."
    assert np.allclose(up, (line[0] + 0.128) * across + line[1] + 0.5, atol=1e-4), "This line is not the model's."
    numbers = [f"{abs(each.item()):.2f}" for each in model.parameters()]
    assert all(number in left.get_title() for number in numbers), f"The title lacks {' or '.join(numbers)}."
    legend = left.get_legend()
    assert legend is not None and len(legend.get_texts()) >= 2, "The legend should name the points and the line."
    shown = [np.ravel(each).tolist() for each in right.lines[0].get_data()]
    assert shown == [[*range(1, len(losses) + 1)], losses], "The losses should lie over the epochs 1, 2, 3, ..."
    assert all(axes.get_xlabel() and axes.get_ylabel() for axes in (left, right)), "An axis has no label."
    assert (weights_of(model), torch.is_grad_enabled()) == (before, True)
