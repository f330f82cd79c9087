"""The counterexample: what a learner's function was called with, in words and as a line that calls it again.

Everything is put down before the call: a function may change what it is given.
"""

import functools
import inspect
import sys
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from sensei import describe

_MOST = 12  # numbers of a tensor in a line that can still be read


@dataclass(frozen=True)
class Call:
    """One call.

    Attributes:
        words: what was given, name by name.
        line: Python source of the call, or empty if no source makes what was given.
        changed: the names of what was given and holds something else since.
        returned: what came back; empty if nothing did.
    """

    words: str
    line: str
    changed: tuple[str, ...] = ()
    returned: str = ""


class Record:
    """The last call in the last example that a property tried, and what the property itself was given."""

    def __init__(self) -> None:
        """Begin without a call."""
        self.call: Call | None = None
        self.given: dict[str, str] = {}

    def told(self) -> Call:
        """The call to tell of: the last one, or what the property was given if it called no function."""
        return self.call or Call(_listed(self.given), "")

    @contextmanager
    def of(self, check: Callable[..., Any]) -> Iterator[None]:
        """Begin anew with each example of a hypothesis test, so that in the end the smallest failure is on record."""
        handle = getattr(check, "hypothesis", None)  # the door that hypothesis leaves open for plugins
        if handle is None:
            yield
            return
        inner = handle.inner_test

        @functools.wraps(inner)
        def example(*args: Any, **kwargs: Any) -> None:
            self.call = None
            self.given = {name: describe.content(value) for name, value in kwargs.items() if name != "subject"}
            inner(*args, **kwargs)

        handle.inner_test = example
        try:
            yield
        finally:
            handle.inner_test = inner


class Watched(types.ModuleType):
    """A module in whose place a property calls the learner's functions, each call being put on record."""

    def __init__(self, module: types.ModuleType, record: Record) -> None:
        """Stand in for `module`."""
        super().__init__(module.__name__, module.__doc__)
        self._module, self._record = module, record

    def __getattr__(self, name: str) -> Any:
        """What the module has; its own functions record how they are called."""
        value = getattr(self._module, name)
        if not (inspect.isfunction(value) and value.__module__ == self._module.__name__):
            return value

        @functools.wraps(value)
        def call(*args: Any, **kwargs: Any) -> Any:
            given = _named(value, args, kwargs)
            before = _words(given)
            self._record.call = Call(_listed(before), _line(value, args, kwargs))
            result = value(*args, **kwargs)
            after = _words(given)
            changed = tuple(name for name in before if before[name] != after[name])
            returned = "" if result is None else describe.content(result)
            self._record.call = replace(self._record.call, changed=changed, returned=returned)
            return result

        return call


def _named(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    try:
        return inspect.signature(function).bind(*args, **kwargs).arguments
    except TypeError:  # the call itself will say so
        return kwargs


def _words(given: dict[str, Any]) -> dict[str, str]:
    return {name: describe.content(value) + _layout(value) for name, value in given.items()}


def _line(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    plain, by_name = [source(value) for value in args], {name: source(value) for name, value in kwargs.items()}
    whole = all(plain) and all(by_name.values())
    line = ", ".join([*plain, *(f"{name}={text}" for name, text in by_name.items())])
    return f"{function.__name__}({line})" if whole else ""


def _listed(words: dict[str, str]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in words.items())


def source(value: Any, most: int = _MOST) -> str:
    """Python source that makes an equal value; empty if there is none, or it would hold more than `most` numbers.

    What is computed has a history, and what was walked back to a slope, that no source brings back: then there is none.
    """
    torch, numpy = sys.modules.get("torch"), sys.modules.get("numpy")
    if torch and isinstance(value, torch.Tensor):
        return _of_tensor(value, most)
    if numpy and isinstance(value, numpy.ndarray):
        plain = value.size <= most and value.dtype.kind in "biuf" and value.flags.c_contiguous
        array = f"np.array({_number(value.tolist())}, dtype=np.{value.dtype.name})"
        return f"{array}{'' if value.size else f'.reshape({value.shape})'}" if plain else ""
    if torch and isinstance(value, torch.dtype):
        return str(value)
    if value is None or type(value) in {bool, int, str, float}:
        return _number(value)
    if type(value) in {list, tuple}:
        inner = [source(each, most) for each in value]
        comma = "," if isinstance(value, tuple) and len(value) == 1 else ""
        brackets = "[{}]" if isinstance(value, list) else "({})"
        return brackets.format(", ".join(inner) + comma) if all(inner) else ""
    return ""


def _of_tensor(tensor: Any, most: int) -> str:
    torch = sys.modules["torch"]
    dense = tensor.layout is torch.strided and tensor.device.type == "cpu" and not tensor.is_inference()
    plain = type(tensor) is torch.Tensor and tensor.is_leaf and tensor.grad is None and not _layout(tensor)
    if not (dense and plain) or tensor.numel() > most:
        return ""
    grad = ", requires_grad=True" if tensor.requires_grad else ""
    if not tensor.numel():
        return f"torch.zeros({tuple(tensor.shape)}, dtype={tensor.dtype}{grad})"
    return f"torch.tensor({_number(tensor.tolist())}, dtype={tensor.dtype}{grad})"


def _layout(value: Any) -> str:
    """What the numbers of a tensor do not tell: that its memory holds more of them, or holds them in another order."""
    torch = sys.modules.get("torch")
    if not (torch and isinstance(value, torch.Tensor)) or value.layout is not torch.strided:
        return ""
    if not value.is_contiguous():
        return ", not contiguous"
    return ", a view that begins later in its memory" if value.storage_offset() else ""


def _number(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_number, value))}]"
    special = isinstance(value, float) and (value != value or value in {float("inf"), float("-inf")})
    return f"float({str(value)!r})" if special else repr(value)
