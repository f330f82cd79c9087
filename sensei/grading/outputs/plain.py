"""Plain text: what students, files and platforms wrote, made harmless for the format that it goes into."""

import re
import unicodedata
from collections.abc import Iterator

LONGEST = 2000  # characters of one answer
_JOINERS = "\u200c\u200d"  # some scripts cannot be written without
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_SURROGATE = re.compile("[\ud800-\udfff]")
_CODE = re.compile(r"`([^`]+)`")

# A spreadsheet computes what begins with one of these; East Asian ones take the wide forms too.
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
# One that splits at semicolons also looks behind each of them. Signs alone are layout, and numbers stay numbers.
_FORMULA = re.compile(rf"(?:^|(?<=;))([\s\"'`\u200c\u200d]*)(?=[{_SIGNS}])")
_HARMLESS = re.compile(r"[+-]?\d+(?:[.,]\d+)?%?|-+")


def encodable(text: str) -> str:
    """The text with every half of a surrogate pair replaced, so that each encoding of Unicode can hold it."""
    return _SURROGATE.sub("\ufffd", text)


def cut(text: str, longest: int = LONGEST) -> str:
    """The text, cut where it is longer than that; the cut shows."""
    return text if len(text) <= longest else f"{text[:longest]} … ({len(text)} characters)"


def line(text: str, longest: int = LONGEST) -> str:
    """The text on one line, with nothing in it that hides, reverses or steers what stands around it."""
    if text.isascii() and text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]:
        return cut(text, longest)
    text = cut(" ".join(text.split()), longest)
    return text if text.isascii() and text.isprintable() else "".join(map(_seen, text))


def lines(text: str, longest: int = LONGEST) -> str:
    """The same of each line of a text."""
    parts = [part.expandtabs(4).rstrip() for part in re.split(r"\r\n|\r|\n", cut(text, longest))]
    return "\n".join("".join(map(_seen, part)) for part in parts)


def cell(text: str, longest: int = LONGEST) -> str:
    """The text as a cell of a table that a spreadsheet shows and never computes: an apostrophe stands before it."""
    text = line(text, longest)
    return text if _HARMLESS.fullmatch(text) else _FORMULA.sub(r"'\1", text)


def number(value: float) -> str:
    """Two decimals, and no negative zero."""
    return f"{round(value, 2) + 0.0:.2f}"


def spans(text: str) -> Iterator[tuple[bool, str]]:
    """The parts of a sentence, each with whether it is code: what stands between two backticks is.

    Where a student's own backticks leave it open which two belong together, nothing is.
    """
    start = 0
    if "``" in text or text.count("`") % 2:
        yield False, text
        return
    for match in _CODE.finditer(text):
        yield from [(False, text[start : match.start()])] if match.start() > start else []
        yield True, match[1]
        start = match.end()
    if text[start:]:
        yield False, text[start:]


def _seen(character: str) -> str:
    hidden = unicodedata.category(character) in _HIDDEN and character not in _JOINERS
    return "\ufffd" if hidden else character
