"""The engine's copy of the koans follows them, and never takes over an answer."""

import pytest

from sensei.author.lock import lock
from sensei.author.violation import AuthorTrouble


def test_lock_copies_what_changed_and_removes_what_is_gone(tiny):
    for path in (tiny.koans, tiny.solutions):
        tiny.edit(path, "def largest(tensor):", "def largest(tensor):  # of all")
    tiny.write("sensei/pristine/test_09_gone.py", '"""Gone."""\n')

    changed = lock(tiny.root)

    assert changed == ["test_01_small_numbers.py", "test_09_gone.py (removed)"]
    assert tiny.read(tiny.pristine) == tiny.read(tiny.koans)
    assert tiny.violations(run=False) == []
    assert lock(tiny.root) == []


def test_lock_copies_every_byte(tiny):
    raw = (tiny.root / tiny.koans).read_bytes().replace(b"\n", b"\r\n")
    (tiny.root / tiny.koans).write_bytes(raw)

    lock(tiny.root)

    assert (tiny.root / tiny.pristine).read_bytes() == raw


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    return ___", "    return tensor.max().item()"),
        ("    return ___", "    return 9  # for now"),
        ("len(steps) == ___", "len(steps) == 3"),
    ],
)
def test_lock_refuses_koans_that_someone_has_filled(tiny, old, new):
    before = tiny.read(tiny.pristine)
    tiny.edit(tiny.koans, old, new)

    with pytest.raises(AuthorTrouble, match="has answers where the pristine copy has blanks"):
        lock(tiny.root)
    assert tiny.read(tiny.pristine) == before

    lock(tiny.root, force=True)
    assert tiny.read(tiny.pristine) == tiny.read(tiny.koans)


def test_lock_knows_a_filled_topic_under_another_number(tiny):
    (tiny.root / tiny.koans).rename(tiny.root / "koans" / "test_07_small_numbers.py")
    tiny.edit("koans/test_07_small_numbers.py", "    return ___", "    return tensor.max().item()")

    with pytest.raises(AuthorTrouble, match="a_method_finds_the_largest"):
        lock(tiny.root)


def test_lock_takes_a_koan_that_was_rewritten_with_fewer_blanks(tiny):
    tiny.edit(tiny.koans, "    assert len(steps) == ___\n", "")

    assert lock(tiny.root) == ["test_01_small_numbers.py"]


def test_lock_refuses_a_koan_that_does_not_parse(tiny):
    tiny.edit(tiny.koans, "    return ___", "    return (___")

    with pytest.raises(AuthorTrouble, match=r"koans/test_01_small_numbers.py:\d+ cannot be read"):
        lock(tiny.root)


def test_lock_refuses_a_learners_folder(tiny, tmp_path):
    (tmp_path / "learner" / "koans").mkdir(parents=True)

    with pytest.raises(AuthorTrouble, match="only in a checkout"):
        lock(tmp_path / "learner")
