"""The workspace: the folder in which a learner works, laid out and put right without ever losing what is in it."""

import re
import shutil
from collections import Counter
from datetime import datetime
from pathlib import Path

from sensei.course import Course, Koan, Topic
from sensei.pattern import find
from sensei.progress import FOLDER, Progress, write_whole
from sensei.refusal import Refusal
from sensei.source import Source, decode
from sensei.trees import KOANS

_CONFTEST = b'pytest_plugins = ["sensei.plugin"]\n'
_PYTEST_INI = b"""\
[pytest]
addopts = --import-mode=importlib -p no:randomly
testpaths = koans
"""
_LINE_END = re.compile(r"\r\n|\r|\n")
_BOM = b"\xef\xbb\xbf"


class WorkspaceTrouble(Refusal):
    """Something cannot be done without losing a file, or there is no course here. The message says what to do."""


def root(start: Path | None = None) -> Path:
    """The learner's folder: the nearest one at or above `start` that holds `koans/`.

    Raises:
        WorkspaceTrouble: there is none.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / KOANS).is_dir():
            return folder
    raise WorkspaceTrouble(
        f"there is no folder {KOANS}/ in {here} or above it: `koans init DIR` lays out the course in a new folder"
    )


def lay_out(folder: Path, course: Course) -> None:
    """Write a fresh course into a folder that is new or empty.

    Raises:
        WorkspaceTrouble: the folder holds something, or cannot be written.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise WorkspaceTrouble(f"{folder} is there already and is not empty: name a folder that is new")
        for topic in course.topics:
            write_whole(folder / KOANS / topic.filename, topic.source.text.encode())
        write_whole(folder / "conftest.py", _CONFTEST)
        write_whole(folder / "pytest.ini", _PYTEST_INI)
        write_whole(folder / ".gitignore", b"__pycache__/\n.pytest_cache/\n.hypothesis/\n.koans/\n")
    except OSError as error:
        raise WorkspaceTrouble(f"{folder} cannot be written: {error.strerror}") from None


def current(course: Course, folder: Path) -> Koan | None:
    """The koan on which the learner is: where the last run stopped, else the first that no run has seen hold."""
    progress = Progress.load(folder)
    open_koans = [koan for koan in course.koans if koan.identity not in progress.passed]
    return next(
        (koan for koan in open_koans if koan.identity == progress.current), open_koans[0] if open_koans else None
    )


def reset_topic(folder: Path, topic: Topic) -> Path | None:
    """Put a topic's file back as it was written. Returns where the learner's file was copied to, if there was one."""
    path = folder / KOANS / topic.filename
    kept = _back_up(folder, path) if path.exists() else None
    _write(path, topic.source.text.encode())
    return kept


def reset_koan(folder: Path, koan: Koan) -> Path:
    """Put one koan back as it was written and leave the rest of the file alone. Returns where the file was copied to.

    Raises:
        WorkspaceTrouble: the file is missing or cannot be read as text; then the whole topic has to be reset.
    """
    path = folder / KOANS / koan.topic.filename
    whole = f"`koans reset {koan.topic.slug}` puts the whole file back; a copy of yours is kept"
    if not path.is_file():
        raise WorkspaceTrouble(f"{path} is missing: {whole}")
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise WorkspaceTrouble(f"{path} cannot be read: {error.strerror}") from None
    source = decode(raw)
    if source.trouble:
        raise WorkspaceTrouble(f"{path} cannot be read: {source.trouble.message}. {whole}")
    text = _with_pristine(source, _LINE_END.findall(raw.decode("utf-8-sig")), koan)
    if len([blank for blank in find(text) if blank.koan in koan.parts]) != len(koan.blanks):
        raise WorkspaceTrouble(f"{path} does not parse well enough around {koan.function} to change only that: {whole}")
    kept = _back_up(folder, path)
    _write(path, (_BOM if raw.startswith(_BOM) else b"") + text.encode())
    return kept


def _with_pristine(source: Source, line_ends: list[str], koan: Koan) -> str:
    """The learner's text with the koan's parts replaced, or added at the end where they are gone.

    Every other line keeps its own end; of two definitions with one name, one that does not parse goes.
    """
    newline = Counter(line_ends).most_common(1)[0][0] if line_ends else "\n"
    lines = [line + end for line, end in zip(source.lines, [*line_ends, ""], strict=True)]
    pristine = {piece.name: piece for piece in koan.topic.source.pieces}
    own = [piece for piece in source.pieces if piece.name in koan.parts]
    latest = {piece.name: piece for piece in own}
    fresh = {
        part: [line + newline for line in koan.topic.source.lines[pristine[part].start - 1 : pristine[part].end]]
        for part in koan.parts
    }
    for piece in reversed(own):
        end = piece.end
        while not source.lines[end - 1].strip() or source.lines[end - 1].startswith("#"):
            end -= 1  # where it does not parse, what stands before the next definition counts as its own
        if piece is latest[piece.name]:
            lines[piece.start - 1 : end] = fresh[piece.name or ""]
        elif piece.trouble:
            del lines[piece.start - 1 : end]
    for part in koan.parts:
        if part not in latest:
            text = "".join(lines).rstrip()
            lines = [*([text, newline * 3] if text else []), *fresh[part]]
    return "".join(lines)


def _back_up(folder: Path, path: Path) -> Path:
    kept = folder / FOLDER / "backups" / f"{path.stem}.{datetime.now():%Y%m%d-%H%M%S-%f}.py"
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, kept)
    except OSError as error:
        raise WorkspaceTrouble(f"nothing was changed, for no copy could be kept at {kept}: {error.strerror}") from None
    return kept


def _write(path: Path, raw: bytes) -> None:
    try:
        write_whole(path, raw)
    except OSError as error:
        raise WorkspaceTrouble(f"{path} cannot be written: {error.strerror}") from None
