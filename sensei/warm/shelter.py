"""A shelter for temporary files: multiprocessing and pytest need a folder for them even where the disk is full."""

import os
import tempfile
from pathlib import Path

_IN_MEMORY = Path("/dev/shm")


def take() -> None:
    """See to it that this process has a folder for temporary files."""
    try:
        tempfile.gettempdir()
    except FileNotFoundError:  # nothing can be written in any of the usual ones; what is empty may still be made
        tempfile.tempdir = str(_IN_MEMORY) if _IN_MEMORY.is_dir() else os.getcwd()
