"""A generated class: the real course's columns, realistic names, wrong answers drawn from its misconceptions."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sensei.course import Course
from sensei.grading.gradebook import Alike, Column, Gradebook, Mark, Person, Result
from sensei.grading.item import Assurance
from sensei.verdict import Outcome, Verdict

GIVEN = "Ada Amara Anders Aiko Beatriz Björn Chidi Chloé Dalia Dmitri Elif Emeka Farah Felix Grace Hana Hugo Ines Ivan Jamal Jun Kamala Katya Liam Lucía Mateo Mei Minh Nadia Noor Olu Oskar Paula Priya Quentin Rania Ravi Sana Sofia Tariq Tomás Uma Viktor Wanjiru Xin Yara Yusuf Zoë Zuri محمد".split()
FAMILY = "Abebe Almeida Andersson Banerjee Chen Costa Diallo Dubois Eriksen Fernández Fischer García Haddad Hoang Ibrahim Iyer Jansen Johansson Kaya Kim Kowalski Kumar Lindqvist López Mbeki Mensah Moreau Müller Nakamura Nguyen Novák O'Brien Okafor Ortiz Park Patel Petrova Quispe Rahman Rossi Sato Schmidt Silva Singh Suzuki Tanaka Tran Van-den-Berg Wang Yildiz Zhang".split()


def columns_of(course: Course) -> tuple[Column, ...]:
    return tuple(
        Column(koan.identity, koan.title, topic.slug, topic.title, 1.0)
        for topic in course.topics
        for koan in topic.koans
    )


def book_of(course: Course, students: int, *, seed: int = 0, unique: float = 0.01) -> Gradebook:
    """A class whose results are made anew at each walk, the same each time."""
    columns = columns_of(course)
    chance = random.Random(f"koans {seed}")
    hardness = {column.identity: chance.betavariate(1.6, 7) + 0.01 * chance.random() for column in columns}
    for at, column in enumerate(columns):
        hardness[column.identity] = min(0.85, hardness[column.identity] + 0.18 * at / len(columns))

    def results() -> Iterator[Result]:
        for number in range(students):
            yield _result(course, columns, hardness, number, random.Random(f"{seed} {number}"), unique)

    some = [
        _result(course, columns, hardness, number, random.Random(f"{seed} {number}"), unique)
        for number in range(min(3, students))
    ]
    return Gradebook(
        title="PyTorch koans, autumn term",
        columns=columns,
        results=results,
        absent=tuple(
            Person(f"s{number:05}", f"{GIVEN[number]} {FAMILY[-number - 1]}") for number in range(min(4, students))
        ),
        unknown=tuple(each.student for each in some[:1]),
        duplicates=tuple(f"{each.name} handed in twice: the one of 14 November 21:07 was taken." for each in some[1:2]),
        alike=(
            Alike(tuple(each.student for each in some), tuple(c.identity for c in columns[4:7]), "torch.Size([7, 1])"),
        )
        if some
        else (),
        about={
            "Course": f"{len(columns)} koans, 2026.1",
            "torch": "2.13.0",
            "Policy": "seed 7, 50 examples a property, 5 s of processor time a koan",
            "Sandbox": "bubblewrap: no network, read-only system, own pid and user namespaces, rlimits",
        },
    )


def _result(course, columns, hardness, number, chance, unique) -> Result:
    skill, reach = chance.gauss(0, 0.9), chance.random() ** 0.35
    far = len(columns) if reach > 0.62 else max(3, int(len(columns) * reach / 0.62))
    marks = tuple(
        _mark(koan, column, at < far, hardness[column.identity], skill, chance, unique)
        for at, (koan, column) in enumerate(zip(course.koans, columns, strict=True))
    )
    raw = sum(mark.points for mark in marks)
    late = chance.choice([3600.0, 26 * 3600.0]) if chance.random() < 0.04 else 0.0
    penalty = round(raw * 0.1, 2) if late else 0.0
    due = datetime(2026, 11, 15, 12, 0, tzinfo=UTC)
    name = f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}"
    return Result(
        student=f"s{number + 10_000}",
        name=name,
        marks=marks,
        raw=raw,
        out_of=float(len(columns)),
        penalty=penalty,
        score=raw - penalty,
        handed_in=due + timedelta(seconds=late or -chance.randrange(90_000)),
        late=late,
        troubles=(
            "test_05_storage_strides_views_and_copies.py holds tabs and spaces mixed: it was read as it was meant.",
        )
        if chance.random() < 0.03
        else (),
        notes=("The archive held a link that leads out of the folder: it was left out.",)
        if chance.random() < 0.01
        else (),
    )


def _mark(koan, column, reached, hardness, skill, chance, unique) -> Mark:
    code = any(
        blank.kind.value == "code" if hasattr(blank.kind, "value") else blank.kind == "code" for blank in koan.blanks
    )
    sure = Assurance.DATA if code else Assurance.VALUES

    def mark(outcome, points=0.0, answers=(), facts=(), belief="", assurance=sure, note=""):
        return Mark(
            column,
            Verdict(column.identity, outcome, 1, tuple(facts), "", belief),
            points,
            assurance,
            tuple(answers),
            note,
        )

    if not reached or chance.random() < 0.004:
        return mark(Outcome.BLANK, facts=["A blank is left."], assurance=Assurance.TEXT)
    if chance.random() > hardness * (2**-skill):
        return mark(Outcome.PASSED, column.points, koan.solution)
    dice = chance.random()
    if dice < unique * 5:
        return mark(
            Outcome.WRONG,
            answers=[f"torch.tensor([{chance.randrange(10**6)}])"],
            facts=["The answer does not hold: it is another tensor than the one on the left."],
        )
    if dice < 0.9 and koan.hints.misconceptions:
        listed = koan.hints.misconceptions
        chosen = listed[min(len(listed) - 1, int(chance.expovariate(1.1)))]
        return mark(Outcome.WRONG, answers=chosen.answers, belief=chosen.reply)
    if dice < 0.93:
        return mark(
            Outcome.BROKEN,
            answers=["x.sum("],
            facts=["The file does not parse on line 41: a bracket is never closed."],
            assurance=Assurance.TEXT,
        )
    if dice < 0.95:
        return mark(Outcome.TIMEOUT, answers=["while True: pass"], facts=["The answer took longer than 5 seconds."])
    if dice < 0.97:
        return mark(
            Outcome.MIRROR, answers=["x.dtype"], facts=["The answer restates the other side."], assurance=Assurance.TEXT
        )
    if dice < 0.98:
        return mark(Outcome.EDITED, facts=["The koan's own words were changed."], assurance=Assurance.TEXT)
    odd = "the answer looked at the frames above it" if chance.random() < 0.03 else ""
    return mark(
        Outcome.WRONG,
        answers=["None"],
        facts=["The answer does not hold: it is None."],
        assurance=Assurance.LIVE,
        note=odd,
    )
