"""Phrases: calls that are harmless in some forms and not in others."""

import ast
import re
import string

_PICTURE = re.compile(r"[\w .-]+")
_LOOKS = {"dpi", "bbox_inches", "facecolor", "format", "pad_inches", "transparent"}


def peeks(text: str) -> bool:
    """Tell whether a format string looks into the values that it is given, as `"{0.shape}"` does."""
    try:
        fields = list(string.Formatter().parse(text))
    except ValueError:
        return False  # Python refuses it as well
    return any(set(".[") & set(name or "") or (spec and peeks(spec)) for _, name, spec, _ in fields)


def saves_plainly(call: ast.Call) -> bool:
    """Tell whether a picture is saved under a plain name, in the folder that is at hand, by the usual means."""
    match call.args:
        case [ast.Constant(value=str(name))]:
            return bool(_PICTURE.fullmatch(name)) and {each.arg for each in call.keywords} <= _LOOKS
        case _:
            return False
