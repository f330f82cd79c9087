"""The terminal and the editor: how a learner sees the koans, and where they are written."""

import shutil
import sys
from collections.abc import Iterator

from sensei import editor as editors
from sensei.doctor.finding import Finding, State

_NARROW = 60
_DRAWN = "\u2588\u2591"


def screen(colours: bool) -> Iterator[Finding]:
    """How wide the terminal is, which characters it has, and whether it shows colours."""
    columns, encoding = shutil.get_terminal_size().columns, sys.stdout.encoding or "ascii"
    kind = "a terminal" if sys.stdout.isatty() else "no terminal but a file or a pipe"
    fact = f"{kind}, {columns} columns, {encoding}, {'with' if colours else 'without'} colours"
    if not _has(encoding):
        step = "bars and pictures are drawn with plain characters; PYTHONIOENCODING=utf-8 gives them their own"
        yield Finding(State.NOTE, "terminal", fact, step)
    elif columns < _NARROW:
        yield Finding(State.NOTE, "terminal", fact, f"with {_NARROW} columns the screens have room")
    else:
        yield Finding(State.OK, "terminal", fact)


def _has(encoding: str) -> bool:
    try:
        _DRAWN.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def editor() -> Iterator[Finding]:
    """Whether `koans open` has an editor to open, and can tell it a line."""
    step = "set VISUAL or EDITOR to the command of an editor that is there"
    try:
        found = editors.found()
    except editors.EditorTrouble as trouble:
        yield Finding(State.NOTE, "editor", str(trouble), step)
        return
    if found is None:
        yield Finding(State.NOTE, "editor", "none is known for `koans open`", step)
        return
    origin = f" of ${found.origin}" if found.origin else ""
    if not shutil.which(found.words[0]):
        yield Finding(State.NOTE, "editor", f"{found.words[0]}{origin} is not there", step)
    elif not found.takes_a_line:
        fact = f"{found.words[0]}{origin} opens the file; how it is told a line is not known here"
        yield Finding(State.OK, "editor", fact)
    else:
        yield Finding(State.OK, "editor", f"{' '.join(found.words)}{origin}")
