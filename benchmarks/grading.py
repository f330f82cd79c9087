"""How fast a class is graded, beside plain pytest a submission, nbgrader and otter-grader, in one run on two cores.

python benchmarks/grading.py [--count N] [--distinct N] [--plain N] [--peers PYTHON] [--memory N,N,N] [--simulate N]

Classes are made up (students.py). `koans grade` is timed as an instructor runs it, to its last file, and with it the
memory of all its processes; what it says is compared with what each answer was meant to be. Plain pytest is a fresh
`pytest --koans-all` for each student, in a folder that `koans init` laid out, two at a time. PYTHON is an interpreter
that has torch, pytest, nbgrader and otter-grader: they and `koans grade` mark one topic. `--memory` grades classes of
these sizes (10,000 students take about 2 GB of disk). `--simulate` says what so many submissions cost at these rates.
Aims: 100 times plain pytest on a usual class, 20 times where no two answers agree, and less than 1 GB.
"""

import argparse
import ast
import json
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import peers
import psutil
from students import MadeUpClass, as_folders, login

from sensei.course import Course, Topic
from sensei.workspace import lay_out

CORES = 2
KOANS = [sys.executable, "-m", "sensei"]
SMALL = "first_tensors"  # the topic that peers mark too
SMALL_CLASS = 20
REST = 0.5  # seconds between two looks at the memory


@dataclass(frozen=True)
class Graded:
    """A class that was graded: how long it took, and the most memory that was held, pages shared counted once."""

    count: int
    seconds: float
    memory: float

    @property
    def rate(self) -> float:
        """Submissions a second."""
        return self.count / self.seconds


class Scale(threading.Thread):
    """Weighs a process and all that it started, until the process has ended."""

    def __init__(self, number: int) -> None:
        super().__init__(daemon=True)
        self.process, self.most = psutil.Process(number), 0.0
        self.start()

    def run(self) -> None:
        """Look now and then, for the most."""
        while self.process.is_running():
            weight = 0
            try:
                family = [self.process, *self.process.children(recursive=True)]
            except psutil.NoSuchProcess:
                return
            for each in family:
                try:
                    weight += each.memory_full_info().pss
                except psutil.Error:
                    continue  # it has ended meanwhile
            self.most = max(self.most, weight / 2**20)
            time.sleep(REST)


def made_up(folder: Path, of_all: MadeUpClass, count: int) -> dict[str, dict[str, bool]]:
    """Write a class; returns which koans of which student were meant to hold."""
    meant = {}

    def students():
        for number in range(1, count + 1):
            files, meant[login(number)] = of_all.student(number)
            yield number, files

    as_folders(folder, students())
    return meant


def graded(folder: Path, out: Path, *options: str) -> Graded:
    """Grade the class in a folder, from nothing."""
    count = sum(1 for _ in folder.iterdir())
    command = [*KOANS, "grade", str(folder), "--out", str(out), "--jobs", str(CORES), *options]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    scale = Scale(process.pid)
    said = process.communicate()[0]
    took = time.perf_counter() - start
    if not (out / "results.json").is_file():
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{said}")
    return Graded(count, took, scale.most)


def differences(out: Path, meant: dict[str, dict[str, bool]]) -> list[str]:
    """Where a verdict is not what the answer was meant to be."""
    found = {each["student"]: each["koans"] for each in json.loads((out / "results.json").read_text())["students"]}
    return [
        f"{student} {koan}: {found[student][koan]['verdict']} for {found[student][koan]['answer']}"
        for student, koans in meant.items()
        for koan, holds in koans.items()
        if (found[student][koan]["verdict"] == "passed") != holds
    ]


def plain(place: Path, course: Course, students: list[Path]) -> float:
    """Submissions a second of a fresh pytest for each student."""
    folders = []
    for own in students:
        folders.append(place / own.name)
        lay_out(folders[-1], course)
        for path in (own / "koans").iterdir():
            (folders[-1] / "koans" / path.name).write_bytes(path.read_bytes())
    command = [sys.executable, "-m", "pytest", "-q", "--koans-all", "-p", "no:cacheprovider"]

    def run(folder: Path) -> None:
        subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)

    start = time.perf_counter()
    with ThreadPoolExecutor(CORES) as pool:
        list(pool.map(run, folders))
    return len(folders) / (time.perf_counter() - start)


def small_assignment(of_all: MadeUpClass, topic: Topic) -> peers.Assignment:
    """A class on one topic, koan by koan, for those who grade notebooks."""
    imports = [node for node in topic.source.statements if isinstance(node, ast.Import)]
    students = [
        {pool.koan.function: text for pool, text, _ in of_all.answered(topic, number)}
        for number in range(1, SMALL_CLASS + 1)
    ]
    return peers.Assignment("\n".join(map(ast.unparse, imports)), students)


def told(name: str, rate: float, against: tuple[str, float] | None = None, more: str = "") -> None:
    """A line of the table."""
    ratio = f"{rate / against[1]:8.1f} times {against[0]}" if against else ""
    print(f"{name:44} {rate:9.3f} submissions a second {ratio}  {more}", flush=True)


def beside_peers(place: Path, python: Path, course: Course) -> None:
    """One topic, twenty students: nbgrader, otter-grader and `koans grade`."""
    topic = course.topic(SMALL)
    of_all = MadeUpClass([topic], "usual")
    assignment = small_assignment(of_all, topic)
    made_up(place / "small", of_all, SMALL_CLASS)
    ours = graded(place / "small", place / "small-out", "--topics", SMALL)
    versions = {name: peers.version(python, name) for name in ("nbgrader", "otter-grader", "torch")}
    print(f"\nOne topic, {len(topic.koans)} koans, {SMALL_CLASS} students. {versions}")
    told("koans grade", ours.rate)
    for name, grade in (("nbgrader autograde", peers.nbgrader), ("otter run", peers.otter)):
        rate = SMALL_CLASS / grade(python, place, assignment)
        told(name, rate)
        print(f"  koans grade is {ours.rate / rate:.0f} times faster")


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000, help="students of the usual class")
    parser.add_argument("--distinct", type=int, default=100, help="students of the class where no two answers agree")
    parser.add_argument("--plain", type=int, default=20, help="students that plain pytest judges")
    parser.add_argument("--peers", type=Path, help="an interpreter that has nbgrader and otter-grader")
    parser.add_argument("--memory", default="", help="sizes of classes to weigh, such as 100,1000,10000")
    parser.add_argument("--simulate", type=int, default=50_000, help="submissions to tell the cost of")
    asked = parser.parse_args()
    course = Course.at_hand()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        rates = {}
        usual = MadeUpClass(course.topics, "usual")
        for kind, count in (("usual", asked.count), ("distinct", asked.distinct)):
            meant = made_up(place / kind, usual if kind == "usual" else MadeUpClass(course.topics, kind), count)
            out = place / f"{kind}-out"
            result = graded(place / kind, out)
            students = sorted((place / kind).iterdir())[: asked.plain]
            pytest = plain(place / f"{kind}-plain", course, students)
            again = graded(place / kind, out, "--resume")
            rates[kind] = result.rate
            print(f"\nThe whole course, {len(course.koans)} koans; a {kind} class of {count}")
            told("koans grade", result.rate, ("plain pytest", pytest), f"{result.memory:.0f} MB")
            told("koans grade, again", again.rate)
            told(f"pytest --koans-all, {len(students)} of them, {CORES} at a time", pytest)
            off = differences(out, meant)
            print(f"verdicts other than meant: {len(off)} of {count * len(course.koans)}", *off[:20], sep="\n  ")
        if asked.peers:
            beside_peers(place, asked.peers, course)
        for size in [int(each) for each in asked.memory.split(",") if each]:
            made_up(place / f"of-{size}", usual, size)
            result = graded(place / f"of-{size}", place / f"of-{size}-out")
            told(f"a usual class of {size}", result.rate, None, f"{result.memory:.0f} MB at most")
    hours = {kind: asked.simulate / rate / 3600 for kind, rate in rates.items()}
    print(
        f"\n{asked.simulate} submissions of the whole course on {CORES} cores, at these rates: "
        f"{hours['usual']:.1f} hours as in the usual class, {hours['distinct']:.1f} where no two answers agree"
    )


if __name__ == "__main__":
    main()
