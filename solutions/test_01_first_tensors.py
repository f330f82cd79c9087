"""First tensors: make them, and read what they are.

A tensor is a grid of numbers. Replace each blank with what you believe, and save. `koans` judges each save by itself;
`pytest` judges when you run it again.
You will need this later: a tensor's shape tells how long the grid is in each dimension, its dtype the type of all its
numbers. Common dtypes are torch.bool, torch.int8, torch.uint8, torch.int32, torch.int64, torch.float32, torch.float64.
The number in a name counts the bits of one element. The u means unsigned: such a dtype has no negative numbers.
"""

import numpy as np
import pytest
import torch


def test_arithmetic_reaches_every_number():
    """Welcome. torch.tensor makes a tensor from a list. Arithmetic on a tensor is done to every number in it, and
    .tolist() shows the outcome as a plain Python list. Write that list where the blank is."""
    steps_walked = torch.tensor([1000, 2000, 3000])
    doubled = steps_walked * 2

    # A list times two would repeat itself; a tensor multiplies what it holds.
    assert doubled.tolist() == [2000, 4000, 6000]


def test_each_level_of_brackets_is_a_dimension():
    """A shape is a kind of tuple. It has one number for each level of brackets, the outermost level first: how many
    entries there are in a bracket of that level. A number in no brackets has no level, and nothing to count."""
    fever = torch.tensor(38.2)
    four_days = torch.tensor([36.6, 36.9, 38.2, 37.0])
    image = torch.tensor([[[0, 50, 100], [150, 200, 250]]])

    # No brackets, no dimension: a tensor may be a single number.
    assert fever.shape == ()
    # The comma makes it a tuple.
    assert four_days.shape == (4,)
    # One image of two rows with three pixels each: outside first.
    assert image.shape == (1, 2, 3)


def test_size_can_mean_many_things():
    """len() counts the entries along the first dimension, as in a nested list. .numel() counts all the numbers, .ndim
    counts the dimensions, and .size(d) is the length of dimension d. Like a list index, d may be negative."""
    readings = torch.zeros(6, 5, 2)  # days, stations, sensors

    assert len(readings) == 6
    # 6 * 5 * 2: every day has every station, every station every sensor.
    assert readings.numel() == 60
    assert readings.ndim == 3
    # -1 is the last dimension, however many there are.
    assert readings.size(-1) == 2


def test_the_numbers_choose_the_dtype():
    """torch.tensor looks at the numbers to choose a dtype. Whole numbers get the widest of the signed ints. One
    fraction among them makes all of them floats, with half of the 64 bits that Python's own floats have. Truth values
    stay truth values. Write each dtype with its full name, as in torch.int8."""
    ages = torch.tensor([31, 45, 8])
    prices = torch.tensor([9.5, 20, 3])
    open_today = torch.tensor([True, False])

    assert ages.dtype == torch.int64
    # A tensor has one dtype only, so the single fraction decides for all.
    assert prices.dtype == torch.float32
    assert open_today.dtype == torch.bool


def test_a_pixel_fits_in_one_byte():
    """dtype= overrules what the numbers would choose. A pixel runs from 0 to 255 and should cost one byte, which is
    eight bits. A signed type spends half of its range on numbers below zero."""
    pixels = torch.tensor([0, 128, 255], dtype=torch.uint8)

    # Eight bits have 256 patterns; without a sign all of them count upwards from 0.
    assert pixels.element_size() == 1  # bytes for each number
    assert pixels.tolist() == [0, 128, 255]


def test_fractions_are_forced_into_whole_numbers():
    """You can force a whole-number dtype on fractions. torch then does to each fraction what Python's int() does.
    Neither round() nor math.floor() would give the same three numbers."""
    degrees = torch.tensor([21.9, -3.9, 0.5], dtype=torch.int32)

    # Everything after the point is dropped: both signs move toward zero.
    assert degrees.tolist() == [21, -3, 0]


def test_item_takes_the_only_number_out():
    """.item() takes the number out of a tensor that holds exactly one, in however many brackets. It gives a plain
    Python number, good for indexing a list; .tolist() keeps the brackets. If a tensor holds several numbers, .item()
    raises RuntimeError (pytest.raises makes sure that it does). Each entry of a tensor is a smaller tensor."""
    menu = ["soup", "rice", "cake"]
    choice = torch.tensor([[2]])
    orders = torch.tensor([1, 0])

    # Two levels of brackets and still one number.
    assert menu[choice.item()] == "cake"
    assert choice.tolist() == [[2]]
    # torch does not pick one of the two for you.
    with pytest.raises(RuntimeError):
        orders.item()
    # You can: orders[1] holds one number only.
    assert menu[orders[1].item()] == "soup"


def test_arange_stops_before_its_end():
    """torch.arange(start, end, step) counts as Python's range does, downwards too. For the hours, choose an end that
    lets 24 in and nothing after it; more than one answer will do."""
    every_sixth_hour = torch.arange(0, 25, 6)
    countdown = torch.arange(3, 0, -1)

    # Any end from 25 to 30: the end itself is never reached.
    assert every_sixth_hour.tolist() == [0, 6, 12, 18, 24]
    assert countdown.tolist() == [3, 2, 1]


def test_linspace_reaches_both_ends():
    """torch.linspace(start, end, count) spreads count points evenly, with one point on each end. Such points are often
    fractions, so it makes floats even from whole arguments. torch.arange looks at its arguments to choose a dtype."""
    dimmer = torch.linspace(0, 100, 5)

    # Five points leave four gaps: the step is 100 / 4.
    assert dimmer.tolist() == [0.0, 25.0, 50.0, 75.0, 100.0]
    assert dimmer.dtype == torch.float32
    assert torch.arange(0, 100, 5).dtype == torch.int64


def test_fractional_steps_are_slippery():
    """arange makes ceil((end - start) / step) numbers, and computes that with floats, which cannot hold 0.1 exactly.
    A quotient may then lie a little above or below the one on paper: ask Python for both of them. For that reason the
    last line has pytest.approx: it is equal to every number that is very close to the one inside."""
    from_zero = torch.arange(0, 0.3, 0.1)
    from_one = torch.arange(1, 1.3, 0.1)

    assert len(from_zero) == 3
    # A hair above three is rounded up to the next whole number.
    assert len(from_one) == 4
    # So the end slips in. For a fixed count use linspace.
    assert from_one[-1].item() == pytest.approx(1.3)


def test_empty_promises_no_numbers():
    """torch.empty takes memory and writes nothing: the shape is certain, the numbers are whatever lay there before. It
    has no data to look at, so its dtype is torch's default for floats, as with torch.zeros and torch.ones. A method
    that ends in an underscore, like fill_, writes into its tensor, where there is room for numbers of one kind only."""
    seats = torch.empty(2, 3)
    seats.fill_(4)

    # Now every number has been written, so it may be read.
    assert seats.tolist() == [[4.0, 4.0, 4.0], [4.0, 4.0, 4.0]]
    # The 4 was turned into a float, not the tensor into ints.
    assert seats.dtype == torch.float32


def test_full_looks_at_what_it_fills_with():
    """torch.full has no favourite dtype. Unlike torch.zeros it is given a number to look at, and it makes the same
    choice that torch.tensor would make."""
    sixes = torch.full([2, 3], 6)
    switches = torch.full([2, 3], False)
    halves = torch.full([2, 3], 0.5)

    # Write 6.0 where floats are wanted: 6 alone makes ints.
    assert sixes.dtype == torch.int64
    assert switches.dtype == torch.bool
    assert halves.dtype == torch.float32


def fresh_page(old_page, ink):
    """Return a new tensor with the shape and the dtype of old_page, and with the number ink everywhere."""
    return torch.full_like(old_page, ink)


def test_a_fresh_page_takes_after_the_old_one():
    """torch.zeros_like, torch.ones_like and torch.full_like copy the shape and the dtype of the tensor that they are
    given, and leave that tensor as it was. Write the body of fresh_page above; it is tried on other pages too."""
    photo = torch.tensor([[0, 128], [255, 7]], dtype=torch.uint8)
    white = fresh_page(photo, 255)
    receipt = fresh_page(torch.tensor([1.5, 2.5, 3.5]), 3)

    # torch.full(photo.shape, 255) would have the shape but not the dtype.
    assert white.dtype == torch.uint8
    assert white.tolist() == [[255, 255], [255, 255]]
    assert photo.tolist() == [[0, 128], [255, 7]]
    assert receipt.dtype == torch.float32
    assert receipt.tolist() == [3.0, 3.0, 3.0]


def test_a_capital_letter_changes_the_question():
    """torch.tensor takes data. torch.Tensor is older, and takes a bare number as a size: it makes room for that many
    numbers, and leaves them unset, as torch.empty does. A list counts as data. The one thing that torch.Tensor never
    does is to look at the numbers of a list for a dtype."""
    # Data without brackets: no dimension.
    assert torch.tensor(5).shape == ()
    # A size: room for five numbers that nobody has written.
    assert torch.Tensor(5).shape == (5,)
    # Data again: one number, in one pair of brackets.
    assert torch.Tensor([5]).shape == (1,)
    assert torch.Tensor([5]).dtype == torch.float32


def test_the_kind_of_number_in_a_name():
    """torch.IntTensor, torch.LongTensor and torch.FloatTensor are relatives of torch.Tensor with a dtype in the name:
    an Int has 32 bits, a Long is an int with twice as many. They too read bare numbers as sizes and a list as data, and
    they force the data into their dtype, as dtype= does."""
    assert torch.IntTensor(2, 3).shape == (2, 3)
    # What they hold before anyone writes to them is left to chance: a list makes them, or torch.zeros.
    assert torch.IntTensor([2.7, -3.2]).tolist() == [2, -3]
    assert torch.LongTensor([2.7, -3.2]).dtype == torch.int64


def test_what_is_a_tensor_already():
    """torch.arange gives a tensor; there is nothing left to wrap. Given a tensor, torch.Tensor copies nothing and
    converts nothing: it gives the same memory a second name. .clone() copies the numbers into new memory."""
    hours = torch.arange(0, 24, 6)
    wrapped = torch.Tensor(hours)
    copied = hours.clone()

    hours[0] = 99

    # torch.Tensor makes float32 of a list. Here there is a dtype already, and it stays.
    assert wrapped.dtype == torch.int64
    assert [wrapped[0].item(), copied[0].item()] == [99, 0]


def test_numpy_brings_its_own_dtype():
    """An array already has a dtype, and torch.tensor keeps it. numpy stores fractions with as many bits as Python does.
    A list from .tolist() holds plain Python numbers again."""
    heights = np.array([1.68, 1.81])

    # Twice the memory, and a clash with float32 weights: convert on purpose.
    assert torch.tensor(heights).dtype == torch.float64
    assert torch.tensor(heights.tolist()).dtype == torch.float32
    assert torch.tensor(heights > 1.7).dtype == torch.bool
