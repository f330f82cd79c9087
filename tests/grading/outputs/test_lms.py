"""The files of learning platforms: what Canvas and Moodle get back is what they gave, and the grades."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sensei.grading.outputs import Options, write_all
from sensei.refusal import Refusal

from .conftest import ADA, BOB, HOSTILE, book, result

EXPORT = '''\
Student,ID,SIS User ID,SIS Login ID,Integration ID,Section,Notes,Quiz (77),"Koans, week 1 (88)",Current Score,Final Score
,,,,,,,,Manual Posting,,
    Points Possible,,,,,,,10.00,8.00,(read only),(read only)
"Lovelace, Ada",1001,u1,ada,,"Group 1, Lab",likes tea,7.50,3.00,90.00,88.00
"Müller, Jr., Bob ""Bobby""",1002,u2,bob@example.org,,Group 1,,9.00,,50.00,50.00
"Doe, Dee",1003,u3,dee,,Group 1,,1.00,2.00,10.00,10.00
"Student, Test",1999,,0123456789abcdef,,Group 1,,,,,
'''
SHEET = """\
Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed","Last modified (submission)","Last modified (grade)","Feedback comments"
"Participant 501","Ada Lovelace",ada@example.org,"Submitted for grading",,100.00,Yes,"Monday, 2 March 2026, 9:00 AM",-,
"Participant 502","Bob Müller",bob@example.org,"Submitted for grading",12.00,100.00,Yes,-,"Monday, 2 March 2026, 9:00 AM","<p>Well
done</p>"
"Participant 503","Dee Doe",dee@example.org,"No submission",,100.00,Yes,-,-,
"""
QUIET = {"feedback": False}
FUZZ = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def canvas(tmp_path):
    """Put results into an export of Canvas: what Canvas imports, as text, and what is told."""

    def run(*results, export=EXPORT, assignment="88", title="Koans"):
        source = tmp_path / "export.csv"
        source.write_bytes(export.encode() if isinstance(export, str) else export)
        told = write_all(book(*results, title=title), tmp_path, Options(source, assignment=assignment, **QUIET))
        return (tmp_path / "canvas.csv").read_bytes().decode(), list(told)

    return run


@pytest.fixture
def moodle(tmp_path):
    """Put results into a worksheet of Moodle."""

    def run(*results, sheet=SHEET):
        source = tmp_path / "worksheet.csv"
        source.write_bytes(sheet.encode() if isinstance(sheet, str) else sheet)
        told = write_all(book(*results), tmp_path, Options(moodle=source, **QUIET))
        return (tmp_path / "moodle.csv").read_bytes().decode(), list(told)

    return run


def table(text, delimiter=","):
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def known(student, **more):
    return result(student, **more)


def test_canvas_gets_who_the_students_are_and_one_column(canvas):
    text, told = canvas(ADA, replace(BOB, student="bob@example.org"))

    assert text == (
        'Student,ID,SIS User ID,SIS Login ID,Integration ID,Section,"Koans, week 1 (88)"\n'
        '"    Points Possible",,,,,,8.00\n'
        '"Lovelace, Ada",1001,u1,ada,,"Group 1, Lab",8.00\n'
        '"Müller, Jr., Bob ""Bobby""",1002,u2,bob@example.org,,Group 1,3.00\n'
    )
    assert told == ["canvas.csv: the scores are scaled from 4 points to the 8 that Canvas has."]


@pytest.mark.parametrize("assignment", ["88", "Koans, week 1", "Koans, week 1 (88)"])
def test_the_assignment_is_known_by_number_title_or_both(canvas, assignment):
    text, _ = canvas(ADA, assignment=assignment)

    assert table(text)[0][-1] == "Koans, week 1 (88)"


def test_without_a_name_the_assignment_is_called_as_the_gradebook(canvas):
    text, _ = canvas(ADA, assignment="", title="Quiz")

    assert table(text)[0][-1] == "Quiz (77)"
    assert table(text)[-1][-1] == "10.00"


def test_an_assignment_that_canvas_has_not_is_made_there(canvas):
    text, told = canvas(ADA, assignment="Koans, week 2")

    assert table(text)[0][-1] == "Koans, week 2"
    assert table(text)[1][-1] == table(text)[2][-1] == "4.00"
    assert len(told) == 1
    assert "makes Canvas create it, worth 4 points" in told[0]
    assert "Was one of these meant? Quiz (77) and Koans, week 1 (88): name it with --assignment." in told[0]


def test_two_assignments_of_one_title_are_not_guessed_between(canvas):
    with pytest.raises(Refusal, match=r"2 columns that are called 'Quiz': Quiz \(77\) and Quiz \(78\); name one"):
        canvas(ADA, export=EXPORT.replace(",Current Score", ",Quiz (78)"), assignment="Quiz")


@pytest.mark.parametrize(
    "student, more",
    [
        ("lovelaceada 1001", {"identifiers": {"canvas": "1001"}}),
        ("1001", {}),
        ("x", {"identifiers": {"sis": "u1"}}),
        ("U1", {}),
        ("ada", {}),
        ("x", {"identifiers": {"login": "ADA"}}),
        ("x", {"identifiers": {"canvas name": "lovelaceada"}}),
        ("Ada Lovelace", {}),
        ("x", {"name": "Lovelace, Ada"}),
        ("ada_lovelace", {}),
        # What is said under its own title counts before a likeness by chance.
        ("dee", {"identifiers": {"canvas": "1001", "email": "bob@example.org"}}),
        ("Doe, Dee", {"identifiers": {"login": "ada"}}),
    ],
)
def test_a_student_is_found_by_what_is_known(canvas, student, more):
    text, told = canvas(known(student, **more))

    assert [row[1] for row in table(text)[2:]] == ["1001"]
    assert len(told) == 1


@pytest.mark.parametrize(
    "student, more", [("eve", {}), ("x", {"identifiers": {"moodle": "1001"}}), ("Ada Lovelac", {})]
)
def test_a_student_whom_canvas_does_not_know_is_told_of(canvas, student, more):
    text, told = canvas(known(student, **more), assignment="new")

    assert len(table(text)) == 2
    assert told[-1].startswith(f"canvas.csv leaves out {student}: no row of ")


def test_a_name_that_two_students_have_leads_to_neither(canvas):
    twin = EXPORT.replace('"Doe, Dee"', '"Lovelace, Ada"')
    text, told = canvas(known("Ada Lovelace"), export=twin)

    assert len(table(text)) == 2
    assert "leaves out Ada Lovelace: no row" in told[-1]


def test_two_hand_ins_that_lead_to_one_row_are_both_left_out(canvas):
    text, told = canvas(known("ada"), known("x", name="Ada Lovelace"), known("dee"))

    assert [row[1] for row in table(text)[2:]] == ["1003"]
    assert "leaves out ada and x: they lead to the same row" in told[-1]


def test_many_who_are_unknown_are_counted(canvas):
    _, told = canvas(*(known(f"eve{n}") for n in range(9)))

    assert "leaves out eve0, eve1, eve2, eve3, eve4 and 4 more: no row" in told[-1]


@pytest.mark.parametrize("cell", ["EX", "ex "])
def test_who_is_excused_stays_so(canvas, cell):
    text, _ = canvas(ADA, export=EXPORT.replace("7.50,3.00", f"7.50,{cell}"))

    assert table(text)[2][-1] == "EX"


def test_a_column_that_may_only_be_read_is_told_of(canvas):
    _, told = canvas(ADA, export=EXPORT.replace("10.00,8.00", "10.00,8.00 (read only)"))

    assert "it is marked as read only" in told[0]


def test_an_export_with_semicolons_and_a_mark_stays_one(canvas):
    export = (
        "\ufeffStudent;ID;SIS Login ID;Section;A, B, C, D, E (5);Koans (88)\r\n"
        "    Points Possible;;;;1,00;8,00\r\n"
        "Lovelace, Ada;1001;ada;One;;3,00\r\n"
    )
    text, _ = canvas(ADA, export=export)

    assert text == (
        "\ufeffStudent;ID;SIS Login ID;Section;Koans (88)\r\n"
        '"    Points Possible";;;;8,00\r\n'
        "Lovelace, Ada;1001;ada;One;8.00\r\n"
    )


def test_an_export_may_have_first_and_last_names(canvas):
    export = "LastName,FirstName,ID,SIS Login ID,Section,Koans (88)\nPoints Possible,,,,,8\nLovelace,Ada,1001,x,One,\n"
    text, _ = canvas(known("Ada Lovelace"), export=export)

    assert table(text)[-1][:3] == ["Lovelace", "Ada", "1001"]


@pytest.mark.parametrize(
    "export, words",
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"a,b\n1,2\n", "is no gradebook of Canvas"),
        (b"PK\x03\x04\xff\xfe", "is not UTF-8"),
        (EXPORT.encode("utf-16"), "is not UTF-8"),
        (EXPORT.replace("likes tea", '"likes tea').encode(), "row 4: a quote is not closed"),
        (SHEET.encode(), "is no gradebook of Canvas"),
    ],
)
def test_what_is_no_export_is_refused_before_anything_is_written(canvas, tmp_path, export, words):
    with pytest.raises(Refusal, match=words):
        canvas(ADA, export=export)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["export.csv"]


@pytest.mark.parametrize("option", ["canvas", "moodle"])
def test_a_platforms_file_that_is_not_there_is_told_before_a_class_is_graded(option, tmp_path):
    with pytest.raises(Refusal, match=r"nowhere.csv cannot be read: No such file"):
        Options(**{option: tmp_path / "nowhere.csv"}).check("Koans")


def test_a_good_file_passes_the_check(tmp_path):
    (tmp_path / "c.csv").write_text(EXPORT)
    (tmp_path / "m.csv").write_text(SHEET)

    assert Options(tmp_path / "c.csv", tmp_path / "m.csv").check("Koans") is None


def test_moodle_gets_its_worksheet_back_with_the_grades_in_it(moodle):
    text, told = moodle(ADA, replace(BOB, student="x", identifiers={"moodle": "502"}))
    expected = SHEET.replace('grading",,100.00', 'grading",100.00,100.00').replace("12.00,100.00", "37.50,100.00")
    expected = expected.replace('AM",-,\n', 'AM",-,3 of 3 koans hold: 4 of 4 points.\n')

    assert text == expected
    assert told == []


def test_a_worksheet_without_any_of_our_students_comes_back_byte_for_byte(moodle):
    sheet = "\ufeff" + SHEET.replace("\n", "\r\n")
    text, told = moodle(known("eve"), sheet=sheet)

    assert text == sheet
    assert told[0].startswith("moodle.csv has no grade for eve: no row of ")


@pytest.mark.parametrize(
    "student, more",
    [
        ("x", {"identifiers": {"moodle": "501"}}),
        ("Participant 9", {"identifiers": {"moodle": "501"}}),
        ("x", {"identifiers": {"email": "ADA@example.org"}}),
        ("ada@example.org", {}),
        ("x", {"name": "Ada Lovelace"}),
        ("dee@example.org", {"identifiers": {"moodle": "501"}}),
    ],
)
def test_a_participant_is_found_by_what_is_known(moodle, student, more):
    text, told = moodle(known(student, **more))

    assert [row[4] for row in table(text)[1:]] == ["50.00", "12.00", ""]
    assert told == []


def test_a_grade_is_scaled_to_the_maximum_of_its_row(moodle):
    text, _ = moodle(ADA, known("dee@example.org"), sheet=SHEET.replace('submission",,100.00', 'submission",,"20,00"'))

    assert [row[4] for row in table(text)[1:]] == ["100.00", "12.00", "10.00"]


def test_without_a_maximum_the_points_are_ours(moodle):
    text, _ = moodle(ADA, sheet="Identifier,Full name,Grade,Last modified (grade)\nParticipant 1,Ada Lovelace,,-\n")

    assert table(text)[1] == ["Participant 1", "Ada Lovelace", "4.00", "-"]


def test_a_score_above_the_maximum_is_told_of(moodle):
    text, told = moodle(replace(ADA, score=5.0))

    assert table(text)[1][4] == "100.00"
    assert told == ["moodle.csv has the maximum grade for ada: Moodle passes over a grade that is higher."]


def test_a_scale_is_left_alone(moodle):
    text, told = moodle(ADA, sheet=SHEET.replace('grading",,100.00', 'grading",,-'))

    assert table(text)[1][4] == ""
    assert told == ["moodle.csv has no grade for ada: Moodle's maximum grade there is no number."]


def test_a_name_that_a_spreadsheet_would_compute_is_no_formula_and_what_moodle_reads_stays(moodle):
    sheet = SHEET.replace('"Ada Lovelace"', "=1+1").replace("<p>Well", "=Well").replace("Bob Müller", "+B, Müller")
    text, _ = moodle(ADA, sheet=sheet)
    rows = table(text)

    assert [row[1] for row in rows[1:]] == ["'=1+1", "'+B, Müller", "Dee Doe"]
    assert rows[2][-1] == "=Well\ndone</p>"
    assert rows[1][8] == "-"


def test_two_hand_ins_of_one_participant_are_both_left_out(moodle):
    text, told = moodle(ADA, known("x", name="Ada Lovelace"))

    assert table(text)[1][4] == ""
    assert told == ["moodle.csv leaves out ada and x: they lead to the same row."]


@pytest.mark.parametrize("lost", ["Identifier", "Grade", "Last modified (grade)"])
def test_a_worksheet_in_another_language_is_refused_with_the_way_out(moodle, lost):
    first, _, rest = SHEET.partition("\n")
    headers = [("Nota" if each == lost else each) for each in table(first)[0]]
    sheet = ",".join(f'"{each}"' for each in headers) + "\n" + rest
    with pytest.raises(Refusal) as refused:
        moodle(ADA, sheet=sheet)

    assert f"has no column {lost}: " in str(refused.value)
    assert "with Moodle's language set to English" in str(refused.value)


@FUZZ
@given(
    names=st.lists(
        st.text(st.characters(codec="utf-8"), min_size=1)
        | st.sampled_from([t for t in HOSTILE if t.isprintable() and t]),
        min_size=1,
        max_size=4,
    )
)
def test_no_name_of_a_student_makes_another_row(names, canvas, moodle):
    written = io.StringIO(newline="")
    rows = [[name, str(1000 + at), "One", ""] for at, name in enumerate(names)]
    csv.writer(written).writerows([["Student", "ID", "Section", "Koans (88)"], *rows])
    results = [known(f"s{at}", identifiers={"canvas": str(1000 + at)}) for at in range(len(names))]
    text, _ = canvas(*results, export=written.getvalue())

    assert [(row[1], row[3]) for row in table(text)[2:]] == [
        (str(1000 + at), "2.00") for at, name in enumerate(names) if "Points Possible" not in name
    ]
    assert not any(row[0].lstrip(" \"'`").startswith("=") and row[0][0] != "'" for row in table(text))

    written = io.StringIO(newline="")
    rows = [[f"Participant {at + 5}", name, "", "-"] for at, name in enumerate(names)]
    csv.writer(written).writerows([["Identifier", "Full name", "Grade", "Last modified (grade)"], *rows])
    text, _ = moodle(
        *(replace(each, identifiers={"moodle": str(5 + at)}) for at, each in enumerate(results)),
        sheet=written.getvalue(),
    )

    assert [(row[0], row[2], row[3]) for row in table(text)[1:]] == [
        (f"Participant {at + 5}", "2.00", "-") for at in range(len(names))
    ]
