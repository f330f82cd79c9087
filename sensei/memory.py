"""The memory: which functions of a learner were found to hold for unseen inputs, so that nobody waits for it twice.

The walk runs every koan that comes before the one in hand. What was tried on fifty inputs and has not changed since is
not tried again; what failed only for one of many more is tried on as many whenever it comes again. Marks are never
taken from here: this file lies in the learner's folder.
"""

import ast
import contextlib
import hashlib
import sys
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from sensei.source import Source

FILE = "held"
EXAMPLES, DEEP = 50, 1000  # inputs
_DOUBT = "?"


class Memory:
    """A set of fingerprints, in a file with one on each line; without a file it forgets when the process ends."""

    def __init__(self, path: Path | None = None, *, deep: bool = False) -> None:
        """Remember in `path`, which need not exist. A file that cannot be read or written is no error.

        `deep` asks for many inputs for everything, whatever was found before.
        """
        self.path, self.deep = path, deep

    @cached_property
    def _known(self) -> set[str]:
        with contextlib.suppress(OSError, ValueError):
            if self.path:
                return set(self.path.read_text(encoding="ascii").split())
        return set()

    def still_to_try(self, fingerprint: str) -> int:
        """On how many inputs this is to be tried: none if it was found to hold."""
        if self.deep or fingerprint + _DOUBT in self._known:
            return DEEP
        return 0 if fingerprint in self._known else EXAMPLES

    def add(self, fingerprint: str) -> None:
        """Remember that this holds."""
        self._write(fingerprint)

    def doubt(self, fingerprint: str) -> None:
        """Remember that this does not hold for one of many inputs, though it may for a few."""
        if self.deep:
            self._write(fingerprint + _DOUBT)

    def _write(self, fingerprint: str) -> None:
        """Several processes may write at once: each adds lines of its own."""
        if fingerprint in self._known:
            return
        self._known.add(fingerprint)
        with contextlib.suppress(OSError):
            if self.path:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                with self.path.open("a", encoding="ascii") as file:
                    file.write(f"{fingerprint}\n")


def fingerprint(source: Source, names: Iterable[str], property_file: Path) -> str:
    """What a verdict of a property depends on: the code behind these names, the property, and the release of torch."""
    found: set[str] = set()
    wanted = list(names)
    while wanted:
        name = wanted.pop()
        if name in source.definitions and name not in found:
            found.add(name)
            wanted += [node.id for node in ast.walk(source.definitions[name]) if isinstance(node, ast.Name)]
    definitions = source.definitions.values()
    told = [node for node in source.statements if node not in definitions or getattr(node, "name", "") in found]
    torch = getattr(sys.modules.get("torch"), "__version__", "")
    digest = hashlib.sha256("\n".join([str(torch), *map(ast.dump, told)]).encode())
    digest.update(property_file.read_bytes())
    return digest.hexdigest()
