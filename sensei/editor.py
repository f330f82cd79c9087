"""The editor: the one that a learner uses, and how it is told on which line to open a file."""

import os
import shlex
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sensei import foreground
from sensei.refusal import Refusal

VARIABLES = ("VISUAL", "EDITOR")
_FALLBACK = "code"

# Each editor takes a line in one of four ways.
_PLUS = {"vim", "nvim", "vi", "gvim", "nano", "emacs", "emacsclient", "micro", "kak"}
_GOTO = {"code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"}
_COLON = {"subl", "hx", "helix", "zed", "zeditor"}
_LINE = {"pycharm", "pycharm-community", "idea", "charm"}


class EditorTrouble(Refusal):
    """No editor could be opened. The message names the place in the file, and what to set."""


@dataclass(frozen=True)
class Editor:
    """An editor's command as words, and where it comes from: a variable's name, or empty if it was found."""

    words: tuple[str, ...]
    origin: str = ""

    @property
    def name(self) -> str:
        """What it is called, whatever folder it lies in."""
        name = self.words[0].replace("\\", "/").rpartition("/")[2].lower()
        return name.removesuffix(".exe").removesuffix(".cmd").removesuffix(".bat")

    @property
    def takes_a_line(self) -> bool:
        """Whether it is known how to tell it a line."""
        return self.name in _PLUS | _GOTO | _COLON | _LINE


def found(variables: Mapping[str, str] | None = None) -> Editor | None:
    """The editor of `$VISUAL`, else that of `$EDITOR`, else `code` if it is there, else None.

    Raises:
        EditorTrouble: a variable cannot be read as a command.
    """
    given = os.environ if variables is None else variables
    for name in VARIABLES:
        if value := given.get(name, "").strip():
            return Editor(_words(name, value), name)
    return Editor((_FALLBACK,)) if shutil.which(_FALLBACK, path=given.get("PATH")) else None


def _words(name: str, value: str) -> tuple[str, ...]:
    if Path(value).is_file():  # a path with spaces in it that nobody quoted
        return (value,)
    try:
        words = shlex.split(value, posix=os.name != "nt")
    except ValueError as error:
        raise EditorTrouble(f"${name} reads {value}, which is no command: {str(error).lower()}") from None
    return tuple(word.strip("\"'") if os.name == "nt" else word for word in words)


def command_for(editor: Editor, path: Path, line: int) -> tuple[str, ...]:
    """The command that opens `path` on `line` (from 1); one that is not known gets the file alone."""
    file = str(path)
    if editor.name in _PLUS:
        return (*editor.words, f"+{line}", file)
    if editor.name in _GOTO:
        return (*editor.words, "-g", f"{file}:{line}")
    if editor.name in _COLON:
        return (*editor.words, f"{file}:{line}")
    if editor.name in _LINE:
        return (*editor.words, "--line", str(line), file)
    return (*editor.words, file)


def open_at(path: Path, line: int, place: str) -> None:
    """Open `path` on `line` in the learner's editor, and come back when it ends or lets go of the terminal.

    `place` is what a message calls it.

    Raises:
        EditorTrouble: there is no editor, or it cannot be started, or it failed.
    """
    editor = found()
    if editor is None:
        raise EditorTrouble(f"no editor is known here: set VISUAL or EDITOR, or open {place} yourself")
    origin = f" of ${editor.origin}" if editor.origin else ""
    program = shutil.which(editor.words[0])  # Windows starts `code.cmd` only by its whole name
    try:
        status = foreground.run(_resolved(command_for(editor, path, line), program))
    except OSError as error:
        why = error.strerror or str(error)
        raise EditorTrouble(
            f"the editor {editor.words[0]}{origin} cannot be started ({why}): set VISUAL or EDITOR to one that is "
            f"there, or open {place} yourself"
        ) from None
    if status:
        raise EditorTrouble(
            f"the editor {editor.words[0]}{origin} ended with exit status {status}: open {place} yourself"
        )


def _resolved(command: Sequence[str], program: str | None) -> Sequence[str]:
    return (program or command[0], *command[1:])
