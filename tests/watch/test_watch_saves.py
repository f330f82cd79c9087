"""Saves as editors, disks and systems make them, in a real terminal: each is noticed, and the newest counts."""

import sys
import time

import pytest

WRONG, RIGHT = "1200564", "1764"
NO_LOOK = """
import sys
from sensei.watch import loop
loop._TICK = 3600
sys.argv = ["koans"]
from sensei.cli import main
if __name__ == "__main__":
    main()
"""
# No more listeners are allowed: watchfiles cannot begin.
NO_LISTENER = """
import sys, watchfiles
def refuse(*_, **__):
    raise OSError("OS file watch limit reached.")
watchfiles.watch = refuse
sys.argv = ["koans"]
from sensei.cli import main
if __name__ == "__main__":
    main()
"""


def test_a_save_that_changes_only_the_layout_stays_with_the_koan(watch):
    watch.desk.change(2, "import math\n", "import math\n\n\n")
    watch.look(1)

    assert "Baskets: baskets are poured together" in watch.text


def test_of_two_saves_in_a_row_the_newest_wins(watch):
    watch.desk.answer("baskets_are_poured_together", WRONG)
    watch.shows("Not yet.")
    watch.desk.change(1, WRONG, "__import__('time').sleep(2) or 7")
    time.sleep(0.3)
    watch.desk.change(1, "__import__('time').sleep(2) or 7", RIGHT)
    start = time.monotonic()
    watch.shows("It holds.")
    watch.look(2.5)

    assert "It holds." in watch.text
    assert time.monotonic() - start < 30


def test_of_two_slow_saves_the_text_of_the_newer_is_shown_before_its_verdict(desk, terminal):
    terminal.start(sys.executable, "-m", "sensei", cwd=desk.path, KOANS_TIMEOUT="1000")
    terminal.shows("quit")
    desk.answer("double_is_written_by_you", "import time\n    time.sleep(600)")
    terminal.shows("It is being run.")
    desk.change(1, "time.sleep(600)", "time.sleep(601)")
    terminal.shows("time.sleep(601)")
    terminal.shows("It is being run.")


def test_a_file_that_is_replaced_as_editors_do_is_noticed(watch):
    watch.desk.answer("baskets_are_poured_together", WRONG)
    watch.shows("Not yet.")
    text = watch.desk.file(1).read_text().replace(WRONG, RIGHT)
    beside = watch.desk.file(1).with_suffix(".tmp")
    beside.write_text(text)
    beside.replace(watch.desk.file(1))

    watch.shows("It holds.")


def test_a_file_that_goes_away_and_comes_back_is_judged_again(watch):
    away = watch.desk.path / "away.py"
    watch.desk.file(1).rename(away)
    watch.shows("koans/test_01_baskets.py is missing")
    away.write_text(away.read_text().replace("== ___", f"== {RIGHT}", 1))
    away.rename(watch.desk.file(1))

    watch.shows("It holds.")


@pytest.mark.parametrize("program", [NO_LISTENER, NO_LOOK], ids=["by a look now and then", "by what the system tells"])
def test_one_way_of_noticing_a_save_is_enough(program, desk, terminal):
    terminal.start(sys.executable, "-c", program, cwd=desk.path)
    terminal.shows("quit")
    desk.answer("baskets_are_poured_together", WRONG)
    terminal.shows("Not yet.")
    terminal.look(1)  # no run is under way that could read the file later
    desk.change(1, WRONG, RIGHT)

    terminal.shows("It holds.")
