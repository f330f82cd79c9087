"""The judge: a handle on a judging process, which is replaced when it ends or hangs. It never loses an item."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any

from sensei.grading.item import Assurance, Item, Judgement
from sensei.grading.policy import Policy
from sensei.refusal import Refusal
from sensei.verdict import Outcome, Verdict

COMMAND = (sys.executable, "-m", "sensei.grading.judging.worker")
_START = 300.0  # seconds for the libraries to load, on a machine that is busy
_SLACK = 60.0  # seconds beyond what the items of a batch may take
_FAREWELL = 5.0
_TWICE = 2
_SAID = 400  # characters of what a process wrote before it died
_UNJUDGED = "Judging this answer ended the process that judges, {} times."
_ADVICE = "Look at the answer by hand, and set its points in overrides.csv."


class NoJudge(Refusal):
    """No judging process can be had. The message says what it said before it ended."""


@dataclass(frozen=True)
class Judged:
    """What became of an item; `failed` says that judging itself did, so another run may try again."""

    judgement: Judgement
    failed: bool = False


@dataclass(frozen=True)
class Layer:
    """A layer of confinement: its name, whether it holds here, and a sentence on it."""

    name: str
    holds: bool
    detail: str = ""


class _Died(Exception):
    """The process has ended, or did not answer in time and was ended."""


class Judge:
    """One judging process, started when it is first needed.

    Args:
        policy: how to judge.
        course: the checkout of the course; empty for the one that came with the engine.
        command: that starts a judging process; the engine's own if it is empty.
        slack: seconds that a batch may take beyond the limits of its items.
    """

    def __init__(self, policy: Policy, course: str = "", command: Sequence[str] = (), slack: float = _SLACK) -> None:
        """Nothing is started yet."""
        self._policy, self._course, self._command, self._slack = policy, course, tuple(command), slack
        self._process: subprocess.Popen[str] | None = None
        self._said: IO[bytes] | None = None
        self._dismissed = False
        self.torch = ""
        self.layers: tuple[Layer, ...] = ()

    def start(self) -> None:
        """Start the process, if it does not run, and learn which layers hold.

        Raises:
            NoJudge: it ended before it was ready.
        """
        if self._process is not None:
            return
        if self._dismissed:
            raise NoJudge("the judging process was dismissed")
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        try:
            self._process = subprocess.Popen(
                self._command or COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._said,
                text=True,
                encoding="utf-8",
                start_new_session=True,  # Ctrl-C is for this process to answer
                env={**os.environ, "PYTHONUTF8": "1"},
            )
            ready = self._asked({"policy": self._policy.to_json(), "course": self._course}, _START)
            self.torch = str(ready["torch"])
            self.layers = tuple(Layer(each["name"], each["holds"], each.get("detail", "")) for each in ready["layers"])
        except (OSError, _Died, KeyError, TypeError) as error:
            said = self._last_words() or str(error)
            self.close()
            raise NoJudge(f"the judging process could not be started: {said}") from None

    def judge(self, items: Sequence[Item]) -> list[Judged]:
        """What becomes of the items, in their order.

        Where the process dies over them, each is tried alone; one that ends it twice is unjudged.

        Raises:
            NoJudge: no process can be started.
        """
        try:
            return self._batch(items)
        except _Died:
            self.close()
        return [self._alone(item) for item in items]

    def dismiss(self) -> None:
        """End the process at once, from another thread than the one that uses it; no other is started."""
        self._dismissed = True
        process = self._process
        if process is not None and process.poll() is None:
            with contextlib.suppress(OSError):
                process.kill()

    def close(self) -> None:
        """End the process; another is started when it is needed."""
        if self._process is not None:
            for stream in (self._process.stdin, self._process.stdout):
                with contextlib.suppress(OSError):
                    if stream:
                        stream.close()
            try:
                self._process.wait(_FAREWELL)  # it ends when nobody writes to it any more, and takes its own along
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        if self._said is not None:
            self._said.close()
            self._said = None

    def _alone(self, item: Item) -> Judged:
        for _ in range(_TWICE):
            try:
                return self._batch([item])[0]
            except _Died:
                self.close()
        verdict = Verdict(item.koan, Outcome.UNJUDGED, None, (_UNJUDGED.format(_TWICE),), _ADVICE)
        return Judged(Judgement(verdict, Assurance.TEXT, "the answer ended the process that judges it"), failed=True)

    def _batch(self, items: Sequence[Item]) -> list[Judged]:
        self.start()
        limit = self._slack + 2 * self._policy.wall * len(items)
        answer = self._asked({"items": [item.to_json() for item in items]}, limit)
        try:
            found = [Judgement.from_json(each) for each in answer["judgements"]]
        except (KeyError, TypeError, ValueError):
            raise _Died("it answered what cannot be read") from None
        if len(found) != len(items) or any(a.verdict.koan != b.koan for a, b in zip(found, items, strict=False)):
            raise _Died("it answered something else than it was asked")
        return [Judged(each) for each in found]

    def _asked(self, question: dict[str, Any], limit: float) -> dict[str, Any]:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise _Died("it does not run")
        watchdog = threading.Timer(limit, process.kill)
        watchdog.daemon = True
        watchdog.start()
        try:
            process.stdin.write(json.dumps(question) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
            answer = json.loads(line)
        except (OSError, ValueError):
            raise _Died("it ended") from None
        finally:
            watchdog.cancel()
        if not isinstance(answer, dict):
            raise _Died("it answered what cannot be read")
        return answer

    def _last_words(self) -> str:
        """The last line that it wrote on standard error."""
        if self._said is None:
            return ""
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_FAREWELL)
        self._said.seek(0)
        lines = self._said.read().decode(errors="replace").strip().splitlines()
        return lines[-1][:_SAID] if lines else ""
