"""Progress: remembered, merged, and never in the way, whatever has become of its file."""

import json
import os
import stat
from pathlib import Path

import pytest

from sensei.progress import FILE, FOLDER, VERSION, Progress, write_whole

FULL = Progress(["first/a", "second/b"], "second/c", {"second/c": 2}, celebrated=True)


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
        assert Progress.load(tmp_path) == Progress()


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
    file.write_text(changed(streak=7))

    assert Progress.load(tmp_path).passed == ["a"]


def test_keys_that_are_not_there_have_their_first_values(tmp_path, file):
    file.write_text(json.dumps({"version": VERSION, "current": "a"}))

    assert Progress.load(tmp_path) == Progress(current="a")


def test_a_folder_that_cannot_be_written_keeps_no_progress_and_that_is_no_error(tmp_path):
    (tmp_path / FOLDER).write_text("a file in the place of the folder")
    FULL.save(tmp_path)

    assert Progress.load(tmp_path) == Progress()


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
