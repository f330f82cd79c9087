"""The job, as it crosses the pipe, and what of a koan's output comes back."""

import json

import pytest

from sensei.verdict import Outcome, Verdict
from sensei.warm.job import Job, shortened


@pytest.mark.parametrize(
    "job",
    [Job("koans/a.py::test_a"), Job("koans/ä b.py", deep=True), Job("koans", options=("--koans-all", "-x"))],
    ids=str,
)
def test_a_job_crosses_the_pipe_whole(job):
    crossed = Job.decoded(job.encoded())

    assert crossed == job
    assert hash(crossed) == hash(job)


def test_what_crosses_is_plain():
    assert json.loads(Job("koans", True, ("-x",)).encoded()) == {"argument": "koans", "deep": True, "options": ["-x"]}


@pytest.fixture
def printed():
    from sensei.sight import Sight

    def make(text):
        return Sight(Verdict("a/b", Outcome.WRONG), ("def test_b():",), 7, "koans/a.py", "pytest", text)

    return make


@pytest.mark.parametrize("text", ["", "one line", "a\n" * 12, "x" * 200])
def test_what_a_screen_can_hold_comes_whole(printed, text):
    sight = printed(text)

    assert shortened(sight) is sight


def test_of_many_lines_the_first_come_and_how_many_there_were(printed):
    sight = printed("".join(f"line {number}\n" for number in range(2000)))
    lines = shortened(sight).printed.splitlines()

    assert lines[:12] == [f"line {number}" for number in range(12)]
    assert lines[12:] == ["[2,000 lines in all; these are the first 12]"]
    assert (shortened(sight).lines, shortened(sight).start) == (sight.lines, 7)


def test_a_long_line_is_cut(printed):
    assert shortened(printed("x" * 201 + "\nend")).printed.splitlines() == ["x" * 200 + "...", "end"]
