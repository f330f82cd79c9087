"""The store of a run: what may be the matter with its file is told in one sentence, and nothing is lost."""

import sqlite3
from datetime import UTC, datetime

import pytest

from sensei.grading.item import Assurance, Item, Judgement
from sensei.grading.run.database import Database, StoreTrouble
from sensei.grading.run.rows import Cell, Read, Row
from sensei.grading.run.store import Store
from sensei.grading.sheet import Entry, Sheet
from sensei.grading.submission import Trouble
from sensei.verdict import Outcome, Verdict

KEY = ("course", "torch 2", "policy")
PASSED = Judgement(Verdict("baskets/one", Outcome.PASSED), Assurance.VALUES)
WRONG = Judgement(Verdict("baskets/one", Outcome.WRONG, 7, ("Line 7 is not so.",)), Assurance.DATA, "odd")


def test_a_sheet_comes_back_as_it_was_read_and_equal_cells_are_kept_once(tmp_path):
    item = Item("baskets/one", ("1764", "'ä\\ud800'"), "def double(): ...")
    blank = Judgement(Verdict("baskets/two", Outcome.BLANK, 9), Assurance.TEXT)
    entries = (Entry("baskets/one", ("1_764",), 3, None, item), Entry("baskets/two", (), 0, blank))
    when = datetime(2026, 3, 1, 23, 59, tzinfo=UTC)
    told = Trouble("it is long", "test_01_baskets.py")
    row = Row("bo", "sheet", "Bo ü", (Trouble("a link", "", True),), when, True, {"canvas": "7"}, "class.zip: bo")
    with Store(tmp_path) as store:
        store.put_sheet("sheet", "reader", Read.of(Sheet("bo", entries), (told,)))
        for student in ("bo", "al", "Äb", "Zo"):
            store.enter(Row.of(row, "sheet") if student == "bo" else Row(student, "sheet"), 1)
    with Store(tmp_path) as store:
        rows = list(store.rows("reader"))
        first, second = (store.cell(number) for number in rows[2][1])

        assert [each.student for each, _ in rows] == ["Zo", "al", "bo", "Äb"]
        assert rows[2][0] == Row(
            "bo", "sheet", row.name, (*row.troubles, told), when, True, row.identifiers, row.source
        )
        assert rows[0][1] == rows[2][1]
        assert first == Cell(item.digest, None, ("1_764",), 3)
        assert second == Cell(None, blank)
        assert list(store.rows("another reader")) == []
        assert store.gather("reader", {"baskets/one": KEY}) == 1
        assert list(store.pending()) == [item]


def test_the_lines_of_a_verdict_are_those_of_the_students_file():
    assert Cell("x", None, (), 3).became(WRONG).verdict == Verdict(
        "baskets/one", Outcome.WRONG, 10, ("Line 10 is not so.",)
    )
    assert Cell(None, WRONG, (), 3).became(WRONG) == WRONG


def test_only_what_has_no_verdict_under_its_key_is_judged_and_a_failure_is_forgotten(tmp_path):
    items = [Item("baskets/one", (str(number),)) for number in range(3)]
    with Store(tmp_path) as store:
        for number, item in enumerate(items):
            name = str(number)
            store.put_sheet(name, "reader", Read.of(Sheet(name, (Entry(item.koan, item.answers, 0, None, item),))))
            store.enter(Row(name, name), 1)
        store.put_verdict(items[0].digest, KEY, PASSED)
        store.put_verdict(items[1].digest, KEY, WRONG, failed=True)
        store.put_verdict(items[2].digest, ("course", "torch 2", "another policy"), PASSED)

        assert store.gather("reader", {"baskets/one": KEY}) == 1
        assert list(store.pending()) == [items[2]]
        store.drop_failures()
        assert store.gather("reader", {"baskets/one": KEY}) == 2
        assert {item.answers for item in store.pending()} == {("1",), ("2",)}
        assert store.judgement(items[0].digest, KEY) == PASSED
        assert store.gather("reader", {}) == 0
        store.dismiss(2)
        assert store.students() == 0


def test_a_damaged_file_is_moved_aside_and_a_new_one_begun(tmp_path):
    with Store(tmp_path) as store:
        for number in range(500):
            store.note(str(number), "x" * 100)
    path = tmp_path / "grading.sqlite"
    raw = bytearray(path.read_bytes())
    raw[4096 : len(raw) // 2] = bytes(len(raw) // 2 - 4096)
    path.write_bytes(raw)
    with Store(tmp_path) as store:
        told = store.told

        assert store.fact("7") == ""
        store.note("7", "new")
    with Store(tmp_path) as store:
        assert (store.fact("7"), store.told) == ("new", [])
    (aside,) = tmp_path.glob("grading.sqlite.damaged-*")
    assert aside.read_bytes() == raw
    assert len(told) == 1
    assert str(aside) in told[0]


@pytest.mark.parametrize("raw", [b"student,points\nada,3\n" * 100, b"SQLite format 3\0 and no more"])
def test_a_file_that_is_no_database_is_moved_aside_whole(tmp_path, raw):
    (tmp_path / "grading.sqlite").write_bytes(raw)
    with Store(tmp_path) as store:
        assert len(store.told) == 1

    assert [each.read_bytes() for each in tmp_path.glob("*damaged*")] == [raw]


def test_a_file_of_a_newer_koans_is_left_alone(tmp_path):
    Store(tmp_path).__exit__(None, None, None)
    with sqlite3.connect(tmp_path / "grading.sqlite") as connection:
        connection.execute("PRAGMA user_version = 99")
    before = (tmp_path / "grading.sqlite").read_bytes()

    with pytest.raises(StoreTrouble, match=r"newer version of koans \(its format is 99.*update koans"):
        Store(tmp_path)
    assert (tmp_path / "grading.sqlite").read_bytes() == before


def test_a_database_of_something_else_is_left_alone(tmp_path):
    with sqlite3.connect(tmp_path / "grading.sqlite") as connection:
        connection.execute("CREATE TABLE photographs (name TEXT)")
    before = (tmp_path / "grading.sqlite").read_bytes()

    with pytest.raises(StoreTrouble, match="is a database of something else"):
        Store(tmp_path)
    assert (tmp_path / "grading.sqlite").read_bytes() == before


def test_a_file_that_another_program_holds_is_told_of_and_can_be_used_afterwards(tmp_path):
    Store(tmp_path).__exit__(None, None, None)
    other = sqlite3.connect(tmp_path / "grading.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    with pytest.raises(StoreTrouble, match="another program holds .*run the same command again"):
        Store(tmp_path, patience=0.05)
    other.execute("ROLLBACK")
    with Store(tmp_path) as store:
        assert store.told == []


def test_a_full_disk_is_told_of_and_what_was_kept_stays(tmp_path):
    base = Database(tmp_path / "x.sqlite", "CREATE TABLE notes (text TEXT);", 1)
    base.do("INSERT INTO notes VALUES ('kept')")
    base.commit()
    base.do("PRAGMA max_page_count = 8")
    with pytest.raises(StoreTrouble, match="is full: make room, and run the same command again"):
        for _ in range(100):
            base.do("INSERT INTO notes VALUES (?)", "x" * 4000)
    base.close()
    base = Database(tmp_path / "x.sqlite", "", 1)

    assert base.one("SELECT text FROM notes") == ("kept",)
    base.close()


def test_a_folder_that_is_not_there_cannot_be_written(tmp_path):
    with pytest.raises(StoreTrouble, match="cannot be written"):
        Store(tmp_path / "nowhere")
