"""The pool: warm processes that run koans. One that dies takes nothing with it but the koan that it ran."""

import multiprocessing
import os
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from sensei.author.violation import Violation
from sensei.author.worker import ENVIRONMENT, Finding, Task, prove, warm


class Pool:
    """Processes that have imported the libraries. They live from `with` to the end of it."""

    def __init__(self, jobs: int | None = None) -> None:
        """Take as many processes as there are processors, or `jobs`."""
        self.jobs = jobs or os.cpu_count() or 1
        self._folder = tempfile.TemporaryDirectory(prefix="koans-author-", ignore_cleanup_errors=True)

    def __enter__(self) -> "Pool":
        """Start the processes; they warm up while the caller does something else."""
        self._executor = self._fresh(self.jobs)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the processes and leave no trace of them."""
        self._executor.shutdown(cancel_futures=True)
        self._folder.cleanup()

    def prove(self, tasks: Sequence[Task]) -> Iterator[Finding]:
        """Apply the rules to every koan."""
        futures = [self._executor.submit(prove, task) for task in tasks]
        left: list[Task] = []
        for task, future in zip(tasks, futures, strict=True):
            try:
                yield future.result()
            except BrokenProcessPool:
                left.append(task)
        if left:
            self._executor.shutdown()
            self._executor = self._fresh(self.jobs)
            yield from self._one_by_one(left)

    def _one_by_one(self, tasks: Sequence[Task]) -> Iterator[Finding]:
        """Find out which of the koans it was that ended a process, and prove the others."""
        executor = self._fresh(1)
        for task in tasks:
            try:
                yield executor.submit(prove, task).result()
            except BrokenProcessPool:
                executor.shutdown()
                yield from self._rule_by_rule(task)
                executor = self._fresh(1)
        executor.shutdown()

    def _rule_by_rule(self, task: Task) -> Iterator[Finding]:
        for rule in task.rules:
            with self._fresh(1) as executor:
                try:
                    yield executor.submit(prove, replace(task, rules=(rule,))).result()
                except BrokenProcessPool:
                    fact = f"test_{task.koan} ends the process that runs it, or an answer to it does."
                    remedy = "Let it end by itself, within seconds."
                    yield Finding((Violation(f"koans/{task.filename}", 1, fact, remedy, rule),))

    def _fresh(self, jobs: int) -> ProcessPoolExecutor:
        """New processes, born into the environment in which koans are proved; this process keeps its own."""
        context = multiprocessing.get_context("spawn")
        executor = ProcessPoolExecutor(jobs, context, initializer=warm, initargs=(Path(self._folder.name),))
        before = dict(os.environ)
        # Some libraries count their threads before any line of ours runs in the new process.
        os.environ.update(ENVIRONMENT)
        try:
            for _ in range(jobs):
                executor.submit(os.getpid)  # a process is started for each
        finally:
            os.environ.clear()
            os.environ.update(before)
        return executor
