"""Visible text: what others wrote, made so that nothing in it can hide, turn round or end the text about it."""

import unicodedata

LONGEST = 600
_KEPT = "\n\t\u200c\u200d"  # layout, and the joiners that some scripts cannot be written without
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def visible(text: str, longest: int = LONGEST) -> str:
    """The text with control, direction and unassigned-for-print characters spelled as `⟨U+202E⟩`, cut where too long.

    What is left can be encoded as UTF-8. A text of plain ASCII comes back as it is.
    """
    if len(text) > longest:
        text = text[:longest] + f" … ({len(text):,} characters)"
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"⟨U+{ord(each):04X}⟩" if _hides(each) else each for each in text)


def _hides(character: str) -> bool:
    return character not in _KEPT and unicodedata.category(character) in _HIDDEN
