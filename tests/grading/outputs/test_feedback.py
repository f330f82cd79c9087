"""What a student gets to read: kind, true, without the answers, and safe to open whatever they wrote."""

import csv
import html.parser
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sensei.grading.outputs import Options, write_all

from .conftest import ADA, BAD, BOB, CLASS, COLUMNS, CYD, GOOD, HOSTILE, OPEN, book, hostile, mark, result

GOLDEN = Path(__file__).parent / "golden"
WRITE = os.environ.get("KOANS_GOLDEN") == "write"
FUZZ = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
TAGS = set("html head meta title style body main h1 h2 h3 p ul li table thead tbody tr th td strong code pre".split())
ATTRIBUTES = {
    *(("html", "lang"), ("meta", "charset"), ("meta", "http-equiv"), ("meta", "content"), ("meta", "name")),
    *(("p", "class"), ("th", "scope")),
}


class Page(html.parser.HTMLParser):
    """The elements, attributes and text that a browser would find."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.text, self.open = [], set(), "", []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        self.tags.append("comment")


def write(folder, *results, release=False, title="Koans"):
    """The feedback of these students: Markdown and page of the first."""
    write_all(book(*results, title=title), folder, Options(release_answers=release))
    (name, *_) = index(folder).values()
    page = folder / "feedback" / name
    return page.with_suffix(".md").read_text(encoding="utf-8"), page.read_text(encoding="utf-8")


def index(folder):
    with (folder / "feedback" / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["student"]: row["file"] for row in csv.DictReader(file)}


def files(folder):
    return {path.name for path in (folder / "feedback").iterdir()} - {"index.csv"}


@pytest.mark.parametrize("student", ["bob", "cyd"])
@pytest.mark.parametrize("ending", ["md", "html"])
def test_the_feedback_is_the_golden_one(student, ending, tmp_path):
    write_all(CLASS, tmp_path)
    found, golden = tmp_path / "feedback" / f"{student}.{ending}", GOLDEN / f"{student}.{ending}"
    if WRITE:
        golden.write_bytes(found.read_bytes())

    assert found.read_text(encoding="utf-8") == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("form", [0, 1])
@pytest.mark.parametrize(
    "given, words",
    [
        (ADA, ["All 3 koans hold.", "Your score is 4 of 4 points."]),
        (
            BOB,
            [
                "1 of 3 koans hold.",
                "handed in 2 hours and 5 minutes after the due date, and 0.5 points came off for that.",
            ],
        ),
        (replace(ADA, late=59.6), ["1 minute after the due date; no points were taken off."]),
        (CYD, ["Your score is 3.25 of 4 points. Your instructor set it by hand: A medical certificate."]),
        (CYD, ["baskets are poured together: 1.5 of 2 points. Explained it to me."]),
        (BOB, ["02_words.py is a notebook; its cells were read."]),
    ],
)
def test_the_score_is_told_plainly(form, given, words, tmp_path):
    text = write(tmp_path, given)[form].replace("\\", "")

    assert [each for each in words if each not in text] == []


@pytest.mark.parametrize("form", [0, 1])
def test_each_topic_tells_more_of_its_first_koan_that_does_not_hold(form, tmp_path):
    text = write(tmp_path, result("ada", (BAD, BAD, OPEN)))[form]

    assert text.count("that does not hold.") == 1
    assert text.count("koans hint baskets/baskets_are_poured_together") == 1
    assert "a word has no sum: Not yet." in text
    assert text.count("A blank is waiting on line 12.") == 1


@pytest.mark.parametrize("form", [0, 1])
def test_koans_that_are_blank_are_counted_behind_the_first(form, tmp_path):
    topic = [replace(each, topic="baskets", topic_title="Baskets") for each in COLUMNS]
    marks = tuple(mark(c, o, facts=("Fact.",)) for c, o in zip(topic, (OPEN, BAD, OPEN), strict=True))
    text = write(tmp_path, result("ada", marks=marks))[form]

    assert "Still blank." in text
    assert "a word has no sum: Not yet." in text
    assert "1 more: still blank." in text
    assert "words are joined in order" not in text


@pytest.mark.parametrize("form", [0, 1])
def test_a_belief_stands_in_the_place_of_the_facts(form, tmp_path):
    first = mark(COLUMNS[0], BAD, belief="Numbers are not glued together.", facts=("On line 12 you answered `1`.",))
    text = write(tmp_path, result("ada", marks=(first, *ADA.marks[1:])))[form]

    assert "Numbers are not glued together." in text
    assert "On line 12" not in text


@pytest.mark.parametrize("form", [0, 1])
@pytest.mark.parametrize("words", ["rainbow", "Twin passed", "edited by another", "ValueError, cyd", "bob"])
def test_what_is_for_the_instructor_is_not_told_to_a_student(form, words, tmp_path):
    assert words not in write(tmp_path, CYD)[form]
    assert words == "bob" or words not in write(tmp_path, BOB)[form]


@pytest.mark.parametrize("form", [0, 1])
def test_answers_are_told_only_when_they_are_released(form, desk, tmp_path):
    missed = result("ada", (BAD, BAD, GOOD))
    before, after = (write(tmp_path / str(release), missed, release=release)[form] for release in (False, True))

    assert "1764" not in before
    assert "TypeError" not in before
    assert "worth knowing" not in before
    assert "1764" in after
    assert "TypeError" in after
    assert "Because a_word_has_no_sum is worth knowing." in after.replace("\\", "")
    assert "rainbow" not in after  # that koan holds


def test_answers_of_a_koan_that_the_course_has_no_more_are_left_out(desk, tmp_path):
    gone = replace(COLUMNS[0], identity="baskets/of_another_year")
    text, _ = write(tmp_path, result("ada", marks=(mark(gone, BAD), *ADA.marks[1:])), release=True)

    assert "One right answer" not in text


def test_a_page_needs_nothing_from_elsewhere_and_can_be_read_aloud(tmp_path):
    _, text = write(tmp_path, BOB)
    page = Page(text)

    assert text.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert not re.search(r"https?:|url\(|@import|<script|<link|src=", text)
    assert "default-src 'none'" in text
    assert [tag for tag in page.tags if re.fullmatch(r"h\d", tag)] == ["h1", "h2", "h2", "h2", "h3", "h3"]
    assert text.count('<th scope="col">') == 3
    assert text.count('<th scope="row">') == 2
    assert all(each in text for each in ("color-scheme: light dark", "prefers-color-scheme: dark", "@media print"))


def check_page(text, hostile_text):
    page = Page(text)
    assert set(page.tags) <= TAGS
    assert page.attributes <= ATTRIBUTES
    assert page.tags.count("title") == page.tags.count("style") == page.tags.count("main") == 1
    assert not set(text) & set("\x00\x1b\x07\x0b\x0c\x85\u2028\u202e\u2066\ufffe\r")


# A sign behind a backslash; code between two single backticks; anything else, one by one.
PIECES = re.compile(r"(?P<escaped>\\[!-/:-@\[-`{-~])|(?P<code>(?<!`)`[^`\n]+`(?!`))|(?P<plain>.)", re.DOTALL)
OURS = re.compile(
    r"^(#{1,3} |- |\| --- \| --- \| --- \|$|\*\*(Not yet\.)\*\*)|^\| ((?:[^|\\]|\\.)*) \| (.*) \| (.*) \|$",
    re.MULTILINE,
)


def check_markdown(text):
    """That nothing of a student is markup: outside of code, each sign that could be is behind a backslash."""
    bare = OURS.sub(lambda match: " ".join(filter(None, match.groups()[1:])), text)
    plain = "".join(match["plain"] or "x" for match in PIECES.finditer(bare))
    assert re.findall(r"[`*_\[\]<>#|~!&\\]|://|www\.|^[-+=]|^\d+[.)]", plain, re.MULTILINE) == []
    assert not set(text) & set("\x00\x1b\x07\x0b\x0c\x85\u2028\u202e\u2066\ufffe\r")


@pytest.mark.parametrize("at", range(len(HOSTILE)))
def test_no_hostile_text_becomes_markup(at, many, tmp_path):
    markdown, page = write(tmp_path, many[at], title=HOSTILE[at])
    check_page(page, HOSTILE[at])
    check_markdown(markdown)


@FUZZ
@given(text=st.text(st.characters(codec=None)) | st.text("`*_[]()<>#|~!&\\:/.w=+-1 \n", min_size=3))
@example(text="www.evil.example https://evil.example")
def test_no_text_whatever_becomes_markup(text, tmp_path):
    markdown, page = write(tmp_path, hostile(f"s{text}", text), title=f"Koans {text}")
    check_page(page, text)
    check_markdown(markdown)


def test_what_was_written_can_be_read_on_the_page(tmp_path):
    text = '<b>"x"</b> & `y`'
    page = Page(write(tmp_path, hostile("ada", text), title=text)[1])

    assert '<b>"x"</b> & `y`: <b>"x"</b>' in page.text


@pytest.mark.parametrize(
    "student, file",
    [
        ("ada", "ada"),
        ("Ada Lovelace 1234", "Ada-Lovelace-1234"),
        ("ada@example.org", "ada@example.org"),
        ("Zoë", "Zoë"),
        ("../../etc/passwd", "etc-passwd"),
        ("a/b\\c:d", "a-b-c-d"),
        ("CON", "CON-student"),
        ("nul.txt", "nul.txt-student"),
        ("index", "index-student"),
        ("...", "student"),
        ("x" * 300, "x" * 80),
        ("\ud800", "student"),
    ],
)
def test_the_name_of_a_file_is_safe_everywhere(student, file, tmp_path):
    write(tmp_path, replace(ADA, student=student))

    assert files(tmp_path) == {f"{file}.md", f"{file}.html"}


def test_no_two_students_share_a_file(tmp_path):
    students = ["Ada", "ada", "a/da", "a-da", "A-DA", "ﬁ", "fi", "x" * 200, "x" * 201, "é", "e\u0301", "", " "]
    write(tmp_path, *(replace(ADA, student=each) for each in students))
    names = [name.casefold() for name in files(tmp_path)]

    assert len(set(names)) == len(names) == 2 * len(students)
    assert all(len(name.encode()) <= 255 for name in names)


@FUZZ
@given(students=st.lists(st.text(st.characters(codec=None)), max_size=6, unique=True))
def test_any_students_have_files_of_their_own_in_that_folder(students, tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    write_all(book(*(replace(ADA, student=each) for each in students)), folder)

    assert len(files(folder)) == 2 * len(students)
    assert {path.name for path in folder.iterdir()} == {"feedback", "results.json", "gradebook.csv", "junit.xml"}


def test_the_index_tells_whose_is_whose(tmp_path):
    write(tmp_path, replace(ADA, student="=1+1"), replace(BOB, student="a b"))

    assert index(tmp_path) == {"'=1+1": "1+1.html".replace("1+1", "-1+1").lstrip("-"), "a b": "a-b.html"}


def test_files_of_students_who_are_gone_are_removed_and_no_others(tmp_path):
    write(tmp_path, ADA, BOB)
    (tmp_path / "feedback" / "mine.md").write_text("notes")
    write(tmp_path, BOB)

    assert files(tmp_path) == {"bob.md", "bob.html", "mine.md"}


@pytest.mark.parametrize("entry", ["../precious.html", "..", "/etc/passwd", "feedback/x.html", "a\x00.html", ".html"])
def test_an_index_that_was_tampered_with_removes_nothing_elsewhere(entry, tmp_path):
    (tmp_path / "precious.html").write_text("precious")
    (tmp_path / "feedback").mkdir()
    (tmp_path / "feedback" / "index.csv").write_text(f"student,name,file\nx,x,{entry}\n")
    write(tmp_path, ADA)

    assert (tmp_path / "precious.html").read_text() == "precious"


def test_feedback_can_be_left_out(tmp_path):
    write_all(book(ADA), tmp_path, Options(feedback=False))

    assert not (tmp_path / "feedback").exists()
