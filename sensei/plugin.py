"""The pytest plugin: koans are ordinary tests, judged by `sensei.judge`, and a plain run is a walk through the course.

Hooks in the order in which pytest calls them.
"""

import contextlib
import os
import sys
import types
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from sensei import aftermath, beyond, environment, state, voice
from sensei.alarm import alarm, silence
from sensei.collector import COURSE, MEMORY, KoanModule, koan_of, topic_of
from sensei.course import Course, Koan
from sensei.judge import Script
from sensei.memory import FILE, Memory
from sensei.muster import ALL, Afresh, Muster, add_options
from sensei.progress import FOLDER
from sensei.sight import Sight
from sensei.trees import KOANS, Trees
from sensei.verdict import Verdict
from sensei.walk import NAME, Walk

_NET = pytest.StashKey[int]()
_OURS = (KOANS, "solutions", "properties")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of a muster."""
    add_options(parser)


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Read the course, and refuse in one sentence where it could not run."""
    trouble = environment.trouble()
    if trouble:
        raise pytest.UsageError(trouble)
    if COURSE not in config.stash:  # a warm process has it already
        config.stash[COURSE] = Course.at_hand()
    course = config.stash[COURSE]
    everything = bool(config.getoption(ALL, False))
    if MEMORY not in config.stash:
        config.stash[MEMORY] = (Afresh if everything else Memory)(config.rootpath / FOLDER / FILE)
    config.stash[_NET] = _past_the_capture(config)
    if hasattr(config, "workerinput"):
        return
    walk = (Muster if everything else Walk)(config, course)
    if walk.plain:
        _require_files(config.rootpath, course)
    config.pluginmanager.register(walk, NAME)


def _require_files(root: Path, course: Course) -> None:
    missing = [topic for topic in course.topics if not (root / KOANS / topic.filename).is_file()]
    if len(missing) == len(course.topics):
        raise pytest.UsageError(
            f"there are no koans in {root / KOANS}: `koans init DIR` lays out the course in a new folder"
        )
    if missing:
        first = missing[0]
        raise pytest.UsageError(
            f"{KOANS}/{first.filename} is missing from {root}: "
            f"`koans reset {first.slug}` puts it back as it was written, "
            "and after a new version of the course `koans update` brings what is new"
        )


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Collect a koan file with a collector of our own; leave every other module to pytest."""
    if module_path.parent.name == "properties":
        _let_properties_take_their_time(parent.config)
    topic = topic_of(parent.config.stash[COURSE], module_path)
    if topic is None:
        return None
    module: KoanModule = KoanModule.from_parent(parent, path=module_path)
    module.topic = topic
    return module


def _let_properties_take_their_time(config: pytest.Config) -> None:
    """A first call into torch can be slow; that is no failure of a property."""
    from hypothesis import settings

    if not config.getoption("--hypothesis-profile", None):
        settings.register_profile("koans", deadline=None)
        settings.load_profile("koans")


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, Any, Any]:
    """Run koans, solutions and properties from a known state; a koan also under the alarm."""
    if pyfuncitem.path.parent.name not in _OURS:
        return (yield)
    found = koan_of(pyfuncitem)
    with state.restored():
        if found is None:
            return (yield)
        script, koan = found
        script.witnesses[koan.function].forget()
        with alarm(lambda: _last_words(pyfuncitem, script, koan), net=pyfuncitem.config.stash[_NET]):
            result = yield
        script.look_beyond(koan, pyfuncitem.module, lambda: _last_words(pyfuncitem, script, koan))
        return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Put the verdict in place of the traceback, and the verdict's outcome in place of pytest's."""
    found = koan_of(item)
    if found:
        item.repr_failure = lambda *_, **__: ""  # type: ignore[method-assign] # to draw a traceback takes its time
    report: Any = yield
    error = call.excinfo.value if call.excinfo else None
    if found and (call.when == "call" or error is not None):
        script, koan = found
        verdict = script.after(koan, error)
        sight = _sight(item, script, koan, verdict)
        report.koan = sight.to_json()
        # Into both: this report has its copy already, and the last report of the item is the one that JUnit reads.
        for properties in (report.user_properties, item.user_properties):
            properties.append(("verdict", verdict.outcome.value))
        report.outcome = "passed" if verdict.passed else "failed"
        report.longrepr = None if verdict.passed else voice.render(voice.koan_screen(koan, sight))
    return report


def pytest_enter_pdb() -> None:
    """Give a learner who looks around in a debugger all the time there is."""
    silence()


def _past_the_capture(config: pytest.Config) -> int:
    """A copy of the terminal's stderr, which is still there when a koan has brought pytest itself to a stop."""
    capture: Any = config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled() if capture else contextlib.nullcontext():
        copy = os.dup(2)
    config.add_cleanup(lambda: os.close(copy))
    return copy


@pytest.fixture(scope="module")
def subject(request: pytest.FixtureRequest) -> types.ModuleType:
    """The module whose functions a property judges: the solution of the same file name."""
    name = Path(str(request.path)).name
    topic = request.config.stash[COURSE].topic_of_file(name)
    path = (topic.trees if topic else Trees.carried()).solutions / name
    if not path.is_file():
        raise pytest.UsageError(f"{path} is missing: the property needs a solution to judge")
    return beyond.loaded(path, "subject")


def _sight(item: pytest.Item, script: Script, koan: Koan, verdict: Verdict) -> Sight:
    """The koan as the learner's file has it, and the names by which this terminal can reach it."""
    path = os.path.relpath(item.path, item.config.invocation_params.dir).replace(os.sep, "/")
    return Sight.of(script, koan, verdict, path)


def _last_words(item: pytest.Item, script: Script, koan: Koan) -> None:
    """Say where it hung, in a process that is about to be ended because nothing else can stop it."""
    manager: Any = item.config.pluginmanager.getplugin("capturemanager")
    if manager:
        manager.suspend_global_capture(in_=True)
    sight = _sight(item, script, koan, aftermath.out_of_time(koan, None))
    sys.stdout.write("\n" + voice.render(voice.koan_screen(koan, sight)))
