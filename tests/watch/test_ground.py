"""The ground: when what a warm process has read or imported is out of date."""

import os
import site
import sys

import pytest

from sensei.trees import Trees
from sensei.warm.ground import ground


@pytest.mark.parametrize(
    "name", ["conftest.py", "pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg", "koans/conftest.py"]
)
def test_it_moves_with_what_configures_pytest(desk, name):
    path = desk.path / name
    path.unlink(missing_ok=True)
    without = ground(desk.path)
    path.write_text("")
    made = ground(desk.path)
    assert made != without
    os.utime(path, ns=(7, 7))
    assert ground(desk.path) != made
    path.unlink()

    assert ground(desk.path) == without


@pytest.mark.parametrize("tree", ["koans", "solutions", "properties", "hints"])
def test_it_moves_with_the_course(own_course, desk, tree):
    path = own_course / tree / "below" / "new.py"
    path.parent.mkdir()
    before = ground(desk.path)
    path.write_text("")
    made = ground(desk.path)
    assert made != before
    os.utime(path, ns=(7, 7))
    assert ground(desk.path) != made
    path.unlink()

    assert ground(desk.path) == before


def test_it_moves_when_a_package_is_installed(desk, tmp_path, monkeypatch):
    monkeypatch.setattr(site, "getsitepackages", lambda: [str(tmp_path)])
    os.utime(tmp_path, ns=(7, 7))
    before = ground(desk.path)
    (tmp_path / "new_package-1.0.dist-info").mkdir()

    assert ground(desk.path) != before


@pytest.mark.parametrize("scheme", ["purelib", "platlib"])
def test_it_stands_on_the_packages_of_this_python(desk, tmp_path, monkeypatch, scheme):
    import sysconfig

    folder = tmp_path / scheme
    folder.mkdir()
    plain = sysconfig.get_path
    monkeypatch.setattr(sysconfig, "get_path", lambda name: str(folder) if name == scheme else plain(name))

    assert str(folder) in ground(desk.path)


def test_it_stands_on_python_and_on_the_engine(desk):
    found = ground(desk.path)
    engine = os.path.dirname(os.path.dirname(sys.modules["sensei.warm.ground"].__file__))

    assert sys.executable in found
    assert os.path.join(engine, "judge.py") in found
    assert os.path.join(engine, "warm", "recorder.py") in found


def test_it_stays_where_a_learner_works_and_where_python_keeps_its_own(own_course, desk):
    before = ground(desk.path)
    desk.answer("baskets_are_poured_together")
    kept = Trees.at_hand().properties / "__pycache__"
    kept.mkdir(exist_ok=True)
    (kept / "anything.pyc").write_bytes(b"")
    (desk.path / ".koans" / "held").write_text("")

    assert ground(desk.path) == before
