"""The outputs: a gradebook as files, for people, spreadsheets and learning platforms."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sensei.course import Course
from sensei.grading.gradebook import Gradebook
from sensei.grading.outputs import canvas, feedback, junit, moodle, results, table


@dataclass(frozen=True)
class Options:
    """What is asked for beside the files that are always written.

    Attributes:
        canvas: a gradebook that Canvas exported; `canvas.csv` is made from it.
        moodle: an offline grading worksheet of Moodle; `moodle.csv` is made from it.
        assignment: what the assignment is called in Canvas: title, number, or both as in `Koans (1234)`; where it is
            empty, the title of the gradebook is taken.
        feedback: whether each student gets a page.
        release_answers: whether that page tells the answers.
    """

    canvas: Path | None = None
    moodle: Path | None = None
    assignment: str = ""
    feedback: bool = True
    release_answers: bool = False

    def check(self, title: str) -> None:
        """Read the platforms' files, so that what is wrong with them is known before a class is graded.

        Raises:
            WorksheetTrouble: one cannot be used.
        """
        if self.canvas:
            canvas.Export.load(self.canvas, self.assignment or title)
        if self.moodle:
            moodle.Grading.load(self.moodle)


def write_all(book: Gradebook, folder: Path, options: Options | None = None) -> Sequence[str]:
    """Write every file of a graded class, each whole or not at all. Students are walked once and never held together.

    Returns:
        Sentences to show: who is in no row of a platform's file, and what else an instructor has to know of them.

    Raises:
        WorksheetTrouble: a platform's file cannot be used.
        OSError: the folder cannot be written.
    """
    options, told = options or Options(), list[str]()
    with contextlib.ExitStack() as stack:
        writers = [
            stack.enter_context(results.results(book, folder / results.FILE)),
            stack.enter_context(table.table(book, folder / table.FILE)),
            stack.enter_context(junit.junit(book, folder / junit.FILE)),
        ]
        if options.canvas:
            export = canvas.Export.load(options.canvas, options.assignment or book.title)
            writers.append(stack.enter_context(canvas.canvas(book, folder / canvas.FILE, export, told.append)))
        if options.moodle:
            grading = moodle.Grading.load(options.moodle)
            writers.append(stack.enter_context(moodle.moodle(book, folder / moodle.FILE, grading, told.append)))
        if options.feedback:
            answers = Course.at_hand() if options.release_answers else None
            writers.append(stack.enter_context(feedback.feedback(book, folder / feedback.FOLDER, answers)))
        for result in book.results():
            for write in writers:
                write(result)
    return told
