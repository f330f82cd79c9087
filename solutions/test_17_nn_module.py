"""nn.Module: a model is an object that knows its own parameters.

A module is called like a function. What training may move in it are its parameters, the tensors that
module.parameters() hands out one by one; module.named_parameters() hands out pairs of a name and a parameter.
Each is an nn.Parameter, a leaf that autograd watches without anyone asking.
The smallest useful module is a linear layer: nn.Linear(inputs, outputs) holds a matrix called weight and a row of
numbers called bias. Modules are made of modules: a layer is one, and so is a whole model.
"""

import torch
from torch import nn


def test_one_row_for_each_output():
    """This layer turns 8 measurements of a wine into 3 scores. Each score has a row of its own in weight, with a number
    for every measurement, and a number of its own in bias. A shelf of wines is one wine a row, and so are its scores.
    """
    layer = nn.Linear(8, 3)
    shelf = torch.ones(20, 8)

    assert layer.weight.shape == (3, 8)
    assert layer.bias.shape == (3,)
    assert layer(shelf).shape == (20, 3)


def weighted_sums(features, weight, bias):
    """What a linear layer with this weight and this bias makes of the features, by hand."""
    # one row of features meets one row of weight; as columns, the rows of weight fit the product
    return features @ weight.T + bias


def test_what_a_layer_works_out():
    """A score is the sum of all measurements, each times its own number in the score's row of weight, plus the score's
    number in bias. @ multiplies matrices, row by column, and .T turns rows into columns. A single wine, cellars of
    shelves, and other layers are tried too.
    """
    torch.manual_seed(0)
    for inputs, outputs in [(8, 3), (2, 2)]:
        layer = nn.Linear(inputs, outputs)
        wines = torch.rand(20, inputs)
        by_hand = weighted_sums(wines, layer.weight, layer.bias)

        assert torch.allclose(by_hand, layer(wines), atol=1e-5)


def test_a_layer_is_choosy_about_two_things():
    """A layer looks along the last dimension and does the same for whatever stands before it. It reshapes nothing, and
    unlike + and * it does not bring two dtypes together. What it cannot use, it refuses.
    """
    layer = nn.Linear(8, 3)
    offers = {"one wine": torch.ones(8), "cellar": torch.ones(5, 20, 8), "turned": torch.ones(8, 20)}
    offers |= {"scores": torch.ones(20, 3), "counted": torch.ones(20, 8, dtype=torch.int64), "empty": torch.ones(0, 8)}
    refused = set()
    for name, offer in offers.items():
        try:
            layer(offer)
        except RuntimeError:
            refused.add(name)

    assert refused == {"turned", "scores", "counted"}


def score(layer, features):
    """What the layer makes of the features, whatever their dtype. The layer itself stays as it is."""
    # the layer has the say: its own weight knows which dtype it takes
    return layer(features.to(layer.weight.dtype))


def test_the_dtype_is_yours_to_settle():
    """Features from numpy are often float64 or whole numbers, and most layers are float32. The method .to(dtype) gives
    a tensor's numbers in another dtype; called on a module, it changes that very module. Other layers are tried too.
    """
    for dtype in [torch.float32, torch.float64]:
        layer = nn.Linear(2, 1, dtype=dtype)
        for offered in [torch.int64, torch.float64, torch.float32]:
            scores = score(layer, torch.ones(5, 2, dtype=offered))

            assert layer.weight.dtype == dtype
            assert scores.dtype == dtype
            assert torch.equal(scores, layer(torch.ones(5, 2, dtype=dtype)))


class Gauge(nn.Module):
    """A gauge that holds tensors and layers in five ways."""

    def __init__(self):
        """Nothing is asked of the caller."""
        super().__init__()
        self.gain = nn.Parameter(torch.ones(2))
        self.shift = torch.zeros(2, requires_grad=True)
        self.head = nn.Linear(2, 1)
        self.spare = [nn.Linear(2, 1)]
        self.register_buffer("mean", torch.zeros(2))


def test_what_a_module_knows_about_itself():
    """A module keeps a list of each nn.Parameter and each module that is assigned to self, and of no plain tensor, list
    or number. A parameter inside a layer goes by two names with a dot between them, the layer's and its own. A buffer
    is a tensor that is no parameter, but goes along wherever .to() takes the module.
    """
    gauge = Gauge().to(torch.float64)
    tensors = {"gain": gauge.gain, "shift": gauge.shift, "mean": gauge.mean, "spare": gauge.spare[0].weight}

    # a watched tensor is no parameter, and a Python list keeps its layers to itself
    assert {name for name, _ in gauge.named_parameters()} == {"gain", "head.weight", "head.bias"}
    assert {name for name, t in tensors.items() if t.dtype == torch.float64} == {"gain", "mean"}


class Dial(nn.Module):
    """Turns readings into degrees: a reading times self.factor, plus self.offset. It learns both numbers."""

    def __init__(self, factor, offset):
        """Both are floats to begin with."""
        # the lists of parameters and layers are made by nn.Module's own __init__
        super().__init__()
        self.factor = nn.Parameter(torch.tensor(factor))
        self.offset = nn.Parameter(torch.tensor(offset))

    def forward(self, readings):
        """The degrees for these readings."""
        return self.factor * readings + self.offset


def test_a_module_of_your_own():
    """Calling a module calls its forward(). The lists that a module keeps are made when nn.Module itself is
    initialised, so this comes before anything is put on them. Other factors, offsets and readings are tried too, also
    a single reading, in a tensor without dimensions.
    """
    for factor, offset, expected in [(1.75, 32.0, [32.0, 207.0]), (2.0, -1.0, [-1.0, 199.0])]:
        dial = Dial(factor, offset)
        degrees = dial(torch.tensor([0.0, 100.0]))
        degrees.sum().backward()

        assert degrees.tolist() == expected
        learned = {name: (p.item(), p.grad.item()) for name, p in dial.named_parameters()}
        assert learned == {"factor": (factor, 100.0), "offset": (offset, 2.0)}


class Tower(nn.Module):
    """So many floors, one above the other: each is a linear layer from width numbers to width numbers, and a ReLU."""

    def __init__(self, width, floors):
        """Both are whole numbers."""
        super().__init__()
        # a new layer for each floor, in a list that the module can look into
        self.floors = nn.ModuleList([nn.Linear(width, width) for _ in range(floors)])

    def forward(self, x):
        """From the lowest floor to the highest."""
        for floor in self.floors:
            x = torch.relu(floor(x))
        return x


def test_every_floor_counts():
    """A Python list keeps its layers hidden from the module. nn.ModuleList is made from such a list, and is a module.
    A list times 3 holds one object three times, and a tower whose floors are one and the same layer has only one
    layer's parameters. Other towers are tried too.
    """
    for width, floors in [(4, 3), (2, 5)]:
        tower = Tower(width, floors)
        tower(torch.ones(10, width))

        assert len(list(tower.parameters())) == 2 * floors
        assert len(tower.floors) == floors


def price_model(inputs, hidden):
    """A linear layer that makes hidden numbers out of the inputs, a ReLU, and a linear layer to one price."""
    # what one layer gives is what the next one takes
    return nn.Sequential(nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, 1))


def test_modules_in_a_row():
    """nn.Sequential takes modules and hands each one's output to the next. The module nn.ReLU() turns negative numbers
    into 0; without it, two linear layers do no more than one can. In a row, a module's position is its name.
    Other widths are tried too.
    """
    for inputs, hidden in [(8, 3), (2, 16)]:
        model = price_model(inputs, hidden)

        assert model(torch.ones(20, inputs)).shape == (20, 1)
        assert {name for name, _ in model.named_parameters()} == {"0.weight", "0.bias", "2.weight", "2.bias"}


def trainable_numbers(model):
    """How many numbers training may move in the model, as a Python int."""
    # parameters() hands out whole tensors, at rest or not
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def test_how_big_is_a_model():
    """A model's size is told in numbers, not in tensors: .numel() counts those of one tensor. A parameter that was
    put to rest, with requires_grad_(False), is still a parameter, but backward() brings it no more slopes. Other models
    are tried too.
    """
    model = nn.Sequential(nn.Linear(10, 5), nn.ReLU(), nn.Linear(5, 1, bias=False))
    assert trainable_numbers(model) == 60

    model[0].weight.requires_grad_(False)
    assert trainable_numbers(model) == 10
    assert trainable_numbers(nn.Linear(3, 2)) == 8


def test_eval_lowers_a_flag():
    """nn.Dropout(p) is for training: it turns each number into 0 with probability p, and divides the others by 1 - p to
    make up for it. eval() lowers the flag .training on a module and on all inside it, and does no more than that.
    Dropout reads the flag: while it is down, everything passes as it is.
    """
    torch.manual_seed(0)
    model = nn.Sequential(nn.Dropout(0.75))
    pixels = torch.ones(1000, requires_grad=True)

    assert set(model(pixels).tolist()) == {0.0, 4.0}
    model.eval()
    assert set(model(pixels).tolist()) == {1.0}
    # eval() is about layers, no_grad() about autograd
    assert [model.training, model[0].training, model(pixels).requires_grad] == [False, False, True]
