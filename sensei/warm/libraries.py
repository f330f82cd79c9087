"""What a warm process has in it before the first koan comes: the libraries of the course, pytest, and the course read.

One thread only: a process that is forked while torch keeps several would wait for ever.
"""

import contextlib
import gc
import importlib
import os
import sys
import tempfile
from functools import lru_cache
from pathlib import Path

from sensei.course import Course
from sensei.trees import KOANS

_THREADS = ("OMP", "MKL", "OPENBLAS", "NUMEXPR")
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in _THREADS}


@lru_cache(maxsize=1)
def course() -> Course:
    """The course, read once, with all that a verdict may need of it."""
    found = Course.at_hand()
    for koan in found.koans:
        with contextlib.suppress(Exception):  # what is the matter with a koan shows when it is judged
            _ = koan.blanks, koan.solution, koan.names, koan.lesson, koan.hints
    return found


def trouble() -> str:
    """Import and read it all. Returns what went wrong, in one sentence, or nothing."""
    try:
        load()
    except Exception as error:
        return f"the libraries could not be loaded: {type(error).__name__}: {error}"
    return ""


def load() -> None:
    """Import and read it all."""
    parent = os.getppid()
    os.environ.update(ONE_THREAD)  # some libraries count their threads as they are imported
    import pytest  # noqa: F401

    from sensei import beyond

    for library in wanted():
        if os.getppid() != parent:
            os._exit(0)  # nobody is there any more to warm up for
        with contextlib.suppress(ImportError):  # the koan that needs it will say so
            importlib.import_module(library)
    for topic in course().topics:
        path = topic.trees.properties / topic.filename
        if path.is_file():
            with contextlib.suppress(Exception):
                beyond.properties(path)
    with contextlib.suppress(OSError):  # a full disk: the first child will be slower
        _rehearse()
    settle()


def wanted() -> list[str]:
    """What the course imports, and what its libraries import only when it is first used."""
    from sensei.judge import LATE
    from sensei.reading import imports_of

    named = {origin for topic in course().topics for origin, _, _ in imports_of(topic.source).values()}
    late = {module for word, module in LATE.items() if any(word in topic.source.text for topic in course().topics)}
    return [*sorted(named), *sorted(late)]


def settle() -> None:
    """Let this process, with all that is loaded in it, be forked or run for long."""
    if torch := sys.modules.get("torch"):
        torch.set_num_threads(1)
    # What is here now is no garbage: pytest need not look for it after each run, and children share it with us.
    gc.collect()
    gc.freeze()


def _rehearse() -> None:
    """Let pytest run a koan that needs no library: the first run imports much, and no child need do so again."""
    import pytest

    from sensei.warm.recorder import OPTIONS

    before = os.getcwd()
    with tempfile.TemporaryDirectory(prefix="koans-") as folder:
        path = Path(folder, KOANS, "test_00_rehearsal.py")
        path.parent.mkdir()
        path.write_text("def test_nothing():\n    assert True\n", encoding="utf-8")
        try:
            os.chdir(folder)
            with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
                pytest.main([*OPTIONS, "-p", "sensei.plugin", str(path)])
        finally:
            os.chdir(before)
