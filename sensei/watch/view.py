"""The view: what the watch shows just now, as plain data."""

from dataclasses import dataclass, field
from enum import Enum, auto

from sensei.course import Course, Koan, Topic
from sensei.sight import Sight
from sensei.watch.listing import Listing


class Panel(Enum):
    """What fills the screen."""

    KOAN = auto()
    LIST = auto()
    SOLUTION = auto()
    KEYS = auto()
    OVERVIEW = auto()
    OPENING = auto()


class Late(Enum):
    """How far the trial of a function on many more inputs is."""

    NONE = auto()
    RUNNING = auto()
    HELD = auto()
    FAILED = auto()


@dataclass
class View:
    """All that is on the screen.

    Attributes:
        koan: the one in hand; None when there is none left that does not hold.
        sight: how it looks since it was run last; None until then.
        glance: how its text looks, for as long as nothing else is known of it.
        waits: whether the verdict is being waited for, so that what is known is of an earlier text.
        answers: what the learner wrote in its blanks, once it holds.
        rungs: how many hints of it are shown.
        held: the koans that hold, as far as is known.
        note: one sentence above the keys.
        asks: whether the note is a question that `y` answers.
        checked: what a run of all koans has found.
    """

    course: Course
    koan: Koan | None = None
    panel: Panel = Panel.KOAN
    sight: Sight | None = None
    glance: Sight | None = None
    waits: bool = False
    answers: tuple[str, ...] = ()
    rungs: int = 0
    held: set[str] = field(default_factory=set[str])
    note: str = ""
    asks: bool = False
    late: Late = Late.NONE
    offer: str = ""
    trouble: str = ""
    milestone: Topic | None = None
    listing: Listing | None = None
    checked: dict[str, Sight] = field(default_factory=dict[str, Sight])

    @property
    def passed(self) -> bool:
        """Whether the koan in hand holds."""
        return self.sight is not None and self.sight.verdict.passed

    def turn_to(self, koan: Koan | None) -> None:
        """Take another koan in hand; nothing is known of it yet."""
        self.koan, self.panel = koan, Panel.KOAN
        self.glance, self.waits = None, False
        self.sight, self.answers, self.rungs, self.late = None, (), 0, Late.NONE
        self.note = self.offer = ""
        self.asks, self.milestone, self.listing = False, None, None
