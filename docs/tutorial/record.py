"""Record the tutorial: a first half hour with the real program in a real terminal, and the page that shows it.

    python docs/tutorial/record.py [DIR]

writes every screen to `screens/`, and `first-koans.md` out of `first-koans.in.md` and these screens; into DIR, or by
default into the folder of this script. In the page's text, a line `@NAME` stands for a screen, and
`@NAME from "WORDS" to "WORDS"` for its lines from the first that holds these words to the next that holds those.
"""

import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sensei.course import Course
from sensei.progress import Progress

HERE = Path(__file__).parent
PAGE, TEXT, SCREENS = "first-koans.md", "first-koans.in.md", "screens"
COLUMNS, LINES = 80, 40
FOLDER = "my-koans"
TOPIC = "test_01_first_tensors.py"
_PLACE = re.compile(r'^@(\w+)(?: from "(.+?)")?(?: to "(.+?)")?$', re.M)
_WAITS = ("It is being run.", "The libraries are being loaded")
_STILL = 0.3  # seconds without a change; the watch takes less than that to say that it waits
_SAME_SAVE = 1.2  # seconds after which a file that reads the same counts as saved once more
_EACH = 110.0  # seconds that a koan has taken our learner, whatever the machine took
_MOMENT = "20260105-190000-000000"
_PER_CASE = """\
if old_page.dtype == torch.uint8:
        return torch.full(old_page.shape, ink, dtype=torch.uint8)
    return torch.full(old_page.shape, float(ink))"""


class Recorder:
    """A learner's hands and eyes: saves files, presses keys, and keeps what the terminal shows.

    Args:
        terminal: makes a terminal of some size.
        place: an empty folder to work in.
    """

    def __init__(self, terminal: Callable[[int, int], object], place: Path) -> None:
        """Nothing runs yet."""
        self.screens: dict[str, str] = {}
        self.folder = place / FOLDER
        self._open, self._place = terminal, place
        self.terminal = terminal(COLUMNS, LINES)

    def run(self, name: str, *words: str) -> None:
        """Run a command to its end, and keep the line that was typed and what it wrote."""
        terminal = self._open(COLUMNS, 2 * LINES)
        module = "sensei" if words[0] == "koans" else words[0]
        cwd = self.folder if self.folder.exists() else self._place
        terminal.start(sys.executable, "-m", module, *words[1:], cwd=cwd)
        terminal.ends(60)
        self._keep(name, f"$ {' '.join(words)}\n{terminal.text}")

    def watch(self) -> None:
        """Start `koans`."""
        self.terminal.start(sys.executable, "-m", "sensei", cwd=self.folder)

    def press(self, keys: str, until: str) -> None:
        """Type, and wait until these words are there."""
        self.terminal.press(keys)
        self.terminal.shows(until)

    def save(self, before: str, after: str, until: str) -> None:
        """Change the file of the first topic as an editor does, and wait until these words are there."""
        path = self.folder / "koans" / TOPIC
        text = path.read_text(encoding="utf-8")
        assert before in text, before
        path.write_text(text.replace(before, after, 1), encoding="utf-8")
        self.terminal.shows(until)

    def answer(self, name: str, *answers: str, until: str = "It holds.") -> None:
        """Fill the blanks of a koan; by default as its solution does."""
        koan = Course.at_hand().koan(name)
        text = (self.folder / "koans" / TOPIC).read_text(encoding="utf-8")
        start = text.index(f"def {koan.parts[0]}(")
        end = text.find("\n\n\n", text.index(f"def {koan.function}("))
        before = text[start : end if end > 0 else len(text)]
        given = iter(answers or koan.solution)
        self.save(before, re.sub(r"\b___\b", lambda _: next(given), before), until)

    def look(self, name: str, until: str) -> None:
        """Keep the screen, once these words are there and nothing is awaited any more."""
        self.terminal.shows(until)
        seen = ""
        while seen != self.terminal.text or any(words in seen for words in _WAITS):
            seen = self.terminal.text
            self.terminal.look(_STILL)
        self._keep(name, self.terminal.text)

    def _keep(self, name: str, text: str) -> None:
        self.screens[name] = re.sub(r"\d{8}-\d{6}-\d{6}", _MOMENT, text).rstrip() + "\n"


def half_hour(learner: Recorder) -> None:
    """What our learner does, from the first command to the next day."""
    learner.run("init", "koans", "init", FOLDER)
    learner.watch()
    learner.look("first_screen", "A blank is waiting")

    doubled, thought, right = "doubled.tolist() == ", "[1000, 2000, 3000, 1000, 2000, 3000]", "[2000, 4000, 6000]"
    learner.save(f"{doubled}___", f"{doubled}{thought}", "Not yet.")
    learner.look("wrong", "A list would repeat itself")
    learner.save(f"{doubled}{thought}", f"{doubled}{right}", "It holds.")
    learner.look("right", "Your answer")
    learner.press("n", "each level of brackets")
    learner.look("next", "2 more wait")
    learner.press("h", "1 of 3")
    learner.look("hint", "1 of 3")
    learner.press("?", "any key")
    learner.look("keys", "any key")
    learner.press(" ", "A blank is waiting")

    learner.press("l", "koans (all)")
    learner.look("list", "koans (all)")
    learner.press("/", "search: _")
    learner.press("page", "search: page_")
    learner.look("search", "a fresh page takes after the old one")
    learner.press("\r", "go there")
    learner.press("\r", "It asks for code")
    learner.look("code", "It asks for code")
    body = 'with the number ink everywhere."""\n    '
    learner.save(f"{body}___", body + _PER_CASE, "Not yet.")
    learner.look("counterexample", "It was tried with")
    learner.save(body + _PER_CASE, f"{body}return torch.full_like(old_page, ink)", "It holds.")
    learner.look("deeper", "It holds for 1,000 more inputs, too.")
    learner.press("l", "koans (all)")
    learner.press("f", "not held yet")
    learner.press("g", "> 01 First tensors . each level")
    learner.look("filtered", "not held yet")
    learner.press("\r", "2 more wait")

    learner.answer("each_level_of_brackets_is_a_dimension")
    learner.press("n", "size can mean many things")
    learner.answer("size_can_mean_many_things", "6", "12", "3", "2", until="Not yet.")
    learner.look("wrong_once", "you answered `12`")
    time.sleep(_SAME_SAVE)
    learner.save("== 12", "== 12", "Another look may help")
    learner.look("offer", "Another look may help")
    learner.press("h", "1 of 3")
    learner.look("offer_taken", "1 of 3")
    learner.save("torch.zeros(6, 5, 2)", "torch.zeros(6, 2)", "The koan has changed.")
    learner.look("edited", "The koan has changed.")
    learner.press("r", "Put this koan back")
    learner.look("reset_asks", "Put this koan back")
    learner.press("y", "It is as it was written.")
    learner.look("reset", "3 more wait")

    names = [koan.name for koan in Course.at_hand().topics[0].koans]
    for name in names[2:]:
        if name != "a_fresh_page_takes_after_the_old_one":
            learner.answer(name)
            if name != names[-1]:
                learner.press("n", "waiting on line")
    learner.look("milestone", "First tensors: every koan holds.")
    learner.press("c", "koans are still blank.")
    learner.look("check", "any key")
    learner.press(" ", "n next")
    learner.terminal.press("q")
    assert learner.terminal.ends() == 0

    with Progress.changing(learner.folder) as progress:
        for trace in progress.traces.values():
            trace.seconds = _EACH
    learner.run("next_day", "koans", "list")
    learner.run("pytest", "pytest")


def assembled(text: str, screens: dict[str, str]) -> str:
    """The page: its text with the screens in their places. `...` stands where lines of a screen are left out."""

    def shown(place: re.Match[str]) -> str:
        name, first, last = place.groups()
        lines = screens[name].splitlines()
        start = next(n for n, line in enumerate(lines) if first in line) if first else 0
        end = next(n for n, line in enumerate(lines) if n >= start and last in line) + 1 if last else len(lines)
        return "\n".join([*["..."] * (start > 0), *lines[start:end], *["..."] * (end < len(lines))])

    return _PLACE.sub(shown, text).replace("...\n...\n", "...\n")


def main(where: Path) -> None:
    """Record, and write the screens and the page."""
    sys.path.insert(0, str(HERE.parent.parent / "tests"))
    from watch.conftest import Terminal

    for name in list(os.environ):
        if name.startswith(("KOANS_", "PYTEST_")):
            del os.environ[name]
    os.environ["PYTHONIOENCODING"] = "utf-8"
    with tempfile.TemporaryDirectory() as place:
        learner = Recorder(Terminal, Path(place))
        try:
            half_hour(learner)
        finally:
            if learner.terminal.program is not None:
                learner.terminal.program.close(force=True)
    (where / SCREENS).mkdir(parents=True, exist_ok=True)
    for old in (where / SCREENS).glob("*.txt"):
        old.unlink()
    for name, screen in learner.screens.items():
        (where / SCREENS / f"{name}.txt").write_text(screen, encoding="utf-8")
    page = assembled((HERE / TEXT).read_text(encoding="utf-8"), learner.screens)
    (where / PAGE).write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
