"""The walk: one run of pytest through the course, and the one screen that it ends with."""

import io
import os
import sys
import time
from collections.abc import Generator
from dataclasses import replace
from typing import Any

import pytest
from rich.console import Group, RenderableType

from sensei import chart, milestone, stuck, voice
from sensei.course import Course, Koan, Topic
from sensei.progress import Progress
from sensei.sight import Sight
from sensei.trees import KOANS

NAME = "koans-walk"
_USUAL_REPORT = "fE"  # what pytest sums up unless -r says otherwise


def is_plain(config: pytest.Config) -> bool:
    """Tell whether the whole course is run and nothing was picked out of it."""
    picked = ("keyword", "markexpr", "lf", "failedfirst", "newfirst", "stepwise", "deselect", "collectonly", "ignore")
    if any(getattr(config.option, name, None) for name in picked):
        return False
    named = [os.path.abspath(config.invocation_params.dir / each) for each in config.args]
    koans = [str(config.rootpath / KOANS)]
    # The root itself stands for the koans if nobody named it: pytest falls back on it where the folder is missing.
    return named == koans or (
        config.args_source is not pytest.Config.ArgsSource.ARGS and named in ([str(config.rootpath)], koans)
    )


def is_one_koan(config: pytest.Config, course: Course) -> bool:
    """Tell whether one koan is run and nothing else."""
    if config.args_source is not pytest.Config.ArgsSource.ARGS or len(config.args) != 1:
        return False
    file, _, function = config.args[0].partition("::")
    path = config.invocation_params.dir / file
    topic = course.topic_of_file(path.name) if path.resolve().parent == config.rootpath / KOANS else None
    return topic is not None and any(koan.function == function for koan in topic.koans)


def _asks_for_more(config: pytest.Config) -> bool:
    """Tell whether the command line asks for something that only pytest's own reporter shows."""
    names = ("verbose", "collectonly", "usepdb", "durations")
    asked = any(int(getattr(config.option, name, None) or 0) > 0 for name in names)
    return asked or getattr(config.option, "reportchars", _USUAL_REPORT) != _USUAL_REPORT


class Walk:
    """What a run has found so far. In a quiet run it speaks in place of pytest's own terminal reporter."""

    def __init__(self, config: pytest.Config, course: Course) -> None:
        """Take over the terminal if the run is a plain one, or of one koan alone."""
        self.config = config
        self.course = course
        self.plain = self.stops = is_plain(config)
        self.moves = True  # whether the learner is now where this run stopped, and has tried what it ran
        self.one = is_one_koan(config, course)
        usual = config.pluginmanager.getplugin("terminalreporter")
        self.quiet = usual is not None and (self.plain or self.one) and not _asks_for_more(config)
        self.passed: set[str] = set()
        self.held: list[str] = []  # in this run or, as far as is known, in an earlier one
        self.failed: dict[str, Sight] = {}
        self.others = False
        self.first = False  # whether the end of the course was reached for the first time
        self.offer: str | None = None
        self.milestone: Topic | None = None
        self.trouble = ""
        self.shuffled = False
        self.writer: Any = config.get_terminal_writer() if usual else None
        self.swallowed = io.StringIO()
        if self.quiet:
            self._take_over(usual)

    def _take_over(self, usual: Any) -> None:
        """Let pytest's reporter write into a buffer, which is shown after all if something other than a koan fails."""
        manager = self.config.pluginmanager
        manager.unregister(usual)
        manager.register(pytest.TerminalReporter(self.config, self.swallowed), "terminalreporter")
        self.config.get_terminal_writer().hasmarkup = self.writer.hasmarkup
        # Its summary imports all of hypothesis, which takes longer than the walk; koans leave it nothing to sum up.
        if hypothesis := manager.getplugin("hypothesispytest"):
            manager.unregister(hypothesis)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> Generator[None, Any, Any]:
        """Notice whether another plugin shuffles: then the order is not the course's, and nothing stops early."""
        before = list(items)
        result = yield
        self.shuffled = [item for item in before if item in items] != items
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what became of a koan."""
        data = getattr(report, "koan", None)
        if data is None:
            self.others = self.others or report.failed
            return
        sight = Sight.from_json(data)
        if sight.verdict.passed:
            self.passed.add(sight.verdict.koan)
        else:
            self.failed[sight.verdict.koan] = replace(sight, printed=report.capstdout)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note what could not be collected."""
        self.others = self.others or report.failed

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Go no further once a koan does not hold."""
        result = yield
        if self.failed and self.stops and not self.shuffled:
            item.session.shouldfail = "the walk stops at the first koan that does not hold"
        return result

    @property
    def here(self) -> Koan | None:
        """The first koan of the course that does not hold in this run."""
        return next((koan for koan in self.course.koans if koan.identity in self.failed), None)

    def remember(self, tells: bool) -> None:
        """Keep what this run has shown, and what the screen, if there is to be one, has to tell for the first time."""
        here = self.here.identity if self.here and self.moves else None
        attempts = {koan: sight.attempt for koan, sight in self.failed.items()} if self.moves else {}
        with Progress.changing(self.config.rootpath) as progress:
            progress.tick(time.time())
            tried = {koan: attempt for koan, attempt in attempts.items() if attempt}
            progress.judged(self.passed, self.failed, here, tried)
            if tells:
                self._find_to_tell(progress)
        self.held, self.trouble = progress.passed, progress.trouble

    def _find_to_tell(self, progress: Progress) -> None:
        """What is told once, and is told now."""
        self.first = self.all_held and not progress.celebrated
        progress.celebrated = progress.celebrated or self.all_held
        self.milestone = milestone.reached(self.course, progress)
        milestone.mark(self.course, progress)
        self.offer = stuck.offer(progress, self.here) if self.here else None
        if self.offer and self.here:
            stuck.mark(progress, self.here)

    @property
    def all_held(self) -> bool:
        """Whether every koan of the course was run in this run, and holds."""
        return bool(self.course.koans) and all(koan.identity in self.passed for koan in self.course.koans)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self, exitstatus: int) -> Generator[None, Any, Any]:
        """Remember what was seen, and speak once pytest's reporter has written its summary into the buffer."""
        result = yield
        judged = bool(self.passed or self.failed)
        ended = exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
        tells = self.quiet and judged and ended and not self.others
        if judged:
            self.remember(tells)
        if self.quiet:
            self.speak(exitstatus, tells)
        return result

    def speak(self, exitstatus: int, tells: bool) -> None:
        """Say what came of a quiet run: the one screen, if nothing but koans was run, else what pytest has to say."""
        if exitstatus == pytest.ExitCode.INTERRUPTED and not self.others:
            self.say("Stopped. Nothing is lost: run pytest again when you like.")
        elif tells:
            self.say(draw(self.writer, self.screen()))
        else:
            self.say(self.swallowed.getvalue())

    def screen(self) -> RenderableType:
        """The one screen of a quiet run."""
        if self.here:
            below = voice.koan_screen(self.here, self.failed[self.here.identity], self.offer)
        elif self.all_held:
            below = voice.the_end(self.course, self.first)
        else:
            below = voice.holds([koan for koan in self.course.koans if koan.identity in self.passed])
        return Group(
            chart.map_of(self.course, self.held, self.here),
            "",
            *([voice.told(self.trouble)] if self.trouble else []),
            *([milestone.banner(self.course, self.milestone, self.held)] if self.milestone else []),
            below,
        )

    def say(self, text: str) -> None:
        """Write a paragraph."""
        self.writer.write("\n" + text.rstrip("\n") + "\n", flush=True)


def draw(writer: Any, what: RenderableType) -> str:
    """Draw something for the terminal of this run; pytest has decided on colours, so NO_COLOR and --color are heard."""
    encoding = getattr(sys.__stdout__, "encoding", None) or "ascii"
    return voice.render(what, width=writer.fullwidth, colour=writer.hasmarkup, encoding=encoding)
