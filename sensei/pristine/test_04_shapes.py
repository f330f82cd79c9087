"""Shapes: put the same numbers into another arrangement.

None of these tools changes a number. reshape and flatten fill a new shape in the old order, transpose, permute and
movedim put the dimensions into another order, squeeze and unsqueeze take out and put in dimensions of length 1.
Many of them can give the shape that you want, and not all of them the arrangement that you mean: watch the numbers.
A dimension may be counted from the end everywhere: -1 is the last one.
"""

import pytest
import torch

from sensei import ___


def test_reshape_keeps_the_reading_order():
    """A tensor is read like a book: along a line, then the next line, then the next page. So the last index moves
    fastest. reshape takes the numbers in this order, and fills the new shape in this order."""
    sunshine = torch.tensor([[8, 6, 0], [2, 9, 7]])
    hours = torch.arange(24).reshape(2, 3, 4)  # half of the day, shift, hour of the shift

    assert sunshine.reshape(3, 2).tolist() == ___
    assert hours[1, 2, 0].item() == ___


def in_weeks(daily):
    """Return a table of the numbers in daily, in their order, one week in each row."""
    ___


def test_one_length_may_be_left_open():
    """One length of the new shape may be -1: torch puts in the length that makes room for all the numbers. Write the
    body of in_weeks above. Logs of other lengths are tried too, always whole weeks."""
    steps = torch.arange(1, 15)

    assert in_weeks(steps).tolist() == [[1, 2, 3, 4, 5, 6, 7], [8, 9, 10, 11, 12, 13, 14]]
    assert in_weeks(torch.zeros(21)).shape == (3, 7)


def test_it_must_come_out_even():
    """reshape drops no number and invents none. It raises RuntimeError for a shape that would need it to, and for a
    shape that leaves it more than one choice. A length that it worked out is a length like any other."""
    photo = torch.zeros(4, 5)
    refused = set()
    for wish in [(2, 10), (3, -1), (20, 1, 1), (-1, 2, -1), (4, 4), (5, -1, 2)]:
        try:
            photo.reshape(wish)
        except RuntimeError:
            refused.add(wish)

    assert refused == ___
    assert photo.reshape(-1, 20).shape == ___


def test_one_shape_and_two_arrangements():
    """tickets.T turns a table: what stood in row i and column j comes to stand in row j and column i. It is short for
    tickets.transpose(0, 1). reshape keeps the reading order instead, whatever the rows may mean."""
    tickets = torch.tensor([[31, 45, 60], [12, 18, 24]])  # two halls, three evenings
    turned = tickets.T
    refilled = tickets.reshape(3, 2)

    assert turned.shape == refilled.shape
    assert turned.tolist() == ___
    assert refilled[1].tolist() == ___


def test_permute_asks_for_every_dimension():
    """transpose exchanges two dimensions and no more. permute arranges all of them anew: it is told, for each place in
    the new shape, which old dimension comes there, and it has to be told about all of them. A second permute starts
    from what the first one made."""
    clip = torch.zeros(3, 4, 5)

    assert clip.transpose(0, 2).shape == ___
    assert clip.permute(2, 0, 1).shape == ___
    assert clip.permute(2, 0, 1).permute(2, 0, 1).shape == ___
    with pytest.raises(RuntimeError):
        clip.permute(2, 0)


def channels_first(photos):
    """Return the photos with the dimension of the colours moved to the place before the height."""
    return ___


def test_colours_come_before_the_height():
    """movedim(source, destination) takes one dimension out and puts it in again where you say; the others keep their
    order. An image file has the colours last: height, width, colour. torch wants colour, height, width. A batch has a
    dimension for the photos in front, which stays there. Photos and batches of other sizes are tried too."""
    photo = torch.tensor([[[255, 0, 10], [250, 1, 20]]])  # one row of two reddish pixels
    batch = torch.zeros(8, 6, 4, 3)

    assert channels_first(photo).tolist() == [[[255, 250]], [[0, 1]], [[10, 20]]]
    assert channels_first(batch).shape == (8, 3, 6, 4)


def test_squeeze_takes_all_or_asks_one():
    """A dimension of length 1 holds no choice: it can go without the loss of a number. squeeze() takes all such
    dimensions away. squeeze(d) looks at dimension d and at no other; if its length is not 1, it leaves the shape as it
    is, without a word."""
    parcel = torch.zeros(1, 3, 1, 5)

    assert parcel.squeeze().shape == ___
    assert parcel.squeeze(2).shape == ___
    assert parcel.squeeze(1).shape == ___


def without_colour(grey):
    """grey has the dimensions photo, colour, height, width, and one colour only. Return it without that dimension."""
    return ___


def test_a_batch_of_one():
    """The last batch of a day may hold a single photo, and it must still be a batch, or the next step takes the rows of
    the photo for photos. A strip may be one pixel high or wide as well. Other batches are tried too."""
    strip = torch.tensor([[[[7, 9, 8]]]])

    assert without_colour(torch.zeros(8, 1, 6, 4)).shape == (8, 6, 4)
    assert without_colour(strip).tolist() == [[[7, 9, 8]]]


def test_unsqueeze_takes_its_place():
    """unsqueeze(d) puts in a new dimension of length 1, and d is the place that it has in the new shape. Negative
    places are counted in the new shape, too. Asked for a place that the new shape does not have, it raises
    what a Python list raises for an index past its end."""
    photos = torch.zeros(3, 4, 5)

    assert photos.unsqueeze(1).shape == ___
    assert photos.unsqueeze(-1).shape == ___
    with pytest.raises(___):
        photos.unsqueeze(4)


def test_flatten_melts_neighbours_into_one():
    """flatten(start, end) makes one dimension of all those from start to end, both included, in reading order. Without
    an end it goes on to the last dimension, without a start it begins with the first."""
    frames = torch.zeros(8, 3, 4)  # frames, height, width

    assert frames.flatten().shape == ___
    assert frames.flatten(1).shape == ___
    assert frames.flatten(0, 1).shape == ___


def one_photo_a_row(photos):
    """photos has the dimensions height, width, photo. Return a table: in each row a photo, in its reading order."""
    ___


def test_a_fitting_shape_proves_nothing():
    """Here the pixels of one photo do not follow one another in reading order, so reshape alone cannot bring them
    together, whatever shape it is given. Two steps can. Other photos are tried too."""
    photos = torch.arange(12).reshape(2, 2, 3)  # three photos of two rows and two columns

    assert one_photo_a_row(photos).tolist() == [[0, 3, 6, 9], [1, 4, 7, 10], [2, 5, 8, 11]]
    assert one_photo_a_row(torch.zeros(6, 4, 5)).shape == (5, 24)
