"""Judge: a learner's koan file becomes runnable koans, and each run a verdict. One judge serves all callers."""

import ast
import contextlib
import importlib
import sys
import traceback
import types
import warnings
from collections.abc import Callable, Collection
from pathlib import Path

from sensei import aftermath, alarm, beyond, memory, misconception
from sensei.blank import BlankReached
from sensei.course import Koan, Topic
from sensei.pattern import Kind
from sensei.reading import Reading, imports_of
from sensei.verdict import Outcome, Verdict
from sensei.witness import GLOBAL, Witnesses, call_in

# What a library imports only when the first such thing is made; it takes seconds, which are not on the koan's clock.
LATE = {"optim": "torch._dynamo", "broadcast_shapes": "torch.fx.experimental.symbolic_shapes"}


class NotHeld(Exception):
    """Raised in place of running a koan whose verdict is settled by its text alone."""

    def __init__(self, verdict: Verdict) -> None:
        """Carry the verdict."""
        super().__init__(verdict.outcome.value)
        self.verdict = verdict


class Script(Reading):
    """A learner's koan file. Reading it judges what the text alone can tell; `module` makes the rest runnable.

    Args:
        topic: the pristine topic that the file belongs to.
        path: where the file lies; tracebacks name it.
        raw: its bytes, whatever they are.
        remembered: what was found to hold in earlier runs.
    """

    def __init__(self, topic: Topic, path: Path, raw: bytes, remembered: memory.Memory | None = None) -> None:
        """Read the file; nothing is run."""
        super().__init__(topic, raw)
        self.path = path
        self.memory = remembered or memory.Memory()
        self.witnesses = Witnesses()

    def module(self, name: str) -> types.ModuleType:
        """Run the file's top level and return its module, with a function for every koan of the topic.

        Functions of koans that are settled raise `NotHeld`; nothing that the file does at its top level is raised here.
        """
        module = types.ModuleType(name)
        module.__file__ = str(self.path)
        module.__dict__[GLOBAL] = self.witnesses
        sys.modules[name] = module
        settled = dict(self.settled)
        if self._begun():
            self._load_libraries()
            try:
                with alarm.alarm(lambda: None):
                    exec(self._compiled(), module.__dict__)
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                settled = {
                    koan.function: settled.get(koan.function) or self.after(koan, error) for koan in self.topic.koans
                }
        own = {function: module.__dict__.pop(function, None) for function in (k.function for k in self.topic.koans)}
        for function, found in own.items():
            verdict = settled.get(function)
            module.__dict__[function] = _stub(function, verdict) if verdict or found is None else found
        for function in [name for name in self.source.definitions if name in module.__dict__ and name not in own]:
            module.__dict__[function] = module.__dict__.pop(function)  # the learner's own tests come after the koans
        return module

    def after(self, koan: Koan, error: BaseException | None) -> Verdict:
        """The verdict on a koan that was run and came to this end."""
        if isinstance(error, NotHeld):
            return error.verdict
        try:
            verdict, blamed = self._after(koan, error)
            return misconception.recognise(koan, verdict, self.filled[koan.function].harvest.answers, blamed)
        except Exception as ours:
            return aftermath.unjudged(koan, ours)

    def run(self, koan: Koan, module: types.ModuleType) -> Verdict:
        """Run one koan, without fixtures and under the alarm, and judge it."""
        self.witnesses[koan.function].forget()
        try:
            with alarm.alarm(lambda: None):
                module.__dict__[koan.function]()
            self.look_beyond(koan, module, lambda: None)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            return self.after(koan, error)
        return self.after(koan, None)

    def look_beyond(self, koan: Koan, module: types.ModuleType, last_words: Callable[[], None]) -> None:
        """Once a koan holds, try the functions that the learner wrote in it on inputs that it does not show.

        Raises:
            NotInGeneral: the property of the koan found inputs for which they do not do what is asked.
        """
        path = beyond.property_file(koan) if self.witnesses[koan.function].finished else None
        if path is None:
            return
        fingerprint = memory.fingerprint(self.source, koan.parts, path)
        examples = self.memory.still_to_try(fingerprint)
        if not examples:
            return
        if check := beyond.property_of(koan, path, examples):
            try:
                with alarm.alarm(last_words, seconds=2 * alarm.patience()):
                    beyond.examine(check, module)
            except beyond.NotInGeneral:
                self.memory.doubt(fingerprint)
                raise
        self.memory.add(fingerprint)

    def _begun(self) -> bool:
        """Whether there is anything to run. If not, no library is imported: those of a late topic take their time."""
        return self.source.text != self.topic.source.text or len(self.settled) < len(self.topic.koans)

    def _load_libraries(self) -> None:
        """Import what the koans import before the alarm is set: a first import may take long, and is not cut short."""
        libraries = {origin for origin, _, _ in imports_of(self.topic.source).values()}
        libraries |= {module for name, module in LATE.items() if name in self.source.text}
        for library in sorted(libraries):
            with contextlib.suppress(ImportError):  # `sklearn.metrics.r2_score` is no module, but its parents are
                importlib.import_module(library)

    def _compiled(self) -> types.CodeType:
        """The file less what is no Python, witnessed; asserts stay even under `python -O`."""
        definitions = self.source.definitions
        for function, filled in self.filled.items():
            node = definitions.get(function)
            if function not in self.settled and node is not None:
                pairs = zip(filled.koan.blanks, filled.harvest.nodes, strict=True)
                answers = {
                    number: node
                    for number, (blank, node) in enumerate(pairs)
                    if blank.kind is not Kind.CODE and isinstance(node, ast.expr)
                }
                call_in(node, answers)
        body = ast.Module([node for node in self.source.statements if node not in self.rejected], [])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # `x is 3` is an answer to judge, not a line to warn about
            return compile(body, str(self.path), "exec", dont_inherit=True, optimize=0)

    def _after(self, koan: Koan, error: BaseException | None) -> tuple[Verdict, Collection[int]]:
        """The verdict, and the numbers of the blanks that it speaks of."""
        definition = self.source.definitions[koan.function]
        code = [number for number, blank in enumerate(koan.blanks) if blank.kind is Kind.CODE]
        lines = self._lines(error) if error else []
        line = lines[-1] if lines else None
        match error:
            case None if self.witnesses[koan.function].finished:
                return Verdict(koan.identity, Outcome.PASSED), []
            case None:
                return aftermath.ended_early(koan, definition.body[-1].lineno), code
            case alarm.OutOfTime():
                return aftermath.out_of_time(koan, line), code
            case BlankReached():
                return aftermath.reached(koan, line), code
            case beyond.NotInGeneral():
                return aftermath.not_in_general(koan, self.span(koan)[0], error), code
            case _ if type(error).__name__ == "Skipped":
                return aftermath.skipped(koan), code
            case _:
                verdict, blamed = self._blame(koan, definition, lines, error)
                return verdict, blamed or code

    def _blame(
        self, koan: Koan, definition: ast.stmt, lines: list[int], error: BaseException
    ) -> tuple[Verdict, Collection[int]]:
        """The statement at which it ended: a block that waits for an exception, an assert, or anything else.

        A block waits also for what is raised in a function that is called in it; an assert only for its own failure.
        """
        line = lines[-1] if lines else None
        for node in ast.walk(definition):
            if isinstance(node, ast.With) and any(_spans(node, each) for each in lines):
                inside = self._predictions(koan, node)
                waiting = [n for n in inside if koan.blanks[n].kind is Kind.EXCEPTION]
                if waiting:
                    given = self.witnesses[koan.function].given
                    if waiting[0] not in given:
                        return aftermath.answer_raised(koan, node.lineno, inside[waiting[0]], error), waiting
                    raised = type(error).__name__ != "Failed"
                    return aftermath.not_raised(koan, node.lineno, raised, given[waiting[0]]), waiting
            elif isinstance(node, ast.Assert) and _spans(node, line):
                inside = self._predictions(koan, node)
                if inside or isinstance(error, AssertionError):
                    return self._failed(koan, node, inside, error)
        return aftermath.raised(koan, line, error), []

    def _failed(
        self, koan: Koan, node: ast.Assert, inside: dict[int, str], error: BaseException
    ) -> tuple[Verdict, Collection[int]]:
        """An assert that came to nothing: it is false, one of its answers cannot be made, or its other side raised."""
        witness = self.witnesses[koan.function]
        unmade = [number for number in inside if number not in witness.given]
        if isinstance(error, AssertionError) or not unmade:
            return aftermath.does_not_hold(koan, node, inside, witness), inside
        if node.lineno in witness.left:
            return aftermath.answer_raised(koan, node.lineno, inside[unmade[0]], error), unmade[:1]
        return aftermath.raised(koan, node.lineno, error), []

    def _predictions(self, koan: Koan, node: ast.stmt) -> dict[int, str]:
        """The predictions that stand in a statement, by the number of the blank."""
        found = self.filled[koan.function].harvest
        triples = enumerate(zip(koan.blanks, found.nodes, found.answers, strict=True))
        return {
            number: text
            for number, (blank, answer, text) in triples
            if blank.kind is not Kind.CODE and any(each is answer for each in ast.walk(node))
        }

    def _lines(self, error: BaseException) -> list[int]:
        """The lines of this file on the way to an error, the innermost last."""
        frames = traceback.extract_tb(error.__traceback__)
        return [frame.lineno or 0 for frame in frames if frame.filename == str(self.path)]


def _stub(function: str, verdict: Verdict | None) -> Callable[[], None]:
    def stub() -> None:
        raise NotHeld(verdict) if verdict else AssertionError

    stub.__name__ = stub.__qualname__ = function
    return stub


def _spans(node: ast.stmt, line: int | None) -> bool:
    return line is not None and node.lineno <= line <= (node.end_lineno or node.lineno)
