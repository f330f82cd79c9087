"""The environment: is there a torch that the course was tested with? And does asking cost an import of it?"""

import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import sensei
from sensei import environment

REPOSITORY = Path(sensei.__file__).parent.parent


def distribution(folder: Path, name: str, version: str, *needs: str) -> None:
    """An installed distribution, as far as its metadata go."""
    home = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    home.mkdir()
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {name}",
        f"Version: {version}",
        *(f"Requires-Dist: {need}" for need in needs),
    ]
    (home / "METADATA").write_text("\n".join(lines) + "\n\n")


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of distributions that are found before the real ones: our own, with torch from 2.8 to below 2.16."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delenv(environment.OVERRIDE, raising=False)
    distribution(tmp_path, environment.DISTRIBUTION, "0.1.0", "torch-geometric>=3", "torch<2.16,>=2.8", "numpy>=2")
    return tmp_path


@pytest.mark.parametrize("version", ["2.8.0", "2.13.0", "2.13.0+cpu", "2.15.9", "2.8.0+cu128"])
def test_a_tested_torch_is_no_trouble(installed, version):
    distribution(installed, "torch", version)

    assert environment.trouble() is None


@pytest.mark.parametrize(
    "version, word",
    [("2.7.1", "older"), ("1.13.1", "older"), ("2.16.0", "newer"), ("2.16.0a0+git1", "newer"), ("3.0", "newer")],
)
def test_an_untested_torch_is_told_in_one_sentence_with_the_way_out(installed, version, word):
    distribution(installed, "torch", version)
    said = environment.trouble()

    assert said is not None
    assert said.startswith(f"torch {version} is {word} than the course was tested with (from 2.8, below 2.16)")
    assert environment.OVERRIDE in said
    assert "\n" not in said


def test_who_wishes_may_use_an_untested_torch(installed, monkeypatch):
    distribution(installed, "torch", "9.9")
    monkeypatch.setenv(environment.OVERRIDE, "1")

    assert environment.trouble() is None


def test_without_torch_the_sentence_says_for_which_python_and_how_to_get_it():
    code = f"import sys; sys.path.append({str(REPOSITORY)!r})\n"
    code += "from sensei import environment; print(environment.trouble())"
    result = subprocess.run([sys.executable, "-S", "-I", "-c", code], capture_output=True, text=True, check=True)

    assert f"torch is not installed for {sys.executable}" in result.stdout
    assert "pip install" in result.stdout
    assert result.stdout.count("\n") == 1


HEAVY = "{'torch', 'numpy', 'sklearn', 'matplotlib', 'scipy', 'pandas'}"


def modules() -> list[str]:
    """Every module of the engine."""
    return [each.name for each in pkgutil.walk_packages(sensei.__path__, "sensei.") if "__main__" not in each.name]


def test_no_module_of_the_engine_imports_a_heavy_library():
    code = f"import importlib, sys\nfor name in {modules()!r}:\n    importlib.import_module(name)\n"
    code += f"    assert not {HEAVY} & set(sys.modules), (name, {HEAVY} & set(sys.modules))\n"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert result.stderr == ""
    assert len(modules()) > 20


@pytest.mark.parametrize(
    "asked",
    [
        "course = Course.at_hand(); [(k.blanks, k.solution, k.hints, k.lesson) for k in course.koans]",
        "course = Course.at_hand(); [Reading(t, t.solution.text.encode()).settled for t in course.topics]",
        "from sensei import environment; environment.trouble()",
        "from sensei import workspace; workspace.current(Course.at_hand(), pathlib.Path('.'))",
    ],
    ids=["course", "reading", "environment", "workspace"],
)
def test_what_needs_no_run_imports_no_heavy_library(asked):
    code = "import pathlib, sys; from sensei.course import Course; from sensei.reading import Reading\n"
    code += f"{asked}\nprint({HEAVY} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout.strip() == "set()"


def test_an_older_python_is_refused_in_one_sentence():
    code = (
        "import sys; sys.version_info = (3, 10, 1); sys.version = '3.10.1 (main)'\n"
        f"sys.path.insert(0, {str(REPOSITORY)!r})\nimport sensei"
    )
    result = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=False)

    assert result.returncode == 1
    assert result.stderr.startswith("torch-koans needs Python 3.11 or newer; this is Python 3.10.1 at ")
    assert result.stderr.count("\n") == 1
