"""Values in words: what kind of thing a value is, and what it holds, on one line."""

import subprocess
import sys

import numpy as np
import pytest
import torch

from sensei import describe


@pytest.mark.parametrize(
    "value, kind",
    [
        (True, "True or False"),
        (3, "a number"),
        (3.5, "a number"),
        ("x", "a string"),
        ([1], "a list"),
        ((1,), "a tuple"),
        ({1}, "a set"),
        ({}, "a dict"),
        (int, "a type"),
        (ValueError, "a type"),
        (torch.ones(2).shape, "a shape"),
        (torch.int8, "a torch dtype"),
        (torch.device("cpu"), "a device"),
        (torch.ones(2), "a tensor"),
        (torch.nn.Parameter(torch.ones(2)), "a tensor"),
        (np.ones(2), "a NumPy array"),
        (np.dtype("int8"), "a NumPy dtype"),
        (np.int8(3), "a NumPy number"),
        (None, ""),
    ],
)
def test_a_kind_is_told_in_words_and_gives_no_content_away(value, kind):
    assert describe.kind(value) == kind


@pytest.mark.parametrize(
    "value, words",
    [
        (torch.tensor(1.5), "a torch.float32 tensor of shape () with values 1.5"),
        (torch.ones(1, 2, dtype=torch.int8), "a torch.int8 tensor of shape (1, 2) with values [[1, 1]]"),
        (torch.ones(12), f"a torch.float32 tensor of shape (12,) with values {[1.0] * 12}"),
        (torch.ones(13), "a torch.float32 tensor of shape (13,)"),
        (torch.ones(2, device="meta"), "a torch.float32 tensor of shape (2,) on meta"),
        (
            torch.ones(2, requires_grad=True),
            "a torch.float32 tensor of shape (2,) that requires grad with values [1.0, 1.0]",
        ),
        (len, "a function"),
        (lambda: None, "a function"),
        (torch.nn.Linear(2, 1), "Linear(in_features=2, out_features=1, bias=True)"),
        (object(), "an object"),
        (np.ones(2), "a NumPy array of dtype float64 and shape (2,) with values [1.0, 1.0]"),
        (np.ones(12), f"a NumPy array of dtype float64 and shape (12,) with values {[1.0] * 12}"),
        (np.ones(13), "a NumPy array of dtype float64 and shape (13,)"),
        ("a\nb", r"'a\nb'"),
        (None, "None"),
    ],
)
def test_the_content_of_a_value_is_told_with_shape_dtype_and_device(value, words):
    assert describe.content(value) == words


def test_a_sparse_tensor_has_no_list_of_values_and_is_told_all_the_same():
    assert describe.content(torch.ones(2).to_sparse()) == "a Tensor"


@pytest.mark.parametrize(
    "text, words",
    [
        ("x" * 70, "x" * 70),
        ("x" * 71, "x" * 66 + " ..."),
        ("a\n  b\tc ", "a b c"),
        ("", ""),
    ],
)
def test_a_text_is_put_on_one_line_and_cut_where_it_grows_too_long(text, words):
    assert describe.one_line(text) == words


def test_a_text_may_be_cut_elsewhere():
    assert describe.one_line("abcdefghij", 8) == "abcd ..."


@pytest.mark.parametrize("noun, words", [("tensor", "a tensor"), ("IndexError", "an IndexError"), ("_X", "a _X")])
def test_a_noun_gets_its_article(noun, words):
    assert describe.article(noun) == words


def test_values_are_told_where_no_library_is_loaded():
    code = "import sys; from sensei import describe\n"
    code += "print(describe.kind([1]), describe.content([1]), {'torch', 'numpy'} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout == "a list [1] set()\n"
