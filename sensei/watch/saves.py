"""The saves: which files of a folder have changed. The system tells, where it can; else a look now and then does.

Network folders, and those of Windows seen from WSL, often tell nothing; there the look is all there is.
"""

import contextlib
import os
import threading
from collections.abc import Callable
from pathlib import Path

DEBOUNCE = 50  # milliseconds in which changes count as one, at most
_STEP = 30  # milliseconds between two looks of the listener: fewer are slower, more keep a processor busy
Stamp = tuple[int, int, int]


class Saves:
    """The files `test_*.py` of one folder.

    Args:
        folder: where they lie.
        stir: called, in another thread, when something may have changed; `changed` tells what.
    """

    def __init__(self, folder: Path, stir: Callable[[], None]) -> None:
        """Take them as they are now; listen from `listen` on."""
        self._folder, self._stir = folder, stir
        self._seen = self._stamps()
        self._stop = threading.Event()

    def listen(self) -> None:
        """Ask the system to tell."""
        threading.Thread(target=self._listen, daemon=True, name="koans-saves").start()

    def stop(self) -> None:
        """Hear nothing more."""
        self._stop.set()

    def changed(self) -> set[str]:
        """The names of the files that were written, made or removed since the last call."""
        now = self._stamps()
        before, self._seen = self._seen, now
        return {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}

    def _stamps(self) -> dict[str, Stamp]:
        found: dict[str, Stamp] = {}
        with contextlib.suppress(OSError), os.scandir(self._folder) as entries:
            for entry in entries:
                if entry.name.startswith("test_") and entry.name.endswith(".py"):
                    with contextlib.suppress(OSError):
                        told = entry.stat()
                        found[entry.name] = (told.st_mtime_ns, told.st_size, told.st_ino)
        return found

    def _listen(self) -> None:
        from watchfiles import watch

        # Where the system has no room for one more listener, or the folder goes away, the look now and then remains.
        with contextlib.suppress(Exception):
            heard = watch(
                self._folder,
                watch_filter=None,
                debounce=DEBOUNCE,
                step=_STEP,
                stop_event=self._stop,
                rust_timeout=60_000,
                raise_interrupt=False,
                recursive=False,
                force_polling=False,
            )
            for _ in heard:
                self._stir()
