"""Which layers hold on this machine: what is tried is believed, and not what is installed."""

from collections.abc import Sequence

from sensei.grading.sandbox.layer import Layer
from sensei.grading.sandbox.warden import NoSandbox, Warden

STRONGEST_FIRST = ("bubblewrap", "landlock")
PROBE = "sensei.grading.sandbox.probe:serve"


def layers(choice: str) -> tuple[Layer, ...]:
    """What a sandbox of that kind consists of here, as a cell in it finds it; one that does not hold if it fails."""
    try:
        with Warden(choice, guest=PROBE) as warden:
            return warden.layers
    except (NoSandbox, OSError) as error:
        return (Layer(choice, False, str(error)),)


def best() -> tuple[str, tuple[Layer, ...], Sequence[Layer]]:
    """The strongest choice that works, or `none`; its layers; and of each stronger choice why it does not."""
    failed: list[Layer] = []
    for choice in STRONGEST_FIRST:
        found = layers(choice)
        if found[0].name != choice or found[0].holds:
            return choice, found, failed
        failed += found
    return "none", (), failed
