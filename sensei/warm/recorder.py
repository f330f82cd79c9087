"""The recorder: a plugin that keeps pytest waiting for what to run, and tells the verdicts as they come."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Any

import pytest

from sensei.collector import COURSE, MEMORY
from sensei.memory import FILE, Memory
from sensei.progress import FOLDER
from sensei.sight import Sight
from sensei.warm import libraries
from sensei.warm.job import Job, shortened

_UNUSED = (
    *("terminal", "cacheprovider", "doctest", "junitxml", "pastebin", "stepwise", "setuponly", "setupplan"),
    *("unraisableexception", "threadexception", "legacypath"),
)
# The same run as the learner's own, less what only pytest's own screen needs and what a koan has no use for.
OPTIONS = ("-o", "addopts=--import-mode=importlib", *(word for name in _UNUSED for word in ("-p", f"no:{name}")))
_DEEP_PATIENCE = "600"  # seconds


class Recorder:
    """What waits for a job, and carries verdicts to the other side.

    Args:
        connection: to the other side.
        begin: called when the job has come.
    """

    def __init__(self, connection: Connection, begin: Callable[[], None]) -> None:
        """Tell only from this process: a copy of it that a koan makes has nothing to tell."""
        self._connection, self._begin, self._pid = connection, begin, os.getpid()
        self.obstacle = ""  # what kept pytest from finding anything to run

    def tell(self, **data: Any) -> None:
        """Send plain data."""
        if os.getpid() == self._pid:
            self._connection.send_bytes(json.dumps(data).encode())

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Hand over the course, which is read already."""
        config.stash[COURSE] = libraries.course()

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> None:
        """Wait. All that pytest does before it looks at a file is done by now, and need not be done after a save."""
        try:
            job = Job.decoded(self._connection.recv_bytes())
        except (EOFError, OSError):
            os._exit(0)
        self._begin()
        session.config.args[:] = [job.argument]
        if job.deep:
            os.environ["KOANS_TIMEOUT"] = _DEEP_PATIENCE
            session.config.stash[MEMORY] = Memory(session.config.rootpath / FOLDER / FILE, deep=True)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note what could not be collected."""
        if report.failed:
            self.obstacle = str(report.longrepr)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Tell what became of a koan."""
        data = getattr(report, "koan", None)
        if data is not None:
            sight = replace(Sight.from_json(data), printed=report.capstdout)
            self.tell(sight=shortened(sight).to_json())
