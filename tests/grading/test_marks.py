"""From verdicts to points: credit, weights, lateness and what was set by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from sensei.grading.gradebook import Alike, Mark
from sensei.grading.item import Assurance
from sensei.grading.run import marks
from sensei.grading.run.alike import alike
from sensei.grading.run.config import Config
from sensei.grading.run.lateness import Late
from sensei.grading.run.overrides import Override, Overrides
from sensei.grading.run.rows import Row
from sensei.grading.run.table import ConfigTrouble
from sensei.grading.submission import Trouble
from sensei.verdict import Outcome, Verdict

DUE = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SECOND = timedelta(seconds=1)


def result(klass, config=None, overrides=None, row=None, wrong=("words/a_list_is_sorted",), outcome=Outcome.WRONG):
    config = config or Config()
    found = [
        Mark(
            column, Verdict(column.identity, outcome if column.identity in wrong else Outcome.PASSED), 0, Assurance.TEXT
        )
        for column in marks.columns(klass.course.koans, config)
    ]
    return marks.result(row or Row("ada", ""), found, config, overrides or Overrides())


def test_every_koan_is_worth_a_point_if_nothing_is_said(klass):
    found = result(klass)

    assert (found.raw, found.out_of, found.penalty, found.score) == (5, 6, 0, 5)
    assert [mark.points for mark in found.marks] == [1, 1, 1, 1, 0, 1]


def test_points_are_shared_out_by_weight_and_the_denominator_is_the_course(klass):
    weights = {"baskets/a_word_has_no_sum": 3.0, "words/a_list_is_sorted": 2.0}
    found = result(klass, Config(points=100, weights=weights))

    assert (found.raw, found.out_of) == (pytest.approx(77.777778), 100)
    assert [round(mark.column.points, 2) for mark in found.marks] == [11.11, 33.33, 11.11, 11.11, 22.22, 11.11]
    assert found.raw == round(found.raw, 6)


def test_an_excluded_koan_counts_nowhere(klass):
    found = result(klass, Config(points=10, excluded=frozenset({"words/a_list_is_sorted"})))

    assert (found.raw, found.out_of, len(found.marks)) == (10, 10, 5)


def test_credit_by_topic_is_all_or_nothing(klass):
    found = result(klass, Config(credit="topic"))

    assert [mark.points for mark in found.marks] == [1, 1, 1, 0, 0, 1]
    assert (found.raw, found.out_of) == (4, 6)


def test_weights_that_are_all_zero_cannot_share_points_out(klass):
    with pytest.raises(ConfigTrouble, match="every weight is 0"):
        marks.columns(klass.course.koans, Config(points=10, weights={koan.identity: 0 for koan in klass.course.koans}))


@pytest.mark.parametrize(
    "late, after, penalty",
    [
        (Late(DUE, per_day=10), -SECOND, 0),
        (Late(DUE, per_day=10), 0 * HOUR, 0),
        (Late(DUE, per_day=10), SECOND, 0.5),
        (Late(DUE, per_day=10), DAY, 0.5),
        (Late(DUE, per_day=10), DAY + SECOND, 1),
        (Late(DUE, per_day=10), 30 * DAY, 5),
        (Late(DUE, per_day=10, at_most=50), 30 * DAY, 2.5),
        (Late(DUE, per_day=10, floor=4), 30 * DAY, 1),
        (Late(DUE, per_day=10, floor=6), 30 * DAY, 0),
        (Late(DUE, per_day=10, grace=900), timedelta(minutes=15), 0),
        (Late(DUE, per_day=10, grace=900), timedelta(minutes=15, seconds=1), 0.5),
        (Late(DUE, steps=((0, 10), (3600, 40), (86400, 20))), HOUR, 0.5),
        (Late(DUE, steps=((0, 10), (3600, 40), (86400, 20))), HOUR + SECOND, 2),
        (Late(DUE, steps=((0, 10), (3600, 40), (86400, 20))), 2 * DAY, 1),
        (Late(DUE, steps=((3600, 40),)), HOUR, 0),
    ],
)
def test_lateness_takes_off_what_the_policy_says_and_leaves_the_raw_score(klass, late, after, penalty):
    found = result(klass, Config(late=late), row=Row("ada", "", handed_in=DUE + after))

    assert (found.raw, found.penalty, found.score) == (5, penalty, 5 - penalty)


def test_what_is_late_is_told_in_seconds_and_what_is_within_the_grace_is_not_late(klass):
    config = Config(late=Late(DUE, grace=900, per_day=1))

    assert result(klass, config, row=Row("ada", "", handed_in=DUE + HOUR)).late == 3600
    assert result(klass, config, row=Row("ada", "", handed_in=DUE + 2 * SECOND)).late == 0
    assert result(klass, row=Row("ada", "", handed_in=DUE + HOUR)).late == 0


@pytest.mark.parametrize(
    "row, note",
    [
        (Row("ada", "", late=True), "marks this as late, but nothing tells by how much"),
        (Row("ada", "", late=True, handed_in=DUE), "by the due date of the configuration it is not"),
    ],
)
def test_what_is_not_known_of_lateness_is_noted_and_costs_nothing(klass, row, note):
    found = result(klass, Config(late=Late(DUE, per_day=10)), row=row)

    assert found.penalty == 0
    assert note in " ".join(found.notes)


def test_a_time_that_nothing_tells_is_no_note_of_every_student(klass):
    assert result(klass, Config(late=Late(DUE, per_day=10))).notes == ()
    assert result(klass, row=Row("ada", "", late=True)).marked_late


def test_an_override_of_a_koan_counts_before_lateness_and_one_of_the_score_after(klass):
    config = Config(late=Late(DUE, per_day=10))
    row = Row("ada", "", handed_in=DUE + HOUR)
    one = Overrides({("ada", "words/a_list_is_sorted"): Override(0.5, "half right"), ("bo", "x"): Override(9, "")})
    found = result(klass, config, one, row)

    assert (found.raw, found.penalty, found.score) == (5.5, 0.55, 4.95)
    assert [mark.overridden for mark in found.marks if mark.overridden] == ["half right"]
    found = result(klass, config, Overrides({}, {"ada": Override(3, "agreed")}), row)
    assert (found.raw, found.penalty, found.score, found.overridden) == (5, 0.5, 3, "agreed")


def test_what_could_not_be_judged_is_noted_and_so_is_what_is_suspicious(klass):
    row = Row("ada", "", troubles=(Trouble("a link.", "", True), Trouble("a zip in a zip.")))
    found = result(klass, row=row, outcome=Outcome.UNJUDGED)

    assert found.troubles == ("a link.", "a zip in a zip.")
    assert found.notes[0] == "a link."
    assert found.notes[1].startswith("words/a_list_is_sorted could not be judged: set the points by hand")
    assert len(found.notes) == 2


def test_students_who_share_rare_wrong_answers_in_several_koans_are_listed_as_one_group():
    def koans(*names):
        return [(name[0], name) for name in names]

    wrong = {
        "ada": koans("a1", "b1", "c1", "d9"),
        "bo": koans("a1", "b1", "c1", "e1"),
        "cy": koans("a1", "b2", "c2", "d9"),  # the third to have a1: it is no rare answer then
        "dan": koans("f1", "g1", "h1", "e1"),
        "eva": koans("f1", "g1", "h1"),
    }

    assert alike(wrong.items(), 100, {"f1": "8"}.__getitem__) == (Alike(("dan", "eva"), ("f", "g", "h"), "8"),)


def test_a_wrong_answer_of_many_is_no_agreement():
    def wrong(count):
        return [(f"s{number}", [("a", "a1"), ("b", "b1"), ("c", "c1")]) for number in range(count)]

    assert len(alike(wrong(2), 2, str)) == 1
    assert alike(wrong(3), 100, str) == ()
    assert [each.students for each in alike(wrong(3), 300, str)] == [("s0", "s1", "s2")]
    assert alike(wrong(21), 100_000, str) == ()
