"""Which confinement code answers are run in on this machine: the strongest that works when it is tried."""

from collections.abc import Sequence

from sensei.grading.sandbox.layer import Layer
from sensei.grading.sandbox.layers import best

REFUSED = "Answers that are code stay unjudged. `--trust-code` runs them without a sandbox, as you yourself."


def choose(*, trusting: bool) -> tuple[str, tuple[Layer, ...], Sequence[str]]:
    """The choice for a policy, the layers that hold with it, and why the stronger ones do not work here.

    `trusting` says that code is run even where none works; `none` is chosen if it is not.
    """
    choice, layers, failed = best()
    trusted = trusting and choice == "none"
    return ("trusted" if trusted else choice), layers, [each.detail for each in failed]
