"""The listing: what each key does to what is listed, and to the cursor."""

import re

import pytest
from rich.cells import cell_len

from sensei.course import Course
from sensei.watch.listing import Filter, Listing
from sensei.watch.view import Panel, View

from .bench import drawn

NAMES = [
    "baskets_are_poured_together",
    "a_word_has_no_sum",
    "double_is_written_by_you",
    "words_are_joined_in_order",
    "a_list_is_sorted",
    "the_bell_rings",
]


@pytest.fixture
def listing(desk):
    held = {desk.course.koan(NAMES[0]).identity, desk.course.koan(NAMES[3]).identity}
    return Listing(desk.course, held, at=desk.course.koans[0])


def press(listing, *keys, page=4):
    for key in keys:
        listing = listing.press(key, page)
    return listing


def names(listing):
    return [koan.name for koan in listing.koans]


def at(listing):
    return NAMES.index(listing.at.name)


@pytest.mark.parametrize(
    "keys, place",
    [
        (["down"], 1),
        (["j", "j"], 2),
        (["down", "down", "up"], 1),
        (["j", "j", "k"], 1),
        (["up"], 0),
        (["k"], 0),
        (["end"], 5),
        (["G"], 5),
        (["end", "down"], 5),
        (["end", "up"], 4),
        (["end", "home"], 0),
        (["G", "g"], 0),
        (["pagedown"], 4),
        ([" "], 4),
        (["pagedown", "pagedown"], 5),
        (["end", "pageup"], 1),
        (["end", "pageup", "pageup"], 0),
    ],
)
def test_the_cursor_moves_and_stays_at_the_edges(listing, keys, place):
    assert at(press(listing, *keys)) == place


def test_a_key_that_means_nothing_changes_nothing(listing):
    assert press(listing, "x", "enter", "backspace", "tab", "7") == listing


def test_the_filter_goes_round(listing):
    seen = []
    for _ in range(3):
        listing = press(listing, "f")
        seen.append((listing.filter, names(listing)))

    assert seen == [
        (Filter.OPEN, [NAMES[1], NAMES[2], NAMES[4], NAMES[5]]),
        (Filter.HELD, [NAMES[0], NAMES[3]]),
        (Filter.ALL, NAMES),
    ]


def test_a_koan_that_is_filtered_away_hands_the_cursor_to_the_next_one(listing):
    assert at(press(listing, "f")) == 1
    assert at(press(listing, "j", "j", "j", "f")) == 4


def test_where_none_comes_after_it_the_last_one_has_the_cursor(listing):
    assert at(press(listing, "end", "f", "f")) == 3


def test_the_cursor_moves_among_those_that_are_listed(listing):
    assert at(press(listing, "f", "j", "j")) == 4


@pytest.mark.parametrize(
    "typed, found",
    [
        ("sorted", [4]),
        ("SORTED", [4]),
        ("words", [3, 4]),
        ("02", [3, 4]),
        ("are order", [3]),
        ("order are", [3]),
        ("list fj", []),
        (" ", [0, 1, 2, 3, 4, 5]),
    ],
)
def test_the_search_finds_koans_that_have_every_word(listing, typed, found):
    assert names(press(listing, "/", *typed)) == [NAMES[place] for place in found]


def test_while_it_is_typed_every_character_goes_into_the_search_and_no_other_key_does(listing):
    typing = press(listing, "/", *"fjkgG /l", "up", "pagedown", "home", "tab")

    assert (typing.search, typing.filter, typing.typing) == ("fjkgG /l", Filter.ALL, True)


def test_backspace_takes_a_character_back(listing):
    assert press(listing, "/", *"sot", "backspace", *"rt").search == "sort"
    assert press(listing, "/", "backspace").search == ""
    assert names(press(listing, "/", "x", "x", "backspace", "backspace")) == NAMES


def test_enter_keeps_the_search_and_escape_takes_it_away(listing):
    kept = press(listing, "/", *"words", "enter")
    gone = press(listing, "/", *"words", "escape")

    assert (kept.typing, kept.search, at(kept)) == (False, "words", 3)
    assert (gone.typing, gone.search, names(gone), at(gone)) == (False, "", NAMES, 3)
    assert press(kept, "/", *" sorted").search == "words sorted"


def test_search_and_filter_go_together(listing):
    assert names(press(listing, "f", "/", *"words", "enter")) == [NAMES[4]]


def test_where_nothing_is_listed_there_is_no_cursor_and_it_comes_back(listing):
    nothing = press(listing, "/", *"xyzzy", "enter")
    assert (nothing.koans, nothing.at) == ([], None)
    moved = press(nothing, "up", "down", "pagedown", "home", "end", "f")
    assert moved.at is None

    assert at(press(nothing, "/", *["backspace"] * 5)) == 0


@pytest.mark.parametrize("columns, lines", [(80, 24), (60, 20), (40, 12), (120, 50)])
def test_of_a_long_course_a_list_and_its_pages_fit(columns, lines):
    course = Course.at_hand()
    view = View(course, koan=course.koans[0], panel=Panel.LIST)
    for at in (0, 7, len(course.koans) // 2, len(course.koans) - 1):
        view.listing = Listing(course, set(), at=course.koans[at])
        text = drawn(view, columns, lines)
        marked = [line for line in text.split("\n") if line.startswith(">")]

        assert text.count("\n") < lines
        assert max(map(cell_len, text.split("\n"))) <= columns
        assert len(marked) == 1
        assert re.match(rf"> .* \. {course.koans[at].title[:6]}", marked[0])


def test_the_list_shows_as_many_koans_as_there_is_room_for():
    course = Course.at_hand()
    view = View(course, panel=Panel.LIST, listing=Listing(course, {course.koans[3].identity}, at=course.koans[3]))
    listed = drawn(view, 80, 24).split("\n")[2:-3]

    assert len(listed) == 18
    assert [number for number, line in enumerate(listed) if "01 First" in line] == [0]
    assert all(re.match(r"[ >] .{22} [.+] \w", line) for line in listed)
    assert [number for number, line in enumerate(listed) if line[25] == "+"] == [3]
    assert [number for number, line in enumerate(listed) if line[0] == ">"] == [3]


def test_however_low_the_terminal_some_koans_are_listed(listing):
    text = drawn(View(listing.course, panel=Panel.LIST, listing=listing), 80, 4)

    assert len(re.findall(r"^[> ] .{22} [.+] ", text, re.M)) == 3
