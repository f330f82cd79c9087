"""`koans update`: the new course arrives, and every answer of the learner's is where it was, or where it belongs now."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from sensei import trial
from sensei.cli import main
from sensei.progress import Progress

NOTHING = "Your koans are as the course has them: there is nothing to update.\n"
RAIN = 'def test_rain_falls():\n    """Drops are counted."""\n    assert "drip" * 2 == ___\n\n\n'


@dataclass
class Upstream:
    """The author's side: the next version of the course."""

    root: Path

    def file(self, name):
        return next((self.root / "koans").glob(f"test_*_{name}.py"))

    def change(self, name, before, after):
        text = self.file(name).read_text()
        assert before in text
        self.file(name).write_text(text.replace(before, after, 1))

    def rename(self, name, new):
        for tree in ("koans", "solutions", "properties"):
            for path in (self.root / tree).glob(f"test_*_{name}.py"):
                path.rename(path.with_name(new))


@pytest.fixture
def upstream(own_course):
    return Upstream(own_course)


def koans(*arguments):
    """Run the command in this process."""
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def update(code=0):
    result = koans("update")
    assert result.exit_code == code, result.output
    return result.output


def backups(desk):
    return sorted((desk.path / ".koans" / "backups").glob("*"))


def all_bytes(desk):
    return {
        path.relative_to(desk.path).as_posix(): path.read_bytes() for path in desk.path.rglob("*") if path.is_file()
    }


def koan_files(desk):
    return {name: raw for name, raw in all_bytes(desk).items() if name.startswith("koans/")}


def test_nothing_is_done_where_the_course_is_the_same(desk):
    desk.solve("a_list_is_sorted")
    desk.change(1, "1200, 564", "1200,")
    before = all_bytes(desk)

    assert update() == NOTHING
    assert all_bytes(desk) == before


def test_a_file_that_the_learner_has_not_touched_is_replaced_whole(desk, upstream):
    upstream.change("words", '"rain" + "bow"', '"rain" + "coat"')
    upstream.change("words", "Words: rows of letters.", "Words: letters in rows.")
    output = update()

    assert output.splitlines()[0] == "1 file is brought up to date with the course."
    assert desk.file(2).read_bytes() == upstream.file("words").read_bytes()


def test_an_answered_koan_that_the_course_has_not_changed_stays_to_the_byte(desk, upstream):
    desk.solve("words_are_joined_in_order")
    desk.change(2, "    assert len(word)", "    # I counted them\n    print(word)\n    assert len(word)")
    mine = desk.file(2).read_text()
    upstream.change("words", "sorted([31, 11, 21])", "sorted([3, 1, 2])")
    output = update()

    assert desk.file(2).read_text() == mine.replace("sorted([31, 11, 21])", "sorted([3, 1, 2])")
    assert "your answers in it (1 koan) are kept" in output


def test_answers_and_what_is_said_beside_them_are_kept_where_only_the_lesson_is_reworded(desk, upstream):
    desk.solve()
    desk.change(2, '"rainbow"', '"rainbow"  # no gap')
    mine = desk.file(2).read_text()
    upstream.change("words", "leaves no room", "leaves no gap")
    update()

    assert desk.file(2).read_text() == mine.replace("leaves no room", "leaves no gap")


def test_answers_follow_their_questions_when_these_change_places(desk, upstream):
    desk.solve("words_are_joined_in_order")
    upstream.change(
        "words",
        "    assert word == ___\n    assert len(word) == ___\n",
        "    assert len(word) == ___\n    assert word == ___\n",
    )
    update()

    assert '    assert len(word) == 7\n    assert word == "rainbow"\n' in desk.file(2).read_text()


def test_a_new_question_in_an_answered_koan_is_blank_and_the_old_answers_stay(desk, upstream):
    desk.solve("words_are_joined_in_order")
    upstream.change(
        "words", "    assert len(word) == ___\n", "    assert word[0] == ___\n    assert len(word) == ___\n"
    )
    update()

    assert '== "rainbow"\n    assert word[0] == ___\n    assert len(word) == 7\n' in desk.file(2).read_text()


@pytest.mark.parametrize(
    "before, after",
    [
        ("    assert apples + pears == ___", "    with pytest.raises(___):\n        apples + 'pear'"),
        ("    assert apples + pears == ___", "    apples += ___\n\n    assert apples == 1764"),
        ("    assert apples + pears == ___", "    assert apples + pears == ___\n    assert apples + pears == ___"),
        ("assert apples + pears == ___", "assert [apples, pears] == [___, ___]"),
        ("assert apples + pears == ___", "assert ___ == pears + apples"),
    ],
)
def test_an_answer_goes_into_no_blank_that_may_ask_something_else(desk, upstream, before, after):
    desk.answer("baskets_are_poured_together", "1764  # sure")
    mine = desk.file(1).read_text()
    upstream.change("baskets", before, after)
    output = update()

    assert desk.file(1).read_text() == mine
    assert "Yours stays:\n  baskets/baskets_are_poured_together\n" in output
    assert "`koans reset baskets/baskets_are_poured_together` brings the course's" in output


@pytest.mark.parametrize("after", ["assert ___ == 1764", "assert apples + pears == 1764"])
def test_what_fits_the_changed_koan_as_it_stands_is_left_to_the_byte_and_told(desk, upstream, after):
    desk.answer("baskets_are_poured_together", "1764  # sure")
    mine = desk.file(1).read_text()
    upstream.change("baskets", "assert apples + pears == ___", after)
    output = update()

    assert desk.file(1).read_text() == mine
    assert "and what you wrote is in them:\n  baskets/baskets_are_poured_together\n" in output


def test_a_koan_that_was_edited_outside_its_blanks_is_kept_and_reset_brings_the_new_one(desk, upstream):
    desk.solve()
    desk.change(1, "1200, 564", "1200, 565")
    desk.change(1, "== 1764", "== 1765")
    mine = desk.file(1).read_text()
    upstream.change("baskets", "1200, 564", "1200, 566")
    output = update()

    assert desk.file(1).read_text() == mine
    command = re.search(r"`koans (reset \S+)`", output).group(1).split()
    assert koans(*command, "--yes").exit_code == 0
    assert "1200, 566" in desk.file(1).read_text()
    assert update() == NOTHING


def test_a_new_koan_stands_where_the_course_has_it_and_helpers_of_the_learner_stay(desk, upstream):
    desk.solve()
    desk.change(2, "import math\n", "import math\nimport string\n")
    desk.change(
        2,
        "def test_a_list",
        "# mine\ndef shout(word):\n    return word.upper()  # loud\n\n\nBELL = shout('dong')\n\n\ndef test_a_list",
    )
    desk.change(2, "+ 2) == 3\n", "+ 2) == 3\n    # it is three\n")
    mine = desk.file(2).read_text()
    upstream.change("words", "def test_a_list", RAIN + "def test_a_list")
    output = update()

    assert "New in your folder:\n  words/rain_falls\n" in output
    assert desk.file(2).read_text() == mine.replace("# mine\n", RAIN + "# mine\n")


def test_an_import_that_a_new_koan_needs_is_added_and_the_learners_stay(desk, upstream):
    desk.solve()
    desk.change(3, "from sensei import ___\n", "import os  # mine\n")
    upstream.change("loops", "from sensei", "import math\n\nfrom sensei")
    upstream.change(
        "loops", "def rings", 'def test_pi():\n    """Round."""\n    assert math.floor(math.pi) == ___\n\n\ndef rings'
    )
    update()
    text = desk.file(3).read_text()

    assert "import os  # mine\n" in text
    assert "import math\n" in text
    assert "from sensei import ___\n" in text  # gone, as it was no longer needed, and needed again
    desk.run("koans/test_03_loops.py").assert_outcomes(passed=1, failed=1)


def test_an_import_that_the_learner_took_out_because_nothing_needs_it_stays_out(desk, upstream):
    desk.solve()
    desk.change(3, "from sensei import ___\n", "")
    upstream.change("loops", "again and again", "over and over")
    update()

    assert "sensei" not in desk.file(3).read_text()


def test_an_import_that_the_course_gives_up_stays_if_the_learner_uses_it(desk, upstream):
    desk.solve()
    desk.change(2, "def test_a_list", "def root(number):\n    return math.sqrt(number)\n\n\ndef test_a_list")
    upstream.change("words", "import math\n\n", "")
    upstream.change("words", "    assert math.sqrt(len(word) + 2) == 3\n", "")
    update()

    assert "import math\n" in desk.file(2).read_text()
    assert "(len(word) + 2)" not in desk.file(2).read_text()


def test_an_import_that_nothing_uses_any_more_goes(desk, upstream):
    desk.solve()
    upstream.change("words", "import math\n\n", "")
    upstream.change("words", "    assert math.sqrt(len(word) + 2) == 3\n", "")
    update()

    assert "math" not in desk.file(2).read_text()


def test_a_name_that_the_learner_has_given_away_is_not_taken(desk, upstream):
    desk.solve()
    desk.change(3, "def rings", "math = 'my own'\n\n\ndef rings")
    upstream.change("loops", "from sensei", "import math\n\nfrom sensei")
    output = update()

    assert "Rename yours and update again:\n  koans/test_03_loops.py: math\n" in output
    assert desk.file(3).read_text().count("math") == 1


def test_answers_move_with_a_topic_that_gets_another_number(desk, upstream):
    desk.solve()
    mine = desk.file(2).read_bytes()
    upstream.rename("words", "test_05_words.py")
    output = update()

    assert "Renamed, as in the course:\n  koans/test_02_words.py is now koans/test_05_words.py\n" in output
    assert sorted(path.name for path in (desk.path / "koans").glob("*.py")) == [
        "test_01_baskets.py",
        "test_03_loops.py",
        "test_05_words.py",
    ]
    assert (desk.path / "koans" / "test_05_words.py").read_bytes() == mine
    assert [path.read_bytes() for path in backups(desk)] == [mine]


def test_two_topics_that_change_numbers_keep_their_answers(desk, upstream):
    desk.solve()
    words, loops = desk.file(2).read_bytes(), desk.file(3).read_bytes()
    upstream.rename("words", "test_03_words.py")
    upstream.rename("loops", "test_02_loops.py")
    update()

    assert (desk.path / "koans" / "test_03_words.py").read_bytes() == words
    assert (desk.path / "koans" / "test_02_loops.py").read_bytes() == loops


def test_koans_that_the_course_has_moved_within_a_file_are_moved_with_their_answers(desk, upstream):
    desk.solve()
    desk.change(2, "def test_a_list", "# about lists\ndef test_a_list")
    text = upstream.file("words").read_text()
    start, end = text.index("def test_words"), text.index("def test_a_list")
    upstream.file("words").write_text(text[:start] + text[end:] + "\n\n" + text[start:end].rstrip() + "\n")
    update()
    mine = desk.file(2).read_text()

    assert mine.index("# about lists\ndef test_a_list") < mine.index("def test_words")
    desk.run("koans/test_02_words.py").assert_outcomes(passed=2)


def test_koans_that_the_learner_has_moved_stay_where_they_are(desk, upstream):
    text = desk.file(2).read_text()
    start, end = text.index("def test_words"), text.index("def test_a_list")
    desk.file(2).write_text(text[:start] + text[end:] + "\n\n" + text[start:end].rstrip() + "\n")
    mine = desk.file(2).read_text()
    upstream.change("words", "leaves no room", "leaves no gap")
    update()

    assert desk.file(2).read_text() == mine.replace("leaves no room", "leaves no gap")


def test_a_koan_that_is_gone_goes_with_a_copy_of_what_the_learner_wrote(desk, upstream):
    desk.solve()
    text = upstream.file("words").read_text()
    upstream.file("words").write_text(text[: text.index("\n\ndef test_a_list")])
    output = update()
    (where,) = re.findall(r"words/a_list_is_sorted: what you wrote is in (\S+)", output)

    assert "a_list" not in desk.file(2).read_text()
    assert "sorted([31, 11, 21]) == [11, 21, 31]" in (desk.path / where).read_text()


def test_a_helper_of_a_koan_that_is_gone_stays_while_the_learner_uses_it(desk, upstream):
    desk.solve()
    desk.change(1, "== 1764", "== double(882)")
    text = upstream.file("baskets").read_text()
    upstream.file("baskets").write_text(text[: text.index("\n\ndef double")])
    update()
    mine = desk.file(1).read_text()

    assert "return 2 * number" in mine
    assert "test_double" not in mine


def test_a_function_that_the_course_calls_otherwise_stays_as_the_learner_wrote_it(desk, upstream):
    desk.solve()
    upstream.change("baskets", "def double", "def twice")
    upstream.change("baskets", "assert double(4)", "assert twice(4)")
    upstream.change("baskets", "assert double(-1)", "assert twice(-1)")
    update()
    mine = desk.file(1).read_text()

    assert 'def double(number):\n    """Twice the number."""\n    return 2 * number\n' in mine
    assert 'def twice(number):\n    """Twice the number."""\n    ___\n' in mine
    desk.run("koans/test_01_baskets.py").assert_outcomes(passed=2, failed=1)


def test_a_topic_that_is_gone_is_in_the_copies_and_a_file_of_the_learners_own_stays(desk, upstream):
    desk.solve()
    mine = desk.file(3).read_bytes()
    (desk.path / "koans" / "test_77_mine.py").write_text("assert True\n")
    upstream.file("loops").unlink()
    output = update()
    (where,) = re.findall(r"No longer in the course:\n  loops: what you wrote is in (\S+)", output)

    assert not desk.file(3).exists()
    assert (desk.path / where).read_bytes() == mine
    assert (desk.path / "koans" / "test_77_mine.py").exists()

    desk.file(3).write_text("assert True  # mine now\n")
    assert update() == NOTHING
    assert desk.file(3).exists()


def test_a_new_topic_arrives(desk, upstream):
    (upstream.root / "koans" / "test_04_rain.py").write_text(
        '"""Rain: drops."""\n\nfrom sensei import ___\n\n\n' + RAIN
    )
    output = update()

    assert "New in your folder:\n  rain (the whole topic, 1 koan)\n" in output
    assert (desk.path / "koans" / "test_04_rain.py").exists()


@pytest.mark.parametrize(
    "spoilt, why",
    [
        (lambda raw: raw.replace(b"1764", b"17 64"), "line 15: invalid syntax"),
        (lambda raw: raw.decode().encode("utf-16"), "the file is UTF-16: save it as UTF-8"),
        (lambda raw: b"\0" + raw, "null bytes"),
        (lambda raw: b"<<<<<<< mine\n" + raw, "line 1: invalid syntax"),
    ],
    ids=["half-written", "utf-16", "null", "conflict"],
)
def test_what_cannot_be_read_is_left_alone_until_it_is_mended(desk, upstream, spoilt, why):
    desk.solve()
    good = desk.file(1).read_bytes()
    desk.file(1).write_bytes(spoilt(good))
    upstream.change("baskets", '"three" + 3', '"four" + 4')
    upstream.change("words", "sorted([31, 11, 21])", "sorted([21, 11, 31])")
    output = update(code=1)

    assert "Left alone: koans/test_01_baskets.py: line" in output
    assert why in output
    assert "then run `koans update` again" in output
    assert desk.file(1).read_bytes() == spoilt(good)
    assert "sorted([21, 11, 31]) == [11, 21, 31]" in desk.file(2).read_text()

    desk.file(1).write_bytes(good)
    update()

    assert desk.file(1).read_bytes() == good.replace(b'"three" + 3', b'"four" + 4')


def test_a_half_written_file_of_a_topic_that_is_the_same_is_nobodys_business(desk, upstream):
    desk.change(1, "== ___", "==")
    upstream.change("words", "sorted([31, 11, 21])", "sorted([21, 11, 31])")
    update()


def test_a_half_written_file_takes_its_new_name_as_it_is(desk, upstream):
    desk.change(2, "assert word == ___", "assert word == (")
    mine = desk.file(2).read_bytes()
    upstream.rename("words", "test_05_words.py")
    output = update(code=1)

    assert "Left alone: koans/test_02_words.py" in output
    assert (desk.path / "koans" / "test_05_words.py").read_bytes() == mine
    assert not desk.file(2).exists()


def test_two_files_with_work_for_one_topic_are_both_left_alone(desk, upstream):
    desk.solve()
    upstream.rename("words", "test_05_words.py")
    shutil.copy(desk.file(2), desk.path / "koans" / "test_05_words.py")
    (desk.path / "koans" / "test_05_words.py").write_text(desk.file(2).read_text() + "# more\n")
    before = koan_files(desk)
    output = update(code=1)

    assert "koans/test_02_words.py and koans/test_05_words.py both hold work of yours" in output
    assert koan_files(desk) == before


def test_of_two_files_for_one_topic_the_one_with_nothing_of_the_learners_gives_way(desk, upstream):
    desk.solve("a_list_is_sorted")
    mine = desk.file(2).read_bytes()
    upstream.rename("words", "test_05_words.py")
    shutil.copy(upstream.file("words"), desk.path / "koans")
    update()

    assert (desk.path / "koans" / "test_05_words.py").read_bytes() == mine
    assert not desk.file(2).exists()


def test_line_ends_and_the_byte_order_mark_are_the_learners(desk, upstream):
    desk.solve()
    for number in (1, 2):
        desk.file(number).write_bytes(b"\xef\xbb\xbf" + desk.file(number).read_bytes().replace(b"\n", b"\r\n"))
    upstream.change("words", "def test_a_list", RAIN + "def test_a_list")
    upstream.change("words", "leaves no room", "leaves no gap")
    update()
    raw = desk.file(2).read_bytes()

    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    assert b"rain_falls" in raw
    assert b"leaves no gap" in raw


def test_a_file_that_differs_in_line_ends_only_is_untouched(desk, upstream):
    desk.file(2).write_bytes(desk.file(2).read_bytes().replace(b"\n", b"\r\n"))
    upstream.change("words", "leaves no room", "leaves no gap")
    update()

    assert desk.file(2).read_bytes() == upstream.file("words").read_bytes().replace(b"\n", b"\r\n")


def test_a_copy_of_every_file_that_changes_is_kept_first(desk, upstream):
    desk.solve()
    before = koan_files(desk)
    for name in ("baskets", "words", "loops"):
        upstream.change(name, "def test_", RAIN + "def test_")
    output = update()

    assert sorted(path.read_bytes() for path in backups(desk)) == sorted(before.values())
    assert "The files as they were are in .koans/backups." in output


def test_a_dry_run_tells_the_same_and_writes_nothing(desk, upstream):
    desk.solve()
    upstream.change("words", "leaves no room", "leaves no gap")
    upstream.rename("baskets", "test_04_baskets.py")
    before = all_bytes(desk)
    dry = koans("update", "--dry-run").output.splitlines()

    assert all_bytes(desk) == before
    assert dry[0] == "This is what `koans update` would do. Nothing has been written."
    assert dry[1:] == [line for line in update().splitlines() if ".koans/backups" not in line]


def test_twice_is_as_good_as_once(desk, upstream):
    desk.solve("words_are_joined_in_order", "the_bell_rings")
    desk.change(1, "1200, 564", "1, 2")
    upstream.change("baskets", "1200, 564", "3, 4")
    upstream.change("words", "def test_a_list", RAIN + "def test_a_list")
    upstream.rename("loops", "test_00_loops.py")
    update()
    once = all_bytes(desk)

    assert update() == NOTHING
    assert all_bytes(desk) == once
    assert {path.name for path in (desk.path / ".koans" / "base").iterdir()} == set(os.listdir(desk.path / "koans"))


class Cut(Exception):
    """The process ends here."""


@pytest.mark.parametrize("writes", range(1, 14))
def test_an_update_that_was_interrupted_after_any_write_is_finished_by_the_next(desk, upstream, monkeypatch, writes):
    desk.solve()
    desk.change(1, "1200, 564", "1, 2")
    upstream.change("baskets", "1200, 564", "3, 4")
    upstream.change("baskets", "def test_a_word", RAIN.replace("rain", "hail") + "def test_a_word")
    upstream.change("words", "leaves no room", "leaves no gap")
    upstream.rename("words", "test_05_words.py")
    upstream.file("loops").unlink()
    start = {path: path.read_bytes() for path in desk.path.rglob("*") if path.is_file()}
    update()
    wanted = koan_files(desk)

    shutil.rmtree(desk.path / ".koans")
    for path in (desk.path / "koans").glob("*"):
        path.unlink()
    for path, raw in start.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    left = [writes]

    def counted(original):
        def call(*args, **kwargs):
            result = original(*args, **kwargs)
            left[0] -= 1
            if left[0] == 0:
                raise Cut
            return result

        return call

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", counted(os.replace))
        patched.setattr(Path, "replace", counted(Path.replace))
        patched.setattr(Path, "unlink", counted(Path.unlink))
        patched.setattr(shutil, "copy2", counted(shutil.copy2))
        try:
            koans("update")
        except Cut:
            stopped = True
        else:
            stopped = False
    update()

    assert stopped == (writes <= 12)
    assert koan_files(desk) == wanted
    copies = [path.read_bytes() for path in backups(desk)]
    assert all(raw in copies for path, raw in start.items() if path.parent.name == "koans")
    assert update() == NOTHING


def test_without_its_memory_an_update_keeps_answers_and_asks_before_all_else(desk, upstream):
    desk.solve("words_are_joined_in_order")
    desk.change(2, "def test_a_list", "# mine\ndef test_a_list")
    shutil.rmtree(desk.path / ".koans")
    mine = desk.file(2).read_text()
    upstream.change("words", "leaves no room", "leaves no gap")
    upstream.change("words", "sorted([31, 11, 21])", "sorted([3, 1, 2])")
    output = update()

    assert desk.file(2).read_text() == mine.replace("leaves no room", "leaves no gap")
    assert "Yours stays:\n  words/a_list_is_sorted\n" in output


def test_without_its_memory_an_update_takes_what_shows_to_hold_nothing_of_the_learners(desk, upstream):
    shutil.rmtree(desk.path / ".koans")
    desk.solve("a_list_is_sorted")
    upstream.change("words", "    assert word == ___\n", "    assert word == ___\n    assert word[0] == 'r'\n")
    update()

    assert "assert word[0] == 'r'\n" in desk.file(2).read_text()
    assert "== [11, 21, 31]" in desk.file(2).read_text()


def test_without_its_memory_an_update_leaves_a_koan_that_is_gone_and_names_it(desk, upstream):
    shutil.rmtree(desk.path / ".koans")
    mine = desk.file(2).read_bytes()
    text = upstream.file("words").read_text()
    upstream.file("words").write_text(text[: text.index("\n\ndef test_a_list")])
    output = update()

    assert "Delete what you need no more:\n  koans/test_02_words.py: test_a_list_is_sorted\n" in output
    assert desk.file(2).read_bytes() == mine


def test_a_koan_that_the_learner_passed_and_that_still_holds_stays_passed(desk, upstream):
    desk.solve()
    desk.run()
    passed = Progress.load(desk.path).passed
    upstream.change("words", '"rain" + "bow"', '"rainb" + "ow"')
    upstream.change("baskets", "1200, 564", "1200, 565")
    output = update()

    assert "  words/words_are_joined_in_order: it still holds\n" in output
    assert "  baskets/baskets_are_poured_together: it no longer holds, and is open again\n" in output
    assert Progress.load(desk.path).passed == [each for each in passed if "poured" not in each]
    assert not (desk.path / "report.xml").exists()


def test_what_cannot_be_tried_keeps_its_mark_and_says_so(desk, upstream, monkeypatch):
    desk.solve()
    desk.run("koans/test_02_words.py")
    passed = Progress.load(desk.path).passed
    upstream.change("words", '"rain" + "bow"', '"rainb" + "ow"')
    monkeypatch.setattr(trial.sys, "executable", shutil.which("false"))
    output = update()

    assert "words/words_are_joined_in_order: `pytest` will tell whether it still holds" in output
    assert Progress.load(desk.path).passed == passed


def test_a_file_that_is_saved_while_the_update_is_under_way_is_left_to_the_next(desk, upstream, monkeypatch):
    desk.solve()
    desk.run("koans/test_02_words.py")
    upstream.change("words", "leaves no room", "leaves no gap")

    def saved(*args, **kwargs):
        desk.change(2, "[11, 21, 31]", "[11, 21, 31]  # just now")
        return {}

    with monkeypatch.context() as patched:
        patched.setattr(trial, "tried", saved)
        output = update(code=1)

    assert "koans/test_02_words.py: it was changed while the update was under way" in output
    assert "# just now" in desk.file(2).read_text()

    update()

    assert "# just now" in desk.file(2).read_text()
    assert "leaves no gap" in desk.file(2).read_text()


def test_where_no_copy_can_be_kept_nothing_is_changed(desk, upstream):
    desk.solve()
    (desk.path / ".koans" / "backups").write_text("in the way")
    upstream.change("words", "leaves no room", "leaves no gap")
    before = koan_files(desk)
    result = koans("update")

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: nothing was changed, for no copy could be kept")
    assert koan_files(desk) == before


def test_a_course_without_topics_takes_nothing_away(desk, monkeypatch):
    before = all_bytes(desk)
    monkeypatch.setenv("KOANS_COURSE", str(desk.path / "nowhere"))
    result = koans("update")

    assert result.exit_code == 1
    assert "has no topics" in result.stderr
    assert all_bytes(desk) == before


@pytest.mark.skipif(not shutil.which("git"), reason="there is no git here")
def test_in_a_clone_answers_come_through_a_pull(desk, upstream, monkeypatch):
    def git(*words, where):
        names = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *names, *words], cwd=where, check=True, capture_output=True)

    git("init", "-b", "main", where=upstream.root)
    git("add", ".", where=upstream.root)
    git("commit", "-m", "one", where=upstream.root)
    clone = desk.pytester.path / "clone"
    git("clone", str(upstream.root), str(clone), where=desk.path)
    monkeypatch.setenv("KOANS_COURSE", str(upstream.root))
    monkeypatch.chdir(clone)
    assert koans("update").output == NOTHING
    mine = clone / "koans" / "test_02_words.py"
    mine.write_text(mine.read_text().replace("== ___", '== "rainbow"  # mine', 1))

    upstream.change("words", "sorted([31, 11, 21])", "sorted([3, 1, 2])")
    upstream.change("words", "leaves no room", "leaves no gap")
    upstream.rename("words", "test_05_words.py")
    git("add", ".", where=upstream.root)
    git("commit", "-m", "two", where=upstream.root)
    git("stash", "push", "koans", where=clone)
    git("pull", where=clone)
    git("restore", "--source=stash@{0}", "koans", where=clone)
    output = koans("update").output
    moved = (clone / "koans" / "test_05_words.py").read_text()

    assert "koans/test_02_words.py is now koans/test_05_words.py" in output
    assert moved == upstream.file("words").read_text().replace("== ___", '== "rainbow"  # mine', 1)
    assert not mine.exists()
