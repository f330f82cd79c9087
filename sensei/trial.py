"""The trial: koans run by pytest in a process and a folder of their own, so that nothing of the learner's is moved."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

from sensei.course import Koan
from sensei.progress import write_whole
from sensei.trees import KOANS
from sensei.verdict import Outcome, Verdict
from sensei.workspace import furnish

_REPORT = "report.xml"


def tried(files: Mapping[str, bytes], koans: Sequence[Koan], beside: Path) -> dict[str, Verdict]:
    """The verdicts on koans of these files, by identity; what could not be run has none.

    Args:
        files: the contents of koan files by name.
        koans: which of their koans to run.
        beside: the learner's folder, from where a koan may import modules of the learner's.
    """
    wanted = {(f"{KOANS}.{koan.topic.filename.removesuffix('.py')}", koan.function): koan.identity for koan in koans}
    names = sorted({koan.topic.filename for koan in koans} & files.keys())
    with tempfile.TemporaryDirectory(prefix="koans-") as place:
        root = Path(place)
        furnish(root)
        for name in names:
            write_whole(root / KOANS / name, files[name])
        nodes = [f"{KOANS}/{koan.topic.filename}::{koan.function}" for koan in koans if koan.topic.filename in names]
        environ = {name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"}
        environ |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": _path(beside)}
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={_REPORT}", *nodes]
        subprocess.run(command, cwd=root, env=environ, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        found = dict(_verdicts(root / _REPORT))
    return {wanted[node]: Verdict(wanted[node], outcome) for node, outcome in found.items() if node in wanted}


def _path(beside: Path) -> str:
    return os.pathsep.join(filter(None, [str(beside), os.environ.get("PYTHONPATH")]))


def _verdicts(report: Path) -> list[tuple[tuple[str, str], Outcome]]:
    try:
        cases = list(ElementTree.parse(report).getroot().iter("testcase"))
    except (OSError, ElementTree.ParseError):
        return []
    return [
        ((case.get("classname", ""), case.get("name", "")), Outcome(each.attrib["value"]))
        for case in cases
        for each in case.iter("property")
        if each.get("name") == "verdict"
    ]
