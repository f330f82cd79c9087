"""A whole training run: from a table of numbers to a fitted line and a picture of it.

scikit-learn makes the data and is the judge. make_regression invents a table: a hidden line, and noise around it.
train_test_split sets a part of it aside. StandardScaler learns means and spreads with .fit() and applies them with
.transform(). LinearRegression finds the best line by a formula. torch does the work: TensorDataset and DataLoader hand
out batches, nn.Linear is the model, nn.MSELoss the loss, torch.optim.SGD the optimizer.
The last koan saves linear_regression.png in the folder where you started pytest: open it and look at your own run.
"""

import pathlib

import numpy as np
import pytest
import torch
from matplotlib.figure import Figure
from sklearn.datasets import make_regression
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def to_tensors(features, targets):
    """The table as two float32 tensors: the features in their shape, the targets as a single column."""
    # the cast and the column are made once, here; the training loop need not repeat them
    return torch.tensor(features, dtype=torch.float32), torch.tensor(targets, dtype=torch.float32).view(-1, 1)


def test_a_table_becomes_two_tensors():
    """make_regression works in float64 and hands out targets of shape (n,). nn.Linear is made of torch.float32 and
    predicts columns. A loss between shapes (n, 1) and (n,) sets every prediction against every target, so make the
    column here, once: .view and .unsqueeze give numbers another shape. Other tables are tried too.
    """
    for count in [1, 3]:
        features, targets = make_regression(n_samples=100, n_features=count, noise=10, bias=14.5, random_state=42)
        assert (features.dtype, features.shape, targets.shape) == (np.float64, (100, count), (100,))
        x, y = to_tensors(features, targets)
        assert nn.Linear(count, 1)(x).shape == y.shape
        assert np.allclose(y.flatten(), targets)


def prepared(features, targets):
    """Set a quarter aside and scale the features. Return x_train, x_test, y_train, y_test; targets keep their units."""
    x_train, x_test, y_train, y_test = train_test_split(features, targets, test_size=0.25, random_state=0)
    # means and spreads come from the training part alone: the test part stands for what nobody has seen
    scaler = StandardScaler().fit(x_train)
    return scaler.transform(x_train), scaler.transform(x_test), y_train, y_test


def test_the_test_part_stays_a_secret():
    """The test part stands for flats that are on the market next year: nothing may be learned from it, not even a mean.
    train_test_split(features, targets, test_size=0.25, random_state=0) shuffles the rows and returns four arrays, in
    the order of the docstring above. Other tables are tried too.
    """
    assert StandardScaler().fit([[0.0], [20.0]]).transform([[30.0]]).item() == 2.0

    areas = np.array([[20.0], [31.0], [45.0], [58.0], [64.0], [77.0], [90.0], [400.0]])
    shuffled = train_test_split(10 * areas[:, 0], test_size=0.25, random_state=0)
    x_train, x_test, y_train, y_test = prepared(areas, 10 * areas[:, 0])
    assert y_test.tolist() == shuffled[1].tolist()
    assert np.allclose(x_train[:, 0], (y_train - y_train.mean()) / y_train.std())
    assert np.allclose(x_test[:, 0], (y_test - y_train.mean()) / y_train.std())


def training_step(model, loss_of, optimizer, x, y):
    """One step on one batch. Return the loss as it was before the step, as a Python number."""
    loss = loss_of(model(x), y)
    # whatever the weights remember of the step before has to go before backward() adds to it
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def test_one_turn_of_the_wheel():
    """Predict, measure, find the slopes, move: the body of nearly every training loop. Optimizers have .zero_grad() and
    .step(), losses have .backward(), which adds to slopes that are there already: whatever was in .grad before the call
    must not count. Other models and losses are tried too.
    """
    model = nn.Linear(1, 1)
    for parameter in model.parameters():
        nn.init.zeros_(parameter)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    x, y = torch.tensor([[1.0], [3.0]]), torch.tensor([[2.0], [6.0]])

    losses = [training_step(model, nn.MSELoss(), optimizer, x, y) for _ in range(3)]

    assert {type(loss) for loss in losses} == {float}
    assert losses == pytest.approx([20.0, 0.64, 0.1024])


def train(model, loader, epochs, lr):
    """Plain SGD on the mean squared error. Return the list of the epochs' losses, each a mean over all samples."""
    loss_of, optimizer = nn.MSELoss(), torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        total, count = 0.0, 0
        for x, y in loader:
            loss = loss_of(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            # a batch counts as much as it has samples, and the last one may be short
            total += loss.item() * len(x)
            count += len(x)
        losses.append(total / count)
    return losses


def test_the_whole_loop_is_yours():
    """In an epoch every batch of the loader gets one step. nn.MSELoss averages over a batch, and the last batch may be
    short: make sure that a sample in it counts as much as any other. Take each loss as it was before its step. All this
    should end near the line that LinearRegression finds. Other data are tried too.
    """
    torch.manual_seed(0)
    features, targets = make_regression(n_samples=100, n_features=1, noise=10, bias=14.5, random_state=42)
    x, y = torch.tensor(np.column_stack([features, targets]), dtype=torch.float32).split(1, dim=1)
    loader, model = DataLoader(TensorDataset(x, y), batch_size=16, shuffle=True), nn.Linear(1, 1)

    losses = train(model, loader, epochs=60, lr=0.02)

    best = LinearRegression().fit(features, targets)
    assert (len(losses), losses[0] > losses[-1]) == (60, True)
    assert [model.weight.item(), model.bias.item()] == pytest.approx([best.coef_[0], best.intercept_], abs=1)
    assert train(model, loader, epochs=1, lr=0.0) == pytest.approx([nn.MSELoss()(model(x), y).item()])


def winner(x, y):
    """The name of the line with the smallest mean squared error on these samples."""
    lines = {"true": (41.74, 14.5), "fitted": (44.44, 15.67), "flat": (0.0, 11.05)}
    return min(lines, key=lambda name: ((lines[name][0] * x + lines[name][1] - y) ** 2).mean())


def test_the_fitted_line_is_not_the_true_one():
    """Your training came close to weight 44.44 and bias 15.67, the line with the least squared error on its 100 noisy
    samples. make_regression had hidden 41.74 and 14.5 in them. Who wins on the samples of the training, on the same
    samples, in another order, without their noise, and on 10000 new ones with noise of their own?
    """
    random = np.random.default_rng(0)
    x, noisy = make_regression(n_samples=100, n_features=1, noise=10, bias=14.5, random_state=42)
    same, clean = make_regression(n_samples=100, n_features=1, noise=0, bias=14.5, random_state=42)
    many = random.normal(size=10000)
    new = 41.74 * many + 14.5 + random.normal(scale=10, size=10000)

    assert [winner(x[:, 0], noisy), winner(same[:, 0], clean), winner(many, new)] == ["fitted", "true", "true"]


def evaluate(model, loader):
    """The mean squared error over all samples of the loader. The model stays as it is, mode and slopes included."""
    was_training = model.training
    model.eval()
    total, count = 0.0, 0
    with torch.no_grad():
        for x, y in loader:
            total += nn.MSELoss()(model(x), y).item() * len(x)
            count += len(x)
    model.train(was_training)
    return total / count


def test_looking_does_not_touch():
    """Some layers do in training what nobody wants in an evaluation: nn.Dropout(1.0) turns all that it is given into 0,
    and hands it on untouched in eval mode. model.eval() switches over, model.train() back, model.train(False) is eval()
    once more, and model.training tells the mode. Nothing has to be recorded. Other models are tried too.
    """
    x, y = torch.tensor([[1.0], [2.0], [3.0]]), torch.tensor([[1.0], [2.0], [6.0]])
    model, loader = nn.Dropout(1.0), DataLoader(TensorDataset(x, y), batch_size=2)

    assert evaluate(model, loader) == pytest.approx(3.0)
    assert model.training
    assert evaluate(model.eval(), loader) == pytest.approx(3.0)
    assert not model.training


def curve(model, x):
    """What the model predicts for x, ready to be drawn."""
    # matplotlib turns it into a numpy array, and an array cannot carry a history
    return model(x).detach()


def test_a_picture_needs_plain_numbers():
    """matplotlib draws numpy arrays, and asks every tensor for its .numpy(). axes = figure.subplots() is a pair of axes
    to draw on; axes.plot(x, y, label=...) draws a line and axes.scatter(x, y) points. The model goes on learning
    afterwards. Other models are tried too.
    """
    x = torch.tensor([[0.0], [10.0], [20.0]])
    model = nn.Linear(1, 1)
    nn.init.constant_(model.weight, 2.0)
    nn.init.constant_(model.bias, -5.0)
    axes = Figure().subplots()
    with pytest.raises(RuntimeError):
        axes.plot(x, model(x))
    (line,) = axes.plot(x, curve(model, x))
    assert line.get_ydata().tolist() == [-5.0, 15.0, 35.0]
    assert (model(x).requires_grad, model.training) == (True, True)


def fit(x, y, epochs, lr):
    """Train a new nn.Linear(1, 1) in shuffled batches of 16. Return the model, and the losses that train returns."""
    model, loss_of = nn.Linear(1, 1), nn.MSELoss()
    loader = DataLoader(TensorDataset(x, y), batch_size=16, shuffle=True)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        total = 0.0
        for batch, goal in loader:
            loss = loss_of(model(batch), goal)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
        losses.append(total / len(x))
    return model, losses


def draw(x, y, model, losses):
    """A Figure. Left: a scatter of x and y, the model as a line from the least x to the largest, a legend, and weight
    and bias in the title, to two decimals. Right: the losses as a line over epochs 1, 2, 3, ... All axes have labels.
    """
    figure = Figure(figsize=(12, 5), layout="tight")
    data, learning = figure.subplots(1, 2)
    data.scatter(x, y, alpha=0.6, label="data")
    ends = torch.linspace(x.min(), x.max(), 100).view(-1, 1)
    with torch.no_grad():
        data.plot(ends, model(ends), "r-", label="fitted line")
    data.set(xlabel="x", ylabel="y", title=f"y = {model.weight.item():.2f} x + {model.bias.item():.2f}")
    data.legend()
    learning.plot(range(1, len(losses) + 1), losses)
    learning.set(xlabel="epoch", ylabel="mean squared error", title="training loss")
    return figure


def test_a_picture_of_your_own_run():
    """fit may call what you wrote above. Figure(figsize=(12, 5)) needs no window, and figure.subplots(1, 2) gives two
    axes (plt.figure and plt.subplot do the same, and plt.show() opens a window). Axes know .legend and .set(title=""),
    with xlabel and ylabel besides. torch.linspace takes x.min() and x.max(). When the koan holds, open the picture.
    """
    torch.manual_seed(0)
    table = make_regression(n_samples=100, n_features=1, noise=10, bias=14.5, random_state=42)
    x, y = torch.tensor(np.column_stack(table), dtype=torch.float32).split(1, dim=1)
    picture = pathlib.Path("linear_regression.png")
    picture.unlink(missing_ok=True)

    model, losses = fit(x, y, epochs=100, lr=0.01)
    draw(x, y, model, losses).savefig(picture)

    assert picture.stat().st_size > 1000
    assert [model.weight.item(), model.bias.item()] == pytest.approx([44.44, 15.67], abs=1)
    assert losses[-1] == pytest.approx(78, abs=2)
