"""The files: which koans read otherwise than they did before."""

import pytest

FIRST, SECOND, THIRD = "baskets_are_poured_together", "a_word_has_no_sum", "double_is_written_by_you"


@pytest.fixture
def files(desk):
    from sensei.watch.files import Files

    return Files(desk.course, desk.path)


def read(files, desk, *numbers):
    differ, koans = files.read({desk.file(number).name for number in numbers or (1,)})
    return differ, [koan.name for koan in koans]


def test_the_same_words_are_no_change(files, desk):
    desk.file(1).write_bytes(desk.file(1).read_bytes())

    assert read(files, desk) == (False, [])


@pytest.mark.parametrize(
    "before, after",
    [
        ("apples, pears = 1200, 564", "apples,   pears = (1200,\n        564)"),
        ("apples, pears = 1200, 564", "# how many?\n    apples, pears = 1200, 564  # these"),
        ("def double(number):", "\n\n\n# mine\ndef double(number):"),
        ("import pytest\n", "import pytest, math\n"),
        ("def test_a_word_has_no_sum():", "mine = 7\n\n\ndef test_a_word_has_no_sum():"),
    ],
    ids=["layout", "comments", "space between", "import", "own statement"],
)
def test_what_stands_in_no_koan_changes_no_koan(files, desk, before, after):
    desk.change(1, before, after)

    assert read(files, desk) == (True, [])


def test_the_koan_whose_words_change_is_found_and_no_other(files, desk):
    desk.answer(SECOND)
    assert read(files, desk) == (True, [SECOND])

    assert read(files, desk) == (False, [])


def test_a_function_belongs_to_its_koan(files, desk):
    desk.answer(THIRD)

    assert read(files, desk) == (True, [THIRD])


def test_several_that_change_at_once_are_found_in_order(files, desk):
    desk.solve("a_list_is_sorted", THIRD, FIRST)

    assert read(files, desk, 2, 1) == (True, [FIRST, THIRD, "a_list_is_sorted"])


def test_only_the_files_that_are_named_are_read(files, desk):
    desk.solve(FIRST, "a_list_is_sorted")

    assert read(files, desk, 2) == (True, ["a_list_is_sorted"])
    assert files.read({"test_99_other.py"}) == (False, [])
    assert read(files, desk) == (True, [FIRST])


def test_files_that_differ_are_told_whichever_it_is(files, desk):
    desk.change(1, "import pytest\n", "import pytest, math\n")
    assert read(files, desk, 1, 2) == (True, [])
    desk.change(2, "import math\n", "import math, re\n")

    assert read(files, desk, 1, 2) == (True, [])


def test_what_is_half_written_is_a_change_of_its_own_koan(files, desk):
    desk.change(1, "assert apples + pears == ___", "assert apples + pears == (")
    assert read(files, desk) == (True, [FIRST])
    desk.change(1, "assert apples + pears == (", "assert apples + pears == (1")
    assert read(files, desk) == (True, [FIRST])
    desk.change(1, "def double(number):", "def double(number):  # mine")
    assert read(files, desk) == (True, [])
    desk.change(1, "assert apples + pears == (1", "assert apples + pears == (1)")
    assert read(files, desk) == (True, [FIRST])


def test_a_file_that_goes_away_reads_as_empty_and_comes_back(files, desk):
    topic, raw = desk.course.topics[0], desk.file(1).read_bytes()
    assert files.exists(topic)
    desk.file(1).unlink()
    assert not files.exists(topic)
    assert read(files, desk) == (True, [FIRST, SECOND, THIRD])
    assert files.reading(topic).source.text == ""
    desk.file(1).write_bytes(raw)

    assert read(files, desk) == (True, [FIRST, SECOND, THIRD])


def test_bytes_that_are_no_text_are_no_reason_to_stop(files, desk):
    desk.file(1).write_bytes(b"\xff\xfe\0")

    assert read(files, desk) == (True, [FIRST, SECOND, THIRD])


def test_a_topic_is_as_it_was_read_last(files, desk):
    topic, before = desk.course.topics[0], desk.file(1).read_text()
    desk.answer(FIRST)
    assert files.reading(topic).source.text == before
    read(files, desk)

    assert files.reading(topic).source.text == desk.file(1).read_text() != before
