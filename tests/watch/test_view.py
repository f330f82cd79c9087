"""The view, when another koan is taken in hand."""

from sensei.verdict import Outcome
from sensei.watch.view import Late, Panel, View


def test_of_a_koan_that_is_taken_in_hand_nothing_is_known_yet(bench):
    view, course = bench.view, bench.desk.course
    bench.judged(Outcome.PASSED)
    bench.press("l")
    view.panel, view.waits, view.rungs, view.late, view.milestone = Panel.KEYS, True, 2, Late.HELD, course.topics[0]
    view.note, view.asks, view.offer, view.answers, view.glance = "why", True, "look", ("1",), view.sight
    view.trouble, view.checked = "trouble", {"a/b": view.sight}
    view.turn_to(course.koans[3])

    assert view == View(
        course, course.koans[3], held={course.koans[0].identity}, trouble="trouble", checked=view.checked
    )
    assert view.checked
