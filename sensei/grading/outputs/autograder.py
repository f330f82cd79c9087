"""The autograder zip that an instructor uploads to Gradescope: the engine, the course, and two scripts."""

import json
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import sensei
from sensei.bundle import bundle
from sensei.environment import DISTRIBUTION
from sensei.grading.outputs.container import SETTINGS
from sensei.grading.outputs.gradescope import VISIBILITIES, failed
from sensei.progress import write_whole
from sensei.refusal import Refusal
from sensei.trees import Trees

_CARRIED = "sensei/carried"
_SETUP = """\
#!/usr/bin/env bash
# Runs once, when the image of the autograder is built.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
apt-get update
for version in 3.13 3.12 3.11; do
  if apt-get install -y "python$version" "python$version-venv"; then break; fi
done
apt-get install -y bubblewrap || true  # where it cannot confine, Landlock does
"python$version" -m venv /autograder/venv
/autograder/venv/bin/python -m pip install --no-cache-dir{pip} -r /autograder/source/requirements.txt
"""
_RUN = """\
#!/usr/bin/env bash
# Runs once for each submission. Whatever goes wrong, the student is told something true.
cd /autograder/source
PYTHONPATH=/autograder/source /autograder/venv/bin/python -P -m sensei.grading.outputs.container
if [ ! -s /autograder/results/results.json ]; then
  mkdir -p /autograder/results
  cat > /autograder/results/results.json <<'END'
{failed}
END
fi
"""


@dataclass(frozen=True)
class Autograder:
    """How the container is to grade.

    Attributes:
        arguments: of `koans grade`, beside the submission and the folder; paths have no meaning there.
        config: a configuration, which goes along.
        visibility: of the koans: one of Gradescope's.
        seconds: after which the grading of one submission is given up; Gradescope itself stops at ten minutes, or
            at what is set there.
        pip: further arguments of `pip install`, such as where to find builds of torch without CUDA, which are a tenth
            of the size.
    """

    arguments: Sequence[str] = ()
    config: Path | None = None
    visibility: str = "visible"
    seconds: float = 540.0
    pip: Sequence[str] = ()


def gradescope_zip(path: Path, grader: Autograder | None = None) -> None:
    """Write the zip. The same engine, course and settings give the same bytes.

    Raises:
        Refusal: the visibility is unknown, the configuration cannot be read, or the engine is not installed.
        OSError: the folder cannot be written.
    """
    grader = grader or Autograder()
    if grader.visibility not in VISIBILITIES:
        raise Refusal(f"the visibility {grader.visibility!r} is unknown: choose one of {', '.join(VISIBILITIES)}")
    write_whole(path, bundle(_files(grader)))


def _files(grader: Autograder) -> Iterator[tuple[str, bytes, bool]]:
    pip = "".join(f" {shlex.quote(each)}" for each in grader.pip)
    yield "setup.sh", _SETUP.format(pip=pip).encode(), True
    yield "run_autograder", _RUN.format(failed=json.dumps(failed())).encode(), True
    yield "requirements.txt", "".join(f"{each}\n" for each in requirements()).encode(), False
    arguments = list(grader.arguments)
    if grader.config:
        arguments += ["--config", "grading.toml"]
        try:
            yield "grading.toml", grader.config.read_bytes(), False
        except OSError as error:
            raise Refusal(f"{grader.config} cannot be read: {error.strerror}") from None
    settings = {"arguments": arguments, "visibility": grader.visibility, "seconds": grader.seconds}
    yield SETTINGS, json.dumps(settings, indent=1).encode(), False
    yield from _tree(Path(sensei.__file__).parent, "sensei", but="carried")
    trees = Trees.at_hand()
    for tree in (trees.solutions, trees.properties, trees.hints):
        yield from _tree(tree, f"{_CARRIED}/{tree.name}")
    if trees.koans != Trees.carried().koans:
        raise Refusal("KOANS_COURSE is set: the zip takes the course that came with the engine; unset it")


def requirements() -> list[str]:
    """What the engine needs, in the versions that it allows; of torch exactly the one that is installed here.

    Raises:
        Refusal: the engine is not installed, so nobody knows what it needs.
    """
    try:
        needs = metadata.requires(DISTRIBUTION) or []
        torch = metadata.version("torch").partition("+")[0]
    except metadata.PackageNotFoundError as error:
        raise Refusal(f"{error.name} is not installed here, so the zip cannot tell which version to take") from None
    plain = [need for need in needs if "extra ==" not in need]
    return [f"torch=={torch}" if need.startswith("torch") else need for need in plain]


def _tree(root: Path, name: str, but: str = "") -> Iterator[tuple[str, bytes, bool]]:
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if path.is_file() and "__pycache__" not in parts and parts[0] != but and path.suffix != ".pyc":
            yield "/".join([name, *parts]), path.read_bytes(), False
