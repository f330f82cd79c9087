"""`junit.xml`: a test suite for each student, a test case for each koan, for the tools that read such files."""

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from sensei.grading.gradebook import Column, Gradebook, Result
from sensei.grading.outputs.files import whole
from sensei.grading.outputs.plain import line, number
from sensei.grading.outputs.words import headline, reason
from sensei.verdict import Outcome

FILE = "junit.xml"
_KINDS = {
    Outcome.BLANK: "skipped",
    Outcome.WRONG: "failure",
    Outcome.MIRROR: "failure",
    Outcome.EDITED: "failure",
    Outcome.BROKEN: "error",
    Outcome.TIMEOUT: "error",
    Outcome.UNJUDGED: "error",
}
_COUNTS = {"tests": "tests", "failures": "failure", "errors": "error", "skipped": "skipped"}


@contextlib.contextmanager
def junit(book: Gradebook, path: Path) -> Iterator[Callable[[Result], None]]:
    """Write the file."""
    with whole(path) as file:
        file.write(f'<?xml version="1.0" encoding="utf-8"?>\n{_open("testsuites", name=book.title)}\n')
        yield lambda result: file.writelines(_suite(result))
        file.write("</testsuites>\n")


def _suite(result: Result) -> Iterator[str]:
    kinds = Counter(_KINDS.get(mark.verdict.outcome, "") for mark in result.marks)
    kinds["tests"] = len(result.marks)
    counts = {name: str(kinds[kind]) for name, kind in _COUNTS.items()}
    yield _open("testsuite", name=result.student, **counts) + "\n  <properties>\n"
    for name, value in (("name", result.name), ("score", number(result.score)), ("out_of", number(result.out_of))):
        yield f"    {_open('property', name=name, value=value)}</property>\n"
    yield "  </properties>\n"
    for mark in result.marks:
        yield _case(mark.column, mark.verdict.outcome, line(reason(mark.verdict)))
    yield "</testsuite>\n"


@lru_cache(maxsize=4096)
def _case(column: Column, outcome: Outcome, said: str) -> str:
    """A test case. A class gives the same answers again and again."""
    case, kind = _open("testcase", classname=column.topic, name=column.title), _KINDS.get(outcome)
    if not kind:
        return f"  {case}</testcase>\n"
    # The schema that most readers go by has no type where something is skipped.
    told = {} if kind == "skipped" else {"type": outcome.value}
    return f"  {case}\n    {_open(kind, **told, message=headline(outcome))}{escape(said)}</{kind}>\n  </testcase>\n"


def _open(tag: str, **attributes: str) -> str:
    return "".join([f"<{tag}", *(f" {name}={quoteattr(line(text))}" for name, text in attributes.items()), ">"])
