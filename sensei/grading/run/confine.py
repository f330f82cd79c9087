"""Which confinement code answers are run in on this machine: the strongest that works when it is tried."""

from collections.abc import Sequence

from sensei.grading.sandbox.layer import Layer
from sensei.grading.sandbox.warden import NoSandbox, Warden

_CHOICES = ("bubblewrap", "landlock")
REFUSED = "Answers that are code stay unjudged. `--trust-code` runs them without a sandbox, as you yourself."


def choose(*, trusting: bool) -> tuple[str, tuple[Layer, ...], Sequence[str]]:
    """The choice for a policy, the layers that hold with it, and why the stronger ones do not work here.

    `trusting` says that code is run even where none works; `none` is chosen if it is not.
    """
    reasons: list[str] = []
    for choice in _CHOICES:
        warden = Warden(choice)
        try:
            warden.start()
            return choice, warden.layers, reasons
        except (NoSandbox, OSError) as error:
            reasons.append(str(error))
        finally:
            warden.close()
    return ("trusted" if trusting else "none"), (), reasons
