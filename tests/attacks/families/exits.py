"""Ends of the process, signals, and exceptions that are no exceptions."""

from ..attack import Family
from ..koans import COLOURS, DIAL, LIST, PAGE, SLATE, TOWER, WEEKS

EXITS = Family("exits and signals")
add = EXITS.blanks

add("os_exit_in_a_body", {WEEKS: ["import os\nos._exit(0)"]})
add("os_exit_in_an_expression", {COLOURS: ["__import__('os')._exit(0)"], TOWER: ["__import__('os')._exit(0)"]})
add("os_exit_in_a_prediction", {LIST: ["__import__('os')._exit(0)"]})
add("os_exit_at_the_top", {WEEKS: ["return None"]}, "import os\nos._exit(0)\n")
add("sys_exit", {WEEKS: ["raise SystemExit(0)"], COLOURS: ["exit(0)"], LIST: ["quit()"]})
add("keyboard_interrupt", {WEEKS: ["raise KeyboardInterrupt"], SLATE: ["raise KeyboardInterrupt"]})
add("generator_exit", {WEEKS: ["raise GeneratorExit"], PAGE: ["raise StopIteration"]})
add("pytest_exit", {LIST: ["pytest.exit('done', returncode=0)"]})
add("pytest_outcome", {WEEKS: ["import pytest\npytest.skip('done')"], COLOURS: ["pytest.importorskip('nothing')"]})
add("kill_ourselves", {WEEKS: ["import os\nos.kill(os.getpid(), 9)"]})
add("kill_the_parent", {WEEKS: ["import os\nos.kill(os.getppid(), 9)"], SLATE: ["import os\nos.kill(os.getppid(), 9)"]})
add("kill_the_group", {WEEKS: ["import os\nos.killpg(0, 9)"], COLOURS: ["__import__('os').kill(0, 15)"]})
add("kill_everybody", {WEEKS: ["import os\nos.kill(-1, 19) if os.getpid() < 5 else os.killpg(0, 19)"]})
add("stop_the_process", {WEEKS: ["import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)"]})
add(
    "ignore_the_alarm",
    {
        WEEKS: [
            "import signal\nfor each in (signal.SIGALRM, signal.SIGTERM, signal.SIGXCPU, signal.SIGINT):\n    signal.signal(each, signal.SIG_IGN)\nwhile True: pass"
        ]
    },
)
add("abort_in_c", {WEEKS: ["import os\nos.abort()"]})
add("segfault", {WEEKS: ["import ctypes\nctypes.string_at(0)"]})
add("stack_overflow_in_c", {WEEKS: ["import sys\nsys.setrecursionlimit(10**9)\ndef f(): return f()\nreturn f()"]})
add(
    "error_whose_text_exits",
    {WEEKS: ["raise Loud()"]},
    "import os\nclass Loud(Exception):\n    def __str__(self): os._exit(0)\n    __repr__ = __str__\n",
)
add(
    "error_that_is_passed",
    {DIAL: ["raise Passed", "readings"]},
    "class Passed(BaseException):\n    outcome = 'passed'\n    passed = True\n",
)
add("assert_in_the_body", {WEEKS: ["raise AssertionError"], COLOURS: ["(_ for _ in ()).throw(AssertionError)"]})
add("exit_by_atexit", {WEEKS: ["import atexit, os\natexit.register(os._exit, 0)\nreturn None"]})
add(
    "signal_while_judged",
    {
        WEEKS: [
            "import signal, os\nsignal.signal(signal.SIGALRM, lambda *a: os._exit(0))\nsignal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)\nreturn daily"
        ]
    },
)
