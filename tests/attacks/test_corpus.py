"""The corpus, handed in by one class together with honest students, and graded as an instructor would.

One run, one test: its parts are told apart as subtests. `KOANS_EVERY=1` repeats it for every sandbox and for a user who
is not root.
"""

import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sensei.course import Course

from .classroom import Classroom
from .corpus import ATTACKS, FAMILIES
from .koans import TOPICS
from .machine import AS_A_USER, choices, is_user_possible

pytest.importorskip("psutil")
pytest.importorskip("torch")
if sys.platform != "linux":
    pytest.skip("code is graded on Linux only", allow_module_level=True)

GRADER = Path(__file__).with_name("grader.py")
POLICY = {"cpu": 2.0, "wall": 20.0, "examples": 20}
SECONDS = 600  # for everything; a machine that is left alone needs a tenth of it
EVERY = os.environ.get("KOANS_EVERY", "0") not in ("", "0")
RUNS = [(choice, user) for choice in ("bubblewrap", "landlock") for user in (False, True)] if EVERY else [("", False)]


@pytest.mark.parametrize("choice, user", RUNS)
def test_no_attack_earns_a_point_or_harms_the_class(choice, user, tmp_path, subtests):
    if choice and choice not in choices():
        pytest.skip(f"{choice} does not work on this machine")
    if user and not is_user_possible():
        pytest.skip("this machine lets nobody be another user")
    room = Classroom(tmp_path, Course.at_hand(), ATTACKS)
    policy = json.dumps(POLICY | ({"sandbox": choice} if choice else {}))
    arguments = [str(room.students), "--out", str(room.out), "--topics", ",".join(TOPICS)]
    start = time.monotonic()
    run = subprocess.run(
        [*(AS_A_USER if user else []), sys.executable, str(GRADER), "grade", policy, *arguments],
        capture_output=True,
        text=True,
        errors="replace",
        cwd=tmp_path,
        env={**os.environ, "TMPDIR": str(room.temporary)},
        timeout=SECONDS,
    )
    print(f"{len(ATTACKS)} attacks in {time.monotonic() - start:.0f} s")

    assert run.returncode == 0, run.stderr
    assert "Traceback" not in run.stdout + run.stderr
    results = json.loads((room.out / "results.json").read_text("utf-8"))
    students = {each["student"]: each for each in results["students"]}
    sandboxed = "unjudged" not in {mark["verdict"] for mark in students["ada"]["koans"].values()}
    for attack in room.attacks:
        with subtests.test(f"{attack.family}: {attack.name}"):
            student = students[room.who(attack)]
            assert wrongly_marked(student, attack.expected(room.course), sandboxed) == {}
            said = " ".join([*student["troubles"], *student["notes"]]).lower()
            assert not attack.told or any(words in said for words in attack.told), said
    for name, expected in room.honest.items():
        with subtests.test(f"honest: {name}"):
            assert wrongly_marked(students[name], expected, sandboxed) == {}
    with subtests.test("everybody is listed, and nobody else"):
        assert set(students) == {*room.honest, *map(room.who, room.attacks)}
    with subtests.test("nothing is left behind"):
        assert json.loads(run.stderr.splitlines()[-1]) == {"left": []}
        assert room.traces() == []
    with subtests.test("the files of the run can be read by whoever has to"):
        assert_harmless(room.out)


def wrongly_marked(student, expected, sandboxed):
    """The koans whose mark is not what was expected. Where there is no sandbox, none is given for code."""
    found = {}
    for koan, passes in expected.items():
        mark = student["koans"][koan]
        verdict = mark["verdict"]
        if not sandboxed and verdict == "unjudged":
            continue
        if verdict == "unjudged" or (verdict == "passed") is not passes or bool(mark["points"]) is not passes:
            found[koan] = (verdict, mark["points"], mark["reason"])
    return found


def assert_harmless(out):
    """No table has a formula in it, no page a script of a student's, and all are whole."""
    from xml.etree import ElementTree

    ElementTree.parse(out / "junit.xml")
    for table in out.glob("*.csv"):
        with table.open(newline="", encoding="utf-8-sig") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert [cell for cell in cells if cell.startswith(("=", "@", "\t")) or cell[:2] in ("+c", "-r")] == []
    for page in [out / "report.html", *out.glob("feedback/*.html")]:
        text = page.read_text("utf-8")
        assert "<script>alert(" not in text, page
        assert "<img src=x" not in text, page
        assert "\x1b" not in text, page


def test_the_corpus_has_all_families_and_every_name_once():
    names = [attack.name for attack in ATTACKS]

    assert len(FAMILIES) >= 13
    assert all(family.attacks for family in FAMILIES)
    assert len(set(names)) == len(names) >= 400
