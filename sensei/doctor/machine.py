"""The machine: Python, the libraries that the course needs, and what pytest is laden with."""

import multiprocessing
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from sensei import environment
from sensei.doctor.finding import Finding, State

_IMPORT = "import torch"
_PATIENCE = 120.0  # seconds for a first import from a slow disk
_LADEN = {
    "randomly": "pytest-randomly shuffles the koans, so that a walk does not stop at the first one",
    "anyio": "the plugin that comes with anyio adds about a quarter of a second to every run",
}


def python() -> Iterator[Finding]:
    """Which Python this is; an older one than will do could not have come here."""
    yield Finding(State.OK, "Python", f"{platform.python_version()} at {sys.executable}")


def torch(root: Path | None) -> Iterator[Finding]:
    """Whether there is a torch that the course was tested with, and whether it can be imported from the folder."""
    if trouble := environment.trouble():
        yield Finding(State.TROUBLE, "torch", trouble)
        return
    version = metadata.version("torch")
    tested = environment.ranges().get("torch")
    if tested and version not in tested:
        fact = f"{version} is let through by {environment.OVERRIDE}; the course was not tested with it"
        yield Finding(State.NOTE, "torch", fact, "take the answers with care")
    started = time.monotonic()
    command = [sys.executable, "-B", "-c", _IMPORT]  # -B: nothing is written, not even bytecode
    try:
        ended = subprocess.run(command, cwd=root, capture_output=True, timeout=_PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        yield Finding(State.TROUBLE, "torch", f"{version} was not imported within {_PATIENCE:.0f} s", _AGAIN)
        return
    if ended.returncode:
        said = ended.stderr.decode("utf-8", "replace").strip().split("\n")[-1] or _signal(ended.returncode)
        yield Finding(State.TROUBLE, "torch", f"{version} cannot be imported ({said})", _AGAIN)
    else:
        yield Finding(State.OK, "torch", f"{version}, imported in {time.monotonic() - started:.1f} s")


_AGAIN = "install it again in a fresh virtual environment"


def _signal(status: int) -> str:
    try:
        return f"ended by {signal.Signals(-status).name}"
    except ValueError:
        return f"exit status {status}"


def libraries() -> Iterator[Finding]:
    """Whether everything else that the course needs is there, in the versions that it asks for."""
    needed = environment.ranges()
    if not needed:
        yield Finding(State.NOTE, "libraries", "torch-koans is not installed, so what it needs is unknown", _INSTALL)
    fine: list[str] = []
    for name, range_ in needed.items():
        if name == "torch":
            continue
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            yield Finding(State.TROUBLE, name, "it is not installed", _INSTALL)
            continue
        if version in range_:
            fine.append(f"{name} {version}")
        else:
            yield Finding(State.TROUBLE, name, f"{version} is {range_.measure(version)}", _INSTALL)
    if fine:
        yield Finding(State.OK, "libraries", ", ".join(fine))


_INSTALL = "in the course's folder run `python -m pip install -c constraints.txt -e .`"


def processes() -> Iterator[Finding]:
    """Whether a process that has torch can be forked."""
    if "fork" in multiprocessing.get_all_start_methods():
        yield Finding(State.OK, "processes", "fork is there: a process that has torch in it is copied in a blink")
    else:
        yield Finding(State.NOTE, "processes", "there is no fork here, so koans run in spawned processes, more slowly")


def plugins(root: Path) -> Iterator[Finding]:
    """Which of the plugins of pytest are known to slow or to disturb, and are not switched off in this folder."""
    names = {entry.name for entry in metadata.entry_points(group="pytest11")}
    options = "".join(_text(root / name) for name in ("pytest.ini", "pyproject.toml"))
    laden = [name for name in _LADEN if name in names and f"no:{name}" not in options]
    for name in laden:
        step = f"add `-p no:{name}` to addopts in pytest.ini"
        yield Finding(State.NOTE, "plugins", _LADEN[name], step)
    if not laden:
        yield Finding(State.OK, "plugins", "none of those that pytest loads is known to slow it or to disturb")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
