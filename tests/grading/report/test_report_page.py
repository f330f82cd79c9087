import hashlib
import html.parser
import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from sensei.course import Course
from sensei.grading.gradebook import Alike, Column, Gradebook, Mark, Person, Result
from sensei.grading.item import Assurance
from sensei.grading.report.page import write
from sensei.refusal import Refusal
from sensei.verdict import Outcome, Verdict

from .classroom import book_of

pytest.importorskip("jinja2", reason="the report extra is not installed")
VOID = {"meta", "link", "input", "br", "hr", "img"}


class Reader(html.parser.HTMLParser):
    """The elements of a page in their order, what stands in each, and whether all are closed as they were opened."""

    def __init__(self, text):
        super().__init__()
        self.found, self.open, self.crossed = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.handle_data(" ")  # elements keep words apart
        self.found.append([tag, dict(attributes), ""])
        if tag not in VOID:
            self.open.append(self.found[-1])

    def handle_startendtag(self, tag, attributes):
        self.found.append([tag, dict(attributes), ""])

    def handle_endtag(self, tag):
        if not self.open or self.open.pop()[0] != tag:
            self.crossed.append(tag)

    def handle_data(self, data):
        for each in self.open:
            each[2] += data

    def all(self, tag, **attributes):
        return [each for each in self.found if each[0] == tag and attributes.items() <= each[1].items()]

    def rows(self, table):
        """The cells of each row of a table's body."""
        at = next(n for n, each in enumerate(self.found) if each[1].get("id") == table)
        body = next(n for n, each in enumerate(self.found) if n > at and each[0] == "tbody")
        rows = []
        for tag, _, text in self.found[body + 1 :]:
            if tag == "tr":
                rows.append([])
            elif tag in {"td", "th"}:
                rows[-1].append(" ".join(text.split()))
            elif tag in {"table", "section", "h2", "h3"}:
                break
        return rows


@pytest.fixture(scope="module")
def course():
    return Course.at_hand()


@pytest.fixture
def made(tmp_path):
    def make(book, course=None):
        write(book, tmp_path / "report.html", course)
        return (tmp_path / "report.html").read_text(encoding="utf-8")

    return make


COLUMNS = (
    Column("baskets/sum", "baskets are poured together", "baskets", "Baskets", 2.0),
    Column("words/sorted", "a list is sorted", "words", "Words", 1.0),
)


def mark(column, outcome=Outcome.PASSED, *answers, belief="", facts=(), points=None, **more):
    verdict = Verdict(column.identity, outcome, 1, tuple(facts), "", belief)
    earned = column.points if outcome is Outcome.PASSED else 0.0
    return Mark(column, verdict, earned if points is None else points, Assurance.VALUES, answers, **more)


def result(student, *marks, name="", **more):
    raw = sum(each.points for each in marks)
    return Result(student, name, marks, raw, 3.0, 0.0, **{"score": raw, **more})


def book_with(*results, columns=COLUMNS, **more):
    return Gradebook("Koans", columns, lambda: iter(results), **more)


def data_of(text):
    [script] = Reader(text).all("script", id="data")
    return json.loads(script[2])


@pytest.mark.parametrize("students", [0, 1, 40])
def test_the_page_is_well_formed_and_says_all_by_itself(made, course, students):
    page = Reader(made(book_of(course, students), course))

    assert page.crossed == []
    assert page.open == []
    assert [each for each in page.found if "src" in each[1]] == []
    links = {each[1]["href"] for each in page.found if "href" in each[1]}
    assert {link for link in links if not link.startswith("#")} == {"data:,"}
    ids = Counter(each[1]["id"] for each in page.found if "id" in each[1])
    assert [name for name, count in ids.items() if count > 1] == []
    assert {link[1:] for link in links if link.startswith("#")} <= ids.keys()


def test_the_policy_of_the_page_allows_its_own_style_and_script_and_nothing_else(made):
    page = Reader(made(book_with(result("ada", *map(mark, COLUMNS)))))
    [policy] = [each[1]["content"] for each in page.all("meta") if "http-equiv" in each[1]]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))

    def digest(text):
        return "'sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"

    assert rules["default-src"] == "'none'"
    assert [digest(each[2]) for each in page.all("style")] == [rules["style-src"]]
    assert [digest(each[2]) for each in page.all("script") if "type" not in each[1]] == [rules["script-src"]]
    assert [
        each[0] for each in page.found if "style" in each[1] or any(name.startswith("on") for name in each[1])
    ] == []


HOSTILE = '</script><script>alert(1)</script><!-- <img src=x onerror="alert(1)"> \' " & {{ 7 * 7 }} </textarea></style>'


def hostile(text):
    wrong = mark(COLUMNS[0], Outcome.WRONG, text, text, belief=text, note=text, overridden=text)
    other = mark(COLUMNS[1], Outcome.BROKEN, text, facts=[text])
    columns = tuple(replace(column, title=text, topic_title=text) for column in COLUMNS)
    return replace(
        book_with(
            result(text, wrong, other, name=text, notes=(text,), troubles=(text,), overridden=text, late=60.0),
            columns=columns,
            absent=(Person(text, text),),
            unknown=(text,),
            duplicates=(text,),
            alike=(Alike((text,), (text,), text),),
            about={text: text},
        ),
        title=text,
    )


def test_no_text_of_others_becomes_markup(made):
    tame, wild = (Reader(made(hostile(text))) for text in ("tame", HOSTILE))

    assert [each[0] for each in wild.found] == [each[0] for each in tame.found]
    assert [list(each[1]) for each in wild.found] == [list(each[1]) for each in tame.found]
    assert wild.crossed == []
    assert wild.all("h1")[0][2].strip() == HOSTILE
    assert not set(wild.all("script", id="data")[0][2]) & set("<>&")
    assert HOSTILE in json.loads(wild.all("script", id="data")[0][2])["texts"]


def test_what_would_turn_or_hide_text_is_spelled_out(made):
    text = made(hostile("evil\u202egpj.exe \u2066\x1b[31m\x00 zero\u200bwidth \ud800 \ufeff"))

    assert "evil⟨U+202E⟩gpj.exe ⟨U+2066⟩⟨U+001B⟩[31m⟨U+0000⟩ zero⟨U+200B⟩width ⟨U+D800⟩ ⟨U+FEFF⟩" in text
    assert not set(text) & set("\u202e\u2066\x1b\x00\u200b\ufeff")


def test_names_in_any_script_stay_as_they_are(made):
    name = "می\u200cشیم Zoë 李 क्\u200dष"

    assert name in made(book_with(result("s1", *map(mark, COLUMNS), name=name)))


def test_every_student_every_verdict_and_every_answer_is_in_the_page(made):
    """More answers than one byte can number, and than two."""
    answers = [f"{number}" for number in range(3000)]
    made_up = [result(f"s{a}", mark(COLUMNS[0], Outcome.WRONG, a), mark(COLUMNS[1])) for a in answers]
    data = data_of(made(book_with(*made_up)))

    def place(character):
        code = ord(character)
        return code - 194 if code >= 256 else code - 61 if code >= 97 else code - 55 if code >= 65 else code - 48

    assert len(data["students"]) == 3000
    for student, answer in zip(data["students"], answers, strict=True):
        wrong, held = (data["entries"][at][place(cell)] for at, cell in enumerate(student[4]))
        assert data["outcomes"][wrong[0]][0] == "wrong"
        assert [data["texts"][number] for number in wrong[4]] == [answer]
        assert data["outcomes"][held[0]][0] == "passed"
        assert held[3] == 3000


def test_the_same_gradebook_gives_the_same_bytes(tmp_path):
    program = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]); from classroom import book_of;"
        "from sensei.course import Course; from sensei.grading.report.page import write;"
        "course = Course.at_hand(); write(book_of(course, 20), Path(sys.argv[2]), course)"
    )
    pages = []
    for seed in ("1", "2"):
        path = tmp_path / f"{seed}.html"
        command = [sys.executable, "-c", program, str(Path(__file__).parent), str(path)]
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, check=True)
        pages.append(path.read_bytes())

    assert pages[0] == pages[1]


def test_a_report_that_cannot_be_finished_leaves_the_old_one(tmp_path):
    path = tmp_path / "report.html"
    path.write_text("the old one")

    def results():
        yield result("ada", *map(mark, COLUMNS))
        raise RuntimeError("the store is gone")

    with pytest.raises(RuntimeError, match="the store is gone"):
        write(Gradebook("Koans", COLUMNS, results), path)

    assert path.read_text() == "the old one"
    assert list(tmp_path.iterdir()) == [path]


def test_without_its_template_engine_the_report_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "jinja2", None)

    with pytest.raises(Refusal, match=re.escape("pip install 'torch-koans[report]'")):
        write(book_with(), tmp_path / "report.html")

    assert list(tmp_path.iterdir()) == []


def test_a_class_of_ten_thousand_fits_into_a_page_that_opens_at_once(course, tmp_path):
    sizes = {}
    for students in (220, 420):
        write(book_of(course, students, unique=0.05), tmp_path / "report.html", course)
        sizes[students] = (tmp_path / "report.html").stat().st_size
    each = (sizes[420] - sizes[220]) / 200

    assert sizes[220] + 9_780 * each < 25_000_000


def test_answers_of_any_length_have_room_in_the_page(made, monkeypatch):
    """A hundredth of the room, and a hundredth of the size that a page may have."""
    monkeypatch.setattr("sensei.grading.report.shelf.ROOM", 160_000)
    monkeypatch.setattr("sensei.grading.report.shelf.LEAST", 0)
    empty = len(made(book_with()).encode())
    marks = [[mark(c, Outcome.WRONG, f"{n} {c.topic} " + "ж" * 3000) for c in COLUMNS] for n in range(1000)]
    text = made(book_with(*(result(f"s{n}", *each) for n, each in enumerate(marks))))

    assert len(text.encode()) - empty < 250_000
    assert len(data_of(text)["entries"][0]) > 100  # long ones leave room for those that come later


def test_many_short_answers_fill_a_shelf_too(made, monkeypatch):
    monkeypatch.setattr("sensei.grading.report.shelf.ROOM", 20_000)
    monkeypatch.setattr("sensei.grading.report.shelf.LEAST", 0)
    given = [result(f"s{n}", mark(COLUMNS[0], Outcome.WRONG, f"{n}"), mark(COLUMNS[1])) for n in range(400)]

    assert 100 < len(data_of(made(book_with(*given)))["entries"][0]) <= 10_000 / 50 + 2


def test_a_full_shelf_still_counts_every_verdict(made, monkeypatch):
    monkeypatch.setattr("sensei.grading.report.shelf.ROOM", 0)
    monkeypatch.setattr("sensei.grading.report.shelf.LEAST", 1000)
    given = [result(f"s{n}", mark(COLUMNS[0], Outcome.WRONG, "x" * 90 + str(n)), mark(COLUMNS[1])) for n in range(200)]
    text = made(book_with(*given))
    entries = data_of(text)["entries"][0]

    assert len(entries) < 20
    assert sum(entry[3] for entry in entries) == 200
    assert Reader(text).rows("koans-table")[0][4] == "200"


def test_the_hardest_koan_comes_first_with_what_became_of_it(made):
    easy, hard = (
        mark(COLUMNS[0]),
        [Outcome.WRONG, Outcome.WRONG, Outcome.BLANK, Outcome.TIMEOUT, Outcome.EDITED, Outcome.PASSED],
    )
    page = Reader(made(book_with(*(result(f"s{n}", easy, mark(COLUMNS[1], each)) for n, each in enumerate(hard)))))
    first, second = page.rows("koans-table")

    assert first[:3] + first[4:] == ["a list is sorted", "Words", "17", "2", "1", "1", "1"]
    assert second[:3] == ["baskets are poured together", "Baskets", "100"]


def test_spellings_of_one_wrong_answer_are_one_row_with_the_belief_behind_it(desk, made):
    spelled = ["1200564", " 1200564", "1_200_564", "1200564.0", "7", "8"]
    given = [
        mark(COLUMNS[0], Outcome.WRONG, each, belief="Numbers are not glued." * (each == "1200564")) for each in spelled
    ]
    page = Reader(made(book_with(*(result(f"s{n}", each, mark(COLUMNS[1])) for n, each in enumerate(given)))))

    assert page.rows("answers-table") == [
        ["4", "baskets are poured together Baskets", "1200564", "Numbers are not glued."]
    ]
    [card] = page.all("ol", **{"class": "beliefs"})
    assert "4 of 6 students 67 %" in " ".join(card[2].split())


def test_the_course_knows_a_belief_that_the_verdict_does_not_tell(desk, made):
    koan = desk.course.koan("baskets_are_poured_together")
    column = Column(koan.identity, koan.title, koan.topic.slug, koan.topic.title, 1.0)
    given = [result(name, mark(column, Outcome.WRONG, "1200564")) for name in ("ada", "bo")]

    text = made(book_with(*given, columns=(column,)), desk.course)

    assert Reader(text).rows("answers-table")[0][3] == "Numbers are not glued together as words are."


def test_an_answer_that_nobody_can_parse_is_counted_all_the_same(made):
    strange = ["((((" * 2000, "9**9**9**9", "-" * 100_000 + "1", "\0", "'\\d'"]
    given = [mark(COLUMNS[0], Outcome.BROKEN, each) for each in strange for _ in range(2)]
    rows = Reader(made(book_with(*(result(f"s{n}", each, mark(COLUMNS[1])) for n, each in enumerate(given)))))

    assert sorted(row[0] for row in rows.rows("answers-table")) == ["2"] * 5


def test_scores_are_told_in_words_beside_the_picture(made):
    students = [result("low", mark(COLUMNS[0], Outcome.WRONG), mark(COLUMNS[1], Outcome.WRONG), score=-0.5)]
    students += [result("one", mark(COLUMNS[0], Outcome.WRONG), mark(COLUMNS[1]))]
    students += [result("all", *map(mark, COLUMNS)), result("more", *map(mark, COLUMNS), score=4.5)]
    page = Reader(made(book_with(*students)))
    counted = {span: count for span, count in page.rows("histogram-text") if count != "0"}

    assert counted == {"0 to 9": "1", "30 to 39": "1", "90 to 100": "2"}
    assert "Mean 2.0 of 3" in " ".join(page.all("dl", **{"class": "figures"})[0][2].split())


def test_everything_odd_is_listed_once_and_accuses_nobody(made):
    slow = [mark(COLUMNS[0], Outcome.TIMEOUT, note="the answer slept"), mark(COLUMNS[1], points=0.5, overridden="sick")]
    fine = list(map(mark, COLUMNS))
    page = Reader(
        made(
            book_with(
                result("s1", *fine, name="Ada"),
                result("s2", *slow, name="Bo", notes=("A link was left out.",), troubles=("A file is empty.",), late=5400.0),
                absent=(Person("s3", "Cy"), Person("s4")),
                unknown=("s1",),
                duplicates=("Ada handed in twice.",),
                alike=(Alike(("s1", "s2"), ("words/sorted",), "[3, 2]"),),
            )
        )
    )  # fmt: skip
    [row] = page.rows("look-table")
    look = " ".join(page.all("section", id="look")[0][2].split())

    assert row[:7] == ["Bo s2", "0.5", "1", "0", "0", "1", "1.5"]
    assert row[7] == "A link was left out. baskets are poured together: the answer slept A file is empty."
    for told in (
        "Ada, Bo a list is sorted [3, 2]",
        "Absent 2",
        "Cy s4",
        "Not on the roster 1",
        "Ada handed in twice.",
    ):
        assert told in look
    assert not re.search(r"cheat|copied|fraud|plagiar", look)


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [0, 1], ids=["light", "dark"])
def test_all_text_can_be_told_from_what_it_stands_on(made, dark):
    style = Reader(made(book_with())).all("style")[0][2]
    found = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", style)
    colours = {name: pair[dark] for name, *pair in found}
    pairs = [(ink, ground) for ink in ("ink", "soft", "accent") for ground in ("page", "panel", "shade")]
    pairs += [(name, name.removesuffix("-ink")) for name in colours if name.endswith("-ink")]
    pairs += [("ink", name) for name in colours if name.startswith("share")]
    pairs += [("wrong-ink", "panel"), ("wrong-ink", "shade")]

    assert len(pairs) >= 24
    assert [(*pair, low) for pair in pairs if (low := contrast(*(colours[name] for name in pair))) < 4.5] == []
    bars = [(name, contrast(colours[name], colours["panel"])) for name in colours if name in {"bar-passed", "bar-wrong", "bar-timeout", "bar-other"}]  # fmt: skip
    assert [bar for bar in bars if bar[1] < 3] == []


def test_no_two_outcomes_look_alike_without_colours(made):
    outcomes = data_of(made(book_with()))["outcomes"]

    assert {name for name, _, _ in outcomes} == {outcome.value for outcome in Outcome}
    assert len({letter for _, letter, _ in outcomes}) == len({word for _, _, word in outcomes}) == len(Outcome)


def test_without_a_script_the_class_is_a_table_of_topics(made, course):
    page = Reader(made(book_of(course, 201), course))
    [instead] = page.all("div", **{"class": "instead"})

    assert "the first 200 of 201 students" in " ".join(instead[2].split())
    assert len(page.rows("bytopic")) == 200
    for table in page.all("table"):
        at = page.found.index(table)
        assert page.found[at + 1][0] == "caption"
