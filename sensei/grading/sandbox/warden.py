"""The warden: it has a sandbox started, asks it for cells, and sees to it that nothing of it is left."""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Sequence
from typing import Any, Self

from sensei.grading.sandbox import bubblewrap, surroundings
from sensei.grading.sandbox.cell import Cell
from sensei.grading.sandbox.channel import MOST, Channel, ChannelClosed, TimedOut
from sensei.grading.sandbox.confinement import CHOICES
from sensei.grading.sandbox.fate import Ending, Fate
from sensei.grading.sandbox.layer import Layer
from sensei.grading.sandbox.limits import Limits
from sensei.grading.sandbox.view import View
from sensei.refusal import Refusal

_TO_START, _TO_ANSWER, _TO_CLOSE = 600.0, 60.0, 10.0  # seconds; a machine may stand still for a while
_GRACE = 10.0  # seconds after which the judge stops waiting for a cell that its server should have ended
_SAID = 2000
_NEXT = "`koans grade --self-test` shows what this machine has; answers that are code stay unjudged without a sandbox."


class NoSandbox(Refusal):
    """No sandbox can be had. The message says which was asked for, why there is none, and what to do."""


class Warden:
    """The handle of one sandbox. It is for one thread, which has to outlive it, and lends one cell at a time.

    Args:
        choice: `bubblewrap`, `landlock`, or `trusted`, which confines nothing and has limits only.
        modules: what the sandbox is to import once, so that no cell need do so.
        guest: `module:function` of the engine; each cell calls it with its `Channel`, and is over when it returns.
        cpu: seconds of processor time for a cell.
        memory: bytes for a cell, beyond what the libraries take.
        hidden: folders that cells must not see even where the view of Python would show them.
        most: bytes of a message to or from a cell.
    """

    def __init__(
        self,
        choice: str,
        *,
        modules: Sequence[str] = (),
        guest: str = "sensei.grading.guest:serve",
        cpu: float = 5.0,
        memory: int = 2**30,
        hidden: Iterable[os.PathLike[str] | str] = (),
        most: int = MOST,
    ) -> None:
        """Nothing is started yet."""
        self.choice, self.modules, self.guest = choice, tuple(modules), guest
        self.cpu, self.memory, self.hidden, self.most = cpu, memory, tuple(hidden), most
        self.layers: tuple[Layer, ...] = ()
        self._prepared: list[tuple[str, Any]] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._control: Channel | None = None
        self._lent: Cell | None = None
        self._place = ""

    def start(self) -> None:
        """Start the sandbox if it does not run, and see in a cell that it confines. `layers` are known from then on.

        Raises:
            NoSandbox: it cannot be had.
        """
        if self._process is not None:
            return
        try:
            self._spawn()
            for target, data in self._prepared:
                self._ask({"prepare": target, "data": data}, _TO_START)
        except BaseException:
            self._end()
            raise

    @property
    def process(self) -> int | None:
        """The process that was started, while there is one."""
        return self._process.pid if self._process is not None else None

    def prepare(self, target: str, data: Any = None) -> Any:
        """Call `module:function` of the engine with that data, inside, so that all later cells have what it makes.

        It runs unconfined: it must never see anything of a student. What it returns, and the data, are plain (JSON).

        Raises:
            NoSandbox: it raised, or the sandbox ended.
        """
        self.start()
        result = self._ask({"prepare": target, "data": data}, _TO_START)["result"]
        self._prepared.append((target, data))
        return result

    def cell(self, wall: float, *, writing: bool = False) -> Cell:
        """A new cell, which is confined already. It is a context manager; leaving it ends the cell.

        Args:
            wall: seconds on the clock after which it is ended.
            writing: whether the folder that it is in may be written to, some files of some megabytes.

        Raises:
            NoSandbox: the sandbox had ended, and cannot be started again.
            RuntimeError: another cell is still in use.
        """
        if self._lent is not None and self._lent.fate is None:
            raise RuntimeError("a warden lends one cell at a time")
        limit = Limits(self.cpu, wall, self.memory, writing)
        for last in (False, True):
            self.start()
            try:
                self._lent = self._begun(limit)
                return self._lent
            except (ChannelClosed, TimedOut, OSError) as error:
                said = self._end()
                if last:
                    raise self._refusal(said or str(error)) from None
        raise AssertionError

    def _begun(self, limit: Limits) -> Cell:
        assert self._control is not None
        near, far = socket.socketpair()
        channel = Channel(near, most=self.most, deadline=time.monotonic() + limit.wall + _GRACE)
        try:
            with far:
                self._control.deadline = time.monotonic() + _TO_ANSWER
                self._control.send(json.dumps({"cell": limit.to_json()}).encode())
                socket.send_fds(self._control.line, [b"\0"], [far.fileno()])
            greeting = json.loads(channel.receive(_TO_ANSWER))
        except BaseException:
            channel.close()
            raise
        if "trouble" in greeting:
            self._end()
            raise self._refusal(greeting["trouble"])
        return Cell(channel, tuple(Layer(**layer) for layer in greeting["layers"]), self._over)

    def _over(self, gone: bool) -> Fate:
        try:
            return Fate.from_json(self._ask({"end": True, "gone": gone}, _TO_ANSWER)["fate"])
        except NoSandbox:
            return Fate(Ending.LOST)

    def _ask(self, what: dict[str, Any], patience: float) -> dict[str, Any]:
        try:
            if self._control is None:
                raise ChannelClosed("it does not run")
            self._control.deadline = time.monotonic() + patience
            self._control.send(json.dumps(what).encode())
            answer: dict[str, Any] = json.loads(self._control.receive())
        except (ChannelClosed, TimedOut) as error:
            raise self._refusal(self._end() or str(error)) from None
        if "trouble" in answer:
            raise self._refusal(answer["trouble"])
        return answer

    def _spawn(self) -> None:
        if self.choice not in CHOICES:
            raise self._refusal("code of students runs in none")
        if not hasattr(os, "fork"):
            raise self._refusal("this system has no fork; on Windows, WSL has")
        if self.choice == "bubblewrap" and not bubblewrap.program():
            raise self._refusal("bwrap is not installed (most systems have it in a package named bubblewrap)")
        view = View.of_python(self.hidden)
        near, far = socket.socketpair()
        command = surroundings.command(far.fileno())
        if self.choice == "bubblewrap":
            command = bubblewrap.argv(view, command)
        self._control = Channel(near)
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - it is open for as long as the process runs
        with far:
            try:
                self._process = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=self._said,
                    env=surroundings.environment(),
                    pass_fds=[far.fileno()],
                    start_new_session=True,
                )
            except OSError as error:
                raise self._refusal(self._end() or str(error)) from None
        spaces = bubblewrap.spaces() if self.choice == "bubblewrap" else {}
        start = {"choice": self.choice, "view": view.to_json(), "spaces": spaces}
        ready = self._ask({**start, "modules": self.modules, "guest": self.guest}, _TO_START)
        self._place = ready["place"]
        try:
            with self._begun(Limits(self.cpu, _TO_ANSWER, self.memory)) as trial:
                self.layers = (*(Layer(**layer) for layer in ready["layers"]), *trial.layers)
        except (ChannelClosed, TimedOut, OSError) as error:
            raise self._refusal(self._end() or str(error)) from None

    def close(self) -> None:
        """End the sandbox and all in it. Can be called more than once, and the warden used again."""
        if self._lent is not None and self._lent.fate is None:
            self._lent.end()
        self._end()

    def _end(self) -> str:
        """End what runs, if anything does, and give the last that was said before there was a cell."""
        if self._control is not None:
            self._control.close()  # which the server takes as the end
        said = ""
        if self._process is not None:
            try:
                self._process.wait(_TO_CLOSE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            with self._said:
                self._said.seek(0)
                said = " ".join(self._said.read().decode("utf-8", "replace")[-_SAID:].split())
        self._process = self._control = None
        if self.choice != "bubblewrap" and self._place:  # a server that was killed could not tidy up
            shutil.rmtree(self._place, ignore_errors=True)
        self._place = ""
        return said

    def _refusal(self, reason: str) -> NoSandbox:
        return NoSandbox(f"A sandbox of the kind {self.choice!r} cannot be had: {reason.rstrip('.')}. {_NEXT}")

    def __enter__(self) -> Self:
        """Start it."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()
