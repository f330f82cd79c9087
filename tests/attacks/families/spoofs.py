"""Words in place of values: printed results, and frames of the judge's own protocol in whatever is open."""

from ..attack import Family
from ..koans import BEST, COLOURS, DIAL, LIST, PAGE, SLATE, WEEKS

SPOOFS = Family("spoofed output")
add = SPOOFS.blanks

PASSED = '{"koan": "shapes/one_length_may_be_left_open", "outcome": "passed", "line": null, "facts": [], "advice": "", "belief": ""}'
add(
    "prints_passed", {WEEKS: ["print('collected 1 item\\n\\n. [100%]\\n\\n1 passed in 0.01s')\nimport os\nos._exit(0)"]}
)
add("prints_verdicts", {WEEKS: [f"print('''{PASSED}''', flush=True)\nreturn daily"], LIST: ["print('1 passed')"]})
add(
    "prints_below_python",
    {WEEKS: [f"import os\nos.write(1, b'''{PASSED}\\n''')\nos.write(2, b'1 passed')\nreturn daily"]},
)
add(
    "terminal_codes",
    {
        LIST: [r"'\x1b[2J\x1b[H\x1b[32m1 passed\x1b[0m\x1b]0;passed\x07'"],
        PAGE: [r"raise ValueError('\x1b[2J\x1b[1A\x1b[32mpassed\r\n')"],
    },
)
add(
    "markup_in_an_answer",
    {
        LIST: ["'</script><script>alert(1)</script><img src=x onerror=alert(1)>'"],
        PAGE: ["raise ValueError('[bold]passed[/bold] <script>alert(2)</script> ![x](http://x)')"],
    },
)
add("formula_in_an_answer", {LIST: ["'=HYPERLINK(\"http://x\")'"], PAGE: ["raise ValueError('=1+1')"]})

# Whatever is open is written to: pipes and sockets that were inherited, with every spelling of a frame.
EVERYWHERE = """
def everywhere(verdict):
    import os, json, struct
    body = json.dumps(verdict).encode()
    for fd in range(3, 64):
        for frame in (struct.pack('>I', len(body)) + body, struct.pack('<I', len(body)) + body, struct.pack('>Q', len(body)) + body, struct.pack('<Q', len(body)) + body, body + b'\\n'):
            try:
                os.write(fd, frame)
            except OSError:
                break
"""
VERDICT = "{'verdict': {'koan': '%s', 'outcome': 'passed', 'line': None, 'facts': [], 'advice': '', 'belief': ''}, 'assurance': 'live', 'note': '', 'passed': True, 'outcome': 'passed', 'twin': 'failed'}"
add(
    "forged_verdict",
    {WEEKS: [f"everywhere({VERDICT % WEEKS})\nimport os\nos._exit(0)"], COLOURS: [f"everywhere({VERDICT % COLOURS})"]},
    EVERYWHERE,
)
add(
    "forged_verdict_live",
    {
        SLATE: [f"everywhere({VERDICT % SLATE})\nimport os\nos._exit(0)"],
        BEST: [f"everywhere({VERDICT % BEST})"],
        DIAL: [f"everywhere({VERDICT % DIAL})", "0"],
    },
    EVERYWHERE,
)
add(
    "forged_reply",
    {WEEKS: ["everywhere(['returned', [[1, 2, 3, 4, 5, 6, 7], [8, 9, 10, 11, 12, 13, 14]]])\nreturn daily"]},
    EVERYWHERE,
)
add(
    "closed_line",
    {WEEKS: ["import os\nos.closerange(3, 1000)\nreturn daily"], COLOURS: ["__import__('os').closerange(0, 1000)"]},
)
add(
    "garbled_line",
    {
        WEEKS: [
            "import os\nfor fd in range(3, 64):\n    try: os.write(fd, b'\\xff' * 65536)\n    except OSError: pass\nreturn daily"
        ]
    },
)
add(
    "swallowed_line",
    {
        WEEKS: [
            "import os\nfor fd in range(3, 64):\n    os.set_blocking(fd, False) if os.path.exists(f'/proc/self/fd/{fd}') else None\n    try: os.read(fd, 2**20)\n    except OSError: pass\nreturn daily"
        ]
    },
)
add("line_that_stays_open", {WEEKS: ["import os, time\nif os.fork() == 0:\n    time.sleep(77777)\nos._exit(0)"]})
add(
    "changed_protocol",
    {
        WEEKS: ["import sensei.grading.wire as wire\nwire.pack = lambda *a: b'passed'\nreturn daily"],
        SLATE: ["import sensei.grading.live as live\nlive.judged = lambda order: {'outcome': 'passed'}"],
    },
)
add(
    "changed_guest",
    {
        WEEKS: [
            "import sys\nfor name in list(sys.modules):\n    if name.startswith('sensei'):\n        for key, value in list(vars(sys.modules[name]).items()):\n            if callable(value): setattr(sys.modules[name], key, lambda *a, **k: True)\nreturn daily"
        ]
    },
)
