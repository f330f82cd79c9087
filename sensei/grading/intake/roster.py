"""The roster: who is in the class, and who of them a hand-in is from."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from sensei.grading.gradebook import Person
from sensei.grading.intake.entry import legible
from sensei.refusal import Refusal

_COLUMNS = {
    "student": "student identifier",
    "login": "login loginid sisloginid username user userid netid",
    "sid": "sid studentid studentnumber idnumber orgdefinedid matriculationnumber matriculation",
    "sis": "sis sisid sisuserid",
    "id": "id",
    "canvas": "canvas canvasid",
    "email": "email emailaddress mail",
    "github": "github githubusername githublogin githubuser",
    "moodle": "moodle moodleid participant",
    "name": "name fullname studentname displayname",
    "first": "firstname first givenname forename",
    "last": "lastname last surname familyname",
    "section": "section sections group groups",
}
_KEY_OF = {header.casefold(): key for key, headers in _COLUMNS.items() for header in headers.split()}
# The first of these that a line fills is what the student is called in the results.
_CALLED = ("student", "login", "sid", "sis", "canvas", "id", "email", "github", "moodle", "name")
_NO_IDENTIFIER = {"section", "canvas name"}
_PARTICIPANT = re.compile(r"Participant (\d+)")
_NO_STUDENT = re.compile(r"points possible|student, test", re.IGNORECASE)
_LONGEST = 64 * 2**20
_Key = TypeVar("_Key")


class RosterTrouble(Refusal):
    """The roster cannot be used. The message says what is in the way, and what to do."""


@dataclass(frozen=True)
class Roster:
    """The class, in the order of the file."""

    people: tuple[Person, ...]

    @classmethod
    def read(cls, path: Path) -> "Roster":
        """Read a CSV with a line of headers; commas, semicolons or tabs. Exports of Canvas, Moodle and GitHub will do.

        Raises:
            RosterTrouble: there is none, it is not a table of UTF-8, has no column that identifies a student, or
                lists one student twice.
        """
        text = _text(path)
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        try:
            headers = next(rows, [])
            keys = [_KEY_OF.get(re.sub(r"[\W_]", "", header).casefold(), "") for header in headers]
            if not set(keys) & {*_CALLED, "last"}:
                have = ", ".join(repr(legible(each)) for each in headers) or "nothing"
                raise RosterTrouble(
                    f"the first line of {path.name} has {have}, and none of it is a column that tells students apart: "
                    "name one student, login, sid, id, email, github or name."
                )
            return cls(tuple(_people(path.name, keys, rows)))
        except csv.Error as error:
            raise RosterTrouble(f"{path.name} is not a table, near line {rows.line_num}: {error}.") from error

    def find(self, student: str, name: str = "", identifiers: Mapping[str, str] | None = None) -> tuple[Person, ...]:
        """The people that a hand-in may be from; more than one if what it tells fits several.

        What is told under the same title counts before what is equal by chance, and names count last.
        """
        known = {key: value for key, value in (identifiers or {}).items() if value}
        told = [student, *(value for key, value in known.items() if key not in _NO_IDENTIFIER)]
        titled = [("student", student), *known.items()]
        names = [name, student, known.get("canvas name", "")]
        folded = [each.casefold() for each in told]
        tiers = (
            [self._titled.get(each, ()) for each in titled],
            [self._values.get(each, ()) for each in folded],
            [self._mailboxes.get(each, ()) for each in folded],
            [self._names.get(_squashed(each), ()) for each in names],
        )
        found = ({person.student: person for people in tier for person in people} for tier in tiers)
        return tuple(next((each.values() for each in found if each), ()))

    @cached_property
    def _titled(self) -> dict[tuple[str, str], list[Person]]:
        return _index((each, person) for person in self.people for each in _identifiers(person))

    @cached_property
    def _values(self) -> dict[str, list[Person]]:
        return _index((value.casefold(), person) for person in self.people for _, value in _identifiers(person))

    @cached_property
    def _mailboxes(self) -> dict[str, list[Person]]:
        mails = ((person.identifiers.get("email", ""), person) for person in self.people)
        return _index((mail.partition("@")[0].casefold(), person) for mail, person in mails if "@" in mail)

    @cached_property
    def _names(self) -> dict[str, list[Person]]:
        return _index((each, person) for person in self.people for each in _spellings(person.name) if each)


def _index(pairs: Iterable[tuple[_Key, Person]]) -> dict[_Key, list[Person]]:
    found: dict[_Key, list[Person]] = {}
    for key, person in pairs:
        found.setdefault(key, []).append(person)
    return found


def _people(file: str, keys: Sequence[str], rows: Iterator[list[str]]) -> Iterator[Person]:
    lines: dict[str, int] = {}
    number = 1
    for row in rows:
        number += 1
        cells = {key: legible(cell) for key, cell in zip(keys, row, strict=False) if key and cell.strip()}
        if not cells or any(_NO_STUDENT.search(cell) for cell in row):
            continue
        person = _person(cells, keys)
        if not person.student:
            raise RosterTrouble(f"row {number} of {file} names nobody: give the student an identifier, or delete it.")
        if person.student in lines:
            raise RosterTrouble(
                f"rows {lines[person.student]} and {number} of {file} are both {person.student!r}: keep one of them, "
                "or give each an identifier of its own."
            )
        lines[person.student] = number
        yield person


def _person(cells: dict[str, str], keys: Sequence[str]) -> Person:
    if match := _PARTICIPANT.fullmatch(cells.get("student", "")):  # as Moodle's worksheet has it
        cells["moodle"] = match[1]
        del cells["student"]
    elif "name" not in keys and "first" not in keys and {"id", "login", "sis"} & set(keys):
        # As Canvas has it: the student is a name, and tells nobody apart.
        cells["name"] = cells.pop("student", "")
        if {"sis", "login", "section"} & set(keys) and "id" in cells:
            cells["canvas"] = cells.pop("id")
    name = cells.pop("name", "") or f"{cells.get('first', '')} {cells.get('last', '')}".strip()
    called = next((cells[key] for key in _CALLED if cells.get(key)), name)
    known = {key: value for key, value in cells.items() if key not in {"student", "first", "last"}}
    return Person(called, name, known)


def _identifiers(person: Person) -> list[tuple[str, str]]:
    titled = [(key, value) for key, value in person.identifiers.items() if key not in _NO_IDENTIFIER]
    return [("student", person.student), *titled]


def _spellings(name: str) -> set[str]:
    """A name squashed, with the family name first and last, as platforms write it into names of files."""
    family, comma, given = name.partition(",")
    words = name.replace(",", " ").split()
    turned = given + family if comma else " ".join(words[-1:] + words[:-1])
    return {_squashed(name), _squashed(turned)}


def _squashed(name: str) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", name).casefold())


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(_LONGEST + 1)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise RosterTrouble(f"the roster {str(path)!r} cannot be read ({why}): name a CSV file.") from error
    if len(raw) > _LONGEST:
        raise RosterTrouble(f"{path.name} is longer than 64 MiB, which no roster is: name a CSV file.")
    try:
        text = raw.decode("utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise RosterTrouble(
            f"{path.name} is not UTF-8 (byte {error.start:,}): save it anew, in a spreadsheet as 'CSV UTF-8'."
        ) from error
    if "\0" in text:
        raise RosterTrouble(f"{path.name} holds null bytes, so it is no text: save the roster as CSV.")
    return text


def _delimiter(text: str) -> str:
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)
