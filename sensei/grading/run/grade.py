"""Grading a class: intake, reading, judging, marks, files. Everything that was done before is not done again."""

import os
import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from sensei.course import Course, Koan
from sensei.grading import outputs
from sensei.grading.gradebook import Gradebook, Result
from sensei.grading.intake import Findings, Roster, submissions
from sensei.grading.policy import Policy
from sensei.grading.report import page
from sensei.grading.run import confine, fingerprint, marks
from sensei.grading.run.alike import alike
from sensei.grading.run.book import Book
from sensei.grading.run.cluster import Cluster
from sensei.grading.run.config import Config
from sensei.grading.run.crew import Crew, Executor, processors
from sensei.grading.run.folder import held
from sensei.grading.run.judging import judge
from sensei.grading.run.overrides import FILE, Overrides
from sensei.grading.run.reading import Readers, digest
from sensei.grading.run.rows import Row
from sensei.grading.run.show import Advance, Show
from sensei.grading.run.store import Key, Store
from sensei.grading.run.summary import Summary, Tally
from sensei.grading.submission import Submission
from sensei.refusal import Refusal

REPORT = "report.html"
_KEEP = 1.0  # seconds between two commits
_UNDATED = "Nothing tells when {} handed in, so nothing is taken off for lateness there."


@dataclass(frozen=True)
class Request:
    """What is asked for on the command line; see there."""

    sources: Sequence[Path]
    out: Path
    roster: Path | None = None
    topics: Sequence[str] = ()
    config: Path | None = None
    jobs: int = 0
    anew: bool = False
    scheduler: str = ""
    seed: int | None = None
    trust: bool = False
    options: outputs.Options = field(default_factory=outputs.Options)


def grade(request: Request, show: Show) -> Summary:
    """Grade a class, and write all files.

    Raises:
        Refusal: something is asked for that cannot be done, or this machine cannot do it. What was done is kept.
        OSError: the folder cannot be written.
    """
    start = time.monotonic()
    course = Course.at_hand()
    config = Config.load(request.config, course) if request.config else Config()
    koans = config.koans(course, request.topics)
    request.options.check(_title(config))
    roster = Roster.read(request.roster) if request.roster else None
    with held(request.out), Store(request.out) as store:
        for sentence in store.told:
            show.say(sentence)
        overrides = _overrides(config, request.out)
        overrides.check({column.identity: column.points for column in marks.columns(koans, config)})
        findings = Findings()
        topics = list(dict.fromkeys(koan.topic for koan in koans))
        found = submissions(request.sources, course, roster, findings, topics)
        if request.anew:
            store.forget()
        run = _Run(request, show, store, course, koans, config)
        run.read(found, findings.students)
        judged = run.judge()
        book = Book(store, run.reader, koans, run.keys, config, overrides)
        gradebook = run.gradebook(book, findings)
        tally = Tally()
        told = [*findings.ambiguous, *findings.duplicates, *findings.aside]
        counting = [column.identity for column in gradebook.columns]
        told += overrides.idle(store.has, counting, [koan.identity for koan in course.koans])
        told += run.write(gradebook, tally)
    if config.late and tally.undated.count:
        told.insert(0, _UNDATED.format(tally.undated.names))
    report = REPORT if (request.out / REPORT).is_file() else ""
    return Summary(gradebook, tally, request.out, judged, time.monotonic() - start, told, report)


def _title(config: Config) -> str:
    return config.title or "torch-koans"


def _overrides(config: Config, folder: Path) -> Overrides:
    if config.overrides and not config.overrides.is_file():
        raise Refusal(f"there is no file {config.overrides}, which the configuration names as overrides: make it")
    return Overrides.load(config.overrides or folder / FILE)


@dataclass
class _Run:
    request: Request
    show: Show
    store: Store
    course: Course
    koans: Sequence[Koan]
    config: Config

    def __post_init__(self) -> None:
        self.number = int(self.store.fact("run") or 0) + 1
        self.store.note("run", str(self.number))
        if self.request.seed is not None or not self.store.fact("seed"):
            # Nobody can know beforehand which inputs will be tried; all of one class have the same.
            seed = secrets.randbits(32) if self.request.seed is None else self.request.seed
            self.store.note("seed", str(seed))
        self.store.drop_failures()
        self.store.commit()
        self.jobs = self.request.jobs or processors()

    @cached_property
    def policy(self) -> Policy:
        choice, layers, reasons = confine.choose(trusting=self.request.trust)
        for reason in reasons:
            self.show.say(reason)
        for layer in layers:
            self.show.say(f"{layer.name}: {'holds' if layer.holds else 'does not hold'} ({layer.detail})")
        if choice == "none":
            self.show.say(confine.REFUSED)
        elif choice == "trusted":
            self.show.say("Answers that are code run without a sandbox, as --trust-code says.")
        self.layers = ", ".join([choice, *(layer.name for layer in layers if layer.holds)])
        return Policy(seed=int(self.store.fact("seed")), sandbox=choice)

    @cached_property
    def fingerprints(self) -> dict[str, str]:
        return {koan.identity: fingerprint.of_koan(koan) for koan in self.koans}

    @cached_property
    def reader(self) -> str:
        return fingerprint.of_koans(self.koans)

    @cached_property
    def keys(self) -> dict[str, Key]:
        libraries = fingerprint.libraries()
        return {koan: (print_, libraries, self.policy.digest) for koan, print_ in self.fingerprints.items()}

    def read(self, found: Iterator[Submission], total: int) -> None:
        """Enter everybody into the class, and read what was not read before."""
        topics = tuple(dict.fromkeys(koan.topic.slug for koan in self.koans))
        trees = self.koans[0].topic.trees
        with self.show.phase("Reading", total) as advance, Readers(trees, topics, self.jobs) as readers:
            kept = time.monotonic()
            for submission, read in readers.read(self._unread(found, advance)):
                self.store.put_sheet(digest(submission), self.reader, read)
                advance(1)
                if time.monotonic() - kept > _KEEP:
                    self.store.commit()
                    kept = time.monotonic()
        self.store.dismiss(self.number)
        self.store.commit()

    def _unread(self, found: Iterator[Submission], advance: Advance) -> Iterator[Submission]:
        for submission in found:
            name = digest(submission)
            self.store.enter(Row.of(submission, name), self.number)
            if self.store.has_sheet(name, self.reader):
                advance(1)
            else:
                yield submission

    def judge(self) -> int:
        """Judge what has no verdict yet. Returns how many answers that were."""
        counting = {koan: key for koan, key in self.keys.items() if koan not in self.config.excluded}
        total = self.store.gather(self.reader, counting)
        if total:
            executor = self._executor()
            try:
                self.store.note("layers", self.layers)
                refusing = self.policy.sandbox == "none"
                with self.show.phase("Judging", total) as advance:
                    judge(self.store, executor, self.keys, refusing=refusing, judged=advance)
            finally:
                executor.close()
        return total

    def _executor(self) -> Executor:
        course = os.environ.get("KOANS_COURSE", "")
        if self.request.scheduler:
            return Cluster(self.request.scheduler, self.policy, course, self.fingerprints)
        return Crew(self.policy, course, self.jobs)

    def gradebook(self, book: Book, findings: Findings) -> Gradebook:
        """What the outputs read."""
        layers = self.store.fact("layers") or self.layers
        about = {
            "course": f"{len(self.koans)} koans, fingerprint {self.reader[:16]}",
            "libraries": fingerprint.libraries(),
            "policy": self.policy.digest,
            "sandbox": layers,
        }
        return Gradebook(
            title=_title(self.config),
            columns=tuple(book.columns),
            results=book.results,
            absent=tuple(findings.absent),
            unknown=tuple(sorted(findings.unknown)),
            duplicates=tuple(findings.duplicates),
            alike=alike(book.wrong(), self.store.students(), self.store.answers),
            about=about,
        )

    def write(self, book: Gradebook, tally: Tally) -> list[str]:
        """Write all files, and count what is in them. Returns what there is to say of them."""
        out = self.request.out
        with self.show.phase("Writing", 2 * self.store.students()) as advance:
            shown = replace(book, results=lambda: _advancing(book.results(), advance))
            counted = replace(shown, results=lambda: tally.counting(shown.results()))
            told = list(outputs.write_all(counted, out, self.request.options))
            try:
                page.write(shown, out / REPORT, self.course)
            except page.ReportTrouble as trouble:
                told.append(f"There is no {REPORT}: {trouble}")
        return told


def _advancing(results: Iterator[Result], advance: Advance) -> Iterator[Result]:
    """The same results, each told of as it is taken."""
    for result in results:
        yield result
        advance(1)
