"""The muster: a run in which every koan of the course is called up, and nothing counts that was found before."""

import contextlib
import json
import sys
from pathlib import Path

import pytest
from rich.console import Group

from sensei import voice
from sensei.course import Course
from sensei.memory import EXAMPLES, Memory
from sensei.overview import Overview
from sensei.progress import Progress
from sensei.walk import Walk, draw

ALL, JSON = "koans_all", "koans_json"


def add_options(parser: pytest.Parser) -> None:
    """Tell pytest of the options by which a muster is asked for."""
    group = parser.getgroup("koans", "koans")
    group.addoption(
        "--koans-all",
        dest=ALL,
        action="store_true",
        help="run every koan anew, stop at none, and end with an overview in place of the one screen",
    )
    group.addoption(
        "--koans-json", dest=JSON, metavar="PATH", help="with --koans-all: write the overview there, too, as plain data"
    )


class Afresh(Memory):
    """A memory in which nothing has held before. What failed once for one of many inputs is still tried on many."""

    def still_to_try(self, fingerprint: str) -> int:
        """On how many inputs this is to be tried; never none."""
        return super().still_to_try(fingerprint) or EXAMPLES

    def add(self, fingerprint: str) -> None:
        """Remember that this holds, for the next walk; once is enough."""
        if super().still_to_try(fingerprint):
            super().add(fingerprint)


class Muster(Walk):
    """A walk that stops nowhere and ends with an overview."""

    def __init__(self, config: pytest.Config, course: Course) -> None:
        """Let the other files be run if one cannot be read."""
        super().__init__(config, course)
        self.stops = self.moves = False
        self.strangers: list[str] = []
        self.counted = 0
        config.option.continue_on_collection_errors = True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what became of a koan, and let a person who waits see how far it has come."""
        super().pytest_runtest_logreport(report)
        self._note(report)
        if report.when == "call" and self.quiet:
            self._count()

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note what could not be collected."""
        super().pytest_collectreport(report)
        self._note(report)

    def _note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if report.failed and not hasattr(report, "koan"):
            self.strangers.append(report.nodeid)

    def _count(self) -> None:
        self.counted += 1
        if _is_terminal(self.writer):
            self.writer.write(f"\r{self.counted} of {len(self.course.koans)}", flush=True)

    @property
    def overview(self) -> Overview:
        """What was found."""
        return Overview(self.course, self.passed, self.failed, self.strangers)

    def speak(self, exitstatus: int, tells: bool) -> None:
        """Draw the overview, also where something else failed beside the koans."""
        if _is_terminal(self.writer):
            self.writer.write("\r" + " " * 20 + "\r")
        ended = exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
        if self.plain and ended and (self.passed or self.failed):
            trouble = [voice.told(self.trouble)] if self.trouble else []
            self.say(draw(self.writer, Group(*trouble, self.overview.screen(first=self.first))))
        else:
            super().speak(exitstatus, tells)

    def _find_to_tell(self, progress: Progress) -> None:
        """Only the end of the course: milestones and offers are for the screen of a walk."""
        self.first = self.all_held and not progress.celebrated
        progress.celebrated = progress.celebrated or self.all_held

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self, config: pytest.Config) -> None:
        """Write the plain data, whatever else the run has told."""
        path = config.getoption(JSON)
        if not path or not (self.passed or self.failed):
            return
        try:
            Path(path).write_text(json.dumps(self.overview.to_json(), indent=1) + "\n", encoding="utf-8")
        except OSError as error:
            sys.stderr.write(f"{path} cannot be written: {error.strerror}\n")


def _is_terminal(writer: object) -> bool:
    with contextlib.suppress(Exception):
        return bool(getattr(writer, "_file").isatty())  # noqa: B009 - pytest has no public name for it
    return False
