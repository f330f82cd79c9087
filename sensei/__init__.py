"""sensei: the engine of torch-koans. A koan imports one name from here, the blank."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the sentence is for the older Python that reads it
    sys.exit(
        f"torch-koans needs Python 3.11 or newer; this is Python {sys.version.split()[0]} at {sys.executable}. "
        "Make a virtual environment with a newer one and install there."
    )

from sensei.blank import ___

__all__ = ["___"]
