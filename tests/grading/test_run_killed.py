"""A grader that is killed at any moment leaves nothing running, and the next run ends as if nothing had been."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time

import psutil
import pytest

PATIENCE = 240.0  # seconds; the machine may stand still for a while
STUDENTS = 24
# The grader with the judge of the tests, as a process of its own that says how far it is.
GRADER = """
import os, sys
from sensei.grading.run import confine, judge, judging, reading
judge.COMMAND = (sys.executable, os.environ["FAKE_JUDGE"] + "/judge.py")
confine.choose = lambda *, trusting: ("landlock", (), [])
judging._KEEP = 0.05

if __name__ == "__main__":
    from sensei.cli import main
    from sensei.grading.run import grade
    grade._KEEP = 0.05
    main()
"""


def outputs(folder):
    """What every output holds; the store and the lock are no outputs."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("grading.")
    }


@pytest.fixture
def start(klass, fake, tmp_path, monkeypatch):
    """Start a grader on a class in which many answers differ."""
    choice = random.Random(5)
    for number in range(STUDENTS):
        answers = {
            "baskets_are_poured_together": [str(choice.randrange(1764, 1780))],
            "a_list_is_sorted": [str([choice.randrange(9)] * 3)],
            "double_is_written_by_you": [f"return 2 * number + {choice.randrange(3)}"],
        }
        klass.hand_in(f"s{number:02}", **answers)
    (tmp_path / "grader.py").write_text(GRADER)
    monkeypatch.setenv("FAKE_PAUSE", "0.02")

    def start(out):
        command = [sys.executable, "grader.py", "grade", "class", "--out", out, "--jobs", "2", "--seed", "1"]
        streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
        return subprocess.Popen(command, cwd=tmp_path, text=True, start_new_session=True, **streams)

    return start


def finish(process):
    said = process.communicate(timeout=PATIENCE)[1]
    assert process.returncode == 0, said


def kill(process):
    """Kill it as nothing can prevent, and see that all that it had started goes as well."""
    try:
        family = psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        family = []
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=PATIENCE)
    _, left = psutil.wait_procs(family, timeout=PATIENCE)
    assert left == []
    return process.returncode == -signal.SIGKILL


def test_a_run_that_is_killed_again_and_again_ends_with_the_same_bytes(start, tmp_path, fake):
    begun = time.monotonic()
    finish(start("whole"))
    took = time.monotonic() - begun
    asked = len(fake.asked)
    fake.forget()
    moments = random.Random(11)
    killed = 0
    for share in (0.35, 0.6, 0.8, 0.95):
        process = start("stopped")
        time.sleep(took * moments.uniform(share - 0.1, share + 0.05))
        killed += kill(process)
    finish(start("stopped"))

    assert killed >= 1
    assert outputs(tmp_path / "stopped") == outputs(tmp_path / "whole")
    assert "results.json" in outputs(tmp_path / "whole")
    assert len(fake.asked) >= asked


def test_what_was_judged_before_a_kill_is_not_judged_again(start, tmp_path, fake):
    finish(start("whole"))
    asked = len(fake.asked)
    fake.forget()
    process = start("stopped")
    until = time.monotonic() + PATIENCE
    while len(fake.asked) < asked // 2:
        assert time.monotonic() < until
        assert process.poll() is None
        time.sleep(0.01)
    assert kill(process)
    fake.forget()
    finish(start("stopped"))

    assert 0 < len(fake.asked) < asked
    assert outputs(tmp_path / "stopped") == outputs(tmp_path / "whole")


def test_what_was_half_written_when_it_was_killed_is_taken_away(start, tmp_path):
    finish(start("graded"))
    before = outputs(tmp_path / "graded")
    for name in (".results.json.x1y2", ".report.html.abc", "feedback/.s01.md.q7", "feedback/.index.csv.zz"):
        (tmp_path / "graded" / name).write_text("half")
    finish(start("graded"))

    assert outputs(tmp_path / "graded") == before


@pytest.mark.parametrize("phase", ["reading", "judging"])
def test_ctrl_c_on_a_terminal_ends_all_and_says_how_to_go_on(start, tmp_path, fake, phase):
    process = start("stopped")
    until = time.monotonic() + PATIENCE
    family = []
    while not (fake.asked if phase == "judging" else family):
        assert time.monotonic() < until
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
        family = psutil.Process(process.pid).children(recursive=True)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does it: to all that it has in the foreground
    said = process.communicate(timeout=PATIENCE)[1]

    assert process.returncode == 130
    assert said.endswith("\nStopped. What was judged is kept in stopped: the same command goes on from there.\n")
    assert "Traceback" not in said
    assert psutil.wait_procs(family, timeout=PATIENCE)[1] == []
    finish(start("stopped"))
    assert os.path.exists(tmp_path / "stopped" / "results.json")
