"""The values that a prediction can come to: Python's plain ones, exact in type, and names for what libraries make."""

from collections.abc import Iterator
from dataclasses import dataclass

LARGEST = 100_000  # elements and characters of one value; the largest answer of a course has some dozens
_SEQUENCES = (list, tuple, set, frozenset)


class TooLarge(Exception):
    """Raised before anything is worked out that would take long, or much room."""


@dataclass(frozen=True)
class Symbol:
    """What a library makes or names, in one spelling.

    Attributes:
        text: Python source of it.
        made: whether it is the result of a call or of arithmetic, not a name.
        weight: how many elements it may have.
        number: what it is worth in arithmetic, if it is a constant such as `math.nan`.
    """

    text: str
    made: bool = False
    weight: int = 1
    number: float | None = None


def inside(value: object) -> Iterator[object]:
    """The value and all that it holds, a shared part as often as it stands there."""
    yield value
    if type(value) in _SEQUENCES:
        for each in value:  # type: ignore[attr-defined]
            yield from inside(each)
    elif type(value) is dict:
        for key, each in value.items():
            yield from inside(key)
            yield from inside(each)


def weight(value: object) -> int:
    """How large a value is: its elements, characters and digits, all told.

    Raises:
        TooLarge: it is larger than `LARGEST`.
    """
    total = 0
    for each in inside(value):
        total += 1
        if type(each) in (str, bytes):
            total += len(each)  # type: ignore[arg-type]
        elif type(each) is int:
            total += each.bit_length() >> 3
        elif type(each) is Symbol:
            total += each.weight
        if total > LARGEST:
            raise TooLarge
    return total


def symbolic(value: object) -> bool:
    """Tell whether a library's name stands anywhere in a value."""
    return any(type(each) is Symbol for each in inside(value))


def orderly(value: object) -> bool:
    """Tell whether a value says the same in every process: the order of a set of strings does not."""
    return all(
        len(each) < 2 or all(type(one) in (bool, int, float) for one in each)
        for each in inside(value)
        if type(each) is set or type(each) is frozenset
    )


def written(value: object) -> str:
    """A value as Python source: equal values of one type have one text."""
    match value:
        case Symbol(text=text):
            return text
        case float() if value != value or value in (float("inf"), float("-inf")):
            return f"float('{value}')"
        case complex():
            return f"complex({written(value.real)}, {written(value.imag)})"
        case list():
            return f"[{_listed(value)}]"
        case tuple():
            return f"({_listed(value)},)" if len(value) == 1 else f"({_listed(value)})"
        case set() | frozenset():
            inner = "{" + ", ".join(sorted(map(written, value))) + "}" if value else ""
            return (inner or "set()") if type(value) is set else f"frozenset({inner})"
        case dict():
            pairs = [f"{written(key)}: {written(each)}" for key, each in value.items()]
            # What a library makes or names may equal another key, and then the later of the two counts.
            settled = not any(type(key) is Symbol for key in value)
            return "{" + ", ".join(sorted(pairs) if settled else pairs) + "}"
        case _:
            return "..." if value is ... else repr(value)


def _listed(values: list[object] | tuple[object, ...]) -> str:
    return ", ".join(map(written, values))
