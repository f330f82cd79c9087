"""A file's text falls into pieces, and a piece that is no Python does not take the others with it."""

import pytest

from sensei.source import decode, first_line, parse

BEFORE = "import math\n\n\ndef test_before():\n    assert math.pi\n\n\n"
AFTER = "\n\ndef test_after():\n    assert True\n"

# A definition called test_broken, and the line of it that is at fault, counted from 0, if Python can tell.
BROKEN = {
    "unclosed bracket": ("def test_broken():\n    x = (1,\n    assert x\n", 1),
    "unclosed bracket at the end": ("def test_broken():\n    assert f(\n", 1),
    "bracket of another kind": ("def test_broken():\n    x = [1)\n", 1),
    "unterminated triple quote": ('def test_broken():\n    """A lesson.\n    assert True\n', 1),
    "unterminated string": ("def test_broken():\n    x = 'abc\n", 1),
    "bad indent": ("def test_broken():\n    x = 1\n      y = 2\n", 2),
    "bad dedent": ("def test_broken():\n    if 1:\n        x = 1\n      y = 2\n", 3),
    "tabs and spaces mixed": ("def test_broken():\n    if 1:\n        x = 1\n\ty = 2\n", 3),
    "stray else": ("def test_broken():\n    x = 1\n    else:\n        x = 2\n", 2),
    "stray else at the margin": ("def test_broken():\n    x = 1\nelse:\n    x = 2\n", 2),
    "no colon": ("def test_broken()\n    x = 1\n", 0),
    "no body": ("def test_broken():\n", 0),
    "only a comment for a body": ("def test_broken():\n    # later\n", 0),
    "try without except": ("def test_broken():\n    try:\n        x = 1\n    assert x\n", 3),
    "half an assignment": ("def test_broken():\n    x =\n", 1),
    "two names in a row": ("def test_broken():\n    x = one two\n", 1),
    "print of Python 2": ("def test_broken():\n    print 1\n", 1),
    "a sign that is not Python's": ("def test_broken():\n    x = 1 $ 2\n", 1),
    "curly quotes": ("def test_broken():\n    x = \u201cone\u201d\n", 1),
    "a keyword before a position": ("def test_broken():\n    f(a=1, 2)\n", 1),
    "an empty hole in an f-string": ("def test_broken():\n    x = f'{}'\n", 1),
    "a backslash with something behind": ("def test_broken():\n    x = 1 \\ + 2\n", 1),
    "a decorator over several lines": (
        "@pytest.mark.parametrize(\n    'x',\n    [1]\n)\ndef test_broken(x):\n    assert (\n",
        5,
    ),
    "async": ("async def test_broken():\n    await (\n", 1),
    "class": ("class test_broken:\n    def method(self:\n        pass\n", 1),
    "a merge conflict inside": (
        "def test_broken():\n    x = 1\n<<<<<<< HEAD\n    y = 1\n=======\n    y = 2\n>>>>>>> theirs\n    assert x\n",
        2,
    ),
    "a merge conflict around": (
        "<<<<<<< HEAD\ndef test_broken():\n    x = 1\n=======\ndef test_broken():\n    x = 2\n>>>>>>> theirs\n",
        0,
    ),
    "too many brackets": (f"def test_broken():\n    x = {'(' * 250}1{')' * 250}\n", 1),
    "too deep a sum": (f"def test_broken():\n    x = {'1 + ' * 5000}1\n", None),
    "too many signs": (f"def test_broken():\n    x = 1\n    y = {'-' * 600}1\n", 2),
    "too many nots": (f"def test_broken():\n    x = 1\n    y = {'not ' * 1500}1\n", 2),
    "too many attributes": (f"def test_broken():\n    x = 1\n    y = x{'.real' * 900}\n", 2),
}


@pytest.mark.parametrize("text, at", BROKEN.values(), ids=BROKEN.keys())
def test_a_definition_that_does_not_parse_leaves_the_others_whole(text, at):
    source = parse(BEFORE + text + AFTER)

    before, after = (source.definitions[name] for name in ("test_before", "test_after"))
    assert source.lines[before.lineno - 1] == "def test_before():"
    assert source.lines[after.lineno - 1] == "def test_after():"
    assert source.trouble_of("test_before") is None
    assert source.trouble_of("test_after") is None


@pytest.mark.parametrize("text, at", BROKEN.values(), ids=BROKEN.keys())
def test_a_definition_that_does_not_parse_says_which_of_its_lines_is_at_fault(text, at):
    source = parse(BEFORE + text + AFTER)
    trouble = source.trouble_of("test_broken")

    assert trouble is not None
    first = BEFORE.count("\n") + 1
    assert first <= trouble.line < first + text.count("\n")
    assert trouble.text.strip() == source.lines[trouble.line - 1].strip() != ""
    assert trouble.message
    if at is not None:
        # where Python notices it: there, or on the line after
        assert trouble.line - first - at in {0, 1}


@pytest.mark.parametrize("lone", ["def\n", "class\n", "@\n\n\ndef test_x(): pass\n", "def 3():\n    pass\n"])
def test_a_lone_beginning_of_a_definition_leaves_the_others_whole(lone):
    source = parse(BEFORE + lone + AFTER)

    assert {"test_before", "test_after"} <= set(source.definitions)
    assert source.trouble_of("test_after") is None


def test_trouble_at_the_head_of_a_file_leaves_the_definitions_whole():
    source = parse("import (\n\n" + BEFORE + AFTER)

    assert set(source.definitions) == {"test_before", "test_after"}
    assert source.pieces[0].trouble is not None
    assert source.pieces[0].trouble.line in {1, 2}


def test_a_null_byte_in_a_text_is_trouble_of_its_definition_only():
    source = parse(BEFORE + "def test_broken():\n    x = 1 \0\n" + AFTER)

    assert source.trouble_of("test_broken") is not None
    assert {"test_before", "test_after"} == set(source.definitions)


def test_two_broken_definitions_have_their_own_trouble_each():
    source = parse("def test_a():\n    (\n\n\ndef test_b():\n    ]\n")

    assert [trouble and trouble.line for trouble in map(source.trouble_of, ("test_a", "test_b"))] == [2, 6]


def test_of_two_definitions_with_one_name_the_later_counts():
    source = parse("def f():\n    return 1\n\n\ndef f():\n    return 2\n")

    assert source.definitions["f"].lineno == 5


def test_every_line_between_the_pieces_of_a_broken_file_belongs_to_one_of_them():
    source = parse(BEFORE + BROKEN["stray else"][0] + AFTER)

    covered = [line for piece in source.pieces for line in range(piece.start, piece.end + 1)]
    assert covered == list(range(1, len(source.lines) + 1))


def test_a_piece_begins_at_its_first_decorator():
    source = parse("x = 1\n\n\n@one\n@two(\n    3\n)\ndef f():\n    pass\n")

    assert [(piece.start, piece.end, piece.name) for piece in source.pieces] == [(1, 1, None), (4, 9, "f")]
    assert first_line(source.definitions["f"]) == 4


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=repr)
def test_line_ends_of_every_kind_count_the_same(end):
    text = BEFORE + AFTER
    source = decode(text.replace("\n", end).encode())

    assert source.text == text
    assert source.definitions["test_after"].lineno == parse(text).definitions["test_after"].lineno


def test_line_ends_may_be_mixed():
    assert decode(b"a = 1\r\nb = 2\rc = 3\nd = 4").lines == ("a = 1", "b = 2", "c = 3", "d = 4")


def test_a_byte_order_mark_is_no_part_of_the_text():
    assert decode(b"\xef\xbb\xbfx = 1\n").text == "x = 1\n"


@pytest.mark.parametrize("sign", ["\f", "\v", "\x1c", "\x85", "\u2028"], ids=ascii)
def test_only_what_ends_a_line_for_python_ends_one(sign):
    source = parse(f"x = '{sign if sign != chr(12) else ''}'\n{chr(12)}\ndef f():\n    return '{sign}'\n")

    assert len(source.lines) == 5
    assert source.definitions["f"].lineno == 3


@pytest.mark.parametrize(
    "raw, line, said",
    [
        ("x = 1\nprint('é')\n".encode("latin-1"), 2, "byte 0xe9 is not UTF-8"),
        ("x = 1\n".encode("utf-16"), 1, "UTF-16"),
        (b"\xfe\xff\x00x", 1, "UTF-16"),
        (b"x = 1\n\x7fELF\x00\x01", 2, "null bytes"),
        (b"\x80", 1, "byte 0x80 is not UTF-8"),
    ],
)
def test_bytes_that_are_no_text_are_named_with_their_line(raw, line, said):
    source = decode(raw)

    assert source.trouble is not None
    assert source.trouble.line == line
    assert said in source.trouble.message
    assert "save" in source.trouble.message
    assert not source.pieces


def test_trouble_of_the_whole_file_is_that_of_every_definition():
    source = decode(b"\0")

    assert source.trouble_of("test_anything") == source.trouble != None  # noqa: E711


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"# nothing\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_read_without_trouble(raw):
    source = decode(raw)

    assert source.trouble is None
    assert not source.definitions


def test_a_coding_line_does_not_change_how_the_bytes_are_read():
    source = decode("# -*- coding: latin-1 -*-\nname = 'é'\n".encode())

    assert source.lines[1] == "name = 'é'"
