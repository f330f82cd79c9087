"""The tripwire: in a cell, code of a student that gets to Python's insides ends its own process, there and then.

The gate reads text and can be wrong about what it means. These are the audit events of CPython
(https://docs.python.org/3/library/audit_events.html), raised by the interpreter when it happens; a hook cannot be taken
out again. It is no boundary either: no event tells that `__globals__` or `__closure__` of a function was read, and who
writes into memory by other means goes past it.
"""

import os
import sys
import types
from collections.abc import Iterator
from typing import Any

from sensei.grading import sealed

STATUS = 113  # of a process that went into the wire
# From each of these one gets to all names of other code.
_WAYS_IN = frozenset("__code__ ag_frame cr_frame gi_frame tb_frame".split())
_BEHAVIOUR = frozenset("__bases__ __code__ __defaults__ __kwdefaults__".split())
_NEVER = ("ctypes.", "gc.", "subprocess.", "socket.", "os.exec", "os.fork", "os.kill", "os.posix_spawn", "os.system")
_EVENTS = frozenset("exec code.__new__ function.__new__ sys.addaudithook sys.setprofile sys.settrace".split())
# Libraries are imported when they are first needed, and ask what parameters a function has.
_IMPORTING = "<frozen importlib"
_ASKING = ("/inspect.py", "/annotationlib.py")


def stretch() -> None:
    """From now on, end this process where code of a student gets to Python's insides."""
    sys.addaudithook(_hook)


def _hook(event: str, args: tuple[Any, ...]) -> None:
    if _is_forbidden(event, args) and _is_of_a_student():
        os._exit(STATUS)


def _is_forbidden(event: str, args: tuple[Any, ...]) -> bool:
    if event == "object.__getattr__":
        return args[1] in _WAYS_IN
    if event in ("object.__setattr__", "object.__delattr__"):
        return args[1] in _BEHAVIOUR
    return event in _EVENTS or event.startswith(_NEVER)


def _is_of_a_student() -> bool:
    """Whether a student's line brought this about, and nothing that a library does by itself."""
    for number, frame in enumerate(_frames()):
        name = frame.f_code.co_filename
        if name.startswith(_IMPORTING) or (not number and name.endswith(_ASKING)):
            return False
        if name == sealed.FILE:
            return True
    return False


def _frames() -> Iterator[types.FrameType]:
    """The frames above this module's own, the nearest first."""
    frame = sys._getframe()
    while frame:
        if frame.f_code.co_filename != __file__:
            yield frame
        frame = frame.f_back  # type: ignore[assignment]
