"""The judging process as others start it: JSON lines in, JSON lines out, one batch of items at a time.

First comes `{"policy": ..., "course": root}`; the answer is `{"ready": true, "torch": version, "layers": [...]}`. Then
each `{"items": [...]}` is answered by `{"judgements": [...]}` in the same order. It ends when its input does.
"""

import contextlib
import importlib
import json
import os
import sys
from collections.abc import Generator
from dataclasses import asdict
from importlib import metadata
from typing import IO, TYPE_CHECKING, Any

from sensei.grading.item import Item
from sensei.grading.judging.court import Court
from sensei.grading.policy import Policy
from sensei.refusal import Refusal
from sensei.warm.libraries import ONE_THREAD

if TYPE_CHECKING:
    from sensei.grading.sandbox.warden import Warden


def main() -> None:
    """Judge what comes until nothing comes any more."""
    os.environ.update(ONE_THREAD)
    told = os.fdopen(os.dup(1), "w", encoding="utf-8")
    heard = os.fdopen(os.dup(0), encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(2, 1)  # what a library prints must not stand among the answers
    try:
        _serve(heard, told)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        raise SystemExit(1) from None


def _serve(heard: IO[str], told: IO[str]) -> None:
    first = json.loads(heard.readline())
    if first["course"]:
        os.environ["KOANS_COURSE"] = first["course"]
    policy = Policy.from_json(first["policy"])

    from sensei.warm import libraries

    with ready(policy) as warden:
        court = Court(libraries.course(), policy, warden)
        layers = [asdict(layer) for layer in warden.layers] if warden else []
        _say(told, {"ready": True, "torch": metadata.version("torch"), "layers": layers})
        for line in heard:
            items = [Item.from_json(each) for each in json.loads(line)["items"]]
            _say(told, {"judgements": [court.judge(item).to_json() for item in items]})


@contextlib.contextmanager
def ready(policy: Policy) -> Generator["Warden | None"]:
    """This process with the libraries of the course in it, and a sandbox if the policy has one."""
    from sensei.warm import libraries

    os.environ["KOANS_TIMEOUT"] = "0"  # the clocks of the sandbox count, not the learner's
    asked = [*libraries.wanted(), "hypothesis", "pytest", "torch"]  # what crosses to the sandbox is read with torch
    for module in asked:
        with contextlib.suppress(ImportError):  # some are names within a module; what is missing, a koan will tell
            importlib.import_module(module)
    libraries.settle()
    if policy.sandbox == "none":
        yield None
        return
    from sensei.grading.sandbox.warden import Warden

    modules = [module for module in asked if module in sys.modules]
    with Warden(policy.sandbox, modules=modules, cpu=policy.cpu, memory=policy.memory) as warden:
        yield warden


def _say(told: IO[str], message: dict[str, Any]) -> None:
    told.write(json.dumps(message) + "\n")
    told.flush()


if __name__ == "__main__":
    main()
