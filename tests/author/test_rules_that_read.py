"""Each rule that reads finds a fault that was planted for it, where it is, and no other rule has anything to say."""

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


def test_a_clean_course_has_no_violation(tiny):
    assert tiny.violations() == []


def test_a_koan_that_does_not_parse_is_named_with_its_line(tiny):
    for path in (tiny.koans, tiny.pristine):
        tiny.edit(path, "steps = torch.tensor([10, 20, 30])", "steps = torch.tensor([10, 20, 30)")
    line = tiny.line(tiny.koans, "steps = ")

    assert tiny.places(run=False) == [f"{tiny.koans}:{line}: [readable]"]


def test_hints_that_are_no_toml_are_named_with_their_line(tiny):
    tiny.edit(tiny.hints, 'why = "Losses are read like this."', "why = Losses")
    line = tiny.line(tiny.hints, "why = Losses")

    assert tiny.places(run=False) == [f"{tiny.hints}:{line}: [readable]"]


def test_a_typo_in_a_key_is_named_at_its_koan(tiny):
    tiny.edit(tiny.hints, 'why = "Losses', 'wy = "Losses')
    line = tiny.line(tiny.hints, "[a_method")

    said = tiny.violations(run=False)

    assert len(said) == 1
    assert said[0].startswith(f"{tiny.hints}:{line}: [readable] ")
    assert "'wy' is unknown" in said[0]


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe\x00", b"\x00\x01", b"caf\xe9"])
def test_a_file_that_holds_no_text_or_no_koan_is_one_violation_of_readable(tiny, raw):
    for path in (tiny.koans, tiny.pristine):
        (tiny.root / path).write_bytes(raw)

    places = tiny.places(run=False)

    assert f"{tiny.koans}:1: [readable]" in places


def test_a_solution_that_asserts_something_else_breaks_parity(tiny):
    tiny.edit(tiny.solutions, "assert len(steps) == 3", "assert len(steps) + 1 == 4")
    line = tiny.line(tiny.solutions, "len(steps)")

    places = tiny.places(run=False)

    assert places == [f"{tiny.solutions}:{line}: [parity]"]


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("assert len(steps) == 3", "assert len(steps) == 3, 'three'", "'three'"),
        ("is float\n", "is float\n\n\nSECRET = 1\n", "SECRET"),
        (
            "    steps = torch.tensor([10, 20, 30])\n",
            "    steps = torch.tensor([10, 20, 30])\n    print(steps)\n",
            "print",
        ),
        ("import torch\n", "import math\n\nimport torch\n", "import math"),
        (".max() gives the largest number", ".max() gives a number", "def test_a_method"),
        ("def test_a_method", "LIMIT = 3\n\n\ndef test_a_method", "LIMIT"),
    ],
)
def test_every_difference_beside_the_blanks_breaks_parity(tiny, old, new, at):
    tiny.edit(tiny.solutions, old, new)

    assert tiny.places(run=False) == [f"{tiny.solutions}:{tiny.line(tiny.solutions, at)}: [parity]"]


def test_definitions_in_another_order_break_parity(tiny):
    head, largest, method = tiny.read(tiny.solutions).partition("\n\ndef largest")
    first = head.index("\n\ndef test_a_product")
    tiny.write(tiny.solutions, f"{head[:first].rstrip()}\n{largest}{method.rstrip()}\n{head[first:]}\n")

    places = tiny.places(run=False)

    assert places
    assert all(place.startswith(tiny.solutions) and place.endswith("[parity]") for place in places)


def test_a_topic_without_a_solution_breaks_parity(tiny):
    (tiny.root / tiny.solutions).unlink()

    assert tiny.places(run=False) == [f"{tiny.koans}:1: [parity]"]


@pytest.mark.parametrize(
    "path",
    ["koans/notes.txt", "solutions/helper.py", "properties/test_02_ghost.py", "hints/en/02_ghost.toml", "hints/x.toml"],
)
def test_a_stray_file_breaks_parity(tiny, path):
    tiny.write(path, '"""Nothing."""\n')

    assert tiny.places(run=False) == [f"{path}:1: [parity]"]


def test_a_second_definition_of_one_name_breaks_parity(tiny):
    for path in (tiny.koans, tiny.pristine, tiny.solutions):
        tiny.edit(path, "def largest(tensor):", "def largest():\n    return 0\n\n\ndef largest(tensor):")

    assert f"{tiny.koans}:{tiny.line(tiny.koans, 'def largest(tensor)')}: [parity]" in tiny.places(run=False)


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


def test_two_misconceptions_for_a_koan_that_asks_for_code_are_too_few(tiny):
    text = tiny.read(tiny.hints)
    tiny.write(tiny.hints, text[: text.rindex("\n[[a_method")])
    line = tiny.line(tiny.hints, "[a_method")

    assert tiny.places(run=False) == [f"{tiny.hints}:{line}: [misconceptions]"]


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ('["tensor.max()"]', "Misconception 1 has the same answers."),
        ('["tensor.max( )"]', "Misconception 1 has the same answers."),
        ('["tensor.max().item()"]', "This misconception is the right answer."),
        ('["tensor.", "9"]', "has 1 blanks, and this misconception 2 answers"),
        ('["tensor."]', "The answer `tensor.` is not Python."),
    ],
)
def test_a_misconception_that_cannot_be_one_is_named(tiny, answers, says):
    tiny.edit(tiny.hints, 'answers = ["9"]', f"answers = {answers}")
    line = tiny.line(tiny.hints, f"answers = {answers}") - 1
    if answers == '["tensor.max()"]':
        line = tiny.read(tiny.hints).split("\n").index('reply = "That is one tensor\'s answer."') - 1

    said = tiny.violations(run=False)

    assert len(said) == 1
    assert said[0].startswith(f"{tiny.hints}:{line}: [misconceptions] ")
    assert says in said[0]


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


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("Do the same to each, then count", "Write 3 in the second, then count", "Write 3"),
        ("Do the same to each, then count", "It is 20, 40 and 60, then count", "It is 20"),
        ("Two methods, one after the other", "tensor.max().item() it is", "it is"),
        ("No number was added to the tensor.", "There are 3 numbers.", "There are 3"),
        ("Do the same to each, then count, then add up.", "Which of the numbers does a factor reach?", "Which"),
        ("One line of code replaces a loop.", " ", "[a_product"),
        ("https://docs.pytorch.org/docs/stable/generated/torch.max.html", "http://pytorch.org/", "http://"),
        ("https://docs.pytorch.org/docs/stable/generated/torch.max.html", "https://example.org/", "https://example"),
    ],
)
def test_hints_that_say_too_much_or_too_little_are_reported_by_hints(tiny, old, new, at):
    tiny.edit(tiny.hints, old, new)

    assert tiny.places(run=False) == [f"{tiny.hints}:{tiny.line(tiny.hints, at)}: [hints]"]


def test_a_rung_that_says_the_answer_is_reported_by_hints_alone(tiny):
    tiny.edit(tiny.hints, "What comes out of the first step", "What tensor.max().item() gives")

    assert tiny.places() == [f"{tiny.hints}:{tiny.line(tiny.hints, 'What tensor')}: [hints]"]


def test_a_language_that_lacks_a_koan_and_has_one_too_many_is_reported_by_hints(tiny):
    german = "hints/de/01_small_numbers.toml"
    tiny.write(german, tiny.read(tiny.hints).replace("a_method_finds_the_largest", "a_method_finds_the_smallest"))

    said = tiny.violations(run=False)

    assert [each.split(" ", 2)[1] for each in said] == ["[hints]", "[hints]"]
    assert said[0].startswith(f"{german}:1: ")
    assert said[1].startswith(f"{german}:{tiny.line(german, '[a_method')}: ")


def test_a_translation_with_answers_of_its_own_is_reported_by_misconceptions(tiny):
    german = "hints/de/01_small_numbers.toml"
    tiny.write(german, tiny.read(tiny.hints).replace('answers = ["9"]', 'answers = ["8"]'))

    assert tiny.places(run=False) == [f"{german}:{tiny.line(german, '[a_method')}: [misconceptions]"]


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


@pytest.mark.parametrize("word", ["simply", "Just", "obviously"])
def test_a_word_that_belittles_is_reported_by_prose(tiny, word):
    tiny.edit(tiny.hints, "One line of code", f"{word} one line of code")

    assert tiny.places(run=False) == [f"{tiny.hints}:{tiny.line(tiny.hints, word)}: [prose]"]


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("Arithmetic on a tensor is", "Arithmetic is obviously", "obviously"),
        ("in a tensor of its own", "in a tensor \u2013 its own", "\u2013"),
        (
            '    """.max() gives the largest number in a tensor of its own."""\n',
            "    # .max() gives it\n",
            "def test_a_m",
        ),
        ("what a tensor does to them.", "TO WRITE: what a tensor does.", "TO WRITE"),
    ],
)
def test_a_lesson_that_is_not_fit_to_be_read_is_reported_by_prose(tiny, old, new, at):
    tiny.edit_koan(old, new)

    places = set(tiny.places(run=False))

    assert f"{tiny.koans}:{tiny.line(tiny.koans, at)}: [prose]" in places
    assert {place.split(" ")[1] for place in places} == {"[prose]"}


def test_a_name_of_two_words_is_reported_by_prose(tiny):
    tiny.edit_koan("test_a_method_finds_the_largest", "test_the_largest")
    tiny.edit(tiny.properties, "test_a_method_finds_the_largest", "test_the_largest")
    tiny.write(tiny.hints, tiny.read(tiny.hints).replace("a_method_finds_the_largest", "the_largest"))

    assert tiny.places() == [f"{tiny.koans}:{tiny.line(tiny.koans, 'def test_the_largest')}: [prose]"]


def test_a_library_that_the_course_does_not_have_is_reported_by_imports(tiny):
    tiny.edit_koan("import torch\n", "import click\nimport torch\n")

    assert tiny.places() == [
        f"{path}:{tiny.line(path, 'import click')}: [imports]" for path in (tiny.koans, tiny.solutions)
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "import sensei.course",
        "from sensei.blank import NAME",
        "import test_01_small_numbers",
        "from solutions import x",
        'ENGINE = __import__("sensei")',
    ],
)
def test_an_import_of_the_engine_or_of_a_neighbour_is_reported_by_imports(tiny, statement):
    tiny.edit(tiny.properties, "import torch\n", f"import torch\n{statement}\n")

    assert tiny.places(run=False) == [f"{tiny.properties}:{tiny.line(tiny.properties, statement)}: [imports]"]


def test_a_koan_that_takes_more_than_the_blank_from_the_engine_is_reported_by_imports(tiny):
    for path in (tiny.koans, tiny.pristine):
        tiny.edit(path, "from sensei import ___", "from sensei import ___, blank")

    assert tiny.places(run=False) == [f"{tiny.koans}:{tiny.line(tiny.koans, 'from sensei')}: [imports]"]


def test_a_function_without_a_property_is_reported_by_property(tiny):
    tiny.edit(tiny.properties, "def test_a_method_finds_the_largest", "def test_something_else_is_found")

    assert tiny.places() == [f"{tiny.koans}:{tiny.line(tiny.koans, 'def test_a_method')}: [property]"]


@pytest.mark.parametrize(("old", "new"), [("(subject, numbers)", "(numbers)"), ("subject.largest", "subject.smallest")])
def test_a_property_that_does_not_judge_the_function_is_reported_by_property(tiny, old, new):
    tiny.edit(tiny.properties, old, new)

    assert tiny.places(run=False) == [f"{tiny.properties}:{tiny.line(tiny.properties, 'def test')}: [property]"]


def test_a_copy_that_is_not_the_koans_is_reported_by_pristine(tiny):
    tiny.edit(tiny.pristine, "[10, 20, 30]", "[10, 20, 31]")

    assert tiny.places() == [f"{tiny.koans}:{tiny.line(tiny.koans, '[10, 20, 30]')}: [pristine]"]


def test_a_copy_of_a_topic_that_is_gone_is_reported_by_pristine(tiny):
    tiny.write("sensei/pristine/test_09_gone.py", "")

    assert tiny.places(run=False) == ["sensei/pristine/test_09_gone.py:1: [pristine]"]
