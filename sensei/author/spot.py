"""The spot in a hints file where a koan, one of its texts or one of its misconceptions stands."""

import re
from pathlib import Path

_OPENING = 60


def line_of(path: Path, name: str, what: str | int = "") -> int:
    """A line of a hints file, from 1.

    Args:
        path: the file; one that cannot be read has its first line only.
        name: the koan's name, or a key that stands above all koans.
        what: the text that is looked for, or the number of a misconception, from 0. For an empty text, and for what is
            not to be found, the line is the one on which the koan begins.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError):
        return 1
    starts = [number for number, line in enumerate(lines, 1) if _opens(line, name)]
    if not starts:
        return 1
    if isinstance(what, int):
        tables = [number for number in starts if lines[number - 1].lstrip().startswith("[[")]
        return tables[what] if what < len(tables) else starts[0]
    wanted = _as_written(what)
    found = (number for number, line in enumerate(lines, 1) if number >= starts[0] and wanted and wanted in line)
    return next(found, starts[0])


def _opens(line: str, name: str) -> bool:
    name = re.escape(name)
    return bool(re.match(rf"\s*(\[\[?\s*[\"']?{name}[\"']?\s*[\].]|{name}\s*=)", line))


def _as_written(text: str) -> str:
    """The opening of a text as TOML has it between double quotes, where all prose stands."""
    return text.split("\n")[0].replace("\\", "\\\\").replace('"', '\\"')[:_OPENING]
