"""Pictures: what is drawn, on a terminal of any kind, and one sentence for each way in which one can be spoilt."""

import re
import subprocess
import sys

import pytest

from sensei import voice
from sensei.course import Course
from sensei.hints import HintsTrouble, load
from sensei.picture import Picture

HINTS = """\
[first]
hints = ["one", "two", "three"]
why = "Because."
docs = "https://docs.pytorch.org"
misconceptions = []

[first.picture]
draw = [
  { caption = "a column\\n(2, 1)", rows = ["10 (10) (10)", "2 (2) (2)"] },
  "+",
  { caption = "a row", rows = ["1 2 3", "(1) (2) (3)"], shows = "torch.arange(1, 4).expand(2, 3)" },
  "forth ->\\n<- back",
  { rows = ["11 12 13", "3 4 5"] },
]
note = "In parentheses: read again."
"""

WIDE = """\
a column
(2, 1)             a row
┌────────────┐     ┌─────────┐            ┌────────────┐
│ 10 (10)(10)│  +  │ 1  2  3 │  forth ->  │ 11  12  13 │
│  2  (2) (2)│     │(1)(2)(3)│  <- back   │  3   4   5 │
└────────────┘     └─────────┘            └────────────┘
In parentheses: read again.
"""
NARROW = """\
a column
(2, 1)             a row
┌────────────┐     ┌─────────┐
│ 10 (10)(10)│  +  │ 1  2  3 │
│  2  (2) (2)│     │(1)(2)(3)│
└────────────┘     └─────────┘
          ┌────────────┐
forth ->  │ 11  12  13 │
<- back   │  3   4   5 │
          └────────────┘
In parentheses: read again.
"""


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "01_small.toml"
    path.write_text(HINTS, encoding="utf-8")
    return load(path)["first"].picture


def drawn(what, **terminal):
    return voice.render(what, **terminal).strip("\n") + "\n"


def test_grids_stand_side_by_side_with_their_first_rows_level_and_the_words_beside_the_rows(picture):
    assert drawn(picture) == WIDE
    assert drawn(picture, width=56) == WIDE


def test_on_a_narrow_terminal_a_grid_goes_below_with_the_words_before_it(picture):
    assert drawn(picture, width=55) == NARROW


def test_a_terminal_that_is_too_narrow_for_a_grid_and_its_words_gets_no_picture(picture):
    assert drawn(picture, width=24).startswith("a column\n")
    assert drawn(picture, width=23) == "\n"


def test_a_terminal_without_box_characters_gets_plain_ones(picture):
    text = drawn(picture, encoding="ascii")

    assert text.isascii()
    assert text == WIDE.translate(str.maketrans("─│┌┐└┘", "-|++++"))


def test_with_colour_what_is_marked_is_bold_too(picture):
    text = drawn(picture, colour=True)

    bold = "".join(re.findall(r"\x1b\[1m([^\x1b]*)", text))
    assert bold.replace(" ", "") == "(10)(10)(2)(2)(1)(2)(3)"
    assert re.sub(r"\x1b\[[0-9;]*m", "", text).rstrip() == WIDE.rstrip()


def test_an_array_within_draw_is_kept_together():
    grid = {"rows": ["1 2"]}
    apart = Picture.of({"draw": [grid, "+", grid, grid]})
    together = Picture.of({"draw": [grid, "and", [grid, "+", grid]]})

    assert drawn(apart, width=30).splitlines()[1] == "│ 1  2 │  +  │ 1  2 │"
    assert drawn(together, width=28).splitlines()[1::3] == ["│ 1  2 │", "and  │ 1  2 │  +  │ 1  2 │"]


def test_words_behind_the_last_grid_stay_with_it():
    picture = Picture.of({"draw": ["from", {"rows": ["1", "2", "3"]}, "to", "nowhere"]})

    assert drawn(picture).splitlines()[2] == "from  │ 2 │  to  nowhere"
    assert drawn(picture, width=23) == "\n"


def test_a_character_of_two_columns_leaves_the_frame_straight():
    lines = drawn(Picture.of({"draw": [{"rows": ["水 1", "a 2"]}, "|"]})).splitlines()

    assert lines[1:3] == ["│ 水  1 │  |", "│  a  2 │"]


SPOILT = {
    "no table": ("[first.picture]", "[first]\npicture = 3\n[more]", "it is not a table: write draw"),
    "a key too many": ('note = "In', 'legend = "In', "the key 'legend' of a picture is unknown; known are draw, note"),
    "a note of another type": ('note = "In parentheses: read again."', "note = 3", "'note' of a picture is not a str"),
    "nothing to draw": (re.compile(r"draw = \[.*\n\]", re.DOTALL), "", "a picture lacks the key 'draw'"),
    "something else to draw": (
        re.compile(r"draw = \[.*\n\]", re.DOTALL),
        'draw = "a"',
        "'draw' of a picture is not a list",
    ),
    "words alone": (re.compile(r"draw = \[.*\n\]", re.DOTALL), 'draw = ["a"]', "draw holds no grid"),
    "an array of words": ('"+",', '["+"],', "an array within draw holds no grid"),
    "an array in an array": ('"+",', "[[]],", re.escape("draw holds []: put grids into it")),
    "a number between the grids": ('"+",', "7,", "draw holds 7: put grids into it"),
    "a key too many in a grid": ("shows =", "show =", "'show' of a grid is unknown; known are rows, caption, shows"),
    "a caption of another type": ('"a row"', "3", "'caption' of a grid is not a str"),
    "a grid without rows": ('rows = ["11 12 13", "3 4 5"]', 'caption = "none"', "a grid lacks the key 'rows'"),
    "rows that are no array": ('["11 12 13", "3 4 5"]', '"11 12 13"', "'rows' of a grid is not a list"),
    "a row of numbers": ('"11 12 13"', "[11, 12, 13]", re.escape("the row [11, 12, 13] is not a text")),
    "no rows": ('["11 12 13", "3 4 5"]', "[]", "a grid has no cells"),
    "rows without cells": ('["11 12 13", "3 4 5"]', '["", ""]', "a grid has no cells"),
    "ragged rows": ("3 4 5", "3 4", "a row has 2 cells, and the first row of its grid has 3: give each row as many"),
}


@pytest.mark.parametrize("before, after, said", SPOILT.values(), ids=SPOILT.keys())
def test_a_spoilt_picture_is_told_in_one_line_with_its_place_and_what_is_wrong(tmp_path, before, after, said):
    path = tmp_path / "01_small.toml"
    text = before.sub(after, HINTS) if isinstance(before, re.Pattern) else HINTS.replace(before, after)
    assert text != HINTS
    if "[more]" in text:
        text = text.split("[more]")[0].replace("\n[first]\n", "\n")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(HintsTrouble) as caught:
        load(path)

    message = str(caught.value)
    assert message.startswith(f"{path} [first.picture]: ")
    assert re.search(said, message)
    assert "\n" not in message


def test_hints_are_read_without_what_draws_them(tmp_path):
    (tmp_path / "01_small.toml").write_text(HINTS, encoding="utf-8")
    script = (
        "import sys; from pathlib import Path; from sensei.hints import load;"
        "assert load(Path('01_small.toml'))['first'].picture.note;"
        "sys.exit(' '.join({'rich', 'torch', 'numpy'} & set(sys.modules)) or 0)"
    )

    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=tmp_path)

    assert result.returncode == 0, result.stderr


PICTURED = [koan for koan in Course.at_hand().koans if koan.hints.picture]


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize("width", [80, 60, 40])
def test_every_picture_of_the_course_is_drawn_whole_within_the_terminal_or_not_at_all(width, encoding):
    assert PICTURED
    for koan in PICTURED:
        lines = drawn(voice.why(koan), width=width, encoding=encoding).splitlines()
        expected = koan.hints.picture.lines(width - 4, ascii_only=encoding == "ascii")
        frame = [line.strip() for line in lines if re.search(r"[┌│└]|[+]-|[|] ", line)]
        assert frame == [text for line in expected if re.search(r"[┌│└]|[+]-|[|] ", text := line.plain.strip())]
        assert width == 40 or frame, koan.identity
        assert max(len(line) for line in lines if not line.startswith("  https://")) <= width, koan.identity


def test_the_screen_of_a_koan_that_holds_shows_the_picture_between_the_why_and_the_page(desk, own_course):
    path = own_course / "hints" / "en" / "01_baskets.toml"
    head, name, rest = path.read_text().partition("[a_word_has_no_sum]")
    picture = '[baskets_are_poured_together.picture]\ndraw = [{ rows = ["1200"] }, "+", { rows = ["564"] }]\n'
    path.write_text(head + picture + name + rest)
    desk.answer("baskets_are_poured_together", "1765")
    assert "│ 1200 │" not in desk.everything("koans/test_01_baskets.py::test_baskets_are_poured_together")

    desk.change(1, "1765", "1764")
    lines = desk.run("koans/test_01_baskets.py::test_baskets_are_poured_together").outlines

    at = lines.index("  Because baskets_are_poured_together is worth knowing.")
    assert lines[at + 1 : at + 7] == [
        "",
        "  ┌──────┐     ┌─────┐",
        "  │ 1200 │  +  │ 564 │",
        "  └──────┘     └─────┘",
        "",
        "  https://docs.python.org/3/",
    ]
