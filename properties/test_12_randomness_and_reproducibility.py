"""Randomness and reproducibility: the claims of the koans, for every input."""

import math

import torch
from hypothesis import given
from hypothesis import strategies as st

from sensei.strategies import shapes

seeds = st.integers(0, 2**32 - 1)
few_seeds = st.integers(0, 9)
draws = st.sampled_from([torch.rand, torch.randn, torch.randperm])


@given(seeds, shapes(), draws)
def test_a_seed_begins_the_stream_anew(seed, shape, draw):
    """Any seed repeats any draws, in the same order, and one draw is not the next."""
    runs = []
    for _ in range(2):
        torch.manual_seed(seed)
        runs.append([torch.rand(shape), draw(50), draw(50)])

    assert all(torch.equal(one, two) for one, two in zip(*runs, strict=True))
    assert not torch.equal(runs[0][1], runs[0][2])


@given(seeds, st.sampled_from(["zeros", "relu", "linear", "embedding", "permutation", "normal"]))
def test_who_drew_in_between(seed, name):
    """Making a tensor of known numbers, or a layer without weights, draws nothing. A layer with weights does draw."""
    silent = {"zeros": lambda: torch.zeros(4), "relu": torch.nn.ReLU}
    makers = {
        "linear": lambda: torch.nn.Linear(2, 3),
        "embedding": lambda: torch.nn.Embedding(2, 3),
        "permutation": lambda: torch.randperm(5),
        "normal": lambda: torch.randn(2),
    }
    torch.manual_seed(seed)
    before = torch.get_rng_state()

    (silent | makers)[name]()

    assert torch.equal(torch.get_rng_state(), before) is (name in silent)


@given(seeds, st.integers(-9, 9), st.integers(1, 9))
def test_where_the_numbers_fall(seed, low, width):
    """randint meets all of range(low, high) and nothing else; rand stays in [0, 1); randperm loses nothing."""
    torch.manual_seed(seed)

    assert torch.randint(low, low + width, (1000,)).unique().tolist() == list(range(low, low + width))
    assert 0 <= torch.rand(100).min() < torch.rand(100).max() < 1
    assert sorted(torch.randperm(width).tolist()) == list(range(width))
    assert (torch.randn(200) < 0).any()


@given(few_seeds, st.sampled_from([0.0, 170.0, -3.0]), st.sampled_from([8.0, 0.5, 20.0]))
def test_a_crowd_of_the_right_height(subject, seed, mean, spread):
    """Whatever the seed, the crowd has the mean, the spread and the form of the bell, up to six standard errors.

    And not more exactly than a draw has them: the means of small crowds differ, and one person is drawn as any other.
    """
    torch.manual_seed(seed)
    count = 2000

    crowd = subject.heights(count, mean, spread)

    assert crowd.shape == (count,)
    assert abs(crowd.mean().item() - mean) < 6 * spread / math.sqrt(count)
    assert abs(crowd.std().item() / spread - 1) < 0.1
    assert abs(((crowd - mean).abs() < spread).float().mean().item() - 0.6827) < 0.0625
    means = [subject.heights(3, mean, spread).mean().item() for _ in range(4)]
    assert max(means) - min(means) > spread / 1000
    assert abs(subject.heights(1, mean, spread).item() - mean) < 6 * spread


@given(st.integers(0, 40), st.sampled_from([0, 1, 5, 6, 42, 123, 20_000, 10**9]), few_seeds)
def test_a_stream_of_its_own(subject, count, seed, shared_seed):
    """The order is a permutation that the seed alone decides, and the shared stream stays where it is."""
    torch.manual_seed(shared_seed)
    before = torch.get_rng_state()

    order = subject.shuffled_order(count, seed)

    assert torch.equal(torch.get_rng_state(), before)
    assert sorted(order.tolist()) == list(range(count))
    torch.rand(1)
    assert torch.equal(subject.shuffled_order(count, seed), order)
    if count > 20:
        for other in [seed + 1, seed + 100, seed + 1000, seed + 2**20]:
            assert order.tolist() != subject.shuffled_order(count, other).tolist()
        assert order.tolist() != list(range(count))


@given(few_seeds, st.integers(0, 5), st.integers(1, 20))
def test_a_look_into_the_future(subject, seed, drawn, count):
    """Anywhere in any stream, what is seen is what is drawn next, and is the future of this stream alone."""
    torch.manual_seed(seed)
    torch.rand(drawn)
    before = torch.get_rng_state()

    seen = subject.peek(count)

    assert torch.equal(torch.get_rng_state(), before)
    assert torch.equal(torch.rand(count), seen)
    assert not torch.equal(subject.peek(count), seen)
