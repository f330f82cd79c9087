"""The sender: who handed something in, as the name of a file or folder tells it. Each learning platform has its scheme.

Canvas       `lovelaceada_LATE_1234_56789_FILE` (user, attachment), `LATE_anon_x1Y2z_56789_FILE`, `..._1234_text.html`
Moodle       `Ada Lovelace_1234_assignsubmission_file_/FILE`, or the same flat, `..._assignsubmission_file_FILE`
Blackboard   `Assignment 1_alovelace_attempt_2026-03-01-23-59-07_FILE`
GitHub       `assignment-login/`, in a folder `assignment-submissions/`
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sensei.grading.intake.entry import legible

_CANVAS = re.compile(
    r"(?:(?P<name>[^\W_].*?)_)??(?P<late>LATE_)?(?P<id>anon_\w+?|\d+)_(?:(?P<file>[1-9]\d*)_(?P<rest>.+)|(?:text|link)\.html)"
)
_MOODLE = re.compile(r"(?P<name>[^_].*?)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)(?:_(?P<rest>.*))?", re.DOTALL)
_BLACKBOARD = re.compile(
    r"(?:(?P<work>.+)_)?(?P<id>[^_]+)_attempt_(?P<time>\d{4}(?:-\d{2}){5})(?:_(?P<rest>.+)|\.txt)?", re.DOTALL
)


@dataclass(frozen=True)
class Sender:
    """Who handed something in.

    Attributes:
        student: what identifies the student among those of this run.
        name: as people write it; empty if not told.
        late: whether the platform marked it as late; None if the scheme does not tell.
        stamp: when it was handed in, as the platform says.
        timed: whether the times of the files may be believed: a platform's download may give them its own.
        number: which of several files of one name is the newer, as the platform counts.
        rest: the file's own name.
        identifiers: what a roster may know the student by.
    """

    student: str
    name: str = ""
    late: bool | None = None
    stamp: datetime | None = None
    timed: bool = True
    number: int = 0
    rest: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict[str, str])


def sender_of(name: str) -> Sender | None:
    """The sender in a name of one of the platforms' schemes; None if it follows none."""
    if found := _MOODLE.fullmatch(name):
        # `Participant 1234` is what the worksheet calls the student; names need not be unique.
        person = legible(found["name"])
        blind = person.casefold() in {"participant", ""}
        student = f"Participant {found['id']}" if blind else f"{person} {found['id']}"
        known = {"moodle": found["id"]}
        return Sender(student, "" if blind else person, timed=False, rest=found["rest"] or "", identifiers=known)
    if found := _BLACKBOARD.fullmatch(name):
        login = legible(found["id"])
        known = {"blackboard": login, "login": login}
        return Sender(login, stamp=_stamp(found["time"]), timed=False, rest=found["rest"] or "", identifiers=known)
    if found := _CANVAS.fullmatch(name):
        # The squashed name is not unique and the number is: both, so that a person can read it.
        person = legible(found["name"] or "")
        student = f"{person} {found['id']}".strip()
        return Sender(
            student,
            late=bool(found["late"]),
            timed=False,
            number=int((found["file"] or "0")[:18]),
            rest=found["rest"] or "text.html",
            identifiers={"canvas": found["id"]} | ({"canvas name": person} if person else {}),
        )
    return None


def _stamp(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d-%H-%M-%S").astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def login_in(folder: str, prefix: str) -> str:
    """The login in the name of a clone, which is what stands behind the name of the assignment."""
    return legible(folder[len(prefix) :] if folder.startswith(prefix) else folder)
