"""hints: every language says all there is to say about every koan, and none of it is the answer."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from sensei.author.checkout import Checkout
from sensei.author.rule import Rule
from sensei.author.secret import Secret
from sensei.author.violation import Violation
from sensei.course import Koan, Topic
from sensei.hints import MILESTONE, Hints, milestone
from sensei.trees import KOANS

HOSTS = ("docs.pytorch.org", "pytorch.org", "numpy.org", "scikit-learn.org", "matplotlib.org")
_RUNG = ("first", "second", "third")


def _read(checkout: Checkout) -> Iterator[Violation]:
    for topic in checkout.topics:
        if any(checkout.troubles(checkout.path(KOANS, topic))):
            continue  # what its koans are is not known
        for language in checkout.languages:
            path = checkout.hints_path(topic, language)
            if path.is_file() and not checkout.hints_trouble(topic, language):
                yield from _file(checkout, topic, language)


def _file(checkout: Checkout, topic: Topic, language: str) -> Iterator[Violation]:
    own = checkout.hints(topic, language)
    names = {koan.name for koan in topic.koans}
    if not milestone(checkout.hints_path(topic, language)).strip():
        remedy = f"Write {MILESTONE} = ... above the first koan: what a learner can do at the end of the topic."
        yield checkout.at_hint(topic, language, (MILESTONE, ""), "The topic has no milestone.", remedy)
    for koan in topic.koans:
        if koan.name not in own:
            fact = f"There is nothing about {koan.name}."
            remedy = f"Write [{koan.name}] with hints, why, docs and misconceptions."
            yield checkout.violation(checkout.hints_path(topic, language), 1, fact, remedy)
    seen: dict[str, str] = {}
    for name, hints in own.items():
        if name not in names:
            fact = f"The topic has no koan {name}."
            yield checkout.at_hint(
                topic, language, (name, ""), fact, "Give the koan's name without test_, or delete it."
            )
        for text, fact, remedy in [*_gaps(hints), *_twins(name, hints, seen)]:
            yield checkout.at_hint(topic, language, (name, text), fact, remedy)
    for koan in topic.koans:
        if koan.name in own and checkout.sound(koan):
            for text, fact in _told(koan, own[koan.name]):
                remedy = "Say where to look and what to notice; the learner says the rest."
                yield checkout.at_hint(topic, language, (koan.name, text), fact, remedy)


def _gaps(hints: Hints) -> Iterator[tuple[str, str, str]]:
    empty = [what for what, text in (("why", hints.why), ("docs", hints.docs)) if not text.strip()]
    empty += [f"{_RUNG[number]} hint" for number, rung in enumerate(hints.rungs) if not rung.strip()]
    empty += [f"reply {number}" for number, each in enumerate(hints.misconceptions, 1) if not each.reply.strip()]
    for what in empty:
        yield "", f"The {what} is empty.", "Write it."
    link = urlsplit(hints.docs)
    if hints.docs.strip() and (link.scheme != "https" or link.hostname not in HOSTS):
        yield hints.docs, f"docs is `{hints.docs}`.", f"Link to a page under https on {', '.join(HOSTS)}."


def _twins(name: str, hints: Hints, seen: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Rungs that say what another rung of the file has said; `seen` remembers whose they were."""
    for rung in hints.rungs:
        said = " ".join(rung.split())
        if said and said in seen:
            yield rung, f"{seen[said]} has this very hint already.", "Let each rung go one step further."
        seen.setdefault(said, name)


def _told(koan: Koan, hints: Hints) -> Iterator[tuple[str, str]]:
    """Rungs and replies that say an answer. A reply may repeat what is wrong in the answers that it replies to."""
    secret = Secret(koan)
    for number, rung in enumerate(hints.rungs):
        for leak in secret.leaks(rung):
            yield rung, f"The {_RUNG[number]} hint says the answer `{leak.answer}`: {leak.excerpt}."
    for each in hints.misconceptions:
        for leak in secret.leaks(each.reply, secret.wrong_parts(each.answers)):
            yield each.reply, f"This reply says the answer `{leak.answer}`: {leak.excerpt}."


RULE = Rule("hints", "every language has whole hints that do not say the answer", read=_read, stands_on=("parity",))
