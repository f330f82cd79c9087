"""The wheel: built, installed into a fresh virtual environment, and used where there is no checkout."""

import importlib.util
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent

pytestmark = pytest.mark.skipif(importlib.util.find_spec("build") is None, reason="the test extra is not installed")


def run(*command, folder, environment=None, status=0):
    """Run a command and return what it wrote; nothing of this process's own course or path is handed on."""
    variables = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "KOANS_COURSE", "PYTEST_ADDOPTS"}}
    variables |= {
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "PY_COLORS": "0",
        "PYTHONIOENCODING": "utf-8",
        **(environment or {}),
    }
    result = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == status, result.stdout
    return result.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, REPOSITORY, folder=folder)
    [path] = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def scripts(wheel, tmp_path_factory):
    """The scripts folder of an environment that has the wheel, and behind it whatever else this one has."""
    home = tmp_path_factory.mktemp("home") / "venv"
    venv.create(home, with_pip=False)
    paths = sysconfig.get_paths(vars={"base": str(home), "platbase": str(home)})
    site = Path(paths["purelib"])
    # A path file is read, but the path files in the folders that it names are not: an editable install stays out.
    (site / "behind.pth").write_text("\n".join({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}) + "\n")
    run(
        *(sys.executable, "-m", "pip", "--python", python_in(home), "install"),
        *("--no-deps", "--no-index", "--force-reinstall", "--disable-pip-version-check", wheel),
        folder=home,
    )
    return python_in(home).parent


def python_in(home):
    return next(path for path in (home / "bin" / "python", home / "Scripts" / "python.exe") if path.exists())


def test_the_wheel_carries_the_course_and_no_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()

    for tree, carried in (
        ("koans", "pristine"),
        ("solutions", "carried/solutions"),
        ("properties", "carried/properties"),
    ):
        wanted = {f"sensei/{carried}/{path.name}" for path in (REPOSITORY / tree).glob("test_*.py")}
        assert wanted
        assert wanted <= set(names)
    hints = {f"sensei/carried/hints/en/{path.name}" for path in (REPOSITORY / "hints" / "en").glob("*.toml")}
    assert hints
    assert hints <= set(names)
    assert {name.split("/")[0] for name in names} == {"sensei", f"{wheel.name.split('-py3')[0]}.dist-info"}
    assert not [name for name in names if "tests/" in name or "conftest" in name or "__pycache__" in name]


def test_the_wheel_carries_every_module_of_the_engine_and_what_lies_beside_them(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    found = (path for path in (REPOSITORY / "sensei").rglob("*") if path.is_file() and path.suffix != ".pyc")
    files = {path.relative_to(REPOSITORY).as_posix() for path in found}

    assert {"sensei/grading/namespace.toml", "sensei/grading/judging/ways.json"} <= files
    assert files <= names


def test_the_course_is_laid_out_and_walked_outside_any_checkout(scripts, tmp_path):
    code = "import sensei, sys; print(sensei.__file__)"
    assert str(scripts.parent) in run(scripts / "python", "-c", code, folder=tmp_path)
    assert "The course is in mine." in run(scripts / "koans", "init", "mine", folder=tmp_path)
    folder = tmp_path / "mine"
    first = folder / "koans" / "test_01_first_tensors.py"

    title, hint = run(scripts / "koans", "hint", folder=folder).splitlines()
    stopped = run(scripts / "python", "-m", "pytest", folder=folder, status=1)
    assert title.startswith("First tensors: ")
    assert "  1 of 3: " in hint
    assert f"\n{title}\n" in stopped
    assert "  0 of " in stopped

    answer = run(scripts / "koans", "hint", "--reveal", folder=folder).rstrip().rpartition(": ")[2]
    first.write_text(first.read_text().replace("== ___", f"== {answer}", 1))
    moved_on = run(scripts / "python", "-m", "pytest", folder=folder, status=1)
    assert f"\n{title}\n" not in moved_on
    assert "\nFirst tensors: " in moved_on
    assert "  1 of " in moved_on.splitlines()[1]
    assert not (folder / "solutions").exists()
