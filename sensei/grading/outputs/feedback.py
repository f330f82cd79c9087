"""`feedback/`: for each student a page and the same as Markdown, and an index that tells whose is whose."""

import contextlib
import csv
from collections.abc import Callable, Iterator
from pathlib import Path

from sensei.course import Course
from sensei.grading.gradebook import Gradebook, Result
from sensei.grading.outputs.filenames import Filenames
from sensei.grading.outputs.files import whole
from sensei.grading.outputs.markdown import markdown
from sensei.grading.outputs.page import page
from sensei.grading.outputs.plain import cell
from sensei.grading.outputs.story import Story
from sensei.progress import write_whole

FOLDER = "feedback"
INDEX = "index.csv"
_ENDINGS = (".md", ".html")


@contextlib.contextmanager
def feedback(book: Gradebook, folder: Path, answers: Course | None = None) -> Iterator[Callable[[Result], None]]:
    """Write the files; with `answers`, each koan that does not hold tells what its solution in that course says.

    Files of an earlier run whose students are gone are removed: nobody is to be sent a page of another's.
    """
    names, before, now = Filenames(), _listed(folder / INDEX), set[str]()
    with whole(folder / INDEX, "utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(["student", "name", "file"])

        def add(result: Result) -> None:
            name = names.take(result.student)
            story = Story.of(result, book.title, answers)
            for ending, text in zip(_ENDINGS, (markdown(story), page(story)), strict=True):
                write_whole(folder / f"{name}{ending}", text.encode())
                now.add(f"{name}{ending}")
            writer.writerow([cell(result.student), cell(result.name), cell(f"{name}.html")])

        yield add
    for stale in before - now:
        with contextlib.suppress(OSError, ValueError):
            (folder / stale).unlink()


def _listed(index: Path) -> set[str]:
    """The files that an earlier run wrote, as its index tells them; only names of files in that very folder."""
    try:
        with index.open(encoding="utf-8-sig", newline="") as file:
            pages = [row["file"] for row in csv.DictReader(file) if row.get("file")]
    except (OSError, ValueError, csv.Error):
        return set()
    stems = [each.removesuffix(".html") for each in pages if each.endswith(".html") and Path(each).name == each]
    return {f"{stem}{ending}" for stem in stems for ending in _ENDINGS}
