"""The names that the shell completes: those of koans and of topics, read from the course's text."""

from collections.abc import Iterable

import click
from click.shell_completion import CompletionItem

from sensei.course import Course
from sensei.refusal import Refusal


def koans(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The koans whose name goes on from here, else those whose identity does."""
    course = _course()
    return _names(course, incomplete) or _identities(course, incomplete)


def topics_and_koans(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The topics as well; without a beginning only the topics."""
    course = _course()
    topics = _going_on(((each.slug, each.title) for each in course.topics), incomplete)
    return [*topics, *(_names(course, incomplete) if incomplete else [])] or _identities(course, incomplete)


def _course() -> Course:
    try:
        return Course.at_hand()
    except (OSError, Refusal):  # a shell that completes must not be told of trouble
        return Course(())


def _names(course: Course, beginning: str) -> list[CompletionItem]:
    return _going_on(((each.name, each.topic.title) for each in course.koans), beginning)


def _identities(course: Course, beginning: str) -> list[CompletionItem]:
    return _going_on(((each.identity, each.topic.title) for each in course.koans), beginning)


def _going_on(named: Iterable[tuple[str, str]], beginning: str) -> list[CompletionItem]:
    return [CompletionItem(name, help=title) for name, title in named if name.startswith(beginning)]
