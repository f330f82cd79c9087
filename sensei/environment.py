"""The environment: is there a torch that the course was tested with? Answered from metadata, without importing it."""

import os
import re
import sys
from importlib import metadata

DISTRIBUTION = "torch-koans"
OVERRIDE = "KOANS_ANY_TORCH"


def trouble() -> str | None:
    """One sentence on what is missing or untested here, or None. `KOANS_ANY_TORCH=1` lets an untested torch through."""
    try:
        version = metadata.version("torch")
    except metadata.PackageNotFoundError:
        return (
            f"torch is not installed for {sys.executable}: in the course's folder run "
            "`python -m pip install -c constraints.txt -e .`"
        )
    floor, ceiling = _tested()
    found = _numbers(version)
    if os.environ.get(OVERRIDE) or floor <= found < ceiling:
        return None
    older = found < floor
    return (
        f"torch {version} is {'older' if older else 'newer'} than the course was tested with "
        f"(from {_dotted(floor)}, below {_dotted(ceiling)}): install one in between, or set {OVERRIDE}=1 and "
        "take the answers with care."
    )


def _tested() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Floor and ceiling as the installed distribution declares them; anything goes where it is not installed."""
    try:
        needs = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        needs = []
    line = next((need for need in needs if re.match(r"torch\b(?!-)", need)), "")
    bounds = dict(re.findall(r"(>=|<)\s*([\d.]+)", line))
    return _numbers(bounds.get(">=", "0")), _numbers(bounds.get("<", "9999"))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.split("+")[0])[:2])


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
