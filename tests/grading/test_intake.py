"""Hand-ins of every shape that classes come in become one submission for each student."""

import io
import os
import tarfile
import zipfile
from datetime import UTC, datetime

import pytest

from sensei.course import Course, Trees
from sensei.grading.intake import Findings, IntakeTrouble, Roster, submissions
from sensei.pack import target

BASKETS, WORDS, LOOPS = "test_01_baskets.py", "test_02_words.py", "test_03_loops.py"
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC).timestamp()


@pytest.fixture(scope="session")
def course(small_course):
    return Course.load(Trees.checkout(small_course))


@pytest.fixture(scope="session")
def texts(course):
    return {topic.filename: topic.source.text.encode() for topic in course.topics}


@pytest.fixture
def taken(course):
    """Everything that a class handed in, by student, and what was found about the class."""

    def take(*sources, roster=None):
        findings = Findings()
        found = list(submissions(sources, course, roster, findings))
        assert len({each.student for each in found}) == len(found) == findings.students
        return {each.student: each for each in found}, findings

    return take


def lay(folder, files, time=NOON):
    """Write files by their paths."""
    for name, raw in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
        os.utime(path, (time, time))
    return folder


def zipped(files, time=(2026, 3, 1, 12, 0, 0)):
    """A zip's bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, raw in files.items():
            made.writestr(zipfile.ZipInfo(name, time), raw)
    return out.getvalue()


def tarred(files, packed="gz"):
    """A tar's bytes."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=f"w:{packed}") as made:
        for name, raw in files.items():
            member = tarfile.TarInfo(name)
            member.size, member.mtime = len(raw), int(NOON)
            made.addfile(member, io.BytesIO(raw))
    return out.getvalue()


def sentences(submission):
    return [trouble.sentence for trouble in submission.troubles]


def under(folder, texts):
    return {f"{folder}/{name}": raw for name, raw in texts.items()}


@pytest.mark.parametrize("inside", ["", "koans/", "week 1/koans/"])
def test_a_folder_of_folders_holds_a_student_each(taken, tmp_path, texts, inside):
    lay(tmp_path, {f"{name}/{inside}{file}": raw for name in ("ada", "bea") for file, raw in texts.items()})
    found, findings = taken(tmp_path)

    assert list(found) == ["ada", "bea"]
    assert found["ada"].files == texts
    assert list(found["ada"].files) == list(texts)
    assert found["ada"].troubles == ()
    assert found["ada"].handed_in == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert found["ada"].late is None
    assert found["ada"].source == f"{tmp_path.name}: ada"
    assert findings.aside == []


def test_a_folder_of_archives_holds_a_student_each(taken, tmp_path, texts):
    made = {
        "ada.zip": zipped(under("koans", texts)),
        "bea.tar.gz": tarred(under("bea's work", texts)),
        "cyd.tar": tarred(texts, ""),
        "dan.tar.xz": tarred(texts, "xz"),
        "eve.tbz2": tarred(texts, "bz2"),
    }
    found, _ = taken(lay(tmp_path, made))

    assert list(found) == ["ada", "bea", "cyd", "dan", "eve"]
    assert all(each.files == texts and not each.troubles for each in found.values())
    assert found["bea"].handed_in == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert found["ada"].handed_in == datetime(2026, 3, 1, 12).astimezone()


def test_what_koans_pack_made_is_called_as_the_learner_called_it(taken, tmp_path, texts):
    names = ["ada", "koans-bea", "cyd@school.org", "me", "Zoë"]
    others = ["koans-.zip", "koans-a b.zip", "koans-dan.tar", "KOANS-eve.zip", "koansfinn.zip", "koans--gil.zip"]
    packed = zipped(under("koans", texts))
    lay(tmp_path, {target(None, name).name: packed for name in names} | dict.fromkeys(others[:2], packed))
    lay(tmp_path, {others[2]: tarred(texts, "")} | dict.fromkeys(others[3:], packed))
    found, findings = taken(tmp_path)

    assert sorted(found) == sorted([*names, *(other.rpartition(".")[0] for other in others)])
    assert findings.duplicates == []


def test_who_is_on_the_roster_as_the_zip_is_called_stays_so(taken, tmp_path, texts):
    lay(tmp_path / "zips", dict.fromkeys(["koans-ada.zip", "koans-fan.zip"], zipped(texts)))
    (tmp_path / "roster.csv").write_text("login\nada\nkoans-fan\n")
    found, findings = taken(tmp_path / "zips", roster=Roster.read(tmp_path / "roster.csv"))

    assert (list(found), findings.unknown) == (["ada", "koans-fan"], [])


@pytest.mark.parametrize("pack", [zipped, tarred])
@pytest.mark.parametrize("above", ["", "hand-ins/", "a/b/c/"])
def test_one_archive_can_hold_the_class(taken, tmp_path, texts, pack, above):
    members = {f"{above}{name}/koans/{file}": raw for name in ("bea", "ada") for file, raw in texts.items()}
    name = "class.zip" if pack is zipped else "class.tgz"
    lay(tmp_path, {name: pack(members | {f"{above}cyd.zip": zipped(texts)})})
    found, _ = taken(tmp_path / name)

    assert set(found) == {"ada", "bea", "cyd"}
    assert all(each.files == texts and not each.troubles for each in found.values())


def test_a_student_of_an_archive_that_is_named_alone_is_called_as_the_archive_is(taken, tmp_path, texts):
    lay(tmp_path, {"ada.zip": zipped(texts), "bea.zip": zipped(under("homework", texts))})

    assert list(taken(tmp_path / "ada.zip")[0]) == ["ada"]
    assert list(taken(tmp_path / "bea.zip")[0]) == ["bea"]
    assert list(taken(*sorted(tmp_path.iterdir()))[0]) == ["ada", "bea"]


def test_folders_that_are_named_one_by_one_are_students(taken, tmp_path, texts):
    lay(tmp_path, under("ada/koans", texts) | under("bea/week 1/koans", texts))
    found, _ = taken(tmp_path / "ada", tmp_path / "bea")

    assert {name: each.files == texts for name, each in found.items()} == {"ada": True, "bea": True}


def test_of_many_that_are_named_one_by_one_those_without_koans_are_students_too(taken, tmp_path, texts):
    lay(
        tmp_path,
        under("ada/koans", texts) | {"bea/notes.pdf": b"", "cyd.zip": zipped({"x.ipynb": b"{}"}), "dan.zip": b"x"},
    )
    lay(tmp_path, {"eve/week 1/x.ipynb": b"{}", "eve/data/x.csv": b""})
    (tmp_path / "flo").mkdir()
    found, findings = taken(*sorted(tmp_path.iterdir()))

    assert list(found) == ["ada", "bea", "cyd", "dan", "eve", "flo"]
    assert all(each.troubles for name, each in found.items() if name != "ada")
    assert findings.aside == []


def test_a_class_of_one_beside_a_class_is_a_class(taken, tmp_path, texts):
    lay(tmp_path, under("early/ada", texts) | under("early/bea", texts) | under("late/cyd", texts))
    lay(tmp_path, {"later.zip": zipped(under("dan", texts))})

    assert list(taken(tmp_path / "early", tmp_path / "late")[0]) == ["ada", "bea", "cyd"]
    assert list(taken(tmp_path / "early", tmp_path / "later.zip")[0]) == ["ada", "bea", "dan"]


def test_a_class_in_an_archive_may_have_but_one_good_hand_in(taken, tmp_path, texts):
    lay(tmp_path, {"class.zip": zipped(under("ada", texts) | {"bea/notes.txt": b"", "cyd/x.ipynb": b"{}"})})

    assert list(taken(tmp_path / "class.zip")[0]) == ["ada", "bea", "cyd"]


def test_koans_that_lie_beside_a_class_do_not_make_it_one_student(taken, tmp_path, texts):
    lay(tmp_path, under("koans", texts) | under("ada", texts) | under("bea", texts))

    assert {"ada", "bea"} <= set(taken(tmp_path)[0])


def test_a_koan_file_beside_the_archives_of_a_class_does_not_swallow_them(taken, tmp_path, texts):
    lay(tmp_path / "s3", {"koans-ada.zip": zipped(texts), "bea.zip": zipped(texts), WORDS: texts[WORDS]})
    lay(tmp_path / "cyd", {**texts, "koans-cyd.zip": zipped(texts)})

    assert {name: len(each.files) for name, each in taken(tmp_path / "s3")[0].items()} == {"ada": 3, "bea": 3, "s3": 1}
    assert list(taken(tmp_path / "cyd")[0]) == ["cyd"]


def test_the_lone_student_of_a_class_is_known_by_the_roster(taken, tmp_path, texts):
    lay(tmp_path, {"class.zip": zipped(under("ada", texts)), "roster.csv": b"login\nada\n"})
    roster = Roster.read(tmp_path / "roster.csv")

    assert list(taken(tmp_path / "class.zip")[0]) == ["class"]
    assert list(taken(tmp_path / "class.zip", roster=roster)[0]) == ["ada"]


def test_a_download_of_a_platform_is_a_class_even_with_one_hand_in(taken, tmp_path, texts):
    lay(tmp_path, {"moodle.zip": zipped(under("Ada L_7_assignsubmission_file_", texts))})
    lay(tmp_path, {"more.zip": zipped({f"Bea_8_assignsubmission_file_/{name}.pdf": b"" for name in "ab"})})

    assert list(taken(tmp_path / "moodle.zip")[0]) == ["Ada L 7"]
    assert list(taken(tmp_path / "more.zip")[0]) == ["Bea 8"]


def test_a_folder_around_files_of_a_class_is_passed_through(taken, tmp_path, texts):
    lay(tmp_path, {"class.zip": zipped({"hand-ins/ada.py": texts[BASKETS], "hand-ins/bea.py": texts[WORDS]})})

    assert list(taken(tmp_path / "class.zip")[0]) == ["ada", "bea"]


def test_a_link_that_the_instructor_names_is_followed(taken, tmp_path, texts):
    lay(tmp_path, {"real/ada.zip": zipped(texts)} | under("real/bea", texts))
    (tmp_path / "link.zip").symlink_to(tmp_path / "real" / "ada.zip")
    (tmp_path / "cyd").symlink_to(tmp_path / "real" / "bea")
    found, _ = taken(tmp_path / "link.zip", tmp_path / "cyd")

    assert {name: each.files == texts for name, each in found.items()} == {"ada": True, "cyd": True}


def test_single_files_of_one_student_are_one_hand_in(taken, tmp_path, texts):
    files = {f"ada_{BASKETS}": texts[BASKETS], f"ada_{WORDS}": texts[WORDS], "test_03_loops_bea.py": texts[LOOPS]}
    files |= {"cyd.py": texts[BASKETS], "dan.txt": texts[LOOPS]}
    found, _ = taken(lay(tmp_path, files))

    assert {name: list(each.files) for name, each in found.items()} == {
        "ada": [BASKETS, WORDS],
        "bea": [LOOPS],
        "cyd": [BASKETS],
        "dan": [LOOPS],
    }
    assert list(taken(tmp_path / f"ada_{BASKETS}", tmp_path / f"ada_{WORDS}")[0]) == ["ada"]


def test_what_is_nobodys_is_left_aside_and_told(taken, tmp_path, texts):
    lay(
        tmp_path,
        under("ada", texts)
        | {"roster.csv": b"login", "README.txt": b"", "photo.jpg": b"", "conftest.py": b"", ".DS_Store": b""},
    )
    found, findings = taken(tmp_path)

    assert list(found) == ["ada"]
    assert len(findings.aside) == 4
    assert "photo.jpg" in " ".join(findings.aside)


def test_canvas_names_tell_the_student_the_number_and_whether_it_is_late(taken, tmp_path, texts):
    members = {f"lovelaceada_LATE_1234_5678{number}_{name}": raw for number, (name, raw) in enumerate(texts.items())}
    members |= {"turingalan_77_901_my koans.zip": zipped(under("koans", texts))}
    members |= {"LATE_anon_x1Y2z_903_koans.zip": zipped(texts), "noethere_78_text.html": b"<p>Here it is.</p>"}
    lay(tmp_path, {"submissions.zip": zipped(members)})
    found, _ = taken(tmp_path / "submissions.zip")

    ada, alan = found["lovelaceada 1234"], found["turingalan 77"]
    assert (ada.late, ada.identifiers["canvas"], ada.files) == (True, "1234", texts)
    assert (alan.late, alan.identifiers["canvas"], alan.files) == (False, "77", texts)
    assert ada.handed_in is None, "Canvas gives all files the time of the download"
    assert ada.troubles == alan.troubles == ()
    assert (found["anon_x1Y2z"].files, found["anon_x1Y2z"].late) == (texts, True)
    assert sentences(found["noethere 78"]) == [
        "no koan file was found, only noethere_78_text.html: hand in the folder koans, or the files in it."
    ]
    assert len(found) == 4


def test_of_what_was_uploaded_to_canvas_twice_the_later_upload_counts(taken, tmp_path, texts):
    lay(tmp_path, {f"ada_1_31_{BASKETS}": texts[BASKETS] + b"# old", "ada_1_32_test_01_baskets-1.py": texts[BASKETS]})
    found, _ = taken(tmp_path)

    assert found["ada 1"].files[BASKETS] == texts[BASKETS]
    assert (
        "test_01_baskets.py is there 2 times: ada_1_32_test_01_baskets-1.py is the newest"
        in sentences(found["ada 1"])[0]
    )


def test_of_two_archives_in_canvas_the_later_upload_counts_whatever_their_files_say(taken, tmp_path, texts):
    old = zipped({BASKETS: b"# old"}, (2026, 3, 2, 0, 0, 0))
    lay(tmp_path, {"ada_1_99_koans.zip": old, "ada_1_100_koans.zip": zipped(texts)})
    found, _ = taken(tmp_path)

    assert found["ada 1"].files == texts


@pytest.mark.parametrize(
    "names",
    [
        "Ada Lovelace_1234_assignsubmission_file_/{}",
        "Ada Lovelace_1234_assignsubmission_file/{}",
        "Ada Lovelace_1234_assignsubmission_file_{}",
    ],
)
def test_moodle_names_tell_the_student_and_the_participant(taken, tmp_path, texts, names):
    members = {names.format(name): raw for name, raw in texts.items()}
    members |= {"Ada Lovelace_1234_assignsubmission_onlinetext_/onlinetext.html": b"<p>Here it is.</p>"}
    lay(tmp_path, {"moodle.zip": zipped(members)})
    found, _ = taken(tmp_path / "moodle.zip")

    ada = found["Ada Lovelace 1234"]
    assert (ada.name, ada.identifiers, ada.files) == ("Ada Lovelace", {"moodle": "1234"}, texts)
    assert (ada.handed_in, ada.troubles) == (None, ())


def test_a_participant_without_a_name_is_called_as_the_worksheet_does(taken, tmp_path, texts):
    lay(tmp_path, under("Participant_501_assignsubmission_file_", texts))
    [found] = taken(tmp_path)[0].values()

    assert (found.student, found.name, found.identifiers) == ("Participant 501", "", {"moodle": "501"})


def test_two_students_of_one_name_stay_two(taken, tmp_path, texts):
    lay(tmp_path, {f"Wei Li_{number}_assignsubmission_file_/{BASKETS}": texts[BASKETS] for number in (5, 6)})

    assert list(taken(tmp_path)[0]) == ["Wei Li 5", "Wei Li 6"]


def test_blackboard_names_tell_the_student_and_the_time_and_the_last_attempt_counts(taken, tmp_path, texts):
    members = {}
    for time, end in (("2026-03-01-23-59-07", b""), ("2026-02-27-10-00-00", b"# first")):
        members |= {f"Home work_1_alovelace_attempt_{time}_{name}": raw + end for name, raw in texts.items()}
        members |= {f"Home work_1_alovelace_attempt_{time}.txt": b"Name: Ada Lovelace (alovelace)"}
    lay(tmp_path, {"gradebook.zip": zipped(members)})
    found, findings = taken(tmp_path / "gradebook.zip")

    ada = found["alovelace"]
    assert ada.files == texts
    assert ada.handed_in == datetime(2026, 3, 1, 23, 59, 7).astimezone()
    assert ada.identifiers["login"] == "alovelace"
    assert len(findings.duplicates) == 1
    assert "alovelace handed in 2 times" in findings.duplicates[0]
    assert "(2026-03-01 23:59) counts" in findings.duplicates[0]


def test_no_name_of_a_file_makes_it_another_students(taken, tmp_path, texts):
    forged = "x_alovelace_attempt_2027-01-01-00-00-00_" + BASKETS
    members = {f"Work_{login}_attempt_2026-03-01-23-59-07_{BASKETS}": b"# own" for login in ("alovelace", "bob")}
    lay(tmp_path, {"all.zip": zipped(members | {f"Work_bob_attempt_2026-03-01-23-59-07_{forged}": texts[BASKETS]})})
    found, _ = taken(tmp_path / "all.zip")

    assert list(found) == ["alovelace", "bob"]
    assert found["alovelace"].files == {BASKETS: b"# own"}
    assert "is there 2 times" in found["bob"].troubles[0].sentence


@pytest.mark.parametrize(
    ("own", "forged"),
    [
        # What Mallory, 777, calls herself.
        (
            "Ada Lovelace_1234_assignsubmission_file_{}",
            "Mallory_1234_assignsubmission_file_777_assignsubmission_file_{}",
        ),
        ("lovelaceada_1234_99_{}", "lovelaceada_1234_100_x_777_55_{}"),
        ("lovelaceada_1234_99_{}", "lovelaceada_1234_777_55_{}"),
        ("1234_99_{}", "1234_100_777_55_{}"),
        # What she calls her file.
        ("Ada Lovelace_1234_assignsubmission_file_{}", "M_777_assignsubmission_file_a_1234_assignsubmission_file_{}"),
        ("lovelaceada_1234_99_{}", "mallory_777_55_lovelaceada_1234_100_{}"),
        ("lovelaceada_1234_99_{}", "mallory_777_55_x_1234_assignsubmission_file_{}"),
        ("lovelaceada_1234_99_{}", "mallory_777_55_x_lovelaceada_attempt_2027-01-01-00-00-00_{}"),
    ],
)
@pytest.mark.parametrize("roster", ["", "id,name\n1234,Ada Lovelace\n"])
def test_what_can_be_read_as_of_several_students_is_nobodys(taken, tmp_path, texts, own, forged, roster):
    (tmp_path / "roster.csv").write_text(roster or "id,name\n1234,Ada\n777,Mallory\n")
    lay(tmp_path, {"all.zip": zipped({own.format(BASKETS): b"# own", forged.format(BASKETS): texts[BASKETS]})})
    found, findings = taken(tmp_path / "all.zip", roster=Roster.read(tmp_path / "roster.csv"))

    assert [each.files for each in found.values() if each.files] == [{BASKETS: b"# own"}]
    [told] = [each for each in findings.aside if forged.format(BASKETS) in each]
    assert "1234" in told or "lovelaceada" in told
    assert told.endswith("put it into a folder that is called as the student is")


METADATA = """---
submission_11:
  :submitters:
  - :name: Ada Lovelace
    :sid: '100'
    :email: ada@example.org
  :created_at: 2026-03-01 22:15:01.123456000 Z
  :score: 3.0
  :history:
  - :id: 10
    :created_at: 2026-02-01 00:00:00 Z
    :submitters:
    - :name: Somebody Else
      :sid: '999'
  :results:
    output: |
      submission_12:
        :submitters:
        - :name: Forged
submission_12:
  :submitters:
  - :name: "Bea Ob\\u00e9"
    :sid: ''
    :email: bea@example.org
  - :name: 'Cyd O''Hara'
    :sid: '102'
  :created_at: 2026-03-02 08:00:00 -05:00
"""


@pytest.mark.parametrize("above", ["", "assignment_9_export/"])
def test_gradescopes_own_list_tells_students_and_times(taken, tmp_path, texts, above):
    members = {f"{above}submission_metadata.yml": METADATA.encode()}
    members |= under(f"{above}submission_11", texts) | under(f"{above}submission_12", texts)
    lay(tmp_path, {"export.zip": zipped(members)})
    found, findings = taken(tmp_path / "export.zip")

    assert set(found) == {"100", "bea@example.org", "102"}
    assert found["100"].name == "Ada Lovelace"
    assert found["100"].handed_in == datetime(2026, 3, 1, 22, 15, 1, tzinfo=UTC)
    assert found["100"].identifiers == {"sid": "100", "email": "ada@example.org", "gradescope": "submission_11"}
    assert (found["bea@example.org"].name, found["102"].name) == ("Bea Obé", "Cyd O'Hara")
    assert found["102"].handed_in == datetime(2026, 3, 2, 13, tzinfo=UTC)
    assert found["102"].files == found["bea@example.org"].files == texts
    assert findings.aside == []


@pytest.mark.parametrize("folder, other", [("koans-1-submissions", "ada-m"), ("clones", "bea")])
def test_clones_of_github_classroom_tell_the_login_and_git_is_not_looked_into(taken, tmp_path, texts, folder, other):
    for login in ("ada-l", other):
        lay(tmp_path / folder, under(f"koans-1-{login}/koans", texts) | under(f"koans-1-{login}/solutions", texts))
        lay(
            tmp_path / folder / f"koans-1-{login}",
            {f".git/{BASKETS}": b"", ".git/config": b"", f"properties/{WORDS}": b""},
        )
    found, _ = taken(tmp_path / folder)

    assert list(found) == ["ada-l", other]
    assert found["ada-l"].identifiers == {"github": "ada-l"}
    assert found["ada-l"].files == texts
    assert (found["ada-l"].handed_in, found["ada-l"].troubles) == (None, ())


def test_a_roster_tells_where_the_login_begins_in_the_name_of_a_lone_clone(taken, tmp_path, texts):
    lay(tmp_path, under("clones/koans-1-ada-l/koans", texts) | {"clones/koans-1-ada-l/.git/HEAD": b""})
    (tmp_path / "roster.csv").write_text("name,github\nAda,ada-l\nLou,l\n")
    found, _ = taken(tmp_path / "clones", roster=Roster.read(tmp_path / "roster.csv"))

    assert [(each.student, each.name) for each in found.values()] == [("ada-l", "Ada")]


@pytest.mark.parametrize(
    "name",
    [
        "test_01_baskets.py",
        "test_01_baskets (1).py",
        "test_01_baskets(2).py",
        "test_01_baskets-2.py",
        "test_01_baskets - Copy.py",
        "TEST_01_BASKETS.PY",
        "test_01_baskets.py.txt",
        "test_01_baskets.txt",
        "test_01_baskets",
        "test 01 baskets.py",
        "test-1-baskets.py",
        "ada_1234_5678_test_01_baskets.py",
        "test_01_baskets_final.py",
        "test_01_baskets.py (1)",
        "deep/down/test_01_baskets.py",
        "homework.py",
        "answers.txt",
    ],
)
def test_a_koan_file_is_known_by_tolerant_spelling_or_by_its_koans(taken, tmp_path, texts, name):
    lay(tmp_path / "ada", {name: texts[BASKETS], WORDS: texts[WORDS], LOOPS: texts[LOOPS]})
    found, _ = taken(tmp_path)

    assert found["ada"].files == texts
    assert all(each.file == BASKETS and BASKETS in each.sentence for each in found["ada"].troubles)


def test_a_file_that_holds_several_topics_stands_for_each(taken, tmp_path, texts):
    lay(tmp_path / "ada", {"all of it.py": b"".join(texts.values())})
    found, _ = taken(tmp_path)

    assert list(found["ada"].files) == list(texts)


def test_of_two_files_the_newest_is_taken_and_the_other_named(taken, tmp_path, texts):
    lay(tmp_path / "ada", texts)
    lay(tmp_path / "ada/old", {BASKETS: b"# old"}, NOON - 60)
    lay(tmp_path / "ada", {"test_02_words (1).py": b"# one", "test_02_words (2).py": b"# two"})
    found, _ = taken(tmp_path)

    assert found["ada"].files == texts | {WORDS: b"# two"}
    told = sentences(found["ada"])
    assert len(told) == 2
    assert "test_01_baskets.py is there 2 times" in told[0]
    assert "old/test_01_baskets.py was not" in told[0]
    assert "test_02_words.py is there 3 times" in told[1]


def test_a_missing_koan_file_is_told_by_its_name(taken, tmp_path, texts):
    lay(tmp_path / "ada", {BASKETS: texts[BASKETS], WORDS: texts[WORDS]})
    found, _ = taken(tmp_path)

    assert [(each.sentence, each.file) for each in found["ada"].troubles] == [
        ("test_03_loops.py is missing: hand it in too.", LOOPS)
    ]


def test_who_hands_in_other_topics_than_were_asked_for_is_told_which_are_missing(course, tmp_path, texts):
    lay(tmp_path / "ada", {LOOPS: texts[LOOPS]})
    [ada] = submissions([tmp_path], course, asked=[course.topic("words")])

    assert sentences(ada) == ["test_02_words.py is missing: hand it in too."]


def test_files_that_are_made_of_a_koan_file_are_not_taken_for_it(taken, tmp_path, texts):
    made = {f"ada/test_01_baskets.{ending}": texts[BASKETS] for ending in ("pyc", "py.bak", "log", "py.orig", "py~")}
    found, _ = taken(lay(tmp_path, made | {f"ada/{WORDS}": texts[WORDS], f"ada/{LOOPS}": texts[LOOPS]}))

    assert list(found["ada"].files) == [WORDS, LOOPS]


def test_a_text_goes_before_a_page_and_a_name_before_a_content(taken, tmp_path, texts):
    lay(tmp_path / "ada", {BASKETS: texts[BASKETS], WORDS: texts[WORDS]})
    lay(tmp_path / "ada", {"test_01_baskets.html": b"<html>", "newer.py": texts[WORDS] + b"# newer"}, NOON + 60)
    found, _ = taken(tmp_path)

    assert found["ada"].files == {BASKETS: texts[BASKETS], WORDS: texts[WORDS]}
    assert [each.file for each in found["ada"].troubles] == [LOOPS]


@pytest.mark.parametrize("extra, told", [(b"", None), (b"UT\5\0\1" + int(NOON).to_bytes(4, "little"), NOON)])
def test_a_zip_that_states_no_time_gives_none_and_one_that_states_its_zone_is_believed(
    taken, tmp_path, texts, extra, told
):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        info = zipfile.ZipInfo(BASKETS)
        info.extra = extra
        made.writestr(info, texts[BASKETS])
    found, _ = taken(lay(tmp_path, {"ada.zip": out.getvalue()}))

    assert found["ada"].handed_in == (told and datetime.fromtimestamp(told, UTC))


def test_the_courses_own_solutions_are_not_taken_for_answers(taken, tmp_path, texts):
    lay(tmp_path, under("ada/solutions", texts) | {f"ada/koans/{BASKETS}": texts[BASKETS]})
    lay(tmp_path, under("bea/solutions", texts))
    found, _ = taken(tmp_path)

    assert list(found["ada"].files) == [BASKETS]
    assert list(found["bea"].files) == list(texts)
    assert "a folder called solutions" in sentences(found["bea"])[0]


def test_of_two_hand_ins_of_a_student_the_newest_counts_and_it_is_told(taken, tmp_path, texts):
    lay(tmp_path, under("one/ada", texts) | under("one/bea", texts))
    lay(tmp_path, {"two/ada.zip": zipped({BASKETS: b"# old"})}, NOON - 3600)
    found, findings = taken(tmp_path / "one", tmp_path / "two")

    assert found["ada"].files == texts
    assert len(findings.duplicates) == 1
    assert "ada handed in 2 times: one: ada" in findings.duplicates[0]
    assert "two: ada.zip" in findings.duplicates[0]


@pytest.mark.parametrize("copy", ["koans-cleo (1).zip", "koans-cleo copy.zip", "koans-cleo - Copy (2).zip"])
def test_a_second_file_of_one_name_is_no_second_student(taken, tmp_path, texts, copy):
    lay(tmp_path / "class", {"koans-bea.zip": zipped(texts), "koans-cleo.zip": zipped({BASKETS: b"# old"})}, NOON - 60)
    lay(tmp_path / "class", {copy: zipped(texts, (2026, 3, 1, 13, 0, 0))})
    found, findings = taken(tmp_path / "class")

    assert list(found) == ["bea", "cleo"]
    assert found["cleo"].files == texts
    assert copy in findings.duplicates[0]


@pytest.mark.parametrize("roster", ["", "login\ncleo (1)\n"])
def test_a_name_that_looks_like_a_copy_stays_where_there_is_no_other_or_somebody_is_called_so(
    taken, tmp_path, texts, roster
):
    (tmp_path / "roster.csv").write_text(roster or "login\nbea\n")
    others = {"cleo.zip": zipped(texts)} if roster else {"bea.zip": zipped(texts)}
    lay(tmp_path / "class", {"cleo (1).zip": zipped(texts)} | others)
    found, findings = taken(tmp_path / "class", roster=Roster.read(tmp_path / "roster.csv"))

    assert "cleo (1)" in found
    assert findings.duplicates == []


def test_what_was_there_instead_of_koan_files_is_named(taken, tmp_path, texts):
    lay(tmp_path, under("ada", {f"{name}.pdf": b"%PDF" for name in "abcde"}) | under("bea", texts))

    told = sentences(taken(tmp_path)[0]["ada"])

    assert told == [
        "no koan file was found, only ada/a.pdf, ada/b.pdf, ada/c.pdf and 2 more: hand in the folder koans, or the files in it."
    ]


@pytest.mark.parametrize("names", [("José", "Jose\u0301"), ("Ada", "ada")])
def test_students_whose_names_look_alike_stay_two_and_it_is_told(taken, tmp_path, texts, names):
    lay(tmp_path, {"class.zip": zipped({f"{name}/{BASKETS}": name.encode() for name in names})})
    found, findings = taken(tmp_path / "class.zip")

    assert {each.files[BASKETS].decode() for each in found.values()} == set(names)
    assert set(found) == ({"José", "José (2)"} if names[0] == "José" else set(names))
    assert len(findings.duplicates) == 1
    assert names[0] in findings.duplicates[0]


def test_a_roster_names_the_students_and_tells_who_is_absent_and_who_unknown(taken, tmp_path, texts):
    (tmp_path / "roster.csv").write_text("Name;Login;Email\nAda Lovelace;ada;al@x.org\nBea;bea;bea@x.org\nCyd;cyd;\n")
    lay(
        tmp_path / "class",
        under("ADA", texts) | under("al", texts) | under("bea@x.org", texts) | under("mallory", texts),
    )
    found, findings = taken(tmp_path / "class", roster=Roster.read(tmp_path / "roster.csv"))

    assert {each.student: each.name for each in found.values()} == {"ada": "Ada Lovelace", "bea": "Bea", "mallory": ""}
    assert found["bea"].identifiers == {"login": "bea", "email": "bea@x.org"}
    assert [person.student for person in findings.absent] == ["cyd"]
    assert findings.unknown == ["mallory"]
    assert "ada handed in 2 times" in findings.duplicates[0]


def test_a_hand_in_that_may_be_of_two_people_is_given_to_none_and_told(taken, tmp_path, texts):
    (tmp_path / "roster.csv").write_text("login,github\nada,x\nbea,ada\n")
    for login in ("ada", "x"):
        lay(tmp_path / "clones", under(f"koans-{login}", texts) | {f"koans-{login}/.git/HEAD": b""})
    found, findings = taken(tmp_path / "clones", roster=Roster.read(tmp_path / "roster.csv"))

    assert set(found) == {"ada", "ada (2)"}
    assert found["ada"].source == "clones: koans-x"
    assert "clones: koans-ada may be from any of ada, bea" in findings.ambiguous[0]
    assert findings.unknown == ["ada (2)"]
    assert [person.student for person in findings.absent] == ["bea"]


def test_submissions_are_read_one_at_a_time(course, tmp_path, texts):
    lay(tmp_path, under("ada", texts) | under("bea", texts))
    found = submissions([tmp_path], course)
    first = next(found)
    (tmp_path / "bea" / BASKETS).write_bytes(b"# later")

    assert first.files == texts
    assert next(found).files[BASKETS] == b"# later"


@pytest.mark.parametrize(
    "make, words",
    [
        (lambda path: None, "there is nothing at"),
        (lambda path: path.mkdir(), "no hand-in was found in"),
        (lambda path: path.write_bytes(b"PK\x03\x04 and no more"), "damaged or only a part of an archive"),
        (lambda path: path.write_bytes(b""), "it is empty"),
    ],
)
def test_a_source_that_cannot_be_used_is_refused_with_its_name(course, tmp_path, make, words):
    make(tmp_path / "class.zip")
    with pytest.raises(IntakeTrouble, match=words) as told:
        submissions([tmp_path / "class.zip"], course)
    assert "class.zip" in str(told.value)
