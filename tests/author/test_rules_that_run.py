"""Each rule that runs koans finds a fault that was planted for it, where it is, and no other rule speaks."""

from sensei.author.checkout import Checkout
from sensei.author.pool import Pool
from sensei.author.proof import prove
from sensei.author.rules import RULES, chosen


def test_a_solution_that_does_not_hold_is_reported_by_solved(tiny):
    tiny.edit(tiny.solutions, "[20, 40, 60]", "[20, 40, 61]")
    line = tiny.line(tiny.solutions, "61")

    said = tiny.violations()

    assert len(said) == 1
    assert said[0].startswith(f"{tiny.solutions}:{line}: [solved] The solution is wrong: ")


def test_a_koan_that_needs_another_koan_is_reported_by_solved(tiny):
    tiny.edit_koan("def test_a_product", "def double(number):\n    return number * 2\n\n\ndef test_a_product")
    tiny.edit_koan("    assert type(largest(", "    assert double(2) == 4\n    assert type(largest(")
    line = tiny.line(tiny.koans, "double(2)")

    said = tiny.violations()

    assert f"{tiny.koans}:{line}: [solved]" in [each.split("]")[0] + "]" for each in said]
    assert any("NameError" in each for each in said)


def test_a_misconception_that_is_true_is_reported_by_misconceptions(tiny):
    tiny.edit(tiny.hints, '["[20, 40, 60]", "6", "120"]', '["[20, 40, 60]", "int(\'3\')", "120"]')
    line = tiny.line(tiny.hints, "int(") - 1

    said = tiny.violations()

    assert len(said) == 1
    assert said[0].startswith(f"{tiny.hints}:{line}: [misconceptions] ")
    assert "holds with the wrong answers `[20, 40, 60]` and `int('3')` and `120`" in said[0]


def test_a_misconception_whose_reply_is_never_shown_is_reported_by_misconceptions(tiny):
    tiny.edit(tiny.hints, 'answers = ["9"]', 'answers = ["9 + ___"]')
    line = tiny.line(tiny.hints, "9 + ___") - 1

    said = tiny.violations()

    assert len(said) == 1
    assert said[0].startswith(
        f"{tiny.hints}:{line}: [misconceptions] With `9 + ___` the koan is blank, and another reply"
    )


def test_a_misconception_that_cannot_stand_in_its_blank_is_reported_by_misconceptions(tiny):
    tiny.edit(tiny.hints, 'answers = ["9"]', 'answers = ["tensor = 9"]')

    said = tiny.violations()

    assert len(said) == 1
    assert said[0].startswith(f"{tiny.hints}:{tiny.line(tiny.hints, 'tensor = 9') - 1}: [misconceptions] ")
    assert "cannot stand in the blanks" in said[0]


def test_a_koan_that_holds_for_a_neighbours_answer_is_reported_by_decoy(tiny):
    tiny.edit_koan("assert len(steps) ==", "assert len(steps) <=")
    tiny.edit(tiny.hints, '"6", "120"]', '"2", "120"]')

    said = tiny.violations()

    assert len(said) == 1
    assert said[0].startswith(f"{tiny.koans}:{tiny.line(tiny.koans, 'len(steps)')}: [decoy] ")
    assert "holds with `120` where the answer is `3`" in said[0]


def test_a_koan_that_prints_its_answer_is_reported_by_leak(tiny):
    tiny.edit_koan(
        "    assert (steps * 2).tolist()", "    print((steps * 2).tolist())\n\n    assert (steps * 2).tolist()"
    )
    lines = [
        number
        for number, line in enumerate(tiny.read(tiny.hints).split("\n"), 1)
        if line == "[[a_product_reaches_every_number.misconceptions]]"
    ]

    said = tiny.violations()

    # The learner of the second misconception has written the list already, and only hears it again.
    assert [each.split("]")[0] + "]" for each in said] == [f"{tiny.hints}:{lines[0]}: [leak]"]
    assert "shows the answer `[20, 40, 60]`" in said[0]


def test_an_exception_that_names_the_answer_is_reported_by_leak(tiny):
    tiny.edit_koan(
        "    assert largest(torch.tensor([4, 9, 2])) == 9\n",
        "    found = largest(torch.tensor([4, 9, 2]))\n"
        "    if type(found) is not int:\n"
        '        raise ValueError("write " + ".".join(["tensor", "max()", "item()"]))\n'
        "    assert found == 9\n",
    )

    said = tiny.violations()

    assert len(said) == 1
    assert said[0].startswith(f"{tiny.koans}:{tiny.line(tiny.koans, 'return ___')}: [leak] The verdict on ")
    assert "write tensor.max().item()" in said[0]


def test_what_a_learner_sees_is_tried_quiet_and_verbose_for_every_state_of_a_koan(tiny):
    proof = prove(Checkout.at(tiny.root), chosen(["leak"]), tiny.pool)

    # Two koans unsolved, one of them with two misconceptions and one with three, on two screens each.
    assert proof.tried["screens"] == 2 * (1 + 2 + 1 + 3)


def test_a_koan_that_holds_only_where_pytest_runs_it_is_reported_by_leak(tiny):
    tiny.edit_koan("import torch\n", "import os\n\nimport torch\n")
    tiny.edit_koan("assert len(steps) ==", 'assert "PYTEST_CURRENT_TEST" in os.environ or len(steps) ==')

    said = tiny.violations()

    assert len(said) == 1
    assert said[0].startswith(
        f"{tiny.koans}:{tiny.line(tiny.koans, 'def test_a_product')}: [leak] What a learner sees "
    )
    assert "pytest ended with 0" in said[0]


def test_a_reply_may_not_say_what_its_reader_need_not_have_written(tiny):
    tiny.edit(tiny.hints, "A tensor computes.", "A tensor has 3 numbers.")

    rules = {said.split(" ")[1] for said in tiny.violations()}

    # The learner wrote the 3, so the screen repeats it; who shares only the wrong part of that answer did not.
    assert rules == {"[hints]"}


def test_a_koan_that_ends_its_process_is_named_and_the_others_are_proved(tiny):
    tiny.edit_koan("import torch\n", "import os\n\nimport torch\n")
    tiny.edit_koan(
        "    steps = torch.tensor([10, 20, 30])\n", "    os._exit(3)\n    steps = torch.tensor([10, 20, 30])\n"
    )

    with Pool(1) as pool:
        proof = prove(Checkout.at(tiny.root), chosen(["solved"]), pool)

    assert [each.told() for each in proof.violations] == [
        f"{tiny.koans}:1: [solved] test_a_product_reaches_every_number ends the process that runs it, "
        "or an answer to it does. Let it end by itself, within seconds."
    ]
    assert proof.tried["solutions"] == 1


def test_a_clean_course_is_clean_on_any_machine(tiny, monkeypatch):
    loud = {
        "CI": "true",
        "BUILD_NUMBER": "7",
        "PY_COLORS": "1",
        "FORCE_COLOR": "1",
        "PYTEST_ADDOPTS": "-x",
        "COLUMNS": "40",
    }
    for name, value in loud.items():
        monkeypatch.setenv(name, value)

    with Pool(1) as pool:
        proof = prove(Checkout.at(tiny.root), RULES, pool)

    assert [each.told() for each in proof.violations] == []
    assert proof.tried["screens"] > 0
