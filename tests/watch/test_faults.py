"""What a koan, a disk or another program does to the watch: it says so in a sentence, goes on, and loses nothing."""

import contextlib
import json
import os
import shutil
import signal
import sys

import psutil
import pytest

from sensei.progress import VERSION, Progress

from .conftest import gone

DOUBLE = "double_is_written_by_you"
RIGHT = "return 2 * number"
EVIL = {
    "leaves the process": ("import os\n    os._exit(3)", "with exit status 3"),
    "kills its process": ("import os\n    os.kill(os.getpid(), 9)", "SIGKILL"),
    "raises SystemExit": ("raise SystemExit(0)", "raised SystemExit"),
    "raises KeyboardInterrupt": ("raise KeyboardInterrupt", "stops a whole run of pytest"),
    "sends itself Ctrl-C": (
        "import os, signal\n    os.kill(os.getpid(), signal.SIGINT)",
        "stops a whole run of pytest",
    ),
    "closes stdout": ("import os\n    os.close(1)\n    os.close(2)", "Not yet."),
    "replaces stdout": ("import sys\n    sys.stdout = None\n    sys.__stdout__ = None", "Not yet."),
    "prints a million lines": (
        'for _ in range(10**6):\n        print("all work and no play")',
        "lines in all; these are the first",
    ),
    "asks for 100 GB": ("return len(bytearray(10**11)) and 1", "MemoryError"),
    "takes memory bit by bit": (
        "hoard = []\n    while True:\n        hoard.append(bytearray(2**27))",
        "",  # refused, or stopped by the alarm if the machine has much of it
    ),
    "runs for ever": ("while True:\n        pass", "still running after several seconds"),
    "stops itself": (
        "import os, signal\n    os.kill(os.getpid(), signal.SIGSTOP)",
        "still running after several seconds",
    ),
    "forks": ("import os\n    os.fork()", "Not yet."),
    "forks and lets the child live on": ("import os, time\n    os.fork() or time.sleep(600)", "Not yet."),
    "starts a thread that never ends": (
        "import threading, time\n    threading.Thread(target=time.sleep, args=(600,)).start()",
        "Not yet.",
    ),
    "waits for keys": ("return input()", "there is no keyboard for your code"),
    "writes to the pipes that it finds": (
        'import os\n    for fd in range(3, 64):\n        try:\n            os.write(fd, b"nonsense" * 99)\n        except OSError:\n            pass',
        "",
    ),
    "kills the server": ("import os\n    os.kill(os.getppid(), 9)", "Not yet."),
}


@pytest.mark.parametrize("evil", EVIL)
def test_the_watch_survives_a_koan_that(evil, watch):
    code, told = EVIL[evil]
    desk = watch.desk
    desk.answer(DOUBLE, code)
    watch.shows("Baskets: double is written by you")
    watch.shows_no_more("A blank is waiting")
    if told:
        watch.shows(told)
    assert "Traceback" not in watch.text
    desk.change(1, code, RIGHT)
    watch.shows("It holds.")
    family = watch.family()
    watch.press("q")

    assert watch.ends() == 0
    assert gone(family) == []


def test_a_server_that_is_killed_while_nothing_runs_is_started_again(watch):
    watch.desk.answer("baskets_are_poured_together", "7")
    watch.shows("Not yet.")
    for process in watch.family():
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    watch.desk.change(1, "== 7", "== 1764")

    watch.shows("It holds.")


def test_a_server_that_is_killed_while_a_koan_runs_is_started_again(watch):
    watch.desk.answer(DOUBLE, "import time\n    time.sleep(60)")
    watch.shows("It is being run.")
    for process in watch.family():
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    watch.shows("ended before the koan did")
    watch.desk.change(1, "import time\n    time.sleep(60)", RIGHT)

    watch.shows("It holds.")


def test_the_server_starts_anew_when_the_configuration_changes(watch):
    watch.desk.answer("baskets_are_poured_together", "7")
    watch.shows("Not yet.")
    before = watch.family()
    (watch.desk.path / "conftest.py").write_text('pytest_plugins = ["sensei.plugin"]\n\n# something new\n')
    watch.desk.change(1, "== 7", "== 1764")
    watch.shows("It holds.")

    assert gone(_servers(before), 5) == []
    anew = _servers(watch.family())
    watch.desk.change(1, "== 1764", "== 7")
    watch.shows("Not yet.")

    assert set(anew) & set(_servers(watch.family()))


def test_what_pytest_says_of_a_folder_that_it_cannot_run_is_told(watch):
    path = watch.desk.path / "conftest.py"
    before = path.read_text()
    path.write_text('raise RuntimeError("an odd thing")\n')
    watch.desk.answer("baskets_are_poured_together", "7")
    watch.shows("an odd thing")
    path.write_text(before)
    watch.desk.change(1, "== 7", "== 1764")

    watch.shows("It holds.")


def _servers(family):
    return [process for process in family if "forkserver" in " ".join(_command(process))]


def _command(process):
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


@pytest.mark.parametrize(
    "content, told",
    [
        (b'{"passed": ["baskets/baskets_are_pour', "is damaged"),
        (json.dumps({"version": VERSION + 1, "passed": []}).encode(), "newer version of koans"),
        (b"\xff\0", "is damaged"),
    ],
    ids=["cut in half", "newer", "no text"],
)
def test_a_state_that_cannot_be_read_is_told_and_kept(content, told, desk, terminal):
    state = desk.path / ".koans" / "progress.json"
    state.parent.mkdir(exist_ok=True)
    state.write_bytes(content)
    terminal.start(sys.executable, "-m", "sensei", cwd=desk.path)
    terminal.shows(told)
    desk.answer("baskets_are_poured_together")
    terminal.shows("It holds.")
    terminal.look(1)

    assert [path.read_bytes() for path in state.parent.glob("progress.json.kept-*")] == [content]
    assert Progress.load(desk.path).passed == ["baskets/baskets_are_poured_together"]


def test_a_folder_that_cannot_be_written_is_told_and_worked_in(desk, terminal):
    shutil.rmtree(desk.path / ".koans")
    (desk.path / ".koans").write_text("a file where the folder should be")
    terminal.start(sys.executable, "-m", "sensei", cwd=desk.path)
    terminal.shows("quit")
    desk.answer("baskets_are_poured_together")
    terminal.shows("It holds.")
    terminal.shows("cannot be written")
    terminal.press("n")

    terminal.shows("Baskets: a word has no sum")


def test_a_full_disk_is_told_and_worked_on(desk, terminal):
    # To a process that may write no byte to any file a disk is as full as it can be.
    limited = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)); sys.argv = ['koans']\n"
    program = "from sensei.cli import main\nif __name__ == '__main__':\n    main()"
    terminal.start(sys.executable, "-c", limited + program, cwd=desk.path)
    terminal.shows("quit")
    before = desk.file(1).read_bytes()
    terminal.press("r")
    terminal.shows("Put this koan back")
    terminal.press("y")
    terminal.shows("nothing was changed")
    assert desk.file(1).read_bytes() == before
    desk.answer("baskets_are_poured_together")
    terminal.shows("It holds.")
    terminal.shows("cannot be written")


def test_two_watches_on_one_folder_lose_nothing(desk, watch):
    from .conftest import Terminal

    other = Terminal().start(sys.executable, "-m", "sensei", cwd=desk.path)
    try:
        other.shows("quit")
        for name in ("baskets_are_poured_together", "a_word_has_no_sum", "a_list_is_sorted"):
            desk.answer(name)
            watch.shows("It holds.")
            other.shows("It holds.")
            watch.look(0.5)
            other.look(0.5)
        other.press("q")
        assert other.ends() == 0
    finally:
        other.program.close(force=True)

    assert len(Progress.load(desk.path).passed) == 3


def test_the_course_folder_may_go_away_and_come_back(watch):
    away = watch.desk.path / "elsewhere"
    (watch.desk.path / "koans").rename(away)
    watch.shows("is missing")
    away.rename(watch.desk.path / "koans")
    watch.desk.answer("baskets_are_poured_together")

    watch.shows("It holds.")


def test_a_killed_watch_leaves_no_process(desk, terminal):
    terminal.start(sys.executable, "-m", "sensei", cwd=desk.path, KOANS_TIMEOUT="60")  # nothing ends by its alarm
    terminal.shows("quit")
    desk.answer(
        DOUBLE, "import subprocess, sys\n    subprocess.run([sys.executable, '-c', 'import time; time.sleep(50)'])"
    )
    terminal.shows("It is being run.")
    terminal.look(1)
    family = terminal.family()
    os.kill(terminal.program.pid, signal.SIGKILL)

    assert any("time.sleep(50)" in " ".join(_command(process)) for process in family)
    assert gone(family) == []


def test_a_file_that_cannot_be_read_is_told_and_the_watch_goes_on(watch):
    if not os.path.exists("/proc/self/mem"):
        pytest.skip("needs a file that nobody can read, root included")
    file = watch.desk.file(1)
    mine = file.read_text()
    file.unlink()
    file.symlink_to("/proc/self/mem")
    watch.shows("cannot be read")
    file.unlink()
    file.write_text(mine.replace("== ___", "== 1764", 1))

    watch.shows("It holds.")
