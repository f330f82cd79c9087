"""The rules about words find a fault that was planted for them, where it is, and no other rule speaks."""

import pytest


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


@pytest.mark.parametrize("line", ["", 'milestone = " "\n'])
def test_a_topic_without_a_milestone_is_reported_by_hints_in_every_language(tiny, line):
    german = "hints/de/01_small_numbers.toml"
    tiny.write(german, line + tiny.read(tiny.hints).partition("\n")[2])

    [said] = tiny.violations(run=False)

    assert said.startswith(f"{german}:1: [hints] The topic has no milestone. Write milestone = ")


def test_a_milestone_is_read_as_prose(tiny):
    tiny.edit(tiny.hints, "You can now put", "You can simply put")

    assert tiny.places(run=False) == [f"{tiny.hints}:1: [prose]"]


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


def test_a_topic_without_an_opening_is_reported_by_prose(tiny):
    for path in (tiny.koans, tiny.pristine, tiny.solutions):
        tiny.write(path, tiny.read(path).partition('tensor.\n"""\n')[2].lstrip())

    assert tiny.places() == [f"{tiny.koans}:1: [prose]"]


def test_a_name_of_two_words_is_reported_by_prose(tiny):
    tiny.edit_koan("test_a_method_finds_the_largest", "test_the_largest")
    tiny.edit(tiny.properties, "test_a_method_finds_the_largest", "test_the_largest")
    tiny.write(tiny.hints, tiny.read(tiny.hints).replace("a_method_finds_the_largest", "the_largest"))

    assert tiny.places() == [f"{tiny.koans}:{tiny.line(tiny.koans, 'def test_the_largest')}: [prose]"]
