"""The base: the course as it was when the learner's folder was laid out or last brought up to date.

It lies in `.koans/base/` and may be deleted at any time: an update then knows less and leaves more alone.
"""

from collections.abc import Mapping
from pathlib import Path

from sensei.course import FILE_NAME, Topic
from sensei.progress import FOLDER, write_whole

_BASE = Path(FOLDER) / "base"


def recalled(root: Path) -> Mapping[str, bytes]:
    """The files of the course as it was, by the slug of their topic; empty if nothing is known."""
    return {slug: path.read_bytes() for slug, paths in topics_in(root / _BASE).items() for path in paths[-1:]}


def remember(root: Path, topic: Topic) -> None:
    """Keep a topic as the one that the learner's file is up to date with.

    Raises:
        OSError: the folder cannot be written.
    """
    path, raw = root / _BASE / topic.filename, topic.source.text.encode()
    if not (path.is_file() and path.read_bytes() == raw):
        write_whole(path, raw)
    forget(root, topic.slug, but=path)


def forget(root: Path, slug: str, but: Path | None = None) -> None:
    """Keep nothing of a topic, or nothing but one file.

    Raises:
        OSError: the folder cannot be written.
    """
    for path in topics_in(root / _BASE).get(slug, []):
        if path != but:
            path.unlink()


def topics_in(folder: Path) -> dict[str, list[Path]]:
    """The files of a folder that are named as topics are, by slug: the number may have changed."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.glob("test_*.py")):
        match = FILE_NAME.fullmatch(path.name)
        if match and path.is_file():
            found.setdefault(match["slug"], []).append(path)
    return found
