"""What hostile code would try is tried, as root or whoever runs the tests, and as a user without any privilege."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import sensei
from sensei.grading.sandbox import selftest
from sensei.grading.sandbox.hostile import HOSTILITIES
from sensei.grading.sandbox.layers import PROBE, layers
from sensei.grading.sandbox.warden import Warden

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is Linux's")
NOBODY = 65534


def needs(choice):
    if layers(choice)[0].name == choice:
        pytest.skip(f"{choice} does not work on this machine")


@pytest.mark.parametrize("choice", ["bubblewrap", "landlock"])
def test_nothing_that_is_hostile_gets_anything(choice):
    needs(choice)
    results = selftest.probes(choice)
    assert len(results) == len(HOSTILITIES)
    assert [result for result in results if not result.held] == []


# Each of these is possible without a sandbox, so that it fails inside one shows something.
TELLING = """
read the solutions, read the pristine course, read a file of another student, read the list of users
look into the home folder, write outside of its own folder, make folders, make a link out of its folder
connect over TCP, send over UDP, connect to an abstract socket, listen for connections
see other processes, signal the judge or the server, fork, run a program
"""


def test_without_a_sandbox_the_same_attempts_get_what_they_try_to_get():
    names = {name.strip() for name in TELLING.replace("\n", ",").split(",")} - {""}
    tried = [each for each in HOSTILITIES if each.name in names]
    assert len(tried) == len(names)
    with selftest.aims() as aim, Warden("trusted", guest=PROBE) as warden:
        results = [selftest.tried(warden, each, aim) for each in tried]
    assert [result for result in results if result.held] == []


def test_the_self_test_refuses_to_try_what_nothing_would_hold():
    with pytest.raises(ValueError, match="not be held"):
        selftest.probes("trusted")


AS_NOBODY = """
import sys
from sensei.grading.sandbox import layers, selftest
choice = sys.argv[1]
if layers.layers(choice)[0].name == choice:
    sys.exit(f"{choice} does not work for this user")
for each in selftest.probes(choice):
    print("held" if each.held else "GOT OUT", each.probe, each.why)
"""


def reachable_python():
    """A Python that a user without privileges can start; the one that runs the tests may lie in root's home."""
    for path in [sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"]:
        told = "import sys, ctypes; sys.exit(sys.version_info < (3, 11))"
        try:
            subprocess.run(
                [path, "-c", told], user=NOBODY, group=NOBODY, extra_groups=[], check=True, capture_output=True
            )
            return path
        except (OSError, subprocess.CalledProcessError):
            continue
    return None


@pytest.mark.parametrize("choice", ["bubblewrap", "landlock"])
def test_nothing_gets_anything_when_a_user_without_privileges_grades(choice):
    if os.geteuid() != 0:
        pytest.skip("whoever runs these tests has no privileges anyway")
    needs(choice)
    python = reachable_python()
    if python is None:
        pytest.skip("no Python of 3.11 or newer can be started by a user without privileges")
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        shutil.copytree(Path(sensei.__file__).parent, home / "sensei", ignore=shutil.ignore_patterns("__pycache__"))
        home.chmod(0o755)
        done = subprocess.run(
            [python, "-B", "-c", AS_NOBODY, choice],
            **{"user": NOBODY, "group": NOBODY, "extra_groups": []},
            cwd="/",
            env={"PATH": os.environ["PATH"], "PYTHONPATH": name, "HOME": "/nonexistent"},
            capture_output=True,
            text=True,
            timeout=300,
        )
    if "does not work for this user" in done.stderr:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == len(HOSTILITIES)
    assert [line for line in lines if not line.startswith("held ")] == []
