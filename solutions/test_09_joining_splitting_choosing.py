"""Joining, splitting, choosing: one tensor out of several, several out of one, and one of two at each place.

torch.cat lays tensors end to end, torch.stack lays them one upon another; both take a list of tensors and a dim.
.split and .chunk cut a tensor up again. torch.where chooses between two tensors, number by number.
From topic 03 you need None in square brackets, which adds a dimension of length 1.
"""

import contextlib

import torch


def test_a_longer_dimension_or_a_new_one():
    """torch.cat makes a dimension longer that the tensors already have. torch.stack adds a dimension, with one entry
    for each tensor; dim says at which place of the new shape it stands. Where no dim is given, it is 0.
    """
    morning, evening = torch.zeros(3, 4), torch.ones(3, 4)

    assert torch.cat([morning, evening]).shape == (6, 4)
    assert torch.cat([morning, evening], dim=1).shape == (3, 8)
    assert torch.stack([morning, evening]).shape == (2, 3, 4)
    # the two tensors lie behind each other at the last place
    assert torch.stack([morning, evening], dim=2).shape == (3, 4, 2)


def as_columns(lists):
    """Return a table with these tensors as its columns. Each has one dimension, and all are equally long."""
    return torch.stack(lists, dim=1)


def test_lists_become_the_columns_of_a_table():
    """A table has one dimension more than each of its columns has. Write the body of as_columns above. Other columns
    are tried too.
    """
    heights, weights = torch.tensor([168, 181, 175]), torch.tensor([61, 80, 77])
    people = as_columns([heights, weights])

    assert people.tolist() == [[168, 61], [181, 80], [175, 77]]
    assert people[:, 1].tolist() == weights.tolist()
    assert as_columns([heights, weights, heights]).shape == (3, 3)


def test_which_pieces_fit():
    """cat needs the same number of dimensions in all its tensors, and the same length in every dimension but the one
    that it makes longer. stack makes none longer. What does not fit raises RuntimeError.
    """
    pieces = {"same": (2, 3), "wide": (2, 5), "tall": (4, 3), "turned": (3, 2), "strip": (3,)}

    def fitting(join, dim):
        wall, names = torch.zeros(2, 3), set()
        for name, shape in pieces.items():
            with contextlib.suppress(RuntimeError):
                join([wall, torch.zeros(shape)], dim=dim)
                names.add(name)
        return names

    assert fitting(torch.cat, 0) == {"same", "tall"}
    assert fitting(torch.cat, 1) == {"same", "wide"}
    assert fitting(torch.stack, 0) == {"same"}


def test_one_dtype_for_all():
    """A tensor has a single dtype, so cat and stack agree on one as arithmetic does (topic 02). Floats win over whole
    numbers and whole numbers over truth values, whatever their bits; among their own kind, more bits win. Numbers that
    the dtype cannot hold are rounded: between 2**25 and 2**26 float32 knows only every fourth whole number.
    """
    ids, ages = torch.tensor([40_000_001]), torch.tensor([31], dtype=torch.int16)
    halves, paid = torch.tensor([0.5], dtype=torch.float16), torch.tensor([True])

    assert torch.cat([ages, ids]).dtype == torch.int64
    assert torch.stack([ids, halves]).dtype == torch.float16
    assert torch.cat([paid, ages]).dtype == torch.int16
    assert torch.cat([ids, torch.tensor([0.5])])[0].item() == 40_000_000


def test_how_long_or_how_many():
    """.split(n) cuts pieces of length n while it can, and a last piece from what is left. .chunk(n) is asked for n
    pieces: it divides the length by n, rounds the quotient up, and splits by that.
    """
    assert [len(piece) for piece in torch.arange(10).split(4)] == [4, 4, 2]
    assert [len(piece) for piece in torch.arange(10).chunk(4)] == [3, 3, 3, 1]
    # four pieces were asked for: 6 / 4 is rounded up to 2, and after three pieces nothing is left
    assert [len(piece) for piece in torch.arange(6).chunk(4)] == [2, 2, 2]


def turned_half_way(panorama):
    """Return the panorama with its right half first, then its left half. It has two dimensions and an even width."""
    left, right = panorama.chunk(2, dim=1)
    return torch.cat([right, left], dim=1)


def test_turning_a_panorama():
    """A panorama shows everything around you, and its left edge meets its right edge. To look the other way, swap its
    halves. Cutting methods take a dim too. Write the body of turned_half_way above. Other panoramas are tried too.
    """
    panorama = torch.tensor([[1, 2, 3, 4], [5, 6, 7, 8]])

    assert turned_half_way(panorama).tolist() == [[3, 4, 1, 2], [7, 8, 5, 6]]
    assert panorama.tolist() == [[1, 2, 3, 4], [5, 6, 7, 8]]


def mended(readings, substitutes):
    """Return readings, with the substitute at every place where a reading is negative. Change neither of the two."""
    return torch.where(readings < 0, substitutes, readings)


def test_the_better_of_two():
    """torch.where(mask, first, second) makes a new tensor: at each place the number of first if the mask is True there,
    else that of second. Either may be a plain number. Here a sensor reports a fault with a negative number. Write the
    body of mended above. Other readings and substitutes are tried too.
    """
    readings = torch.tensor([[4.0, -1.0, 0.0], [-9.0, 6.0, 7.0]])
    yesterday = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])

    assert mended(readings, yesterday).tolist() == [[4.0, 2.0, 0.0], [4.0, 6.0, 7.0]]
    assert mended(readings, 0.5).tolist() == [[4.0, 0.5, 0.0], [0.5, 6.0, 7.0]]
    assert readings[0].tolist() == [4.0, -1.0, 0.0]


def as_batch(photos):
    """Return a batch of shape (photos, 1, rows, pixels). Each photo is grey: (rows, pixels), all of one size."""
    return torch.stack(photos)[:, None]


def test_a_batch_of_grey_photos():
    """Models for pictures want photos, colours, rows, pixels, in this order. A grey photo has one colour, and its shape
    does not mention it. The photos should lie in the batch one after another, unmixed. Write the body of as_batch
    above. Other photos are tried too.
    """
    house = torch.tensor([[1, 2, 3], [4, 5, 6]])
    tree = torch.tensor([[7, 8, 9], [0, 0, 1]])
    batch = as_batch([house, tree, tree])

    assert batch.shape == (3, 1, 2, 3)
    assert batch[0, 0].tolist() == house.tolist()
    assert batch[1, 0].tolist() == tree.tolist()


def padded(sentences):
    """Return a table with a sentence in each row: its numbers first, then zeros up to the longest sentence's length."""
    longest = max(len(sentence) for sentence in sentences)
    table = torch.zeros(len(sentences), longest, dtype=torch.int64)
    for row, sentence in zip(table, sentences, strict=True):
        # a row is a window on the table, and so is a slice of it
        row[: len(sentence)] = sentence
    return table


def test_sentences_of_different_lengths():
    """In a language model each word is a whole number, and 0 means: no word here. Tensors of different lengths cannot
    be stacked. Make a table of zeros with dtype=torch.int64 and write each sentence into its row, or make every
    sentence long enough first. Other sentences are tried too.
    """
    table = padded([torch.tensor([5, 2]), torch.tensor([7, 1, 8, 3]), torch.tensor([4])])

    assert table.dtype == torch.int64
    assert table.tolist() == [[5, 2, 0, 0], [7, 1, 8, 3], [4, 0, 0, 0]]
    assert padded([torch.tensor([9, 6])]).tolist() == [[9, 6]]
