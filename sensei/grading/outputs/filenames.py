"""The names of files that are made for students: safe on every file system, and never two the same."""

import hashlib
import re
import unicodedata

_LONGEST = 80  # characters; four bytes each, and an ending, still fit where 255 bytes do
_RESERVED = re.compile(r"(?:con|prn|aux|nul|clock\$|com\d|lpt\d|index)(?:\..*)?", re.IGNORECASE)
_STRANGE = re.compile(r"[^\w.@+-]+")


class Filenames:
    """Gives each student a name for a file, without its ending. The same students in the same order get the same."""

    def __init__(self) -> None:
        """No name is taken yet."""
        self._taken = set[str]()

    def take(self, student: str) -> str:
        """A name that nobody else has, even where capitals do not count."""
        name = _clean(student)
        digest = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()
        for length in range(8, len(digest) + 1, 8):
            if _folded(name) not in self._taken:
                break
            name = f"{_clean(student)}-{digest[:length]}"
        self._taken.add(_folded(name))
        return name


def _clean(student: str) -> str:
    text = _STRANGE.sub("-", unicodedata.normalize("NFC", student))[:_LONGEST].strip(".-") or "student"
    return f"{text}-student" if _RESERVED.fullmatch(text) else text


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name.casefold())
