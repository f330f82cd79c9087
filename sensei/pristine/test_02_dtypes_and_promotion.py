"""Dtypes and promotion: which dtype comes out, and how to choose it yourself.

.to(dtype) converts a tensor; .float(), .double(), .int() and .long() are short forms of it. When different dtypes meet
in one operation, torch promotes: it chooses one dtype for the result. Two more dtypes appear here, torch.int16 and
torch.float16; the number still counts the bits of one element.
"""

import pytest
import torch

from sensei import ___


def test_a_conversion_has_a_result():
    """torch borrowed its short names from the language C. In torch a float and an int have 32 bits, a double and a long
    twice as many. .type(torch.FloatTensor) is an older way to write .float(). A method that writes into its own tensor
    has a name that ends in an underscore."""
    votes = torch.full([2, 3], 6)
    precise = votes.double()
    plain = votes.type(torch.FloatTensor)
    votes.int()

    assert precise.dtype == ___
    assert plain.dtype == ___
    assert votes.dtype == ___


def test_no_work_no_copy():
    """Numbers of another dtype are other bytes, so a conversion has to write them into new memory. If a tensor already
    has the dtype that is asked for, .to() and its short forms have no work to do: they return the tensor itself. The
    argument copy=True asks for new memory in any case. Who sees what is written to prices?"""
    prices = torch.tensor([1.5, 2.5])
    short = prices.float()
    family = {
        "short": short,
        "wide": prices.double(),
        "again": short.to(torch.float32),
        "there and back": prices.double().float(),
        "asked for": prices.to(torch.float32, copy=True),
    }

    prices.fill_(9.0)

    assert {name for name, t in family.items() if t.tolist() == [9.0, 9.0]} == ___


def test_two_dtypes_meet_in_one():
    """Every dtype of this course has a category: truth values are the lowest, then come whole numbers, then floats.
    When two tensors meet, the higher category wins, however few bits its dtype has. Within one category the result gets
    the smallest of these dtypes that can hold every number of both."""
    open_today = torch.tensor([True, False])
    pixels = torch.tensor([200, 100], dtype=torch.uint8)
    shifts = torch.tensor([-1, 1], dtype=torch.int8)
    steps = torch.tensor([4000, 6500])
    weights = torch.tensor([0.5, 0.25], dtype=torch.float16)

    assert (open_today * pixels).dtype == ___
    assert (pixels + shifts).dtype == ___
    assert (steps * weights).dtype == ___


def test_a_python_number_steps_back():
    """A Python number has a category too, but no width that would count. If its category is not higher than the
    tensor's, the tensor keeps its dtype. If it is higher, the result has the dtype that torch.tensor would choose for
    that number."""
    open_today = torch.tensor([True, False])
    pixels = torch.tensor([200, 100], dtype=torch.uint8)
    weights = torch.tensor([0.5, 0.25], dtype=torch.float16)

    assert (pixels * 0.5).dtype == ___
    assert (weights * 0.5).dtype == ___
    assert (open_today * 10).dtype == ___


def test_without_brackets_there_is_less_to_say():
    """A tensor without dimensions also steps back beside a tensor that has some: it changes nothing unless its category
    is higher. Then the result takes over its dtype, with its number of bits. Among tensors that both have dimensions,
    or both have none, the rule for two tensors holds. One number in brackets has a dimension."""
    bare = torch.tensor(0.5, dtype=torch.float64)
    sums = {
        "fevers": torch.tensor([38.5, 39.0]) + bare,
        "steps": torch.tensor([4000, 6500]) + bare,
        "one fever": torch.tensor(38.5) + bare,
        "in brackets": torch.tensor([38.5]) + torch.tensor([0.5], dtype=torch.float64),
    }

    assert {name for name, t in sums.items() if t.dtype == torch.float64} == ___


def test_three_ways_to_divide():
    """Between whole numbers / gives floats, of the dtype that torch.tensor would choose for a fraction. // goes down to
    the next whole number, as it does in Python, and keeps the dtype. A conversion to whole numbers throws away what is
    behind the point."""
    minutes_late = torch.tensor([120, -30])
    hours = minutes_late / 60

    assert hours.dtype == ___
    assert (minutes_late // 60).tolist() == ___
    assert hours.long().tolist() == ___


def nearest_degree(readings):
    """Return each reading as the nearest whole number, in a torch.int64 tensor."""
    ___


def test_the_nearest_degree():
    """.round() goes to the nearest whole number, .floor() goes down and .ceil() goes up. All three leave the dtype as
    it is, and .long() throws fractions away. Write the body of nearest_degree above. Other readings are tried too;
    halves are not."""
    readings = torch.tensor([21.9, -3.9, 0.4, -0.8])
    degrees = nearest_degree(readings)

    assert degrees.dtype == torch.int64
    assert degrees.tolist() == [22, -4, 0, -1]
    assert torch.equal(readings, torch.tensor([21.9, -3.9, 0.4, -0.8]))


def test_whole_numbers_go_round_in_a_ring():
    """The numbers of a whole-number dtype form a ring, like the hours of a clock: after the largest comes the smallest,
    and before the smallest comes the largest. In arithmetic torch steps over that seam without a word. A dtype of eight
    bits has 256 numbers; a signed one starts at -128."""
    pixels = torch.tensor([250, 3], dtype=torch.uint8)
    degrees = torch.tensor([120], dtype=torch.int8)

    assert (pixels + 10).tolist() == ___
    assert (pixels - 5).tolist() == ___
    assert (degrees + 10).tolist() == ___


def change(before, after):
    """How many steps brighter each uint8 pixel became, as whole numbers; below zero where it became darker."""
    ___


def test_what_changed_between_two_photos():
    """The change of a pixel lies between -255 and 255: more numbers than one byte can tell apart. A result that has
    gone round the ring cannot be told from an honest one. Write the body of change. Other photos are tried too."""
    before = torch.tensor([3, 200, 255], dtype=torch.uint8)
    after = torch.tensor([5, 100, 0], dtype=torch.uint8)
    difference = change(before, after)

    assert difference.tolist() == [2, -100, -255]
    assert difference.is_floating_point() is False
    assert before.tolist() == [3, 200, 255]


def test_a_sum_makes_room():
    """Adding two tensors of one dtype keeps this dtype. .sum() adds up the numbers inside one tensor, and expects a lot
    of them: it turns truth values (a True counts as 1) and whole numbers into torch.int64 before it begins."""
    pixels = torch.tensor([200, 100], dtype=torch.uint8)
    hits = torch.tensor([True, False, True, True])

    assert (pixels[0] + pixels[1]).item() == ___
    assert pixels.sum().item() == ___
    assert hits.sum().item() == ___


def share(answers):
    """Which part of the answers is True, from 0.0 for none of them to 1.0 for all."""
    return ___


def test_a_mean_needs_fractions():
    """Most means are fractions, so .mean() gives a float. But it does not choose one for you: called on truth values or
    whole numbers, it raises RuntimeError. Other answers are tried too, in any number of dimensions."""
    answers = torch.tensor([True, False, True, True])
    with pytest.raises(RuntimeError):
        answers.mean()

    assert float(share(answers)) == 0.75
    table = torch.tensor([[False, True, False], [False, True, False]])
    assert float(share(table)) == pytest.approx(1 / 3)
