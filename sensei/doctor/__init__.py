"""The doctor: what this machine offers, and what stands in the way. Nothing is written but a temporary file."""

from collections.abc import Callable, Iterator
from pathlib import Path

from sensei import workspace
from sensei.course import Course
from sensei.doctor import folder, machine, terminal
from sensei.doctor.finding import Finding, State
from sensei.refusal import Refusal

__all__ = ["Finding", "State", "examine"]


def examine(*, colours: bool) -> Iterator[Finding]:
    """Look at the machine, the learner's folder and the terminal. Whatever cannot be looked at is a finding as well.

    `colours` tells whether this terminal is given any.
    """
    root, finding = _home()
    yield from _tried("Python", machine.python)
    yield from _tried("torch", lambda: machine.torch(root))
    yield from _tried("libraries", machine.libraries)
    yield from _tried("processes", machine.processes)
    yield finding
    if root:
        course = Course(())
        try:
            course = Course.at_hand()
        except (OSError, Refusal) as error:
            yield Finding(State.TROUBLE, "course", f"it cannot be read ({error})", "install torch-koans again")
        yield from _tried("koans", lambda: folder.koans(root, course))
        yield from _tried("conftest.py", lambda: folder.conftest(root))
        yield from _tried("progress", lambda: folder.progress(root))
        yield from _tried("disk", lambda: folder.disk(root))
        yield from _tried("saving", lambda: folder.saving(root))
        yield from _tried("plugins", lambda: machine.plugins(root))
    yield from _tried("terminal", lambda: terminal.screen(colours))
    yield from _tried("editor", terminal.editor)


def _home() -> tuple[Path | None, Finding]:
    """The learner's folder, and what there is to say of it."""
    try:
        root = workspace.root()
    except (OSError, Refusal) as error:
        return None, Finding(State.TROUBLE, "folder", str(error))
    return root, Finding(State.OK, "folder", str(root))


def _tried(about: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except Exception as error:
        yield Finding(State.NOTE, about, f"this could not be looked at ({type(error).__name__}: {error})")
