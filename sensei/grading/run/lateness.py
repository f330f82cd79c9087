"""Lateness: what is taken off a score because of when it was handed in."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from sensei.grading.run.table import ConfigTrouble, Table

_DAY, _HOUR, _MINUTE = 86400.0, 3600.0, 60.0


@dataclass(frozen=True)
class Late:
    """The policy for late hand-ins. Per cent are of what was earned.

    Attributes:
        due: when, with a time zone.
        grace: seconds after that which cost nothing; who is later is late from `due` on.
        per_day: per cent for each day that has begun.
        steps: pairs of seconds and per cent, in order: who is later than so many seconds loses so much. The last that
            applies counts.
        at_most: per cent that lateness costs at most.
        floor: points below which lateness takes nobody.
    """

    due: datetime
    grace: float = 0.0
    per_day: float = 0.0
    steps: tuple[tuple[float, float], ...] = ()
    at_most: float = 100.0
    floor: float = 0.0

    KEYS: ClassVar = ("due", "time_zone", "grace_minutes", "percent_per_day", "steps", "at_most", "floor")

    @classmethod
    def read(cls, table: Table) -> "Late":
        """What a table `[late]` says.

        Raises:
            ConfigTrouble: a key is missing, or has a value that cannot be used.
        """
        if "steps" in table and "percent_per_day" in table:
            raise ConfigTrouble(f"{table.where} has both 'steps' and 'percent_per_day': keep one of them")
        if "steps" not in table and "percent_per_day" not in table:
            raise ConfigTrouble(f"{table.where} does not say what lateness costs: add percent_per_day = 10, or steps")
        steps = [
            (each.number("after_hours", 0) * _HOUR, each.number("percent", 0, 100))
            for each in table.tables("steps", ("after_hours", "percent"))
        ]
        return cls(
            due=_due(table),
            grace=table.number("grace_minutes", 0) * _MINUTE,
            per_day=table.number("percent_per_day", 0, 100),
            steps=tuple(sorted(steps)),
            at_most=table.number("at_most", 100, 100),
            floor=table.number("floor", 0),
        )

    def seconds(self, handed_in: datetime) -> float:
        """How much later than due; 0 if in time or within the grace."""
        over = (handed_in - self.due).total_seconds()
        return over if over > self.grace else 0.0

    def penalty(self, raw: float, seconds: float) -> float:
        """Points to take off what was earned; never more than it, and never below the floor."""
        if seconds <= 0:
            return 0.0
        begun = -(-seconds // _DAY)
        cost = self.per_day * begun
        for after, percent in self.steps:
            cost = percent if seconds > after else cost
        lost = raw * min(cost, self.at_most) / 100
        return max(0.0, min(lost, raw - self.floor))


def _due(table: Table) -> datetime:
    due, zone = table.time("due"), table.text("time_zone")
    if due.tzinfo is not None and zone:
        raise ConfigTrouble(f"{table.where}: 'due' has a time zone already: take 'time_zone' out")
    if due.tzinfo is not None:
        return due
    if not zone:
        raise ConfigTrouble(
            f"{table.where}: 'due' has no time zone: add time_zone = \"Europe/Berlin\", or whichever it is"
        )
    try:
        return due.replace(tzinfo=ZoneInfo(zone))
    except (ValueError, OSError, LookupError):
        raise ConfigTrouble(
            f"{table.where}: the time zone {zone!r} is not known here: write it as Europe/Berlin"
        ) from None
