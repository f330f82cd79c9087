"""Where a verdict can be read by machines, and how a learner may look around in a koan."""

import sys
from xml.etree import ElementTree

import pytest

FIRST = "koans/test_01_baskets.py::test_baskets_are_poured_together"

# What a learner may do to the first koan, and the verdict on it.
ACTS = {
    "passed": ("== ___", "== 1764"),
    "blank": ("== ___", "== ___"),
    "wrong": ("== ___", "== 1765"),
    "mirror": ("== ___", "== apples + pears"),
    "edited": ("apples, pears = 1200, 564", "apples, pears = 1200, 565"),
    "broken": ("== ___", "== (17"),
}
SLOW = "times = 0\n    while True:\n        times += 1"


def act(desk, verdict):
    if verdict == "timeout":
        desk.answer("the_bell_rings", SLOW)
        return "koans/test_03_loops.py::test_the_bell_rings"
    before, after = ACTS[verdict]
    desk.change(1, before, after)
    if verdict == "edited":
        desk.change(1, "== ___", "== 1765")
    return FIRST


@pytest.mark.parametrize("verdict", [*ACTS, "timeout"])
def test_the_verdict_is_in_the_junit_file(desk, verdict, monkeypatch):
    monkeypatch.setenv("KOANS_TIMEOUT", "1")
    result = desk.run(act(desk, verdict), "--junitxml", "out.xml")
    case = ElementTree.parse(desk.path / "out.xml").getroot().find(".//testcase")
    failure = case.find("failure")

    assert [(each.get("name"), each.get("value")) for each in case.iter("property")] == [("verdict", verdict)]
    assert (result.ret == 0) == (failure is None) == (verdict == "passed")
    assert failure is None or "1764" not in failure.get("message") + failure.text


def test_the_verdicts_of_a_walk_are_in_the_junit_file_even_from_two_processes(desk):
    desk.solve("baskets_are_poured_together")
    desk.run("-n", "2", "--junitxml", "out.xml")
    cases = ElementTree.parse(desk.path / "out.xml").getroot().iter("testcase")
    found = {case.get("name"): [each.get("value") for each in case.iter("property")] for case in cases}

    assert found.pop("test_baskets_are_poured_together") == ["passed"]
    assert list(found.values()) == [["blank"]] * 5


def test_the_verdict_is_on_the_report_for_other_plugins(desk):
    desk.solve("baskets_are_poured_together")
    (desk.path / "conftest.py").write_text(
        'pytest_plugins = ["sensei.plugin"]\n\n\n'
        "def pytest_runtest_logreport(report):\n"
        "    if report.when == 'call':\n"
        "        print(report.user_properties, report.koan['verdict']['outcome'], report.outcome, report.location[2])\n"
    )
    text = desk.run("-s", "-v").stdout.str()

    assert "[('verdict', 'passed')] passed passed test_baskets_are_poured_together" in text
    assert "[('verdict', 'blank')] blank failed test_a_word_has_no_sum" in text


def test_a_fault_of_the_engine_is_owned_and_blamed_on_nobody(desk, monkeypatch):
    desk.answer("baskets_are_poured_together", "1")
    monkeypatch.setattr("sensei.aftermath.does_not_hold", lambda *_: 1 / 0)
    result = desk.run("--junitxml", "out.xml")
    text = result.stdout.str()

    assert "This could not be judged.\nThis koan could not be judged: ZeroDivisionError: division by zero" in text
    assert "The fault is ours, not yours." in text
    assert "Traceback" not in text
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert 'name="verdict" value="unjudged"' in (desk.path / "out.xml").read_text()


def test_an_endless_loop_ends_with_its_line_and_the_others_are_still_judged(desk, monkeypatch):
    monkeypatch.setenv("KOANS_TIMEOUT", "1")
    desk.solve("a_list_is_sorted")
    desk.answer("the_bell_rings", SLOW)
    result = desk.run("koans/test_03_loops.py", "koans/test_02_words.py")

    result.assert_outcomes(passed=1, failed=2)
    assert "It did not come to an end." in result.stdout.str()
    assert "koans/test_03_loops.py:9" in result.stdout.str() or "koans/test_03_loops.py:10" in result.stdout.str()


def test_a_loop_that_catches_everything_ends_as_well(desk, monkeypatch):
    monkeypatch.setenv("KOANS_TIMEOUT", "1")
    desk.answer(
        "the_bell_rings",
        "while True:\n        try:\n            for _ in iter(int, 1): times += 1\n        except: pass",
    )
    result = desk.run_apart("koans/test_03_loops.py::test_the_bell_rings")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert "It did not come to an end." in result.stdout.str()
    assert "Traceback" not in result.stdout.str() + result.stderr.str()


@pytest.mark.parametrize("options", [("-s", "--pdb"), ("--trace", FIRST)])
def test_a_debugger_without_anyone_at_the_keyboard_ends_cleanly(desk, options):
    desk.answer("baskets_are_poured_together", "1")
    result = desk.run_apart(*options)

    assert result.ret in (pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED)
    assert result.stderr.lines == []
    assert "INTERNALERROR" not in result.stdout.str()
    assert "1764" not in result.stdout.str()


def test_pdb_shows_the_koan_before_it_asks(desk):
    text = desk.run_apart("--pdb").stdout.str()

    assert text.index("Baskets: baskets are poured together") < text.index("(Pdb)")


def test_the_alarm_leaves_a_debugger_alone_and_is_set_again_for_the_next_koan(desk, monkeypatch):
    monkeypatch.setenv("KOANS_TIMEOUT", "1")
    desk.solve()
    desk.change(1, "    assert apples", "    breakpoint()\n    assert apples")
    desk.change(3, 'return ["dong"] * times', SLOW)
    typed = b"import time; time.sleep(7)\np 'pears are', pears\ncontinue\n"
    result = desk.pytester.run(sys.executable, "-m", "pytest", stdin=typed)

    assert "('pears are', 564)" in result.stdout.str()
    assert "OutOfTime" not in result.stdout.str()
    assert "5 of 6" in result.stdout.str()
    assert "It did not come to an end." in result.stdout.str()
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_a_koan_leaves_no_trace_in_the_state_that_the_next_one_starts_from(desk):
    draw = "import random\n    print('drawn', random.random())\n    "
    desk.solve()
    desk.change(1, "    return 2", f"    {draw}return 2")
    desk.change(3, "    return", f"    {draw}return")
    result = desk.run("-s")
    in_double, _, in_rings = [line.split()[-1] for line in result.outlines if "drawn" in line]

    assert result.ret == pytest.ExitCode.OK
    assert in_double == in_rings
