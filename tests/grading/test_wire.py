import contextlib
import json
import struct

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from sensei.grading.wire import Garbled, Holdings, Unsendable, pack, unpack
from sensei.strategies import tensors


def cross(function, *args):
    """What a call gives back when its arguments and its result go over the wire, and the arguments as they are then."""
    near, far = Holdings(), Holdings()
    there = unpack(pack(args, near), far)
    far.seal()
    return unpack(pack(function(*there), far), near)


PLAIN = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary(), st.complex_numbers()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.lists(inner, max_size=4).map(tuple), st.dictionaries(st.text(), inner)
    ),
    max_leaves=20,
)


@given(PLAIN)
@settings(max_examples=60, deadline=None)
def test_plain_values_come_over_as_they_are(value):
    assert repr(cross(lambda each: each, value)) == repr(value)


@given(tensors())
@settings(max_examples=60, deadline=None)
def test_tensors_come_over_with_dtype_shape_and_numbers(tensor):
    twin = cross(lambda each: each.clone(), tensor)

    assert type(twin) is torch.Tensor
    assert (twin.dtype, twin.shape) == (tensor.dtype, tensor.shape)
    assert torch.equal(twin, tensor)


@pytest.mark.parametrize(
    "value",
    [torch.Size([2, 3]), torch.float32, torch.device("cpu"), slice(1, None), range(3), ..., np.float32(1.5), {1, 2},
     frozenset({3}), bytearray(b"ab"), torch.contiguous_format],
)  # fmt: skip
def test_what_a_koan_meets_comes_over_by_its_exact_type(value):
    twin = cross(lambda each: (each,), value)[0]

    assert type(twin) is type(value)
    assert twin == value


def test_who_shares_memory_is_known_on_the_other_side():
    page = torch.arange(12.0).reshape(3, 4)

    same, window, copy = cross(lambda each: (each, each[1:].T, each.clone()), page)

    assert same is page
    window[0, 0] = 40.0
    assert page[1, 0] == 40.0
    copy[0, 0] = 7.0
    assert page[0, 0] == 0.0


def test_a_tensor_and_an_array_that_share_memory_do_so_on_the_other_side():
    array = np.arange(6.0)[::2]

    tensor = cross(torch.from_numpy, array)
    tensor[1] = 20.0

    assert array[1] == 20.0
    assert cross(lambda each: each, array[::-1]) is not array


def test_what_a_call_changes_in_its_arguments_changes_here():
    weight, seen = torch.tensor([1.0, 2.0], requires_grad=True), [1]

    def step(weight, seen):
        with torch.no_grad():
            weight -= 1
        weight.grad = torch.ones(2)
        seen.append({"weight": weight})

    cross(step, weight, seen)

    assert weight.tolist() == [0.0, 1.0]
    assert weight.grad.tolist() == [1.0, 1.0]
    assert seen[1]["weight"] is weight


def test_what_has_a_history_there_has_one_here():
    weight = torch.tensor([1.0], requires_grad=True)

    worked_out, cut = cross(lambda each: (each * 2, (each * 2).detach()), weight)

    assert worked_out.requires_grad
    assert not worked_out.is_leaf
    assert not cut.requires_grad


class Agreeable(torch.Tensor):
    pass


class Word(str):
    pass


@pytest.mark.parametrize(
    "value",
    [
        object(), lambda: 0, Word("a"), torch.ones(2).as_subclass(Agreeable), torch.ones(2).to_sparse(),
        torch.empty(2, device="meta"), torch.ones(1).expand(10**9), np.ma.masked, iter([]), torch.nn.Linear(1, 1),
        np.array([object()]), torch.tensor([1j]).conj(), 10**5000, np.array(["a"]),
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_what_could_pretend_to_be_something_else_does_not_cross(value):
    with pytest.raises(Unsendable):
        pack(value, Holdings())


def test_what_contains_itself_without_end_does_not_cross():
    nest = []
    for _ in range(100):
        nest = [nest]

    with pytest.raises(Unsendable):
        pack(nest, Holdings())


def doubled(times):
    nest = ()
    for _ in range(times):
        nest = (nest, nest)
    return nest


def endless():
    nest = []
    nest.append(nest)
    return nest


@pytest.mark.parametrize("value", [doubled(30), {doubled(17)}, endless(), set(range(6000)), dict.fromkeys(range(6000))])
def test_what_would_take_long_to_compare_does_not_cross(value):
    with pytest.raises(Unsendable):
        pack(value, Holdings())


@pytest.mark.parametrize("value", [doubled(10), {doubled(10)}, set(range(4000)), dict.fromkeys(range(4000))])
def test_what_is_large_crosses(value):
    assert unpack(pack(value, Holdings()), Holdings()) == value


def test_a_change_that_would_take_long_to_compare_does_not_cross():
    with pytest.raises(Unsendable):
        cross(lambda basket: basket.append(basket), [1])


def message(value, *, after=(), memories=(), blob=b""):
    header = json.dumps({"value": value, "after": list(after), "memories": list(memories)}).encode()
    return struct.pack(">I", len(header)) + header + blob


COLLIDING = [["i", str(number * (2**61 - 1))] for number in range(6000)]
DOUBLED = [["tuple", 1, []], *(["tuple", number + 2, [["@", number + 1], ["@", number + 1]]] for number in range(60))]


LYING = {"memory": 0, "dtype": "float32", "shape": [2], "stride": [1], "offset": 0, "requires_grad": False, "leaf": True,
         "parameter": False, "grad": "n"}  # fmt: skip


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\0\0\0\x05hello", message(["@", 0]), message(["@", -1]), message(["os", "system"]), message(["i", 3]),
        message(["i", "9" * 10**5 + "x"]), message(["named", "dtype", "load"]), message(["scalar", "|O", "00"]),
        message(["size", [-1]]), message(["list", 7, []]), message("n", memories=[10**12]), message(["s", ["x"]]),
        message(["tensor", 0, LYING | {"offset": 1}], memories=[8], blob=bytes(8)),
        message(["tensor", 0, LYING | {"shape": [10**9], "stride": [0]}], memories=[8], blob=bytes(8)),
        message(["tensor", 0, LYING | {"stride": [-1]}], memories=[8], blob=bytes(8)),
        message(["tensor", 0, LYING | {"dtype": "load"}], memories=[8], blob=bytes(8)),
        message(["tensor", 0, LYING | {"memory": 3}], memories=[8], blob=bytes(8)),
        message(["array", 0, {"memory": 0, "dtype": "|O", "shape": [1], "strides": [8], "offset": 0, "writeable": True}],
                memories=[8], blob=bytes(8)),
        message(["array", 0, {"memory": 0, "dtype": "<f8", "shape": [2], "strides": [-8], "offset": 0,
                              "writeable": True}], memories=[16], blob=bytes(16)),
        message("n", after=[[]]), b"\0\0\0\x02[]", message(["set", 0, COLLIDING]), message(["frozenset", 0, COLLIDING]),
        message(["dict", 0, [[each, "n"] for each in COLLIDING]]), message(["list", 0, DOUBLED]),
        message(["list", 0, [*DOUBLED, ["set", 62, [["@", 61]]]]]),
        message(["list", 0, [*DOUBLED, ["dict", 62, [[["@", 61], "n"]]]]]),
    ],
)  # fmt: skip
def test_a_lie_is_garbled_and_makes_nothing(raw):
    with pytest.raises(Garbled):
        unpack(raw, Holdings())


@given(st.binary(max_size=200), st.integers(0, 400))
@settings(max_examples=200, deadline=None)
def test_no_noise_raises_anything_but_garbled(noise, place):
    raw = bytearray(pack((torch.arange(3.0), [1, {"a": np.ones(2)}], 2.5), Holdings()))
    raw[place : place + len(noise)] = noise

    with contextlib.suppress(Garbled):
        unpack(bytes(raw), Holdings())
