"""`koans doctor`: what it finds on a machine in any state, and that it never falls over."""

import importlib.metadata
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest
import watchfiles
from click.testing import CliRunner

from sensei.cli import main
from sensei.doctor import machine


def doctor(*arguments):
    """Run the command in this process."""
    return CliRunner().invoke(main, ["doctor", *arguments], catch_exceptions=False)


def findings():
    """What it says as plain data, by what it is about; a thing that is looked at twice has its last finding."""
    return {each["about"]: each for each in json.loads(doctor("--json").stdout)["findings"]}


@pytest.fixture
def ward(desk, monkeypatch):
    """A desk at which nothing takes long: torch is imported by a Python that does not know it."""
    monkeypatch.setattr(machine, "_IMPORT", "pass")
    monkeypatch.setenv("EDITOR", "vim")
    return desk


def test_a_machine_on_which_all_is_well_has_no_trouble(ward):
    result = doctor()
    states = {line.split()[0] for line in result.output.splitlines()}

    assert states <= {"ok", "note"}
    assert result.exit_code == 0
    assert f"ok       folder: {ward.path}\n" in result.output
    assert "ok       koans: 3 files with 6 koans, all readable\n" in result.output
    assert "ok       conftest.py: it loads the plugin\n" in result.output
    assert f"numpy {importlib.metadata.version('numpy')}" in result.output


def test_nothing_is_left_behind(ward):
    before = sorted(ward.path.rglob("*"))
    doctor()

    assert sorted(ward.path.rglob("*")) == before


def test_torch_is_imported_in_a_process_of_its_own_from_the_folder_of_the_course(desk, monkeypatch):
    monkeypatch.chdir(desk.path / "koans")
    (desk.path / "torch.py").write_text("raise ValueError('not the torch that you meant')")
    found = findings()["torch"]

    assert found["state"] == "trouble"
    assert "cannot be imported (ValueError: not the torch that you meant)" in found["fact"]


def test_the_real_torch_is_found_and_timed(desk):
    found = findings()["torch"]

    assert found["state"] == "ok"
    assert found["fact"].startswith(f"{importlib.metadata.version('torch')}, imported in ")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals like these")
def test_a_torch_that_brings_its_process_down_is_trouble(ward, monkeypatch):
    monkeypatch.setattr(machine, "_IMPORT", "import os; os.kill(os.getpid(), 4)")

    assert "(ended by SIGILL)" in findings()["torch"]["fact"]


def test_a_torch_that_is_never_there_is_trouble(ward, monkeypatch):
    monkeypatch.setattr(machine, "_IMPORT", "import time; time.sleep(60)")
    monkeypatch.setattr(machine, "_PATIENCE", 0.3)

    assert findings()["torch"]["state"] == "trouble"


def with_version(monkeypatch, name, version):
    genuine = importlib.metadata.version

    def shim(asked):
        if asked != name:
            return genuine(asked)
        if version is None:
            raise importlib.metadata.PackageNotFoundError(asked)
        return version

    monkeypatch.setattr(importlib.metadata, "version", shim)


@pytest.mark.parametrize(
    "name, version, fact",
    [
        ("torch", None, "torch is not installed for "),
        ("torch", "2.7.1", "torch 2.7.1 is older than the course was tested with (from 2.8, below "),
        ("numpy", None, "it is not installed"),
        ("numpy", "1.26.4", "1.26.4 is older than 2"),
        ("watchfiles", None, "it is not installed"),
    ],
)
def test_a_library_that_will_not_do_is_trouble_with_a_next_step(ward, monkeypatch, name, version, fact):
    with_version(monkeypatch, name, version)
    found = findings()[name]

    assert found["state"] == "trouble"
    assert found["fact"].startswith(fact)
    assert "install" in found["fact"] + found["step"]
    assert doctor().exit_code == 1


def test_an_untested_torch_that_was_let_through_is_a_note(ward, monkeypatch):
    with_version(monkeypatch, "torch", "99.1")
    monkeypatch.setenv("KOANS_ANY_TORCH", "1")
    result = doctor()

    assert "note     torch: 99.1 is let through by KOANS_ANY_TORCH" in result.output
    assert result.exit_code == 0


def test_without_a_distribution_the_ranges_are_unknown(ward, monkeypatch):
    def nothing(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "requires", nothing)

    assert findings()["libraries"]["state"] == "note"


def test_without_a_folder_the_next_step_is_to_lay_one_out(ward, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = findings()

    assert found["folder"]["state"] == "trouble"
    assert "`koans init DIR` lays out the course" in found["folder"]["fact"]
    assert "koans" not in found
    assert "editor" in found


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not remove a folder that is in use")
def test_a_folder_that_was_deleted_below_ones_feet_is_trouble(ward):
    shutil.rmtree(ward.path)

    assert findings()["folder"]["state"] == "trouble"


def _gone(desk):
    desk.file(2).unlink()


def _not_text(desk):
    desk.file(2).write_bytes(b"\xff\xfe\0")


def _a_folder(desk):
    _gone(desk)
    desk.file(2).mkdir()


@pytest.mark.parametrize(
    "spoil, fact, step",
    [
        (_gone, "it is missing", "`koans reset words` puts it back as it was written"),
        (
            _not_text,
            "the file is UTF-16: save it as UTF-8",
            "`koans reset words` puts it back as it was written, and keeps",
        ),
        (_a_folder, "it cannot be read (Is a directory)", "look at what it is, and who may read it"),
    ],
)
def test_a_koan_file_that_cannot_be_read_is_trouble(ward, spoil, fact, step):
    spoil(ward)
    found = findings()["koans/test_02_words.py"]

    assert (found["state"], found["fact"]) == ("trouble", fact)
    assert found["step"].startswith(step)


@pytest.mark.parametrize(
    "text, fact",
    [
        (None, "it is missing"),
        ("", "it does not load sensei.plugin"),
        ("pytest_plugins = [", "it cannot be read as Python"),
    ],
)
def test_a_conftest_that_does_not_load_the_plugin_is_trouble(ward, text, fact):
    path = ward.path / "conftest.py"
    path.unlink() if text is None else path.write_text(text)
    found = findings()["conftest.py"]

    assert found["state"] == "trouble"
    assert found["fact"].startswith(fact)
    assert found["step"] == 'write this line into it: pytest_plugins = ["sensei.plugin"]'


def test_a_folder_for_the_progress_that_is_none_is_trouble(ward):
    shutil.rmtree(ward.path / ".koans", ignore_errors=True)
    (ward.path / ".koans").write_text("a file where the folder should be")

    assert "nothing is remembered from run to run" in findings()["progress"]["fact"]


def test_progress_that_cannot_be_read_is_a_note_and_stays_as_it_is(ward):
    path = ward.path / ".koans" / "progress.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text("{")
    found = findings()["progress"]

    assert found["state"] == "note"
    assert found["fact"].startswith(".koans/progress.json ")
    assert path.read_text() == "{"


def test_the_number_of_koans_that_hold_is_told(ward):
    ward.solve("a_word_has_no_sum")
    ward.run("koans/test_01_baskets.py")

    assert "tells of 1 koan that holds" in findings()["progress"]["fact"]


@pytest.mark.parametrize("free, state", [(5 * 2**20, "trouble"), (100 * 2**20, "note"), (2**40, "ok")])
def test_a_disk_that_is_nearly_full_is_noticed(ward, monkeypatch, free, state):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=free))

    assert findings()["disk"]["state"] == state


def test_a_save_is_noticed_here(ward):
    assert findings()["saving"]["state"] == "ok"


def test_a_folder_that_keeps_quiet_about_saves_is_a_note(ward, monkeypatch):
    monkeypatch.setattr(watchfiles, "watch", lambda *_, **__: (each for each in [set()]))
    found = findings()["saving"]

    assert found["state"] == "note"
    assert "told of no save in this folder within 2 s" in found["fact"]


def test_a_system_that_watches_no_more_folders_is_a_note(ward, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "OS file watch limit reached")
        yield

    monkeypatch.setattr(watchfiles, "watch", full)

    assert "it could not be tried (OS file watch limit reached)" in findings()["saving"]["fact"]


def test_without_fork_koans_run_in_spawned_processes(ward, monkeypatch):
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])

    assert findings()["processes"]["state"] == "note"


@pytest.mark.parametrize(
    "name, options, told",
    [("randomly", "", True), ("randomly", "-p no:randomly", False), ("anyio", "", True), ("sugar", "", False)],
)
def test_a_plugin_of_pytest_that_disturbs_is_named_unless_it_is_switched_off(ward, monkeypatch, name, options, told):
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [SimpleNamespace(name=name)])
    (ward.path / "pytest.ini").write_text(f"[pytest]\naddopts = {options}\n")
    found = findings()["plugins"]

    assert (found["state"] == "note") == told
    assert (found["step"] == f"add `-p no:{name}` to addopts in pytest.ini") == told


@pytest.mark.parametrize(
    "variables, state, fact",
    [
        ({"EDITOR": "vim"}, "ok", "vim of $EDITOR"),
        ({"EDITOR": "no-such-editor"}, "note", "no-such-editor of $EDITOR is not there"),
        ({"EDITOR": "vim 'x"}, "note", "$EDITOR reads vim 'x"),
        ({"EDITOR": "cat"}, "ok", "cat of $EDITOR opens the file; how it is told a line is not known here"),
        ({"EDITOR": ""}, "note", "none is known for `koans open`"),
    ],
)
def test_the_editor_of_koans_open_is_told(ward, monkeypatch, variables, state, fact):
    genuine = shutil.which
    monkeypatch.setattr(
        shutil, "which", lambda name, **_: "/bin/x" if name == "vim" else name != "code" and genuine(name)
    )
    monkeypatch.delenv("VISUAL", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    found = findings()["editor"]

    assert found["state"] == state
    assert found["fact"].startswith(fact)


@pytest.mark.parametrize(
    "encoding, columns, state", [("ascii", "80", "note"), ("utf-8", "80", "ok"), ("utf-8", "40", "note")]
)
def test_the_terminal_is_told(ward, monkeypatch, encoding, columns, state):
    command = [sys.executable, "-c", SCREEN]
    variables = {**os.environ, "PYTHONIOENCODING": encoding, "COLUMNS": columns}
    said = subprocess.run(command, env=variables, capture_output=True, text=True, check=True).stdout

    assert said.startswith(f"{state} no terminal but a file or a pipe, {columns} columns, {encoding}, without colours")


SCREEN = """
from sensei.doctor import terminal
[found] = terminal.screen(False)
print(found.state, found.fact)
"""


def test_what_cannot_be_looked_at_is_a_note_and_the_rest_goes_on(ward, monkeypatch):
    def broken(*_):
        raise RuntimeError("a strange machine")

    monkeypatch.setattr(shutil, "disk_usage", broken)
    found = findings()

    assert found["disk"] == {
        "state": "note",
        "about": "disk",
        "fact": "this could not be looked at (RuntimeError: a strange machine)",
        "step": "",
    }
    assert found["editor"]["state"] == "ok"


def test_a_course_that_is_not_there_is_trouble(ward, monkeypatch, tmp_path):
    monkeypatch.setenv("KOANS_COURSE", str(tmp_path / "nowhere"))

    assert findings()["koans"]["step"] == "unset KOANS_COURSE, or install torch-koans again"


def test_plain_data_has_four_keys_for_each_finding_and_the_same_exit_status(ward):
    (ward.path / "conftest.py").unlink()
    result = doctor("--json")

    assert result.exit_code == 1
    assert {tuple(each) for each in json.loads(result.stdout)["findings"]} == {("state", "about", "fact", "step")}
