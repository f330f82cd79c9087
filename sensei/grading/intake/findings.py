"""The findings: what intake has to tell of the class as a whole, beside the hand-ins."""

from dataclasses import dataclass, field

from sensei.grading.gradebook import Person


@dataclass
class Findings:
    """Filled by `submissions` before the first hand-in is given.

    Attributes:
        students: how many submissions are to come.
        duplicates: sentences on hand-ins of which another one of the same student was taken, and on students whose
            names differ so little that a person may take them for one.
        aside: sentences on files that are nobody's hand-in.
        absent: on the roster, but nothing was handed in.
        unknown: students that handed in and are not on the roster; empty without one.
        ambiguous: sentences on hand-ins that the roster gives to more than one person.
    """

    students: int = 0
    duplicates: list[str] = field(default_factory=list[str])
    aside: list[str] = field(default_factory=list[str])
    absent: list[Person] = field(default_factory=list[Person])
    unknown: list[str] = field(default_factory=list[str])
    ambiguous: list[str] = field(default_factory=list[str])
