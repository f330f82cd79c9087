"""The reader: a tree of JSON as a value. It believes nothing: sizes are checked before anything is made."""

from collections.abc import Sequence
from typing import Any

from sensei.grading.wire.extent import MOST, Extent
from sensei.grading.wire.holdings import Holdings
from sensei.grading.wire.tensors import array_of, put_back, tensor_of
from sensei.grading.wire.writer import DEEPEST, LONGEST

_PLAIN = {"n": None, "true": True, "false": False, "...": Ellipsis}


class Reader:
    """Reads the values of one message; what is new is added to `held`."""

    def __init__(self, held: Holdings) -> None:
        """Read into what is held."""
        self.held = held
        self.count = 0
        self.extent = Extent()

    def value(self, tree: Any, depth: int) -> Any:
        """The value of a tree.

        Raises:
            ValueError: it is no tree of ours, as do the other errors that looking into foreign data raises.
        """
        self.count += 1
        if depth > DEEPEST or self.count > MOST:
            raise ValueError("too large or too deep")
        if isinstance(tree, str):
            return _PLAIN[tree]
        tag, *rest = tree
        if tag in _READERS:
            return _READERS[tag](rest[0])
        if tag == "@":
            return self.held.things[_natural(rest[0])]
        if tag in ("list", "tuple", "set", "frozenset", "dict"):
            return self._container(tag, rest[0], rest[1], depth)
        return self._of_library(tag, rest, depth)

    def _container(self, tag: str, number: int, inner: Any, depth: int) -> Any:
        made: Any
        if tag in ("tuple", "frozenset"):
            place = self.held.reserve(number)
            parts = [self.value(each, depth + 1) for each in inner]
            if tag == "frozenset":
                self.extent.add_hashed(parts)
            made = tuple(parts) if tag == "tuple" else frozenset(parts)
            self.held.things[place] = made
            return made
        made = {"list": list, "set": set, "dict": dict}[tag]()
        place = self.held.reserve(number)
        self.held.things[place] = made
        self._fill(made, inner, depth)
        return made

    def _fill(self, made: Any, inner: Any, depth: int) -> None:
        if isinstance(made, dict):
            items = [(self.value(k, depth + 1), self.value(v, depth + 1)) for k, v in inner]
            self.extent.add_hashed([key for key, _ in items])
            made.clear()
            made.update(items)
            return
        parts = [self.value(each, depth + 1) for each in inner]
        made.clear()
        if isinstance(made, set):
            self.extent.add_hashed(parts)
            made.update(parts)
        else:
            made.extend(parts)

    def _of_library(self, tag: str, rest: Sequence[Any], depth: int) -> Any:
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
            self._grad(made, rest[1], depth)
        return made

    def _grad(self, made: Any, told: dict[str, Any], depth: int) -> None:
        grad = self.value(told["grad"], depth + 1)
        if made.is_leaf and made.grad is not grad:
            made.grad = grad

    def settle(self, number: int, state: Any) -> None:
        """Let a thing that both sides have look as it does on the other side."""
        value: Any = self.held.things[number]
        if state is None:
            return
        if isinstance(value, list | set | dict):
            self._fill(value, state, 1)
        elif hasattr(value, "is_leaf"):
            fresh = tensor_of(state, self.held)
            if (fresh.shape, fresh.stride(), fresh.dtype) != (value.shape, value.stride(), value.dtype):
                value.data = fresh.detach()
            if value.is_leaf and value.requires_grad != fresh.requires_grad:
                value.requires_grad_(fresh.requires_grad)
            self._grad(value, state, 1)


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
    if type(value) is not str or len(value) > LONGEST:
        raise ValueError("no text")
    return value


_READERS: dict[str, Any] = {
    "i": lambda text: int(_text(text)[:5000]),
    "f": lambda text: float.fromhex(_text(text)),
    "c": lambda pair: complex(*(float.fromhex(_text(each)) for each in pair)),
    "s": _text,
    "y": lambda text: bytes.fromhex(_text(text)),
    "ya": lambda text: bytearray.fromhex(_text(text)),
}
