"""Hypothesis strategies that the properties share: shapes, dtypes, tensors, pairs that broadcast, leaves.

Numbers are small, and the fractions among them quarters, so that sums and products of a few come out exact in every
floating dtype. What is smallest comes first: hypothesis shows a failure with the plainest input that it can find.
"""

from collections.abc import Sequence
from math import prod
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    import torch

Shape = tuple[int, ...]
BOOL, WHOLE, FLOATING = "bool", "whole", "floating"
_NAMES = {
    WHOLE: ("int64", "int32", "int16", "int8"),
    FLOATING: ("float32", "float64"),
    BOOL: ("bool",),
}


def shapes(min_dims: int = 0, max_dims: int = 3, min_side: int = 0, max_side: int = 4) -> st.SearchStrategy[Shape]:
    """Shapes as tuples: empty ones too unless `min_side` is at least 1, a single number's too unless `min_dims` is."""
    return st.lists(st.integers(min_side, max_side), min_size=min_dims, max_size=max_dims).map(tuple)


def dtypes(*kinds: str) -> st.SearchStrategy["torch.dtype"]:
    """The dtypes of the given kinds (`BOOL`, `WHOLE`, `FLOATING`); of all three if none is given.

    Not among them: uint8, which has no negative numbers, the halves, which round early, and complex.
    """
    import torch

    names = [name for kind in kinds or _NAMES for name in _NAMES[kind]]
    return st.sampled_from([getattr(torch, name) for name in names])


def numbers(dtype: "torch.dtype", low: int = -9, high: int = 9) -> st.SearchStrategy[Any]:
    """Python numbers that `dtype` holds exactly: quarters for a floating dtype, whole numbers or booleans else."""
    import torch

    if dtype == torch.bool:
        return st.booleans()
    if dtype.is_floating_point:
        return st.integers(4 * low, 4 * high).map(lambda quarters: quarters / 4)
    return st.integers(low, high)


@st.composite
def tensors(
    draw: st.DrawFn,
    shape: Shape | st.SearchStrategy[Shape] | None = None,
    dtype: "torch.dtype | st.SearchStrategy[torch.dtype] | None" = None,
    low: int = -9,
    high: int = 9,
    requires_grad: bool = False,
) -> "torch.Tensor":
    """Dense tensors on the CPU.

    Args:
        draw: given by hypothesis.
        shape: a shape or a strategy for shapes; `shapes()` if None.
        dtype: a dtype or a strategy for dtypes; `dtypes(WHOLE, FLOATING)` if None, with a gradient no `WHOLE`.
        low: the smallest number.
        high: the largest number.
        requires_grad: make it a leaf that asks for a gradient.
    """
    import torch

    kinds = [FLOATING] if requires_grad else [WHOLE, FLOATING]
    chosen: torch.dtype = _drawn(draw, dtypes(*kinds) if dtype is None else dtype)
    sizes: Shape = _drawn(draw, shapes() if shape is None else shape)
    count = prod(sizes)
    values = draw(st.lists(numbers(chosen, low, high), min_size=count, max_size=count))
    return torch.tensor(values, dtype=chosen).reshape(sizes).requires_grad_(requires_grad)


def leaves(shape: Shape | st.SearchStrategy[Shape] | None = None, **options: Any) -> st.SearchStrategy["torch.Tensor"]:
    """Floating tensors that ask for a gradient; the options are those of `tensors`."""
    return tensors(shape, requires_grad=True, **options)


def broadcastable_shapes(count: int = 2, max_dims: int = 3, max_side: int = 4) -> st.SearchStrategy[Sequence[Shape]]:
    """Tuples of `count` shapes that broadcast with one another, empty ones among them."""
    from hypothesis.extra.numpy import mutually_broadcastable_shapes

    made = mutually_broadcastable_shapes(num_shapes=count, min_side=0, max_dims=max_dims, max_side=max_side)
    return made.map(lambda broadcast: broadcast.input_shapes)


@st.composite
def broadcastable_pairs(
    draw: st.DrawFn, dtype: "torch.dtype | st.SearchStrategy[torch.dtype] | None" = None, max_dims: int = 3
) -> tuple["torch.Tensor", "torch.Tensor"]:
    """Two tensors of one dtype that broadcast with one another; the dtypes are those of `tensors`."""
    chosen: torch.dtype = _drawn(draw, dtypes(WHOLE, FLOATING) if dtype is None else dtype)
    first, second = draw(broadcastable_shapes(2, max_dims))
    return draw(tensors(first, chosen)), draw(tensors(second, chosen))


def _drawn(draw: st.DrawFn, value: Any) -> Any:
    return draw(value) if isinstance(value, st.SearchStrategy) else value
