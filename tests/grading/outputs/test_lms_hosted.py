"""Graders that platforms run themselves: Gradescope's container, and the step of a GitHub workflow."""

import base64
import json
import os
import subprocess
import textwrap
import zipfile

import pytest

from sensei.grading.outputs import Options, write_all
from sensei.grading.outputs.autograder import Autograder, gradescope_zip
from sensei.grading.outputs.classroom import classroom
from sensei.grading.outputs.container import main
from sensei.grading.outputs.gradescope import VISIBILITIES, failed, gradescope
from sensei.refusal import Refusal

from .conftest import ADA, BOB, CYD, book, hostile

KEYS = {"score", "output", "output_format", "stdout_visibility", "tests"}
TEST_KEYS = {"name", "name_format", "score", "max_score", "status", "output", "output_format", "visibility"}


@pytest.fixture
def data(tmp_path):
    """What our results.json holds of these students."""

    def of(*results):
        write_all(book(*results), tmp_path / "out", Options(feedback=False))
        return json.loads((tmp_path / "out" / "results.json").read_text())

    return of


def test_gradescope_is_told_the_score_and_every_koan(data):
    told = gradescope(data(BOB))

    assert told == {
        "score": 1.5,
        "output": "1 of 3 koans hold.\ntest_02_words.py is a notebook; its cells were read.",
        "output_format": "text",
        "stdout_visibility": "hidden",
        "tests": [
            {
                "name": f"{topic}: {title}",
                "name_format": "text",
                "score": score,
                "max_score": most,
                "status": status,
                "output": output,
                "output_format": "text",
                "visibility": "visible",
            }
            for topic, title, score, most, status, output in [
                ("Baskets", "baskets are poured together", 2.0, 2.0, "passed", "It holds."),
                (
                    *("Baskets", "a word has no sum", 0.0, 1.0, "failed"),
                    "Not yet. On line 12 you answered `ValueError`, and that does not hold. Look again.",
                ),
                (
                    *("Words", "words are joined in order", 0.0, 1.0, "failed"),
                    "Still blank. A blank is waiting on line 12. Look again.",
                ),
            ]
        ],
    }


@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_the_koans_are_as_visible_as_the_instructor_says(visibility, data):
    assert {test["visibility"] for test in gradescope(data(ADA), visibility)["tests"]} == {visibility}


def test_a_student_sees_neither_notes_nor_the_words_of_a_failed_engine(data):
    told = json.dumps([gradescope(data(CYD)), gradescope(data(BOB))])

    assert "rainbow" not in told
    assert "Twin passed" not in told
    assert "edited by another user" not in told
    assert "The fault is not yours" in told


@pytest.mark.parametrize("students", [(), (ADA, BOB)])
def test_gradescope_is_told_the_truth_where_there_is_not_one_student(students, data):
    assert gradescope(data(*students)) == failed()
    assert failed()["score"] == 0
    assert "the fault is not yours" in failed()["output"]


def test_no_hostile_text_reaches_gradescope_as_anything_but_text(many, data):
    for each in many:
        told = gradescope(data(each))

        assert told.keys() == KEYS
        assert {*told["tests"][0]} == TEST_KEYS
        assert told["output_format"] == told["tests"][0]["output_format"] == "text"
        assert "\x1b" not in told["output"] + told["tests"][0]["output"]


def test_the_zip_has_what_gradescope_looks_for(tmp_path):
    (tmp_path / "grading.toml").write_text("points = 1\n")
    grader = Autograder(
        ["--topics", "shapes"], tmp_path / "grading.toml", "after_published", 60.0, ["--index-url", "a b"]
    )
    gradescope_zip(tmp_path / "a.zip", grader)
    gradescope_zip(tmp_path / "b.zip", grader)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        names = archive.namelist()
        runs = {info.filename for info in archive.infolist() if info.external_attr >> 16 & 0o111}
        setup = archive.read("setup.sh").decode()
        settings = json.loads(archive.read("settings.json"))
        needs = archive.read("requirements.txt").decode().splitlines()

    assert runs == {"setup.sh", "run_autograder"}
    assert settings == {
        "arguments": ["--topics", "shapes", "--config", "grading.toml"],
        "visibility": "after_published",
        "seconds": 60.0,
    }
    assert "pip install --no-cache-dir --index-url 'a b' -r" in setup
    assert [each.split("=")[0] for each in needs if each.startswith("torch")] == ["torch"]
    assert not any("+" in each or "extra" in each for each in needs)
    assert {"sensei/plugin.py", "sensei/pristine/test_04_shapes.py", "grading.toml"} <= set(names)
    assert {f"sensei/carried/{tree}/test_04_shapes.py" for tree in ("solutions", "properties")} <= set(names)
    assert "sensei/carried/hints/en/04_shapes.toml" in names
    assert not any("__pycache__" in name or name.endswith(".pyc") for name in names)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_an_unknown_visibility_is_refused(tmp_path):
    with pytest.raises(Refusal, match="'secret' is unknown: choose one of visible"):
        gradescope_zip(tmp_path / "a.zip", Autograder(visibility="secret"))

    assert list(tmp_path.iterdir()) == []


def test_a_zip_of_another_course_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("KOANS_COURSE", str(tmp_path))
    with pytest.raises(Refusal, match="KOANS_COURSE is set"):
        gradescope_zip(tmp_path / "a.zip")


@pytest.fixture
def autograder(tmp_path):
    """The zip, unpacked as Gradescope does, with a submission beside it; its paths lead here."""
    home = tmp_path / "autograder"
    gradescope_zip(tmp_path / "a.zip", Autograder(seconds=60.0))
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(home / "source")
    for script in ("setup.sh", "run_autograder"):
        path = home / "source" / script
        path.write_text(path.read_text().replace("/autograder", str(home)))
    (home / "submission").mkdir()
    (home / "submission" / "test_04_shapes.py").write_text("# filled")
    (home / "results").mkdir()
    return home


def told(home):
    return json.loads((home / "results" / "results.json").read_text())


@pytest.mark.parametrize("script", ["setup.sh", "run_autograder"])
def test_the_scripts_can_be_read_by_bash(script, autograder):
    subprocess.run(["bash", "-n", autograder / "source" / script], check=True)


def test_a_student_is_told_the_truth_even_if_nothing_could_be_installed(autograder):
    subprocess.run(["bash", autograder / "source" / "run_autograder"], capture_output=True)

    assert told(autograder) == failed()


def stub(home, body):
    """Put a grader of our own in the place of the command."""
    (home / "stub" / "sensei").mkdir(parents=True)
    (home / "stub" / "sensei" / "__init__.py").write_text("")
    (home / "stub" / "sensei" / "__main__.py").write_text(textwrap.dedent(body))
    return str(home / "stub")


def test_a_submission_is_graded_as_a_class_of_one(autograder, data, monkeypatch):
    results = json.dumps(data(BOB))
    body = f"""
        import pathlib, sys
        assert sys.argv[1] == "grade"
        hand_ins = list(pathlib.Path(sys.argv[2]).rglob("*"))
        assert sorted(each.name for each in hand_ins) == ["link", "submission", "test_04_shapes.py"], hand_ins
        assert any(each.is_symlink() for each in hand_ins)
        out = pathlib.Path(sys.argv[sys.argv.index("--out") + 1])
        out.mkdir()
        (out / "results.json").write_text({results!r})
    """
    monkeypatch.setenv("PYTHONPATH", stub(autograder, body))
    (autograder / "submission" / "link").symlink_to("/etc/passwd")
    os.mkfifo(autograder / "submission" / "pipe")  # would hold up whoever copies it
    main(autograder)

    assert told(autograder) == gradescope(data(BOB))


@pytest.mark.parametrize("body", ["raise SystemExit(3)", "import time; time.sleep(600)"])
def test_a_grader_that_fails_or_hangs_leaves_an_honest_result(body, autograder, monkeypatch, capfd):
    settings = autograder / "source" / "settings.json"
    settings.write_text(json.dumps({**json.loads(settings.read_text()), "seconds": 1.0}))
    monkeypatch.setenv("PYTHONPATH", stub(autograder, body))
    main(autograder)

    assert told(autograder) == failed()
    assert "results.json" in (printed := capfd.readouterr().out) or "timed out" in printed


def test_nothing_of_a_submission_is_imported(autograder, data, monkeypatch):
    body = f"""
        import json, pathlib, sys
        (out := pathlib.Path(sys.argv[4])).mkdir()
        (out / "results.json").write_text({json.dumps(data(ADA))!r})
    """
    monkeypatch.setenv("PYTHONPATH", stub(autograder, body))
    for name in ("json.py", "pathlib.py", "sensei.py", "sitecustomize.py"):
        (autograder / "submission" / name).write_text("raise SystemExit('this ran')")
    monkeypatch.chdir(autograder / "submission")
    main(autograder)

    assert told(autograder)["score"] == 4.0


def test_classroom_reads_the_result_and_the_annotation(data, tmp_path):
    said = []
    full = classroom(data(BOB), {"GITHUB_OUTPUT": str(tmp_path / "output")}, said.append)
    name, _, encoded = (tmp_path / "output").read_text().rstrip("\n").partition("=")
    report = json.loads(base64.b64decode(encoded, validate=True))

    assert name == "result"
    assert not full
    assert (report["version"], report["status"], report["max_score"]) == (1, "fail", 4)
    assert [(test["name"], test["status"], test["score"]) for test in report["tests"]] == [
        ("Baskets: baskets are poured together", "pass", 2),
        ("Baskets: a word has no sum", "fail", 0),
        ("Words: words are joined in order", "fail", 0),
        ("lateness, and what was set by hand", "fail", -0.5),
    ]
    assert said == [
        "::notice title=Autograding complete::Points 1.5/4",
        '::notice title=Autograding report::{"totalPoints":1.5,"maxPoints":4}',
    ]


def test_classroom_tells_who_has_every_point(data, tmp_path):
    (tmp_path / "output").write_text("before=1\n")
    said = []

    assert classroom(data(ADA), {"GITHUB_OUTPUT": str(tmp_path / "output")}, said.append)
    assert (tmp_path / "output").read_text().startswith("before=1\nresult=")
    assert said[0] == "::notice title=Autograding complete::Points 4/4"


def test_outside_of_a_workflow_classroom_only_says(data):
    said = []
    classroom(data(ADA), {}, said.append)

    assert len(said) == 2


def test_classroom_takes_one_hand_in(data):
    with pytest.raises(Refusal, match="there are 2 hand-ins here"):
        classroom(data(ADA, BOB), {}, print)


def test_no_hostile_text_gives_a_workflow_a_command(many, data, tmp_path):
    output = tmp_path / "output"
    for each in [*many, hostile("a\nresult=forged", "\n::error::x\n::set-output name=result::y")]:
        said = []
        output.write_text("")
        classroom(data(each), {"GITHUB_OUTPUT": str(output)}, said.append)

        assert len(output.read_text().splitlines()) == 1
        assert all(line.startswith("::notice title=Autograding ") and "\n" not in line for line in said)
