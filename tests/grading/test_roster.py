"""A roster is read as instructors have it, and says who a hand-in is from or that it cannot tell."""

import pytest

from sensei.grading.intake import Roster, RosterTrouble
from sensei.refusal import Refusal

CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,Koans (77)
    Points Possible,,,,,10
"Lovelace, Ada",1234,S1,alovelace,One,
"O'Hara, Zoë",1235,S2,zohara,Two,
"Student, Test",9999,,abc,One,
"""
MOODLE = """Identifier,Full name,Email address,Status,Grade
Participant 501,Ada Lovelace,ada@x.org,Submitted,
Participant 502,Zoë O'Hara,zoe@x.org,,
"""
CLASSROOM = 'identifier,github_username,github_id,name\n"ada@x.org","ada-l","77",""\n"zoe@x.org","","",""\n'
GRADESCOPE = "First Name,Last Name,SID,Email,Sections\nAda,Lovelace,100,ada@x.org,A\nZoë,O'Hara,101,zoe@x.org,A\n"


@pytest.fixture
def read(tmp_path):
    def read(text, encoding="utf-8"):
        (tmp_path / "roster.csv").write_bytes(text.encode(encoding) if isinstance(text, str) else text)
        return Roster.read(tmp_path / "roster.csv")

    return read


@pytest.mark.parametrize(
    "text, students, names",
    [
        ("student,name\nada,Ada L\nzoe,\n", ["ada", "zoe"], ["Ada L", ""]),
        ("student\nada\n\nzoe\n", ["ada", "zoe"], ["", ""]),
        ("Name;E-Mail\r\nAda L;ada@x.org\r\nZoë;zoe@x.org\r\n", ["ada@x.org", "zoe@x.org"], ["Ada L", "Zoë"]),
        ("LOGIN\tStudent ID\nada\t7\nzoe\t8\n", ["ada", "zoe"], ["", ""]),
        (CANVAS, ["alovelace", "zohara"], ["Lovelace, Ada", "O'Hara, Zoë"]),
        (MOODLE, ["ada@x.org", "zoe@x.org"], ["Ada Lovelace", "Zoë O'Hara"]),
        (CLASSROOM, ["ada@x.org", "zoe@x.org"], ["", ""]),
        (GRADESCOPE, ["100", "101"], ["Ada Lovelace", "Zoë O'Hara"]),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_rosters_of_every_platform_are_read(read, text, students, names, encoding):
    roster = read(text, encoding)

    assert [person.student for person in roster.people] == students
    assert [person.name for person in roster.people] == names


def test_what_the_columns_say_is_kept_under_one_name_each(read):
    assert read(CANVAS).people[0].identifiers == {
        "canvas": "1234",
        "sis": "S1",
        "login": "alovelace",
        "section": "One",
    }
    assert read(MOODLE).people[1].identifiers == {"moodle": "502", "email": "zoe@x.org"}
    assert read(CLASSROOM).people[0].identifiers == {"github": "ada-l"}


@pytest.mark.parametrize(
    "text, told",
    [
        (CANVAS, {"student": "lovelaceada 1234", "identifiers": {"canvas": "1234"}}),
        (CANVAS, {"student": "x", "identifiers": {"canvas name": "lovelaceada"}}),
        (CANVAS, {"student": "ALovelace"}),
        (CANVAS, {"student": "Ada Lovelace"}),
        (CANVAS, {"student": "s1"}),
        (MOODLE, {"student": "x", "identifiers": {"moodle": "501"}}),
        (MOODLE, {"student": "ada"}),
        (MOODLE, {"student": "x", "name": "ada lovelace"}),
        (MOODLE, {"student": "x", "identifiers": {"email": "ADA@x.org"}}),
        (CLASSROOM, {"student": "Ada-L", "identifiers": {"github": "Ada-L"}}),
        (GRADESCOPE, {"student": "100", "identifiers": {"sid": "100"}}),
    ],
)
def test_a_student_is_found_by_any_identifier(read, text, told):
    roster = read(text)

    assert roster.find(**told) == roster.people[:1]


@pytest.mark.parametrize("told", ["nobody", "One", "", "points possible"])
def test_what_names_nobody_finds_nobody(read, told):
    assert read(CANVAS).find(told) == ()


def test_a_number_counts_under_its_own_title_first(read):
    roster = read("login,canvas,sid\nada,7,8\nzoe,8,7\n")

    assert [person.student for person in roster.find("x", identifiers={"canvas": "7"})] == ["ada"]
    assert [person.student for person in roster.find("x", identifiers={"sid": "7"})] == ["zoe"]
    assert {person.student for person in roster.find("7")} == {"ada", "zoe"}


def test_letters_of_one_case_tell_students_apart_where_the_roster_does(read):
    roster = read("student\nada\nAda\n")

    assert [person.student for person in roster.find("Ada")] == ["Ada"]
    assert len(roster.find("ADA")) == 2


def test_two_students_of_one_name_are_both_given(read):
    assert len(read("login,name\na,Wei Li\nb,Li Wei\n").find("Wei Li")) == 2


@pytest.mark.parametrize(
    "raw, words",
    [
        (b"", "has nothing, and none of it"),
        (b"height,weight\n1,2\n", "has 'height', 'weight', and none of it is a column that tells students apart"),
        ("student\nJosé\n".encode("latin-1"), "is not UTF-8 (byte 11)"),
        (b"student\n\0\n", "holds null bytes"),
        (b"student,name\nada,A\nbea,B\nada,C\n", "rows 2 and 4 of roster.csv are both 'ada'"),
        (b"login,section\nada,A\n,B\n", "row 3 of roster.csv names nobody"),
        (b'student\n"' + b"a" * 200_000 + b'"\n', "is not a table"),
    ],
)
def test_a_roster_that_cannot_be_used_is_refused(read, raw, words):
    with pytest.raises(RosterTrouble) as told:
        read(raw)
    assert words in str(told.value)
    assert "roster.csv" in str(told.value)
    assert isinstance(told.value, Refusal)


def test_a_roster_that_is_not_there_is_refused(tmp_path):
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(RosterTrouble, match="cannot be read"):
            Roster.read(path)
