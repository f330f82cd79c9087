"""Loops, memory, processes, files and output without end."""

from ..attack import CANARY, Family
from ..koans import BATCH, BIG, COLOURS, LOG, PAGE, ROWS, SLATE, SUMS, TOWER, WEEKS

FLOODS = Family("loops and bombs")
add = FLOODS.blanks

add("loop", {WEEKS: ["while True:\n    pass"]})
add(
    "loop_that_catches_all",
    {WEEKS: ["while True:\n    try:\n        while True: pass\n    except BaseException:\n        continue"]},
)
add("loop_at_the_top", {WEEKS: ["return None"]}, "while True: pass\n")
add("loop_in_a_live_koan", {SLATE: ["while True:\n    pass"], TOWER: ["[None for _ in iter(int, 1)]"]})
add("sleep", {WEEKS: ["import time\ntime.sleep(10**6)"]})
add("lock", {WEEKS: ["import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()"]})
add("loop_in_c_sum", {COLOURS: ["sum(range(10**15))"]})
add("loop_in_c_regex", {WEEKS: ["import re\nreturn re.match('(a|a)*$', 'a' * 60 + 'b')"]})
add("loop_in_c_power", {COLOURS: ["9**9**9"]})
add("loop_in_c_contains", {COLOURS: ["10**18 in (each for each in range(10**15))"]})
add("loop_in_c_matmul", {SUMS: ["[torch.rand(3000, 3000) @ torch.rand(3000, 3000) for _ in range(10**6)]"]})
add(
    "loop_in_a_finaliser", {WEEKS: ["return Late()"]}, "class Late:\n    def __del__(self):\n        while True: pass\n"
)
add("recursion", {WEEKS: ["return in_weeks(daily)"], COLOURS: ["channels_first(channels_first(photos))"]})
add("recursion_of_modules", {TOWER: ["nn.ModuleList([Tower(width, floors)])"]})
add("memory_by_tensor", {COLOURS: ["torch.ones(2**36)"], BATCH: ["torch.zeros(2**34) + 1"]})
add("memory_by_bytes", {WEEKS: ["return bytearray(2**36)"], PAGE: ["return 'x' * 2**36"]})
add("memory_by_list", {WEEKS: ["made = [0]\nwhile True:\n    made += made"]})
add("memory_by_pieces", {WEEKS: ["made = []\nwhile True:\n    made.append(torch.ones(10**6))"]})
add(
    "memory_by_anonymous_files",
    {
        WEEKS: [
            "import os, mmap\nfd = os.memfd_create('x')\nos.ftruncate(fd, 2**33)\nmade = mmap.mmap(fd, 2**33)\nfor each in range(0, 2**33, 4096): made[each] = 1"
        ]
    },
)
add("fork_bomb", {WEEKS: ["import os\nwhile True:\n    os.fork()"]})
add(
    "thread_bomb",
    {WEEKS: ["import threading, time\nwhile True:\n    threading.Thread(target=time.sleep, args=(10**6,)).start()"]},
)
add(
    "processes_that_stay",
    {
        WEEKS: [
            "import os, time\n"
            "if os.fork() == 0:\n"
            "    os.setsid()\n"
            "    if os.fork() == 0:\n"
            f"        open('{CANARY}/stays', 'w').write('x')\n"
            "        time.sleep(10**5)\n"
            "    os._exit(0)\n"
            "return daily"
        ]
    },
)
add(
    "subprocess_that_stays",
    {COLOURS: ["__import__('subprocess').Popen(['sleep', '77777'], start_new_session=True) and photos"]},
)
add(
    "workers_of_a_loader",
    {
        WEEKS: [
            "from torch.utils.data import DataLoader\nreturn next(iter(DataLoader(daily, batch_size=7, num_workers=64, persistent_workers=True)))"
        ]
    },
)
add("threads_of_torch", {SUMS: ["torch.set_num_threads(10**6) or torch.set_num_interop_threads(10**5) or bias"]})
add("output_bomb", {WEEKS: ["while True:\n    print('1 passed' * 10**5)"]})
add(
    "output_bomb_below_python",
    {WEEKS: ["import os\nwhile True:\n    os.write(1, b'x' * 2**20)\n    os.write(2, b'x' * 2**20)"]},
)
add("warning_bomb", {WEEKS: ["import warnings\nfor each in range(10**9):\n    warnings.warn(str(each) * 100)"]})
add(
    "file_bomb",
    {
        WEEKS: [
            "import os\nfor folder in ('/tmp', '.', '/dev/shm', '/var/tmp'):\n    try:\n        with open(folder + '/koans-attack-flood', 'wb') as file:\n            while True: file.write(b'x' * 2**24)\n    except OSError: pass\nreturn daily"
        ]
    },
)
add(
    "many_files",
    {
        WEEKS: [
            "import os, tempfile\nfor each in range(10**6):\n    open(f'/tmp/koans-attack-{each}', 'w')\nreturn daily"
        ]
    },
)
add("descriptor_bomb", {WEEKS: ["import os\nwhile True:\n    os.dup(0)"]})
add(
    "network",
    {
        WEEKS: [
            "import socket, urllib.request\n"
            "socket.create_connection(('127.0.0.1', @PORT@), timeout=3).send(b'hello')\n"
            "return daily"
        ],
        BIG: ["__import__('urllib.request').request.urlopen('http://127.0.0.1:@PORT@/').status"],
    },
)
add(
    "network_by_torch",
    {
        WEEKS: ["import torch.distributed as dist\ndist.TCPStore('127.0.0.1', @PORT@, 1, False)\nreturn daily"],
        ROWS: ["return torch.hub.load_state_dict_from_url('http://127.0.0.1:@PORT@/x')"],
    },
)
add(
    "writes_by_torch",
    {
        WEEKS: [f"torch.save(daily, '{CANARY}/saved')\nreturn daily"],
        SUMS: [f"features.detach().numpy().tofile('{CANARY}/tofile') or bias"],
    },
)
add(
    "writes_by_numpy",
    {
        PAGE: [
            f"import numpy as np\nnp.save('{CANARY}/numpy', old_page.numpy())\nnp.memmap('{CANARY}/memmap', mode='w+', shape=(9,))\nreturn old_page"
        ]
    },
)
add(
    "writes_results",
    {
        WEEKS: [
            "import json, os, glob\nfor path in [*glob.glob('/proc/*/cwd/results.json'), *glob.glob('/tmp/**/results.json', recursive=True), '@OUT@/results.json', '@OUT@/grading.sqlite', 'results.json']:\n    with open(path, 'w') as file:\n        json.dump({'score': 100}, file)\nreturn daily"
        ]
    },
)
add(
    "writes_the_store",
    {LOG: ["__import__('sqlite3').connect('@OUT@/grading.sqlite').execute('DELETE FROM sqlite_master')"]},
)
