"""The namespace: which names of which libraries an answer may use. It is a list, so nothing new gets in by itself."""

import tomllib
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def _names() -> dict[str, frozenset[str]]:
    text = Path(__file__).with_name("namespace.toml").read_text(encoding="utf-8")
    return {module: frozenset(names.split()) for module, names in tomllib.loads(text).items()}


@lru_cache(maxsize=1)
def modules() -> frozenset[str]:
    """The modules that an answer may look into, and the packages that they lie in."""
    parts = [module.split(".") for module in _names()]
    return frozenset(".".join(each[:size]) for each in parts for size in range(1, len(each) + 1))


def offered(module: str) -> frozenset[str]:
    """The names of a module that an answer may use, less the modules in it."""
    return _names().get(module, frozenset())


@lru_cache(maxsize=4096)
def split(path: str) -> tuple[str, str | None, tuple[str, ...]] | None:
    """A dotted name as the module that it begins with, the name in there, and the attributes behind it.

    The name is None if the path ends at a module. None if the path leaves what may be used.
    """
    parts = path.split(".")
    size = next((size for size in range(len(parts), 0, -1) if ".".join(parts[:size]) in modules()), 0)
    module, rest = ".".join(parts[:size]), parts[size:]
    if not module:
        return None
    if not rest:
        return module, None, ()
    return (module, rest[0], tuple(rest[1:])) if rest[0] in offered(module) else None
