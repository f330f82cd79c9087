"""The stopwatch of all benchmarks: commands timed in turn, in one run, and compared as a ratio of medians."""

import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path


def in_turn(commands: Mapping[str, Sequence[str]], *, cwd: Path, rounds: int) -> dict[str, float]:
    """Median wall time of each command in seconds. They take turns: a busy moment of the machine meets all."""
    # A warm cache is what most people have: let pytest keep what it has rewritten.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(
                command, cwd=cwd, env=environment, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            if number:  # the first round warms the caches
                times[name].append(time.perf_counter() - start)
    return {name: statistics.median(each) for name, each in times.items()}
