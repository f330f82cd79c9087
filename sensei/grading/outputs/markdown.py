"""A story as Markdown. Nothing that a student wrote can become a link, a picture, a heading or HTML in it."""

import re
from collections.abc import Iterator

from sensei.grading.outputs.plain import line, spans
from sensei.grading.outputs.story import Chapter, Step, Story

_SPECIAL = re.compile(r"([\\`*_\[\]<>&#|~$!@]|:(?=//)|(?<=[wW]{3})\.)")
_FIRST = re.compile(r"^(\d*)([-+=.)])")


def markdown(story: Story) -> str:
    """The text of a file."""
    return "\n".join(_blocks(story)).rstrip("\n") + "\n"


def _blocks(story: Story) -> Iterator[str]:
    yield f"# {_text(story.title)}\n\n{_text(story.student)}\n"
    yield from (f"{_text(each)}\n" for each in story.summary)
    yield from _list("Your files", story.troubles)
    yield from _list("Set by your instructor", story.by_hand)
    yield "## Topic by topic\n\n| Topic | Koans that hold | Points |\n| --- | --- | --- |"
    yield from (f"| {_text(each.title)} | {each.held} of {each.koans} | {each.earned} |" for each in story.chapters)
    if any(chapter.steps for chapter in story.chapters):
        yield "\n## Where to look next\n"
        for chapter in story.chapters:
            yield from _chapter(chapter)


def _list(title: str, sentences: tuple[str, ...]) -> Iterator[str]:
    if sentences:
        yield f"## {title}\n"
        yield from (f"- {_text(each)}" for each in sentences)
        yield ""


def _chapter(chapter: Chapter) -> Iterator[str]:
    for step in chapter.steps[:1]:
        yield f"### {_text(chapter.title)}: {_text(step.title)}\n"
        yield f"**{_text(step.headline)}** {_text(step.reason)}\n"
        yield from [f"A hint: `{step.hint}`\n"] if step.hint else []
        yield from _released(step)
    for step in chapter.steps[1:]:
        yield f"- {_text(step.title)}: {_text(step.headline)}" + ("\n" if step.answers else "")
        yield from _released(step)
    if chapter.blank:
        yield f"- {chapter.blank} more: still blank."
    if chapter.blank or (chapter.steps[1:] and not chapter.steps[-1].answers):
        yield ""


def _released(step: Step) -> Iterator[str]:
    if step.answers:
        text = "\n".join(step.answers)
        fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 3)
        yield f"One right answer:\n\n{fence}python\n{text}\n{fence}\n\n{_text(step.why)}\n"


def _text(text: str) -> str:
    """A sentence that reads as it is written, with its code as code."""
    return "".join(f"`{part}`" if code else _escaped(part) for code, part in spans(line(text)))


def _escaped(text: str) -> str:
    return _FIRST.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))
