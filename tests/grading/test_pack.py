"""`koans pack`: what a learner hands in."""

import zipfile

import pytest
from click.testing import CliRunner

from sensei.cli import main


def pack(*arguments):
    return CliRunner().invoke(main, ["pack", *arguments], catch_exceptions=False)


def packed(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_zip_holds_the_koan_files_and_nothing_else(desk):
    for name in ("notes.py", "test_04_private.py", "test_01_baskets.py.bak", "test_mine.py"):
        (desk.path / "koans" / name).write_text("secret")
    (desk.path / "koans" / "__pycache__").mkdir()
    desk.solve()
    result = pack("ada")

    assert result.exit_code == 0
    assert packed("koans-ada.zip") == {f"koans/{desk.file(n).name}": desk.file(n).read_bytes() for n in (1, 2, 3)}
    assert "koans-ada.zip holds 3 koan files." in result.output


def test_it_tells_what_held_when_it_was_last_run_and_what_is_blank(desk):
    desk.solve("baskets_are_poured_together", "double_is_written_by_you", "words_are_joined_in_order")
    desk.run()
    desk.answer("the_bell_rings")
    result = pack("ada")

    assert "1 of 6 koans held when they were last run." in result.output
    assert "A blank is left in 2 koans." in result.output


def test_a_folder_without_blanks_is_not_told_of_any(desk):
    desk.solve()

    assert "blank" not in pack("ada").output


def test_the_same_koans_give_the_same_bytes(desk):
    pack("ada")
    before = desk.path.joinpath("koans-ada.zip").read_bytes()
    for number in (1, 2, 3):
        raw = desk.file(number).read_bytes()
        desk.file(number).unlink()
        desk.file(number).write_bytes(raw)
        desk.file(number).chmod(0o600)
    pack("eve")

    assert desk.path.joinpath("koans-eve.zip").read_bytes() == before
    with zipfile.ZipFile("koans-eve.zip") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_zip_that_was_there_is_kept(desk):
    pack("ada")
    before = desk.path.joinpath("koans-ada.zip").read_bytes()
    desk.solve()
    result = pack("ada")
    (kept,) = (desk.path / ".koans" / "backups").glob("koans-ada.*.zip")

    assert kept.read_bytes() == before
    assert kept.name in result.output
    assert packed("koans-ada.zip")["koans/test_01_baskets.py"] == desk.file(1).read_bytes()


def test_packing_twice_keeps_no_copy(desk):
    pack("ada")
    pack("ada")

    assert list((desk.path / ".koans").glob("backups/*")) == []


def test_what_is_no_zip_is_never_written_over(desk):
    (desk.path / "thesis.docx").write_text("precious")
    result = pack("--out", "thesis.docx")

    assert result.exit_code == 1
    assert "thesis.docx is there already and is no zip: name another file with --out" in result.output
    assert (desk.path / "thesis.docx").read_text() == "precious"


@pytest.mark.parametrize(
    "out, path", [("mine.zip", "mine.zip"), ("sub", "sub/koans-ada.zip"), ("new/a.zip", "new/a.zip")]
)
def test_it_goes_where_it_is_said(out, path, desk):
    (desk.path / "sub").mkdir()
    result = pack("ada", "--out", out)

    assert f"{path} holds 3" in result.output
    assert len(packed(path)) == 3


@pytest.mark.parametrize(
    "name, file", [("../eve", "koans-eve.zip"), ("Ada L. (1)", "koans-Ada-L.-1.zip"), ("...", "koans-me.zip")]
)
def test_a_name_is_never_a_path(name, file, desk):
    pack(name)

    assert [path.name for path in desk.path.parent.rglob("*.zip")] == [file]


def test_without_a_name_the_login_is_taken(desk, monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "ada")

    assert "koans-ada.zip holds" in pack().output


def test_a_machine_without_users_still_packs(desk, monkeypatch):
    def nobody():
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr("getpass.getuser", nobody)

    assert "koans-me.zip holds" in pack().output


def test_a_missing_file_is_told_of_and_the_rest_is_packed(desk):
    desk.file(2).unlink()
    result = pack("ada")

    assert result.exit_code == 0
    assert "Not in it, for koans/ lacks them: test_02_words.py." in result.output
    assert len(packed("koans-ada.zip")) == 2


def test_of_two_files_of_a_topic_the_one_with_the_courses_number_goes_in(desk):
    desk.file(1).with_name("test_07_baskets.py").write_text("old")
    result = pack("ada")

    assert "Left behind, for another file is of the same topic: test_07_baskets.py." in result.output
    assert set(packed("koans-ada.zip")) == {f"koans/{desk.file(n).name}" for n in (1, 2, 3)}


def test_a_file_of_an_older_course_goes_in_under_its_own_name(desk):
    desk.file(1).rename(desk.file(1).with_name("test_07_baskets.py"))
    result = pack("ada")

    assert "koans/test_07_baskets.py" in packed("koans-ada.zip")
    assert "lacks" not in result.output


def test_whatever_is_in_a_file_goes_in_as_it_is(desk):
    desk.file(1).write_bytes(b"\xff\xfe\x00(((")
    result = pack("ada")

    assert result.exit_code == 0
    assert packed("koans-ada.zip")["koans/test_01_baskets.py"] == b"\xff\xfe\x00((("


def test_a_folder_without_koans_has_nothing_to_hand_in(desk):
    for number in (1, 2, 3):
        desk.file(number).unlink()
    result = pack("ada")

    assert result.exit_code == 1
    assert "holds no koan file, so there is nothing to hand in" in result.output
    assert list(desk.path.glob("*.zip")) == []


def test_outside_of_a_course_it_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = pack("ada")

    assert result.exit_code == 1
    assert "`koans init DIR` lays out the course" in result.output


def test_packing_loads_no_library_of_the_course(desk):
    script = "import sys; from sensei.cli import main; main(['pack', 'ada'], standalone_mode=False); print(sorted(sys.modules))"
    result = desk.pytester.run(__import__("sys").executable, "-c", script)

    assert "koans-ada.zip holds 3" in result.stdout.str()
    assert not {"'torch'", "'pytest'", "'rich'", "'numpy'"} & set(
        result.stdout.str().replace("[", "").replace("]", "").split(", ")
    )
