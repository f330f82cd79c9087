"""The census: one hand-in for each student, by the name that the roster has for the student where there is one."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sensei.grading.gradebook import Person
from sensei.grading.intake.findings import Findings
from sensei.grading.intake.handin import Handin
from sensei.grading.intake.roster import Roster
from sensei.grading.intake.sender import Sender

_BEGINNING = datetime.min.replace(tzinfo=UTC)


def census(handins: Iterable[Handin], roster: Roster | None, findings: Findings) -> list[Handin]:
    """The hand-in that counts of each student, in the order in which the students were met first.

    The senders are renamed: no two students are called the same, and a student on the roster is called as there.
    `findings` are told of all that needs a person's eye.
    """
    groups: dict[str, list[Handin]] = {}
    present: dict[str, Person] = {}
    for handin in handins:
        person = _person(handin, roster, findings) if roster else None
        if person:
            present[person.student] = person
            handin = replace(handin, key=f"person {person.student}", sender=_as_known(handin, person))
        groups.setdefault(handin.key, []).append(handin)
    taken = set(present)
    counted = [_named_apart(key, _newest(group, findings), taken, findings) for key, group in groups.items()]
    findings.students = len(counted)
    if roster:
        findings.absent += [person for person in roster.people if person.student not in present]
        findings.unknown += [each.sender.student for each in counted if not each.key.startswith("person ")]
    _tell_look_alikes([each.sender.student for each in counted], findings)
    return counted


def _person(handin: Handin, roster: Roster, findings: Findings) -> Person | None:
    sender = handin.sender
    people = roster.find(sender.student, sender.name, sender.identifiers)
    if len(people) > 1:
        names = ", ".join(person.student for person in people[:4])
        findings.ambiguous.append(
            f"{handin.source} may be from any of {names}: give the roster a column that tells them apart."
        )
    return people[0] if len(people) == 1 else None


def _as_known(handin: Handin, person: Person) -> Sender:
    known = {**handin.sender.identifiers, **person.identifiers}
    return replace(handin.sender, student=person.student, name=person.name or handin.sender.name, identifiers=known)


def _newest(group: Sequence[Handin], findings: Findings) -> Handin:
    if len(group) == 1:
        return group[0]
    times = [each.time for each in group]
    # Where nothing tells a time, the later in order counts.
    place = max(range(len(group)), key=lambda number: (times[number] or _BEGINNING, number))
    others = ", ".join(
        _words(each, time) for number, (each, time) in enumerate(zip(group, times, strict=True)) if number != place
    )
    findings.duplicates.append(
        f"{group[place].sender.student} handed in {len(group)} times: {_words(group[place], times[place])} counts, "
        f"and {others} {'does' if len(group) == 2 else 'do'} not."
    )
    return group[place]


def _words(handin: Handin, time: datetime | None) -> str:
    return f"{handin.source} ({time.astimezone():%Y-%m-%d %H:%M})" if time else handin.source


def _named_apart(key: str, handin: Handin, taken: set[str], findings: Findings) -> Handin:
    student = handin.sender.student
    if key == f"person {student}":
        return handin
    number = 1
    while student in taken:
        number += 1
        student = f"{handin.sender.student} ({number})"
    if number > 1:
        findings.duplicates.append(
            f"{handin.source} looks as if it were from {handin.sender.student}, but its name is another: "
            f"it is listed as {student}."
        )
    taken.add(student)
    return replace(handin, sender=replace(handin.sender, student=student))


def _tell_look_alikes(students: Sequence[str], findings: Findings) -> None:
    alike: dict[str, list[str]] = {}
    for student in students:
        alike.setdefault(unicodedata.normalize("NFKC", student).casefold(), []).append(student)
    findings.duplicates += [
        f"{' and '.join(names)} differ in the case or form of letters alone: they are kept as {len(names)} students."
        for names in alike.values()
        if len(names) > 1
    ]
