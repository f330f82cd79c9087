"""What the self-test tries from inside a cell. Each piece leaves in `told` what it got hold of, or raises."""

from dataclasses import dataclass

_CALL = """
import ctypes, os
def call(number, *arguments):
    library = ctypes.CDLL(None, use_errno=True)
    found = library.syscall(ctypes.c_long(number), *[ctypes.c_long(each) for each in arguments])
    if found < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return found
def any_of(*attempts):
    for attempt in attempts:
        try:
            return attempt()
        except Exception as error:
            last = error
    raise last
"""


@dataclass(frozen=True)
class Hostility:
    """One attempt.

    Attributes:
        name: what is tried.
        source: Python; `AIM` has in it what there is to aim at outside, see `selftest`.
        writing: whether it is tried in a cell that has a folder.
    """

    name: str
    source: str
    writing: bool = False

    @property
    def whole(self) -> str:
        """The source with what it builds on."""
        return _CALL + self.source


_NUMBERS = "{'x86_64': %d, 'aarch64': %d}[os.uname().machine]"

HOSTILITIES = (
    Hostility("read the solutions", "told = open(AIM['solution']).read(40)"),
    Hostility("read the pristine course", "told = open(AIM['pristine']).read(40)"),
    Hostility("read a file of another student", "told = open(AIM['file']).read()"),
    Hostility("read the list of users", "told = open('/etc/passwd').read(40)"),
    Hostility("look into the home folder", "told = os.listdir(AIM['home'])[:3]"),
    Hostility(
        "write somewhere",
        "places = ['/tmp', '/var/tmp', '/dev/shm', '/run', '/', AIM['home'], AIM['folder'], os.getcwd()]\n"
        "told = any_of(*[lambda at=at: open(os.path.join(at, 'koans-probe'), 'w').close() or at for at in places])",
    ),
    Hostility(
        "write outside of its own folder",
        "places = ['/tmp', '/var/tmp', '/dev/shm', '/run', '/', AIM['home'], AIM['folder']]\n"
        "told = any_of(*[lambda at=at: open(os.path.join(at, 'koans-probe'), 'w').close() or at for at in places])",
        writing=True,
    ),
    Hostility("make folders", "os.makedirs('a/b')\ntold = os.listdir('.')", writing=True),
    Hostility("make a link out of its folder", "os.symlink('/etc', 'out')\ntold = os.listdir('out')", writing=True),
    Hostility(
        "connect over TCP",
        "import socket\nline = socket.create_connection(('127.0.0.1', AIM['tcp']), 5)\ntold = line.getpeername()",
    ),
    Hostility(
        "send over UDP",
        "import socket\nline = socket.socket(type=socket.SOCK_DGRAM)\n"
        "line.sendto(b'out', ('127.0.0.1', AIM['udp']))\ntold = 'sent'",
    ),
    Hostility(
        "connect to an abstract socket",
        "import socket\nline = socket.socket(socket.AF_UNIX)\n"
        "line.connect('\\0' + AIM['abstract'])\ntold = 'connected'",
    ),
    Hostility("listen for connections", "import socket\ntold = socket.create_server(('127.0.0.1', 0)).getsockname()"),
    Hostility("see other processes", "told = [n for n in os.listdir('/proc') if n.isdigit() and int(n) > 2] or None"),
    Hostility(
        "signal the judge or the server",
        "told = any_of(*[lambda to=to: os.kill(to, 0) or to for to in (os.getppid(), AIM['judge'], -1, 0)])",
    ),
    Hostility("end the server", "import signal\nos.kill(os.getppid(), signal.SIGKILL)\ntold = 'done'"),
    Hostility(
        "trace the server",
        f"told = any_of(lambda: call({_NUMBERS % (101, 117)}, 16, os.getppid(), 0, 0),"
        " lambda: open(f'/proc/{os.getppid()}/mem', 'rb').close() or 'memory')",
    ),
    Hostility(
        "limit the server",
        "import resource\ntold = resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (1, 1))",
    ),
    Hostility("fork", "child = os.fork()\nchild or os._exit(0)\ntold = child"),
    Hostility(
        "run a program",
        "import subprocess\ntold = subprocess.run(['/bin/echo', 'out'], capture_output=True).stdout",
    ),
    Hostility(
        "leave a daemon behind",
        "import time\n"
        "if not os.fork():\n    os.setsid()\n    if not os.fork():\n        time.sleep(600)\n    os._exit(0)\n"
        "told = 'left'",
    ),
    Hostility(
        "start threads without end",
        "import threading, time\nthreading.stack_size(2**16)\n"
        "while True:\n    threading.Thread(target=time.sleep, args=(600,), daemon=True).start()",
    ),
    Hostility("take memory without end", "held = []\nwhile True:\n    held.append(bytearray(2**24))"),
    Hostility("take shared memory", f"told = call({_NUMBERS % (29, 194)}, 0, 2**30, 0o1600)"),
    Hostility("compute without end", "while True:\n    pass"),
    Hostility("wait without end", "import time\nwhile True:\n    time.sleep(60)"),
    Hostility(
        "fill its folder",
        "block = b'x' * 2**20\nfor number in range(10**6):\n    with open(f'{number}', 'wb') as file:\n"
        "        for _ in range(8):\n            file.write(block)\ntold = 'filled'",
        writing=True,
    ),
    Hostility("become root", "told = any_of(lambda: os.setuid(0) or 'uid', lambda: os.setgid(0) or 'gid')"),
    Hostility(
        "open devices",
        "names = ['mem', 'kmsg', 'sda', 'vda', 'nvme0n1', 'fuse', 'kvm', 'ptmx']\n"
        "places = ['/dev/' + name for name in names]\n"
        "told = any_of(*[lambda at=at: os.open(at, os.O_RDONLY) and at for at in places])",
    ),
    Hostility("read secrets of the environment", "told = os.environ.get(AIM['variable'])"),
    Hostility(
        "open files without end",
        "held = []\ntry:\n    while len(held) < 10**5:\n        held.append(os.open('/dev/null', os.O_RDONLY))\n"
        "finally:\n    count = len(held)\n    for each in held: os.close(each)\ntold = count",
    ),
    Hostility(
        "find open descriptors",
        "import stat\nkinds = []\nfor each in range(4096):\n    try:\n        mode = os.fstat(each).st_mode\n"
        "    except OSError:\n        continue\n    kinds.append((each, stat.S_ISCHR(mode)))\n"
        "told = [each for each, plain in kinds if not plain and each != channel.fileno()] or None",
    ),
    Hostility(
        "print a gigabyte",
        "import stat\nblock = b'x' * 2**20\nfor _ in range(1024):\n    os.write(1, block), os.write(2, block)\n"
        "told = None if stat.S_ISCHR(os.fstat(1).st_mode) else 'printed'",
    ),
    Hostility(
        "call what few programs call",
        "told = any_of("
        "lambda: ('io_uring', call(425, 8, 0)), "
        f"lambda: ('bpf', call({_NUMBERS % (321, 280)}, 0, 0, 0)), "
        f"lambda: ('userfaultfd', call({_NUMBERS % (323, 282)}, 1)), "
        f"lambda: ('keyctl', call({_NUMBERS % (250, 219)}, 0, -3, 1)), "
        f"lambda: ('perf', call({_NUMBERS % (298, 241)}, 0, 0, -1, -1, 0)), "
        f"lambda: ('memfd', call({_NUMBERS % (319, 279)}, id(b''), 0)), "
        "lambda: ('pidfd', call(434, os.getppid(), 0)))",
    ),
    Hostility("make namespaces", f"told = call({_NUMBERS % (272, 97)}, 0x10000000) or 'unshared'"),
    Hostility("flood the judge", "for _ in range(64):\n    channel.send(b'x' * 2**24)\ntold = 'taken'"),
)
