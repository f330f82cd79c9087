"""The near side of the warm server: a spare process is always ready, takes the newest job, and leaves older ones."""

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from functools import partial
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any

from sensei.trees import KOANS
from sensei.warm import shelter
from sensei.warm.ground import ground
from sensei.warm.job import Job, Message, Unserved
from sensei.warm.process import NoProcess, Process

FORKED, SPAWNED = "forkserver", "spawn"
_TRIES = 3


class Server:
    """Runs jobs one at a time. One that waits or runs when another comes is dropped: the newest is what counts.

    Args:
        hear: called with each message, in another thread.
        root: the learner's folder. When its configuration changes, or a package or the course, all starts anew.
        method: how processes are started, of those that multiprocessing knows; by default the quickest there is.
    """

    def __init__(self, hear: Callable[[Message], None], root: Path, method: str | None = None) -> None:
        """Begin to warm up."""
        shelter.take()
        self._method = method or (FORKED if FORKED in multiprocessing.get_all_start_methods() else SPAWNED)
        self._context: Any = multiprocessing.get_context(self._method)
        if self._method == FORKED:
            self._context.set_forkserver_preload(["sensei.warm.preload"])
        self._hear, self._root, self._ground = hear, root, ground(root)
        self._folder = os.getcwd()
        self._waits_for = f"{os.path.relpath(root / KOANS)}::a_job"
        self._changed = threading.Condition()
        self._job: Job | None = None
        self._number = 0
        self._closed = False
        self._spare: Process | None = None
        self._thread = threading.Thread(target=self._work, daemon=True, name="koans-server")
        self._thread.start()

    def submit(self, job: Job | None) -> None:
        """Run this job, and none that was submitted before; with None, run nothing."""
        with self._changed:
            self._job, self._number = job, self._number + 1
            self._changed.notify()

    def close(self) -> None:
        """End every process."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        # While the server is still warming up nothing can be had of it; it ends when it finds that nobody is there.
        self._thread.join(timeout=0.5)
        if not self._thread.is_alive():
            self._start_anew()

    def _work(self) -> None:
        if hasattr(signal, "pthread_sigmask"):
            resource_tracker.ensure_running()  # when it starts later, it lets the signal through again
            # What is started from here inherits this: Ctrl-C is meant for the watch, not for its server.
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        while True:
            self._have_a_spare()
            with self._changed:
                self._changed.wait_for(lambda: self._job or self._closed)
                if self._closed or not self._job:
                    return
                job, number, self._job = self._job, self._number, None
            try:
                self._serve(job, partial(self._passed_by, number))
            except NoProcess as trouble:
                self._hear(Unserved(job, f"{trouble}: `koans doctor` looks into it"))

    def _passed_by(self, number: int) -> bool:
        """Whether the job of that number is not wanted any more."""
        return self._closed or self._number != number

    def _serve(self, job: Job, unwanted: Callable[[], bool]) -> None:
        now = ground(self._root)
        if now != self._ground:
            self._start_anew()
            self._ground = now
        for tries in range(_TRIES):
            process = self._taken(job)
            try:
                for message in process.run(job, unwanted):
                    self._hear(message)
                return
            except NoProcess:
                if tries == _TRIES - 1:
                    raise
            finally:
                process.end()

    def _taken(self, job: Job) -> Process:
        """A process for this job; the spare one if it is of that kind."""
        if job.options:
            return self._begun(job.argument, *job.options)
        process, self._spare = self._spare or self._begun(self._waits_for), None
        return process

    def _have_a_spare(self) -> None:
        with contextlib.suppress(NoProcess):  # it is told when a job needs it
            self._spare = self._spare or self._begun(self._waits_for)

    def _begun(self, *arguments: str) -> Process:
        return Process(self._context, self._folder, arguments)

    def _start_anew(self) -> None:
        """End the spare, and the server that made it."""
        if self._spare:
            self._spare.end_server()
            self._spare.end()
            self._spare = None
