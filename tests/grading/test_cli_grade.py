"""`koans grade`: what it writes, what it says, and what it makes of bad input. The judge is a stand-in, but for one test."""

import hashlib
import json
import re
import subprocess
import sys
import zipfile

import pytest
from click.testing import CliRunner

from sensei.cli import main
from sensei.grading.run import grade as grading

FIRST = "baskets/baskets_are_poured_together"


def koans(*arguments):
    return CliRunner().invoke(main, [str(each) for each in arguments], catch_exceptions=False)


def digests(folder):
    """What every output holds; the store and the lock are no outputs."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("grading.")
    }


def verdicts(result):
    return [mark["verdict"] for mark in result["koans"].values()]


def test_a_class_is_graded_into_one_folder(three, fake):
    result = three.grade()
    found = three.results()

    assert result.exit_code == 0, result.output
    assert verdicts(found["ada"]) == ["passed"] * 6
    assert verdicts(found["ben"]) == ["wrong", "passed", "passed", "passed", "wrong", "passed"]
    assert verdicts(found["cy"]) == ["blank", "passed", "blank", "blank", "blank", "blank"]
    assert [each["score"] for each in found.values()] == [6, 4, 1]
    assert found["ben"]["koans"][FIRST] == {
        "verdict": "wrong", "points": 0.0, "answer": ["7"], "reason": "It is not that.", "assurance": "values",
    }  # fmt: skip
    wanted = {"results.json", "gradebook.csv", "junit.xml", "report.html", "feedback/ada.md", "feedback/cy.html"}
    assert wanted <= set(digests(three.out))
    assert re.search(r"students +3\nscore +mean 3\.67, median 4\.00, of 6\n", result.stdout)
    assert re.search(r"judged +8 different answers", result.stdout)
    assert len(fake.asked) == len(set(fake.asked)) + 2 == 8


def test_a_second_run_judges_nothing_and_writes_the_same_bytes(three, fake):
    three.grade()
    before = digests(three.out)
    fake.forget()
    result = three.grade()

    assert fake.asked == []
    assert digests(three.out) == before
    assert re.search(r"judged +0 different answers", result.stdout)


def test_the_seed_is_drawn_once_and_a_new_one_judges_anew(three, fake, monkeypatch):
    drawn = []
    monkeypatch.setattr(grading.secrets, "randbits", lambda bits: drawn.append(bits) or 7)
    three.grade()
    three.grade()
    assert len(drawn) == 1
    fake.forget()
    three.grade("--seed", 7)
    assert fake.asked == []
    three.grade("--seed", 8)
    assert len(fake.asked) == 8


def test_anew_forgets_every_verdict(three, fake):
    three.grade("--seed", 1)
    before = digests(three.out)
    fake.forget()
    three.grade("--seed", 1, "--anew")

    assert len(fake.asked) == 8
    assert digests(three.out) == before


def test_only_a_koan_that_changed_is_judged_again(three, fake, own_small_course):
    three.grade()
    fake.forget()
    path = own_small_course / "koans" / "test_02_words.py"
    path.write_text(path.read_text().replace("the smallest number first", "the least one first"))
    three.grade()

    assert sorted(fake.asked) == ["words/a_list_is_sorted"] * 2


def test_a_comment_in_the_course_judges_nothing_again_and_a_property_its_topic(three, fake, own_small_course):
    three.grade()
    fake.forget()
    path = own_small_course / "koans" / "test_02_words.py"
    path.write_text(path.read_text() + "\n# the end\n")
    three.grade()
    assert fake.asked == []
    (own_small_course / "properties" / "test_03_loops.py").write_text("def test_another():\n    pass\n")
    three.grade()
    assert set(fake.asked) == {"loops/the_bell_rings"}


@pytest.fixture
def own_small_course(klass, small_course, tmp_path, monkeypatch):
    """A copy of the small course that a test may change."""
    import shutil

    root = tmp_path / "own-course"
    shutil.copytree(small_course, root)
    monkeypatch.setenv("KOANS_COURSE", str(root))
    return root


def test_a_student_who_hands_in_again_is_read_again_and_one_who_is_gone_is_gone(three, fake):
    import shutil

    three.grade()
    fake.forget()
    three.hand_in("ben", a_list_is_sorted=["[11, 31]"])
    shutil.rmtree(three.sources / "cy")
    three.grade()

    assert fake.asked == ["words/a_list_is_sorted"]
    assert list(three.results()) == ["ada", "ben"]
    assert not (three.out / "feedback" / "cy.md").exists()


def test_what_ends_the_judge_is_unjudged_told_and_tried_again_the_next_time(three, fake):
    three.hand_in("dan", a_list_is_sorted=["'die'"])
    result = three.grade()
    dan = three.results()["dan"]

    assert dan["koans"]["words/a_list_is_sorted"]["verdict"] == "unjudged"
    assert [mark["verdict"] for mark in dan["koans"].values()].count("passed") == 5
    assert "could not be judged: set the points by hand" in dan["notes"][1]
    assert "1 koans: their points are open" in result.stdout
    right = json.loads((fake.home / "right.json").read_text())
    (fake.home / "judge.py").write_text((fake.home / "judge.py").read_text().replace("\"'die'\" in text", "False"))
    fake.forget()
    three.grade()
    assert set(fake.asked) == {"words/a_list_is_sorted"} <= set(right)
    assert three.results()["dan"]["koans"]["words/a_list_is_sorted"]["verdict"] == "wrong"


def test_a_judge_that_cannot_start_is_told_of_and_what_was_read_is_kept(three, fake):
    (fake.home / "refuse").touch()
    result = three.grade()

    assert result.exit_code == 1
    assert "Error: the judging process could not be started: there is no torch here\n" in result.stderr
    (fake.home / "refuse").unlink()
    assert three.grade().exit_code == 0


def test_overrides_are_kept_across_regrades_and_idle_ones_are_told(three):
    three.grade()
    overrides = three.out / "overrides.csv"
    overrides.write_text(
        f"student,koan,points,reason\nben,{FIRST},0.5,nearly\nada,,3,agreed\nzed,,1,\nben,no/such,1,\n"
    )
    before = overrides.read_bytes()
    result = three.grade("--anew")
    found = three.results()

    assert overrides.read_bytes() == before
    assert (found["ada"]["score"], found["ada"]["overridden"], found["ben"]["score"]) == (3, "agreed", 4.5)
    assert "'zed', who has handed in nothing" in result.stdout
    assert "there is no koan 'no/such': known are" in " ".join(result.stdout.split())


def test_an_override_above_the_worth_stops_the_run_before_anything_is_read(three, fake):
    three.out.mkdir()
    (three.out / "overrides.csv").write_text("student,koan,points,reason\nada,,500,\n")
    result = three.grade()

    assert result.exit_code == 1
    assert "overrides.csv, line 2: 500 points are set, and the whole is worth 6: write that or less" in result.stderr
    assert fake.asked == []


def test_the_usage_names_no_command_that_nobody_types():
    result = koans("grade", "class", "--jobs", "1")

    assert "Missing option '--out'" in result.stderr
    assert "Usage: main grade [OPTIONS] SUBMISSIONS...\n" in result.stderr
    assert "hand-ins" not in result.stderr


def test_what_cannot_be_read_at_all_is_named_and_is_no_zero_on_a_platform(three, tmp_path):
    (three.sources / "dan").mkdir()
    (three.sources / "dan" / "holiday.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (tmp_path / "export.csv").write_text(
        "Student,ID,SIS Login ID,Section,Koans (1)\n    Points Possible,,,,6\nA,1,ada,X,\nB,2,ben,X,\nD,4,dan,X,\n"
    )
    asked = ("--canvas", tmp_path / "export.csv", "--assignment", "1")
    said = " ".join(three.grade(*asked).stdout.split())

    assert "unreadable 1 student handed in nothing that can be read: dan" in said
    assert "canvas.csv has no score for dan: nothing that they handed in could be read. Ask them" in said
    assert ",dan," not in (three.out / "canvas.csv").read_text()
    (three.out / "overrides.csv").write_text("student,koan,points,reason\ndan,,0,a picture\n")
    three.grade(*asked)
    assert "D,4,dan,X,0.00" in (three.out / "canvas.csv").read_text()


def test_that_nothing_tells_when_is_said_once_and_who_is_marked_late_is_named(three, tmp_path):
    (tmp_path / "grading.toml").write_text("[late]\ndue = 2026-02-01T00:00:00Z\npercent_per_day = 10\n")
    with zipfile.ZipFile(tmp_path / "canvas.zip", "w") as canvas:
        for number, student in enumerate(("ada", "ben_LATE", "cy")):
            for path in (three.sources / student.removesuffix("_LATE")).rglob("*.py"):
                canvas.write(path, f"{student}_{number}_9{number}_{path.name}")
    out = tmp_path / "out"
    result = koans("grade", tmp_path / "canvas.zip", "--out", out, "--config", tmp_path / "grading.toml")
    said = " ".join(result.stdout.split())

    assert said.count("Nothing tells when ada 0, ben 1 and cy 2 handed in") == 1
    assert "marked late 1 student by the learning platform: ben 1" in said
    assert [len(each["notes"]) for each in three.results(out).values()] == [0, 1, 0]
    koans("grade", tmp_path / "canvas.zip", "--out", tmp_path / "without")
    assert "marked late by the platform" in (tmp_path / "without" / "gradebook.csv").read_text().splitlines()[2]


def test_a_configuration_is_heeded(three, tmp_path):
    (tmp_path / "points.csv").write_text("student,koan,points,reason\nben,,1,x\n")
    (tmp_path / "grading.toml").write_text(
        'title = "Week 1"\npoints = 10\ntopics = ["baskets"]\nexclude = ["a_word_has_no_sum"]\n'
        'overrides = "points.csv"\n[weights]\nbaskets_are_poured_together = 4\n'
        "[late]\ndue = 2026-02-01T00:00:00Z\npercent_per_day = 10\nat_most = 30\n"
    )
    three.grade("--config", tmp_path / "grading.toml")
    found = three.results()

    assert json.loads((three.out / "results.json").read_text())["title"] == "Week 1"
    assert [(each["raw"], each["penalty"], each["score"]) for each in found.values()] == [
        (10, 2, 8), (2, 0.4, 1), (0, 0, 0),
    ]  # fmt: skip
    assert list(found["ada"]["koans"]) == [FIRST, "baskets/double_is_written_by_you"]


def test_topics_can_be_named_on_the_command_line(three, fake):
    three.grade("--topics", "words, 03")

    assert {koan.split("/")[0] for koan in three.results()["ada"]["koans"]} == {"words", "loops"}
    assert not [koan for koan in fake.asked if koan.startswith("baskets")]


def test_a_file_of_a_topic_that_was_not_asked_for_is_not_missed(three):
    (three.sources / "ben" / "koans" / "test_01_baskets.py").unlink()
    (three.sources / "cy" / "koans" / "test_02_words.py").unlink()
    three.grade("--topics", "words, 03")

    assert {student: each["troubles"] for student, each in three.results().items()} == {
        "ada": [],
        "ben": [],
        "cy": ["test_02_words.py is missing: hand it in too."],
    }


def test_who_is_missing_and_who_is_not_on_the_roster_is_told(three, tmp_path):
    (tmp_path / "roster.csv").write_text("login,name\nada,Ada L\nben,Ben\neve,Eve\n")
    result = three.grade("--roster", tmp_path / "roster.csv")
    found = json.loads((three.out / "results.json").read_text())

    assert [each["student"] for each in found["absent"]] == ["eve"]
    assert found["unknown"] == ["cy"]
    assert "1 on the roster handed in nothing: eve\n" in result.stdout
    assert str(three.out / "report.html") in "".join(result.stdout.split())
    assert "1 handed in and are not on the roster: cy\n" in result.stdout


def test_students_who_share_rare_wrong_answers_are_listed(three):
    same = {
        "baskets_are_poured_together": ["77"], "a_list_is_sorted": ["[5]"], "words_are_joined_in_order": ['"x"', "3"],
    }  # fmt: skip
    three.hand_in("dan", **same)
    three.hand_in("eva", **{**same, "a_list_is_sorted": ["[ 2 + 3 ]"]})
    three.grade()
    (found,) = json.loads((three.out / "results.json").read_text())["alike"]

    assert found["students"] == ["dan", "eva"]
    assert len(found["koans"]) == 3


@pytest.mark.parametrize(
    "words, message",
    [
        (["nowhere", "--out", "out"], "there is nothing at 'nowhere'"),
        (["empty", "--out", "out"], "no hand-in was found"),
        (
            ["class", "--out", "full"],
            "full holds notes.txt, and no run of `koans grade`: name a new or an empty folder",
        ),
        (["class", "--out", "notes.txt"], "notes.txt is a file: name a folder"),
        (["class", "--out", "notes.txt/below"], "cannot be written"),
        (["class", "--out", "/proc/graded"], "cannot be written"),
        (["class", "--out", "out", "--roster", "nowhere.csv"], "the roster 'nowhere.csv' cannot be read"),
        (["class", "--out", "out", "--roster", "notes.txt"], "is a column that tells students apart"),
        (["class", "--out", "out", "--config", "nowhere.toml"], "there is no file nowhere.toml"),
        (["class", "--out", "out", "--topics", "wrods"], "there is no topic 'wrods': did you mean 'words'?"),
        (["class", "--out", "out", "--canvas", "nowhere.csv"], "nowhere.csv"),
        (["class", "--out", "out", "--moodle", "notes.txt"], "notes.txt"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence_and_nothing_is_left_behind(three, tmp_path, words, message):
    (tmp_path / "notes.txt").write_text("mine\n")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine\n")
    (tmp_path / "empty").mkdir()
    result = koans("grade", *words)

    assert result.exit_code == 1
    assert message in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert (tmp_path / "full" / "notes.txt").read_text() == "mine\n"
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    "words", [["class"], ["--out", "out"], ["class", "--out", "out", "--jobs", "0"], ["class", "--frob"]]
)
def test_a_command_line_that_cannot_be_read_has_exit_status_2(three, words):
    assert koans("grade", *words).exit_code == 2


def test_a_folder_that_another_grader_writes_to_is_left_alone(three):
    from filelock import FileLock

    three.grade()
    before = digests(three.out)
    with FileLock(three.out / "grading.lock"):
        result = three.grade("--anew")

    assert result.exit_code == 1
    assert "another `koans grade` is writing to" in result.stderr
    assert digests(three.out) == before


def test_a_damaged_store_is_moved_aside_and_the_class_judged_anew(three, fake):
    three.grade("--seed", 3)
    before = digests(three.out)
    (three.out / "grading.sqlite").write_bytes(b"rubbish " * 1000)
    fake.forget()
    result = three.grade("--seed", 3)

    assert "could not be read" in result.stderr
    assert "it was moved to" in result.stderr
    assert len(fake.asked) == 8
    assert digests(three.out) == before


def test_a_run_whose_store_was_deleted_is_judged_anew(three, fake):
    three.grade("--seed", 3)
    (three.out / "grading.sqlite").unlink()
    fake.forget()

    assert three.grade("--seed", 3).exit_code == 0
    assert len(fake.asked) == 8


@pytest.mark.parametrize("name", ["ünï", "=cmd", "a b", "-x", "'; drop table class;--", "\udcff"])
def test_students_of_any_name_are_graded(three, name):
    three.hand_in(name)
    result = three.grade()

    assert result.exit_code == 0, result.output
    assert len(three.results()) == 4


def test_without_a_sandbox_code_is_refused_unless_it_is_trusted(three, fake, monkeypatch):
    from sensei.grading.run import confine

    chosen = []

    def choose(*, trusting):
        chosen.append(trusting)
        return ("trusted" if trusting else "none"), (), ["A sandbox cannot be had: there is none."]

    monkeypatch.setattr(confine, "choose", choose)
    result = three.grade()
    assert "A sandbox cannot be had: there is none.\nAnswers that are code stay unjudged." in result.stderr
    fake.forget()
    result = three.grade("--trust-code")
    assert "Answers that are code run without a sandbox, as --trust-code says." in result.stderr
    assert chosen == [False, True]
    assert len(fake.asked) == 8


def test_ctrl_c_ends_politely_and_says_how_to_go_on(three, monkeypatch):
    def stopped(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(grading, "judge", stopped)
    result = three.grade()

    assert result.exit_code == 130
    assert f"Stopped. What was judged is kept in {three.out}: the same command goes on from there." in result.stderr


@pytest.mark.parametrize("choice, held, status", [("landlock", True, 0), ("landlock", False, 1), ("none", True, 1)])
def test_the_self_test_tells_by_its_exit_status_whether_the_sandbox_holds(monkeypatch, choice, held, status):
    from sensei.grading.sandbox import selftest

    results = (selftest.ProbeResult("fork", held, "not permitted"),)
    monkeypatch.setattr(selftest, "report", lambda: selftest.Report(choice, (), (), results))
    result = koans("grade", "--self-test")

    assert result.exit_code == status
    assert f"Sandbox: {choice}" in result.stdout


def test_grade_without_anything_shows_its_help_with_the_options_of_grading():
    for words in (["grade"], ["grade", "--help"], ["grade", "-h"]):
        text = koans(*words).output
        assert "SUBMISSIONS... --out DIR" in text
        for expected in ("--roster", "--trust-code", "--self-test", "diff", "gradescope-zip", "classroom"):
            assert expected in text


def test_help_needs_neither_rich_nor_the_graders_modules():
    code = (
        "import sys; from sensei.cli import main\n"
        "try: main(['grade', '--help'])\n"
        "finally: print([m for m in sys.modules if m.startswith(('sensei.grading', 'rich', 'jinja2', 'torch', 'sqlite3'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.endswith("[]\n")


def test_the_real_judge_and_the_real_sandbox_agree_with_the_solution(klass):
    klass.hand_in("ada")
    klass.hand_in("ben", double_is_written_by_you=["return number + 4"], a_list_is_sorted=["[31, 21, 11]"])
    result = klass.grade("--trust-code")
    found = klass.results()

    assert result.exit_code == 0, result.output
    assert verdicts(found["ada"]) == ["passed"] * 6
    assert verdicts(found["ben"]) == ["passed", "passed", "wrong", "passed", "wrong", "passed"]
    assert found["ben"]["koans"]["baskets/double_is_written_by_you"]["assurance"] in {"data", "live", "trusted"}


def test_gradescope_zip_and_classroom_write_what_their_platforms_read(three, tmp_path):
    result = koans("grade", "gradescope-zip", tmp_path / "x.zip", "--topics", "wrods")
    assert "there is no topic 'wrods'" in result.stderr
    three.grade()
    assert "there are 3 hand-ins here" in koans("grade", "classroom", three.out).stderr
    one = tmp_path / "one"
    one.mkdir()
    (three.sources / "ada").rename(one / "ada")
    koans("grade", one, "--out", tmp_path / "out", "--jobs", 1)
    result = koans("grade", "classroom", tmp_path / "out")
    assert (result.exit_code, "Points 6/6" in result.stdout) == (0, True)
