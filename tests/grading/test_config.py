"""grading.toml and overrides.csv: what is wrong in them is told with the file, the key and the remedy."""

import pytest

from sensei.grading.run.config import Config
from sensei.grading.run.overrides import Overrides, OverrideTrouble
from sensei.grading.run.table import ConfigTrouble


@pytest.fixture
def load(klass, tmp_path):
    def load(text, encoding="utf-8"):
        path = tmp_path / "grading.toml"
        path.write_text(text, encoding=encoding)
        return Config.load(path, klass.course)

    return load


@pytest.mark.parametrize(
    "text, message",
    [
        ("titel = 'x'", "the key 'titel' is unknown: did you mean 'title'"),
        ("zzz = 1", "the key 'zzz' is unknown: known are title, points"),
        ("title = 3", "the key 'title' has the value 3, which is not a text"),
        ("points = 'many'", "the key 'points' has the value 'many', which is not a number of 0 or more"),
        ("points = true", "'points' has the value True, which is not a number"),
        ("points = -1", "which is not a number of 0 or more"),
        ("points = inf", "which is not a number of 0 or more"),
        ("points = nan", "which is not a number of 0 or more"),
        ("credit = 'topics'", "'credit' has the value 'topics', which is not one of them: did you mean 'topic'"),
        ("topics = 'words'", "which is not a list of texts"),
        ("topics = ['wrods']", "the key 'topics': there is no topic 'wrods': did you mean 'words'"),
        ("exclude = ['a_list_is_sortet']", "'exclude': there is no koan .* did you mean 'a_list_is_sorted'"),
        ("exclude = [1]", "which is not a list of texts"),
        ("weights = 2", r"\[weights\] is not a table"),
        ("[weights]\nbaskest = 2", "the key 'baskest': there is no topic or koan 'baskest': did you mean 'baskets'"),
        ("[weights]\nbaskets = 'two'", r"\[weights\]: the key 'baskets' has the value 'two', which is not a number"),
        ("[late]\npercent_per_day = 10", "the key 'due' is missing, or it is not a time"),
        ("[late]\ndue = 2026-03-01\npercent_per_day = 10", "which is not a time: write it without quotes"),
        ("[late]\ndue = '2026-03-01'\npercent_per_day = 10", "which is not a time: write it without quotes"),
        ("[late]\ndue = 2026-03-01T23:59:00\npercent_per_day = 10", "'due' has no time zone: add time_zone"),
        ("[late]\ndue = 2026-03-01T23:59:00Z\ntime_zone = 'UTC'\npercent_per_day = 1", "take 'time_zone' out"),
        ("[late]\ndue = 2026-03-01T23:59:00\ntime_zone = 'Mars'\npercent_per_day = 1", "'Mars' is not known here"),
        ("[late]\ndue = 2026-03-01T23:59:00\ntime_zone = '../x'\npercent_per_day = 1", "is not known here"),
        ("[late]\ndue = 2026-03-01T23:59:00Z", "does not say what lateness costs"),
        (
            "[late]\ndue = 2026-03-01T23:59:00Z\npercent_per_day = 1\nsteps = []",
            "has both 'steps' and 'percent_per_day'",
        ),
        ("[late]\ndue = 2026-03-01T23:59:00Z\npercent_per_day = 101", "which is not a number from 0 to 100"),
        ("[late]\ndue = 2026-03-01T23:59:00Z\nsteps = 3", "which is not a list of tables"),
        ("[late]\ndue = 2026-03-01T23:59:00Z\nsteps = [{ hours = 3 }]", r"steps: the key 'hours' is unknown"),
        ("[late]\ndue = 2026-03-01T23:59:00Z\ngrace = 3\npercent_per_day = 1", "did you mean 'grace_minutes'"),
        ("title = ", "is not TOML that can be read"),
        ("a = " + "[" * 5000, "is not TOML that can be read"),
    ],
)
def test_what_cannot_be_used_is_told_with_file_key_and_remedy(load, text, message):
    with pytest.raises(ConfigTrouble, match=message) as caught:
        load(text)
    assert "grading.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_in_another_encoding_is_told_of(load):
    with pytest.raises(ConfigTrouble, match="is not TOML that can be read"):
        load("title = 'Übung'", "latin-1")


def test_a_file_that_is_not_there_is_told_of(klass, tmp_path):
    with pytest.raises(ConfigTrouble, match="there is no file .*none.toml"):
        Config.load(tmp_path / "none.toml", klass.course)
    with pytest.raises(ConfigTrouble, match="cannot be read"):
        Config.load(tmp_path, klass.course)


def test_topics_and_koans_may_be_named_as_anywhere_else(load, klass):
    config = load(
        "topics = ['02', 'baskets']\nexclude = ['a_list_is_sorted']\n[weights]\na_word_has_no_sum = 5\n01 = 2"
    )

    assert config.topics == ("words", "baskets")
    assert config.excluded == {"words/a_list_is_sorted"}
    assert config.weights["baskets/a_word_has_no_sum"] == 5
    assert config.weights["baskets/baskets_are_poured_together"] == 2
    assert [koan.topic.slug for koan in config.koans(klass.course)] == ["baskets"] * 3 + ["words"] * 2
    assert {koan.topic.slug for koan in config.koans(klass.course, ["loops"])} == {"loops"}


def test_no_koan_left_is_told_of(load, klass):
    with pytest.raises(ConfigTrouble, match="no koan is left to grade"):
        load("topics = ['loops']\nexclude = ['the_bell_rings']").koans(klass.course)


@pytest.mark.parametrize(
    "text, message",
    [
        ("name,points\nada,3\n", "the first line is not `student,koan,points,reason`"),
        ("student,koan,points,reason\nada,,three,\n", "line 2: the points are 'three': write a number"),
        ("student,koan,points,reason\nada,,-1,\n", "line 2: the points are '-1'"),
        ("student,koan,points,reason\nada,,nan,\n", "line 2: the points are 'nan'"),
        ("student,koan,points,reason\nada,,,\n", "line 2: the points are ''"),
        ("student,koan,points,reason\n,x,1,\n", "line 2: no student is named"),
        ("student,koan,points,reason\nada,,1,\n\nada,,2,\n", "line 4: the same was set on line 2"),
        ('student,koan,points,reason\nada,,1,"open\n', "is not a CSV file"),
        ("student,koan,points,reason\nada,,1,\udce4\n", "is not a CSV file in UTF-8"),
    ],
)
def test_overrides_that_cannot_be_used_are_told_of(tmp_path, text, message):
    path = tmp_path / "overrides.csv"
    path.write_text(text, encoding="utf-8", errors="surrogateescape")

    with pytest.raises(OverrideTrouble, match=message):
        Overrides.load(path)


def test_overrides_may_come_from_a_spreadsheet(tmp_path):
    path = tmp_path / "overrides.csv"
    path.write_text(
        "\ufeffStudent;Koan;Points;Reason\r\nada;a/b;1,5;neat\r\nbo; ;3;\r\n;;;\r\n", encoding="utf-8", newline=""
    )
    found = Overrides.load(path)

    assert found.koans["ada", "a/b"].points == 1.5
    assert found.scores["bo"].reason == "set by hand"
    assert list(found.idle(lambda student: student == "ada", ["a/bc"], ["a/bc"])) == [
        "overrides.csv sets points of 'bo', who has handed in nothing: write the student as gradebook.csv does, "
        "or delete the line.",
        "overrides.csv sets points of 'ada' for 'a/b', and there is no koan 'a/b': did you mean 'a/bc'?",
    ]
    assert list(found.idle(lambda _: True, ["a/bc"], ["a/b", "a/bc"])) == [
        "overrides.csv sets points of 'ada' for 'a/b', which does not count here: delete the line, or ask for the koan."
    ]


@pytest.mark.parametrize(
    "row, message",
    [
        ("ada,,500,", "line 2: 500 points are set, and the whole is worth 11: write that or less"),
        ("ada,a/b,2.72,", "line 2: 2.72 points are set, and a/b is worth 2.7: write that or less"),
    ],
)
def test_an_override_above_what_can_be_earned_is_refused(tmp_path, row, message):
    path = tmp_path / "overrides.csv"
    worth = {"a/b": 2.7027027, "a/c": 8.2972973}
    path.write_text(f"student,koan,points,reason\n{row}\n")

    with pytest.raises(OverrideTrouble, match=message):
        Overrides.load(path).check(worth)
    path.write_text("student,koan,points,reason\nada,a/b,2.70,\nada,,11,\nbo,a/gone,99,\n")
    Overrides.load(path).check(worth)


def test_no_file_of_overrides_sets_nothing(tmp_path):
    assert Overrides.load(tmp_path / "overrides.csv") == Overrides()
