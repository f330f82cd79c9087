"""The rules about koans find a fault that was planted for them, where it is, and no other rule speaks."""

import pytest

COIN = '''

def test_a_rest_is_left_over():
    """The sign % gives the rest of a division."""
    assert (4 % 2 == 0) is ___
    assert (3 % 2 == 0) is ___
'''
COIN_HINTS = """
[a_rest_is_left_over]
hints = ["Divide.", "What is left?", "Compare that with 0."]
why = "Even numbers are told like this."
docs = "https://docs.pytorch.org/docs/stable/generated/torch.remainder.html"

[[a_rest_is_left_over.misconceptions]]
answers = ["False", "False"]
reply = "Twice two make four."

[[a_rest_is_left_over.misconceptions]]
answers = ["True", "True"]
reply = "Two go into three once, and there is a rest."
"""


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("    rest___ = 0\n", "The name rest___ holds a ___."),
        ('    rest = "___"\n', "is text inside a string"),
        ("    ___ = 0\n", "is written to"),
    ],
)
def test_what_looks_like_a_blank_and_is_none_is_unsolved(tiny, fault, says):
    anchor = "    steps = torch.tensor([10, 20, 30])\n"
    for path in (tiny.koans, tiny.pristine):
        tiny.edit(path, anchor, anchor + fault)
    tiny.edit(tiny.solutions, anchor, anchor + fault)
    line = tiny.line(tiny.koans, fault.strip())

    said = [each for each in tiny.violations(run=False) if "[unsolved]" in each]

    assert len(said) == 1
    assert said[0].startswith(f"{tiny.koans}:{line}: [unsolved] ")
    assert says in said[0]


def test_a_name_with_a_blank_in_it_is_reported_by_unsolved_alone(tiny):
    tiny.edit_koan("    steps = torch.tensor([10, 20, 30])\n", "    steps = torch.tensor([10, 20, 30])\n    x___ = 1\n")

    assert tiny.places() == [f"{tiny.koans}:{tiny.line(tiny.koans, 'x___')}: [unsolved]"]


def test_a_blank_for_a_keyword_is_reported_by_unsolved_alone(tiny):
    anchor = "    steps = torch.tensor([10, 20, 30])\n"
    tiny.edit_koan(anchor, anchor + "    dict(___=1)\n")

    said = tiny.violations()

    assert len(said) == 1
    assert said[0].startswith(f"{tiny.koans}:{tiny.line(tiny.koans, 'dict')}: [unsolved] ")
    assert "is not a blank that can be found" in said[0]


def test_a_koan_that_someone_has_solved_is_unsolved_no_more(tiny):
    tiny.edit(tiny.koans, "    return ___", "    return tensor.max().item()")
    line = tiny.line(tiny.koans, "def test_a_method")

    said = [each for each in tiny.violations(run=False) if "[unsolved]" in each]

    assert said == [
        f"{tiny.koans}:{line}: [unsolved] test_a_method_finds_the_largest has no blank. "
        "Put ___ where the learner shall think."
    ]


def test_a_blank_outside_of_a_koan_is_reported_by_unsolved(tiny):
    for path in (tiny.koans, tiny.pristine):
        tiny.add(path, "\n\nLIMIT = ___\n")
    tiny.add(tiny.solutions, "\n\nLIMIT = ___\n")
    line = tiny.line(tiny.koans, "LIMIT")

    assert tiny.places(run=False) == [f"{tiny.koans}:{line}: [unsolved]"]


def test_two_truth_values_are_a_coin(tiny):
    for path in (tiny.koans, tiny.pristine):
        tiny.add(path, COIN)
    tiny.add(tiny.solutions, COIN.replace("___", "True", 1).replace("___", "False", 1))
    tiny.add(tiny.hints, COIN_HINTS)

    assert tiny.places() == [f"{tiny.koans}:{tiny.line(tiny.koans, '4 % 2')}: [coin]"]


def test_three_truth_values_that_are_all_alike_are_a_coin(tiny):
    more = COIN + "    assert (5 % 2 == 0) is ___\n"
    for path in (tiny.koans, tiny.pristine):
        tiny.add(path, more)
    tiny.add(tiny.solutions, more.replace("___", "False"))
    hints = COIN_HINTS.replace('["False", "False"]', '["True", "False", "False"]')
    tiny.add(tiny.hints, hints.replace('["True", "True"]', '["False", "True", "False"]'))

    said = tiny.violations(run=False)

    assert len(said) == 1
    assert "[coin] Every answer of test_a_rest_is_left_over is False." in said[0]


def test_a_method_that_nobody_has_shown_breaks_the_order(tiny):
    tiny.edit_koan('""".max() gives', '"""It gives')

    said = tiny.violations()

    assert len(said) == 1
    assert said[0].startswith(f"{tiny.koans}:{tiny.line(tiny.koans, 'return ___')}: [order] ")
    assert "needs .max, which nothing before it shows" in said[0]


def test_a_name_that_comes_only_later_breaks_the_order(tiny):
    tiny.edit_koan(" .sum() adds them up, .item() takes one out.", "")
    tiny.edit_koan("(steps * 2).sum().item()", "sum((steps * 2).tolist())")
    line = tiny.line(tiny.koans, "return ___")

    said = tiny.violations(run=False)

    assert len(said) == 1
    assert said[0].startswith(f"{tiny.koans}:{line}: [order] ")
    assert "needs .item" in said[0]


def test_thirteen_lines_of_code_are_too_many(tiny):
    more = "".join(f"    number_{each} = {each}\n" for each in range(8))
    tiny.edit_koan("    steps = torch.tensor([10, 20, 30])\n", "    steps = torch.tensor([10, 20, 30])\n" + more)

    assert tiny.places() == [f"{tiny.koans}:{tiny.line(tiny.koans, 'def test_a_product')}: [size]"]


def test_twelve_lines_of_code_and_any_number_of_comments_are_not(tiny):
    more = "".join(f"    # one more\n\n    number_{each} = {each}\n" for each in range(7))
    tiny.edit_koan("    steps = torch.tensor([10, 20, 30])\n", "    steps = torch.tensor([10, 20, 30])\n" + more)

    assert tiny.places(run=False) == []


def test_a_long_topic_and_a_long_file_of_the_engine_are_reported_by_size(tiny):
    for path in (tiny.koans, tiny.pristine):
        tiny.add(path, "\n# more\n" * 120)
    tiny.write("sensei/long.py", "LONG = 1\n" * 251)
    tiny.write("sensei/carried/long.py", "LONG = 1\n" * 251)

    assert tiny.places(run=False) == [f"{tiny.koans}:251: [size]", "sensei/long.py:251: [size]"]


def test_a_function_without_a_property_is_reported_by_property(tiny):
    tiny.edit(tiny.properties, "def test_a_method_finds_the_largest", "def test_something_else_is_found")

    assert tiny.places() == [f"{tiny.koans}:{tiny.line(tiny.koans, 'def test_a_method')}: [property]"]


@pytest.mark.parametrize(("old", "new"), [("(subject, numbers)", "(numbers)"), ("subject.largest", "subject.smallest")])
def test_a_property_that_does_not_judge_the_function_is_reported_by_property(tiny, old, new):
    tiny.edit(tiny.properties, old, new)

    assert tiny.places(run=False) == [f"{tiny.properties}:{tiny.line(tiny.properties, 'def test')}: [property]"]
