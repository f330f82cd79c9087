"""Broadcasting: two shapes that differ, and one result.

Tensors need not have the same shape to be added, multiplied or compared. torch writes the two shapes one below the
other, lined up on the right, and stretches a tensor where it has the size 1 or no dimension at all. To line shapes up
on purpose, insert a dimension of size 1: t[:, None] and t.unsqueeze(1) put it behind the first dimension, t[None] and
t.unsqueeze(0) in front of all.
"""

import torch


def test_shapes_line_up_on_the_right():
    """Look at one pair of sizes after the other, from the right to the left. If the two are equal, the result has that
    size too. If one is 1, or is missing because that shape has come to its end, the other one counts. Either of the two
    tensors may be stretched, or both."""
    photos = torch.zeros(8, 3, 4, 6)  # photos, colours, rows, columns
    frame = torch.zeros(4, 6)
    fruit = torch.zeros(5, 1)
    days = torch.zeros(7)

    assert (photos + frame).shape == (8, 3, 4, 6)
    # Both are stretched: the fruit to the right, the days downwards.
    assert (fruit + days).shape == (5, 7)
    assert (torch.zeros(5, 3, 4, 1) + torch.zeros(3, 1, 7)).shape == (5, 3, 4, 7)


def test_what_cannot_line_up():
    """Two sizes that differ are refused if neither is 1, even if one is a multiple of the other. Nothing is turned or
    cut off to make shapes fit. torch.broadcast_shapes tells the shape of the result without making a tensor, or raises
    RuntimeError."""
    refused = set()
    for shape in [(3,), (4,), (4, 1), (), (2, 3), (3, 4), (2, 4, 3), (4, 3, 1)]:
        try:
            torch.broadcast_shapes((4, 3), shape)
        except RuntimeError:
            refused.add(shape)

    # (4,) has as many numbers as there are rows, but on the right it meets the 3.
    assert refused == {(4,), (2, 3), (3, 4), (4, 3, 1)}


def with_bonus(scores, bonus):
    """Return the scores, a table, with a bonus added. There is one bonus for each row, and it counts in all columns."""
    return scores + bonus[:, None]


def test_one_bonus_for_each_row():
    """A tensor with one dimension lines up with the columns of a table. Numbers that belong to the rows need a
    dimension for the columns first. Other tables are tried too, square ones among them."""
    scores = torch.tensor([[1, 2, 3], [4, 5, 6]])
    bonus = torch.tensor([10, 20])

    # (2, 1) against (2, 3). Without the None it would be (2,) against (2, 3): refused, or wrong if the table is square.
    assert with_bonus(scores, bonus).tolist() == [[11, 12, 13], [24, 25, 26]]
    assert scores.tolist() == [[1, 2, 3], [4, 5, 6]]


def test_three_perfect_guesses():
    """A model often gives its guesses in a column, one row for each case, while the true values lie in a plain row of
    numbers. Nobody protests when one is subtracted from the other. Line the two shapes up before you answer. .abs()
    drops the minus signs."""
    guesses = torch.tensor([[10.0], [20.0], [40.0]])
    truths = torch.tensor([10.0, 20.0, 40.0])
    errors = (guesses - truths).abs()

    # Every guess met every truth: (3, 1) against (3,).
    assert errors.shape == (3, 3)
    # 10, 30 and 20, each of them twice, and zeros only on the diagonal
    assert errors.sum().item() == 120.0


def price_list(prices, counts):
    """A table of price times count: one row for each price, one column for each count."""
    return prices[:, None] * counts


def test_every_price_meets_every_count():
    """What happened to the guesses by accident is useful on purpose: a column against a row gives a table of all pairs.
    Other prices and counts are tried too."""
    prices = torch.tensor([2, 5, 7])
    counts = torch.tensor([1, 10])

    # (3, 1) against (2,) gives (3, 2): the prices go down, the counts go to the right.
    assert price_list(prices, counts).tolist() == [[2, 20], [5, 50], [7, 70]]


def test_stretching_copies_nothing():
    """.expand() does the stretching alone. It takes the same time for two columns as for two million: along the
    stretched dimension torch reads one and the same place in memory over and over. .data_ptr() is the address of the
    first number of a tensor."""
    temperatures = torch.tensor([[20.0], [30.0]])
    days = temperatures.expand(2, 3)

    days[0, 2] = 7.0

    # A row of days is one number, seen three times.
    assert days.tolist() == [[7.0, 7.0, 7.0], [30.0, 30.0, 30.0]]
    assert temperatures.tolist() == [[7.0], [30.0]]
    assert days[1, 2].data_ptr() - days[1, 0].data_ptr() == 0


def tinted(photos, strengths):
    """Return the photos with every colour multiplied by its own strength.

    The shape of photos is (count, colours, rows, columns). strengths has one number for each colour.
    """
    return photos * strengths[:, None, None]


def test_a_strength_for_each_colour():
    """Write the two shapes one below the other, and see where the colours stand. More than one dimension may have to be
    inserted, and None may stand more than once between the brackets. Other photos are tried too."""
    photos = torch.tensor([[[[1.0, 2.0]], [[3.0, 4.0]]]])
    strengths = torch.tensor([10.0, 0.5])

    # (colours, 1, 1) against (count, colours, rows, columns); a dimension in front comes for free.
    assert tinted(photos, strengths).tolist() == [[[[10.0, 20.0]], [[1.5, 2.0]]]]
    assert photos.tolist() == [[[[1.0, 2.0]], [[3.0, 4.0]]]]


def squared_distances(places, stations):
    """A table of squared distances: one row for each place, one column for each station.

    places and stations hold one point in each row. The squared distance of two points is the sum, over their
    coordinates, of the squared differences.
    """
    return ((places[:, None] - stations) ** 2).sum(-1)


def test_from_every_place_to_every_station():
    """Three dimensions do it: places, stations, coordinates. Choose where each of the two tensors gets its 1.
    t.sum(-1) adds up along the last dimension, which then is gone. Other points are tried too."""
    places = torch.tensor([[0.0, 0.0], [3.0, 4.0]])
    stations = torch.tensor([[0.0, 0.0], [3.0, 0.0], [0.0, 4.0]])

    # (places, 1, coordinates) against (stations, coordinates)
    assert squared_distances(places, stations).tolist() == [[0.0, 9.0, 16.0], [25.0, 16.0, 9.0]]


def fit(first, second):
    """Return True if tensors with the shapes first and second can be added, and False if torch would refuse."""
    return all(a == b or 1 in (a, b) for a, b in zip(reversed(first), reversed(second)))


def test_the_whole_rule():
    """Now write the rule itself, in plain Python: first and second are tuples of whole numbers. reversed() walks along
    a tuple from its end, and zip() stops where the first of its tuples has come to an end. Other shapes are tried too.
    """
    # Where zip stops, the longer shape goes on alone, and that is always allowed.
    assert fit((5, 3, 4, 1), (3, 1, 7)) is True
    assert fit((4, 3), (4,)) is False
    assert fit((), (2, 5)) is True
    assert fit((6, 2), (6, 4)) is False
