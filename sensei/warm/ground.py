"""The ground: the files on which a warm process stands. When one of them changes, the process is out of date."""

import os
import site
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from sensei.trees import Trees

_CONFIGURATION = ("conftest.py", "pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg", "koans/conftest.py")

Ground = dict[str, int]


def ground(root: Path) -> Ground:
    """When each of them was changed last (ns), by path; what is not there is not in it."""
    found: Ground = {}
    for path in _paths(root):
        try:
            found[os.fspath(path)] = os.stat(path).st_mtime_ns
        except OSError:
            continue
    return found


def _paths(root: Path) -> Iterator[Path | str]:
    yield from (root / name for name in _CONFIGURATION)
    # A folder changes when a package in it is installed, updated or removed.
    yield from {
        sysconfig.get_path("purelib"),
        sysconfig.get_path("platlib"),
        *site.getsitepackages(),
        site.getusersitepackages(),
    }
    yield sys.executable
    yield from _below(Path(__file__).parent.parent)
    for tree in vars(Trees.at_hand()).values():
        yield from _below(tree)


def _below(folder: Path) -> Iterator[str]:
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        yield from (os.path.join(place, name) for name in files)
