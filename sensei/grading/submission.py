"""The submission: what one student handed in, as bytes that nobody has run or trusted yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Trouble:
    """Something that is the matter with a hand-in, in one sentence.

    `file` is the koan file that it concerns, by the course's name for it (`test_01_first_tensors.py`); empty if it
    concerns none of them, or all. `suspicious` marks what no honest tool writes (a link out of the folder, a path
    with `..`): it goes to the integrity notes, and accuses nobody.
    """

    sentence: str
    file: str = ""
    suspicious: bool = False


@dataclass(frozen=True)
class Submission:
    """One hand-in.

    Attributes:
        student: what identifies the student in this run: a login, a number or the name of the folder; never empty.
        name: as people write it, if the hand-in tells.
        files: the koan files found, raw, by the course's name for them.
        troubles: what could not be used, and why.
        handed_in: when, with a time zone, if anything tells.
        late: whether the learning platform marked it as late; None if it does not say.
        identifiers: other names that a roster or a platform may know the student by, such as `{"canvas": "1234"}`.
        source: where it was found, in words for a person, such as `class.zip: ada_1234_5678_koans.zip`.
    """

    student: str
    name: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    troubles: tuple[Trouble, ...] = ()
    handed_in: datetime | None = None
    late: bool | None = None
    identifiers: Mapping[str, str] = field(default_factory=dict[str, str])
    source: str = ""
