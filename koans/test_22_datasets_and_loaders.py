"""Datasets and loaders: from single samples to the batches of a training.

A dataset answers two questions: len(dataset), how many samples are there, and dataset[i], what is sample i? Whatever
does so will do: a list, a range, or a class of your own that inherits from Dataset and writes __len__ and __getitem__.
A DataLoader asks a dataset for samples, in an order of its choice, and hands them out in batches. Each for loop over it
is an epoch: one walk through the data. TensorDataset makes a dataset out of tensors.
"""

import itertools

import pytest
import torch
from torch.utils.data import DataLoader, Dataset, TensorDataset

from sensei import ___


class Houses(Dataset):
    """Houses on the market: sample i is the pair of house i's area and its price."""

    def __init__(self, areas, prices):
        """Two tensors or lists of one length."""
        self.areas = areas
        self.prices = prices

    def __len__(self):
        """How many houses there are."""
        ___

    def __getitem__(self, index):
        """The area and the price of one house."""
        ___


def test_two_questions_make_a_dataset():
    """Python turns len(houses) into houses.__len__(), and houses[1] into houses.__getitem__(1). What __init__ has kept
    is there to answer with. Other houses are tried too.
    """
    houses = Houses(torch.tensor([80.0, 55.0, 120.0]), torch.tensor([210, 160, 340]))

    assert len(houses) == 3
    assert [number.item() for number in houses[1]] == [55.0, 160]
    assert [price.item() for _, price in itertools.islice(houses, 9)] == [210, 160, 340]


def test_one_sample_and_one_batch():
    """TensorDataset takes tensors of one length, and its sample i is the tuple of what each of them holds at place i.
    A loader puts several samples together, and makes room for them with a new dimension in front.
    """
    pictures, digits = torch.zeros(100, 28, 20), torch.arange(100) % 10
    dataset = TensorDataset(pictures, digits)

    sample = dataset[0]
    batch = next(iter(DataLoader(dataset, batch_size=4)))

    assert [part.shape for part in sample] == ___
    assert [part.shape for part in batch] == ___


def test_tensors_side_by_side():
    """All tensors of a TensorDataset are read at the same place of their first dimension. So they must agree in its
    size, which is checked in the same way as a koan checks what it claims; the rest is each tensor's own affair.
    """
    days = TensorDataset(torch.arange(6).reshape(3, 2), torch.tensor([10, 20, 30]))

    assert len(days) == ___
    assert [entry.tolist() for entry in days[-1]] == ___
    with pytest.raises(___):
        TensorDataset(torch.zeros(3, 2), torch.zeros(2, 3))


def test_a_clamp_hides_the_end():
    """This dataset forces every index into its range, so that no error can occur. A for loop asks a class without
    __iter__ for sample 0, 1, 2 and so on; it does not ask for the length, and waits for an IndexError to end it.
    """

    class Week(Dataset):
        def __len__(self):
            return 7

        def __getitem__(self, index):
            index = min(max(index, 0), 6)
            return "Mon Tue Wed Thu Fri Sat Sun".split()[index]

    week = Week()
    assert [week[6], week[-1], week[1000]] == ___
    assert len(list(itertools.islice(week, 50))) == ___


class Countdown(Dataset):
    """Sample i is the seconds left after i seconds: seconds, seconds - 1, and so on, down to 1."""

    def __init__(self, seconds):
        """Start at this many seconds."""
        self.seconds = seconds

    def __len__(self):
        """One sample for each second."""
        return self.seconds

    def __getitem__(self, index):
        """The seconds left; IndexError where there is no sample."""
        ___


def test_say_where_the_end_is():
    """Samples that are computed have no list behind them that would complain. Say it yourself: this dataset has no
    sample from len on, and none before 0. Other countdowns are tried too.
    """
    rocket = Countdown(3)

    assert list(itertools.islice(rocket, 9)) == [3, 2, 1]
    for beyond in (3, 1000, -1):
        with pytest.raises(IndexError):
            rocket[beyond]


def test_the_last_batch_is_what_remains():
    """Nothing is thrown away and nothing is invented, unless drop_last=True says that batches which are not full are
    not wanted. len(loader) counts batches, not samples.
    """
    loader = DataLoader(range(50), batch_size=16)
    strict = DataLoader(range(50), batch_size=16, drop_last=True)

    assert len(loader) == ___
    assert [len(batch) for batch in loader] == ___
    assert sum(len(batch) for batch in strict) == ___


def test_every_epoch_is_shuffled_anew():
    """With shuffle=True each epoch begins by shuffling the places, like a deck of cards of which every card is dealt
    once. The shuffle draws its random numbers from the generator, which goes on from where it is, until it is
    seeded again.
    """
    generator = torch.Generator().manual_seed(0)
    loader = DataLoader(range(5), batch_size=2, shuffle=True, generator=generator)

    epochs = {"first": torch.cat(list(loader)).tolist()}
    epochs["second"] = torch.cat(list(loader)).tolist()
    generator.manual_seed(0)
    epochs["third"] = torch.cat(list(loader)).tolist()
    epochs["fourth"] = torch.cat(list(loader)).tolist()

    assert sorted(epochs["second"]) == ___
    assert {name for name, order in epochs.items() if order == epochs["second"]} == ___


def shuffled(dataset, batch_size, seed):
    """A loader that shuffles anew for each epoch, and goes through the same epochs whenever the seed is the same."""
    ___


def test_a_run_that_can_be_repeated():
    """Two runs should see the data in the same order, even if other code draws random numbers meanwhile. A loader draws
    when an epoch starts, not when it is made. Other datasets, batch sizes and seeds are tried too.
    """
    loader, again = shuffled(range(8), 3, 5), shuffled(range(8), 3, 5)
    first, second = (torch.cat(list(loader)).tolist() for epoch in range(2))
    torch.rand(3)

    assert torch.cat(list(again)).tolist() == first
    assert torch.cat(list(again)).tolist() == second
    assert first != second
    assert sorted(first) == list(range(8))
    assert [len(batch) for batch in loader] == [3, 3, 2]


def test_what_becomes_of_python_numbers():
    """To make a batch, a loader collates: it gathers the first entries of all samples, then the second ones, and so on.
    Of Python numbers it makes a tensor that keeps every digit, and a Python float is a double.
    """
    samples = [(36, 1.65, True), (41, 1.8, False), (29, 1.72, True)]
    batch = next(iter(DataLoader(samples, batch_size=2)))

    assert batch[0].tolist() == ___
    assert [entry.dtype for entry in batch] == ___


def epoch_loss(mean_loss, loader):
    """The mean loss of all samples, as a Python float; mean_loss(batch) is the mean over the samples of one batch."""
    total, count = 0.0, 0
    for batch in loader:
        ___
    return total / count


def test_a_small_batch_has_a_small_say():
    """The last batch of an epoch is often smaller than the others, and its mean stands for fewer samples. In the mean
    of all samples it must not have more to say than they have. Other batches are tried too.
    """
    errors = [1.0, 1.0, 1.0, 1.0, 11.0]
    loader = DataLoader(errors, batch_size=4)
    watched = torch.ones(1, requires_grad=True)
    loss = epoch_loss(lambda batch: (watched * batch).mean(), loader)

    assert type(loss) is float
    assert loss == 3.0
