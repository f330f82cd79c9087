"""The handle on a judging process: whatever the process does, no item is lost and nobody waits for ever."""

import time

import pytest

from sensei.grading.item import Item
from sensei.grading.policy import Policy
from sensei.grading.run.judge import Judge, NoJudge

KOAN = "baskets/baskets_are_poured_together"
RIGHT = Item(KOAN, ("1764",))


def wrong(command):
    """An item that has the fake judge do something."""
    return Item(KOAN, (f"'{command}'",))


@pytest.fixture
def judge(fake):
    found = Judge(Policy(wall=0.1), command=fake.command, slack=60)
    yield found
    found.close()


def outcomes(judged):
    return [(each.judgement.verdict.outcome.value, each.failed) for each in judged]


def test_judgements_come_in_the_order_of_the_items(judge):
    assert outcomes(judge.judge([RIGHT, wrong("no"), RIGHT])) == [
        ("passed", False),
        ("wrong", False),
        ("passed", False),
    ]


@pytest.mark.parametrize("command", ["die", "garbage", "too few"])
def test_an_item_that_ends_the_process_twice_alone_is_unjudged_and_the_others_are_judged(judge, command):
    judged = judge.judge([RIGHT, wrong(command), wrong("no")])

    assert outcomes(judged) == [("passed", False), ("unjudged", True), ("wrong", False)]
    assert judged[1].judgement.verdict.koan == KOAN
    assert "ended the process" in judged[1].judgement.note
    assert outcomes(judge.judge([RIGHT])) == [("passed", False)]


def test_an_item_that_ends_the_process_among_others_and_once_alone_is_judged(judge, fake):
    assert outcomes(judge.judge([RIGHT, wrong("die twice")])) == [("passed", False), ("wrong", False)]
    assert fake.asked == [KOAN] * 5


def test_a_process_that_hangs_is_ended(fake):
    judge = Judge(Policy(wall=0.1), command=fake.command, slack=3)
    start = time.monotonic()

    assert outcomes(judge.judge([wrong("hang")])) == [("unjudged", True)]
    assert time.monotonic() - start < 120
    judge.close()


def test_a_process_that_cannot_start_is_told_of_with_its_last_words(judge, fake):
    (fake.home / "refuse").touch()

    with pytest.raises(NoJudge, match="could not be started: there is no torch here"):
        judge.judge([RIGHT])


def test_a_program_that_is_not_there_is_told_of(tmp_path):
    with pytest.raises(NoJudge, match="could not be started"):
        Judge(Policy(), command=[str(tmp_path / "none")]).judge([RIGHT])


def test_a_judge_that_was_dismissed_starts_no_other_process(judge):
    judge.start()
    judge.dismiss()

    with pytest.raises(NoJudge, match="dismissed"):
        judge.judge([RIGHT])
