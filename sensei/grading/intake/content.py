"""The content of a handed-in file: what its bytes tell of why it may not be read, in words for whoever handed it in."""

import codecs
import re
from collections.abc import Iterator

from sensei.grading.submission import Trouble

_MARK = codecs.BOM_UTF8
_LITTLE, _BIG = codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE
_WIDE = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_QUOTES = "\u2018\u2019\u201a\u201c\u201d\u201e"

_WEB = re.compile(rb"\s*<(?:!doctype html|html|head|\?xml)", re.IGNORECASE)
_NOTEBOOK = re.compile(rb'\s*\{(?=.{0,4000}?"(?:cells|nbformat|metadata)"\s*:)', re.DOTALL)
_OPENED = re.compile(rb"^<{7}(?: .*)?\r?$", re.MULTILINE)
_CLOSED = re.compile(rb"^>{7}(?: .*)?\r?$", re.MULTILINE)
_PRINT = re.compile(r"^[ \t]*print[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|[A-Za-z_][\w.\[\]()]*[ \t]*$)", re.MULTILINE)
# A quote where an expression begins, and no plain quote or comment before it in the line.
_SMART = re.compile(rf"^[^#\"'\n]*(?:[=(\[,:]|\b(?:return|assert|in|print|raises))[ \t]*[{_QUOTES}]", re.MULTILINE)
_MIXED = re.compile(r"^(?: +[^\s#][^\n]*:[ \t]*\n\t+[^\s#]|\t+[^\s#][^\n]*\n +[^\s#])", re.MULTILINE)
_WINDOWS_QUOTES = re.compile(rb"[\x91-\x94\x84]")


def troubles_of(filename: str, raw: bytes) -> list[Trouble]:
    """What the bytes of a koan file tell of themselves; `filename` is the course's name for it. Nothing is parsed."""
    return [Trouble(f"{filename} {sentence}", filename) for sentence in _sentences(raw)]


def readable(raw: bytes) -> bytes:
    """The bytes as UTF-8 where a mark says that they are UTF-16; as they are otherwise, or where the mark lies."""
    if not raw.startswith((_LITTLE, _BIG)) or raw.startswith(_WIDE):
        return raw
    try:
        return raw.decode("utf-16").encode("utf-8")
    except UnicodeError:
        return raw


def _sentences(raw: bytes) -> Iterator[str]:
    if not raw.strip():
        yield "is empty: hand in the file with your answers in it."
        return
    told = _format(raw)
    if told:
        yield told
        return
    if raw.startswith((_LITTLE, _BIG)):
        plain = readable(raw)
        if plain is raw:
            yield "says that it is UTF-16, and is not: save it as UTF-8."
            return
        yield "is UTF-16; it was read as that. Save it as UTF-8, as Python asks for."
        raw = plain
    if b"\0" in raw:
        yield "holds null bytes, so it is not a text: save it as UTF-8."
        return
    text = raw.removeprefix(_MARK).decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    yield from _encoding(raw)
    opened = _OPENED.search(raw) if b"<<<<<<<" in raw else None
    if opened and _CLOSED.search(raw):
        line = raw[: opened.start()].count(b"\n") + 1
        yield f"holds marks of a merge that was not finished, from line {line}: keep one version of each part."
    for sign, pattern, words in (
        (b"print", _PRINT, "has a print statement of Python 2 on line {}: write print(...), with brackets."),
        (
            b"\xe2\x80",
            _SMART,
            "has quotes of a word processor on line {}: type them anew, as ' or \", in an editor for code.",
        ),
        (b"\t", _MIXED, "mixes tabs and spaces before line {}: indent with spaces alone."),
    ):
        # Most files have no such thing, and to search for a sign is a hundred times faster than for a pattern.
        if sign in raw and (found := pattern.search(text)):
            yield words.format(text[: found.end()].count("\n") + 1)


def _format(raw: bytes) -> str:
    if raw.startswith(_WIDE):
        return "is UTF-32: save it as UTF-8."
    if _NOTEBOOK.match(raw):
        return "holds a notebook and not Python: copy the answers into the koan file, and hand that in."
    if _WEB.match(raw.removeprefix(_MARK)):
        return "holds a web page and not Python: download the file itself, and hand that in."
    if raw.startswith(b"{\\rtf"):
        return "holds rich text (RTF) and not Python: save it as plain text."
    if raw.startswith(b"PK\x03\x04"):
        return "holds a zip or a document of a word processor and not Python: hand in the plain file."
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        return "holds a document of a word processor and not Python: save it as plain text."
    if raw.startswith(b"%PDF"):
        return "holds a PDF and not Python: hand in the file itself."
    if raw.startswith(b"version https://git-lfs"):
        return "holds a pointer of Git LFS in place of the file: check the file in itself."
    return ""


def _encoding(raw: bytes) -> Iterator[str]:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line, byte = raw[: error.start].count(b"\n") + 1, raw[error.start]
        if _WINDOWS_QUOTES.match(raw, error.start):
            yield f"has quotes of a word processor on line {line}, as Windows writes them: type them anew, as ' or \"."
        else:
            yield f"is not UTF-8 (byte 0x{byte:02x} on line {line}): save it as UTF-8."
