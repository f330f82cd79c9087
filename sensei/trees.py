"""The trees: where the parts of a course lie on the disk."""

import os
from dataclasses import dataclass
from pathlib import Path

KOANS = "koans"
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Trees:
    """Where the five parts of a course lie. An installed wheel carries them; a checkout has them side by side."""

    koans: Path
    solutions: Path
    properties: Path
    hints: Path

    @classmethod
    def at_hand(cls) -> "Trees":
        """Those that came with this engine, or of the checkout that the variable `KOANS_COURSE` names."""
        root = os.environ.get("KOANS_COURSE")
        return cls.checkout(Path(root)) if root else cls.carried()

    @classmethod
    def carried(cls) -> "Trees":
        """The course that came with this engine: `koans` is the pristine copy, which no learner edits."""
        home = _HERE / "carried" if (_HERE / "carried").is_dir() else _HERE.parent
        return cls(_HERE / "pristine", home / "solutions", home / "properties", home / "hints")

    @classmethod
    def checkout(cls, root: Path) -> "Trees":
        """The course as an author has it in hand."""
        return cls(root / KOANS, root / "solutions", root / "properties", root / "hints")
