"""results.json, gradebook.csv and junit.xml: what they say, and that no text of a student makes them say more."""

import csv
import io
import json
import os
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sensei.grading.outputs import Options, write_all

from .conftest import ADA, BOB, CLASS, COLUMNS, GOOD, HOSTILE, book, hostile, result

GOLDEN = Path(__file__).parent / "golden"
WRITE = os.environ.get("KOANS_GOLDEN") == "write"
SCHEMA = json.loads(
    (Path(__file__).parents[3] / "docs" / "reference" / "results.schema.json").read_text(encoding="utf-8")
)
QUIET = Options(feedback=False)
TYPES = {"object": dict, "array": list, "string": str, "number": (int, float), "null": type(None)}
FUZZ = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def faults(value, schema, at="$"):
    """Where a value is not as a schema says; of JSON Schema only the words that ours uses."""
    if "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]
    assert schema.keys() <= {
        *(
            "$schema",
            "$defs",
            "title",
            "type",
            "required",
            "additionalProperties",
            "properties",
            "items",
            "enum",
            "const",
        )
    }
    kinds = schema.get("type", [])
    allowed = tuple(TYPES[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds))
    if allowed and (isinstance(value, bool) or not any(isinstance(value, each) for each in allowed)):
        return [at]
    found = [at] if "const" in schema and value != schema["const"] else []
    found += [at] if value not in schema.get("enum", [value]) else []
    if isinstance(value, dict):
        found += [f"{at}.{key}" for key in schema.get("required", []) if key not in value]
        for key, each in value.items():
            more = schema.get("properties", {}).get(key, schema.get("additionalProperties", True))
            found += [f"{at}.{key}"] if more is False else [] if more is True else faults(each, more, f"{at}.{key}")
    if isinstance(value, list):
        found += [fault for n, each in enumerate(value) for fault in faults(each, schema["items"], f"{at}[{n}]")]
    return found


def written(class_, folder, options=QUIET):
    write_all(class_, folder, options)
    return json.loads((folder / "results.json").read_text(encoding="ascii"))


def rows(folder):
    with (folder / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", ["results.json", "gradebook.csv", "junit.xml"])
def test_the_file_is_the_golden_one(name, tmp_path):
    write_all(CLASS, tmp_path, QUIET)
    if WRITE:
        (GOLDEN / name).write_bytes((tmp_path / name).read_bytes())

    assert (tmp_path / name).read_bytes() == (GOLDEN / name).read_bytes()


def test_the_results_are_as_the_schema_says(tmp_path):
    assert faults(written(CLASS, tmp_path), SCHEMA) == []


def test_the_schema_tells_what_is_not_as_it_says(tmp_path):
    data = written(CLASS, tmp_path)
    data["version"] = 2
    data["students"][0]["score"] = "3"
    data["students"][1]["grade"] = 1
    del data["students"][2]["koans"][COLUMNS[0].identity]["verdict"]

    assert sorted(faults(data, SCHEMA)) == [
        "$.students[0].score",
        "$.students[1].grade",
        f"$.students[2].koans.{COLUMNS[0].identity}.verdict",
        "$.version",
    ]


def test_each_student_has_a_line_of_the_results(tmp_path):
    written(CLASS, tmp_path)
    lines = (tmp_path / "results.json").read_text().splitlines()
    found = [json.loads(line.rstrip(","))["student"] for line in lines if line.startswith('{"student"')]

    assert found == ["ada", "bob", "cyd"]


def test_an_empty_class_has_files_too(tmp_path):
    data = written(book(), tmp_path)

    assert faults(data, SCHEMA) == []
    assert data["students"] == []
    assert rows(tmp_path) == []
    assert len(ElementTree.parse(tmp_path / "junit.xml").getroot()) == 0


def test_a_long_answer_is_cut_and_says_so(tmp_path):
    data = written(book(hostile("ada", "x" * 5000)), tmp_path)
    answer = data["students"][0]["koans"][COLUMNS[0].identity]["answer"][0]

    assert answer == "x" * 2000 + " … (5000 characters)"


def test_an_answer_is_told_as_it_was_written(tmp_path):
    text = 'torch.tensor([1,\n  2])  # \x1b[31m "é" \u202e'
    data = written(book(hostile("ada", text)), tmp_path)

    assert data["students"][0]["koans"][COLUMNS[0].identity]["answer"] == [text]
    assert b"\x1b" not in (tmp_path / "results.json").read_bytes()


def test_numbers_of_the_gradebook_can_be_computed_with(tmp_path):
    write_all(book(BOB), tmp_path, QUIET)
    (row,) = rows(tmp_path)

    assert [float(row[key]) for key in ("score", "out_of", "raw", "penalty", "baskets", "words")] == [
        *(1.5, 4.0, 2.0, 0.5, 2.0, 0.0)
    ]
    assert row["late"] == "2 hours and 5 minutes"


def test_a_score_below_zero_stays_a_number(tmp_path):
    write_all(book(replace(BOB, score=-0.5), replace(ADA, score=-0.0)), tmp_path, QUIET)

    assert [row["score"] for row in rows(tmp_path)] == ["-0.50", "0.00"]


@pytest.mark.parametrize("text", ["-5", "+49123", "12,5", "-", "Anne-Marie", "O'Neil", "3 - 4", "a@b.example"])
def test_a_cell_that_no_spreadsheet_computes_stays_as_it_is(text, tmp_path):
    write_all(book(result(text, name=text)), tmp_path, QUIET)

    assert (rows(tmp_path)[0]["student"], rows(tmp_path)[0]["name"]) == (text, text)


@pytest.mark.parametrize("text", ["=1+1", " =1", "+a", "-a", "@a", "\t=1", "\r=1", '"=1', "'=1", "\uff1d1", "a; =1"])
def test_a_cell_that_a_spreadsheet_would_compute_has_an_apostrophe_before_it(text, tmp_path):
    write_all(book(result("ada", name=text)), tmp_path, QUIET)
    name = rows(tmp_path)[0]["name"]

    assert "'" in name
    assert all(not cell.lstrip(' "`').startswith(("=", "+", "-", "@", "\uff1d")) for cell in name.split(";"))


@pytest.mark.parametrize("name", [" Ada L.", "Ada L. ", "Ada  L.", "Ada\tL.", "Ada\u00a0L.", "Ada L."])
def test_room_in_a_name_is_one_space(name, tmp_path):
    write_all(book(result("ada", name=name)), tmp_path, QUIET)

    assert rows(tmp_path)[0]["name"] == "Ada L."


def test_who_handed_in_nothing_comes_last_and_has_no_score(tmp_path):
    write_all(CLASS, tmp_path, QUIET)
    row = rows(tmp_path)[-1]

    assert (row["student"], row["score"], row["troubles"]) == ("dee", "", "handed in nothing")


@pytest.mark.parametrize(
    "outcome, kind",
    [
        ("passed", None),
        ("blank", "skipped"),
        *(("wrong", "failure"), ("mirror", "failure"), ("edited", "failure")),
        *(("broken", "error"), ("timeout", "error"), ("unjudged", "error")),
    ],
)
def test_junit_tells_what_became_of_a_koan(outcome, kind, tmp_path):
    write_all(book(result("ada", (type(GOOD)(outcome), GOOD, GOOD))), tmp_path, QUIET)
    (suite,) = ElementTree.parse(tmp_path / "junit.xml").getroot()
    first = suite.findall("testcase")[0]
    counts = {"skipped": "skipped", "failure": "failures", "error": "errors"}

    assert [each.tag for each in first] == ([kind] if kind else [])
    assert {name: suite.get(name) for name in counts.values()} == {
        name: "1" if each == kind else "0" for each, name in counts.items()
    }


def check_formats(results, folder):
    """That the three files hold these students and nothing that they did not say."""
    data = written(book(*results), folder)
    assert faults(data, SCHEMA) == []
    assert len(data["students"]) == len(results)
    assert json.dumps(data, ensure_ascii=False).encode()  # no half of a surrogate pair is left
    table = (folder / "gradebook.csv").read_bytes().decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(table, newline="")))
    assert len(read) == len(results) + 1 == len(table.splitlines())
    assert {len(row) for row in read} == {len(read[0])}
    assert [row[3] for row in read[1:]] == [f"{each.score:.2f}" for each in results]
    root = ElementTree.parse(folder / "junit.xml").getroot()
    assert [each.tag for each in root] == ["testsuite"] * len(results)
    assert all(len(suite.findall("testcase")) == len(COLUMNS) for suite in root)
    assert {each.tag for each in root.iter()} <= {
        *("testsuites", "testsuite", "properties", "property", "testcase", "failure")
    }
    for name in ("gradebook.csv", "junit.xml", "results.json"):
        text = (folder / name).read_text(encoding="utf-8-sig")
        assert not set(text) & set("\x00\x1b\x07\x0b\x0c\x85\u2028\u202e\u2066\ufffe")


def test_no_hostile_text_says_more_than_it_is(many, tmp_path):
    check_formats(many, tmp_path)


@FUZZ
@given(
    texts=st.lists(st.text(st.characters(codec=None), min_size=1) | st.sampled_from(HOSTILE), min_size=1, max_size=4)
)
def test_no_text_whatever_says_more_than_it_is(texts, tmp_path):
    check_formats([hostile(f"{at}{text}", text) for at, text in enumerate(texts)], tmp_path)


@pytest.mark.parametrize("text", ['<x a="1">', "&quot;", "]]>", "a\x00b"])
def test_the_title_of_a_class_is_text_too(text, tmp_path):
    write_all(book(ADA, title=text), tmp_path)

    assert ElementTree.parse(tmp_path / "junit.xml").getroot().get("name") == text.replace("\x00", "\ufffd")


def test_the_same_class_gives_the_same_bytes(tmp_path):
    write_all(CLASS, tmp_path / "a")
    write_all(CLASS, tmp_path / "b")
    names = sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*.*"))

    assert len(names) == 3 + 2 * 3 + 1
    assert all((tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in names)


def test_a_class_that_cannot_be_read_to_its_end_changes_no_file(tmp_path):
    write_all(book(ADA), tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.glob("*.*")}

    def torn():
        yield BOB
        raise OSError("the store is gone")

    with pytest.raises(OSError, match="the store is gone"):
        write_all(replace(book(), results=torn), tmp_path)

    assert {path: path.read_bytes() for path in tmp_path.glob("*.*")} == before
    assert [path.name for path in tmp_path.rglob(".*")] == []


def test_students_are_never_held_together(tmp_path):
    alive, most = [], 0

    class Watched(type(ADA)):
        def __del__(self):
            alive.pop()

    def results():
        nonlocal most
        for number in range(50):
            alive.append(None)
            most = max(most, len(alive))
            yield Watched(f"s{number:02}", "", ADA.marks, 4.0, 4.0, 0.0, 4.0)

    write_all(replace(book(), results=results), tmp_path)

    assert most <= 2
