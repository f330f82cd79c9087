"""The trees: where the parts of a course lie on the disk."""

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
    def carried(cls) -> "Trees":
        """The course that came with this engine: `koans` is the pristine copy, which no learner edits."""
        home = _HERE / "carried" if (_HERE / "carried").is_dir() else _HERE.parent
        return cls(_HERE / "pristine", home / "solutions", home / "properties", home / "hints")

    @classmethod
    def checkout(cls, root: Path) -> "Trees":
        """The course as an author has it in hand."""
        return cls(root / KOANS, root / "solutions", root / "properties", root / "hints")
