"""bubblewrap: namespaces of its own for the server, in which nothing can be seen or reached but what it needs."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from functools import lru_cache

from sensei.grading.sandbox.view import View

PLACE = "/run/koans"  # the one folder that can be written
_ROOM = 64 * 2**20
NOBODY = 65534
SPACES = ("user", "pid", "net", "mnt", "ipc")


def program() -> str | None:
    """Where it is, if it is installed."""
    return shutil.which("bwrap")


@lru_cache(maxsize=1)
def _knows_size() -> bool:
    said = subprocess.run([program() or "bwrap", "--help"], capture_output=True, text=True, timeout=60, check=False)
    return "--size" in said.stdout + said.stderr


def argv(view: View, command: Sequence[str]) -> list[str]:
    """The command in a sandbox that shows the view and has an empty folder `PLACE`. It ends when its parent does."""
    words = [program() or "bwrap", "--unshare-user", "--unshare-all", "--die-with-parent", "--new-session"]
    words += ["--uid", str(NOBODY), "--gid", str(NOBODY), "--cap-drop", "ALL", "--hostname", "koans"]
    words += ["--proc", "/proc", "--dev", "/dev"]
    # What lies deeper is laid over what it lies in.
    hidden = [path for path in view.hidden if path not in view.readable]
    laid: dict[str, bool] = {}
    for path in sorted({*view.readable, *hidden}, key=lambda path: path.count("/")):
        shown = path not in hidden
        if shown and _around(path, laid):
            continue  # to be seen already, with what lies around it
        laid[path] = shown
        if not shown:
            words += _empty(path, 4096)
        elif os.path.islink(path) and path.count("/") == 1:
            words += ["--symlink", os.readlink(path), path]  # such as /lib where it is a part of /usr
        else:
            words += ["--ro-bind", path, path]
    words += _empty(PLACE, _ROOM)
    for path in [*hidden, "/dev", "/"]:
        words += ["--remount-ro", path]
    return [*words, "--chdir", PLACE, "--", *command]


def _around(path: str, laid: Mapping[str, bool]) -> bool:
    """Whether the nearest of the folders laid so far that has this path in it is one that is shown."""
    folders = [folder for folder in laid if path.startswith(f"{folder}/")]
    return bool(folders) and laid[max(folders, key=len)]


def _empty(path: str, room: int) -> list[str]:
    return [*(["--size", str(room)] if _knows_size() else []), "--tmpfs", path]


def spaces() -> dict[str, str]:
    """The namespaces of this process, by kind."""
    return {kind: os.readlink(f"/proc/self/ns/{kind}") for kind in SPACES}
