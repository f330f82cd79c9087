"""The sender: who handed something in, as the name of a file or folder tells it. Each learning platform has its scheme.

Canvas       `lovelaceada_LATE_1234_56789_FILE` (user, attachment), `LATE_anon_x1Y2z_56789_FILE`, `..._1234_text.html`
Moodle       `Ada Lovelace_1234_assignsubmission_file_/FILE`, or the same flat, `..._assignsubmission_file_FILE`
Blackboard   `Assignment 1_alovelace_attempt_2026-03-01-23-59-07_FILE`
GitHub       `assignment-login/`, in a folder `assignment-submissions/`
"""

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sensei.grading.intake.entry import legible

# Each is looked for at every place of a name, as students choose what stands around it.
_MOODLE = re.compile(r"(?=_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)(?:_(?P<rest>.*))?\Z)", re.DOTALL)
_BLACKBOARD = re.compile(
    r"(?=(?:\A|_)(?P<id>[^_]+)_attempt_(?P<time>\d{4}(?:-\d{2}){5})(?:_(?P<rest>.+)|\.txt)?\Z)", re.DOTALL
)
_CANVAS = re.compile(
    r"(?=(?:\A|_)(?P<late>LATE_)?(?P<id>(?:(?<=\A)|(?<=\ALATE_))anon_[^\W_]+|\d+)"
    r"_(?:(?P<file>[1-9]\d*)_(?P<rest>.+)|(?:text|link)\.html)\Z)"
)
_SQUASHED = re.compile(r"(?:[^\W_][\w-]*)?(?<!LATE)")


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


def readings(name: str) -> list[Sender]:
    """Everybody whom a name can be read to speak of, by any of the schemes; nobody if it follows none.

    What students call themselves stands before the platform's part and what they call their file behind it, and either
    may be made to look like the platform's part with the number of somebody else. Then there are several, and no way
    to know: who must not be wrong takes none of them.
    """
    found = [*_moodle(name), *itertools.islice(_blackboard(name), 1), *_canvas(name)]
    return [each for number, each in enumerate(found) if each not in found[:number]]


def sender_of(name: str) -> Sender | None:
    """The sender in a name of one of the platforms' schemes; None if it follows none or can be read in several ways."""
    found = readings(name)
    return found[0] if len(found) == 1 else None


def _moodle(name: str) -> Iterator[Sender]:
    for found in _MOODLE.finditer(name):
        # `Participant 1234` is what the worksheet calls the student; names need not be unique.
        person = legible(name[: found.start()])
        if name[:1] == "_" or not found.start():
            continue
        blind = person.casefold() in {"participant", ""}
        student = f"Participant {found['id']}" if blind else f"{person} {found['id']}"
        known = {"moodle": found["id"]}
        yield Sender(student, "" if blind else person, timed=False, rest=found["rest"] or "", identifiers=known)


def _blackboard(name: str) -> Iterator[Sender]:
    # No student chooses what stands before the first: the work is the instructor's to name, the login the school's.
    for found in _BLACKBOARD.finditer(name):
        login = legible(found["id"])
        known = {"blackboard": login, "login": login}
        yield Sender(login, stamp=_stamp(found["time"]), timed=False, rest=found["rest"] or "", identifiers=known)


def _canvas(name: str) -> Iterator[Sender]:
    for found in _CANVAS.finditer(name):
        if not _SQUASHED.fullmatch(name[: found.start()]):
            continue
        # The squashed name is not unique and the number is: both, so that a person can read it.
        person = legible(name[: found.start()])
        yield Sender(
            f"{person} {found['id']}".strip(),
            late=bool(found["late"]),
            timed=False,
            number=int((found["file"] or "0")[:18]),
            rest=found["rest"] or "text.html",
            identifiers={"canvas": found["id"]} | ({"canvas name": person} if person else {}),
        )


def _stamp(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d-%H-%M-%S").astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def login_in(folder: str, prefix: str) -> str:
    """The login in the name of a clone, which is what stands behind the name of the assignment."""
    return legible(folder[len(prefix) :] if folder.startswith(prefix) else folder)
