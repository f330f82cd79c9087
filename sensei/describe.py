"""Values in words: what kind of thing a value is, and what it holds. Knows tensors without importing torch."""

import inspect
import sys
from typing import Any

_LONGEST = 70


def kind(value: object) -> str:
    """The kind of thing a value is, in words that give none of its content away; empty if the kind would tell all."""
    torch, numpy = sys.modules.get("torch"), sys.modules.get("numpy")
    special: list[tuple[Any, str]] = [
        (bool, "True or False"),
        (int | float, "a number"),
        (str, "a string"),
        (list, "a list"),
        (type, "a type"),
    ]
    if torch:
        special = [(torch.Size, "a shape"), (torch.dtype, "a torch dtype"), (torch.device, "a device"), *special]
        special += [(torch.Tensor, "a tensor")]
    if numpy:
        special += [(numpy.ndarray, "a NumPy array"), (numpy.dtype, "a NumPy dtype"), (numpy.generic, "a NumPy number")]
    special += [(tuple, "a tuple"), (set, "a set"), (dict, "a dict")]
    return next((words for types, words in special if isinstance(value, types)), "")


def content(value: Any) -> str:
    """A value as a learner would name it, on one line; with shape, dtype and device where it is a tensor."""
    torch, numpy = sys.modules.get("torch"), sys.modules.get("numpy")
    try:
        if torch and isinstance(value, torch.Tensor):
            where = "" if value.device.type == "cpu" else f" on {value.device}"
            values = f" with values {short(value.tolist())}" if value.numel() <= 12 and not value.is_meta else ""
            grad = " that requires grad" if value.requires_grad else ""
            return f"a {value.dtype} tensor of shape {tuple(value.shape)}{where}{grad}{values}"
        if numpy and isinstance(value, numpy.ndarray):
            values = f" with values {short(value.tolist())}" if value.size <= 12 else ""
            return f"a NumPy array of dtype {value.dtype} and shape {value.shape}{values}"
        if inspect.isroutine(value):
            return "a function"
        return article(type(value).__name__) if " at 0x" in repr(value) else short(value)
    except Exception:
        return article(type(value).__name__)


def article(noun: str) -> str:
    """A noun with the article that it takes."""
    return f"an {noun}" if noun[:1].lower() in "aeiou" else f"a {noun}"


def short(value: object) -> str:
    """The repr of a value, cut where it grows beyond a line."""
    return one_line(repr(value))


def one_line(text: str, longest: int = _LONGEST) -> str:
    """A text on one line, cut beyond `longest` characters; the cut shows as three dots."""
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 4] + " ..."
