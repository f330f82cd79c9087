"""The confinement: what a process inside puts on before it runs anything of a student. It cannot be taken off."""

import os
import signal
import socket
import sys
from collections.abc import Collection
from dataclasses import dataclass

from sensei.grading.sandbox import kernel, landlock, limits, seccomp
from sensei.grading.sandbox.bubblewrap import NOBODY
from sensei.grading.sandbox.layer import Layer
from sensei.grading.sandbox.limits import Limits
from sensei.grading.sandbox.view import View

CHOICES = ("bubblewrap", "landlock", "trusted")


class Unconfined(Exception):
    """A layer that has to hold does not. The message is one sentence."""


@dataclass(frozen=True)
class Confinement:
    """What the cells of one server put on.

    Attributes:
        rules: descriptors of Landlock's rules for a cell with a folder and one without, where there is Landlock.
        reading_all: whether nobody could read this Python's files, because they lie in root's home.
        tasks: how many processes and threads its user has already.
    """

    choice: str
    rules: dict[bool, int]
    reading_all: bool = False
    tasks: int = 0

    @classmethod
    def prepared(cls, choice: str, view: View, place: str) -> "Confinement":
        """See what there is.

        Raises:
            Unconfined: it is not enough for this choice.
        """
        if choice == "trusted":
            return cls(choice, {})
        if not seccomp.known():
            raise Unconfined(f"there is no list of system calls for {sys.platform} on {kernel.MACHINE}")
        if choice == "landlock" and not landlock.version():
            raise Unconfined("this kernel has no Landlock, or it is switched off (it came with Linux 5.13)")
        seccomp.prepare()
        rules = {}
        if landlock.version():
            rules = {False: landlock.ruleset(view, None), True: landlock.ruleset(view, place)}
        dropping = choice == "landlock" and os.geteuid() == 0
        if dropping:
            os.chown(place, NOBODY, NOBODY)
        return cls(choice, rules, dropping and not _reachable(view), _tasks())

    def put_on(self, limit: Limits) -> list[Layer]:
        """Confine this process, for good, and tell which layers hold.

        Raises:
            Unconfined: one that has to does not.
            OSError: the kernel refused.
        """
        limit.impose()
        found = [Layer("limits", True, f"{limit.cpu:g} s of processor, {limit.memory / 2**20:,.0f} MiB, no core file")]
        if kernel.LINUX:
            kernel.no_new_privileges()
            found += self._as_nobody()
            kernel.end_with_parent(signal.SIGKILL)
            kernel.closed_to_others()
        if self.choice == "trusted":
            return [*found, Layer("sandbox", False, "none, because the code is trusted")]
        if self.rules:
            landlock.restrict(self.rules[limit.writing])
            for descriptor in self.rules.values():
                os.close(descriptor)
            found.append(Layer("landlock", True, landlock.words(landlock.version())))
        else:
            found.append(Layer("landlock", False, "this kernel has none; the namespaces hide the files"))
        seccomp.confine(writing=limit.writing)
        _proven()
        return [*found, Layer("seccomp", True, "no new processes, no sockets, no signals to others, no writing")]

    def _as_nobody(self) -> list[Layer]:
        if self.choice == "bubblewrap":
            limits.limit_tasks(self.tasks)
            return [Layer("identity", True, "nobody, in a user namespace of its own")]
        if os.geteuid() != 0:
            limits.limit_tasks(self.tasks)
            return [Layer("identity", False, f"the user who grades ({os.geteuid()}), who is not root")]
        if self.choice == "trusted":
            return [Layer("identity", False, "root, because the code is trusted")]
        limits.limit_tasks(self.tasks)
        kernel.become(NOBODY, reading_all=self.reading_all)
        more = ", who may read what the view has whatever its mode" if self.reading_all else ""
        return [Layer("identity", True, f"nobody{more}")]


def alone_with(descriptor: int, kept: Collection[int]) -> socket.socket:
    """Close all that is open but the standard streams, those kept and this one, and give it as a socket."""
    for name in os.listdir("/dev/fd"):
        if int(name) > 2 and int(name) not in {descriptor, *kept}:
            try:
                os.close(int(name))
            except OSError:
                continue  # the listing's own
    return socket.socket(fileno=descriptor)


def _proven() -> None:
    """That the filter is at work is found by asking for what it refuses."""
    try:
        socket.socket(socket.AF_UNIX, socket.SOCK_STREAM).close()
    except PermissionError:
        return
    raise Unconfined("a socket could be made although the filter of system calls forbids it")


def _reachable(view: View) -> bool:
    """Whether nobody could read what the view has."""
    child = os.fork()
    if not child:
        status = 1
        try:
            kernel.become(NOBODY, reading_all=False)
            status = not all(
                os.access(path, os.R_OK | (os.X_OK if os.path.isdir(path) else 0)) for path in view.readable
            )
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1] == 0


def _tasks() -> int:
    """Threads of all processes that belong to who a cell is, as far as they can be seen."""
    user = os.geteuid() or NOBODY
    found = 0
    for name in filter(str.isdecimal, os.listdir("/proc")):
        try:
            if os.stat(f"/proc/{name}").st_uid == user:
                found += len(os.listdir(f"/proc/{name}/task"))
        except OSError:
            continue
    return found
