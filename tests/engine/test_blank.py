"""The blank object: whoever evaluates a blank that was left hears of it."""

import copy
import math
import os
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from sensei import ___
from sensei.blank import BlankReached

TENSOR = torch.ones(2)


async def _await(blank: Any) -> None:
    await blank


async def _enter(blank: Any) -> None:
    async with blank:
        pass


async def _iterate(blank: Any) -> None:
    async for _ in blank:
        pass


def _run(coroutine: Any) -> None:
    coroutine.send(None)


def _with(blank: Any) -> None:
    with blank:
        pass


def _inplace(operator: str) -> Callable[[Any], None]:
    return lambda blank: exec(f"blank {operator}= 1", {"blank": blank})


def _delete(blank: Any) -> None:
    del blank[0]


OPERATORS = ["+", "-", "*", "@", "/", "//", "%", "**", "&", "|", "^", "<<", ">>", "==", "!=", "<", "<=", ">", ">="]
USES: dict[str, Callable[[Any], Any]] = {
    **{f"blank {each} 1": lambda b, each=each: eval(f"b {each} 1", {"b": b}) for each in OPERATORS},
    **{f"1 {each} blank": lambda b, each=each: eval(f"1 {each} b", {"b": b}) for each in OPERATORS},
    **{f"blank {each}= 1": _inplace(each) for each in OPERATORS[:13]},
    "divmod": lambda b: divmod(b, 2),
    "divmod from the right": lambda b: divmod(2, b),
    "not": lambda b: not b,
    "and": lambda b: b and 1,
    "negative": lambda b: -b,
    "positive": lambda b: +b,
    "invert": lambda b: ~b,
    "bool": bool,
    "int": int,
    "float": float,
    "complex": complex,
    "str": str,
    "bytes": bytes,
    "format": lambda b: f"{b}",
    "format with a spec": lambda b: f"{b:>10}",
    "percent": lambda b: "%s" % b,  # noqa: UP031
    "print": print,
    "abs": abs,
    "round": round,
    "floor": math.floor,
    "ceil": math.ceil,
    "trunc": math.trunc,
    "index": lambda b: [1, 2][b],
    "slice": lambda b: [1, 2][b:],
    "range": range,
    "len": len,
    "iter": iter,
    "next": next,
    "reversed": reversed,
    "sorted": sorted,
    "star": lambda b: [*b],
    "double star": lambda b: dict(**b),
    "in": lambda b: 1 in b,
    "hash": hash,
    "dict key": lambda b: {b: 1},
    "set element": lambda b: {b},
    "getitem": lambda b: b[0],
    "setitem": lambda b: b.__setitem__(0, 1),
    "delitem": _delete,
    "call": lambda b: b(),
    "attribute": lambda b: b.shape,
    "getattr with a default": lambda b: getattr(b, "shape", None),
    "hasattr": lambda b: hasattr(b, "shape"),
    "setattr": lambda b: setattr(b, "shape", 1),
    "delattr": lambda b: delattr(b, "shape"),
    "with": _with,
    "await": lambda b: _run(_await(b)),
    "async with": lambda b: _run(_enter(b)),
    "async for": lambda b: _run(_iterate(b)),
    "isinstance of it": lambda b: isinstance(1, b),
    "issubclass of it": lambda b: issubclass(int, b),
    "path": os.fspath,
    "open": open,
    "torch.tensor": torch.tensor,
    "torch.add": lambda b: torch.add(TENSOR, b),
    "torch.zeros": lambda b: torch.zeros_like(b),
    "torch.equal": lambda b: torch.equal(TENSOR, b),
    "tensor + blank": lambda b: TENSOR + b,
    "tensor == blank": lambda b: b == TENSOR,
    "tensor[blank]": lambda b: TENSOR[b],
    "shape == blank": lambda b: TENSOR.shape == b,
    "dtype == blank": lambda b: TENSOR.dtype == b,
    "np.array": np.array,
    "np.add": lambda b: np.add(np.ones(2), b),
    "array + blank": lambda b: np.ones(2) + b,
    "array == blank": lambda b: np.ones(2) == b,
    "np.sum": np.sum,
}


@pytest.mark.parametrize("use", USES.values(), ids=USES.keys())
def test_a_blank_refuses_every_use(use):
    with pytest.raises(BlankReached):
        use(___)


def test_a_blank_says_what_to_do_where_it_is_reached():
    with pytest.raises(BlankReached, match="a blank is still waiting here: put your answer in place of ___"):
        bool(___)


def test_a_blank_is_shown_as_it_is_written():
    assert repr([___]) == "[___]"


def test_a_blank_can_be_handed_on_without_being_used():
    kept = {"answer": ___}

    assert kept["answer"] is ___
    assert type(___).__name__ == "Blank"


def test_a_blank_lets_python_look_for_methods_that_it_does_not_have():
    assert not hasattr(___, "__wrapped__")
    assert type(copy.copy(___)) is type(___)


def test_only_the_blank_is_offered_by_the_package():
    namespace: dict[str, Any] = {}
    exec("from sensei import *", namespace)

    assert {name for name in namespace if name != "__builtins__"} == {"___"}
