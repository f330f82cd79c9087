"""Overrides: points that an instructor set by hand, from `overrides.csv`. They stay when a class is graded again."""

import csv
import math
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sensei.grading.outputs.words import points
from sensei.grading.run.table import nearest
from sensei.refusal import Refusal

FILE = "overrides.csv"
_COLUMNS = ("student", "koan", "points", "reason")
_NO_REASON = "set by hand"
_ROUNDED = 0.005 + 1e-9  # a worth is told with two decimals, and whoever sets it in full copies those


class OverrideTrouble(Refusal):
    """A file of overrides that cannot be used. The message names the file, the line and the remedy."""


@dataclass(frozen=True)
class Override:
    """Points that somebody set, and why; `row` names the place in the file, for a sentence."""

    points: float
    reason: str
    row: str = field(default="", compare=False)


@dataclass(frozen=True)
class Overrides:
    """What was set by hand.

    Attributes:
        koans: by student and identity of the koan.
        scores: by student, for the whole score.
    """

    koans: Mapping[tuple[str, str], Override] = field(default_factory=dict[tuple[str, str], Override])
    scores: Mapping[str, Override] = field(default_factory=dict[str, Override])

    @classmethod
    def load(cls, path: Path) -> "Overrides":
        """Read the file; nothing is set where there is none.

        Raises:
            OverrideTrouble: it is no CSV with these columns, or sets what is no number, or sets something twice.
        """
        koans: dict[tuple[str, str], Override] = {}
        scores: dict[str, Override] = {}
        first: dict[tuple[str, str], int] = {}
        for line, row in _rows(path):
            student, koan = row["student"], row["koan"]
            if not student:
                raise OverrideTrouble(f"{path}, line {line}: no student is named: fill the first column")
            if (student, koan) in first:
                raise OverrideTrouble(
                    f"{path}, line {line}: the same was set on line {first[student, koan]}: keep one of them"
                )
            first[student, koan] = line
            override = Override(_points(path, line, row["points"]), row["reason"] or _NO_REASON, f"{path}, line {line}")
            if koan:
                koans[student, koan] = override
            else:
                scores[student] = override
        return cls(koans, scores)

    def check(self, worth: Mapping[str, float]) -> None:
        """Refuse points above what can be earned: most are a slip of the pen, and a platform takes none of them.

        Args:
            worth: the most that each koan gives, by identity.

        Raises:
            OverrideTrouble: a koan, or a whole score, is given more.
        """
        out_of = math.fsum(worth.values())
        most = [(override, worth[koan], koan) for (_, koan), override in self.koans.items() if koan in worth]
        for override, limit, what in [*most, *((each, out_of, "the whole") for each in self.scores.values())]:
            if override.points > limit + _ROUNDED:
                raise OverrideTrouble(
                    f"{override.row}: {override.points:g} points are set, and {what} is worth {points(limit)}: "
                    "write that or less; what koans are worth, `points` and `weights` in grading.toml say"
                )

    def idle(self, known: Callable[[str], bool], koans: Collection[str], course: Collection[str]) -> Iterator[str]:
        """One sentence for each override that changes nothing.

        Args:
            known: whether a student is in the class.
            koans: the identities of those that count.
            course: those of all koans that there are.
        """
        for student, koan in [*((student, "") for student in self.scores), *self.koans]:
            sets = f"{FILE} sets points of {student!r}"
            if not known(student):
                yield f"{sets}, who has handed in nothing: write the student as gradebook.csv does, or delete the line."
            elif koan and koan not in course:
                yield f"{sets} for {koan!r}, and there is no koan {koan!r}: {nearest(koan, course)}"
            elif koan and koan not in koans:
                yield f"{sets} for {koan!r}, which does not count here: delete the line, or ask for the koan."


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline()
            file.seek(0)
            # A spreadsheet in many languages writes semicolons where others write commas.
            reader = csv.DictReader(file, delimiter=";" if head.count(";") > head.count(",") else ",", strict=True)
            given = [each.strip().lower() for each in reader.fieldnames or []]
            if given and given[: len(_COLUMNS)] != list(_COLUMNS):
                raise OverrideTrouble(
                    f"{path}: the first line is not `{','.join(_COLUMNS)}`: write that above the others"
                )
            reader.fieldnames = given or None
            for row in reader:
                if any(row.get(each) for each in _COLUMNS):
                    yield reader.line_num, {each: (row.get(each) or "").strip() for each in _COLUMNS}
    except FileNotFoundError:
        return
    except OSError as error:
        raise OverrideTrouble(f"{path} cannot be read: {error.strerror or error}") from None
    except (csv.Error, UnicodeDecodeError) as error:
        raise OverrideTrouble(f"{path} is not a CSV file in UTF-8 that can be read: {error}") from None


def _points(path: Path, line: int, text: str) -> float:
    try:
        points = float(text.replace(",", "."))
    except ValueError:
        points = math.nan
    if not (math.isfinite(points) and points >= 0):
        raise OverrideTrouble(f"{path}, line {line}: the points are {text!r}: write a number of 0 or more")
    return points
