"""The server: a process inside the sandbox that has the libraries in it, and a child of it for each cell.

It runs nothing of a student: what comes from a student is run by a child that has put the confinement on.
"""

import contextlib
import importlib
import json
import os
import random
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable
from typing import Any, NoReturn

from sensei.grading.sandbox import bubblewrap, guard, kernel, limits, reaper
from sensei.grading.sandbox.channel import Channel, ChannelClosed
from sensei.grading.sandbox.confinement import Confinement, Unconfined, alone_with
from sensei.grading.sandbox.fate import Ending
from sensei.grading.sandbox.layer import Layer
from sensei.grading.sandbox.limits import Limits
from sensei.grading.sandbox.view import View
from sensei.warm import libraries


def main(descriptor: int) -> None:
    """Serve whoever holds the other end of that socket, until it is closed."""
    control = Channel(socket.socket(fileno=descriptor))
    with contextlib.suppress(ChannelClosed):
        start = json.loads(control.receive())
        alone = start["choice"] == "bubblewrap"
        place = bubblewrap.PLACE if alone else tempfile.mkdtemp(prefix="koans-sandbox-")
        try:
            Server(control, start, os.path.realpath(place)).serve()
        finally:
            if not alone:
                shutil.rmtree(place, ignore_errors=True)


class Server:
    """The server of one warden: one cell at a time."""

    def __init__(self, control: Channel, start: dict[str, Any], place: str) -> None:
        """Get ready, and say so or why not."""
        self.control, self.place = control, place
        try:
            found = self._namespaces(start)
            self.guest = self._load(start)
            view = View.from_json(start["view"])
            self.confinement = Confinement.prepared(start["choice"], view, place)
        except Exception as error:
            self._tell(trouble=f"{type(error).__name__}: {error}")
            raise ChannelClosed from None
        self._tell(layers=[vars(layer) for layer in found], place=place)

    def _namespaces(self, start: dict[str, Any]) -> list[Layer]:
        if start["choice"] != "bubblewrap":
            return []
        shared = [kind for kind, name in bubblewrap.spaces().items() if start["spaces"].get(kind) == name]
        if shared:
            raise Unconfined(f"namespaces are shared with the judge: {', '.join(shared)}")
        return [Layer("namespaces", True, "no network, no other processes, files of the view only (bubblewrap)")]

    def _load(self, start: dict[str, Any]) -> Callable[[Channel], object]:
        """Import what is asked for, and see to it that this process can be forked and nobody looks into it."""
        limits.first_to_go()
        for name in ("HOME", "TMPDIR", "MPLCONFIGDIR", "XDG_CACHE_HOME"):
            os.environ[name] = self.place
        os.chdir(self.place)
        sys.path += start["view"]["packages"]
        for module in start["modules"]:
            importlib.import_module(module)
        guest: Callable[[Channel], object] = _named(start["guest"])
        libraries.settle()
        self._sweep()  # some libraries keep notes
        if kernel.LINUX:
            kernel.adopt_orphans()
            kernel.no_new_privileges()
            kernel.closed_to_others()
        for stream in (1, 2):  # what was said so far is for the judge; what is said in cells is for nobody
            os.dup2(0, stream)
        return guest

    def serve(self) -> None:
        """Do what is asked until nobody asks any more."""
        while True:
            order = json.loads(self.control.receive())
            if "prepare" in order:
                self._prepare(order["prepare"], order["data"])
            elif "cell" in order:
                _, (descriptor, *_), *_ = socket.recv_fds(self.control.line, 1, 1)
                self._cell(Limits(**order["cell"]), descriptor)

    def _prepare(self, target: str, data: Any) -> None:
        try:
            result = _named(target)(data)
            libraries.settle()
            self._tell(result=result)
        except Exception as error:
            self._tell(trouble=f"{type(error).__name__}: {error}")

    def _cell(self, limit: Limits, descriptor: int) -> None:
        child = os.fork()
        if not child:
            self._inside(limit, descriptor)
        os.close(descriptor)
        ended: tuple[int, float, int] | None = None
        try:
            cause = guard.watch(child, limit, self.place, self.control)
            # Whatever became of it, it is the judge who says that the cell is over.
            if cause is not Ending.ENDED:
                ended = reaper.end(child)
            told = json.loads(self.control.receive())
            if cause is Ending.ENDED and told["gone"] and guard.ends_by_itself(child):
                cause = Ending.EXITED
        finally:
            ended = ended or reaper.end(child)
        if limit.writing:
            self._sweep()
        self._tell(fate=guard.fate(cause, *ended, limit).to_json())

    def _inside(self, limit: Limits, descriptor: int) -> NoReturn:
        """Be the cell."""
        status = 1
        try:
            os.setsid()
            random.seed(0)  # which Python seeds by chance in a new process; torch and numpy go on from the server's
            channel = Channel(alone_with(descriptor, self.confinement.rules.values()))
            if self._confined(limit, channel):
                self.guest(channel)
                status = guard.RETURNED
        except ChannelClosed:
            status = guard.RETURNED
        except MemoryError:
            status = guard.NO_MEMORY
        finally:
            os._exit(status)

    def _confined(self, limit: Limits, channel: Channel) -> bool:
        """Put the confinement on and say so, or why not."""
        greeting: dict[str, Any]
        try:
            greeting = {"layers": [vars(layer) for layer in self.confinement.put_on(limit)]}
        except (Unconfined, OSError) as error:
            greeting = {"trouble": f"{type(error).__name__}: {error}"}
        channel.send(json.dumps(greeting).encode())
        return "layers" in greeting

    def _sweep(self) -> None:
        """Empty the folder. If that fails this server has served its last cell."""
        for entry in os.scandir(self.place):
            shutil.rmtree(entry) if entry.is_dir(follow_symlinks=False) else os.unlink(entry)

    def _tell(self, **what: Any) -> None:
        self.control.send(json.dumps(what).encode())


def _named(target: str) -> Callable[[Any], Any]:
    module, _, name = target.partition(":")
    found: Callable[[Any], Any] = getattr(importlib.import_module(module), name)
    return found
