"""The solution of a koan: its source, with the comments that say why."""

from rich.text import Text

from sensei.course import Koan
from sensei.source import Source


def source(koan: Koan) -> str:
    """The definitions of a koan as its solution has them; empty where there is no solution."""
    return "\n\n\n".join(_with_comments(koan.topic.solution, part) for part in koan.parts).strip("\n")


def highlighted(koan: Koan) -> Text:
    """The same, in colours; its lines are never broken."""
    from rich.syntax import Syntax

    text = Syntax("", "python", theme="ansi_dark", background_color="default").highlight(source(koan))
    text.no_wrap, text.overflow = True, "ignore"
    return text


def _with_comments(source: Source, name: str) -> str:
    """The text of a definition, with the comments right above it and those that end it."""
    piece = next((piece for piece in source.pieces if piece.name == name), None)
    if piece is None:
        return ""
    start, end, lines = piece.start, piece.end, source.lines
    while start > 1 and lines[start - 2].startswith("#"):
        start -= 1
    while end < len(lines) and lines[end].startswith((" ", "\t")) and lines[end].lstrip().startswith("#"):
        end += 1
    return "\n".join(lines[start - 1 : end])
