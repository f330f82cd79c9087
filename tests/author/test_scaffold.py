"""A new koan is begun in every tree, runs, and says of itself what is still to be written."""

import os

import pytest

from sensei.author.scaffold import TO_WRITE, scaffold
from sensei.author.violation import AuthorTrouble

NAME = "an_empty_tensor_sums_to_zero"


def test_a_scaffold_is_reported_for_its_words_and_for_nothing_else(tiny):
    scaffold(tiny.root, "small_numbers", NAME)

    said = tiny.violations()

    assert {each.split(" ")[1] for each in said} == {"[prose]"}
    for path in (tiny.koans, tiny.solutions, tiny.properties, tiny.hints):
        lines = [number for number, line in enumerate(tiny.read(path).split("\n"), 1) if TO_WRITE in line]
        assert lines
        assert all(any(each.startswith(f"{path}:{line}: [prose] ") for each in said) for line in lines)


def test_a_scaffold_adds_and_changes_nothing(tiny):
    files = (tiny.koans, tiny.solutions, tiny.properties, tiny.hints, tiny.pristine)
    before = {path: tiny.read(path) for path in files}

    scaffold(tiny.root, "1", f"test_{NAME}")

    for path in files:
        assert tiny.read(path).startswith(before[path])
        assert NAME in tiny.read(path)
    assert tiny.read(tiny.koans) == tiny.read(tiny.pristine)
    assert tiny.read(tiny.koans)[len(before[tiny.koans]) :].startswith("\n\ndef ")
    assert tiny.read(tiny.hints)[len(before[tiny.hints]) :].startswith(f"\n[{NAME}]")


def test_a_new_topic_is_begun_in_every_tree_and_language(tiny):
    tiny.write("hints/de/01_small_numbers.toml", tiny.read(tiny.hints))

    scaffold(tiny.root, "02_large_numbers", NAME)

    said = tiny.violations()
    assert {each.split(" ")[1] for each in said} == {"[prose]"}
    assert tiny.read("hints/de/02_large_numbers.toml").startswith('milestone = "TO WRITE')
    for path in (
        "koans/test_02_large_numbers.py",
        "solutions/test_02_large_numbers.py",
        "properties/test_02_large_numbers.py",
        "hints/en/02_large_numbers.toml",
        "hints/de/02_large_numbers.toml",
    ):
        assert any(each.startswith(path) for each in said)


def test_the_property_of_a_scaffold_does_not_pass(tiny):
    scaffold(tiny.root, "small_numbers", NAME)
    namespace = {}
    exec(tiny.read(tiny.properties), namespace)

    with pytest.raises(NotImplementedError):
        namespace[f"test_{NAME}"]()


def test_line_ends_and_a_missing_last_one_are_kept(tiny):
    path = tiny.root / tiny.solutions
    path.write_bytes(path.read_bytes().rstrip(b"\n").replace(b"\n", b"\r\n"))

    scaffold(tiny.root, "small_numbers", NAME)

    raw = path.read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert tiny.violations(run=False)
    assert {each.split(" ")[1] for each in tiny.violations(run=False)} == {"[prose]"}


def test_a_copy_that_is_out_of_date_is_left_to_lock(tiny):
    tiny.edit(tiny.pristine, "[10, 20, 30]", "[10, 20, 31]")
    before = tiny.read(tiny.pristine)

    scaffold(tiny.root, "small_numbers", NAME)

    assert tiny.read(tiny.pristine) == before


@pytest.mark.parametrize(
    ("topic", "name", "says"),
    [
        ("small_numbers", "a_method_finds_the_largest", "already has test_a_method_finds_the_largest"),
        ("small_numbers", "too_short", "is no name of a koan"),
        ("small_numbers", "Not_a_good_Name", "is no name of a koan"),
        ("small_numbers", "two words and more", "is no name of a koan"),
        ("small_number", NAME, "did you mean 'small_numbers'?"),
        ("large", NAME, "A new topic is named like 07_shapes_and_views."),
        ("01_large_numbers", NAME, "has that number or that name already"),
        ("02_small_numbers", NAME, "has that number or that name already"),
        ("../02_up", NAME, "A new topic is named like"),
    ],
)
def test_a_name_that_is_taken_or_unusable_is_refused_and_nothing_is_changed(tiny, topic, name, says):
    before = {path: path.read_bytes() for path in tiny.root.rglob("*") if path.is_file()}

    with pytest.raises(AuthorTrouble) as refused:
        scaffold(tiny.root, topic, name)

    assert says in str(refused.value)
    assert {path: path.read_bytes() for path in tiny.root.rglob("*") if path.is_file()} == before


def test_a_name_that_only_the_hints_know_is_refused(tiny):
    tiny.add(tiny.hints, f"\n[{NAME}]\n")

    with pytest.raises(AuthorTrouble, match="already has"):
        scaffold(tiny.root, "small_numbers", NAME)


def test_a_tree_that_cannot_be_written_leaves_the_others_as_they_were(tiny, monkeypatch):
    before = {path: path.read_bytes() for path in tiny.root.rglob("*") if path.is_file()}
    replace = os.replace

    def refuse(source, target):
        if "properties" in str(target):
            raise PermissionError(13, "Permission denied", str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(AuthorTrouble, match=r"nothing was changed, .* Permission denied"):
        scaffold(tiny.root, "small_numbers", NAME)

    assert {path: path.read_bytes() for path in tiny.root.rglob("*") if path.is_file()} == before
