"""The absence: something asked of the course that it does not have, and what comes nearest to it."""

import difflib
from collections.abc import Sequence

from sensei.refusal import Refusal


class CourseTrouble(Refusal):
    """Something is asked of the course that it does not have. The message says what, and what comes nearest."""


def nearest(noun: str, asked: str, known: Sequence[str]) -> str:
    """The sentence for a name that nothing has: the known name that comes nearest, or where all of them are shown."""
    part = asked.lower()
    near = sorted((name for name in known if part[1:] and part in name), key=lambda name: not name.startswith(part))
    near = near or difflib.get_close_matches(asked, known, n=1, cutoff=0.5)
    advice = f"did you mean {near[0]!r}?" if near else "`koans list` shows them all."
    return f"there is no {noun} {asked!r}: {advice}"
