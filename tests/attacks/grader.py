"""Grading in a process that notices what is left of it; it tells that on the last line of its standard error.

`grade POLICY ARGUMENTS...` is `koans grade` with shorter clocks: POLICY is JSON, and may choose a sandbox.
`judge` is a judging process: items in, judgements out.
"""

import contextlib
import ctypes
import functools
import json
import os
import runpy
import subprocess
import sys
import time

_ADOPT_ORPHANS = 36
_PATIENCE = 20.0  # seconds; the last of a sandbox may take a moment to end
_OURS = "multiprocessing.resource_tracker"  # Python's own; it ends after us


def grade(told: str, *arguments: str) -> None:
    """Grade a class."""
    from sensei.grading.run import confine
    from sensei.grading.run import grade as run

    policy = json.loads(told)
    if choice := policy.pop("sandbox", ""):
        confine._CHOICES = (choice,)
    run.Policy = functools.partial(run.Policy, **policy)
    sys.argv = ["koans", "grade", *arguments]
    runpy.run_module("sensei", run_name="__main__")


def judge() -> None:
    """Judge items."""
    raise SystemExit(subprocess.run([sys.executable, "-m", "sensei.grading.judging.worker"], check=False).returncode)


def left_of_us() -> list[str]:
    """The command lines of processes that came from this one, whoever their parents were, and are still there."""
    import psutil

    until = time.monotonic() + _PATIENCE
    while True:
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:  # orphans that ended are ours to bury
                pass
        found: list[str] = []
        for each in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                found.append(" ".join(each.cmdline()) or each.name())
        found = [each for each in found if _OURS not in each]
        if not found or time.monotonic() > until:
            return found
        time.sleep(0.2)


def main(what: str, *arguments: str) -> None:
    """Do it, and say what is left."""
    ctypes.CDLL(None).prctl(_ADOPT_ORPHANS, 1, 0, 0, 0)
    try:
        {"grade": grade, "judge": judge}[what](*arguments)
    finally:
        print("\n" + json.dumps({"left": left_of_us()}), file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
