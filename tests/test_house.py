"""The rules of the house, as DESIGN.md has them."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import click
import pytest

from sensei.cli import main

REPOSITORY = Path(__file__).parent.parent
LIBRARIES = {"torch", "numpy", "sklearn", "hypothesis", "matplotlib"}
LONGEST = 250
FOLDERS = {"koans", "solutions", "properties", "hints", "sensei", "tests", "docs", "benchmarks", ".ci", ".github"}
FILES = {
    *("conftest.py", "pyproject.toml", "constraints.txt"),
    *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", ".gitignore"),
}
ENGINE = sorted(path for path in (REPOSITORY / "sensei").rglob("*.py") if "pristine" not in path.parts)
COURSE = [path for tree in ("koans", "solutions", "properties") for path in sorted((REPOSITORY / tree).glob("*.py"))]


def named(path):
    return path.relative_to(REPOSITORY).as_posix()


def imports(nodes):
    """The modules that these statements import as they are run, those of functions left out."""
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("." * node.level + (node.module or ""))
        elif isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            found |= imports(node.orelse)
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            found |= imports(ast.iter_child_nodes(node))
    return found


def everywhere(path):
    """All modules that a file imports, wherever in it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return set().union(*(imports([node]) for node in ast.walk(tree)))


@pytest.fixture(scope="module")
def tracked():
    """What git keeps, or would keep once it is added."""
    try:
        command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is no git checkout")
    return [path for path in map(Path, listed.splitlines()) if (REPOSITORY / path).is_file()]


@pytest.mark.parametrize("path", ENGINE, ids=named)
def test_the_engine_imports_no_library_of_the_course_when_it_is_imported(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    allowed = {"hypothesis"} if path.stem == "strategies" else set()  # only properties import it

    assert {name.split(".")[0] for name in imports(tree.body)} & LIBRARIES <= allowed


@pytest.mark.parametrize("path", [*ENGINE, *COURSE], ids=named)
def test_a_file_can_be_read_in_one_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", COURSE, ids=named)
def test_koans_solutions_and_properties_never_import_one_another(path):
    roots = {name.split(".")[0] for name in everywhere(path)}

    assert roots & {"koans", "solutions", "properties", "conftest", "tests", ""} == set()
    allowed = {"koans": {"sensei"}, "properties": {"sensei.strategies"}}.get(path.parent.name, set())

    assert {name for name in everywhere(path) if name.startswith("sensei")} <= allowed


@pytest.mark.parametrize("path", [path for path in COURSE if path.parent.name == "koans"], ids=named)
def test_a_koan_takes_nothing_but_the_blank_from_the_engine(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    taken = [
        each.name for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module == "sensei" for each in n.names
    ]

    assert taken == ["___"]


@pytest.mark.parametrize("path", [path for path in COURSE if path.parent.name == "properties"], ids=named)
def test_what_a_property_says_ends_as_a_sentence_does(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = [node.msg for node in ast.walk(tree) if isinstance(node, ast.Assert) and node.msg]

    assert [text for text in map(ast.unparse, said) if not re.search(r"\.[\"']+$", text)] == []


def test_the_three_trees_and_the_hints_have_the_same_names():
    names = {
        tree: {path.stem for path in COURSE if path.parent.name == tree}
        for tree in ("koans", "solutions", "properties")
    }
    hints = {f"test_{path.stem}" for path in (REPOSITORY / "hints" / "en").glob("*.toml")}

    assert names["koans"]
    assert names["koans"] == names["solutions"] == names["properties"] == hints


def test_the_top_folder_holds_what_the_design_says_and_nothing_else(tracked):
    assert {path.parts[0] for path in tracked if len(path.parts) > 1} <= FOLDERS
    assert {path.name for path in tracked if len(path.parts) == 1} <= FILES
    assert {path.name for path in tracked if len(path.parts) == 1} >= FILES - {"CONTRIBUTING.md"}


def test_no_tracked_file_names_a_folder_of_one_machine(tracked):
    places = re.compile("|".join(["/wo" + "rk/", "/ro" + "ot/", "/tm" + "p/ba" + "sh", "/tm" + "p/w/", "/ho" + "me/"]))
    found = []
    for path in tracked:
        text = (REPOSITORY / path).read_text(encoding="utf-8", errors="replace")
        found += [f"{path}:{n}" for n, line in enumerate(text.splitlines(), 1) if places.search(line)]

    assert found == []


def test_the_top_conftest_loads_the_plugin_and_nothing_else():
    assert (REPOSITORY / "conftest.py").read_text().strip() == 'pytest_plugins = ["sensei.plugin"]'


def test_pytest_never_rewrites_more_than_test_files():
    options = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]

    assert "python_files" not in options
    assert "python_files" not in options["addopts"]
    assert "--import-mode=importlib" in options["addopts"]
    assert options["testpaths"] == ["koans"]


def test_the_dependencies_have_honest_ranges_and_the_constraints_pin_what_was_tested():
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    pins = [line for line in (REPOSITORY / "constraints.txt").read_text().splitlines() if line and line[0] != "#"]

    assert all(re.search(r">=\d", each) for each in project["dependencies"])
    assert any(re.fullmatch(r"torch==\d+\.\d+\.\d+", each) for each in pins)
    assert all(re.fullmatch(r"[\w.\[\]-]+==\S+(?: *;.*)?", each) for each in pins)
    assert not any("://" in each for each in pins)


def test_the_changelog_has_room_for_what_comes_next():
    assert re.search(r"^## \[?Unreleased\]?$", (REPOSITORY / "CHANGELOG.md").read_text(), re.MULTILINE)


def blocks(path):
    """The lines of the code blocks of a page that look like commands."""
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", path.read_text(), re.MULTILINE | re.DOTALL)
    return [
        line.strip().removeprefix("$ ") for kind, block in fenced if kind != "python" for line in block.splitlines()
    ]


def test_the_readme_has_the_two_commands_by_which_everything_starts():
    commands = blocks(REPOSITORY / "README.md")

    assert "python -m pip install -c constraints.txt -e . && pytest" in commands
    assert (
        "python -m pip install -c constraints.txt -e '.[test]' && python -m pytest -n 2 tests solutions properties"
        in commands
    )


PAGES = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").rglob("*.md"))]


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_every_koans_command_of_a_page_exists(path):
    spans = re.findall(r"`([^`\n]+)`", path.read_text()) + blocks(path)
    for span in spans:
        words = span.split()
        if words[:1] != ["koans"]:
            continue
        command = main
        for word in words[1:]:
            if isinstance(command, click.Group) and re.fullmatch(r"[a-z]+", word):
                command = command.get_command(click.Context(command), word)
                assert command is not None, span
            elif isinstance(command, click.Group) and not word.startswith("-"):
                # A group may take other words than the names of its commands.
                command = command.get_command(click.Context(command), word) or command
            elif word.startswith("--") and word != "--help":
                flags = {flag for each in command.params for flag in each.opts}
                assert word.split("=")[0] in flags, span


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_every_path_that_a_page_points_at_exists(path):
    text = path.read_text()
    links = [each for each in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in each]
    spans = re.findall(r"`((?:koans|solutions|properties|hints|sensei|tests|docs|benchmarks)/[\w./-]*)`", text)

    assert [each for each in links if not (path.parent / each).exists()] == []
    assert [each for each in spans if "NN" not in each and not (REPOSITORY / each).exists()] == []
