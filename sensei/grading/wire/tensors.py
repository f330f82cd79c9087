"""Tensors and arrays as data: shape, strides and dtype as words, the numbers in the memory that they stand on."""

import math
from typing import Any

from sensei.grading.wire.holdings import Holdings, Unsendable

_DTYPES = (
    "bool uint8 int8 int16 int32 int64 float16 bfloat16 float32 float64 complex64 complex128"
).split()  # fmt: skip
_MOST = 4_000_000  # numbers in one tensor, however little memory it stands on
_KINDS = "biufc"


def described_tensor(tensor: Any, held: Holdings) -> dict[str, Any]:
    """What makes an equal tensor on the other side.

    Raises:
        Unsendable: it is of a kind that does not cross.
    """
    import torch

    if tensor.layout is not torch.strided or tensor.is_quantized or tensor.is_nested:
        raise Unsendable("a tensor that is not dense")
    if tensor.device.type != "cpu":
        raise Unsendable(f"a tensor on the device {tensor.device}")
    name = str(tensor.dtype).removeprefix("torch.")
    if name not in _DTYPES or tensor.numel() > _MOST or tensor.dim() > 32:
        raise Unsendable(f"a tensor of {tensor.numel():,} numbers of the dtype {name}")
    if tensor.is_conj() or tensor.is_neg():
        raise Unsendable("a tensor that is still to be conjugated")
    return {
        "memory": held.memory(tensor.untyped_storage()),
        "dtype": name,
        "shape": list(tensor.shape),
        "stride": list(tensor.stride()),
        "offset": tensor.storage_offset(),
        "requires_grad": bool(tensor.requires_grad),
        "leaf": bool(tensor.is_leaf),
        "parameter": type(tensor) is torch.nn.Parameter,
    }


def tensor_of(told: dict[str, Any], held: Holdings) -> Any:
    """The tensor that was described; what its numbers are worth is not believed, only where they lie is checked."""
    import torch

    if told["dtype"] not in _DTYPES:
        raise ValueError(told["dtype"])
    dtype = getattr(torch, told["dtype"])
    shape, stride, offset = told["shape"], told["stride"], told["offset"]
    if not all(type(each) is int and each >= 0 for each in (*shape, *stride, offset)) or len(shape) != len(stride):
        raise ValueError("shape or stride")
    storage = held.storages[_place(told["memory"], held)]
    last = offset + sum((side - 1) * step for side, step in zip(shape, stride, strict=True)) if all(shape) else -1
    if math.prod(shape) > _MOST or len(shape) > 32 or (last + 1) * dtype.itemsize > storage.nbytes():
        raise ValueError("a tensor that reaches beyond its memory")
    made = torch.empty(0, dtype=dtype)
    with torch.no_grad():
        made.set_(storage, offset if all(shape) else 0, shape, stride)
    if told["parameter"]:
        return torch.nn.Parameter(made, requires_grad=told["requires_grad"] is True)
    if told["requires_grad"] is True:
        made.requires_grad_()
        if told["leaf"] is not True:
            with torch.enable_grad():
                made = made.view_as(made)  # what has a history on the other side has one here
    return made


def described_array(array: Any, held: Holdings) -> dict[str, Any]:
    """What makes an equal array on the other side.

    Raises:
        Unsendable: it is of a dtype that does not cross.
    """
    import numpy
    import torch

    if array.dtype.kind not in _KINDS or array.size > _MOST:
        raise Unsendable(f"an array of {array.size:,} things of the dtype {array.dtype}")
    root = array
    while isinstance(root.base, numpy.ndarray):
        root = root.base
    low, high = numpy.lib.array_utils.byte_bounds(root)
    size = 0 if not root.size else high - low
    found = held.holding(low, size) if size else None
    if found is None and size:
        whole = numpy.asarray(_Window(low, size, root))
        held.memory(torch.from_numpy(whole).untyped_storage())
        found = held.holding(low, size)
    number, start = found or (-1, 0)
    return {
        "memory": number,
        "dtype": array.dtype.str,
        "shape": list(array.shape),
        "strides": list(array.strides),
        "offset": start + (array.__array_interface__["data"][0] - low) if size else 0,
        "writeable": bool(array.flags.writeable),
    }


class _Window:
    """The bytes under an array, as a writeable array of its own that keeps the array alive."""

    def __init__(self, address: int, size: int, owner: Any) -> None:
        self.owner = owner
        self.__array_interface__ = {"data": (address, False), "shape": (size,), "typestr": "|u1", "version": 3}


def array_of(told: dict[str, Any], held: Holdings) -> Any:
    """The array that was described; only where its numbers lie is checked."""
    import numpy

    text = told["dtype"]
    if not (isinstance(text, str) and len(text) <= 4 and text[1:2] in _KINDS):
        raise ValueError("dtype")
    dtype, shape, strides, offset = numpy.dtype(text), told["shape"], told["strides"], told["offset"]
    if not all(type(each) is int and each >= 0 for each in (*shape, offset)) or math.prod(shape) > _MOST:
        raise ValueError("shape")
    if told["memory"] == -1 or not all(shape):
        return numpy.empty(shape, dtype)
    storage = held.storages[_place(told["memory"], held)]
    reach = [(side - 1) * step for side, step in zip(shape, strides, strict=True)]
    low, high = sum(min(0, each) for each in reach), sum(max(0, each) for each in reach)
    if offset + low < 0 or offset + high + dtype.itemsize > storage.nbytes():
        raise ValueError("an array that reaches beyond its memory")
    made = numpy.ndarray(shape, dtype, _bytes_of(storage), offset, strides)
    made.flags.writeable = told["writeable"] is True
    return made


def _bytes_of(storage: Any) -> Any:
    import torch

    return torch.empty(0, dtype=torch.uint8).set_(storage).numpy()


def _place(number: Any, held: Holdings) -> int:
    if type(number) is not int or not 0 <= number < len(held.storages):
        raise ValueError(f"the memory {number!r}")
    return number


def numpy_scalar(value: Any) -> tuple[str, str]:
    """A number of numpy's as its dtype and its bytes.

    Raises:
        Unsendable: it is of a dtype that does not cross.
    """
    if value.dtype.kind not in _KINDS:
        raise Unsendable(f"a value of the dtype {value.dtype}")
    return value.dtype.str, value.tobytes().hex()


def put_back(text: str, raw: str) -> Any:
    """The number that `numpy_scalar` told of."""
    import numpy

    if not (isinstance(text, str) and len(text) <= 4 and text[1:2] in _KINDS):
        raise ValueError("dtype")
    return numpy.frombuffer(bytes.fromhex(raw), dtype=numpy.dtype(text))[0]
