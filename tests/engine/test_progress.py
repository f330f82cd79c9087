"""Progress: remembered, merged, and never in the way, whatever has become of its file."""

import json
import os
import shutil
import stat
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sensei import progress as module
from sensei.progress import FILE, FOLDER, PAUSE, VERSION, Progress, write_whole
from sensei.trace import Trace

FULL = Progress(
    ["first/a", "second/b"],
    "second/c",
    "first/a",
    {"second/c": 2},
    celebrated=True,
    milestones=["first"],
    traces={"first/a": Trace(seconds=1.5), "second/c": Trace(3, "12ab", 2, 2, 1, 70.0)},
    seen=1000.5,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / FOLDER / FILE
    path.parent.mkdir()
    return path


def test_what_was_saved_is_loaded(tmp_path):
    FULL.save(tmp_path)

    assert Progress.load(tmp_path) == FULL


def test_without_a_file_there_is_no_progress(tmp_path):
    assert Progress.load(tmp_path) == Progress()


def test_a_file_that_was_cut_anywhere_counts_as_empty(tmp_path, file):
    FULL.save(tmp_path)
    whole = file.read_bytes().rstrip()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        found = Progress.load(tmp_path)
        assert (found, found.trouble.count(". ")) == (Progress(), 0)
        assert found.trouble.startswith(".koans/progress.json is damaged, so hints and history start afresh; ")


def changed(**values: object) -> str:
    return json.dumps(
        {"passed": ["a"], "current": None, "rungs": {}, "celebrated": False, "version": VERSION, **values}
    )


@pytest.mark.parametrize(
    "text",
    [
        changed(version=VERSION + 1),
        changed(version=0),
        changed(version="1"),
        changed(version=None),
        changed(passed="a"),
        changed(passed=None),
        changed(passed={"a": 1}),
        changed(passed=["a", 1]),
        changed(passed=[["a"]]),
        changed(passed=[{}]),
        changed(current=3),
        changed(current=["a"]),
        changed(rungs=[]),
        changed(rungs=None),
        changed(rungs={"a": "1"}),
        changed(rungs={"a": None}),
        changed(rungs={"a": 1.5}),
        changed(celebrated="no"),
        changed(milestones=[1]),
        changed(seen="now"),
        changed(seen=float("nan")),
        changed(seen=10**400),
        changed(traces=[]),
        changed(traces={"a": 1}),
        changed(traces={"a": {"attempts": 1.5}}),
        changed(traces={"a": {"attempts": -1}}),
        changed(traces={"a": {"answer": 1}}),
        changed(traces={"a": {"seconds": float("inf")}}),
        changed(traces={"a": {"seconds": True}}),
        "[]",
        "3",
        "null",
        '"text"',
        "{}",
        "",
        "[" * 100_000,
        "\0" * 100,
    ],
    ids=lambda text: text[:90],
)
def test_a_file_of_another_kind_counts_as_empty(tmp_path, file, text):
    file.write_text(text)

    assert Progress.load(tmp_path) == Progress()


def test_a_file_that_is_no_utf8_counts_as_empty(tmp_path, file):
    file.write_bytes(b'{"version": 1, "current": "\xff"}')

    assert Progress.load(tmp_path) == Progress()


def test_a_folder_in_the_place_of_the_file_counts_as_empty(tmp_path, file):
    file.mkdir()

    assert Progress.load(tmp_path) == Progress()


def test_keys_of_a_later_engine_are_passed_over(tmp_path, file):
    file.write_text(changed(streak=7, traces={"a": {"attempts": 1, "mood": "good"}}))

    assert Progress.load(tmp_path) == Progress(["a"], traces={"a": Trace(attempts=1)})


def test_keys_that_are_not_there_have_their_first_values(tmp_path, file):
    file.write_text(json.dumps({"version": VERSION, "current": "a"}))

    assert Progress.load(tmp_path) == Progress(current="a")


def test_a_folder_that_cannot_be_written_keeps_no_progress_and_that_is_no_error(tmp_path):
    (tmp_path / FOLDER).write_text("a file in the place of the folder")
    mine = Progress(["first/a"])
    mine.save(tmp_path)

    assert Progress.load(tmp_path) == Progress()
    assert mine.trouble == "Nothing of this can be remembered: .koans/progress.json cannot be written (File exists)."


def test_a_file_of_version_1_is_read(tmp_path, file):
    old = {"passed": ["a"], "current": "b", "rungs": {"b": 2}, "celebrated": True, "version": 1}
    file.write_text(json.dumps(old))

    assert Progress.load(tmp_path) == Progress(["a"], "b", None, {"b": 2}, True)
    assert Progress.load(tmp_path).trouble == ""


def test_a_file_of_a_newer_version_is_kept_beside_before_it_is_written_over(tmp_path, file):
    text = changed(version=99)
    file.write_text(text)
    found = Progress.load(tmp_path)
    found.save(tmp_path)
    found.save(tmp_path)

    assert "was written by a newer version of koans (its format is 99, this is 2)" in found.trouble
    assert [path.read_text() for path in file.parent.glob(f"{FILE}.kept-*")] == [text]
    assert Progress.load(tmp_path).trouble == ""


def test_nothing_is_written_over_that_could_not_be_kept(tmp_path, file, monkeypatch):
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    file.write_text("precious")
    monkeypatch.setattr(shutil, "copy2", fail)
    FULL.save(tmp_path)

    assert file.read_text() == "precious"


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
fields = st.fixed_dictionaries(
    {"version": st.sampled_from([1, 2, 2, 2, 3])},
    optional=dict.fromkeys(("passed", "current", "rungs", "celebrated", "milestones", "seen"), plain)
    | {
        "traces": plain
        | st.dictionaries(st.text(max_size=3), st.dictionaries(st.sampled_from([*Trace().__dict__]), plain), max_size=2)
    },
)


@settings(max_examples=100, deadline=None)
@given(data=plain | fields)
def test_whatever_the_file_holds_it_is_read_or_kept_and_then_all_goes_on(tmp_path_factory, data):
    root = tmp_path_factory.mktemp("any")
    file = root / FOLDER / FILE
    write_whole(file, json.dumps(data).encode())
    before = file.read_bytes()
    with Progress.changing(root) as found:
        found.tick(5.0)
        found.judged(["a"], ["b"], "b", {"b": "12ab"})
        found.took("b", 1)

    assert [path.read_bytes() for path in file.parent.glob(f"{FILE}.kept-*")] == ([before] if found.trouble else [])
    assert Progress.load(root) == found
    assert Progress.load(root).trouble == ""


def test_processes_that_write_at_once_lose_nothing_of_each_other(tmp_path):
    script = """
import sys, pathlib
from sensei.progress import Progress
for number in range(20):
    with Progress.changing(pathlib.Path(sys.argv[1])) as progress:
        progress.rungs[f"{sys.argv[2]}/{number}"] = 1
"""
    started = [subprocess.Popen([sys.executable, "-c", script, str(tmp_path), str(name)]) for name in range(3)]

    assert [process.wait() for process in started] == [0, 0, 0]
    assert len(Progress.load(tmp_path).rungs) == 60


def test_a_lock_that_cannot_be_had_is_no_reason_to_forget(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_LOCK_PATIENCE", 0.05)
    with Progress.changing(tmp_path), Progress.changing(tmp_path) as inner:
        inner.passed = ["a"]
        inner.save(tmp_path)
        assert Progress.load(tmp_path).passed == ["a"]


def test_a_change_that_fails_is_not_saved(tmp_path):
    FULL.save(tmp_path)
    with pytest.raises(KeyError), Progress.changing(tmp_path) as progress:
        progress.passed = []
        raise KeyError

    assert Progress.load(tmp_path) == FULL


@pytest.mark.parametrize(
    "gaps, seconds",
    [([], 0), ([10], 10), ([10, 2.5], 12.5), ([PAUSE], PAUSE), ([PAUSE + 1], 0), ([10, PAUSE + 1, 20], 30), ([-50], 0)],
)
def test_time_goes_to_the_current_koan_and_a_pause_counts_as_nothing(gaps, seconds):
    progress, now = Progress(current="a", seen=1e6), 1e6
    for gap in gaps:
        now += gap
        progress.tick(now)

    assert progress.trace("a").seconds == seconds
    assert progress.trace("b").seconds == 0


def test_before_anything_has_happened_no_time_has_gone_by():
    progress = Progress(current="a")
    progress.tick(1.7e9)

    assert progress.traces == {}


def test_attempts_are_counted_until_the_koan_holds():
    progress = Progress()
    for answer in ("one", "two", "two"):
        progress.judged([], ["a", "b"], "a", {"a": answer})
    tried = asdict(progress.trace("a"))
    progress.judged(["a"], [], None)

    assert tried == {"attempts": 3, "answer": "two", "repeats": 2, "since": 3, "offered": 0, "seconds": 0}
    assert progress.traces == {"a": Trace(attempts=3)}


@pytest.mark.parametrize(
    "held, failed, stopped, passed, current",
    [
        (["c"], [], None, ["a", "b", "c"], "x"),
        ([], ["a"], "a", ["b"], "a"),
        (["x"], [], None, ["a", "b", "x"], None),
        (["x"], ["c"], "c", ["a", "b", "x"], "c"),
        (["a"], ["a"], "a", ["b"], "a"),
        ([], [], None, ["a", "b"], "x"),
    ],
)
def test_a_run_is_merged_into_what_was_known(held, failed, stopped, passed, current):
    progress = Progress(["b", "a"], current="x")
    progress.judged(held, failed, stopped)

    assert (progress.passed, progress.current) == (passed, current)


def test_writing_makes_the_folders_on_the_way(tmp_path):
    write_whole(tmp_path / "a" / "b" / "c.txt", b"text")

    assert (tmp_path / "a" / "b" / "c.txt").read_bytes() == b"text"


def test_writing_leaves_nothing_else_in_the_folder(tmp_path):
    write_whole(tmp_path / "c.txt", b"old")
    write_whole(tmp_path / "c.txt", b"new")

    assert os.listdir(tmp_path) == ["c.txt"]
    assert (tmp_path / "c.txt").read_bytes() == b"new"


@pytest.mark.parametrize("step", ["os.replace", "os.chmod", "os.fdopen"])
def test_where_writing_fails_the_old_file_is_whole_and_nothing_is_left_behind(tmp_path, monkeypatch, step):
    path = tmp_path / "c.txt"
    path.write_bytes(b"old")

    def fail(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(step, fail)
    with pytest.raises(OSError, match="the disk is full"):
        write_whole(path, b"new")

    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["c.txt"]


def test_an_interrupted_writing_leaves_the_old_file_whole(tmp_path, monkeypatch):
    path = tmp_path / "c.txt"
    path.write_bytes(b"old")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, b"new")

    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["c.txt"]


def test_a_reader_sees_the_old_file_until_the_new_one_is_whole(tmp_path, monkeypatch):
    path = tmp_path / "c.txt"
    path.write_bytes(b"old")
    seen: list[tuple[bytes, bytes]] = []
    replace = os.replace

    def watch(source: str, target: str) -> None:
        seen.append((path.read_bytes(), Path(source).read_bytes()))
        replace(source, target)

    monkeypatch.setattr(os, "replace", watch)
    write_whole(path, b"new")

    assert seen == [(b"old", b"new")]


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such modes")
def test_a_file_keeps_its_mode_and_a_new_one_has_the_usual(tmp_path):
    path, fresh = tmp_path / "c.txt", tmp_path / "d.txt"
    path.write_bytes(b"old")
    path.chmod(0o640)
    mask = os.umask(0o022)
    try:
        write_whole(path, b"new")
        write_whole(fresh, b"new")
    finally:
        os.umask(mask)

    assert [stat.S_IMODE(each.stat().st_mode) for each in (path, fresh)] == [0o640, 0o644]


def test_writing_leaves_the_mask_of_the_process_as_it_was(tmp_path):
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "c.txt", b"new")
    finally:
        after = os.umask(before)

    assert after == 0o027
