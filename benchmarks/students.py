"""A made-up class that fills the course as students do. The benchmark of grading and the tests of grading grade it.

python benchmarks/students.py FOLDER [--count N] [--topics NAME,NAME] [--kind usual|distinct] [--canvas] [--meant FILE]

`usual`: of each koan about 80 % of the answers are right, in several spellings, 15 % are listed misconceptions, and
5 % nobody else has. `distinct`: no two students have an answer in common. A right prediction is written in a way of its
own, a right program does something harmless of its own, a wrong answer is a value of its own.

FOLDER gets a folder for each student; with `--canvas`, `submissions.zip` as Canvas names things and `export.csv`, its
gradebook, in which one student stands who handed nothing in. FILE says of each student which koans were meant to hold.
"""

import argparse
import csv
import io
import json
import random
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spellings import OWN, answered_wrongly, of_its_own, spelled

from sensei.course import Course, Koan, Topic
from sensei.pattern import transplant

RIGHT, KNOWN = 0.80, 0.15  # what is left is wrong in a way of its own
FIRST = "Ada Ben Cleo Dan Eva Finn Gwen Hugo Ines Jon Kim Lea Max Nora Omar Pia Quin Rosa Sam Tess".split()
LAST = "Abel Bauer Cohen Diaz Evans Fox Garcia Hahn Ito Jones Khan Lopez Moss Ng Okoye Park Rao Silva Tan Vu".split()


@dataclass(frozen=True)
class Pool:
    """How one koan is answered: its text with the answers in it. `own_*` hold a number that is put in for a student."""

    koan: Koan
    start: int
    end: int
    right: tuple[str, ...]
    known: tuple[str, ...]
    own_right: str
    own_wrong: str

    @classmethod
    def of(cls, koan: Koan) -> "Pool":
        """Every way to answer a koan, each filled once."""
        pieces = [piece for piece in koan.topic.source.pieces if piece.name in koan.parts]
        start, end = pieces[0].start, pieces[-1].end
        text = "\n".join(koan.topic.source.lines[start - 1 : end])

        def filled(answers: Sequence[str]) -> Iterator[str]:
            by_part: dict[str, list[str]] = {}
            for blank, answer in zip(koan.blanks, answers, strict=True):
                by_part.setdefault(blank.koan or "", []).append(answer)
            try:
                yield transplant(text, by_part)
            except (ValueError, SyntaxError):
                return  # a spelling that cannot stand there, or a misconception that is no Python

        solution = koan.solution
        spellings = [
            spelled(answer, blank.kind, koan.names) for blank, answer in zip(koan.blanks, solution, strict=True)
        ]
        right = [
            each
            for number in range(max(map(len, spellings)))
            for each in filled([ways[number % len(ways)] for ways in spellings])
        ]
        known = [each for belief in koan.hints.misconceptions for each in filled(belief.answers)]
        own = [of_its_own(answer, blank) for blank, answer in zip(koan.blanks, solution, strict=True)]
        return cls(
            koan,
            start,
            end,
            tuple(dict.fromkeys(right)),
            tuple(dict.fromkeys(known)),
            next(filled(own)),
            next(filled(answered_wrongly(koan.blanks, solution, own))),
        )

    def usual(self, chance: random.Random, number: int) -> tuple[str, bool]:
        """The koan as a student of a usual class has it, and whether it should hold."""
        kind = chance.random()
        if kind < RIGHT:
            place = int(len(self.right) * chance.random() ** 3)  # the first spelling is what most write
            return self.right[place], True
        if kind < RIGHT + KNOWN and self.known:
            return chance.choice(self.known), False
        return of_student(self.own_wrong, number), False

    def distinct(self, chance: random.Random, number: int) -> tuple[str, bool]:
        """The koan as nobody else has it, and whether it should hold."""
        right = chance.random() < RIGHT
        return of_student(self.own_right if right else self.own_wrong, number), right


def of_student(text: str, number: int) -> str:
    """A text with the number of a student, and the same number as blanks and tabs, in the places left for them."""
    code = f"{number:b}".translate({ord("0"): " ", ord("1"): "\t"})
    return text.replace(OWN.number, str(10**6 + number)).replace(OWN.room, f" {code} ")


class MadeUpClass:
    """A class of any size. Its students are made one at a time and are the same for the same seed."""

    def __init__(self, topics: Sequence[Topic], kind: str, seed: int = 0) -> None:
        self.kind, self.seed = kind, seed
        self.topics = {topic: [Pool.of(koan) for koan in topic.koans] for topic in topics}

    def answered(self, topic: Topic, number: int) -> Iterator[tuple[Pool, str, bool]]:
        """The koans of a topic as a student has them, and whether each should hold."""
        chance = random.Random(f"{self.seed} {number} {topic.slug}")
        for pool in self.topics[topic]:
            yield pool, *getattr(pool, self.kind)(chance, number)

    def student(self, number: int) -> tuple[dict[str, str], dict[str, bool]]:
        """The files of a student by name, and which koans were meant to hold."""
        files, meant = dict[str, str](), dict[str, bool]()
        for topic in self.topics:
            written, line = list[str](), 1
            for pool, text, meant[pool.koan.identity] in self.answered(topic, number):
                written += [*topic.source.lines[line - 1 : pool.start - 1], text]
                line = pool.end + 1
            files[topic.filename] = "\n".join([*written, *topic.source.lines[line - 1 :]])
        return files, meant


def login(number: int) -> str:
    """What identifies a student."""
    return f"s{number:05}"


def name(number: int) -> tuple[str, str]:
    """First and last name of a student."""
    return FIRST[number % 20], LAST[number // 20 % 20] + ("" if number < 400 else str(number // 400))


def as_folders(folder: Path, students: Iterator[tuple[int, Mapping[str, str]]]) -> None:
    """A folder for each student, with the koans in it."""
    for number, files in students:
        own = folder / login(number) / "koans"
        own.mkdir(parents=True)
        for filename, text in files.items():
            (own / filename).write_text(text, encoding="utf-8")


def as_canvas(folder: Path, students: Iterator[tuple[int, Mapping[str, str]]]) -> None:
    """What Canvas lets an instructor download: the hand-ins in one zip, every tenth of them late, and the gradebook."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Koans (4711)"]]
    rows += [["    Points Possible", "", "", "", "", "100.00"]]
    with zipfile.ZipFile(folder / "submissions.zip", "w", zipfile.ZIP_DEFLATED) as download:
        number = 0
        for number, files in students:
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as hand_in:
                for filename, text in files.items():
                    hand_in.writestr(f"koans/{filename}", text)
            first, last = name(number)
            late = "LATE_" if number % 10 == 0 else ""
            download.writestr(
                f"{last}{first}_{late}{1000 + number}_{90000 + number}_koans.zip".lower(), packed.getvalue()
            )
            rows.append(_row(number))
        rows.append(_row(number + 1))
    with (folder / "export.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def _row(number: int) -> list[str]:
    first, last = name(number)
    return [f"{last}, {first}", str(1000 + number), f"sis{number}", login(number), "Section A", ""]


def chosen(course: Course, topics: str | None) -> list[Topic]:
    """The topics of these names; all of them without."""
    return [course.topic(each) for each in topics.split(",")] if topics else list(course.topics)


def main() -> None:
    """Make a class up and write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--topics")
    parser.add_argument("--kind", choices=["usual", "distinct"], default="usual")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--canvas", action="store_true")
    parser.add_argument("--meant", type=Path)
    asked = parser.parse_args()
    made_up = MadeUpClass(chosen(Course.at_hand(), asked.topics), asked.kind, asked.seed)
    meant = {}

    def students() -> Iterator[tuple[int, Mapping[str, str]]]:
        for number in range(1, asked.count + 1):
            files, meant[login(number)] = made_up.student(number)
            yield number, files

    (as_canvas if asked.canvas else as_folders)(asked.folder, students())
    if asked.meant:
        asked.meant.write_text(json.dumps(meant), encoding="utf-8")


if __name__ == "__main__":
    main()
