"""Files that are written as a class is walked: whole at the end, or not at all."""

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from sensei import progress


@contextlib.contextmanager
def whole(path: Path, encoding: str = "utf-8") -> Iterator[TextIO]:
    """A file to write text to, which takes the place of `path` once the block has ended without an exception.

    What is written goes to the disk as it comes, with its line ends as they are.

    Raises:
        OSError: the folder cannot be written.
    """
    with progress.whole(path) as raw, io.TextIOWrapper(raw, encoding, newline="") as file:
        yield file
