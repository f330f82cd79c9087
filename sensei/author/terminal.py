"""The terminal: what a learner really sees, by running pytest in a folder laid out as theirs, in this warm process."""

import contextlib
import io
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sensei import workspace
from sensei.author.checkout import Checkout
from sensei.author.frame import sections
from sensei.course import Course, Koan
from sensei.trees import KOANS

_FAILED = 1
# Neither says anything about a koan; the second collects garbage several times a run, in a process full of torch.
_WITHOUT = ("-p", "no:cacheprovider", "-p", "no:unraisableexception")
_home: list[Path] = []


class TerminalTrouble(Exception):
    """pytest did not come to the end that it was run for."""


@dataclass(frozen=True, eq=False)
class Terminal:
    """A learner's folder with a terminal of 100 columns."""

    folder: Path

    @classmethod
    def laid_out(cls, folder: Path, checkout: Checkout) -> "Terminal":
        """A fresh folder, as `koans init` makes it of this checkout."""
        os.chdir(folder.parent)
        shutil.rmtree(folder, ignore_errors=True)
        workspace.lay_out(folder, checkout.course)
        os.environ["KOANS_COURSE"] = str(checkout.root)
        # One reading of the course serves all the runs of this process; reading it anew would take a third of each.
        setattr(Course, "at_hand", lambda: checkout.course)  # noqa: B010 - a classmethod cannot be assigned to by its type
        return cls(folder)

    def quiet(self, koan: Koan, text: str) -> str:
        """The screen after `pytest FILE::KOAN`, for a file that reads so.

        Raises:
            TerminalTrouble: the koan did not fail.
        """
        return self._run([self._written(KOANS, koan, text)])

    def verbose(self, koan: Koan, texts: Sequence[str]) -> list[str]:
        """The same at `-v`: one text for each file, and before them what was said of all.

        Raises:
            TerminalTrouble: one of them did not fail.
        """
        arguments = [self._written(f"v{number}/{KOANS}", koan, text) for number, text in enumerate(texts)]
        head, parts = sections(self._run(["-v", *arguments]))
        if len(parts) != len(texts):
            raise TerminalTrouble(f"pytest -v told of {len(parts)} failures where {len(texts)} were expected")
        return [f"{head}\n{part}" for part in parts]

    def _written(self, folder: str, koan: Koan, text: str) -> str:
        path = self.folder / folder / koan.topic.filename
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return f"{folder}/{koan.topic.filename}::{koan.function}"

    def _run(self, arguments: Sequence[str]) -> str:
        import pytest

        os.chdir(self.folder)
        output = io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            code = pytest.main([*_WITHOUT, *arguments])
        if int(code) != _FAILED:
            last = output.getvalue().strip().split("\n")[-1]
            raise TerminalTrouble(f"pytest ended with {int(code)} where a koan that does not hold was expected: {last}")
        return output.getvalue()


def live_in(folder: Path) -> None:
    """Name the folder that this process may lay out and run pytest in."""
    _home[:] = [folder]


@lru_cache(maxsize=1)
def of(checkout: Checkout) -> Terminal:
    """The terminal of this process, laid out for a checkout.

    Raises:
        TerminalTrouble: this process has no folder for it.
    """
    if not _home:
        raise TerminalTrouble("this process was not told where to lay out a learner's folder")
    return Terminal.laid_out(_home[0], checkout)
