"""The class: everybody of the corpus and a few honest students in one folder, and traps where attacks may not get."""

import socket
from dataclasses import dataclass, field
from pathlib import Path

from sensei.course import Course
from sensei.grading.intake.entry import legible

from .attack import CANARY, Attack, all_of, solved, write
from .koans import TOPICS

PORT, OUT = b"@PORT@", b"@OUT@"


@dataclass
class Classroom:
    """A class on disk, below `root`.

    Attributes:
        attacks: who is in it beside the honest.
        honest: whether each koan of the honest students passes, by student.
    """

    root: Path
    course: Course
    attacks: tuple[Attack, ...]
    honest: dict[str, dict[str, bool]] = field(default_factory=dict[str, dict[str, bool]])

    def __post_init__(self) -> None:
        """Write everything."""
        for each in (self.students, self.canary, self.temporary):
            each.mkdir(parents=True)
            each.chmod(0o777)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self._honest()
        for attack in self.attacks:
            attack.build(self.course, self.students / (attack.name + attack.suffix))
            self._aim(self.students / attack.name)

    students = property(lambda self: self.root / "class")
    canary = property(lambda self: self.root / "canary")
    temporary = property(lambda self: self.root / "tmp")
    out = property(lambda self: self.root / "out")

    def _honest(self) -> None:
        topics = [self.course.topic(slug) for slug in TOPICS]
        every = all_of(self.course, TOPICS)
        half = {topic.slug: [koan.name for koan in topic.koans[::2]] for topic in topics}
        write(self.students / "ada", {f"koans/{topic.filename}": solved(topic) for topic in topics})
        write(self.students / "ben", {f"koans/{topic.filename}": solved(topic, *half[topic.slug]) for topic in topics})
        write(self.students / "cleo", {f"koans/{topic.filename}": topic.source.text for topic in topics})
        left = {f"{slug}/{name}" for slug, names in half.items() for name in names}
        self.honest["ada"] = every
        self.honest["ben"] = {koan: koan not in left for koan in every}
        self.honest["cleo"] = dict.fromkeys(every, False)

    def _aim(self, place: Path) -> None:
        """Put the places and the port into what an attacker wrote."""
        if place.is_symlink() or not place.is_dir():
            return
        words = {
            CANARY.encode(): bytes(self.canary),
            PORT: str(self.listener.getsockname()[1]).encode(),
            OUT: bytes(self.out),
        }
        for path in place.rglob("*.*"):
            if path.is_file() and not path.is_symlink() and path.stat().st_size < 2**20:
                raw = path.read_bytes()
                for word, aim in words.items():
                    raw = raw.replace(word, aim)
                path.write_bytes(raw)

    def who(self, attack: Attack) -> str:
        """The student as the gradebook calls who tries an attack."""
        return legible(attack.name)

    def traces(self) -> list[str]:
        """What attacks left where they should not have got; closes the port."""
        found = [str(path) for place in (self.canary, self.temporary) for path in place.rglob("*")]
        found = [each for each in found if "torchinductor" not in each]  # torch makes it for itself, and empty
        found += map(str, Path("/tmp").glob("koans-attack-*"))
        found += map(str, Path("/dev/shm").glob("koans-attack-*"))
        self.listener.setblocking(False)
        try:
            self.listener.accept()
            found.append("a connection")
        except BlockingIOError:
            pass
        self.listener.close()
        return found
