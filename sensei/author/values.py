"""Values of answers: which of them might be taken for one another, and which of them are the same."""

from typing import Any


def family(value: Any) -> str:
    """The kind of thing a value is, as wide as a learner would guess within it."""
    if value is None:
        return "nothing"
    kinds: list[tuple[Any, str]] = [
        (bool, "truth"),
        (int | float | complex, "number"),
        (str, "string"),
        (tuple, "shape"),
        (list, "list"),
        (set | frozenset, "set"),
        (dict, "dict"),
    ]
    if isinstance(value, type):
        return "exception" if issubclass(value, BaseException) else "type"
    name = type(value)
    return next((words for kind, words in kinds if isinstance(value, kind)), f"{name.__module__}.{name.__qualname__}")


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal, also where comparing them gives more than one truth, as it does with tensors."""
    if family(one) != family(other):
        return False
    try:
        equal: Any = one == other
        return bool(equal.all()) if hasattr(equal, "all") else bool(equal)
    except Exception:  # shapes that do not go together, or a type that refuses to be compared
        return False
