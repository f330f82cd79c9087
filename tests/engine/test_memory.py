"""The memory: what held once is not tried again, until something changes that it depends on."""

import pytest

from sensei.judge import Script
from sensei.memory import DEEP, EXAMPLES, Memory, fingerprint
from sensei.source import parse

TEXT = """\
import math


def helper(x):
    return x + 1


def double(x):
    return helper(x) * 2


def test_double():
    assert double(1) == 4


def test_other():
    assert math.pi > 3
"""


@pytest.fixture
def claim(tmp_path):
    path = tmp_path / "test_01_small.py"
    path.write_text("def test_double(subject): ...\n")
    return path


def printed(text, claim, names=("double", "test_double")):
    return fingerprint(parse(text), names, claim)


def test_what_was_added_is_known_in_the_next_process(tmp_path):
    path = tmp_path / ".koans" / "held"
    first = Memory(path)
    first.add("a1")
    Memory(path).add("b2")

    assert first.still_to_try("a1") == 0
    assert [Memory(path).still_to_try(each) for each in ("a1", "b2", "c3")] == [0, 0, EXAMPLES]


def test_without_a_file_it_forgets():
    memory = Memory()
    memory.add("a1")

    assert memory.still_to_try("a1") == 0
    assert Memory().still_to_try("a1") == EXAMPLES


@pytest.mark.parametrize("spoilt", [b"", b"\xff\xfe\0", b"half a li"])
def test_a_spoilt_file_is_no_obstacle(tmp_path, spoilt):
    path = tmp_path / "held"
    path.write_bytes(spoilt)
    memory = Memory(path)

    assert memory.still_to_try("a1") == EXAMPLES
    memory.add("a1")
    assert memory.still_to_try("a1") == 0


def test_a_folder_that_cannot_be_written_is_no_obstacle(tmp_path):
    (tmp_path / "file").write_text("")
    memory = Memory(tmp_path / "file" / "held")
    memory.add("a1")

    assert memory.still_to_try("a1") == 0


def test_what_is_known_is_written_once(tmp_path):
    path = tmp_path / "held"
    for _ in range(3):
        Memory(path).add("a1")

    assert path.read_text() == "a1\n"


def test_what_fails_for_one_of_many_inputs_is_tried_on_as_many_ever_after(tmp_path):
    path = tmp_path / "held"
    Memory(path).add("a1")
    deep = Memory(path, deep=True)
    assert deep.still_to_try("a1") == DEEP
    deep.doubt("a1")

    assert Memory(path).still_to_try("a1") == DEEP


def test_what_fails_for_one_of_few_inputs_is_tried_on_few_again(tmp_path):
    path = tmp_path / "held"
    Memory(path).doubt("a1")

    assert Memory(path).still_to_try("a1") == EXAMPLES


def test_a_function_that_fails_for_one_input_in_many_is_found_out_by_a_deep_trial_only(bench, tmp_path):
    koan = 'def double(number):\n    """Twice."""\n    ___\n\n\ndef test_double():\n    assert double(4) == 8\n'
    (bench.root / "properties").mkdir()
    (bench.root / "properties" / bench.path.name).write_text(
        "from hypothesis import given, strategies as st\n"
        "@given(number=st.integers(0, 400))\n"
        "def test_double(subject, number):\n    assert subject.double(number) == 2 * number\n"
    )
    topic = bench.topic(koan)
    filled = (bench.head + bench.fill(koan, "return 2 * number + (number == 333)")).encode()

    def run(*, deep):
        script = Script(topic, bench.path, filled, Memory(tmp_path / "held", deep=deep))
        return script.run(topic.koans[0], script.module("koans.test_01_small"))

    assert run(deep=False).passed
    late = run(deep=True)
    assert "number = 333" in " ".join(late.facts)
    assert run(deep=False) == late


@pytest.mark.parametrize(
    ("old", "new"),
    [("* 2", "* 3"), ("x + 1", "x + 2"), ("import math", "import cmath"), ("double(1) == 4", "double(1) == 5")],
)
def test_another_program_is_not_known(claim, old, new):
    assert printed(TEXT.replace(old, new), claim) != printed(TEXT, claim)


@pytest.mark.parametrize(("old", "new"), [("math.pi > 3", "___"), ("* 2", "*  2  # twice"), ("\n\n\n", "\n\n\n\n")])
def test_what_it_does_not_depend_on_may_change(claim, old, new):
    assert printed(TEXT.replace(old, new), claim) == printed(TEXT, claim)


def test_another_property_asks_anew(claim):
    before = printed(TEXT, claim)
    claim.write_text("def test_double(subject): assert subject\n")

    assert printed(TEXT, claim) != before


def test_a_property_is_tried_once_for_what_holds_and_each_time_for_what_does_not(bench, tmp_path):
    koan = 'def double(number):\n    """Twice."""\n    ___\n\n\ndef test_double():\n    assert double(4) == 8\n'
    log = tmp_path / "log"
    (bench.root / "properties").mkdir()
    (bench.root / "properties" / bench.path.name).write_text(
        f"def test_double(subject):\n    open({str(log)!r}, 'a').write('x')\n    assert subject.double(5) == 10\n"
    )
    topic = bench.topic(koan)

    def run(answer):
        filled = (bench.head + bench.fill(koan, answer)).encode()
        script = Script(topic, bench.path, filled, Memory(tmp_path / "held"))
        verdict = script.run(topic.koans[0], script.module("koans.test_01_small"))
        return verdict.passed, len(log.read_text())

    assert [run("return 2 * number"), run("return number + number")] == [(True, 1), (True, 2)]
    assert [run("return 2 * number"), run("return 2  *  number")] == [(True, 2), (True, 2)]
    assert [run("return 8"), run("return 8")] == [(False, 3), (False, 4)]
