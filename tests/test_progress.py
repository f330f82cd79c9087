"""What is remembered between runs, as a learner meets it: time spent, plain data, and files that are not as they were."""

import json
import os
import re
import shutil
import time

import pytest
from click.testing import CliRunner

from sensei.cli import main

FIRST = "baskets_are_poured_together"
DAMAGED = ".koans/progress.json is damaged, so hints and history start afresh; "
UNWRITTEN = "Nothing of this can be remembered: .koans/progress.json cannot be written"


def koans(*arguments):
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


@pytest.fixture
def file(desk):
    path = desk.path / ".koans" / "progress.json"
    path.parent.mkdir(exist_ok=True)
    return path


def ago(file, seconds):
    """Pretend that the last run was so long ago."""
    file.write_text(json.dumps({**json.loads(file.read_text()), "seen": time.time() - seconds}))


def standing():
    return {
        koan["identity"]: koan
        for topic in json.loads(koans("list", "--json").stdout)["topics"]
        for koan in topic["koans"]
    }


def test_the_time_between_two_runs_was_spent_on_the_koan_that_was_current(desk, file):
    desk.run()
    ago(file, 120)
    desk.solve(FIRST)
    desk.run()
    ago(file, 60)
    desk.run()
    seconds = {identity.split("/")[1]: koan["seconds"] for identity, koan in standing().items() if koan["seconds"]}

    assert seconds.keys() == {FIRST, "a_word_has_no_sum"}
    assert seconds[FIRST] == pytest.approx(120, abs=3)
    assert seconds["a_word_has_no_sum"] == pytest.approx(60, abs=3)


def test_a_hint_is_a_sign_of_life_and_a_long_silence_was_a_pause(desk, file):
    desk.run()
    ago(file, 200)
    koans("hint")
    ago(file, 200)
    desk.run()
    ago(file, 400)
    desk.run()

    assert standing()[f"baskets/{FIRST}"]["seconds"] == pytest.approx(400, abs=5)


def trace(**seconds):
    return {f"baskets/{koan}": {"seconds": value} for koan, value in seconds.items()}


@pytest.mark.parametrize(
    "seconds, words",
    [(0, ""), (5, "<1 min"), (89, "1 min"), (720, "12 min"), (3570, "1 h 00 min"), (4000, "1 h 07 min")],
)
def test_list_shows_the_time_spent_in_each_topic(desk, file, seconds, words):
    file.write_text(json.dumps({"version": 2, "traces": trace(a_word_has_no_sum=seconds)}))
    course, first, second, _ = [re.sub(r"[\u2588\u2591]+", "|", line) for line in koans("list").output.splitlines()]

    assert re.split(" {2,}", course) == ["torch-koans", "|", "0 of 6", *([words] if words else [])]
    assert re.split(" {2,}", first) == ["01 Baskets", "|", "0 of 3", *([words] if words else []), "you are here"]
    assert second.split() == ["02", "Words", "|", "0", "of", "2"]


def test_the_times_of_a_topics_koans_are_added_up(desk, file):
    file.write_text(json.dumps({"version": 2, "traces": trace(a_word_has_no_sum=300, **{FIRST: 420})}))

    assert "0 of 3  12 min  you are here" in koans("list").output


@pytest.mark.parametrize("columns, timed", [(60, True), (40, False), (24, False)])
def test_on_a_narrow_terminal_the_times_give_way_to_the_mark(desk, file, monkeypatch, columns, timed):
    file.write_text(json.dumps({"version": 2, "traces": trace(a_word_has_no_sum=300)}))
    monkeypatch.setenv("COLUMNS", str(columns))
    text = koans("list").output

    assert max(map(len, text.splitlines())) <= columns
    assert ("5 min" in text) == timed
    assert ("you are here" in text) == (columns > 24)


def test_the_screen_of_a_run_shows_no_time(desk, file):
    file.write_text(json.dumps({"version": 2, "traces": trace(a_word_has_no_sum=300)}))

    assert "min" not in desk.run().stdout.str().partition("Replace")[0]


def test_list_as_json_is_the_course_as_plain_data(desk):
    desk.solve(FIRST)
    desk.answer("a_word_has_no_sum", "ValueError")
    desk.run()
    ours = koans("list", "--json")
    data = json.loads(ours.stdout)
    baskets = data["topics"][0]

    assert (list(data), data["course"]) == (["course", "topics"], "torch-koans")
    assert [topic["slug"] for topic in data["topics"]] == ["baskets", "words", "loops"]
    assert {**baskets, "koans": []} == {
        "number": "01",
        "slug": "baskets",
        "title": "Baskets",
        "file": "koans/test_01_baskets.py",
        "koans": [],
    }
    assert [list(koan) for topic in data["topics"] for koan in topic["koans"]] == 6 * [
        ["identity", "title", "state", "seconds", "attempts"]
    ]
    assert baskets["koans"][1] == {
        "identity": "baskets/a_word_has_no_sum",
        "title": "a word has no sum",
        "state": "current",
        "seconds": 0,
        "attempts": 1,
    }
    assert [koan["state"] for koan in standing().values()] == ["held", "current", "open", "open", "open", "open"]
    assert "\x1b" not in ours.stdout


def test_in_a_finished_course_no_koan_is_current(desk):
    desk.solve()
    desk.run()

    assert {koan["state"] for koan in standing().values()} == {"held"}


@pytest.mark.parametrize("content", [b"", b'{"passed": ["bask', b"\xff\xfe", b"[]"])
def test_a_damaged_file_is_told_of_and_kept_and_then_forgotten(desk, file, content):
    file.write_bytes(content)
    listed, again = koans("list"), koans("list", "--json")
    screen, next_screen = desk.run().stdout.str(), desk.run().stdout.str()

    assert listed.stderr.startswith(DAMAGED)
    assert listed.stderr.count("\n") == 1
    assert again.stderr == listed.stderr
    assert json.loads(again.stdout)
    assert DAMAGED in " ".join(screen.split())
    assert "damaged" not in next_screen
    assert "damaged" not in koans("list").stderr
    assert [path.read_bytes() for path in file.parent.glob("progress.json.kept-*")] == [content]


def no_folder(desk):
    """Put a file where the folder should be: nothing can be written there, whoever one is."""
    shutil.rmtree(desk.path / ".koans", ignore_errors=True)
    (desk.path / ".koans").write_text("a file where the folder should be")


def test_where_nothing_can_be_remembered_each_run_says_so_in_a_sentence(desk):
    no_folder(desk)
    screen = desk.run().stdout.str()

    assert UNWRITTEN in " ".join(screen.split())
    assert "A blank is waiting" in screen
    assert koans("list").exit_code == 0


def test_where_nothing_can_be_remembered_a_hint_is_given_and_says_so(desk):
    no_folder(desk)
    result = koans("hint")

    assert "1 of 3: Look at" in result.stdout
    assert result.stderr.startswith(UNWRITTEN)
    assert result.stderr.count("\n") == 1


def test_a_full_disk_costs_what_is_new_and_nothing_else(desk, monkeypatch):
    desk.solve(FIRST)
    desk.run()
    before = (desk.path / ".koans" / "progress.json").read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fdopen", full)
        koans("hint")
        result = koans("hint")

    assert "1 of 3" in result.stdout
    assert f"{UNWRITTEN} (No space left on device)." in result.stderr
    assert (desk.path / ".koans" / "progress.json").read_bytes() == before
    assert "1 of 6" in koans("list").output
