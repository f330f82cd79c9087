"""Gradescope's list of submissions, `submission_metadata.yml`: who handed in which folder, and when.

Only what a line at a known depth says is read: the file also quotes what students' programs printed.
"""

import itertools
import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from sensei.grading.intake.entry import legible
from sensei.grading.intake.sender import Sender

FILE = "submission_metadata.yml"
_FOLDER = re.compile(r"(?P<folder>[^\s:#][^:]*):\s*$")
_SECTION = re.compile(r"  :(?P<key>\w+):\s*(?P<value>.*)$")
_PERSON = re.compile(r"(?:  ){1,2}(?P<first>- |  ):(?P<key>\w+):\s*(?P<value>.*)$")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)?\s*(Z|UTC|[+-]\d\d:?\d\d)?")


def senders(lines: Iterable[str]) -> dict[str, list[Sender]]:
    """The senders by folder; a group's hand-in has several."""
    return dict(_senders(lines))


def _senders(lines: Iterable[str]) -> Iterator[tuple[str, list[Sender]]]:
    folder, section, created = "", "", ""
    people: list[dict[str, str]] = []
    for line in itertools.chain(lines, ["end:"]):
        line = line.rstrip("\r\n")
        if match := _FOLDER.match(line):
            if folder:
                yield folder, [_sender(folder, person, created) for person in people if any(person.values())]
            folder, section, created, people = _plain(match["folder"]), "", "", []
        elif match := _SECTION.match(line):
            section = match["key"]
            created = match["value"] if section == "created_at" else created
        elif section == "submitters" and (match := _PERSON.match(line)):
            if match["first"] == "- ":
                people.append({})
            if people:
                people[-1][match["key"]] = _plain(match["value"])


def _sender(folder: str, person: dict[str, str], created: str) -> Sender:
    known = {key: legible(person[key]) for key in ("sid", "email") if person.get(key)}
    name = legible(person.get("name", ""))
    student = known.get("sid") or known.get("email") or name
    return Sender(student, name, stamp=_time(created), timed=False, identifiers={**known, "gradescope": folder})


def _plain(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] == '"':
        try:
            return str(json.loads(value))
        except ValueError:
            return value[1:-1]
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    return "" if value in {"~", "null"} else value


def _time(value: str) -> datetime | None:
    match = _TIME.search(value)
    if not match:
        return None
    zone = (match[3] or "Z").replace("UTC", "Z")
    try:
        return datetime.fromisoformat(f"{match[1]}T{match[2]}{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None
