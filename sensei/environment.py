"""The environment: are the libraries there that the course was tested with? Answered from metadata, by no import."""

import os
import re
import sys
from dataclasses import dataclass
from importlib import metadata

DISTRIBUTION = "torch-koans"
OVERRIDE = "KOANS_ANY_TORCH"
_NEED = re.compile(r"(?P<name>[\w.-]+)(?P<bounds>[^;]*)(?P<extra>.*\bextra\b)?")


@dataclass(frozen=True)
class Range:
    """The versions of a library that will do: from the floor, below the ceiling."""

    floor: tuple[int, ...]
    ceiling: tuple[int, ...]

    @classmethod
    def declared(cls, bounds: str) -> "Range":
        """What a requirement says behind the name; a bound that it leaves out lies very far away."""
        found = dict(re.findall(r"(>=|<)\s*([\d.]+)", bounds))
        return cls(_numbers(found.get(">=", "0")), _numbers(found.get("<", "9999")))

    def __contains__(self, version: str) -> bool:
        """Whether this version will do."""
        return self.floor <= _numbers(version) < self.ceiling

    def __str__(self) -> str:
        """As a sentence has it."""
        return f"from {_dotted(self.floor)}, below {_dotted(self.ceiling)}"

    def measure(self, version: str) -> str:
        """How a version that will not do is out of range, in words."""
        older = _numbers(version) < self.floor
        return f"older than {_dotted(self.floor)}" if older else f"not older than {_dotted(self.ceiling)}"


def ranges() -> dict[str, Range]:
    """What the installed distribution declares that it needs, by name; nothing where it is not installed."""
    try:
        needs = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return {}
    found = [match for need in needs if (match := _NEED.match(need)) and not match["extra"]]
    return {match["name"]: Range.declared(match["bounds"]) for match in found}


def trouble() -> str | None:
    """One sentence on what is missing or untested here, or None. `KOANS_ANY_TORCH=1` lets an untested torch through."""
    try:
        version = metadata.version("torch")
    except metadata.PackageNotFoundError:
        return (
            f"torch is not installed for {sys.executable}: in the course's folder run "
            "`python -m pip install -c constraints.txt -e .`"
        )
    tested = ranges().get("torch", Range.declared(""))
    if os.environ.get(OVERRIDE) or version in tested:
        return None
    measure = "older" if _numbers(version) < tested.floor else "newer"
    return (
        f"torch {version} is {measure} than the course was tested with "
        f"({tested}): install one in between, or set {OVERRIDE}=1 "
        "and take the answers with care."
    )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.split("+")[0])[:2])


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
