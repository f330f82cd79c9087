"""The wire: values as data that crosses between processes, by exact type, with who shares memory with whom.

A call goes over as its arguments; what comes back are the result and whatever the call changed in its arguments. An
object or a memory that both sides have is named by its number, so a function that gives back its argument, a window on
it or a copy can be told apart on the other side. Nothing is pickled, and a reader believes nothing: sizes are checked
before anything is made.
"""

import json
import struct
from collections.abc import Sequence
from typing import Any

from sensei.grading.holdings import Holdings, Unsendable
from sensei.grading.tensors import array_of, described_array, described_tensor, numpy_scalar, put_back, tensor_of

_DEEPEST = 40
_MOST = 200_000  # things in one message
_LONGEST = 4_000_000  # characters of a text or digits of a number
_PLAIN = {"n": None, "true": True, "false": False, "...": Ellipsis}

__all__ = ["Garbled", "Holdings", "Unsendable", "pack", "unpack"]


class Garbled(Exception):
    """What came over the wire is no message of ours."""


def pack(value: object, held: Holdings) -> bytes:
    """The bytes of a value. What `held` knows already goes by its number; what is new is added to it.

    Raises:
        Unsendable: something in it is of a type that does not cross.
    """
    writer = _Writer(held)
    known = len(held.things)
    tree = writer.tree(value, 0)
    after = [writer.state(number) for number in range(known)]
    memories, blobs = held.memories_to_send()
    header = json.dumps({"value": tree, "after": after, "memories": memories}).encode()
    return b"".join([struct.pack(">I", len(header)), header, *blobs])


def unpack(raw: bytes, held: Holdings) -> Any:
    """The value that `pack` wrote. What `held` has changes as it changed on the other side.

    Raises:
        Garbled: this is no message of ours.
    """
    try:
        (length,) = struct.unpack_from(">I", raw)
        header = json.loads(raw[4 : 4 + length])
        known = len(held.things)
        held.take_memories(header["memories"], memoryview(raw)[4 + length :])
        reader = _Reader(held)
        value = reader.value(header["value"], 0)
        for number, state in zip(range(known), header["after"], strict=True):
            reader.settle(number, state)
        return value
    except Unsendable as error:
        raise Garbled(str(error)) from None
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RuntimeError, struct.error) as error:
        raise Garbled(f"{type(error).__name__}: {error}") from None
    except (RecursionError, MemoryError, OverflowError) as error:
        raise Garbled(type(error).__name__) from None


class _Writer:
    def __init__(self, held: Holdings) -> None:
        self.held = held
        self.count = 0

    def tree(self, value: object, depth: int) -> Any:
        """A value as a tree of JSON: a bare text for the plainest, else a list that begins with a tag."""
        self.count += 1
        if depth > _DEEPEST or self.count > _MOST:
            raise Unsendable("something too large or too deep")
        kind = type(value)
        if value is None:
            return "n"
        if kind is bool:
            return "true" if value else "false"
        if value is Ellipsis:
            return "..."
        if kind in _SCALARS:
            return [_SCALARS[kind], _spelled(value)]
        number = self.held.number_of(value)
        if number is not None:
            return ["@", number]
        if kind in (list, tuple, set, frozenset):
            number = self.held.add(value)
            return [kind.__name__, number, [self.tree(each, depth + 1) for each in _in_order(value)]]
        if kind is dict:
            number = self.held.add(value)
            pairs = [[self.tree(k, depth + 1), self.tree(v, depth + 1)] for k, v in value.items()]  # type: ignore[attr-defined]
            return ["dict", number, pairs]
        return self.of_library(value, depth)

    def of_library(self, value: Any, depth: int) -> Any:
        import numpy
        import torch

        kind = type(value)
        if kind is torch.Size:
            return ["size", list(value)]
        if kind in (torch.dtype, torch.device, torch.memory_format, torch.layout):
            return ["named", kind.__name__, str(value)]
        if kind in (torch.Tensor, torch.nn.Parameter):
            number = self.held.add(value)
            return ["tensor", number, self.of_tensor(value, depth)]
        if kind is numpy.ndarray:
            number = self.held.add(value)
            return ["array", number, described_array(value, self.held)]
        if isinstance(value, numpy.generic) and kind.__module__ == "numpy":
            return ["scalar", *numpy_scalar(value)]
        if isinstance(value, numpy.dtype):
            return ["npdtype", value.str]
        if kind is slice:
            return ["slice", [self.tree(each, depth + 1) for each in (value.start, value.stop, value.step)]]
        if kind is range:
            return ["range", [value.start, value.stop, value.step]]
        raise Unsendable(f"an object of the type {kind.__name__}")

    def of_tensor(self, value: Any, depth: int) -> dict[str, Any]:
        told = described_tensor(value, self.held)
        told["grad"] = self.tree(value.grad if value.is_leaf else None, depth + 1)
        return told

    def state(self, number: int) -> Any:
        """What a thing that both sides have looks like now; None if that is how it came over."""
        value: Any = self.held.things[number]
        kind = type(value)
        if kind in (tuple, frozenset):
            return None
        look: Any = None
        if kind in (list, set):
            look = [self.tree(each, 1) for each in _in_order(value)]
        elif kind is dict:
            look = [[self.tree(k, 1), self.tree(v, 1)] for k, v in value.items()]
        elif hasattr(value, "is_leaf"):
            look = self.of_tensor(value, 1)
        return None if look == self.held.looks.get(number) else look


class _Reader:
    def __init__(self, held: Holdings) -> None:
        self.held = held
        self.count = 0

    def value(self, tree: Any, depth: int) -> Any:
        self.count += 1
        if depth > _DEEPEST or self.count > _MOST:
            raise ValueError("too large or too deep")
        if isinstance(tree, str):
            return _PLAIN[tree]
        tag, *rest = tree
        if tag in _READERS:
            return _READERS[tag](rest[0])
        if tag == "@":
            return self.held.things[_natural(rest[0])]
        if tag in ("list", "tuple", "set", "frozenset", "dict"):
            return self.container(tag, rest[0], rest[1], depth)
        return self.of_library(tag, rest, depth)

    def container(self, tag: str, number: int, inner: Any, depth: int) -> Any:
        made: Any
        if tag in ("tuple", "frozenset"):
            place = self.held.reserve(number)
            made = {"tuple": tuple, "frozenset": frozenset}[tag](self.value(each, depth + 1) for each in inner)
            self.held.things[place] = made
            return made
        made = {"list": list, "set": set, "dict": dict}[tag]()
        place = self.held.reserve(number)
        self.held.things[place] = made
        self.fill(made, inner, depth)
        return made

    def fill(self, made: Any, inner: Any, depth: int) -> None:
        if isinstance(made, dict):
            items = [(self.value(k, depth + 1), self.value(v, depth + 1)) for k, v in inner]
            made.clear()
            made.update(items)
        else:
            each = [self.value(one, depth + 1) for one in inner]
            made.clear()
            made.update(each) if isinstance(made, set) else made.extend(each)

    def of_library(self, tag: str, rest: Sequence[Any], depth: int) -> Any:
        import numpy
        import torch

        if tag == "size":
            return torch.Size([_natural(each) for each in rest[0]])
        if tag == "named":
            return _named(*rest)
        if tag == "scalar":
            return put_back(*rest)
        if tag == "npdtype":
            return numpy.dtype(_known_dtype(rest[0]))
        if tag == "slice":
            return slice(*(self.value(each, depth + 1) for each in rest[0]))
        if tag == "range":
            return range(*(int(each) for each in rest[0]))
        if tag not in ("tensor", "array"):
            raise ValueError(f"the tag {tag!r}")
        place = self.held.reserve(rest[0])
        self.held.looks[place] = rest[1]
        made = tensor_of(rest[1], self.held) if tag == "tensor" else array_of(rest[1], self.held)
        self.held.things[place] = made
        if tag == "tensor":
            self.grad(made, rest[1], depth)
        return made

    def grad(self, made: Any, told: dict[str, Any], depth: int) -> None:
        grad = self.value(told["grad"], depth + 1)
        if made.is_leaf and made.grad is not grad:
            made.grad = grad

    def settle(self, number: int, state: Any) -> None:
        """Let a thing that both sides have look as it does on the other side."""
        value: Any = self.held.things[number]
        if state is None:
            return
        if isinstance(value, list | set | dict):
            self.fill(value, state, 1)
        elif hasattr(value, "is_leaf"):
            fresh = tensor_of(state, self.held)
            if (fresh.shape, fresh.stride(), fresh.dtype) != (value.shape, value.stride(), value.dtype):
                value.data = fresh.detach()
            if value.is_leaf and value.requires_grad != fresh.requires_grad:
                value.requires_grad_(fresh.requires_grad)
            self.grad(value, state, 1)


def _in_order(value: Any) -> Any:
    return sorted(value, key=repr) if isinstance(value, set | frozenset) else value


def _spelled(value: Any) -> Any:
    kind = type(value)
    if kind is int:
        if value.bit_length() > 4 * 4000:
            raise Unsendable("a number with thousands of digits")
        return str(value)
    if kind is float:
        return value.hex()
    if kind is complex:
        return [value.real.hex(), value.imag.hex()]
    if len(value) > _LONGEST:
        raise Unsendable("a text with millions of characters")
    return value.hex() if kind in (bytes, bytearray) else value


def _natural(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(f"{value!r} is no number of ours")
    return value


def _named(kind: str, text: str) -> Any:
    import torch

    if kind == "device":
        return torch.device(text)
    found = getattr(torch, text.removeprefix("torch."))
    if type(found).__name__ != kind or kind not in ("dtype", "memory_format", "layout"):
        raise ValueError(text)
    return found


def _known_dtype(text: str) -> str:
    if not (isinstance(text, str) and len(text) <= 4 and text[:1] in "<>|=" and text[1:2] in "biufc"):
        raise ValueError(f"the dtype {text!r}")
    return text


def _text(value: Any) -> str:
    if type(value) is not str or len(value) > _LONGEST:
        raise ValueError("no text")
    return value


_SCALARS: dict[type, str] = {int: "i", float: "f", complex: "c", str: "s", bytes: "y", bytearray: "ya"}
_READERS: dict[str, Any] = {
    "i": lambda text: int(_text(text)[:5000]),
    "f": lambda text: float.fromhex(_text(text)),
    "c": lambda pair: complex(*(float.fromhex(_text(each)) for each in pair)),
    "s": _text,
    "y": lambda text: bytes.fromhex(_text(text)),
    "ya": lambda text: bytearray.fromhex(_text(text)),
}
