"""Bytes that are no good Python file say why, in one sentence that names the cause and the next step."""

import pytest

from sensei.course import Course, Trees
from sensei.grading.intake import submissions
from sensei.grading.intake.content import readable, troubles_of

NAME = "test_01_baskets.py"
CODE = 'def test_baskets():\n    word = "rain"\n    assert word == "rain"  # it\u2019s “so”\n'


def told(raw):
    troubles = troubles_of(NAME, raw)
    assert all(each.file == NAME and each.sentence.startswith(NAME) for each in troubles)
    return [each.sentence.removeprefix(NAME).strip() for each in troubles]


@pytest.mark.parametrize(
    "raw",
    [
        CODE.encode(),
        CODE.encode("utf-8-sig"),
        CODE.replace("\n", "\r\n").encode(),
        CODE.replace("    ", "\t").encode(),
        b'"""Do print the result.\n\nprint this, or print\n"""\nprint ("x")\nprint\n',
        b"a = 1 << 7\nb = '<<<<<<< not a merge'\n",
        "x = 'a “quoted” word'\n# = “so”\n".encode(),
    ],
)
def test_nothing_is_told_of_a_good_file(raw):
    assert told(raw) == []


@pytest.mark.parametrize(
    "raw, words",
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (CODE.encode("utf-16"), "is UTF-16; it was read as that"),
        (b"\xff\xfe\x00", "says that it is UTF-16, and is not"),
        (CODE.encode("utf-32"), "is UTF-32"),
        (CODE.encode("utf-16-le"), "holds null bytes"),
        (b"x = 1\n\0\0", "holds null bytes"),
        ("x = 1\ny = 'José'\n".encode("latin-1"), "is not UTF-8 (byte 0xe9 on line 2)"),
        ("x = “rain”\n".encode("cp1252"), "has quotes of a word processor on line 1, as Windows writes them"),
        ("x = 1\nassert x == “rain”\n".encode(), "has quotes of a word processor on line 2"),
        ("print(\u2018rain\u2019)\n".encode(), "has quotes of a word processor on line 1"),
        (b"<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> main\n", "marks of a merge that was not finished, from line 1"),
        (b"x = 1\r\n<<<<<<< HEAD\r\n=======\r\n>>>>>>> main\r\n", "from line 2"),
        (b"x = 1\nprint x\n", "has a print statement of Python 2 on line 2"),
        (b"  print 'rain' % 3\n", "has a print statement of Python 2 on line 1"),
        (b"def f():\n    if x:\n\treturn 1\n", "mixes tabs and spaces before line 3"),
        (b"def f():\n\tx = 1\n        return x\n", "mixes tabs and spaces before line 3"),
        (b'{"cells": [], "nbformat": 4}', "holds a notebook"),
        (b'{\n "nbformat": 4, "cells": []}', "holds a notebook"),
        (b"\n<!DOCTYPE html><html>", "holds a web page"),
        (b"\xef\xbb\xbf<html>", "holds a web page"),
        (b"{\\rtf1\\ansi", "holds rich text"),
        (b"PK\x03\x04...", "holds a zip or a document"),
        (b"\xd0\xcf\x11\xe0\xa1", "holds a document of a word processor"),
        (b"%PDF-1.7", "holds a PDF"),
        (b"version https://git-lfs.github.com/spec/v1\n", "holds a pointer of Git LFS"),
    ],
)
def test_the_cause_is_named(raw, words):
    assert len(told(raw)) == 1
    assert words in told(raw)[0]


def test_several_causes_are_told_each():
    raw = "<<<<<<< HEAD\nprint 'x'\n=======\nx = “a”\n>>>>>>> b\n".encode()

    assert len(told(raw)) == 3


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_with_a_mark_is_read_as_such(encoding):
    mark = "" if encoding == "utf-16" else "\ufeff"

    assert readable((mark + CODE).encode(encoding)).decode() == CODE


@pytest.mark.parametrize("raw", [CODE.encode(), b"\xff\xfe\x00", b"\xff\xfe\x00\xd8", CODE.encode("utf-32"), b""])
def test_other_bytes_stay_as_they_are(raw):
    assert readable(raw) == raw


def test_a_long_line_of_any_sign_is_looked_at_in_no_time():
    """A pattern that tries every stretch of a line anew would take minutes for these."""
    for sign in (" ", "\t", "=", "= ", "print ", "“", "<", "<<<<<<< ", "\n", "\r", " :", "'", '"', "def ", "x \t\n"):
        raw = ((sign * (2**20 // len(sign))) + "“\tprint <<<<<<<").encode()
        troubles_of(NAME, raw[: 2**20])


def test_a_submission_brings_what_its_files_tell(small_course, tmp_path):
    course = Course.load(Trees.checkout(small_course))
    text = course.topics[0].source.text
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / NAME).write_bytes(text.encode("utf-16"))
    (tmp_path / "ada" / "test_02_words.html").write_bytes(b"<html>a page</html>")
    ada = next(submissions([tmp_path], course))

    assert ada.files[NAME].decode() == text
    assert [each.file for each in ada.troubles] == [NAME, "test_02_words.py", "test_02_words.py", "test_03_loops.py"]
    assert "is UTF-16" in ada.troubles[0].sentence
    assert "holds a web page" in ada.troubles[1].sentence
    assert "ada/test_02_words.html was taken for test_02_words.py" in ada.troubles[2].sentence
    assert "is missing" in ada.troubles[3].sentence
