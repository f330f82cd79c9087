"""The wire: values as data that crosses between processes, by exact type, with who shares memory with whom.

A call goes over as its arguments; what comes back are the result and whatever the call changed in its arguments. An
object or a memory that both sides have is named by its number, so a function that gives back its argument, a window on
it or a copy can be told apart on the other side. Nothing is pickled, and a reader believes nothing: sizes are checked
before anything is made.
"""

from sensei.grading.wire.holdings import Holdings, Unsendable
from sensei.grading.wire.message import Garbled, pack, unpack

__all__ = ["Garbled", "Holdings", "Unsendable", "pack", "unpack"]
