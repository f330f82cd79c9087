"""The saves: which files of a folder were written, made or removed since the last look."""

import os
import threading

import pytest

from sensei.watch.saves import Saves


@pytest.fixture
def folder(tmp_path):
    for name in ("test_01_one.py", "test_02_two.py", "notes.py", "test_03.txt"):
        (tmp_path / name).write_text("12345")
        os.utime(tmp_path / name, ns=(1_000_000_000, 1_000_000_000))
    return tmp_path


@pytest.fixture
def saves(folder):
    return Saves(folder, lambda: None)


def test_nothing_has_changed_at_first_and_a_change_is_told_once(saves, folder):
    assert saves.changed() == set()
    (folder / "test_01_one.py").write_text("6")
    assert saves.changed() == {"test_01_one.py"}

    assert saves.changed() == set()


def test_as_many_bytes_within_the_same_second_are_a_change(saves, folder):
    (folder / "test_01_one.py").write_text("54321")
    os.utime(folder / "test_01_one.py", ns=(1_000_000_000, 1_000_000_100))

    assert saves.changed() == {"test_01_one.py"}


def test_other_bytes_are_a_change_where_the_clock_is_too_coarse(saves, folder):
    (folder / "test_01_one.py").write_text("123456")
    os.utime(folder / "test_01_one.py", ns=(1_000_000_000, 1_000_000_000))

    assert saves.changed() == {"test_01_one.py"}


def test_another_file_of_that_name_is_a_change_however_alike(saves, folder):
    beside = folder / "beside"
    beside.write_text("54321")
    os.utime(beside, ns=(1_000_000_000, 1_000_000_000))
    beside.replace(folder / "test_01_one.py")

    assert saves.changed() == {"test_01_one.py"}


def test_a_file_that_is_made_or_removed_is_a_change(saves, folder):
    (folder / "test_01_one.py").unlink()
    (folder / "test_04_four.py").write_text("")

    assert saves.changed() == {"test_01_one.py", "test_04_four.py"}


def test_files_of_other_names_are_nothing_to_it(saves, folder):
    (folder / "notes.py").write_text("6")
    (folder / "test_03.txt").write_text("6")
    (folder / "conftest.py").write_text("6")

    assert saves.changed() == set()


def test_a_folder_that_goes_away_has_no_files_and_all_of_them_when_it_is_back(saves, folder):
    both = {"test_01_one.py", "test_02_two.py"}
    folder.rename(folder.parent / "away")
    assert saves.changed() == both
    assert saves.changed() == set()
    (folder.parent / "away").rename(folder)

    assert saves.changed() == both


def test_the_system_tells_of_a_save_until_nobody_listens(folder):
    stirred = threading.Event()
    saves = Saves(folder, stirred.set)
    saves.listen()
    listener = next(each for each in threading.enumerate() if each.name == "koans-saves")
    for _ in range(100):  # it needs a moment to begin
        (folder / "test_01_one.py").write_text("6")
        if stirred.wait(0.1):
            break
    assert stirred.is_set()
    saves.stop()
    listener.join(10)

    assert not listener.is_alive()
