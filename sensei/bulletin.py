"""The bulletin: what an update has to tell, in plain sentences."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Item(StrEnum):
    """What there is to tell of something; the value opens the paragraph that lists all of its kind."""

    RENAMED = "Renamed, as in the course:"
    NEW = "New in your folder:"
    CHANGED = "The course has changed these koans, and what you wrote is in them:"
    YOURS = "The course has changed these koans, and your text could not be brought together with theirs. Yours stays:"
    CLASH = "The course now needs a name that your file gives to something else. Rename yours and update again:"
    GONE = "No longer in the course:"
    STRANGE = "Not in the course, and left in your file. Delete what you need no more:"
    KEPT = ""  # counted, not listed


@dataclass(frozen=True)
class Told:
    """One thing to tell, and what there is to add."""

    item: Item
    name: str
    more: str = ""


@dataclass(frozen=True)
class Leftover:
    """A file that was left alone, and why, up to what the learner has to do."""

    file: str
    why: str


@dataclass(frozen=True)
class Bulletin:
    """All that an update has to tell.

    `holds` has the koans that the learner had passed and that are no longer the same: whether they hold, None if that
    could not be found out.
    """

    told: tuple[Told, ...] = ()
    holds: Mapping[str, bool | None] | None = None
    left: tuple[Leftover, ...] = ()
    written: int = 0
    copies: str = ""  # the folder that holds them, if any were made
    dry: bool = False

    def lines(self) -> Iterator[str]:
        """The sentences, line by line."""
        if self.dry:
            yield "This is what `koans update` would do. Nothing has been written."
        if not (self.written or self.left or any(told.item is not Item.KEPT for told in self.told)):
            yield "Your koans are as the course has them: there is nothing to update."
        elif self.written:
            yield f"{_files(self.written)} brought up to date with the course{self._kept()}."
        for item in Item:
            if item is not Item.KEPT and (names := [told for told in self.told if told.item is item]):
                yield item.value
                yield from (f"  {told.name}{self._more(told)}" for told in names)
        for leftover in self.left:
            yield f"Left alone: {leftover.file}: {leftover.why}, then run `koans update` again."
        if self.copies:
            yield f"The files as they were are in {self.copies}."

    def _kept(self) -> str:
        kept = len([told for told in self.told if told.item in (Item.KEPT, Item.CHANGED)])
        return f"; your answers in {'it' if self.written == 1 else 'them'} ({counted(kept)}) are kept" if kept else ""

    def _more(self, told: Told) -> str:
        match told.item:
            case Item.CHANGED | Item.YOURS | Item.NEW if told.name in (self.holds or {}):
                held = self._held((self.holds or {})[told.name])
            case _:
                held = ""
        if told.item is Item.YOURS:
            return f"{held}\n    `koans reset {told.name}` brings the course's and keeps a copy of yours"
        return f"{told.more}{held}"

    def _held(self, held: bool | None) -> str:
        if held is None:
            return ": `pytest` will tell whether it still holds"
        return ": it still holds" if held else ": it no longer holds, and is open again"


def _files(count: int) -> str:
    return "1 file is" if count == 1 else f"{count} files are"


def counted(count: int) -> str:
    """So many koans, in words."""
    return f"{count} koan{'s' * (count != 1)}"
