"""The lock: the engine's own copy of the koans, from which learners start and against which they are judged."""

from collections.abc import Iterator
from pathlib import Path

from sensei.author.violation import AuthorTrouble
from sensei.blank import NAME
from sensei.course import Course, Koan, Topic
from sensei.pattern import find
from sensei.progress import write_whole
from sensei.source import Source, decode
from sensei.trees import Trees


def pristine(root: Path) -> Path:
    """The folder of the copies in a checkout.

    Raises:
        AuthorTrouble: `root` is not a checkout.
    """
    if not (root / "sensei").is_dir():
        raise AuthorTrouble(f"{root} has no folder sensei/: only in a checkout of the course can koans be locked")
    return root / "sensei" / "pristine"


def lock(root: Path, *, force: bool = False) -> list[str]:
    """Make the copies the same as the koans, and remove those of topics that are gone. Returns what was changed.

    Raises:
        AuthorTrouble: a koan cannot be read, or has been filled and `force` is not given; then nothing is changed.
    """
    folder = pristine(root)
    course = Course.load(Trees.checkout(root))
    if not course.topics:
        raise AuthorTrouble(f"there are no koans in {root / 'koans'}, so there is nothing to lock")
    wanted = {topic.filename: (root / "koans" / topic.filename).read_bytes() for topic in course.topics}
    copies = {path.name: path.read_bytes() for path in sorted(folder.glob("*.py"))}
    for topic in course.topics:
        broken = [piece.trouble for piece in topic.source.pieces if piece.trouble]
        trouble = topic.source.trouble or (broken[0] if broken else None)
        if trouble:
            raise AuthorTrouble(f"koans/{topic.filename}:{trouble.line} cannot be read: {trouble.message}")
        solved = [] if force else list(_solved(topic, copies))
        if solved:
            raise AuthorTrouble(
                f"koans/{topic.filename} has answers where the pristine copy has blanks ({', '.join(solved)}): "
                "empty them again, or add --force if they are no blanks any more"
            )
    changed: list[str] = []
    for name, raw in wanted.items():
        if copies.get(name) != raw:
            write_whole(folder / name, raw)
            changed.append(name)
    for name in copies.keys() - wanted.keys():
        (folder / name).unlink()
        changed.append(f"{name} (removed)")
    return sorted(changed)


def _solved(topic: Topic, copies: dict[str, bytes]) -> Iterator[str]:
    """The koans that someone has filled, in a topic that may have another number by now."""
    copy = next((raw for name, raw in copies.items() if name.endswith(f"_{topic.slug}.py")), b"")
    before = Topic(topic.number, topic.slug, decode(copy), topic.trees)
    for koan in before.koans:
        if koan.blanks and koan.function in topic.source.definitions and _is_filled(koan, topic.source):
            yield koan.name


def _is_filled(koan: Koan, now: Source) -> bool:
    left = [blank for blank in find(now) if blank.koan in koan.parts]
    found = koan.harvest(now)
    return not left or (found.drift is None and any(answer != NAME for answer in found.answers))
