"""The update: a new version of the course reaches a learner's folder, and nothing that the learner wrote is lost.

First everything is planned, and nothing is written. Then file by file: a copy of the learner's, then the new one, whole
or not at all. What the course was is remembered last, so whoever is interrupted runs it again and gets the same.
"""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from sensei import base, workspace
from sensei.bulletin import Bulletin, Item, Leftover, Told, counted
from sensei.carry import Fate, is_filled
from sensei.course import PREFIX, Koan
from sensei.plan import Plan, Step
from sensei.progress import FOLDER, Progress
from sensei.source import decode
from sensei.trees import KOANS
from sensei.verdict import Verdict

Judge = Callable[[Mapping[str, bytes], list[Koan]], dict[str, Verdict]]


def carry_out(planned: Plan, judge: Judge, *, dry: bool = False) -> Bulletin:
    """Do what was planned, unless it is a `dry` run, and tell what came of it.

    Raises:
        WorkspaceTrouble: a file cannot be copied or written; run again, it goes on where it stopped.
    """
    doubtful = planned.doubtful
    files = {step.target.name: step.after for step in planned.steps if step.after is not None}
    verdicts = judge(files, doubtful) if doubtful else {}
    copies: dict[Path, Path] = {}
    left = list(planned.left)
    done: list[Step] = []
    for step in planned.steps:
        if not dry and step.moves and _read(step.path) != step.before:
            left.append(
                Leftover(f"{KOANS}/{step.target.name}", "it was changed while the update was under way. Save it")
            )
            continue
        if not dry:
            copies |= _write(planned.folder, step)
        done.append(step)
    doubtful = [koan for koan in doubtful if any(koan.topic is step.topic for step in done)]
    holds = {koan.identity: verdicts[koan.identity].passed if koan.identity in verdicts else None for koan in doubtful}
    if not dry:
        _remember(planned.folder, done, [koan for koan, held in holds.items() if held is False])
    told = [told for step in done for told in _tell(step, planned.folder, copies.get(step.path or step.target))]
    return Bulletin(
        told=tuple(told),
        holds=holds,
        left=tuple(left),
        written=len([step for step in done if step.moves]),
        copies=f"{FOLDER}/backups" if copies else "",
        dry=dry,
    )


def _write(folder: Path, step: Step) -> dict[Path, Path]:
    """Write one file, copies first. Each single write leaves a folder that can be updated again."""
    if not step.moves:
        return {}
    old = {path for path in (step.path, step.target, *step.spare) if path and path.is_file()}
    copies = {path: workspace.back_up(folder, path) for path in sorted(old)}
    if step.path and step.path != step.target:
        step.path.replace(step.target)  # under its new name first: there is never a second file with answers
    if step.after is None:
        step.target.unlink(missing_ok=True)
    elif step.after != step.before:
        workspace.write(step.target, step.after)
    for path in step.spare:
        path.unlink(missing_ok=True)
    return copies


def _remember(folder: Path, done: list[Step], lost: list[str]) -> None:
    if lost:
        with Progress.changing(folder) as progress:
            progress.judged([], lost, None)
    with contextlib.suppress(OSError):  # an update without it is more careful, and no less right
        for step in done:
            if step.topic:
                base.remember(folder, step.topic)
            elif step.after is None:
                base.forget(folder, step.slug)


def _tell(step: Step, folder: Path, copy: Path | None) -> Iterator[Told]:
    """What became of each koan of a file, as far as there is something to tell."""
    fates, touched = step.merged.fates, step.merged.touched
    if step.path is None and step.topic:
        yield Told(Item.NEW, step.slug, f" (the whole topic, {counted(len(step.topic.koans))})")
        return
    if step.path and step.path != step.target:
        yield Told(Item.RENAMED, f"{KOANS}/{step.path.name}", f" is now {KOANS}/{step.target.name}")
    yield from (Told(Item.CLASH, f"{KOANS}/{step.target.name}", f": {name}") for name in step.merged.clashes)
    where = f": what you wrote is in {copy.relative_to(folder).as_posix()}" if copy else ": a copy of yours is kept"
    for name, fate in fates.items():
        if fate is Fate.GONE and (step.topic is None or name.startswith(PREFIX)):
            what = step.slug if step.topic is None else f"{step.slug}/{name.removeprefix(PREFIX)}"
            yield Told(Item.GONE, what, where if name in touched else "")
        elif fate is Fate.STRANGE:
            yield Told(Item.STRANGE, f"{KOANS}/{step.target.name}", f": {name}")
    source = decode(step.after or b"")
    for koan in step.topic.koans if step.topic else ():
        own = {fates.get(part) for part in koan.parts}
        if fates.get(koan.function) is Fate.ADDED:
            yield Told(Item.NEW, koan.identity)
        elif Fate.KEPT in own:
            yield Told(Item.YOURS, koan.identity)
        elif touched & set(koan.parts):
            answered = any(map(is_filled, koan.harvest(source).answers))
            if own - {None, Fate.SAME}:
                yield Told(Item.CHANGED, koan.identity)
            elif answered:
                yield Told(Item.KEPT, koan.identity)


def _read(path: Path | None) -> bytes | None:
    try:
        return path.read_bytes() if path else None
    except OSError:
        return None
