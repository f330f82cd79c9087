"""The cluster: judges on other machines, reached over a Dask scheduler. What they find is kept here, as it comes."""

import logging
import socket
from collections.abc import Mapping, Sequence
from concurrent.futures import CancelledError, Future
from functools import lru_cache
from pathlib import Path
from typing import Any

from sensei.course import Course
from sensei.grading.item import Assurance, Item, Judgement
from sensei.grading.policy import Policy
from sensei.grading.run import fingerprint
from sensei.grading.run.crew import Plain, judge_items, judged
from sensei.grading.run.judge import Judged
from sensei.refusal import Refusal
from sensei.trees import Trees
from sensei.verdict import Outcome, Verdict

_SAID = 500
_PATIENCE = 60  # seconds to wait for a scheduler and a first worker
_FACT = "Every worker of the cluster that judged this answer ended before it could tell."
_ADVICE = "Run the same command again; if it stays so, look at the answer by hand and set its points in overrides.csv."


def judge_there(
    items: list[Plain], policy: Plain, course: str, libraries: str, fingerprints: Mapping[str, str]
) -> tuple[list[tuple[Plain, bool]], str]:
    """What a worker does: `judge_items`, if it has the course and the libraries that the run has.

    Nothing is raised, for not every exception can travel: the second is why nothing was judged, or empty.
    """
    try:
        return _judged_there(items, policy, course, libraries, fingerprints), ""
    except Exception as error:
        said = str(error) if isinstance(error, Refusal) else f"{type(error).__name__}: {error}"
        return [], f"the worker on {socket.gethostname()} cannot judge: {said[:_SAID].rstrip('.')}"


def _judged_there(
    items: list[Plain], policy: Plain, course: str, libraries: str, fingerprints: Mapping[str, str]
) -> list[tuple[Plain, bool]]:
    if (mine := fingerprint.libraries()) != libraries:
        raise Refusal(f"it has {mine}, where this machine has {libraries}: let them be the same")
    here = _fingerprints(course)
    if strange := [koan for koan, wanted in fingerprints.items() if here.get(koan) != wanted]:
        raise Refusal(
            f"it has another course or another version of koans than this machine (they differ in {strange[0]}): "
            "install the same on both"
        )
    return judge_items(items, policy, course)


@lru_cache(maxsize=4)
def _fingerprints(course: str) -> Mapping[str, str]:
    trees = Trees.checkout(Path(course)) if course else Trees.carried()
    return {koan.identity: fingerprint.of_koan(koan) for koan in Course.load(trees).koans}


class Cluster:
    """The workers behind a scheduler.

    Raises:
        Refusal: Dask is not installed, nothing answers at the address, or there is no worker.
    """

    def __init__(self, address: str, policy: Policy, course: str, fingerprints: Mapping[str, str]) -> None:
        """Connect to it."""
        try:
            import distributed
        except ImportError:
            raise Refusal("--scheduler needs Dask: `python -m pip install 'torch-koans[cluster]'`") from None
        self._address, self._policy, self._course = address, policy, course
        self._fingerprints, self._libraries = fingerprints, fingerprint.libraries()
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # a lost worker is no trouble, and told here
        try:
            client: Any = distributed.Client
            self._client = client(address, timeout=_PATIENCE, set_as_default=False)
            self._client.wait_for_workers(1, timeout=_PATIENCE)
        except (OSError, ValueError, TimeoutError, ImportError) as error:
            raise Refusal(
                f"there is no Dask scheduler with workers at {address} ({str(error) or type(error).__name__}): start "
                "`dask scheduler` and `dask worker`, and name the address that the scheduler prints"
            ) from None
        self._executor = self._client.get_executor(pure=False)

    @property
    def width(self) -> int:
        """One batch for each thread of each worker, as many as there are now."""
        threads: dict[str, int] = self._client.nthreads()
        return max(1, sum(threads.values()))

    def submit(self, items: Sequence[Item]) -> "Future[list[Judged]]":
        """Have a batch judged by whichever worker is free; when that one is lost, by another."""
        outcome: Future[list[Judged]] = Future()
        self._submit(list(items), outcome)
        return outcome

    def close(self) -> None:
        """Let the workers go."""
        self._executor.shutdown(wait=False)
        self._client.close(timeout=5)

    def _submit(self, items: list[Item], outcome: "Future[list[Judged]]") -> None:
        plain = [item.to_json() for item in items]
        wanted = {item.koan: self._fingerprints[item.koan] for item in items}
        future = self._executor.submit(
            judge_there, plain, self._policy.to_json(), self._course, self._libraries, wanted
        )
        future.add_done_callback(lambda done: self._done(done, items, outcome))

    def _done(self, done: "Future[Any]", items: list[Item], outcome: "Future[list[Judged]]") -> None:
        from distributed import KilledWorker

        try:
            found, refused = done.result()
            if refused:
                raise Refusal(f"{refused}. Mend that there or end this worker, and run the same command to go on")
            outcome.set_result(judged(found))
        except KilledWorker:
            # The scheduler has tried it on several workers. One item may be to blame: let each stand for itself.
            if len(items) == 1:
                verdict = Verdict(items[0].koan, Outcome.UNJUDGED, None, (_FACT,), _ADVICE)
                outcome.set_result([Judged(Judgement(verdict, Assurance.TEXT, _FACT), failed=True)])
            else:
                try:
                    self._one_by_one(items, outcome)
                except Exception as error:
                    outcome.set_exception(Refusal(f"{self._gone()} ({error})"))
        except Refusal as refusal:
            outcome.set_exception(refusal)
        except CancelledError:
            outcome.set_exception(Refusal(self._gone()))
        except Exception as error:
            outcome.set_exception(Refusal(f"a worker could not judge ({type(error).__name__}: {error})"))

    def _gone(self) -> str:
        return f"the scheduler at {self._address} is gone: run the same command to go on"

    def _one_by_one(self, items: list[Item], outcome: "Future[list[Judged]]") -> None:
        parts = [self.submit([item]) for item in items]
        left = len(parts)

        def arrived(part: "Future[list[Judged]]") -> None:
            nonlocal left
            left -= 1
            if left == 0:
                failure = next((each.exception() for each in parts if each.exception()), None)
                if failure:
                    outcome.set_exception(failure)
                else:
                    outcome.set_result([one for each in parts for one in each.result()])

        for part in parts:
            part.add_done_callback(arrived)
