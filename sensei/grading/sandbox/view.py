"""The view: which files can be seen from inside a sandbox. Everything that is not in it is not there."""

import os
import site
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sensei.trees import Trees

ENGINE = Path(__file__).parent.parent.parent
_SYSTEM = (
    *("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store"),
    *("/etc/alternatives", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime"),
    "/sys/devices/system/cpu",  # without it torch mistakes the processor
    "/sys/kernel/mm/transparent_hugepage",  # and without this the allocator does not know that there are huge pages
)


@dataclass(frozen=True)
class View:
    """Paths, all of them absolute.

    Attributes:
        readable: files and folders, with all that is in them except for what is hidden.
        hidden: folders below one of them that are to be empty.
        packages: folders of `readable` that Python is to import from, beside those it knows by itself.
    """

    readable: tuple[str, ...]
    hidden: tuple[str, ...]
    packages: tuple[str, ...] = ()

    @classmethod
    def of_python(cls, hidden: Iterable[os.PathLike[str] | str] = ()) -> "View":
        """What this Python and its libraries need and the engine without any course; `hidden` is not seen either."""
        users = [site.getusersitepackages()] if site.ENABLE_USER_SITE else []
        readable = [path for path in dict.fromkeys([*_SYSTEM, *_python(), *users]) if os.path.exists(path)]
        trees = [vars(each).values() for each in (Trees.carried(), Trees.at_hand())]
        hide = [*(path for tree in trees for path in tree), ENGINE / "carried", *hidden]
        covered = dict.fromkeys(mask for path in hide for mask in _masks(readable, os.path.realpath(path)))
        return cls(tuple(readable), tuple(covered), tuple(users))

    def parts(self) -> Iterator[tuple[str, bool]]:
        """What is readable in pieces that hide nothing, and whether a piece counts with all that is in it.

        A folder that does not is to be listed, no more; its parts follow.
        """
        for path in self.readable:
            yield from self._parts(path)

    def _parts(self, path: str) -> Iterator[tuple[str, bool]]:
        if path in self.hidden:
            return
        if not any(mask.startswith(f"{path}/") for mask in self.hidden):
            yield path, True
            return
        yield path, False
        with os.scandir(path) as entries:
            inside = [entry.path for entry in entries if not entry.is_symlink()]
        for each in inside:
            yield from self._parts(each)

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "View":
        """The view that `to_json` wrote."""
        return cls(*(tuple(data[name]) for name in ("readable", "hidden", "packages")))


def _python() -> Iterator[str]:
    """The folders of the interpreter: not all of where it lies, for that may be somebody's home."""
    for prefix in dict.fromkeys([sys.prefix, sys.base_prefix, os.path.realpath(sys.base_prefix)]):
        yield from (os.path.join(prefix, part) for part in ("bin", "lib", "lib64", "pyvenv.cfg"))
    hop = sys.executable
    while os.path.islink(hop):
        yield hop
        hop = os.path.normpath(os.path.join(os.path.dirname(hop), os.readlink(hop)))
    yield os.path.realpath(hop)
    yield from (sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib"))
    yield from site.getsitepackages()
    yield from (path for path in os.environ.get("LD_LIBRARY_PATH", "").split(":") if os.path.isabs(path))
    yield str(ENGINE)


def _masks(readable: Iterable[str], path: str) -> Iterator[str]:
    """Where that path would be seen."""
    for root in readable:
        real = os.path.realpath(root)
        if path.startswith(f"{real}/") and os.path.isdir(path):
            yield root + path[len(real) :]
