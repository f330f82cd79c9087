"""The sandbox from outside: what cells can do, how they end, what is left. What they try is in test_sandbox_hostile."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

import sensei
from sensei.grading.sandbox import landlock, seccomp
from sensei.grading.sandbox.channel import ChannelClosed
from sensei.grading.sandbox.fate import Ending
from sensei.grading.sandbox.layers import PROBE, best, layers
from sensei.grading.sandbox.reaper import descendants
from sensei.grading.sandbox.warden import NoSandbox, Warden

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is Linux's")
PATIENCE = 60.0  # seconds; a machine may stand still for some of them


def works(choice):
    return choice == "trusted" or layers(choice)[0].name != choice


@pytest.fixture(scope="module", params=["bubblewrap", "landlock", "trusted"])
def warden(request):
    if not works(request.param):
        pytest.skip(f"{request.param} does not work on this machine")
    with Warden(request.param, guest=PROBE, cpu=1, memory=2**28) as warden:
        yield warden


@pytest.fixture
def fresh(warden):
    """One of the same kind that may be broken."""
    with Warden(warden.choice, guest=PROBE) as fresh:
        yield fresh


def ask(warden, source, wall=PATIENCE, **how):
    """What a cell tells, or None if it ended before; and its fate."""
    with warden.cell(wall, **how) as cell:
        try:
            cell.channel.send(source.encode())
            answer = json.loads(cell.channel.receive())
        except ChannelClosed:
            answer = None
    return answer, cell.fate


def gone(process):
    try:
        # A zombie whose parent is not ours is as good as gone.
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def wait_for(condition):
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.02)


def kill(warden):
    """Kill the server; all that is in it goes, too."""
    inside = [warden.process, *descendants(warden.process)]
    os.kill(warden.process, signal.SIGKILL)
    wait_for(lambda: all(map(gone, inside)))


def test_a_cell_answers_and_the_next_knows_nothing_of_it(warden):
    source = "import sys, random\ntold = [hasattr(sys, 'mark'), random.random()]\nsys.mark = True"
    first, fate = ask(warden, source)
    assert first["told"][0] is False
    assert fate.ending is Ending.ENDED
    assert ask(warden, source)[0] == first


@pytest.mark.parametrize(
    "source, ending, number",
    [
        ("import os; os._exit(0)", Ending.EXITED, 0),
        ("import os; os._exit(3)", Ending.EXITED, 3),
        ("import os; os.kill(os.getpid(), 9)", Ending.SIGNAL, 9),
        ("import os; os.abort()", Ending.SIGNAL, 6),
        ("while True: pass", Ending.CPU, None),
        ("import signal\nsignal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass", Ending.CPU, None),
        ("raise SystemExit(0)", Ending.EXITED, None),
        ("channel.close()", Ending.ENDED, None),
    ],
)
def test_how_a_cell_ended_is_told(warden, source, ending, number):
    answer, fate = ask(warden, source)
    assert answer is None
    assert fate.ending is ending
    assert number is None or fate.number == number
    assert ending is Ending.ENDED or fate.words


def test_a_cell_is_ended_when_its_time_is_over(warden):
    answer, fate = ask(warden, "import time; time.sleep(600)", wall=0.3)
    assert (answer, fate.ending) == (None, Ending.WALL)
    assert ask(warden, "told = 1")[0] == {"told": 1}


def test_memory_is_limited_beyond_what_the_libraries_take(warden):
    assert ask(warden, "told = len(bytearray(2**27))")[0] == {"told": 2**27}
    assert "MemoryError" in ask(warden, "bytearray(2**29)")[0]["raised"]


def test_few_files_can_be_open_at_once(warden):
    source = (
        "import os\nheld = []\ntry:\n    while len(held) < 1000: held.append(os.open('/dev/null', os.O_RDONLY))\n"
        "except OSError: pass\ntold = len(held)\nfor each in held: os.close(each)"
    )
    assert 10 < ask(warden, source)[0]["told"] <= 64


@pytest.mark.parametrize(
    "source",
    [
        "import threading\nthreading.stack_size(2**16)\n"
        "for _ in range(70): threading.Thread(target=time.sleep, args=(600,), daemon=True).start()",
        "for number in range(70): open(str(number), 'w').write('x')",
        "for number in range(6): open(str(number), 'wb').write(b'x' * (11 * 2**20))",
    ],
    ids=["threads", "files", "bytes"],
)
def test_a_cell_that_takes_what_the_kernel_does_not_limit_is_ended(warden, source):
    answer, fate = ask(warden, f"import time\n{source}\ntime.sleep(600)", writing=True)
    if answer is not None and "No space left" in answer.get("raised", ""):
        return  # the folder is a file system of its own, and full
    assert (answer, fate.ending) == (None, Ending.EXCESS)


def test_a_thread_may_be_started(warden):
    source = "import threading\ntold = []\nit = threading.Thread(target=told.append, args=(1,))\nit.start(), it.join()"
    assert ask(warden, source)[0] == {"told": [1]}


def test_a_folder_is_given_where_it_is_asked_for_and_emptied(warden):
    source = "import os\nbefore = os.listdir('.')\nopen('picture', 'wb').write(b'x')\ntold = [before, os.listdir('.')]"
    for _ in range(2):
        assert ask(warden, source, writing=True)[0] == {"told": [[], ["picture"]]}


def test_a_warden_lends_one_cell_at_a_time(warden):
    with warden.cell(PATIENCE), pytest.raises(RuntimeError, match="one cell"):
        warden.cell(PATIENCE)
    assert ask(warden, "told = 1")[0] == {"told": 1}


def test_the_judges_environment_stays_outside(warden, monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "12345")
    with Warden(warden.choice, guest=PROBE) as other:
        told = ask(other, "import os; told = dict(os.environ)")[0]["told"]
    assert "SECRET_TOKEN" not in told
    assert told["OMP_NUM_THREADS"] == "1"


def test_what_is_prepared_is_in_every_cell_also_after_the_server_was_lost(fresh):
    assert fresh.prepare("sensei.grading.sandbox.probe:remember", {"word": "tensor"}) == 1
    source = "from sensei.grading.sandbox import probe\ntold = probe.REMEMBERED"
    assert ask(fresh, source)[0] == {"told": [{"word": "tensor"}]}
    with fresh.cell(PATIENCE) as cell:
        kill(fresh)
    assert cell.fate.ending is Ending.LOST
    assert ask(fresh, source)[0] == {"told": [{"word": "tensor"}]}


def test_what_cannot_be_prepared_is_refused_and_the_sandbox_goes_on(fresh):
    with pytest.raises(NoSandbox, match="ModuleNotFoundError"):
        fresh.prepare("sensei.grading.nowhere:at_all")
    assert ask(fresh, "told = 1")[0] == {"told": 1}


def test_everything_is_gone_when_a_warden_is_closed(warden, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = set(descendants(os.getpid()))
    with Warden(warden.choice, guest=PROBE) as other:
        ask(other, "open('left', 'w').write('x')", writing=True)
        inside = set(descendants(os.getpid())) - before
        assert inside
    wait_for(lambda: all(map(gone, inside)))
    assert list(tmp_path.iterdir()) == []


def test_everything_is_gone_when_the_server_is_killed(warden, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Warden(warden.choice, guest=PROBE) as other:
        with other.cell(PATIENCE) as cell:
            cell.channel.send(b"import time\nwhile True: time.sleep(1)")
            kill(other)
        assert cell.fate.ending is Ending.LOST
        assert list(tmp_path.iterdir()) == []


JUDGE = """
import sys
from sensei.grading.sandbox.warden import Warden
with Warden(sys.argv[1], guest="sensei.grading.sandbox.probe:serve") as warden, warden.cell(600) as cell:
    cell.channel.send(b"channel.send(b'here')\\nwhile True: pass")
    cell.channel.receive(), print(flush=True)
    sys.stdin.read()
"""


def test_everything_is_gone_when_the_judge_is_killed(warden, tmp_path):
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(Path(sensei.__file__).parent.parent)}
    command = [sys.executable, "-c", JUDGE, warden.choice]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as judge:
        judge.stdout.readline()
        inside = descendants(judge.pid)
        assert len(inside) >= 2
        judge.kill()
        wait_for(lambda: all(map(gone, inside)))
        wait_for(lambda: list(tmp_path.iterdir()) == [])


def test_a_daemon_does_not_outlive_its_cell_even_without_a_sandbox(tmp_path):
    source = (
        "import os, time\n"
        "if not os.fork():\n    os.setsid()\n    if os.fork(): os._exit(0)\n"
        f"    open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\n    time.sleep(600)\n"
        f"while not os.path.exists({str(tmp_path / 'pid')!r}): time.sleep(0.01)\n"
    )
    with Warden("trusted", guest=PROBE) as warden:
        with warden.cell(PATIENCE, writing=True) as cell:
            cell.channel.send(source.encode())
            cell.channel.receive()
        wait_for(lambda: (tmp_path / "pid").read_text())
        assert gone(int((tmp_path / "pid").read_text()))


def test_a_folder_can_be_hidden_that_the_view_of_python_would_show(warden):
    if warden.choice == "trusted":
        pytest.skip("nothing is hidden from code that is trusted")
    folder = Path(sensei.__file__).parent / "watch"
    source = f"told = len(open({str(folder / '__init__.py')!r}).read())"
    assert ask(warden, source)[0]["told"]
    with Warden(warden.choice, guest=PROBE, hidden=[folder]) as other:
        assert "raised" in ask(other, source)[0]


def test_no_code_of_students_runs_where_no_sandbox_was_asked_for():
    with pytest.raises(NoSandbox, match="'none'.*koans grade --self-test"):
        Warden("none").start()


def test_a_missing_bwrap_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoSandbox, match="bwrap is not installed.*bubblewrap"):
        Warden("bubblewrap", guest=PROBE).start()
    assert layers("bubblewrap")[0].holds is False


def test_a_bwrap_that_is_not_allowed_to_is_told_with_its_own_words(monkeypatch, tmp_path):
    program = tmp_path / "bwrap"
    program.write_text("#!/bin/sh\necho 'No permissions to create a new namespace' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(NoSandbox, match="No permissions to create a new namespace"):
        Warden("bubblewrap", guest=PROBE).start()
    choice, _, failed = best()
    assert choice in {"landlock", "none"}
    assert "No permissions" in failed[0].detail


def test_a_bwrap_that_shares_namespaces_is_not_believed(monkeypatch, tmp_path):
    program = tmp_path / "bwrap"
    program.write_text('#!/bin/sh\nwhile [ "$1" != "--" ]; do shift; done\nshift\nexec "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(NoSandbox, match="namespaces are shared with the judge: user, pid, net"):
        Warden("bubblewrap", guest=PROBE).start()


@pytest.mark.parametrize("how", [{"modules": ["no_such_library"]}, {"guest": "sensei.grading.nowhere:serve"}])
def test_what_cannot_be_imported_inside_is_told_and_nothing_is_left(how):
    before = set(descendants(os.getpid()))
    with pytest.raises(NoSandbox, match="No module named"):
        Warden("trusted", **{"guest": PROBE, **how}).start()
    wait_for(lambda: set(descendants(os.getpid())) <= before)


def test_there_is_a_filter_for_the_machines_that_people_have():
    assert seccomp.known() or os.uname().machine not in {"x86_64", "aarch64"}


ALONE = {
    "seccomp": "seccomp.confine(writing=False)",
    "landlock": "landlock.restrict(landlock.ruleset(View.of_python(), None))",
}
FORBIDDEN = {
    "write a file": ("open(sys.argv[1], 'w')", {"seccomp", "landlock"}),
    "empty a file": ("os.truncate(sys.argv[1], 0)", {"seccomp", "landlock"}),
    "delete a file": ("os.unlink(sys.argv[1])", {"seccomp", "landlock"}),
    "read a file": ("open(sys.argv[1])", {"landlock"}),
    "connect": ("socket.create_connection(('127.0.0.1', int(sys.argv[2])))", {"seccomp", "landlock"}),
    "run a program": ("os.execv('/bin/true', ['true'])", {"seccomp", "landlock"}),
    "fork": ("os.fork() or os._exit(0)", {"seccomp"}),
    "signal its parent": ("os.kill(os.getppid(), 0)", {"seccomp", "landlock"}),
    "trace its parent": ("open(f'/proc/{os.getppid()}/mem', 'rb')", {"landlock"}),
}


@pytest.mark.parametrize("layer", ALONE)
@pytest.mark.parametrize("what", FORBIDDEN)
def test_each_layer_holds_by_itself(layer, what, tmp_path):
    """Where both forbid a thing, one may fail; only so can it be seen that the other does not."""
    source, layers_against = FORBIDDEN[what]
    if not (seccomp.known() and landlock.version() >= 6):
        pytest.skip("this kernel, or this processor, does not have both")
    (tmp_path / "file").write_text("theirs")
    script = (
        "import os, socket, sys\nfrom sensei.grading.sandbox import kernel, landlock, seccomp\n"
        "from sensei.grading.sandbox.view import View\nkernel.no_new_privileges()\n"
        f"{ALONE[layer]}\ntry:\n    {source}\nexcept PermissionError:\n    print('held', flush=True)\nos._exit(0)"
    )
    with socket.create_server(("127.0.0.1", 0)) as listening:
        command = [sys.executable, "-c", script, str(tmp_path / "file"), str(listening.getsockname()[1])]
        environment = {**os.environ, "PYTHONPATH": str(Path(sensei.__file__).parent.parent)}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300)
    assert done.stderr == ""
    assert (done.stdout == "held\n") is (layer in layers_against)


def test_torch_works_in_the_strongest_sandbox():
    choice = best()[0]
    if choice == "none":
        pytest.skip("no sandbox works on this machine")
    source = (
        "import torch\nx = torch.tensor([1.0, 2.0], requires_grad=True)\n(x * x).sum().backward()\n"
        "layer = torch.nn.Linear(3, 2)\nlayer(torch.ones(4, 3)).sum().backward()\n"
        "told = [x.grad.tolist(), torch.get_num_threads(), torch.zeros(2**25).numel()]"
    )
    with Warden(choice, guest=PROBE, modules=["torch"], memory=2**28) as warden:
        assert ask(warden, source)[0] == {"told": [[2.0, 4.0], 1, 2**25]}
        assert "memory" in ask(warden, "import torch; torch.zeros(2**28)")[0]["raised"]
