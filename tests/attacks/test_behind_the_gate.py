"""The same attacks with the gate out of the way: what holds is the sandbox, and the judge who believes nothing.

The gate keeps most attackers out before they are run at all, so it would hide a hole in the sandbox from the tests.
"""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from sensei.course import Course
from sensei.grading import program
from sensei.grading.item import Item, Judgement
from sensei.grading.policy import Policy
from sensei.grading.sheet import sheet
from sensei.grading.submission import Submission

from .attack import topics_of
from .classroom import Classroom
from .families.exits import EXITS
from .families.floods import FLOODS
from .families.insides import INSIDES
from .families.looks import LOOKS
from .families.spoofs import SPOOFS
from .koans import COLOURS, SLATE, WEEKS
from .machine import AS_A_USER, choices, is_user_possible

pytest.importorskip("psutil")
pytest.importorskip("torch")
if sys.platform != "linux":
    pytest.skip("code is graded on Linux only", allow_module_level=True)

GRADER = Path(__file__).with_name("grader.py")
EVERY = os.environ.get("KOANS_EVERY", "0") not in ("", "0")
# They wait for a clock, which is slow; one of each kind is enough, and the corpus has them with the gate in front.
SLOW = set(
    """
    lock stop_the_process line_that_stays_open thread_bomb loop loop_at_the_top loop_in_a_live_koan loop_in_c_sum
    loop_in_c_power loop_in_c_contains loop_in_c_matmul warning_bomb output_bomb memory_by_list many_files
    """.split()
)
ALL = [
    each
    for family in (EXITS, LOOKS, SPOOFS, FLOODS, INSIDES)
    for each in family.attacks
    if EVERY or each.name not in SLOW
]
# One for each way out; the second machine is tried with these alone.
CORE = set(
    """
    os_exit_in_a_body kill_the_parent kill_everybody segfault ignore_the_alarm fork_bomb memory_by_pieces
    memory_by_anonymous_files output_bomb_below_python file_bomb network writes_results writes_by_torch
    processes_that_stay subprocess_that_stays forged_verdict garbled_line closed_line reads_the_solutions
    reads_the_process reads_by_torch torch_exposes_os loop_that_catches_all changed_guest
    """.split()
)
RUNS = [("landlock", False, "all"), ("bubblewrap", True, "all" if EVERY else "core")]
RUNS += [("landlock", True, "all"), ("bubblewrap", False, "all")] * EVERY
POLICY = {"seed": 7, "cpu": 1.0, "wall": 20.0, "examples": 10}
HONEST = (WEEKS, COLOURS, SLATE)


@pytest.mark.parametrize("choice, user, which", RUNS)
def test_the_sandbox_holds_without_the_gate(choice, user, which, tmp_path, monkeypatch, subtests):
    if choice not in choices():
        pytest.skip(f"{choice} does not work on this machine")
    if user and not is_user_possible():
        pytest.skip("this machine lets nobody be another user")
    monkeypatch.setattr(program, "objection", lambda *_: None)
    chosen = [each for each in ALL if which == "all" or each.name in CORE]
    assert which == "all" or len(chosen) == len(CORE)
    room = Classroom(tmp_path, Course.at_hand(), tuple(chosen))
    attacks = items(room)
    control = controls(room)
    policy = Policy(sandbox=choice, **POLICY).to_json()
    with Judge([*(AS_A_USER if user else []), sys.executable, str(GRADER), "judge"], policy, room) as judge:
        start = time.monotonic()
        for name, item in attacks.items():
            judgement = judge.of(item)
            with subtests.test(name):
                assert not judgement.verdict.passed, judgement
                assert judgement.verdict.outcome != "unjudged", judgement
        for item in control:
            with subtests.test(f"honest: {item.koan}"):
                assert judge.of(item).verdict.passed
        print(f"{len(attacks)} attacks in {time.monotonic() - start:.0f} s")

    with subtests.test("nothing is left behind"):
        assert json.loads(judge.said.splitlines()[-1]) == {"left": []}
        assert room.traces() == []


def items(room: Classroom) -> dict[str, Item]:
    """What is to be judged of the attacks, by their name and the koan."""
    found: dict[str, Item] = {}
    for attack in room.attacks:
        expected = attack.expected(room.course)
        topics = [room.course.topic(slug) for slug in topics_of(expected)]
        files = {path.name: path.read_bytes() for path in (room.students / attack.name / "koans").iterdir()}
        for entry in sheet(Submission(attack.name, files=files), topics).entries:
            if entry.item and not expected.get(entry.koan, True):
                found[f"{attack.name} {entry.koan}"] = entry.item
    return found


def controls(room: Classroom) -> list[Item]:
    """Honest answers to koans that were attacked."""
    topics = [room.course.topic(slug) for slug in topics_of(HONEST)]
    files = {path.name: path.read_bytes() for path in (room.students / "ada" / "koans").iterdir()}
    return [
        entry.item
        for entry in sheet(Submission("ada", files=files), topics).entries
        if entry.item and entry.koan in HONEST
    ]


class Judge:
    """A judging process, one item at a time."""

    def __init__(self, command: list[str], policy: dict[str, object], room: Classroom) -> None:
        """Start it."""
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=room.root,
            env={**os.environ, "TMPDIR": str(room.temporary)},
        )  # fmt: skip
        self.said = ""
        self.listening = threading.Thread(target=self._listen)
        self.listening.start()
        self.ask({"policy": policy, "course": os.environ.get("KOANS_COURSE", "")})

    def _listen(self) -> None:
        for line in self.process.stderr:
            self.said += line

    def ask(self, message: dict[str, object]) -> dict[str, object]:
        """Say something and wait for the answer."""
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, f"the judge is gone: {self.said}"
        return json.loads(answer)

    def of(self, item: Item) -> Judgement:
        """The judgement on an item."""
        return Judgement.from_json(self.ask({"items": [item.to_json()]})["judgements"][0])

    def __enter__(self) -> "Judge":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.stdin.close()
        self.process.wait(60)
        self.listening.join(60)
