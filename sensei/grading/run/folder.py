"""The folder of a run: it holds one run and nothing else, and one grader writes to it at a time."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from sensei.grading.run import overrides, store
from sensei.refusal import Refusal

_LOCK = "grading.lock"
# An instructor may have put these there before the first run.
_WELCOME = {overrides.FILE, "grading.toml", _LOCK, ".DS_Store", "desktop.ini", "Thumbs.db"}
WRITTEN = ("results.json", "gradebook.csv", "canvas.csv", "moodle.csv", "junit.xml", "report.html", "feedback")
_HALVES = tuple(f".{name}." for name in WRITTEN)  # what a killed run was about to put in place


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Make the folder if there is none, and keep other graders out of it.

    Raises:
        Refusal: it is no folder, cannot be written, holds something else than a run, or another grader is at work.
    """
    from filelock import FileLock, Timeout  # late: only who grades needs it

    if folder.exists() and not folder.is_dir():
        raise Refusal(f"{folder} is a file: name a folder for what is graded")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / store.FILE).exists():
            _refuse_strange(folder)
        lock = FileLock(folder / _LOCK, timeout=0)
        lock.acquire()
        _tidy(folder)
    except Timeout:
        raise Refusal(f"another `koans grade` is writing to {folder}: wait for it, or name another folder") from None
    except OSError as error:
        raise Refusal(
            f"{folder} cannot be written ({error.strerror or error}): name a folder that you may write to"
        ) from None
    try:
        yield
    finally:
        lock.release()


def _refuse_strange(folder: Path) -> None:
    """Refuse a folder with things in it that no run of ours has put there: outputs would be mixed up with them."""
    ours = {*_WELCOME, *WRITTEN}
    names = sorted(path.name for path in folder.iterdir())
    strange = [name for name in names if name not in ours and not name.startswith((store.FILE, *_HALVES))]
    if strange:
        more = f" and {len(strange) - 1} more" if len(strange) > 1 else ""
        raise Refusal(f"{folder} holds {strange[0]}{more}, and no run of `koans grade`: name a new or an empty folder")


def _tidy(folder: Path) -> None:
    """Take away what a run that was killed had half written."""
    for path in folder.iterdir():
        if path.name.startswith(_HALVES) and path.is_file():
            path.unlink()
    pages = folder / "feedback"
    for path in pages.glob(".*") if pages.is_dir() else ():
        if path.is_file() and path.name.count(".") > 2:  # `.ada.md.x1y2z3`: no page has a name that begins with a dot
            path.unlink()
