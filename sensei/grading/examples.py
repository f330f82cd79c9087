"""The examples of a property: inputs drawn once, and tried on the functions of many students.

To draw inputs takes hypothesis far longer than to try them. They are drawn where no student's code runs: those that
every learner's own `pytest` tries, and as many that nobody can know before, from the seed of the policy.
"""

import contextlib
import copy
import random
import sys
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sensei import describe
from sensei.beyond import NotInGeneral
from sensei.counterexample import Record, Watched

_SUBJECT = "subject"


class _Stop(BaseException):
    """A property has asked for the learner's functions: everything that it is given has been drawn by then."""


class _Nobody:
    def __getattr__(self, name: str) -> Any:
        raise _Stop


class _Draws:
    """In the place of what `st.data()` gives: what was drawn then is given again, or put down while it is drawn."""

    def __init__(self, data: Any = None, drawn: Sequence[Any] = ()) -> None:
        self.data, self.drawn, self.given = data, list(drawn), 0

    def draw(self, strategy: Any, label: object = None) -> Any:
        if self.data is not None:
            value = self.data.draw(strategy, label)
            self.drawn.append(copy.deepcopy(value))
            return value
        self.given += 1
        return self.drawn[self.given - 1]

    def __deepcopy__(self, memo: dict[int, Any]) -> "_Draws":
        return _Draws(None, copy.deepcopy(self.drawn, memo))


@dataclass(frozen=True)
class Examples:
    """A property and what it is to be tried with; nothing is given for a property without inputs.

    Attributes:
        inner: the function that hypothesis calls for one example.
        given: its arguments, one mapping an example, the shortest first.
    """

    inner: Callable[..., Any]
    given: Sequence[dict[str, Any]]

    @classmethod
    def drawn(cls, source: str, filename: str, function: str, seed: int, count: int) -> "Examples | None":
        """Those of a property in the source of its file; None if the file has no property of that name.

        Imports hypothesis and runs the file, which is of the course.
        """
        import hypothesis

        found: list[dict[str, Any]] = []
        check: Any = None
        for profile, derandomized in (("koans-known", True), ("koans-secret", False)):
            check = getattr(_module(source, filename, profile, derandomized, count), function, None)
            if check is None:
                return None
            if not hasattr(check, "hypothesis"):
                return cls(check, [{}])
            if not derandomized:
                check = hypothesis.seed(seed)(check)
            found += _recorded(check)
        return cls(check.hypothesis.inner_test, sorted(found, key=lambda given: len(repr(given))))

    def examine(self, module: types.ModuleType) -> None:
        """Try the property on the functions of a module.

        Raises:
            NotInGeneral: some inputs do not agree; the shortest of them, told as a learner's own `pytest` tells it.
        """
        from hypothesis.errors import UnsatisfiedAssumption

        for given in self.given:
            try:
                self.inner(**self._fresh(given), subject=module)
            except UnsatisfiedAssumption:
                continue
            except Exception as error:
                raise self._told(given, module, error) from None

    def _told(self, given: dict[str, Any], module: types.ModuleType, error: Exception) -> NotInGeneral:
        """What failed, put down while it is tried once more."""
        record = Record()
        fresh = self._fresh(given)
        record.given = {name: describe.content(value) for name, value in fresh.items() if type(value) is not _Draws}
        try:
            self.inner(**fresh, subject=Watched(module, record))
        except Exception as again:
            error = again
        said = str(error) if isinstance(error, AssertionError) else ""
        return NotInGeneral(record.told(), None if isinstance(error, AssertionError) else error, said)

    def _fresh(self, given: dict[str, Any]) -> dict[str, Any]:
        random.seed(0)
        if numpy := sys.modules.get("numpy"):
            numpy.random.seed(0)
        if torch := sys.modules.get("torch"):
            torch.default_generator.manual_seed(0)
        return copy.deepcopy(given)


def _recorded(check: Any) -> list[dict[str, Any]]:
    """The arguments of all examples that hypothesis draws for a property, the learner's functions left out."""
    found: list[dict[str, Any]] = []
    inner = check.hypothesis.inner_test

    def put_down(*args: Any, **kwargs: Any) -> None:
        given = {name: value for name, value in kwargs.items() if name != _SUBJECT}
        live = {name: _Draws(value) if hasattr(value, "draw") else value for name, value in given.items()}
        kept = {name: copy.deepcopy(value) for name, value in live.items() if type(value) is not _Draws}
        with contextlib.suppress(_Stop):
            inner(*args, **live, subject=_Nobody())
        drawn = {name: copy.deepcopy(value) for name, value in live.items() if type(value) is _Draws}
        found.append(kept | drawn)

    check.hypothesis.inner_test = put_down
    try:
        check(subject=None)
    finally:
        check.hypothesis.inner_test = inner
    return found


def _module(source: str, filename: str, profile: str, derandomized: bool, count: int) -> types.ModuleType:
    """The properties of a topic, as a module in which each tries that many examples."""
    import hypothesis

    settings = hypothesis.settings
    settings.register_profile(
        profile,
        max_examples=count,
        deadline=None,
        derandomize=derandomized,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    )
    module = types.ModuleType(f"koans_properties_{profile.removeprefix('koans-')}")
    module.__file__ = filename
    with _profile(settings, profile):
        exec(compile(source, filename, "exec", dont_inherit=True), module.__dict__)
    return module


class _profile:
    """The settings of hypothesis for a moment."""

    def __init__(self, settings: Any, name: str) -> None:
        self.settings, self.name = settings, name

    def __enter__(self) -> None:
        self.before: str = getattr(self.settings, "get_current_profile_name", lambda: "default")()
        self.settings.load_profile(self.name)

    def __exit__(self, *_: object) -> None:
        self.settings.load_profile(self.before)
