"""Reading: submissions become sheets in processes of their own. A file that ends one takes nothing else with it."""

import contextlib
import hashlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from types import TracebackType

from sensei.course import Topic
from sensei.grading.run.rows import Read
from sensei.grading.sheet import Sheet, sheet
from sensei.grading.submission import Submission, Trouble
from sensei.refusal import Refusal
from sensei.trees import Trees

_MEMORY = 2 * 2**30  # bytes of address space; reading a class takes a tenth of it
_SECONDS = 10.0  # of processor time; a submission takes a hundredth
_AHEAD = 4  # submissions on the way for each process
_LOST = "{} could not be read: it takes more time or memory than any koan file needs."


class NoReader(Refusal):
    """No process can be had that reads. The message says what to do."""


Way = Callable[[Submission, Sequence[Topic]], Sheet]
_topics: list[Topic] = []


def digest(submission: Submission) -> str:
    """A name for what was handed in: the same bytes with the same troubles are the same sheet."""
    found = hashlib.sha256()
    for name, raw in sorted(submission.files.items()):
        found.update(f"{name}\0{len(raw)}\0".encode())
        found.update(raw)
    for trouble in submission.troubles:
        found.update(f"{trouble.file}\0{trouble.sentence}\0".encode(errors="surrogatepass"))
    return found.hexdigest()[:32]


class Readers:
    """Processes that read, `jobs` of them, from `with` to the end of it.

    Args:
        trees: where the course is.
        slugs: the topics that are asked for, in the order of the course.
        jobs: how many submissions are read at a time.
        way: of reading one; it is found by its name in the processes.
        seconds: of processor time for one submission.
    """

    def __init__(
        self, trees: Trees, slugs: Sequence[str], jobs: int, way: Way = sheet, seconds: float = _SECONDS
    ) -> None:
        """Nothing is started yet."""
        self._told, self._order = (trees, tuple(slugs)), (way, seconds)
        self._jobs = jobs

    def __enter__(self) -> "Readers":
        """Get ready; a process is started when there is something to read."""
        self._pool = self._fresh(self._jobs)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the processes."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def read(self, submissions: Iterable[Submission]) -> Iterator[tuple[Submission, Read]]:
        """Read each of them; they come back as they get ready.

        Raises:
            NoReader: no process can be started.
        """
        left = iter(submissions)
        running: dict[Future[Read], Submission] = {}
        while True:
            for submission in left:
                running[self._submit(submission)] = submission
                if len(running) >= _AHEAD * self._jobs:
                    break
            if not running:
                return
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                submission = running.pop(future)
                try:
                    yield submission, future.result()
                except BrokenProcessPool:
                    # All that were on the way are lost with the process, and any of them may have ended it.
                    suspects = [submission, *running.values()]
                    wait(running)
                    running.clear()
                    yield from self._one_by_one(suspects)
                    break
                except Exception:  # such as no memory for the answer
                    yield submission, self._file_by_file(submission)

    def _submit(self, submission: Submission) -> "Future[Read]":
        try:
            with _undisturbed():
                return self._pool.submit(_read, *self._order, submission)
        except BrokenProcessPool:
            broken: Future[Read] = Future()
            broken.set_exception(BrokenProcessPool())
            return broken

    def _one_by_one(self, suspects: Sequence[Submission]) -> Iterator[tuple[Submission, Read]]:
        self._pool.shutdown()
        for submission in suspects:
            read = self._alone(submission)
            yield submission, read or self._file_by_file(submission)
        self._pool = self._fresh(self._jobs)

    def _file_by_file(self, submission: Submission) -> Read:
        """What is left of a submission without the files that end who reads them.

        Raises:
            NoReader: a process ends even where there is nothing to read.
        """
        if self._alone(replace(submission, files={})) is None:
            raise NoReader("no process for reading could be started: look for what this machine is short of")
        lost = [
            Trouble(_LOST.format(name), name)
            for name, raw in submission.files.items()
            if self._alone(replace(submission, files={name: raw})) is None
        ]
        names = {each.file for each in lost}
        kept = {name: raw for name, raw in submission.files.items() if name not in names}
        read = self._alone(replace(submission, files=kept, troubles=(*lost, *submission.troubles)))
        if read is None:  # no file alone does it, and all together do
            lost = [Trouble(_LOST.format(name), name) for name in submission.files]
            read = self._alone(replace(submission, files={}, troubles=tuple(lost)))
        if read is None:
            raise NoReader("the processes for reading ended one after the other: run the same command again")
        return replace(read, told=tuple(lost))

    def _alone(self, submission: Submission) -> Read | None:
        """Read in a process of its own; None if that ended."""
        with self._fresh(1) as pool:
            try:
                with _undisturbed():
                    future = pool.submit(_read, *self._order, submission)
                return future.result()
            except Exception:  # the process ended, or had no memory even for its answer
                return None

    def _fresh(self, jobs: int) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=self._told)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep Ctrl-C from the processes that are started here: it is for this one to answer, and they would mourn."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(trees: Trees, slugs: Sequence[str]) -> None:
    """Prepare a process that reads."""
    from sensei.course import Course

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # for where it could not be kept from it
    threading.Thread(target=_follow, daemon=True).start()
    with contextlib.suppress(ImportError, ValueError, OSError):  # not on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
    _topics[:] = [topic for topic in Course.load(trees).topics if topic.slug in slugs]


def _follow() -> None:
    """End when the process ends that has started this one: nobody would ever read what comes of it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _read(way: Way, seconds: float, submission: Submission) -> Read:
    with _in_time(seconds):
        return Read.of(way(submission, _topics))


@contextlib.contextmanager
def _in_time(seconds: float) -> Iterator[None]:
    """End the process if this takes too long. Its own time counts, for the machine may be busy."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
