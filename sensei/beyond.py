"""Beyond the example: does what a learner wrote hold for inputs that the koan does not show? Its property tells."""

import importlib.util
import traceback
import types
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from sensei.counterexample import Call, Record, Watched
from sensei.course import PREFIX, Koan
from sensei.memory import EXAMPLES
from sensei.pattern import Kind


class NotInGeneral(Exception):
    """A property found inputs for which the learner's function does not do what the koan asks for."""

    def __init__(self, call: Call, raised: Exception | None = None, said: str = "") -> None:
        """Carry the smallest such inputs, and what the function raised for them.

        Args:
            call: what the function was called with; its words are empty if the property has no inputs.
            raised: None if the function did return, but not what is asked for.
            said: the sentence that the property has for this; empty if its assert has none.
        """
        super().__init__(call.words)
        self.call = call
        self.raised = raised
        self.said = said


def property_file(koan: Koan) -> Path | None:
    """The file with the property that judges functions which the learner writes in this koan; None if none does."""
    written = any(blank.kind is Kind.CODE and blank.koan != koan.function for blank in koan.blanks)
    path = koan.topic.trees.properties / koan.topic.filename
    return path if written and path.is_file() else None


def property_of(koan: Koan, path: Path, examples: int = EXAMPLES) -> Callable[..., Any] | None:
    """The property of a koan in its file, which tries that many inputs; None if there is none.

    The first call imports hypothesis and the topic's properties, which takes a moment.
    """
    return getattr(properties(path, examples), PREFIX + koan.name, None)


def examine(check: Callable[..., Any], module: types.ModuleType) -> None:
    """Try a property on the functions of a learner's module.

    Raises:
        NotInGeneral: some inputs do not agree; the smallest that were found.
    """
    record = Record()
    try:
        with record.of(check):
            check(subject=Watched(module, record))
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        inside = not isinstance(error, AssertionError) and any(frame.filename == module.__file__ for frame in frames)
        said = str(error) if isinstance(error, AssertionError) else ""
        raise NotInGeneral(record.told(), error if inside else None, said) from None


def loaded(path: Path, prefix: str) -> types.ModuleType:
    """The module of a file, run anew under a name that begins with `prefix` and is not left in `sys.modules`."""
    spec = importlib.util.spec_from_file_location(f"{prefix}_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@lru_cache(maxsize=64)
def properties(path: Path, examples: int = EXAMPLES) -> types.ModuleType:
    """The properties of a topic, each of which tries that many inputs."""
    from hypothesis import Phase, settings

    # The same inputs in every run: a learner who changed nothing shall not meet another verdict.
    # One failure is enough to tell. To explain which of its parts matter would take longer than to find it.
    settings.register_profile(
        "koans-beyond",
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        report_multiple_bugs=False,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
    )
    before: str = getattr(settings, "get_current_profile_name", lambda: "default")()  # younger than our floor
    settings.load_profile("koans-beyond")
    try:
        return loaded(path, "koans_properties")
    finally:
        settings.load_profile(before)
