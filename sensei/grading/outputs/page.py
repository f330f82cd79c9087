"""A story as one HTML page: no script, nothing from elsewhere, light and dark, for eyes, ears and paper."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, tostring

from sensei.grading.outputs.plain import line, lines, spans
from sensei.grading.outputs.story import Chapter, Step, Story

_STYLE = """
:root { color-scheme: light dark; --ink: #1d1d1f; --paper: #fff; --quiet: #55555c; --line: #d5d5da; --code: #f2f2f4; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ececf0; --paper: #17171a; --quiet: #a9a9b3; --line: #3b3b42; --code: #25252a; }
}
body { margin: 0 auto; padding: 2rem 1rem; max-width: 46rem; color: var(--ink); background: var(--paper);
       font: 1.05rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
h1, h2, h3 { line-height: 1.25; }
h3 { margin-bottom: .3rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--quiet); }
th, td { padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
td { font-variant-numeric: tabular-nums; white-space: nowrap; }
code, pre { background: var(--code); border-radius: .25rem; font: .92em/1.5 ui-monospace, monospace; }
code { padding: .1em .3em; }
pre { padding: .6rem .8rem; white-space: pre-wrap; }
.student, .hint { color: var(--quiet); }
@media print {
  :root { --ink: #000; --paper: #fff; --quiet: #333; --line: #999; --code: #fff; }
  body { max-width: none; padding: 0; font-size: 11pt; }
  h2, h3 { break-after: avoid; }
  tr, pre { break-inside: avoid; }
}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(story: Story) -> str:
    """The text of a file."""
    title = f"{line(story.title)}: {line(story.student)}"
    head = _element(
        "head",
        _element("meta", charset="utf-8"),
        _element("meta", **{"http-equiv": "Content-Security-Policy", "content": _POLICY}),
        _element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        _element("meta", name="referrer", content="no-referrer"),
        _element("title", title),
        _element("style", _STYLE),
    )
    body = _element("body", _element("main", *_blocks(story)))
    html = tostring(_element("html", head, body, lang="en"), encoding="unicode", method="html")
    return f"<!DOCTYPE html>\n{html}\n"


def _blocks(story: Story) -> Iterator[Element]:
    yield _element("h1", line(story.title))
    yield _element("p", line(story.student), **{"class": "student"})
    yield from (_element("p", *_text(each)) for each in story.summary)
    yield from _list("Your files", story.troubles)
    yield from _list("Set by your instructor", story.by_hand)
    yield _element("h2", "Topic by topic")
    yield _table(story.chapters)
    if any(chapter.steps for chapter in story.chapters):
        yield _element("h2", "Where to look next")
        for chapter in story.chapters:
            yield from _chapter(chapter)


def _list(title: str, sentences: tuple[str, ...]) -> Iterator[Element]:
    if sentences:
        yield _element("h2", title)
        yield _element("ul", *(_element("li", *_text(each)) for each in sentences))


def _table(chapters: Iterable[Chapter]) -> Element:
    head = _element("tr", *(_element("th", each, scope="col") for each in ("Topic", "Koans that hold", "Points")))
    rows = [
        _element(
            "tr",
            _element("th", line(each.title), scope="row"),
            _element("td", f"{each.held} of {each.koans}"),
            _element("td", each.earned),
        )
        for each in chapters
    ]
    return _element("table", _element("thead", head), _element("tbody", *rows))


def _chapter(chapter: Chapter) -> Iterator[Element]:
    if not chapter.steps:
        return
    first, *others = chapter.steps
    yield _element("h3", f"{line(chapter.title)}: {line(first.title)}")
    yield _element("p", _element("strong", first.headline), " ", *_text(first.reason))
    if first.hint:
        yield _element("p", "A hint: ", _element("code", first.hint), **{"class": "hint"})
    yield from _released(first)
    items = [_element("li", f"{line(each.title)}: {each.headline}", *_released(each)) for each in others]
    items += [_element("li", f"{chapter.blank} more: still blank.")] if chapter.blank else []
    if items:
        yield _element("ul", *items)


def _released(step: Step) -> Iterator[Element]:
    if step.answers:
        yield _element("p", "One right answer:")
        yield _element("pre", lines("\n".join(step.answers)))
        yield _element("p", *_text(step.why))


def _text(text: str) -> Iterator[Element | str]:
    """A sentence with its code as code."""
    for code, part in spans(line(text)):
        yield _element("code", part) if code else part


def _element(tag: str, *content: Element | str, **attributes: str) -> Element:
    """An element; whatever text is given to it is text and nothing else."""
    element = Element(tag, attributes)
    last: Element | None = None
    for each in content:
        if isinstance(each, Element):
            element.append(each)
            last = each
        elif last is None:
            element.text = (element.text or "") + each
        else:
            last.tail = (last.tail or "") + each
    return element
