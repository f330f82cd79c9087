"""An attack: a hand-in as files, and the marks that an honest grader gives for it."""

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from sensei.course import Course, Koan, Topic
from sensei.places import Blank, find

# Where attacks leave their trace if they get out. The test puts the path of a folder of its own in its place.
CANARY = "@CANARY@"

Files = Mapping[str, bytes]
Answers = Mapping[str, Sequence[str]]
Build = Callable[[Course, Path], None]


@dataclass(frozen=True)
class Attack:
    """One hand-in.

    Attributes:
        name: of the attack, and of the student who tries it.
        family: which kind of attack it is.
        build: makes the hand-in at a path that does not exist yet; what it makes there may be a file or a folder.
        expected: whether each koan of the topics that were handed in passes; koans that are not named may do either.
        suffix: of the path, for archives.
        fools: whether plain pytest, run on these files, passes every attacked koan (tried once, where that is safe).
        told: words, in small letters, one of which the student's notes or troubles must hold; empty if nothing must.
    """

    name: str
    family: str
    build: Build
    expected: Callable[[Course], Mapping[str, bool]]
    suffix: str = ""
    fools: bool = False
    told: tuple[str, ...] = ()


@dataclass
class Family:
    """Attacks of one kind, in the order in which they were written down."""

    name: str
    attacks: list[Attack] = field(default_factory=list)

    def add(self, attack: Attack) -> None:
        """Take in an attack."""
        self.attacks.append(attack)

    def blanks(
        self, name: str, answers: Answers, above: str = "", fools: bool = False, honest: bool = False, spoiled: str = ""
    ) -> None:
        """An attack by what stands in the blanks of some koans; the other koans of their topics are answered rightly.

        Args:
            name: of the attack.
            answers: by the identity of the koan, put in as text, one for each blank.
            above: the student's own code, which goes below the imports.
            fools: see `Attack`.
            honest: whether these answers, however odd, are right.
            spoiled: a koan that fails with them, since what it uses has changed its meaning in the whole file.
        """

        def build(course: Course, place: Path) -> None:
            write(place, {f"koans/{name}": text for name, text in filled(course, answers, above).items()})

        def expected(course: Course) -> dict[str, bool]:
            others = all_of(course, topics_of(answers)) | ({spoiled: False} if spoiled else {})
            return {**others, **dict.fromkeys(answers, honest)}

        self.add(Attack(name, self.name, build, expected, fools=fools))

    def texts(
        self,
        name: str,
        koans: str,
        change: Callable[[str], str | bytes],
        fools: bool = False,
        survive: bool | None = True,
        told: tuple[str, ...] = (),
        others: Files | None = None,
        answers: Answers | None = None,
    ) -> None:
        """An attack by a change to the whole text of a topic, in which some koans were answered wrongly before.

        Args:
            name: of the attack.
            koans: the identities of the koans that are to be forged, apart from one another by spaces; the first
                says which topic it is.
            change: what the attacker does to the text.
            fools: see `Attack`.
            survive: whether the other koans, answered rightly, pass all the same; None if they may do either.
            told: see `Attack`.
            others: files that are handed in beside, by their path.
            answers: those of the attacked koans; wrong ones if nothing is said.
        """
        attacked = koans.split()

        def build(course: Course, place: Path) -> None:
            wrong = answers or {identity: wrong_answers(course.koan(identity)) for identity in attacked}
            made = {f"koans/{name}": change(text) for name, text in filled(course, wrong).items()}
            write(place, {**made, **(others or {})})

        def expected(course: Course) -> dict[str, bool]:
            rest = all_of(course, topics_of(attacked))
            kept = {} if survive is None else dict.fromkeys(rest, survive)
            return {**kept, **dict.fromkeys(attacked, False)}

        self.add(Attack(name, self.name, build, expected, fools=fools, told=told))

    def shapes(
        self,
        name: str,
        build: Build,
        expected: Callable[[Course], Mapping[str, bool]] = lambda course: {},
        suffix: str = "",
        told: tuple[str, ...] = (),
    ) -> None:
        """An attack by the folder or the archive; if nothing is said, it gets no point at all."""
        self.add(Attack(name, self.name, build, expected, suffix, told=told))


def topics_of(identities: Mapping[str, object] | Sequence[str]) -> list[str]:
    """The topics of koans, by slug."""
    return list(dict.fromkeys(identity.split("/")[0] for identity in identities))


def all_of(course: Course, topics: Sequence[str], passed: bool = True) -> dict[str, bool]:
    """Every koan of these topics, with the same expectation."""
    return {koan.identity: passed for slug in topics for koan in course.topic(slug).koans}


def filled(course: Course, answers: Answers, above: str = "") -> dict[str, str]:
    """The files of the topics of these koans: these answers as they are, and the right ones for all other koans."""
    files: dict[str, str] = {}
    for slug in topics_of(answers):
        topic = course.topic(slug)
        own = {identity.split("/")[1]: given for identity, given in answers.items() if identity.startswith(slug + "/")}
        text, left = waiting(topic, *sorted(own))
        given = [answer for koan in topic.koans if koan.name in own for answer in own[koan.name]]
        assert len(left) == len(given), f"{slug} has {len(left)} blanks in {', '.join(own)}, not {len(given)}"
        for blank, answer in reversed(list(zip(left, given, strict=True))):
            text = put(text, blank, answer)
        files[topic.filename] = _below_the_imports(text, above)
    return files


def put(text: str, blank: Blank, answer: str) -> str:
    """The text with an answer in a blank, as an editor would put it there, whatever it is."""
    margin = text[: blank.start].rpartition("\n")[2] if blank.whole_statement else ""
    if margin:
        answer = textwrap.indent(textwrap.dedent(answer).strip("\n"), margin)[len(margin) :]
    return text[: blank.start] + answer + text[blank.end :]


def wrong_answers(koan: Koan) -> list[str]:
    """An answer for each blank that is of the right kind and not right."""
    return ["return None" if blank.whole_statement else "None" for blank in koan.blanks]


@lru_cache(maxsize=256)
def solved(topic: Topic, *left: str) -> str:
    """The topic answered rightly, apart from the koans whose names are given."""
    return topic.filled({koan.name: koan.solution for koan in topic.koans if koan.name not in left})


@lru_cache(maxsize=256)
def waiting(topic: Topic, *left: str) -> tuple[str, list[Blank]]:
    """The same, and the blanks that wait in it."""
    text = solved(topic, *left)
    return text, find(text)


def write(place: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files under a folder, where they may name the canary."""
    for name, content in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def _below_the_imports(text: str, above: str) -> str:
    line = "from sensei import ___\n"
    return text.replace(line, line + "\n" + textwrap.dedent(above), 1) if above else text
