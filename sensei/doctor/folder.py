"""The folder: whether a learner's koans are all there, are read, and are noticed when they are saved."""

import ast
import contextlib
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from sensei.course import Course
from sensei.doctor.finding import Finding, State
from sensei.progress import FILE, FOLDER, Progress
from sensei.source import decode
from sensei.trees import KOANS

_PLUGIN = "sensei.plugin"
_MEGABYTE = 2**20
_SCARCE, _NONE = 200 * _MEGABYTE, 10 * _MEGABYTE
_AFTER = 0.2  # seconds, until the system surely watches
_PATIENCE = 2.0  # seconds for the news of a save


def koans(root: Path, course: Course) -> Iterator[Finding]:
    """Whether each topic has its file, and whether that is text."""
    if not course.topics:
        yield Finding(State.TROUBLE, "koans", "the course that came with torch-koans is empty", _COURSE)
        return
    bad = 0
    for topic in course.topics:
        fact, step = "", f"`koans reset {topic.slug}` puts it back as it was written, and keeps a copy of yours"
        try:
            found = decode((root / KOANS / topic.filename).read_bytes()).trouble
            fact = found.message if found else ""
        except FileNotFoundError:
            fact, step = "it is missing", f"`koans reset {topic.slug}` puts it back as it was written"
        except OSError as error:
            fact, step = f"it cannot be read ({error.strerror})", "look at what it is, and who may read it"
        if fact:
            bad += 1
            yield Finding(State.TROUBLE, f"{KOANS}/{topic.filename}", fact, step)
    if not bad:
        yield Finding(State.OK, "koans", f"{len(course.topics)} files with {len(course.koans)} koans, all readable")


_COURSE = "unset KOANS_COURSE, or install torch-koans again"


def conftest(root: Path) -> Iterator[Finding]:
    """Whether pytest is told of the plugin, without which it would show the answers."""
    path = root / "conftest.py"
    try:
        tree = ast.parse(path.read_bytes())
        words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        fact = "" if _PLUGIN in words else f"it does not load {_PLUGIN}"
    except FileNotFoundError:
        fact = "it is missing"
    except (SyntaxError, ValueError) as error:
        fact = f"it cannot be read as Python ({error})"
    if fact:
        yield Finding(State.TROUBLE, "conftest.py", fact, f'write this line into it: pytest_plugins = ["{_PLUGIN}"]')
    else:
        yield Finding(State.OK, "conftest.py", "it loads the plugin")


def progress(root: Path) -> Iterator[Finding]:
    """Whether what was reached can be read, and what will be reached can be written."""
    folder = root / FOLDER
    try:
        with tempfile.TemporaryFile(dir=folder if folder.exists() else root):
            pass
    except OSError as error:
        fact = f"{folder} cannot be written ({error.strerror}), so nothing is remembered from run to run"
        yield Finding(State.TROUBLE, "progress", fact, "make it a folder that is yours to write")
        return
    found = Progress.load(root)
    if found.trouble:
        yield Finding(State.NOTE, "progress", found.trouble)
    else:
        yield Finding(State.OK, "progress", f"{FOLDER}/{FILE} tells of {_held(len(found.passed))}")


def _held(number: int) -> str:
    return "1 koan that holds" if number == 1 else f"{number} koans that hold"


def disk(root: Path) -> Iterator[Finding]:
    """Whether there is room for backups and for what pytest keeps."""
    free = shutil.disk_usage(root).free
    fact = f"{free / 2**30:.1f} GB free" if free >= 2**30 else f"{free / _MEGABYTE:.0f} MB free"
    state = State.TROUBLE if free < _NONE else State.NOTE if free < _SCARCE else State.OK
    yield Finding(state, "disk", fact, "" if state is State.OK else f"make room on the disk that holds {root}")


def saving(root: Path) -> Iterator[Finding]:
    """Whether the system tells at once that a file in this folder was saved."""
    try:
        with tempfile.TemporaryDirectory(prefix=".koans-doctor-", dir=root) as folder:
            started = time.monotonic()
            noticed = _news_of(folder)
            took = time.monotonic() - started - _AFTER
    except OSError as error:
        fact = f"it could not be tried ({error.strerror or error})"
        yield Finding(State.NOTE, "saving", fact, "files will be looked at again and again, which also works")
        return
    if noticed:
        yield Finding(State.OK, "saving", f"noticed within {max(took, 0.001) * 1000:.0f} ms")
    else:
        fact = f"the system told of no save in this folder within {_PATIENCE:.0f} s"
        yield Finding(State.NOTE, "saving", fact, "files will be looked at again and again, which also works")


def _news_of(folder: str) -> bool:
    """Save a file there, and wait until somebody tells of it."""
    import watchfiles

    patience = int(_PATIENCE * 1000)
    timer = threading.Timer(_AFTER, (Path(folder) / "saved").write_bytes, [b"saved"])
    timer.start()
    try:
        with contextlib.closing(
            watchfiles.watch(folder, rust_timeout=patience, yield_on_timeout=True, force_polling=False)
        ) as news:
            return bool(next(news))
    finally:
        timer.cancel()
        timer.join()
