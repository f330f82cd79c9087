"""The layer: one of the things that confine a cell."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Layer:
    """One layer, as it was found from within a cell. `detail` says what it keeps off, or why it does not hold."""

    name: str
    holds: bool
    detail: str
