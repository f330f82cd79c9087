"""Reading in processes of their own: a file that ends one loses its own koans and nothing else."""

import dataclasses
import importlib

import pytest

from sensei.grading.run.reading import NoReader, Readers, digest
from sensei.grading.run.rows import Cell
from sensei.grading.submission import Submission, Trouble

FRAGILE = """
import os, signal, time
from sensei.grading.sheet import sheet as plain

def sheet(submission, topics):
    with open(os.environ["READERS"], "a") as file:
        file.write(f"{os.getpid()} ")
    told = b"".join(submission.files.values())
    if b"bomb" in told or told.count(b"half a bomb".replace(b" a bomb", b"")) > 1:
        os._exit(9)
    if b"no memory" in told:
        raise MemoryError
    if os.environ.get("NO_READER"):
        os._exit(9)
    if b"ctrl-c" in told:
        os.kill(os.getpid(), signal.SIGINT)
    if b"slow" in told:
        start = time.process_time()
        while time.process_time() - start < 600:
            pass
    return plain(submission, topics)
"""


@pytest.fixture
def read(klass, tmp_path, monkeypatch):
    """Read with a reader that some words end. Gives the outcomes of each student, and what was told."""
    (tmp_path / "fragile.py").write_text(FRAGILE)
    monkeypatch.setenv("READERS", str(tmp_path / "readers"))
    monkeypatch.syspath_prepend(tmp_path)
    way = importlib.import_module("fragile").sheet

    def read(*submissions, jobs=2):
        found = {}
        topics = klass.course.topics
        with Readers(topics[0].trees, [topic.slug for topic in topics], jobs, way, seconds=1.0) as readers:
            for submission, result in readers.read(submissions):
                cells = [Cell.from_text(text) for text in result.cells]
                outcomes = [cell.settled.verdict.outcome.value if cell.settled else "item" for cell in cells]
                found[submission.student] = (outcomes, [each.file for each in result.told])
        return found

    yield read
    import sys

    sys.modules.pop("fragile", None)


@pytest.fixture
def submission(klass):
    """A hand-in of the untouched koans, with words put before some files."""

    def submission(student, **before):
        files = {topic.filename: topic.source.text for topic in klass.course.topics}
        words = {topic.filename: before.get(topic.slug, "") for topic in klass.course.topics}
        return Submission(student, files={name: f"# {words[name]}\n{text}".encode() for name, text in files.items()})

    return submission


def test_a_file_that_ends_its_reader_is_broken_and_all_others_are_read(read, submission, tmp_path):
    found = read(submission("bad", words="bomb"), *(submission(f"s{n}") for n in range(60)))

    assert found["bad"] == (["blank"] * 3 + ["broken"] * 2 + ["blank"], ["test_02_words.py"])
    assert {str(each) for name, each in found.items() if name != "bad"} == {str((["blank"] * 6, []))}
    assert len(found) == 61
    # Few of the others are read one by one, because they were on the way with it.
    assert len(set((tmp_path / "readers").read_text().split())) < 30


@pytest.mark.parametrize("word", ["no memory", "slow"])
def test_a_file_that_takes_too_much_is_broken(read, submission, monkeypatch, word):
    found = read(submission("bad", loops=word), submission("good"))

    assert found["bad"] == (["blank"] * 5 + ["broken"], ["test_03_loops.py"])
    assert found["good"] == (["blank"] * 6, [])


def test_files_that_end_the_reader_together_are_all_broken(read, submission):
    assert read(submission("bad", loops="half", words="half"))["bad"][0] == ["broken"] * 6


def test_ctrl_c_is_no_affair_of_the_readers(read, submission):
    assert read(submission("ada", words="ctrl-c"))["ada"] == (["blank"] * 6, [])


def test_where_no_reader_can_live_nobody_is_blamed(read, submission, monkeypatch):
    monkeypatch.setenv("NO_READER", "1")

    with pytest.raises(NoReader, match="no process for reading could be started"):
        read(submission("ada"))


def test_another_byte_or_another_trouble_is_another_digest(submission):
    one = submission("ada")
    troubled = dataclasses.replace(one, troubles=(Trouble("it is a notebook.", "test_02_words.py"),))
    names = [one, submission("ada", words="x"), troubled, dataclasses.replace(one, files={})]

    assert len({digest(each) for each in names}) == 4
    assert digest(submission("bo")) == digest(one)
