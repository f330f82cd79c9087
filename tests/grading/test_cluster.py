"""A class judged on a Dask cluster, of which a worker is killed in the middle, is the class judged here."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sensei.grading.run import cluster as cluster_module
from sensei.grading.run import fingerprint

REPOSITORY = Path(__file__).parents[2]
PATIENCE = 240.0  # seconds; the machine may stand still for a while, and each process has to load torch
ALONE = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", "--host", "127.0.0.1"]
WORKER = [sys.executable, "-m", "distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", "--no-dashboard"]

# The first of the workers that is given something to judge puts down who it is, and never answers.
STUCK = """
import os, threading
from sensei.grading.run import cluster, crew

def judge_items(*args):
    mine = f"{os.environ['CLAIM']}.{os.getpid()}"
    with open(mine, "w") as file:
        file.write(str(os.getpid()))
    try:
        os.link(mine, os.environ["CLAIM"])
    except FileExistsError:
        return crew.judge_items(*args)
    threading.Event().wait()

cluster.judge_items = judge_items
"""


def wait_for(path, process):
    """Wait until a file is there; the process that is to bring it about must not end before."""
    until = time.monotonic() + PATIENCE
    while not path.exists():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until, f"there is no {path.name}"
        time.sleep(0.05)
    return path.read_text()


@pytest.fixture
def start(tmp_path):
    """Start a program, which ends with the test at the latest."""
    with contextlib.ExitStack() as stack:

        def start(command, **environment):
            process = subprocess.Popen(
                command,
                cwd=tmp_path,
                env={**os.environ, **environment},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        yield start


@pytest.fixture
def cluster(start, tmp_path):
    """A scheduler and two workers, one of which gets stuck. Gives the address, and the file that tells which one."""
    (tmp_path / "stuck.py").write_text(STUCK)
    known, claim = tmp_path / "scheduler.json", tmp_path / "claim"
    scheduler = start([*ALONE, "--no-dashboard", "--scheduler-file", str(known)])
    address = json.loads(wait_for(known, scheduler))["address"]
    own = ["--preload", str(tmp_path / "stuck.py"), "--local-directory", str(tmp_path / "space")]
    workers = [start([*WORKER, address, *own], CLAIM=str(claim)) for _ in range(2)]
    return address, claim, {worker.pid for worker in workers}


def test_a_worker_that_is_killed_in_the_middle_changes_nothing(small_course, monkeypatch, cluster, start, tmp_path):
    pytest.importorskip("distributed")
    monkeypatch.setenv("KOANS_COURSE", str(small_course))
    script = REPOSITORY / "benchmarks" / "students.py"
    subprocess.run([sys.executable, script, "class", "--count", "4", "--kind", "distinct"], cwd=tmp_path, check=True)
    address, claim, workers = cluster
    grade = [sys.executable, "-m", "sensei", "grade", "class", "--seed", "7", "--jobs", "1", "--out"]

    there = start([*grade, "there", "--scheduler", address])
    victim = int(wait_for(claim, there))
    assert victim in workers
    assert there.poll() is None
    os.kill(victim, signal.SIGKILL)
    said = there.communicate(timeout=PATIENCE)[0]
    assert there.returncode == 0, said
    here = start([*grade, "here"])
    assert here.wait(PATIENCE) == 0

    found = {name: (tmp_path / name / "results.json").read_bytes() for name in ("there", "here")}
    verdicts = [mark["verdict"] for each in json.loads(found["here"])["students"] for mark in each["koans"].values()]
    assert set(verdicts) >= {"passed", "wrong"}
    assert "unjudged" not in verdicts
    assert found["there"] == found["here"]


class Untold(Exception):
    def __reduce__(self):
        raise TypeError("it does not travel")


def test_a_worker_that_fails_says_so_in_words_that_travel(monkeypatch):
    def fail(*_):
        raise Untold("the disk is full")

    monkeypatch.setattr(cluster_module, "judge_items", fail)

    assert cluster_module.judge_there([], {}, "", fingerprint.libraries(), {}) == (
        [],
        f"the worker on {socket.gethostname()} cannot judge: Untold: the disk is full",
    )


def test_a_worker_with_other_libraries_is_named():
    found, said = cluster_module.judge_there([], {}, "", "torch 0.1", {})

    assert found == []
    assert f"worker on {socket.gethostname()}" in said
    assert "torch 0.1" in said
