"""The voice: verdicts as words, colours and bars on a terminal. What it says is settled elsewhere; here is only how."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sensei.course import Course, Koan, Topic
from sensei.hints import HintsTrouble
from sensei.sight import Sight
from sensei.verdict import Outcome

_FULL_WIDTH = 100

HEADLINES = {
    Outcome.WRONG: "Not yet.",
    Outcome.MIRROR: "Not yet: Python would work this out, not you.",
    Outcome.EDITED: "The koan has changed.",
    Outcome.BROKEN: "Python stumbled.",
    Outcome.TIMEOUT: "It did not come to an end.",
    Outcome.UNJUDGED: "This could not be judged.",
}


def render(what: RenderableType, *, width: int = 80, colour: bool = False, encoding: str = "utf-8") -> str:
    """Text for a terminal of that width; plain characters only where the encoding has no others."""
    console = Console(
        width=min(width, _FULL_WIDTH),
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        highlight=False,
        legacy_windows=False,
        emoji=False,
        markup=False,
    )
    with console.capture() as capture:
        console.print(_Encoded(what, encoding), crop=False)
    text = capture.get()
    lines = [line.rstrip() for line in text.split("\n")] if not colour else text.split("\n")
    return "\n".join(lines).encode(encoding, "replace").decode(encoding)


@dataclass(frozen=True)
class _Encoded:
    """A renderable, drawn for a terminal of another encoding than this process's own."""

    what: RenderableType
    encoding: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        changed = options.copy()
        changed.encoding = self.encoding
        yield from console.render(self.what, changed)


def koan_screen(koan: Koan, sight: Sight, offer: str | None = None) -> RenderableType:
    """One koan that does not hold, and how to go on."""
    return Group(
        koan_body(koan, sight, offer),
        "",
        "A hint, or the same koan again:",
        whole("  koans hint", "cyan"),
        whole(f"  {sight.rerun}", "cyan"),
    )


def koan_body(koan: Koan, sight: Sight, offer: str | None = None, *, opening: bool = True) -> RenderableType:
    """A koan that does not hold: lesson, source, and what is the matter; before the first of a topic its opening."""
    verdict = sight.verdict
    words = [verdict.belief] if verdict.belief else [*verdict.facts, verdict.advice]
    parts: list[RenderableType] = [
        *([topic_opening(koan.topic)] if opening and koan is koan.topic.koans[0] else []),
        Text(f"{koan.topic.title}: {koan.title}", "bold"),
        Padding(Text(flowing(koan.lesson)), (1, 2)),
        *([source_block(koan, sight), ""] if sight.lines else []),
        whole(f"{sight.path}:{verdict.line or sight.start}", "cyan"),
        *([Text(headline, "bold yellow")] if (headline := HEADLINES.get(verdict.outcome)) else []),
        *(Text(line) for line in words if line),
    ]
    if sight.printed:
        parts += ["", Text(f"It printed:\n{sight.printed.rstrip()}")]
    if offer:
        parts += ["", Text(offer, "bold")]
    return Group(*parts)


def topic_opening(topic: Topic) -> RenderableType:
    """What the file of a topic opens with, less its title."""
    text = topic.introduction.partition("\n")[2].strip()
    return Padding(Text(flowing(text)), (0, 0, 1, 0)) if text else Group()


def told(trouble: str) -> RenderableType:
    """One sentence about something beside the koans that is not as it should be."""
    return Text(f"{trouble}\n", "yellow")


def flowing(text: str) -> str:
    """A text whose paragraphs may be broken anew for the width of a terminal."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


def whole(text: str, style: str) -> Text:
    """A line to be copied or clicked: never broken, however narrow the terminal."""
    return Text(text, style, no_wrap=True, overflow="ignore")


def source_block(koan: Koan, sight: Sight) -> RenderableType:
    """The koan's lines with their numbers, less its docstring, the one that matters marked with an arrow."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=1)
    grid.add_column(justify="right", style="dim")
    grid.add_column(overflow="fold")
    for number, text in sight.numbered(koan.function):
        here = number == sight.verdict.line
        line = Text(text.expandtabs(4), "bold" if here else "")
        line.highlight_regex(r"(?<!\w)___(?!\w)", "bold reverse")
        grid.add_row(Text(">" if here else "", "bold yellow"), str(number), Text.assemble(("| ", "dim"), line))
    return grid


def holds(koans: Sequence[Koan]) -> RenderableType:
    """What a learner meets when a koan that was run alone holds: the why."""
    parts: list[RenderableType] = []
    for koan in koans:
        parts.append(Text(f"{koan.topic.title}: {koan.title}", "bold"))
        parts.append(Text("It holds.", "bold green"))
        with contextlib.suppress(HintsTrouble):  # `koans hint` and the author's check name it
            parts.append(why(koan))
    return Group(*parts, go_on())


def go_on() -> RenderableType:
    """The ways to the next koan."""
    return Text.assemble("Go on: ", ("koans", "cyan"), " or ", ("pytest", "cyan"))


def why(koan: Koan) -> RenderableType:
    """Why a koan that holds is worth knowing: the sentences, the picture, and a page that tells more.

    Raises:
        HintsTrouble: the hints of its topic cannot be used.
    """
    hints = koan.hints
    if not hints.why:
        return Group()
    return Group(
        Padding(Text(flowing(hints.why)), (1, 2, 0, 2)),
        *([Padding(hints.picture, (0, 2))] if hints.picture else []),
        whole(f"  {hints.docs}\n", "cyan"),
    )


def the_end(course: Course, first: bool) -> RenderableType:
    """Every koan holds. The first time that is a feast; later it is a sentence."""
    count = len(course.koans)
    if not first:
        return Text(f"All {count} koans hold.", "bold green")
    return Group(
        Text(f"All {count} koans hold, and this run has tried every one of them.", "bold green"),
        Padding(
            Text(
                "You predicted, you were surprised, you looked again, and now you know. That is the whole art.\n"
                "The solutions, with the reasons beside the answers, are worth a walk."
            ),
            (1, 2),
        ),
    )
