"""The blank: the hole in a koan, and the second net under it.

Blanks are found in the syntax tree before anything runs (`sensei.pattern.find`). The object below exists so that
editors know the name, and so that a blank which is reached all the same says so instead of passing for a value.
"""

from typing import Any, NoReturn

NAME = "___"


class BlankReached(Exception):
    """Python evaluated a blank that nobody has filled yet."""

    def __init__(self) -> None:
        """Take no argument: there is one thing to say."""
        super().__init__(f"a blank is still waiting here: put your answer in place of {NAME}")


def _refuse(*_args: object, **_kwargs: object) -> NoReturn:
    raise BlankReached


# Every way in which an expression can use a value without naming one of its attributes.
_USES = """
    bool eq ne lt le gt ge hash len iter next contains getitem setitem delitem call index int float complex
    add radd iadd sub rsub isub mul rmul imul matmul rmatmul imatmul truediv rtruediv itruediv floordiv rfloordiv
    mod rmod divmod rdivmod pow rpow ipow and rand or ror xor rxor lshift rlshift rshift rrshift neg pos abs
    invert round reversed bytes trunc floor ceil fspath enter exit aenter aexit aiter anext await setattr delattr
    format str array array_ufunc torch_function instancecheck subclasscheck
""".split()


class Blank:
    """The type of `___`. Its one instance refuses every use; even a truth test raises `BlankReached`."""

    def __repr__(self) -> str:
        """Show the blank as the learner's file shows it."""
        return NAME

    def __getattr__(self, name: str) -> Any:
        """Refuse plain attributes; leave the double-underscored ones to Python's own look-ups."""
        if name.startswith("__"):
            raise AttributeError(name)
        raise BlankReached


for _use in _USES:
    setattr(Blank, f"__{_use}__", classmethod(_refuse) if _use == "torch_function" else _refuse)

___: Any = Blank()
