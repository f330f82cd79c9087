"""The counterexample: what a function was called with, as source that makes it again."""

import types

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from sensei.counterexample import Record, Watched, source
from sensei.strategies import BOOL, FLOATING, WHOLE, dtypes, tensors

CALM = settings(derandomize=True, deadline=None)
MADE = {"torch": torch, "np": np}


@CALM
@given(tensors(dtype=dtypes(BOOL, WHOLE, FLOATING)).filter(lambda tensor: tensor.numel() <= 12), st.booleans())
def test_a_tensor_comes_back_as_it_was(tensor, grad):
    tensor.requires_grad_(grad and tensor.is_floating_point())
    again = eval(source(tensor), MADE)

    assert (again.dtype, again.shape, again.requires_grad) == (tensor.dtype, tensor.shape, tensor.requires_grad)
    assert torch.equal(again, tensor)


@pytest.mark.parametrize(
    "value",
    [
        *(None, True, 3, -2.5, float("inf"), "a 'word'", (), (1,), [1, (2.0, "x")], torch.int64),
        *(np.array([1, 2], dtype=np.uint8), np.zeros((0, 3)), np.array(2.5), [torch.Size([2])[0]]),
    ],
)
def test_what_is_plain_comes_back_as_it_was(value):
    again = eval(source(value), MADE)

    assert type(again) is type(value)
    np.testing.assert_equal(again, value)


def test_what_is_no_number_comes_back_too():
    assert torch.isnan(eval(source(torch.tensor([1.0, float("nan")])), MADE)).tolist() == [False, True]


def _with_slope():
    weight = torch.ones(1, requires_grad=True)
    weight.sum().backward()
    return weight


@pytest.mark.parametrize(
    "value",
    [
        *(object(), len, {1: 2}, {3}, torch.nn.Linear(1, 1), torch.zeros(5, 5), torch.zeros(2, 3).T, np.zeros((5, 5))),
        *(
            torch.zeros(3)[1:],
            torch.zeros(2).to_sparse(),
            torch.ones(1, requires_grad=True) * 2,
            _with_slope(),
            torch.zeros(1, device="meta"),
            [object()],
            np.array(["a"]),
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_no_line_makes_has_none(value):
    assert source(value) == ""


@pytest.fixture
def learners():
    module = types.ModuleType("learners")
    exec("def share(total, parts=2):\n    return total / parts\n\nclass Box:\n    pass\n", vars(module))
    module.share.__module__ = "learners"
    return module


def test_a_call_is_told_by_the_names_that_the_learner_knows(learners):
    record = Record()
    Watched(learners, record).share(torch.tensor([1.0]), parts=4)

    assert record.told().words == "total = a torch.float32 tensor of shape (1,) with values [1.0], parts = 4"
    assert record.told().line == "share(torch.tensor([1.0], dtype=torch.float32), parts=4)"


def test_a_call_with_what_no_line_makes_is_told_without_one(learners):
    record = Record()
    with pytest.raises(TypeError):
        Watched(learners, record).share(len)

    assert record.told().words == "total = a function"
    assert record.told().line == ""


def test_a_call_that_does_not_fit_is_left_to_python(learners):
    with pytest.raises(TypeError, match="missing"):
        Watched(learners, Record()).share(parts=3)


def test_a_class_is_the_learners_own(learners):
    assert Watched(learners, Record()).Box is learners.Box


def test_an_example_that_calls_nothing_is_told_by_what_it_was_given(learners):
    record = Record()

    @CALM
    @given(st.just(7))
    def check(number):
        pass

    inner = check.hypothesis.inner_test
    with record.of(check):
        check()
    assert record.told().words == "number = 7"
    assert check.hypothesis.inner_test is inner


def test_each_example_begins_anew(learners):
    record = Record()
    watched, seen = Watched(learners, record), []

    @CALM
    @given(st.booleans())
    def check(calls):
        seen.append(calls)
        if len(seen) == 1:
            watched.share(1)

    with record.of(check):
        check()
    assert len(seen) > 1
    assert record.told().words == f"calls = {seen[-1]}"


@pytest.mark.parametrize(
    ("tensor", "words"),
    [
        (torch.zeros(2, 2).T, "of shape (2, 2) with values [[0.0, 0.0], [0.0, 0.0]], not contiguous"),
        (torch.zeros(3)[1:], "of shape (2,) with values [0.0, 0.0], a view that begins later in its memory"),
        (torch.zeros(2), "of shape (2,) with values [0.0, 0.0]"),
    ],
)
def test_the_memory_of_a_tensor_is_told_where_its_numbers_do_not(learners, tensor, words):
    record = Record()
    Watched(learners, record).share(tensor)

    assert record.told().words == f"total = a torch.float32 tensor {words}"


def test_what_a_call_changed_is_put_on_record(learners):
    exec("def tidy(old, new):\n    old.sort()\n    return sorted(new)\n", vars(learners))
    learners.tidy.__module__ = "learners"
    record = Record()
    Watched(learners, record).tidy([2, 1], [2, 1])

    assert record.told().words == "old = [2, 1], new = [2, 1]"
    assert record.told().changed == ("old",)
