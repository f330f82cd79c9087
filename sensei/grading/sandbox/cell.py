"""The cell, as the judge sees it: a line to a process in the sandbox that runs one answer and is gone afterwards."""

from collections.abc import Callable
from types import TracebackType
from typing import Self

from sensei.grading.sandbox.channel import Channel
from sensei.grading.sandbox.fate import Fate
from sensei.grading.sandbox.layer import Layer


class Cell:
    """A confined process that waits for the first message.

    Attributes:
        channel: the line to its guest. No wait on it is much longer than the cell may last.
        layers: what confines it, as it found it before it ran anything.
        fate: how it ended; None until it has.
    """

    def __init__(self, channel: Channel, layers: tuple[Layer, ...], ask_to_end: Callable[[bool], Fate]) -> None:
        """Made by the warden."""
        self.channel, self.layers = channel, layers
        self.fate: Fate | None = None
        self._ask_to_end = ask_to_end

    def end(self) -> Fate:
        """End it, with everything that it started, and tell how it ended. Can be called more than once."""
        if self.fate is None:
            self.fate = self._ask_to_end(self.channel.gone)
            self.channel.close()
        return self.fate

    def __enter__(self) -> Self:
        """Nothing more is done."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it."""
        self.end()
