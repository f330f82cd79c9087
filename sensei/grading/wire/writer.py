"""The writer: a value as a tree of JSON."""

from typing import Any

from sensei.grading.wire.extent import MOST
from sensei.grading.wire.holdings import Holdings, Unsendable
from sensei.grading.wire.tensors import described_array, described_tensor, numpy_scalar

DEEPEST = 40
LONGEST = 4_000_000  # characters of a text
_DIGITS = 16_000  # bits of a number
_SCALARS: dict[type, str] = {int: "i", float: "f", complex: "c", str: "s", bytes: "y", bytearray: "ya"}


class Writer:
    """Writes the values of one message; what is new is added to `held`."""

    def __init__(self, held: Holdings) -> None:
        """Write what is not held yet."""
        self.held = held
        self.count = 0

    def tree(self, value: object, depth: int) -> Any:
        """A value as a tree of JSON: a bare text for the plainest, else a list that begins with a tag."""
        self.count += 1
        if depth > DEEPEST or self.count > MOST:
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
            return [kind.__name__, number, [self.tree(each, depth + 1) for each in in_order(value)]]
        if kind is dict:
            number = self.held.add(value)
            pairs = [[self.tree(k, depth + 1), self.tree(v, depth + 1)] for k, v in value.items()]  # type: ignore[attr-defined]
            return ["dict", number, pairs]
        return self._of_library(value, depth)

    def _of_library(self, value: Any, depth: int) -> Any:
        import numpy
        import torch

        kind = type(value)
        if kind is torch.Size:
            return ["size", list(value)]
        if kind in (torch.dtype, torch.device, torch.memory_format, torch.layout):
            return ["named", kind.__name__, str(value)]
        if kind in (torch.Tensor, torch.nn.Parameter):
            number = self.held.add(value)
            return ["tensor", number, self._of_tensor(value, depth)]
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

    def _of_tensor(self, value: Any, depth: int) -> dict[str, Any]:
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
            look = [self.tree(each, 1) for each in in_order(value)]
        elif kind is dict:
            look = [[self.tree(k, 1), self.tree(v, 1)] for k, v in value.items()]
        elif hasattr(value, "is_leaf"):
            look = self._of_tensor(value, 1)
        return None if look == self.held.looks.get(number) else look


def in_order(value: Any) -> Any:
    """Its elements; those of a set in an order that does not depend on chance."""
    return sorted(value, key=repr) if isinstance(value, set | frozenset) else value


def _spelled(value: Any) -> Any:
    kind = type(value)
    if kind is int:
        if value.bit_length() > _DIGITS:
            raise Unsendable("a number with thousands of digits")
        return str(value)
    if kind is float:
        return value.hex()
    if kind is complex:
        return [value.real.hex(), value.imag.hex()]
    if len(value) > LONGEST:
        raise Unsendable("a text with millions of characters")
    return value.hex() if kind in (bytes, bytearray) else value
