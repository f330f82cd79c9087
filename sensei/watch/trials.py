"""The trials: what is being run for a view, and what its outcome does to it."""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sensei import beyond, milestone, stuck
from sensei.course import Koan
from sensei.progress import Progress
from sensei.sight import Sight
from sensei.trees import KOANS
from sensei.verdict import Outcome, Verdict
from sensei.warm.job import Begun, Died, Ended, Job, Judged, Message, Unserved
from sensei.watch import fate
from sensei.watch.files import Files
from sensei.watch.view import Late, Panel, View

_ALL = "--koans-all"
_EVERY = 10  # koans of a check after which the screen says how far it is


class Trials:
    """Runs of koans for one view. A run whose koan is no longer in hand, or has been saved again, is forgotten.

    Args:
        submit: runs a job, and no other that was submitted before; with None, runs nothing.
    """

    def __init__(self, view: View, files: Files, root: Path, submit: Callable[[Job | None], None]) -> None:
        """Run nothing yet."""
        self._view, self._files, self._root, self._submit = view, files, root, submit
        self._job: Job | None = None
        self._served = False
        self.since = 0.0  # when the verdict that is awaited was asked for; 0 while none is
        self.last = 0.0  # when one was asked for last

    @property
    def is_warming(self) -> bool:
        """Whether a verdict is awaited from a server that has not served yet."""
        return not self._served and self.since > 0

    @property
    def checks(self) -> bool:
        """Whether all koans are being judged."""
        return self._job is not None and _ALL in self._job.options

    def judge(self) -> None:
        """Have the koan in hand judged."""
        koan = self._view.koan
        self._view.late, self._job, self.since = Late.NONE, None, 0.0
        if koan is None:
            self._submit(None)
            return
        if not self._files.exists(koan.topic):
            self._submit(None)
            missing = f"{KOANS}/{koan.topic.filename}"
            self._view.note = f"{missing} is missing: `koans reset {koan.topic.slug}` puts it back as it was written."
            return
        self._run(Job(f"{self._path(koan)}::{koan.function}"))

    def check(self) -> None:
        """Have all koans judged, whatever was found before."""
        self._view.checked, self._view.note = {}, "Checking all koans."
        self._view.late = Late.NONE if self._view.late is Late.RUNNING else self._view.late
        self._run(Job(os.path.relpath(self._root / KOANS), options=(_ALL,)))
        self.since = 0.0  # meanwhile what is known of the koan in hand stays

    def hear(self, message: Message) -> bool:
        """Something is told of a job. Returns whether anything is to be drawn."""
        if message.job is not self._job:
            return False
        first, self._served = not self._served, True
        if isinstance(message, Begun):
            return first
        if _ALL in message.job.options:
            return self._of_all(message)
        koan = self._view.koan
        if koan is None:
            return False
        if message.job.deep:
            return self._of_many(koan, message)
        match message:
            case Judged():
                return self._judged(koan, message.sight)
            case Ended():
                return self._ended(koan, message)
            case Died():
                return self._judged(koan, self.sight(koan, fate.of_dead(koan, message)))
            case Unserved():
                self.since, self._view.note = 0.0, f"This could not be run: {message.reason}"
                return True

    def sight(self, koan: Koan, verdict: Verdict) -> Sight:
        """The koan as its file was read last, with that verdict."""
        return Sight.of(self._files.reading(koan.topic), koan, verdict, self._path(koan))

    def _path(self, koan: Koan) -> str:
        return os.path.relpath(self._root / KOANS / koan.topic.filename).replace(os.sep, "/")

    def _run(self, job: Job) -> None:
        self._job = job
        self.since = self.last = time.monotonic()
        self._submit(job)

    def _judged(self, koan: Koan, sight: Sight) -> bool:
        view = self._view
        known, self.since = sight == view.sight, 0.0
        view.sight, view.waits = sight, False
        if not view.passed:
            view.held.discard(koan.identity)
            return not known
        view.held.add(koan.identity)
        view.answers = self._files.reading(koan.topic).filled[koan.function].harvest.answers
        view.offer, view.rungs = "", 0
        return True

    def _ended(self, koan: Koan, message: Ended) -> bool:
        """The run is over and its outcome remembered: now is the time for what is told only once."""
        view = self._view
        changed = self.since > 0 and self._judged(koan, self.sight(koan, fate.of_silent(koan, message)))
        before = (view.trouble, view.milestone, view.offer, view.held)
        with Progress.changing(self._root) as progress:
            view.held = set(progress.passed) | ({koan.identity} if view.passed else set())
            self._find_milestone(progress)
            if not view.passed and (offer := stuck.offer(progress, koan, "the key h")):
                stuck.mark(progress, koan)
                view.offer = offer
        view.trouble = progress.trouble or view.trouble
        if progress.trouble:
            view.held |= before[3]  # what cannot be saved is known all the same
        if view.passed and beyond.property_file(koan):
            view.late = Late.RUNNING
            self._run(replace(message.job, deep=True))
            self.since, changed = 0.0, True
        return changed or before != (view.trouble, view.milestone, view.offer, view.held)

    def _find_milestone(self, progress: Progress) -> None:
        self._view.milestone = milestone.reached(self._view.course, progress) or self._view.milestone
        milestone.mark(self._view.course, progress)

    def _of_many(self, koan: Koan, message: Message) -> bool:
        """A trial on many more inputs: only a counterexample changes the verdict."""
        view = self._view
        if isinstance(message, Judged) and message.sight.verdict.outcome is Outcome.WRONG:
            view.late = Late.FAILED
            return self._judged(koan, message.sight)
        if isinstance(message, Judged):
            view.late = Late.HELD if message.sight.verdict.passed else Late.NONE
            return True
        before, view.late = view.late, Late.NONE if view.late is Late.RUNNING else view.late
        return before is not view.late

    def _of_all(self, message: Message) -> bool:
        view = self._view
        if isinstance(message, Judged):
            view.checked[message.sight.verdict.koan] = message.sight
            view.note = f"Checking: {len(view.checked)} of {len(view.course.koans)}."
            return len(view.checked) % _EVERY == 0
        self.since, self._job, view.note = 0.0, None, ""
        if isinstance(message, Ended):
            if view.koan and (sight := view.checked.get(view.koan.identity)):
                self._judged(view.koan, sight)
            with Progress.changing(self._root) as progress:
                view.held = set(progress.passed)
                self._find_milestone(progress)
            view.panel = Panel.OVERVIEW
        else:
            view.note = "The check did not come to its end: `koans check` in another terminal says more."
        return True
