"""Judging: what the class needs judged goes to an executor in batches, and what comes back is kept at once."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from itertools import groupby

from sensei.grading.item import Item
from sensei.grading.run.crew import Executor
from sensei.grading.run.judge import Judged
from sensei.grading.run.store import Key, Store
from sensei.verdict import Outcome

_AHEAD = 2  # batches on the way for each judge
_LARGEST = 256
_CODE = 4  # an answer with code takes so many times as long as one without
_KEEP = 1.0  # seconds between two commits


def judge(
    store: Store,
    executor: Executor,
    keys: Mapping[str, Key],
    *,
    refusing: bool,
    judged: Callable[[int], None],
) -> None:
    """Have everything judged that the store has gathered.

    Args:
        store: where verdicts go.
        executor: who judges.
        keys: what a verdict is kept under, by koan.
        refusing: whether answers that are code are refused, so that an unjudged one is no failure.
        judged: told how many more are done, whenever some are.

    Raises:
        Refusal: nothing can be judged, or not be kept. What was judged before is kept.
    """
    batches = _batches(store.pending())
    running: dict[Future[list[Judged]], list[Item]] = {}
    kept = time.monotonic()
    while True:
        while len(running) < _AHEAD * executor.width and (batch := next(batches, None)):
            running[executor.submit(batch)] = batch
        if not running:
            break
        done, _ = wait(running, timeout=_KEEP, return_when=FIRST_COMPLETED)
        for future in done:
            batch = running.pop(future)
            for item, each in zip(batch, future.result(), strict=True):
                unjudged = each.judgement.verdict.outcome is Outcome.UNJUDGED
                failed = each.failed or (unjudged and not refusing)
                store.put_verdict(item.digest, keys[item.koan], each.judgement, failed=failed)
            judged(len(batch))
        if time.monotonic() - kept > _KEEP:
            store.commit()
            kept = time.monotonic()
    store.commit()


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Batches of one koan each: what a judge has to prepare for a koan, it prepares for many answers."""
    for _, group in groupby(items, lambda item: item.koan):
        batch: list[Item] = []
        weight = 0
        for item in group:
            batch.append(item)
            weight += _CODE if item.program else 1
            if weight >= _LARGEST:
                yield batch
                batch, weight = [], 0
        if batch:
            yield batch
