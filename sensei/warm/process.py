"""One process of the warm server, from its birth to its end."""

import contextlib
import json
import math
import os
import signal
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any

from sensei import alarm
from sensei.sight import Sight
from sensei.warm.child import serve
from sensei.warm.job import Begun, Died, Ended, Job, Judged, Message, Unserved

_GLANCE = 0.02  # seconds between two looks at whether the job is still wanted
_FAREWELL = 2.0  # seconds in which a run that has given its verdict may write down what it knows
_DEEP_LIMIT = 660.0  # seconds


class NoProcess(Exception):
    """No process can be had. The message is one sentence."""


class Process:
    """A process that is warm, or gets so, and runs one job.

    Args:
        context: of multiprocessing; it says how processes are started.
        folder: where pytest is run.
        arguments: of pytest; what it is to run, which has to be in them, may be changed by the job.

    Raises:
        NoProcess: it could not be started.
    """

    def __init__(self, context: Any, folder: str, arguments: tuple[str, ...]) -> None:
        """Start it. Where processes are forked, this waits until the first of them all is warm."""
        near: Connection
        near, far = context.Pipe()
        self.near = near
        self._server: int | None = None
        self.process = context.Process(target=serve, args=(far, folder, arguments), daemon=True)
        try:
            self.process.start()
        except (OSError, EOFError) as error:
            near.close()
            raise NoProcess(f"the warm process could not be started: {error or type(error).__name__}") from None
        finally:
            far.close()

    def run(self, job: Job, unwanted: Callable[[], bool]) -> Iterator[Message]:
        """Run the job and give each message as it comes, until the run has ended or is not wanted any more.

        Raises:
            NoProcess: the process had ended before the job could reach it.
        """
        start, verdict_at = time.monotonic(), 0.0
        try:
            self.near.send_bytes(job.encoded())
        except OSError:
            raise NoProcess("the warm process has ended") from None
        while True:
            now = time.monotonic()
            if unwanted() and (not verdict_at or now - verdict_at > _FAREWELL):
                return
            if now - start > limit(job):
                yield Died(job, None, now - start)
                return
            try:
                if not self.near.poll(_GLANCE):
                    continue
                message = self._read(job)
            except (EOFError, OSError, ValueError, KeyError, TypeError):
                self.process.join(_FAREWELL)
                yield Died(job, self.process.exitcode, time.monotonic() - start)
                return
            match message:
                case Begun():
                    start = time.monotonic()  # to warm up may have taken its time
                case Judged():
                    verdict_at = time.monotonic()
                case _:
                    pass
            yield message
            if isinstance(message, Ended | Unserved):
                return

    def _read(self, job: Job) -> Message:
        data: Any = json.loads(self.near.recv_bytes())
        if "warm" in data:
            self._server = data["warm"]
            return Unserved(job, data["trouble"]) if data["trouble"] else Begun(job)
        if "sight" in data:
            return Judged(job, Sight.from_json(data["sight"]))
        return Ended(job, data["end"], data["said"])

    def end_server(self) -> None:
        """End the server that this process was forked from, so that the next process comes of a new one."""
        with contextlib.suppress(OSError, EOFError, ValueError, KeyError, TypeError):
            if self._server is None and self.near.poll(_FAREWELL):
                self._server = int(json.loads(self.near.recv_bytes())["warm"])
            if self._server is not None and self._server != os.getpid():
                os.kill(self._server, signal.SIGTERM)
                os.waitid(os.P_PID, self._server, os.WEXITED | os.WNOWAIT)  # multiprocessing collects it itself

    def end(self) -> None:
        """End it, and all that a koan started in it."""
        pid = self.process.pid
        if pid is not None and hasattr(os, "killpg"):
            with contextlib.suppress(OSError):
                os.killpg(pid, signal.SIGKILL)
        self.process.kill()
        self.process.join(_FAREWELL)
        self.near.close()


def limit(job: Job) -> float:
    """Seconds after which a run is ended from outside: what runs in it has an alarm of its own, which rings earlier.

    Where the alarm is off, and in a check of all koans, there is no such limit.
    """
    if job.options or alarm.patience() <= 0:
        return math.inf
    return _DEEP_LIMIT if job.deep else 3 * alarm.patience() + 15
