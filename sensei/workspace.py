"""The workspace: the folder in which a learner works, laid out and put right without ever losing what is in it."""

import re
import shutil
from collections import Counter
from datetime import datetime
from pathlib import Path

from sensei import base
from sensei.course import Course, Koan, Topic
from sensei.pattern import find
from sensei.progress import FOLDER, Progress, write_whole
from sensei.refusal import Refusal
from sensei.source import Source, decode
from sensei.trees import KOANS

_FURNITURE = {
    "conftest.py": b'pytest_plugins = ["sensei.plugin"]\n',
    "pytest.ini": b"[pytest]\naddopts = --import-mode=importlib -p no:randomly -p no:anyio\ntestpaths = koans\n",
    ".gitignore": b"__pycache__/\n.pytest_cache/\n.hypothesis/\n.koans/\n",
}
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
        furnish(folder)
        for topic in course.topics:
            base.remember(folder, topic)
    except OSError as error:
        raise WorkspaceTrouble(f"{folder} cannot be written: {error.strerror}") from None


def furnish(folder: Path) -> None:
    """Write what pytest needs beside the koans.

    Raises:
        OSError: the folder cannot be written.
    """
    for name, raw in _FURNITURE.items():
        write_whole(folder / name, raw)


def current(course: Course, folder: Path) -> Koan | None:
    """The koan on which the learner is: where the last run stopped, else the first that no run has seen hold."""
    progress = Progress.load(folder)
    open_koans = [koan for koan in course.koans if koan.identity not in progress.passed]
    return next(
        (koan for koan in open_koans if koan.identity == progress.current), open_koans[0] if open_koans else None
    )


def place(folder: Path, koan: Koan) -> tuple[Path, int]:
    """Where to go on with a koan: the learner's file, and the line that matters there.

    That is the line which does not parse, else the first blank, else the line on which the koan begins.

    Raises:
        WorkspaceTrouble: the file is missing.
    """
    path = folder / KOANS / koan.topic.filename
    if not path.is_file():
        raise WorkspaceTrouble(f"{path} is missing: `koans reset {koan.topic.slug}` puts it back as it was written")
    source = decode(path.read_bytes())
    own = [piece for piece in source.pieces if piece.name in koan.parts]
    troubles = [piece.trouble.line for piece in own if piece.trouble]
    blanks = [blank.line for blank in find(source) if blank.koan in koan.parts]
    return path, min(troubles or blanks or [piece.start for piece in own] or [1])


def reset_topic(folder: Path, topic: Topic) -> Path | None:
    """Put a topic's file back as it was written. Returns where the learner's file was copied to, if there was one."""
    path = folder / KOANS / topic.filename
    kept = back_up(folder, path) if path.exists() else None
    write(path, topic.source.text.encode())
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
    kept = back_up(folder, path)
    write(path, (_BOM if raw.startswith(_BOM) else b"") + text.encode())
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


def back_up(folder: Path, path: Path) -> Path:
    """Copy a file of the learner's to where nothing overwrites it. Returns the copy.

    Raises:
        WorkspaceTrouble: it cannot be copied.
    """
    kept = folder / FOLDER / "backups" / f"{path.stem}.{datetime.now():%Y%m%d-%H%M%S-%f}{path.suffix}"
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, kept)
    except OSError as error:
        raise WorkspaceTrouble(f"nothing was changed, for no copy could be kept at {kept}: {error.strerror}") from None
    return kept


def write(path: Path, raw: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        WorkspaceTrouble: the folder cannot be written.
    """
    try:
        write_whole(path, raw)
    except OSError as error:
        raise WorkspaceTrouble(f"{path} cannot be written: {error.strerror}") from None
