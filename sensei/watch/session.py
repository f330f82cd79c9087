"""The session: what keys and saves do to the view."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from sensei import workspace
from sensei.course import Course, Koan
from sensei.hints import RUNGS
from sensei.progress import Progress
from sensei.refusal import Refusal
from sensei.verdict import Outcome, Verdict
from sensei.warm.job import Job
from sensei.watch.files import Files
from sensei.watch.keys import END
from sensei.watch.listing import Listing
from sensei.watch.screens import room_in
from sensei.watch.trials import Trials
from sensei.watch.view import Panel, View

_QUIT = {"q", END}
_GIVEN_UP = "The check was given up for this save; c begins it again."
_ECHO = 1.0  # seconds in which a file that was written with the same words is the same save


class Session:
    """One learner at one folder.

    Args:
        course: the course as it was written.
        root: the learner's folder.
        submit: runs a job, and no other that was submitted before; with None, runs nothing.
        koan: the one to begin with; by default the one that the learner is on.
    """

    def __init__(
        self, course: Course, root: Path, submit: Callable[[Job | None], None], koan: Koan | None = None
    ) -> None:
        """Take the koan in hand, and have it judged."""
        self.course, self.root = course, root
        progress = Progress.load(root)
        self.view = View(course, held=set(progress.passed), trouble=progress.trouble)
        self._files = Files(course, root)
        self.trials = Trials(self.view, self._files, root, submit)
        self._turn_to(koan or workspace.current(course, root))

    def press(self, key: str, height: int = 24) -> bool:
        """A key was pressed on a terminal of so many lines. Returns whether to go on."""
        view = self.view
        if key == END:
            return False
        if view.asks:
            self._answered(key)
        elif view.panel is Panel.LIST and view.listing and (view.listing.typing or key not in {"l", "q", "escape"}):
            self._in_list(view.listing, key, height)
        elif key in _QUIT:
            return False
        else:
            was, view.panel, view.note = view.panel, Panel.KOAN, ""
            self._act(key)
            if view.panel is was:
                view.panel = Panel.KOAN  # the key that opened it closes it
        return True

    def saved(self, names: set[str]) -> bool:
        """These files of the learner's have changed. Returns whether anything is to be drawn before the verdict."""
        view, (differ, changed) = self.view, self._files.read(names)
        if view.koan not in changed and len(changed) == 1:
            self._turn_to(changed[0])
            return True
        if view.koan is None or view.koan.topic.filename not in names:
            return False
        if not differ and time.monotonic() - self.trials.last < _ECHO:
            return False
        if view.panel in (Panel.SOLUTION, Panel.KEYS, Panel.OVERVIEW, Panel.OPENING):
            view.panel = Panel.KOAN
        before, view.asks = view.note, False
        again = before == _GIVEN_UP and time.monotonic() - self.trials.last < _ECHO  # one save can be heard twice
        view.note = _GIVEN_UP if self.trials.checks or again else ""
        self.trials.judge()
        if self.trials.is_warming or view.note:
            self.wait()
        return self.trials.is_warming or view.note != before

    def _turn_to(self, koan: Koan | None) -> None:
        self.view.turn_to(koan)
        self._glance()
        self.trials.judge()

    def wait(self) -> None:
        """The verdict is some time coming: show the text that it will be about, and no verdict of an earlier one."""
        self.view.waits = True
        self._glance()

    def _glance(self) -> None:
        """Show what the text alone tells of the koan in hand; the run will say the same, and may be some time."""
        view, koan = self.view, self.view.koan
        if koan is not None:
            verdict = self._files.reading(koan.topic).settled.get(koan.function)
            if verdict:
                view.sight, view.waits = self.trials.sight(koan, verdict), False
            view.glance = self.trials.sight(koan, verdict or Verdict(koan.identity, Outcome.UNJUDGED))

    def _act(self, key: str) -> None:
        match key:
            case "n":
                self._next()
            case "h":
                self._hint()
            case "l":
                at = self.view.koan or self.course.koans[0]
                self.view.listing, self.view.panel = Listing(self.course, self.view.held, at=at), Panel.LIST
            case "r" if self.view.koan:
                self.view.note = "Put this koan back as it was written? A copy of your file is kept."
                self.view.asks = True
            case "s" if self.view.passed:
                self.view.panel = Panel.SOLUTION
            case "s":
                self.view.note = "The solution is shown once this koan holds. A hint is at h."
            case "c":
                self.trials.check()
            case "?":
                self.view.panel = Panel.KEYS
            case "t":
                self.view.panel = Panel.OPENING
            case _:
                pass

    def _next(self) -> None:
        if self.view.koan and not self.view.passed:
            self.view.note = "This koan does not hold yet. The list, at l, leads to any other."
            return
        self.view.trouble = ""
        koans = list(self.course.koans)
        at = koans.index(self.view.koan) + 1 if self.view.koan else 0
        following = next((koan for koan in koans[at:] + koans[:at] if koan.identity not in self.view.held), None)
        self._turn_to(following)
        if following is None:
            self.trials.check()

    def _hint(self) -> None:
        koan = self.view.koan
        if koan is None or self.view.passed:
            return
        with Progress.changing(self.root) as progress:
            seen = max(progress.rungs.get(koan.identity, 0), self.view.rungs)  # it may not have been saved
            # What was seen in an earlier session is shown again before a new rung is taken.
            self.view.rungs = min(RUNGS, seen + 1 if self.view.rungs >= seen else seen)
            progress.took(koan.identity, self.view.rungs)
        self.view.offer = ""

    def _in_list(self, listing: Listing, key: str, height: int) -> None:
        if key == "enter" and not listing.typing and listing.at:
            self._turn_to(listing.at)
        else:
            self.view.listing = listing.press(key, room_in(height))

    def _answered(self, key: str) -> None:
        view, koan = self.view, self.view.koan
        view.asks, view.note = False, ""
        if key.lower() != "y" or koan is None:
            return
        try:
            kept = workspace.reset_koan(self.root, koan)
        except Refusal as refusal:
            view.note = str(refusal)
            return
        self._files.read({koan.topic.filename})
        self._turn_to(koan)
        view.note = f"It is as it was written. Your file was copied to {os.path.relpath(kept)}."
