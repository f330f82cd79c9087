"""The warm server and plain pytest say the same of every koan: unsolved, solved, and with every misconception.

With the variable KOANS_EVERY all misconceptions are tried, which takes minutes; without it the first of each koan, and the solutions.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from queue import Queue

import pytest

from sensei import workspace
from sensei.course import Course
from sensei.trees import KOANS
from sensei.warm.job import Begun, Ended, Job, Judged, shortened
from sensei.warm.server import Server

COURSE = Course.at_hand()
MOST = max(len(koan.hints.misconceptions) for koan in COURSE.koans)
VARIANTS = ["unsolved", "solved", *range(MOST)] if os.environ.get("KOANS_EVERY") else ["solved", 0]


@pytest.fixture
def warm(tmp_path, monkeypatch):
    """Judge one koan of a folder in the warm server, as the watch does."""
    folder, told, servers = tmp_path / "desk", Queue(), []

    def judge(koan):
        if not servers:
            monkeypatch.chdir(folder)
            servers.append(Server(told.put, folder))
        servers[0].submit(Job(f"{KOANS}/{koan.topic.filename}::{koan.function}"))
        sights = []
        while isinstance(message := told.get(timeout=120), Begun | Judged):
            sights += [message.sight] if isinstance(message, Judged) else []
        assert isinstance(message, Ended), message
        return sights

    yield judge
    for server in servers:
        server.close()


def answers_of(koan, variant):
    """The answers of a variant; None where it leaves the koan as it was written."""
    if variant == "unsolved":
        return None
    if variant == "solved":
        return koan.solution
    listed = koan.hints.misconceptions
    return listed[variant].answers if variant < len(listed) else None


def fits(koan, answers):
    """Some misconceptions are no Python; the author's check knows them."""
    try:
        return bool(koan.filled(answers))
    except (ValueError, SyntaxError):
        return False


def lay_out(folder, variant):
    """A learner's folder in which every koan of the course is filled so; returns those that are."""
    workspace.lay_out(folder, COURSE)
    filled = []
    for topic in COURSE.topics:
        given = {
            koan: answers for koan in topic.koans if (answers := answers_of(koan, variant)) and fits(koan, answers)
        }
        text = topic.filled({koan.name: answers for koan, answers in given.items()})
        (folder / KOANS / topic.filename).write_text(text, encoding="utf-8")
        filled += given
    return COURSE.koans if variant == "unsolved" else filled


def plainly(folder):
    """What plain pytest says of every koan of a folder."""
    told = folder / "told.json"
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "KOANS_"))}
    environment = {**plain, "KOANS_TOLD": str(told), "PYTHONPATH": str(Path(__file__).parent), "KOANS_TIMEOUT": "60"}
    files = [f"{KOANS}/{topic.filename}" for topic in COURSE.topics]
    command = [sys.executable, "-m", "pytest", "-q", "--tb=no", "-p", "telling", *files]
    subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, check=False)
    return json.loads(told.read_text(encoding="utf-8"))


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_warm_server_says_what_plain_pytest_says(variant, tmp_path, warm, monkeypatch):
    monkeypatch.setenv("KOANS_TIMEOUT", "60")  # a busy machine is no difference between them
    folder = tmp_path / "desk"
    koans = lay_out(folder, variant)
    plain = plainly(folder)
    different = []
    for koan in koans:
        expected = plain[f"{KOANS}/{koan.topic.filename}::{koan.function}"]
        (folder / ".koans" / "held").unlink(missing_ok=True)  # neither learns from the other
        found = [sight.to_json() for sight in warm(koan)]
        if plain_data(found) != plain_data([shortened_json(expected)]):
            different.append((koan.identity, expected["verdict"], found))

    assert len(koans) > 150 or variant not in ("unsolved", "solved", 0)
    assert different == []


def plain_data(found):
    """The same in the types that JSON has; an address in memory, which is another in each process, as that."""
    return json.loads(re.sub(r"\b\d{13,15}\b", "ADDRESS", json.dumps(found)))


def shortened_json(data):
    from sensei.sight import Sight

    return shortened(Sight.from_json(data)).to_json()
