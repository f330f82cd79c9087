"""The crew: judges that work side by side on this machine. `judge_items` is what one of them does, here or there."""

import os
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

from sensei.grading.item import Item, Judgement
from sensei.grading.policy import Policy
from sensei.grading.run.judge import Judge, Judged, Layer

Plain = dict[str, object]
_judges: dict[tuple[int, str, str], Judge] = {}
_guard = threading.Lock()


def judge_items(items: list[Plain], policy: Plain, course: str) -> list[tuple[Plain, bool]]:
    """What becomes of each item, and whether it was judging that failed. All of it is plain data.

    Each thread that calls this keeps a judging process of its own, which is started with the first call.

    Raises:
        NoJudge: no judging process can be started here.
    """
    judge = _mine(Policy.from_json(policy), course)
    judged = judge.judge([Item.from_json(each) for each in items])
    return [(each.judgement.to_json(), each.failed) for each in judged]


class Executor(Protocol):
    """Whoever can have items judged, several batches at a time."""

    @property
    def width(self) -> int:
        """How many batches are worked on at a time."""
        ...

    def submit(self, items: Sequence[Item]) -> "Future[list[Judged]]":
        """Have a batch judged. The future raises a Refusal if nothing can be judged at all."""
        ...

    def close(self) -> None:
        """End what is still being judged."""
        ...


class Crew:
    """Judging processes on this machine, `jobs` of them.

    Attributes:
        layers: the layers of confinement, once `start` has returned.
        torch: its version, likewise.
    """

    def __init__(self, policy: Policy, course: str, jobs: int) -> None:
        """Nothing is started yet."""
        self.width = jobs
        self.layers: tuple[Layer, ...] = ()
        self.torch = ""
        self._policy, self._course = policy, course
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="judge")

    def start(self) -> None:
        """Start a first judge, and learn from it which layers hold.

        Raises:
            NoJudge: it cannot be started.
        """
        self.layers, self.torch = self._threads.submit(self._started).result()

    def submit(self, items: Sequence[Item]) -> "Future[list[Judged]]":
        """Have a batch judged."""
        return self._threads.submit(self._judge, items)

    def close(self) -> None:
        """End all judges at once."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        dismiss()
        self._threads.shutdown()

    def _started(self) -> tuple[tuple[Layer, ...], str]:
        judge = _mine(self._policy, self._course)
        judge.start()
        return judge.layers, judge.torch

    def _judge(self, items: Sequence[Item]) -> list[Judged]:
        plain = [item.to_json() for item in items]
        return judged(judge_items(plain, self._policy.to_json(), self._course))


def judged(plain: Sequence[tuple[Plain, bool]]) -> list[Judged]:
    """What `judge_items` gave, as objects again."""
    return [Judged(Judgement.from_json(data), failed) for data, failed in plain]


def dismiss() -> None:
    """End the judges of all threads of this process."""
    with _guard:
        for judge in _judges.values():
            judge.dismiss()
        _judges.clear()


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _mine(policy: Policy, course: str) -> Judge:
    key = threading.get_ident(), repr(policy), course
    with _guard:
        if key not in _judges:
            _judges[key] = Judge(policy, course)
        return _judges[key]
