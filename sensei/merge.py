"""The merge of one topic's file: the course as it was, the learner's file, the course as it is. Nothing but text.

The learner's file is the ground. What the course has not changed stays to the byte; what the learner has not touched
becomes new; where both have changed something, `carry` brings them together or leaves the learner's alone.
"""

import itertools
from dataclasses import dataclass, field, replace

from sensei.carry import Fate, carry
from sensei.chunks import DOCSTRING, Chunk, Sheet, cut
from sensei.course import PREFIX
from sensei.pattern import find
from sensei.source import decode


class MergeTrouble(ValueError):
    """A file cannot be merged. The message says why."""


@dataclass(frozen=True)
class Merge:
    """The merged file, what became of each definition, and where the learner has names that the course needs.

    `touched` are the definitions in which the learner has written something.
    """

    raw: bytes
    fates: dict[str, Fate]
    touched: frozenset[str] = frozenset()
    clashes: tuple[str, ...] = ()


def merge(old: bytes | None, mine: bytes, new: bytes) -> Merge:
    """Bring a file up to date; `old` is what it was laid out from, None if that is not known.

    Merging again, from `old` or from `new`, changes nothing more.

    Raises:
        MergeTrouble: the learner's file does not parse, or the outcome would not be what it should.
    """
    source = decode(mine)
    trouble = source.trouble or next((piece.trouble for piece in source.pieces if piece.trouble), None)
    if trouble:
        raise MergeTrouble(f"line {trouble.line}: {trouble.message}")
    ground, course = cut(mine), cut(new)
    before = None if old is None or any(piece.trouble for piece in decode(old).pieces) else cut(old)
    found = _Merger(before, ground, course).merged()
    if before is not None and ground.text.split() and ground.text.splitlines() == before.text.splitlines():
        whole = replace(course, chunks=tuple(map(ground.styled, course.chunks)), bom=ground.bom)
        return replace(found, raw=replace(whole, tail=ground.styled(Chunk(course.tail)).lead).raw)
    return found


@dataclass
class _Merger:
    """One merge at work: `slots` is the file as it comes to be, `doubtful` what the course no longer has."""

    before: Sheet | None
    ground: Sheet
    course: Sheet
    slots: list[Chunk] = field(default_factory=list[Chunk])
    doubtful: set[str] = field(default_factory=set[str])
    arrived: set[str] = field(default_factory=set[str])  # what stands at a place where it did not stand before
    fates: dict[str, Fate] = field(default_factory=dict[str, Fate])
    clashes: list[str] = field(default_factory=list[str])

    def merged(self) -> Merge:
        self.slots = [self._updated(chunk) for chunk in self.ground.chunks]
        for chunk in sorted(
            self.course.chunks, key=lambda each: bool(each.imports)
        ):  # by then it is known what is used
            if not self._present(chunk):
                self._add(chunk)
        self._drop()
        self._reorder()
        sheet = replace(self.ground, chunks=tuple(self._spaced()))
        self._prove(sheet)
        return Merge(sheet.raw, self.fates, self._touched(), tuple(self.clashes))

    def _old(self, key: str) -> Chunk | None:
        return self.before.by_key.get(key) if self.before else None

    def _updated(self, chunk: Chunk) -> Chunk:
        """A chunk of the learner's file as it will be, if it stays."""
        old, new = self._old(chunk.key), self.course.by_key.get(chunk.key)
        if new is None:
            if old is not None:
                self.doubtful.add(chunk.key)
            elif self.before is None and (chunk.name or "").startswith(PREFIX) and find(chunk.text):
                self.fates[chunk.key] = Fate.STRANGE
            return chunk
        if chunk.key in self.ground.doubled:
            as_before = new.text in (chunk.text, old.text if old else None)
            self.fates[chunk.key] = Fate.SAME if as_before else Fate.KEPT
            return chunk
        if chunk.name is None and chunk.key != DOCSTRING:
            return chunk
        carried = carry(chunk.key, old.text if old else None, chunk.text, new.text)
        self.fates[chunk.key] = carried.fate
        lead = chunk.lead
        if old is not None and _plainly(lead) == _plainly(old.lead) and new.lead:
            lead = self.ground.styled(new).lead
        if carried.text == chunk.text:
            return replace(chunk, lead=lead)
        said = tuple(comment + self.ground.newline for comment in carried.comments)
        sheet = cut(carried.text.encode())
        (fresh,), rest = map(self.ground.styled, sheet.chunks), self.ground.styled(Chunk(sheet.tail)).lead
        return replace(fresh, lead=lead + said, trail=fresh.trail + rest + chunk.trail, first=chunk.first)

    def _staying(self) -> list[Chunk]:
        return [chunk for chunk in self.slots if chunk.key not in self.doubtful]

    def _present(self, new: Chunk) -> bool:
        """Tell whether the learner's file has it, or has chosen to do without."""
        if not self.ground.chunks:
            return False
        if any(chunk.key == new.key for chunk in self.slots):
            return True
        if new.imports:
            known = {pair for chunk in self._staying() for pair in chunk.imports}
            used = {name for chunk in self._staying() for name in chunk.used}
            return new.imports <= known or (self._old(new.key) is not None and not new.bound & used)
        return new.name is None and (self._old(new.key) is not None or (new.key == DOCSTRING and not self.before))

    def _add(self, new: Chunk) -> None:
        """Put in what is new in the course, behind what stands before it there."""
        known = {pair for chunk in self._staying() for pair in chunk.imports}
        names = new.bound - {name for name, origin in new.imports if (name, origin) in known}
        if taken := names & {name for chunk in self._staying() for name in chunk.bound}:
            self.clashes += sorted(taken)
            self.fates |= {new.name: Fate.KEPT} if new.name else {}
            return
        at = [chunk.key for chunk in self.course.chunks].index(new.key)
        before = [self._place(chunk) for chunk in self.course.chunks[:at]]
        behind = [self._place(chunk) for chunk in self.course.chunks[at + 1 :]]
        anchors = [place for place in before if place is not None]
        followers = [place for place in behind if place is not None]
        end = 0 if new.imports or new.key == DOCSTRING else len(self.slots)
        place = anchors[-1] + 1 if anchors else followers[0] if followers else end
        self.slots.insert(place, replace(self.ground.styled(new), first=new.key == DOCSTRING))
        self.arrived.add(new.key)
        if new.name:
            self.fates[new.name] = Fate.ADDED

    def _place(self, new: Chunk) -> int | None:
        """Where a chunk of the course stands in the learner's file, by name or by what it imports."""
        for at, chunk in reversed(list(enumerate(self.slots))):
            if chunk.key == new.key or (new.imports and new.imports <= chunk.imports):
                return at
        return None

    def _drop(self) -> None:
        """Take out what the course no longer has, unless what stays needs it or it is code of the learner's."""
        while True:
            staying = self._staying()
            used = {name for chunk in staying for name in chunk.used}
            bound = {name for chunk in staying for name in chunk.bound}
            needed = {
                c.key for c in self.slots if c.key in self.doubtful and ((c.bound & used) - bound or self._own(c))
            }
            if not needed:
                break
            self.doubtful -= needed
        gone = {chunk.name for chunk in (self.before.chunks if self.before else ()) if chunk.name}
        self.fates |= {name: Fate.GONE for name in gone if name in self.doubtful}
        slots: list[Chunk] = []
        remarks: list[str] = []
        for chunk in self.slots:
            if chunk.key not in self.doubtful:
                slots.append(replace(chunk, lead=(*remarks, *chunk.lead)))
                remarks = []
            elif chunk.name is None and (old := self._old(chunk.key)):
                remarks += [
                    line for line in (*chunk.lead, *chunk.trail) if line.strip() and line.strip() not in old.comments
                ]
        self.slots = slots
        self.ground = replace(self.ground, tail=(*remarks, *self.ground.tail))

    def _own(self, chunk: Chunk) -> bool:
        """Tell whether it is code that the learner wrote, and completed, for a koan that the course still has."""
        old, name = self._old(chunk.key), chunk.name
        if name is None:
            return old is None or chunk.text != old.text
        if old is None or name.startswith(PREFIX) or chunk.text == old.text or find(chunk.text):
            return False
        names = [each.name for each in (self.before.chunks if self.before else ()) if each.name]
        test = next((each for each in names[names.index(name) :] if each.startswith(PREFIX)), None)
        return test in self.course.by_key

    def _reorder(self) -> None:
        """Follow the course's order where that has changed; what is the learner's moves with what it follows."""
        order = {chunk.key: at for at, chunk in enumerate(self.course.chunks)}
        was = [order[chunk.key] for chunk in (self.before.chunks if self.before else ()) if chunk.key in order]
        if was == sorted(was):
            return
        groups: list[list[Chunk]] = [[]]
        for chunk in self.slots:
            if chunk.key in order:
                groups.append([])
            groups[-1].append(chunk)
        head, *rest = groups
        arranged = [*head, *itertools.chain(*sorted(rest, key=lambda group: order[group[0].key]))]
        self.arrived |= {new.key for old, new in zip(self.slots, arranged, strict=True) if old is not new}
        self.slots = arranged

    def _spaced(self) -> list[Chunk]:
        """The chunks with empty lines between what did not stand side by side before."""
        spaced: list[Chunk] = []
        for chunk in self.slots:
            lead = list(chunk.lead)
            if not spaced and chunk.key not in {each.key for each in self.ground.chunks[:1]}:
                while lead and not lead[0].strip():
                    lead.pop(0)
            elif spaced and self.arrived & {chunk.key, spaced[-1].key}:
                close = not (spaced[-1].trail[-1:] == (self.ground.newline,) or (lead and not lead[0].strip()))
                if close and not (chunk.imports and spaced[-1].imports):
                    lead = [self.ground.newline] * 2 + lead
            spaced.append(replace(chunk, lead=tuple(lead)))
        return spaced

    def _touched(self) -> frozenset[str]:
        """The definitions in which the learner has written something, the comments around them included."""
        found: set[str] = set()
        for chunk in self.ground.chunks:
            origin = self._old(chunk.key) or self.course.by_key.get(chunk.key)
            if chunk.name and origin and (origin.text, origin.comments) != (chunk.text, chunk.comments):
                found.add(chunk.name)
        return frozenset(found)

    def _prove(self, sheet: Sheet) -> None:
        """Check the outcome against what was promised, for a learner's file is at stake."""
        read = cut(sheet.raw).chunks
        if [(chunk.key, chunk.text) for chunk in read] != [(chunk.key, chunk.text) for chunk in sheet.chunks]:
            raise MergeTrouble("it cannot be brought up to date without being read in another way than it is now")
        fresh = {chunk.key for chunk in read if self.fates.get(chunk.key) in (Fate.FRESH, Fate.ADDED)}
        if any(chunk.key in fresh and chunk.text != self.course.by_key[chunk.key].text for chunk in read):
            raise MergeTrouble("it cannot be brought up to date without changing a koan of the course")


def _plainly(lines: tuple[str, ...]) -> list[str]:
    return [line.rstrip("\r\n") for line in lines]
