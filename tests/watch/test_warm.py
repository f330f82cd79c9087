"""The warm server's parts that need no server: libraries, limits, the shelter for temporary files, no keyboard."""

import math
import tempfile
from pathlib import Path

import pytest

from sensei.warm import libraries, shelter
from sensei.warm.job import Job
from sensei.warm.process import limit


def test_libraries_that_cannot_be_loaded_are_told_in_a_sentence(monkeypatch):
    def fail():
        raise ImportError("no such thing")

    monkeypatch.setattr(libraries, "load", fail)
    assert libraries.trouble() == "the libraries could not be loaded: ImportError: no such thing"
    monkeypatch.setattr(libraries, "load", lambda: None)

    assert libraries.trouble() == ""


def test_the_course_is_read_once(desk):
    libraries.course.cache_clear()
    try:
        assert [koan.identity for koan in libraries.course().koans] == [koan.identity for koan in desk.course.koans]
        assert libraries.course() is libraries.course()
    finally:
        libraries.course.cache_clear()


def test_a_run_is_ended_from_outside_only_after_its_own_alarm_had_its_time(monkeypatch):
    monkeypatch.setenv("KOANS_TIMEOUT", "60")

    assert limit(Job("koans")) > 60 + 20
    assert limit(Job("koans", deep=True)) > 600
    assert limit(Job("koans", options=("--koans-all",))) == math.inf
    monkeypatch.setenv("KOANS_TIMEOUT", "0")
    assert limit(Job("koans")) == limit(Job("koans", deep=True)) == math.inf


@pytest.mark.parametrize("in_memory", [True, False])
def test_where_no_folder_takes_temporary_files_one_is_found(monkeypatch, tmp_path, in_memory):
    def none():
        raise FileNotFoundError

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "gettempdir", none)
    memory = tmp_path / "shm"
    monkeypatch.setattr(shelter, "_IN_MEMORY", memory)
    if in_memory:
        memory.mkdir()
    shelter.take()

    assert Path(tempfile.tempdir) == (memory if in_memory else tmp_path)


def test_where_there_is_a_folder_it_stays(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    shelter.take()

    assert tempfile.tempdir == str(tmp_path)
