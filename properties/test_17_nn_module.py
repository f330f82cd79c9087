"""nn.Module: the claims of the koans, for every input."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from sensei.strategies import FLOATING, dtypes, shapes, tensors

widths = st.integers(1, 5)
# Where a learner's model is judged: few values, all of them exact, none of them twice the same but for its sign.
plain = st.sampled_from([1.0, -2.0, 0.5, 3.0, -0.25, 7.0, 0.0])


@given(widths, widths, shapes(max_dims=2))
def test_one_row_for_each_output(inputs, outputs, before):
    """The weight has a row for each output, and the output differs from the input in its last dimension alone."""
    layer = nn.Linear(inputs, outputs)

    assert layer.weight.shape == (outputs, inputs)
    assert layer.bias.shape == (outputs,)
    assert layer(torch.ones(*before, inputs)).shape == (*before, outputs)


def numbered(shape, dtype, start):
    """A tensor of this shape in which no two numbers are the same."""
    count = torch.arange(math.prod(shape), dtype=dtype)
    return (start + count * (-1) ** count / 2).reshape(shape)


befores = st.sampled_from([(3,), (), (1,), (2, 3)])


@given(inputs=widths, outputs=widths, before=befores, dtype=dtypes(FLOATING))
def test_what_a_layer_works_out(subject, inputs, outputs, before, dtype):
    """For all features, in any number of dimensions, the sums by hand are those of the layer, dtype and history too."""
    features = numbered((*before, inputs), dtype, 1)
    weight = numbered((outputs, inputs), dtype, 2).requires_grad_()
    bias = numbered((outputs,), dtype, 3).requires_grad_()
    tensors_before = [t.tolist() for t in (features, weight, bias)]

    by_hand = subject.weighted_sums(features, weight, bias)

    expected = nn.functional.linear(features, weight, bias)
    assert by_hand.shape == expected.shape
    assert by_hand.dtype == expected.dtype
    assert torch.allclose(by_hand, expected, atol=1e-4)
    assert by_hand.requires_grad
    assert [t.tolist() for t in (features, weight, bias)] == tensors_before


@given(widths, shapes(min_dims=1), dtypes())
def test_a_layer_is_choosy_about_two_things(inputs, shape, dtype):
    """A layer takes what ends in as many numbers as it has inputs and has the layer's dtype, and refuses all else."""
    layer = nn.Linear(inputs, 2)
    offer = torch.ones(shape, dtype=dtype)

    if shape[-1] == inputs and dtype == torch.float32:
        assert layer(offer).shape == (*shape[:-1], 2)
    else:
        with pytest.raises(RuntimeError):
            layer(offer)


@given(features=tensors(st.tuples(st.integers(1, 3), st.just(2)), dtypes()), dtype=dtypes(FLOATING))
def test_the_dtype_is_yours_to_settle(subject, features, dtype):
    """Whatever the dtypes, the scores are the layer's own, and neither the layer nor the features are changed."""
    layer, offered = nn.Linear(2, 3, dtype=dtype), features.dtype
    before = features.clone()
    own = {name: p.detach().clone() for name, p in layer.named_parameters()}

    scores = subject.score(layer, features)

    assert {name: p.dtype for name, p in layer.named_parameters()} == {"weight": dtype, "bias": dtype}
    assert all(torch.equal(p, own[name]) for name, p in layer.named_parameters())
    assert torch.equal(features, before)
    assert features.dtype == offered
    assert scores.dtype == dtype
    assert torch.equal(scores, layer(before.to(dtype)))
    assert scores.requires_grad


@given(st.lists(st.sampled_from(["parameter", "watched", "plain", "layer", "list", "buffer"]), max_size=6))
def test_what_a_module_knows_about_itself(kinds):
    """Parameters and layers are found whatever else there is; .to() takes them along, and buffers too."""
    module, names, moved = nn.Module(), [], set()
    made = {
        "parameter": lambda: nn.Parameter(torch.ones(1)),
        "watched": lambda: torch.ones(1, requires_grad=True),
        "plain": lambda: torch.ones(1),
        "layer": lambda: nn.Linear(1, 1),
        "list": lambda: [nn.Linear(1, 1)],
    }
    for number, kind in enumerate(kinds):
        name = f"{kind}{number}"
        if kind == "buffer":
            module.register_buffer(name, torch.ones(1))
        else:
            setattr(module, name, made[kind]())
        names += {"parameter": [name], "layer": [f"{name}.weight", f"{name}.bias"]}.get(kind, [])
        moved |= {name} if kind in ("parameter", "buffer") else set()

    module.to(torch.float64)

    assert {name for name, _ in module.named_parameters()} == set(names)
    tensor_kinds = ("parameter", "watched", "plain", "buffer")
    own = {f"{kind}{number}" for number, kind in enumerate(kinds) if kind in tensor_kinds}
    assert {name for name in own if getattr(module, name).dtype == torch.float64} == moved


@given(factor=plain, offset=plain, readings=st.lists(plain, min_size=1, max_size=4))
def test_a_module_of_your_own(subject, factor, offset, readings):
    """For all readings the degrees come out right, from two parameters that are found, watched and really used."""
    dial, readings = subject.Dial(factor, offset), torch.tensor(readings)
    before = readings.tolist()

    degrees = dial(readings)
    degrees.sum().backward()

    assert isinstance(dial, nn.Module)
    assert degrees.dtype == torch.float32
    assert torch.allclose(degrees, factor * readings + offset)
    found = {name: (p.item(), p.grad.item()) for name, p in dial.named_parameters()}
    assert found == {"factor": (factor, readings.sum().item()), "offset": (offset, float(len(readings)))}
    alone = dial(torch.tensor(before[0]))
    assert alone.shape == ()
    assert torch.allclose(alone, torch.tensor(factor * before[0] + offset))
    with torch.no_grad():
        for p in dial.parameters():
            p.add_(1.0)
    assert torch.allclose(dial(readings), (factor + 1) * readings + offset + 1)
    assert readings.tolist() == before


@given(width=st.integers(1, 4), floors=st.integers(1, 4))
def test_every_floor_counts(subject, width, floors):
    """Every floor is a layer of its own, found by parameters(), with weights of its own, and works in its turn."""
    torch.manual_seed(0)
    tower = subject.Tower(width, floors)
    parameters = list(tower.parameters())

    assert [tuple(p.shape) for p in parameters] == [(width, width), (width,)] * floors
    assert len(tower.floors) == floors
    weights = {tuple(p.flatten().tolist()) for p in parameters}
    assert len(weights) == 2 * floors
    with torch.no_grad():
        for p in parameters:
            p.uniform_(0.1, 1.0)  # above zero, so that no relu hides a floor
    expected = x = torch.rand(3, width)
    for weight, bias in zip(parameters[::2], parameters[1::2], strict=True):
        expected = torch.relu(expected @ weight.T + bias)
    assert torch.allclose(tower(x), expected, atol=1e-5)


@given(inputs=widths, hidden=widths)
def test_modules_in_a_row(subject, inputs, hidden):
    """For all widths, the model is a layer, a ReLU and a layer, one after the other."""
    torch.manual_seed(0)
    model = subject.price_model(inputs, hidden)

    shapes_found = [tuple(p.shape) for p in model.parameters()]
    assert shapes_found == [(hidden, inputs), (hidden,), (1, hidden), (1,)]
    first, first_bias, last, last_bias = model.parameters()
    x = 4 * torch.randn(6, inputs)
    expected = torch.relu(x @ first.T + first_bias) @ last.T + last_bias
    assert torch.allclose(model(x), expected, atol=1e-4), "The row should be Linear, ReLU, Linear, and nothing else."


layer_plans = st.lists(st.tuples(widths, widths, st.booleans(), st.booleans()), max_size=4)


@given(plans=layer_plans)
def test_how_big_is_a_model(subject, plans):
    """For all layers, with and without bias, at rest or not, the count is that of the numbers that may move."""
    model, expected = nn.Sequential(), 0
    for inputs, outputs, bias, rest in plans:
        layer = nn.Linear(inputs, outputs, bias=bias)
        layer.weight.requires_grad_(not rest)
        model.append(layer)
        expected += outputs * bias + (0 if rest else inputs * outputs)
    watched = [p.requires_grad for p in model.parameters()]

    count = subject.trainable_numbers(model)

    assert type(count) is int
    assert count == expected
    assert [p.requires_grad for p in model.parameters()] == watched


@given(st.sampled_from([0.25, 0.5, 0.75]), st.integers(0, 99), st.booleans())
def test_eval_lowers_a_flag(p, seed, training):
    """In training, zeros and numbers scaled up; in evaluation, what came in; and autograd goes on in either."""
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Sequential(nn.Dropout(p)))
    model.train(training)
    pixels = torch.ones(40, requires_grad=True)

    result = model(pixels)

    assert {round(value, 4) for value in result.tolist()} <= ({0.0, round(1 / (1 - p), 4)} if training else {1.0})
    assert all(module.training is training for module in model.modules())
    assert result.requires_grad
