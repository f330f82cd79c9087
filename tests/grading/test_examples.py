import types

import pytest

from sensei.beyond import NotInGeneral
from sensei.grading.examples import Examples

HEAD = "from hypothesis import given, strategies as st, assume\n"
DOUBLES = (
    HEAD + "@given(st.integers(0, 50))\ndef test_p(subject, n):\n    assert subject.twice(n) == 2 * n, 'not twice'\n"
)
DRAWS = HEAD + (
    "@given(st.integers(1, 5), st.data())\n"
    "def test_p(subject, n, data):\n"
    "    chosen = data.draw(st.lists(st.integers(), min_size=n, max_size=n))\n"
    "    assert subject.twice(chosen) == chosen + chosen\n"
    "    assert len(chosen) == n\n"
)
CHANGES = HEAD + "@given(st.lists(st.integers()))\ndef test_p(subject, row):\n    subject.twice(row)\n    assert row\n"
CHOOSY = (
    HEAD + "@given(st.integers(-9, 9))\ndef test_p(subject, n):\n    assume(n > 0)\n    assert subject.twice(n) > n\n"
)
PLAIN = "def test_p(subject):\n    assert subject.twice(2) == 4\n"


def module(function):
    made = types.ModuleType("answer")
    made.twice = function
    return made


def drawn(source, seed=1, count=30):
    return Examples.drawn(source, "test_00_doubles.py", "test_p", seed, count)


@pytest.mark.parametrize("source", [DOUBLES, DRAWS, PLAIN])
def test_what_is_right_holds_for_all_examples_again_and_again(source):
    examples = drawn(source)

    for _ in range(2):
        examples.examine(module(lambda n: n + n))


@pytest.mark.parametrize("source", [DOUBLES, DRAWS, PLAIN])
def test_what_is_wrong_for_some_examples_is_found(source):
    with pytest.raises(NotInGeneral):
        drawn(source).examine(module(lambda n: n))


def test_the_shortest_example_that_fails_is_told_with_the_words_of_the_property():
    def twice(n):
        return 2 * n if n < 3 else 0

    with pytest.raises(NotInGeneral) as caught:
        drawn(DOUBLES).examine(module(twice))

    assert caught.value.call.words in {f"n = {n}" for n in range(3, 10)}
    assert caught.value.said.startswith("not twice")


def test_another_seed_tries_other_inputs_and_the_learners_own_stay():
    def seen(seed):
        calls = set()
        drawn(DOUBLES.replace("50", "10**6"), seed).examine(module(lambda n: calls.add(n) or 2 * n))
        return calls

    one, again, other = seen(1), seen(1), seen(2)

    assert one == again
    assert one != other
    assert len(one & other) >= 25


def test_what_an_answer_does_to_its_input_is_not_seen_by_the_next():
    examples = drawn(CHANGES)
    rows = []

    examples.examine(module(lambda row: rows.append(list(row)) or row.append(1)))
    first, rows = list(rows), []
    examples.examine(module(lambda row: rows.append(list(row)) or row.append(1)))

    assert [] in first
    assert rows == [] or rows == first


def test_examples_that_a_property_does_not_want_are_passed_over():
    drawn(CHOOSY).examine(module(lambda n: n + n))


def test_there_are_none_where_the_file_has_no_such_property():
    assert Examples.drawn(PLAIN, "x.py", "test_other", 0, 5) is None
