"""The frame of a terminal's output: what pytest and the walk print around what they have to say of a koan."""

import re
from collections.abc import Iterator, Sequence

_RULE = r"=+ (?:test session starts|FAILURES|short test summary info|[^=]* in [\d.]+s[^=]*) =+"
_HEADER = r"(?:platform|cachedir:|rootdir:|configfile:|plugins:) .*|(?:collecting \.\.\. )?collected \d+ items?.*"
_BAR = r".*[\u2588\u2591#.]{20} +\d+ of \d+(?: +you are here)?"
_TITLE = r"_+ \w+ _+"
_WHOLE_LINES = re.compile(rf"(?:{_RULE}|{_HEADER}|{_BAR}|{_TITLE})\s*")
# In their order: a path takes its line number with it.
_WITHIN_LINES = (
    re.compile(r"(?:[\w.\-]+/)*test_\w+\.py(?:::\w+|:\d+)?"),
    re.compile(r"\[ *\d+%\]"),
    re.compile(r"\b[Ll]ine \d+\b"),
    re.compile(r"\b\d+ more waits? in this koan\b"),
)
_GUTTER = re.compile(r"[> ] *(?P<number>\d+) \|(?: (?P<code>.*))?")


def without_frame(output: str, source: Sequence[str]) -> str:
    """What an output says, less its frame and less the lines of the learner's own file that it repeats.

    Only what is recognised is taken away. A line with a number in front is the learner's if the file has it there.
    """
    kept = [line for line in _without_source(output.split("\n"), source) if not _WHOLE_LINES.fullmatch(line)]
    text = "\n".join(kept)
    for pattern in _WITHIN_LINES:
        text = pattern.sub(" ", text)
    return text


def sections(output: str) -> tuple[str, list[str]]:
    """A verbose output cut at the titles of its failures: what stands before the first, and one text for each."""
    parts = re.split(rf"^{_TITLE}$", output, flags=re.MULTILINE)
    return parts[0], parts[1:]


def _without_source(lines: Sequence[str], source: Sequence[str]) -> Iterator[str]:
    position = 0
    while position < len(lines):
        found = _GUTTER.fullmatch(lines[position])
        length = _own(lines[position:], found, source) if found else 0
        if not length:
            yield lines[position]
        position += max(length, 1)


def _own(lines: Sequence[str], found: re.Match[str], source: Sequence[str]) -> int:
    """How many lines of the screen hold this line of the file, which is folded where it is too long; 0 if none do."""
    number = int(found["number"])
    wanted = "".join(source[number - 1].split()) if 0 < number <= len(source) else None
    shown = ""
    for length, line in enumerate(lines, 1):
        text = (found["code"] or "") if length == 1 else line
        shown += "".join(text.split())
        if shown == wanted:
            return length
        if wanted is None or not wanted.startswith(shown):
            return 0
    return 0
