"""The screens: what fits on terminals of several sizes, and what is left out first."""

import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from sensei.course import Course
from sensei.sight import Sight
from sensei.solution import source
from sensei.verdict import Outcome, Verdict
from sensei.watch.view import Late, Panel, View

from .bench import Bench, drawn

FIRST, THIRD = "baskets_are_poured_together", "double_is_written_by_you"
SIZES = [(80, 24), (60, 20), (40, 12), (120, 50)]
COPIED = re.compile(r"\s*(https://\S+|koans/test_\w+\.py:\d+)")  # whole, however narrow the terminal
LONG = "It is a sentence that has rather many words for what it says. " * 3


def unknown(bench):
    bench.view.sight, bench.view.waits = None, True


def wrong(bench):
    bench.judged(Outcome.WRONG, LONG, "x" * 200)
    bench.press("h", "h", "h")


def held(bench):
    bench.judged(Outcome.PASSED)
    bench.view.answers = ("1 + 2" * 40,)
    bench.view.late, bench.view.milestone, bench.view.trouble = Late.HELD, bench.desk.course.topics[0], LONG


def late(bench):
    bench.judged(Outcome.WRONG, LONG)
    bench.view.late, bench.view.offer = Late.FAILED, LONG


def solution(bench):
    bench.judged(Outcome.PASSED)
    bench.press("s")


def overview(bench):
    bench.press("c")
    sight = bench.sight(Outcome.BROKEN, FIRST, LONG)
    bench.view.checked = {koan.identity: sight for koan in bench.desk.course.koans}
    bench.ended()
    bench.view.milestone = bench.desk.course.topics[0]


def end(bench):
    bench.view.turn_to(None)


VIEWS = {
    "unknown": unknown,
    "wrong": wrong,
    "held": held,
    "late": late,
    "solution": solution,
    "overview": overview,
    "end": end,
    "blank": lambda bench: None,
    "keys": lambda bench: bench.press("?"),
    "opening": lambda bench: bench.press("t"),
    "question": lambda bench: bench.press("r"),
    "list": lambda bench: bench.press("l"),
    "search": lambda bench: bench.press("l", "/", *"sorted"),
    "nothing found": lambda bench: bench.press("l", "f", "/", *"xyzzy"),
}


@pytest.mark.parametrize("columns, lines", SIZES)
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize("name", VIEWS)
def test_no_line_is_wider_than_the_terminal(bench, name, columns, lines, encoding):
    VIEWS[name](bench)
    text = drawn(bench.view, columns, lines, encoding)
    wide = [line for line in text.split("\n") if cell_len(line) > columns and not COPIED.fullmatch(line)]
    wide = [line for line in wide if name != "solution" or line not in source(bench.view.koan)]  # it can be copied

    assert text.strip()
    assert wide == []
    assert "q quit" in text or bench.view.asks or name in ("search", "nothing found")


@pytest.mark.parametrize("columns, lines", SIZES)
def test_every_koan_of_the_course_that_holds_fits_in_width(columns, lines):
    course, wide = Course.at_hand(), []
    for koan in course.koans[::12]:
        for panel in (Panel.KOAN, Panel.OPENING):
            view = View(course, koan=koan, panel=panel, answers=koan.solution)
            view.sight = Sight(Verdict(koan.identity, Outcome.PASSED), (), 1, "", "")
            text = drawn(view, columns, lines)
            wide += [line for line in text.split("\n") if cell_len(line) > columns and not COPIED.fullmatch(line)]

    assert wide == []


def parts(text):
    """What of the fuller screens is there: the map, the topic's short count, its opening, the word of the rest."""
    return ["02 Words" in text, "torch-koans: 0 of 6" in text, "Replace each blank" in text, "scroll up" in text]


def test_on_a_smaller_terminal_the_map_goes_first_then_the_opening_and_never_the_verdict(bench):
    bench.judged(Outcome.WRONG, "So it is not.")
    full = drawn(bench.view, 80, 60)
    assert parts(full) == [True, False, True, False]
    seen = [parts(full)]
    for lines in range(60, 2, -1):
        text = drawn(bench.view, 80, lines)
        assert "So it is not." in text
        assert text.count("\n") < lines or parts(text)[3]
        if parts(text) != seen[-1]:
            seen.append(parts(text))

    assert seen == [
        [True, False, True, False],
        [False, True, True, False],
        [False, False, True, False],
        [False, False, False, False],
        [False, False, False, True],
    ]


def test_the_fullest_that_fits_is_shown_to_the_last_line(bench):
    bench.judged(Outcome.WRONG, "So it is not.")
    full = drawn(bench.view, 80, 60)

    assert drawn(bench.view, 80, full.count("\n") + 1) == full
    assert drawn(bench.view, 80, full.count("\n")) != full


@pytest.mark.parametrize(
    "name, told",
    [
        ("unknown", ["Baskets: baskets are poured together", "Adding counts", "koans/test_01_baskets.py:11"]),
        ("blank", ["A blank is waiting"]),
        ("wrong", ["Not yet.", "1 of 3: Look at", "2 of 3: Notice", "3 of 3: Almost", "koans hint --reveal"]),
        ("late", ["It held for the first 50 inputs.", "Not yet."]),
        (
            "held",
            ["It holds.", "Because", "Your answer", "1,000 more inputs, too", "every koan holds", "It is a sentence"],
        ),
        ("solution", ["def test_baskets_are_poured_together():", "1764", "any key back"]),
        ("keys", ["check all koans", "the watch follows you"]),
        ("opening", ["01 Baskets", "Replace each blank with what you believe."]),
        ("question", ["Put this koan back", "y yes", "any other key no"]),
        ("overview", ["Baskets: every koan holds.", "Begun, and not there yet:"]),
        ("end", ["All 6 koans hold"]),
        ("list", ["6 koans (all)", "> 01 Baskets", "f filter"]),
        ("search", ["search: sorted_", "escape clear"]),
        ("nothing found", ["No koan of those that are not held yet has that name."]),
    ],
)
def test_a_view_tells_what_it_is_about(bench, name, told):
    VIEWS[name](bench)
    text = " ".join(drawn(bench.view, 100, 90).split())

    assert [words for words in told if words not in text] == []


def test_while_a_verdict_is_awaited_none_is_shown(bench):
    bench.judged(Outcome.WRONG, "So it is not.")
    bench.view.waits = True
    assert "So it is not." not in drawn(bench.view)
    bench.judged(Outcome.PASSED)
    bench.view.waits = True

    assert "It holds." not in drawn(bench.view)


def footer(bench):
    return [
        name
        for name in ("next", "hint", "topic", "list", "reset", "solution", "check all", "quit")
        if re.search(rf"\S {name}\b", drawn(bench.view).split("\n\n")[-1])
    ]


def test_the_keys_that_do_something_are_offered(bench):
    bench.judged(Outcome.WRONG)
    assert footer(bench) == ["hint", "topic", "list", "reset", "check all", "quit"]
    bench.judged(Outcome.PASSED)
    assert footer(bench) == ["next", "topic", "list", "reset", "solution", "check all", "quit"]
    end(bench)
    assert footer(bench) == ["list", "check all", "quit"]


def test_a_topic_without_an_opening_offers_none(desk):
    bench = Bench(desk, "the_bell_rings")

    assert "topic" not in footer(bench)


def test_what_a_koan_printed_is_shown_also_when_it_holds(bench):
    for outcome in (Outcome.WRONG, Outcome.PASSED):
        bench.judged(outcome)
        bench.view.sight = replace(bench.view.sight, printed="look here\n")
        assert "It printed:\nlook here\n" in drawn(bench.view, 80, 60)


def test_an_offer_takes_the_place_of_the_word_about_the_last_hint(bench):
    wrong(bench)
    bench.view.offer = "You have seen all the hints."
    text = drawn(bench.view, 80, 60)

    assert "You have seen all the hints." in text
    assert "That was the last hint." not in text


def test_the_short_map_counts_the_topic_too(bench):
    bench.judged(Outcome.WRONG)
    bench.view.held = {f"baskets/{FIRST}", f"baskets/{THIRD}", "words/a_list_is_sorted"}
    texts = {drawn(bench.view, 80, lines).split("\n")[0] for lines in range(60, 2, -1)}

    assert "torch-koans: 3 of 6   01 Baskets: 2 of 3" in texts
