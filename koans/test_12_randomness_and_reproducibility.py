"""Randomness and reproducibility: draw, seed, and repeat an experiment.

A generator is a fixed computation that yields a long stream of numbers which look random. Every draw takes the next
piece of a stream. A seed says which stream it is, and puts you at its beginning. torch.rand, torch.randn, torch.randint
and torch.randperm all draw from one stream that the whole program shares, unless they are given another one.
Which numbers a seed leads to may change with the version of torch and with the device: never write them into a test.
"""

import pytest
import torch

from sensei import ___


def test_a_seed_begins_the_stream_anew():
    """torch.manual_seed(7) puts the shared stream at the beginning of stream 7. torch.random.manual_seed is the same
    function under a longer name. torch.rand(3) draws three numbers, and the next draw goes on where this one ended.
    torch.equal tells whether two tensors hold the same numbers."""
    torch.manual_seed(7)
    monday, tuesday = torch.rand(3), torch.rand(3)
    torch.random.manual_seed(7)
    wednesday, thursday = torch.rand(3), torch.rand(3)
    torch.manual_seed(8)
    friday = torch.rand(3)
    week = {"monday": monday, "tuesday": tuesday, "wednesday": wednesday, "thursday": thursday, "friday": friday}

    assert {day for day, draw in week.items() if torch.equal(draw, monday)} == ___
    assert {day for day, draw in week.items() if torch.equal(draw, tuesday)} == ___


def test_who_drew_in_between():
    """Whoever draws takes numbers out of the stream, and all who come later get other ones. torch.nn.Linear(2, 3) is a
    layer: it brings weights along, and if you make a second one, its weights are different. torch.nn.ReLU() is a layer
    without weights."""

    def noise_after(make):
        torch.manual_seed(0)
        make()
        return torch.rand(3)

    makers = {"zeros": lambda: torch.zeros(4), "linear": lambda: torch.nn.Linear(2, 3), "relu": torch.nn.ReLU}
    makers["shuffle"] = lambda: torch.randperm(5)
    plain = noise_after(lambda: None)

    assert {name for name, make in makers.items() if torch.equal(noise_after(make), plain)} == ___


def test_where_the_numbers_fall():
    """rand draws from 0 up to 1, without the 1, and favours no place. randn draws from a bell curve around 0: nine
    numbers of ten lie within 1.7 of it. randint(low, high, size) draws from what range(low, high) counts. randperm(n)
    puts what range(n) counts in a random order."""
    torch.manual_seed(0)
    throws = torch.randint(1, 6, (1000,))
    draws = {"rand": torch.rand(1000), "randn": torch.randn(1000), "randint": throws, "randperm": torch.randperm(1000)}

    assert {name for name, draw in draws.items() if (draw < 0).any()} == ___
    assert throws.unique().tolist() == ___
    assert draws["randperm"].max().item() == ___


def heights(count, mean, spread):
    """Draw count heights from a bell curve with this mean, and with spread as its standard deviation."""
    ___


def test_a_crowd_of_the_right_height():
    """The standard deviation of randn is 1. Multiplying widens a curve around 0, adding moves it. A test of random code
    asks for what nearly every draw fulfils: the shape, and means with a tolerance. In a bell curve about 68 of 100 lie
    less than one spread away from the mean. Other crowds are tried too."""
    torch.manual_seed(0)
    crowd = heights(10_000, 170.0, 8.0)

    assert crowd.shape == (10_000,)
    assert crowd.mean().item() == pytest.approx(170, abs=0.5)
    assert crowd.std().item() == pytest.approx(8, abs=0.5)
    assert ((crowd - 170).abs() < 8).float().mean().item() == pytest.approx(0.68, abs=0.03)


def shuffled_order(count, seed):
    """The numbers of range(count) in a random order, which the seed alone decides. The shared stream stays
    untouched."""
    ___


def test_a_stream_of_its_own():
    """torch.Generator() makes a generator with a stream of its own. Its method .manual_seed(seed) seeds it and returns
    it. Functions that draw take one as generator=. Other counts and seeds are tried too."""
    torch.manual_seed(0)
    expected = torch.rand(2)
    torch.manual_seed(0)
    order = shuffled_order(100, 5)

    assert torch.equal(torch.rand(2), expected)
    assert sorted(order.tolist()) == list(range(100))
    assert order.tolist() == shuffled_order(100, 5).tolist()
    assert order.tolist() != shuffled_order(100, 6).tolist()


def peek(count):
    """Return what torch.rand(count) would draw next, and leave it in the stream for whoever draws after this."""
    ___


def test_a_look_into_the_future():
    """torch.get_rng_state() tells where the shared stream stands, in a tensor of bytes, and torch.set_rng_state(state)
    puts it back there. A block with torch.random.fork_rng(): does both by itself. Use what you like better. Other
    counts are tried too, at other places of the stream."""
    torch.manual_seed(3)
    torch.rand(2)
    seen = peek(4)

    assert torch.equal(peek(4), seen)
    assert torch.equal(torch.rand(4), seen)
    assert not torch.equal(torch.rand(4), seen)
