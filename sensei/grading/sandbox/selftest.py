"""The self-test: what a hostile answer would try is tried on this machine, and what came of it is told."""

import contextlib
import json
import os
import secrets
import socket
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sensei.grading.sandbox.channel import ChannelClosed, TimedOut, TooLarge
from sensei.grading.sandbox.fate import Ending
from sensei.grading.sandbox.hostile import HOSTILITIES, Hostility
from sensei.grading.sandbox.layer import Layer
from sensei.grading.sandbox.layers import PROBE, best
from sensei.grading.sandbox.warden import Warden
from sensei.trees import Trees

_CPU, _WALL, _MEMORY = 1.0, 3.0, 2**28
_LONGEST = 2**20
_LONG = 100
_VARIABLE = "KOANS_SELFTEST_SECRET"


@dataclass(frozen=True)
class ProbeResult:
    """What came of one attempt: whether the sandbox held, and what stopped it or what it got."""

    probe: str
    held: bool
    why: str


@dataclass(frozen=True)
class Report:
    """The self-test of a machine."""

    choice: str
    layers: tuple[Layer, ...]
    failed: Sequence[Layer]
    results: tuple[ProbeResult, ...]

    @property
    def holds(self) -> bool:
        """Whether there is a sandbox, and nothing got out of it."""
        return self.choice != "none" and all(result.held for result in self.results)

    def __str__(self) -> str:
        """What a person reads."""
        lines = [f"Sandbox: {self.choice}", ""]
        lines += [f"  {'holds' if each.holds else 'not here':8}  {each.name}: {each.detail}" for each in self.layers]
        lines += [f"  not here  {each.detail}" for each in self.failed]
        if self.choice == "none":
            return "\n".join([*lines, "", "Answers that are code stay unjudged here, unless they are trusted."])
        lines += ["", "What was tried from inside:"]
        lines += [f"  {'held' if each.held else 'GOT OUT':8}  {each.probe}: {each.why}" for each in self.results]
        got = sum(not each.held for each in self.results)
        return "\n".join([*lines, "", f"{len(self.results) - got} of {len(self.results)} attempts were held."])


def report() -> Report:
    """Find the strongest sandbox that works here, and try it."""
    choice, layers, failed = best()
    return Report(choice, layers, failed, probes(choice) if choice != "none" else ())


def probes(choice: str, hostilities: Sequence[Hostility] = HOSTILITIES) -> tuple[ProbeResult, ...]:
    """Try all that is hostile in a sandbox of that kind, which has to be one: what is tried would harm this machine.

    Raises:
        NoSandbox: there is none.
        ValueError: this choice confines nothing.
    """
    if choice == "trusted":
        raise ValueError("what the self-test tries would not be held")
    with aims() as aim, Warden(choice, guest=PROBE, cpu=_CPU, memory=_MEMORY) as warden:
        return tuple(tried(warden, each, aim) for each in hostilities)


def tried(warden: Warden, each: Hostility, aim: dict[str, Any]) -> ProbeResult:
    """Try one thing in a cell of that warden, whose guest is the probe."""
    got, why = None, ""
    with warden.cell(_WALL, writing=each.writing) as cell:
        cell.channel.most = _LONGEST
        try:
            cell.channel.send(f"AIM = {aim!r}\n{each.whole}".encode())
            answer = json.loads(cell.channel.receive())
            got, why = answer.get("told"), answer.get("raised", "it got nothing")
        except (ChannelClosed, TooLarge, ValueError) as error:
            why = str(error)
        except TimedOut:
            got = "more time than it was given"
    fate = cell.end()
    if fate.ending is Ending.LOST:
        got = "the server"
    return ProbeResult(each.name, not got, (f"it got {got}" if got else fate.words or why)[:_LONG])


@contextlib.contextmanager
def aims() -> Iterator[dict[str, Any]]:
    """Things outside that a cell could aim at."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="koans-aim-")))
        folder.chmod(0o777)
        file = folder / "another.py"
        file.write_text("another student's\n", encoding="utf-8")
        os.environ[_VARIABLE] = secrets.token_hex()
        stack.callback(os.environ.pop, _VARIABLE, None)
        tcp = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        udp = stack.enter_context(socket.socket(type=socket.SOCK_DGRAM))
        udp.bind(("127.0.0.1", 0))
        abstract = stack.enter_context(socket.socket(socket.AF_UNIX))
        name = f"koans-{secrets.token_hex(8)}"
        abstract.bind(f"\0{name}")
        abstract.listen()
        trees = Trees.at_hand()
        yield {
            "solution": str(next(iter(sorted(trees.solutions.glob("*.py"))), trees.solutions)),
            "pristine": str(next(iter(sorted(trees.koans.glob("*.py"))), trees.koans)),
            "file": str(file),
            "folder": str(folder),
            "home": os.path.expanduser("~"),
            "judge": os.getpid(),
            "variable": _VARIABLE,
            "tcp": tcp.getsockname()[1],
            "udp": udp.getsockname()[1],
            "abstract": name,
        }
