"""pristine: what the engine carries as the course is the course."""

from collections.abc import Iterator

from sensei.author.checkout import Checkout
from sensei.author.rule import Rule
from sensei.author.violation import Violation
from sensei.trees import KOANS

FOLDER = ("sensei", "pristine")
_REMEDY = "Run `koans author lock`."


def _read(checkout: Checkout) -> Iterator[Violation]:
    folder = checkout.root.joinpath(*FOLDER)
    for topic in checkout.topics:
        path, copy = checkout.path(KOANS, topic), folder / topic.filename
        if not copy.is_file():
            yield checkout.violation(path, 1, "The engine carries no copy of this topic.", _REMEDY)
        elif copy.read_bytes() != path.read_bytes():
            ours, theirs = (each.read_bytes().split(b"\n") for each in (path, copy))
            pairs = enumerate(zip(ours, theirs, strict=False), 1)
            line = next((number for number, (one, other) in pairs if one != other), min(len(ours), len(theirs)))
            yield checkout.violation(path, line, "The engine carries another text of this topic.", _REMEDY)
    if checkout.whole:
        known = {topic.filename for topic in checkout.course.topics}
        for copy in sorted(folder.glob("*.py")):
            if copy.name not in known:
                yield checkout.violation(copy, 1, "This topic is gone from the koans.", _REMEDY)


RULE = Rule("pristine", "the engine carries the koans as they are, byte for byte", read=_read)
