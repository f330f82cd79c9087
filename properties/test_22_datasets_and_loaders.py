"""Datasets and loaders: the claims of the koans, for every input."""

import itertools
import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.utils.data import DataLoader, Dataset, TensorDataset

from sensei.strategies import shapes, tensors

lengths = st.integers(1, 20)
sizes = st.integers(1, 7)
seeds = st.integers(0, 99)


def walk(loader):
    """One epoch, as a list of Python numbers."""
    return [number for batch in loader for number in batch.tolist()]


@given(st.integers(0, 5), st.data(), st.booleans())
def test_two_questions_make_a_dataset(subject, count, data, listed):
    """For any houses: how many there are, each pair at its place, and an end that a loop can find."""
    areas = data.draw(tensors((count,), torch.float64))
    prices = data.draw(tensors((count,), torch.int64))
    areas, prices = (areas.tolist(), prices.tolist()) if listed else (areas, prices)

    houses = subject.Houses(areas, prices)

    assert len(houses) == count
    for index in range(count):
        area, price = houses[index]
        assert (type(area), type(price)) == (type(areas[index]), type(prices[index]))
        assert (area, price) == (areas[index], prices[index])
    assert len(list(itertools.islice(houses, count + 3))) == count
    with pytest.raises(IndexError):
        houses[count]


@given(shapes(max_dims=2, min_side=1), lengths, sizes)
def test_one_sample_and_one_batch(shape, count, size):
    """A sample has the shape of one entry; the first batch has one dimension more, in front."""
    dataset = TensorDataset(torch.zeros(count, *shape), torch.arange(count))
    batch = next(iter(DataLoader(dataset, batch_size=size)))

    assert [part.shape for part in dataset[0]] == [shape, ()]
    assert [part.shape for part in batch] == [(min(size, count), *shape), (min(size, count),)]


@given(shapes(min_dims=1, max_side=3), shapes(min_dims=1, max_side=3))
def test_tensors_side_by_side(first, second):
    """Tensors go together if they agree in their first size, and only then."""
    parts = torch.zeros(first), torch.ones(second)
    if first[0] != second[0]:
        with pytest.raises(AssertionError):
            TensorDataset(*parts)
        return

    dataset = TensorDataset(*parts)

    assert len(dataset) == first[0]
    assert all(
        torch.equal(one, two) for index in range(len(dataset)) for one, two in zip(dataset[index], _at(parts, index))
    )


def _at(parts, index):
    return [part[index] for part in parts]


@given(lengths, st.integers(-60, 60), st.booleans())
def test_a_clamp_hides_the_end(count, index, clamps):
    """A dataset that clamps answers any index with one of its ends and never stops; an honest one stops at len."""

    class Numbers(Dataset):
        def __len__(self):
            return count

        def __getitem__(self, place):
            return list(range(count))[min(max(place, 0), count - 1) if clamps else place]

    numbers = Numbers()

    assert len(list(itertools.islice(numbers, count + 40))) == (count + 40 if clamps else count)
    if clamps and not 0 <= index < count:
        assert numbers[index] == (0 if index < 0 else count - 1)


@given(st.integers(0, 30), st.integers(0, 30))
def test_say_where_the_end_is(subject, seconds, beyond):
    """Any countdown has its samples at 0 to len - 1, and IndexError everywhere else."""
    countdown = subject.Countdown(seconds)

    assert len(countdown) == seconds
    assert list(itertools.islice(countdown, seconds + 3)) == list(range(seconds, 0, -1))
    for index in (seconds + beyond, -1 - beyond):
        with pytest.raises(IndexError):
            countdown[index]


@given(st.integers(1, 40), st.integers(1, 12), st.booleans())
def test_the_last_batch_is_what_remains(count, size, drop_last):
    """All batches are full but the last one, which holds the rest, and may be dropped."""
    loader = DataLoader(range(count), batch_size=size, drop_last=drop_last)
    rest = [] if drop_last or count % size == 0 else [count % size]

    assert [len(batch) for batch in loader] == [size] * (count // size) + rest
    assert len(loader) == count // size + len(rest)


@given(lengths, sizes, seeds)
def test_every_epoch_is_shuffled_anew(count, size, seed):
    """Every epoch meets every sample once, and seeding the generator brings all of them back."""
    generator = torch.Generator().manual_seed(seed)
    loader = DataLoader(range(count), batch_size=size, shuffle=True, generator=generator)

    first, second = walk(loader), walk(loader)
    generator.manual_seed(seed)

    assert sorted(first) == sorted(second) == list(range(count))
    assert [walk(loader), walk(loader)] == [first, second]


@given(st.integers(12, 16), st.integers(2, 6), seeds, seeds)
def test_a_run_that_can_be_repeated(subject, count, size, seed, noise):
    """For any dataset, size and seed: the same epochs whatever else is drawn, each shuffled anew, in batches."""
    torch.manual_seed(noise)
    loader, twin, other = (subject.shuffled(range(count), size, s) for s in (seed, seed, seed + 1))

    epochs = [walk(loader), walk(loader)]

    torch.rand(noise)
    assert [walk(twin), walk(twin)] == epochs
    assert epochs[0] != epochs[1]
    assert walk(other) != epochs[0]
    assert sorted(epochs[0]) == sorted(epochs[1]) == list(range(count))
    assert [len(batch) for batch in loader][:-1] == [size] * (math.ceil(count / size) - 1)


@given(st.lists(st.tuples(st.integers(-99, 99), st.floats(-9, 9), st.booleans()), min_size=1, max_size=6))
def test_what_becomes_of_python_numbers(samples):
    """Of any samples the batch has the columns, with every Python number as it was."""
    batch = next(iter(DataLoader(samples, batch_size=len(samples))))

    assert [entry.tolist() for entry in batch] == [list(column) for column in zip(*samples)]
    assert [entry.dtype for entry in batch] == [torch.int64, torch.float64, torch.bool]


@given(st.lists(st.integers(-20, 20), min_size=1, max_size=9), st.integers(1, 5), st.booleans())
def test_a_small_batch_has_a_small_say(subject, errors, size, shuffle):
    """For any samples and batch size: the mean of all samples, as a Python float."""
    errors = [error / 4 for error in errors]
    weight = torch.ones(1, dtype=torch.float64, requires_grad=True)
    loader = DataLoader(errors, batch_size=size, shuffle=shuffle)

    loss = subject.epoch_loss(lambda batch: (weight * batch).mean(), loader)

    assert type(loss) is float
    assert math.isclose(loss, sum(errors) / len(errors), abs_tol=1e-9)
    loader = DataLoader(torch.tensor(errors), batch_size=size)
    assert math.isclose(subject.epoch_loss(torch.mean, loader), loss, abs_tol=1e-5)
