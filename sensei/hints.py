"""Hints: for each koan the rungs of the ladder, the why, and the misconceptions with their replies."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from sensei.picture import Picture, PictureTrouble
from sensei.refusal import Refusal

RUNGS = 3
MILESTONE = "milestone"


class HintsTrouble(Refusal):
    """A hints file that cannot be used. The message names the file, the key and the remedy."""


@dataclass(frozen=True)
class Misconception:
    """A wrong answer that people give, one source text for each blank, and the sentence that answers the belief."""

    answers: tuple[str, ...]
    reply: str


@dataclass(frozen=True)
class Hints:
    """All that is said about one koan beside its lesson. `docs` is a page of the library's documentation."""

    rungs: tuple[str, ...] = ()
    why: str = ""
    docs: str = ""
    misconceptions: tuple[Misconception, ...] = ()
    picture: Picture | None = None


_SHAPE: Mapping[str, type] = {"hints": list, "why": str, "docs": str, "misconceptions": list}


def load(path: Path) -> dict[str, Hints]:
    """The hints of one topic, by the koan's name without `test_`.

    Raises:
        HintsTrouble: the file is missing, is not TOML, or has a key too many, too few or of another type.
    """
    tables = _read(path)
    tables.pop(MILESTONE, None)
    return {name: _hints(path, name, table) for name, table in tables.items()}


def milestone(path: Path) -> str:
    """What a learner can do at the end of the topic; empty if the file does not say.

    Raises:
        HintsTrouble: the file is missing, is not TOML, or its milestone is no text.
    """
    return cast("str", _read(path).get(MILESTONE, ""))


def _read(path: Path) -> dict[str, Any]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise HintsTrouble(f"{path} is missing: every topic needs one (`koans author new` makes it)") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise HintsTrouble(f"{path} is not TOML that can be read: {error}") from None
    if not isinstance(tables.get(MILESTONE, ""), str):
        raise HintsTrouble(f"{path}: the key {MILESTONE!r} is not a text: put it in quotes, above the first table")
    return tables


def _hints(path: Path, name: str, table: Any) -> Hints:
    _check(f"{path} [{name}]", table, _SHAPE, ("picture",))
    rungs = cast("list[str]", table["hints"])
    if len(rungs) != RUNGS or not all(isinstance(each, str) and each for each in cast("list[object]", rungs)):
        raise HintsTrouble(f"{path} [{name}]: hints has {len(rungs)} rungs; write {RUNGS} texts, none empty")
    misconceptions = [_misconception(path, name, each) for each in table["misconceptions"]]
    picture = _picture(path, name, table["picture"]) if "picture" in table else None
    return Hints(tuple(rungs), table["why"], table["docs"], tuple(misconceptions), picture)


def _picture(path: Path, name: str, table: Any) -> Picture:
    try:
        return Picture.of(table)
    except PictureTrouble as trouble:
        raise HintsTrouble(f"{path} [{name}.picture]: {trouble}") from None


def _misconception(path: Path, name: str, table: Any) -> Misconception:
    where = f"{path} [[{name}.misconceptions]]"
    _check(where, table, {"answers": list, "reply": str})
    answers = cast("list[object]", table["answers"])
    if strange := [each for each in answers if not isinstance(each, str)]:
        raise HintsTrouble(f"{where}: the answer {strange[0]!r} is not a text: put it in quotes")
    return Misconception(tuple(map(str, answers)), table["reply"])


def _check(where: str, table: Any, shape: Mapping[str, type], optional: tuple[str, ...] = ()) -> None:
    if not isinstance(table, dict):
        raise HintsTrouble(f"{where} is not a table: put it under a koan's name in square brackets")
    keys = cast("dict[str, object]", table)
    for key in keys:
        if key not in (*shape, *optional):
            raise HintsTrouble(f"{where}: the key {key!r} is unknown; known are {', '.join((*shape, *optional))}")
    for key, kind in shape.items():
        if not isinstance(keys.get(key), kind):
            raise HintsTrouble(f"{where}: the key {key!r} is missing or is not a {kind.__name__}")
