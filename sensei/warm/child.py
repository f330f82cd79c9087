"""The child: one run of pytest in a process of its own, which has the libraries in it already."""

import builtins
import contextlib
import importlib
import json
import os
import signal
import sys
import tempfile
import threading
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NoReturn

from sensei.warm import shelter

_MOST_SAID = 4000
_LARGEST_FILE = 256 * 2**20
_MOST_MEMORY = 4 * 2**30  # more than any koan needs; address space that is reserved and not used is not counted
_DATA = 5  # the field of statm that RLIMIT_DATA is about


def serve(connection: Connection, folder: str, arguments: tuple[str, ...]) -> None:
    """Warm up if nobody did, wait for a job, run it in that folder, tell what comes of it, and end.

    Ends as well when the other side does, whatever it is doing at that moment.
    """
    with contextlib.suppress(AttributeError, OSError):
        os.setsid()  # so that everything which a koan starts can be ended with it
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    shelter.take()
    preload: Any = importlib.import_module("sensei.warm.preload")
    with contextlib.suppress(OSError), tempfile.TemporaryFile() as said:
        connection.send_bytes(json.dumps({"warm": os.getppid(), "trouble": preload.TROUBLE}).encode())
        if preload.TROUBLE:
            return
        for stream in (1, 2):
            os.dup2(said.fileno(), stream)
        _run(connection, folder, arguments, said.fileno())


def _run(connection: Connection, folder: str, arguments: tuple[str, ...], said: int) -> None:
    import pytest

    from sensei.warm.recorder import OPTIONS, Recorder

    def begin() -> None:
        sys.breakpointhook = builtins.input = _no_keyboard
        threading.Thread(target=_guard, args=(connection,), daemon=True, name="koans-guard").start()
        _limit()

    os.chdir(folder)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    recorder = Recorder(connection, begin)
    status = int(pytest.main([*arguments, *OPTIONS], plugins=[recorder]))
    with contextlib.suppress(OSError, ValueError):  # a koan may have closed them
        sys.stdout.flush()
        sys.stderr.flush()
    size = os.fstat(said).st_size
    tail = os.pread(said, _MOST_SAID, max(0, size - _MOST_SAID)).decode("utf-8", "replace")
    recorder.tell(end=status, said=recorder.obstacle or tail)


def _no_keyboard(*_: object, **__: object) -> NoReturn:
    raise RuntimeError("in the watch there is no keyboard for your code; `koans run` in another terminal has one.")


def _guard(connection: Connection) -> None:
    """End this process, and all that it started, when the other side has gone."""
    with contextlib.suppress(EOFError, OSError):
        connection.recv_bytes()
    if hasattr(os, "killpg"):
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)


def _limit() -> None:
    """Let a koan that asks for too much be refused, before the machine ends something else in its place."""
    try:
        import resource
    except ImportError:  # not everywhere
        return
    with contextlib.suppress(OSError, ValueError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with contextlib.suppress(OSError, ValueError, IndexError):
        page = os.sysconf("SC_PAGE_SIZE")
        now = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[_DATA]) * page
        most = now + min(_MOST_MEMORY, os.sysconf("SC_PHYS_PAGES") * page)
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
        # Not every system heeds that one; address space is limited everywhere, and reserved more freely than used.
        size = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * page
        resource.setrlimit(resource.RLIMIT_AS, (size + os.sysconf("SC_PHYS_PAGES") * page,) * 2)
