"""A table of a TOML file, read key by key: what is wrong in it is told with the file, the key and the remedy."""

import difflib
import math
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, cast

from sensei.refusal import Refusal

_SHOWN = 12


class ConfigTrouble(Refusal):
    """A configuration that cannot be used. The message names the file, the key and the remedy."""


class Table:
    """Some keys with values of any kind; `where` is how a sentence names the table.

    Raises:
        ConfigTrouble: by any method; the value is not what is asked for.
    """

    def __init__(self, where: str, value: Any, known: Collection[str] | None = None) -> None:
        """Take a value that has to be a table, of the known keys only unless any will do."""
        if not isinstance(value, dict):
            raise ConfigTrouble(f"{where} is not a table: put its keys under its name in square brackets")
        self.where, self._values = where, cast("dict[str, Any]", value)
        if known is not None:
            for key in self._values:
                if key not in known:
                    raise ConfigTrouble(f"{where}: the key {key!r} is unknown: {nearest(key, known)}")

    def __contains__(self, key: str) -> bool:
        """Whether there is such a key."""
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        """All keys, as the file has them."""
        yield from self._values

    def text(self, key: str, default: str = "") -> str:
        """A text."""
        value = self._values.get(key, default)
        if not isinstance(value, str):
            self.refuse(key, "is not a text: put it in quotes")
        return cast("str", value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in cast("list[object]", value)):
            self.refuse(key, 'is not a list of texts: write it as ["one", "another"]')
        return tuple(cast("list[str]", value))

    def number(self, key: str, default: float, most: float = math.inf) -> float:
        """A number from 0 to `most`."""
        value = self._values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most or value == math.inf:
            self.refuse(
                key, "is not a number of 0 or more" if most == math.inf else f"is not a number from 0 to {most:g}"
            )
        return float(cast("float", value))

    def time(self, key: str) -> datetime:
        """A date and a time of day."""
        value = self._values.get(key)
        if not isinstance(value, datetime):
            self.refuse(key, "is not a time: write it without quotes, as in 2026-03-01T23:59:00")
        return cast("datetime", value)

    def choice(self, key: str, choices: Collection[str]) -> str:
        """One of some texts; the first of them if there is no such key."""
        value = self.text(key, next(iter(choices)))
        if value not in choices:
            self.refuse(key, f"is not one of them: {nearest(value, choices)}")
        return value

    def table(self, key: str, known: Collection[str] | None = None) -> "Table | None":
        """A table in it; None if there is none."""
        return Table(f"{self.where} [{key}]", self._values[key], known) if key in self._values else None

    def tables(self, key: str, known: Collection[str]) -> list["Table"]:
        """A list of tables."""
        value = self._values.get(key, [])
        if not isinstance(value, list):
            self.refuse(key, "is not a list of tables")
        return [Table(f"{self.where} {key}", each, known) for each in cast("list[object]", value)]

    def refuse(self, key: str, what: str) -> None:
        """Say what is the matter with the value of a key.

        Raises:
            ConfigTrouble: always.
        """
        value = f" has the value {self._values[key]!r:.60}, which" if key in self._values else " is missing, or it"
        raise ConfigTrouble(f"{self.where}: the key {key!r}{value} {what}")


def nearest(given: str, known: Collection[str]) -> str:
    """What was probably meant, else what there is."""
    near = difflib.get_close_matches(given, known, n=1, cutoff=0.5)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"known are {', '.join(known)}" if len(known) <= _SHOWN else f"there are {len(known)} others"
