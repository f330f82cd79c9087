"""A koan alone: in a topic that holds nothing else, on its own lines. A short file is quick to judge."""

from collections.abc import Sequence

from sensei.course import Koan, Topic
from sensei.source import Source, parse


def alone(koan: Koan) -> Koan:
    """The koan in a topic of its own; every line keeps its number, and its trees are those of the course."""
    topic = koan.topic
    own = Topic(topic.number, topic.slug, _only(topic.source, koan.parts), topic.trees, topic.language)
    return next(each for each in own.koans if each.name == koan.name)


def _only(source: Source, parts: Sequence[str]) -> Source:
    """A source less the definitions that are not among `parts`; every line keeps its number."""
    kept = {
        number
        for piece in source.pieces
        if piece.name is None or piece.name in parts
        for number in range(piece.start, piece.end + 1)
    }
    return parse("\n".join(line if number in kept else "" for number, line in enumerate(source.lines, 1)))
