"""How long it takes from the save of a koan's file to the verdict on the screen, beside those who start Python anew.

python benchmarks/loop.py [ROUNDS]

`koans` runs in a pseudo-terminal; a file is written, and the clock stops when the verdict has come out of the terminal.
Beside it, in turn: `pytest -x` of the same file, started for the purpose; pytest-watcher and torchlings' own call of
pytest on its first exercise, if they are installed. Aims: a median of at most 100 ms beyond the debounce, and at least
25 times faster than pytest. At rest: the memory of all processes, and the processor's time.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib import util
from pathlib import Path

import pexpect
import psutil

from sensei.course import Course, Koan
from sensei.trees import Trees
from sensei.voice import HEADLINES
from sensei.watch.saves import DEBOUNCE
from sensei.workspace import lay_out

KOANS = {
    "a first koan": "arithmetic_reaches_every_number",
    "a gradient koan": "slopes_multiply_along_a_chain",
    "an nn koan": "what_a_layer_works_out",
}
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
IDLE = 20.0  # seconds


class Screen:
    """A program in a pseudo-terminal, and the moment at which it says something."""

    def __init__(self, command: list[str], cwd: Path) -> None:
        self.program = pexpect.spawn(
            command[0], command[1:], cwd=str(cwd), env=ENVIRONMENT, dimensions=(50, 100), timeout=120
        )

    def until(self, words: str | list[str], start: float) -> float:
        """Seconds from `start` until these words have come, or one of them."""
        self.program.expect_exact(words)
        return time.perf_counter() - start

    def drained(self) -> None:
        """Read what is left from before."""
        self.program.buffer = self.program.string_type()
        while True:
            try:
                self.program.read_nonblocking(65536, timeout=0.15)
            except pexpect.TIMEOUT:
                return


def saves(folder: Path, koan: Koan, rounds: int) -> list[float]:
    """Seconds from each save to its verdict, right and wrong answers in turn."""
    path = folder / "koans" / koan.topic.filename
    wrong = koan.hints.misconceptions[0].answers
    told: dict[tuple[str, ...], str | list[str]] = {koan.solution: "It holds.", wrong: [*HEADLINES.values()]}
    screen = Screen([sys.executable, "-m", "sensei", "watch", koan.identity], folder)
    screen.until("quit", 0)
    took: list[float] = []
    for number in range(rounds + 4):
        answers = koan.solution if number % 2 else wrong
        time.sleep(0.7)
        screen.drained()
        path.write_text(koan.filled(answers), encoding="utf-8")
        took.append(screen.until(told[answers], time.perf_counter()))
    screen.program.send("q")
    screen.program.wait()
    return took[4:]  # the first ones wait for the libraries


def cold(command: list[str], cwd: Path, rounds: int) -> list[float]:
    """Seconds that a command takes, started anew each time, with warm caches."""
    took: list[float] = []
    for _ in range(rounds + 1):
        start = time.perf_counter()
        subprocess.run(
            command, cwd=cwd, env=ENVIRONMENT, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        took.append(time.perf_counter() - start)
    return took[1:]


def watched_by_pytest_watcher(folder: Path, koan: Koan, rounds: int) -> list[float]:
    """Seconds from a save to the end of pytest, under pytest-watcher with a delay as short as our debounce.

    Its release 0.6.3 hears of no save with watchdog 7; install watchdog 6 beside it.
    """
    path = folder / "koans" / koan.topic.filename
    delay = str(DEBOUNCE / 1000)
    screen = Screen([sys.executable, "-m", "pytest_watcher", "--delay", delay, "koans", "-x", str(path)], folder)
    time.sleep(2)
    took: list[float] = []
    for number in range(rounds + 1):
        screen.drained()
        path.write_text(koan.filled(koan.solution) + "\n" * (number + 1), encoding="utf-8")
        took.append(screen.until("Press w to show menu", time.perf_counter()))
        time.sleep(0.5)
    screen.program.close(force=True)
    return took[1:]


def at_rest(folder: Path) -> tuple[float, float, float]:
    """Memory of all processes in MB (shared pages counted once), of the watch alone, and the part of one processor."""
    screen = Screen([sys.executable, "-m", "sensei"], folder)
    screen.until("quit", 0)
    time.sleep(12)
    family = [psutil.Process(screen.program.pid), *psutil.Process(screen.program.pid).children(recursive=True)]
    before = sum(sum(each.cpu_times()[:2]) for each in family)
    time.sleep(IDLE)
    part = (sum(sum(each.cpu_times()[:2]) for each in family) - before) / IDLE
    memory = [each.memory_full_info().pss / 2**20 for each in family]
    screen.program.send("q")
    screen.program.wait()
    return sum(memory), memory[0], part


def told(name: str, took: list[float], against: float | None = None) -> None:
    """A line: median, the slowest but one in twenty, and how many times the other is slower."""
    late = sorted(took)[min(len(took) - 1, int(len(took) * 0.95))]
    ratio = f"   {against / statistics.median(took):6.1f} times faster than pytest -x" if against else ""
    print(f"{name:34} median {statistics.median(took):6.3f} s   p95 {late:6.3f} s{ratio}")


def main(rounds: int) -> None:
    """Measure, and print."""
    course = Course.load(Trees.carried())
    print(f"debounce {DEBOUNCE} ms at most; it is within the times below")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "course"
        lay_out(folder, course)
        slow: float | None = None
        for name, wanted in KOANS.items():
            koan = course.koan(wanted)
            path = folder / "koans" / koan.topic.filename
            quick = saves(folder, koan, rounds)
            path.write_text(koan.filled(koan.solution), encoding="utf-8")
            pytest = cold([sys.executable, "-m", "pytest", "-x", str(path)], folder, max(3, rounds // 8))
            slow = statistics.median(pytest)
            told(f"koans, {name}", quick, slow)
            told(f"pytest -x, {name}", pytest)
            path.write_text(koan.topic.source.text, encoding="utf-8")
        first = course.koan(KOANS["a first koan"])
        if util.find_spec("pytest_watcher"):
            told("pytest-watcher, a first koan", watched_by_pytest_watcher(folder, first, max(3, rounds // 8)))
        if spec := util.find_spec("torchlings"):
            exercise = Path(place) / "torchlings" / "1.py"
            exercise.parent.mkdir()
            origin = Path((spec.submodule_search_locations or [""])[0])
            shutil.copy(origin / "exercises" / "01_tensors" / "1.py", exercise)
            command = [sys.executable, "-m", "pytest", "-v", "--tb=short", "--no-header", str(exercise)]
            told("torchlings' call, first exercise", cold(command, exercise.parent, max(3, rounds // 8)))
        all_of_them, alone, part = at_rest(folder)
        print(f"at rest: {all_of_them:.0f} MB in all processes, {alone:.0f} MB in the watch; {part:.2%} of a processor")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
