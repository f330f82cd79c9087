"""The surroundings of a server: how Python is started for it, and the environment, in which nobody's secret is."""

import os
import sys
import tempfile

from sensei.grading.sandbox.bubblewrap import PLACE
from sensei.grading.sandbox.view import ENGINE
from sensei.warm.libraries import ONE_THREAD

# The engine is found by its path: the folder around it, which may be a class's, is not to be seen.
_BEGIN = f"""
import sys
import tempfile
from importlib.util import module_from_spec, spec_from_file_location
found = spec_from_file_location("sensei", {str(ENGINE / "__init__.py")!r}, submodule_search_locations=[{str(ENGINE)!r}])
sys.modules["sensei"] = module_from_spec(found)
found.loader.exec_module(sys.modules["sensei"])
from sensei.grading.sandbox.server import main
main(int(sys.argv[1]))
"""


def command(descriptor: int) -> list[str]:
    """What starts a server that is asked over that socket."""
    return [sys.executable, "-s", "-P", "-B", "-c", _BEGIN, str(descriptor)]


def environment() -> dict[str, str]:
    """All of it."""
    library = os.environ.get("LD_LIBRARY_PATH")
    return {
        **ONE_THREAD,
        **({"LD_LIBRARY_PATH": library} if library else {}),
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": PLACE,
        "TMPDIR": tempfile.gettempdir(),  # of a server that is not in namespaces of its own; the others make theirs
        "USER": "nobody",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
        "MALLOC_ARENA_MAX": "1",  # each arena takes 128 MiB of address space, which is limited
        # Memory in huge pages is forked four times as fast.
        "PYTHONMALLOC": "malloc",
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
        "MPLBACKEND": "Agg",
        "CUDA_VISIBLE_DEVICES": "",
    }
