"""Looks at what the judge knows: frames, tracebacks, the garbage collector, files, the environment."""

from ..attack import CANARY, Family
from ..koans import BEST, BIG, COLOURS, LIST, LOG, PAGE, SLATE, SLOPE, SUMS, TARGET, WEEKS

LOOKS = Family("frames, files and environment")
add = LOOKS.blanks

# The expected value stands in the asserts of whoever calls. What it finds is no property of an honest answer.
FRAMES = """
import sys
def expected():
    frame = sys._getframe()
    while frame:
        for name, value in frame.f_locals.items():
            if name in ("expected", "by_hand", "numbers", "before"):
                return value
        frame = frame.f_back
"""
add("frames_in_a_body", {WEEKS: ["return expected()"], SUMS: ["expected()"]}, FRAMES)
add("frames_of_the_layer", {SUMS: ["sys._getframe(1).f_locals['layer'](features)"]}, "import sys\n", fools=True)
add(
    "frames_by_traceback",
    {SUMS: ["seen()"]},
    """
def seen():
    try:
        raise ValueError
    except ValueError as error:
        return error.__traceback__.tb_frame.f_back.f_back.f_locals['layer'](error.__traceback__.tb_frame.f_back.f_back.f_locals['wines'])
""",
    fools=True,
)
add(
    "frames_by_generator",
    {SUMS: ["(g := (g.gi_frame.f_back.f_back.f_locals for _ in [1])) and next(g)['layer'](features)"]},
)
add("frames_by_inspect", {SUMS: ["__import__('inspect').stack()[1].frame.f_locals['layer'](features)"]}, fools=True)
add("frames_by_coroutine", {COLOURS: ["(lambda c: c.cr_frame.f_globals['answer'])((lambda: None)())"]})
add(
    "garbage_collector",
    {SUMS: ["[each for each in gc.get_objects() if isinstance(each, nn.Linear)][-1](features)"]},
    "import gc\n",
    fools=True,
)
add(
    "garbage_of_the_asserts",
    {
        BEST: [
            "import gc\nreturn [each for each in gc.get_objects() if isinstance(each, torch.Tensor) and each.dtype == torch.float64][0]"
        ]
    },
)
add(
    "globals_of_the_judge",
    {
        WEEKS: ["return in_weeks.__globals__['torch'].arange(1, 15).reshape(2, 7)"],
        COLOURS: ["channels_first.__globals__['expected']"],
    },
)
add(
    "subclasses",
    {
        WEEKS: [
            "[each for each in ().__class__.__base__.__subclasses__() if each.__name__ == 'Popen'][0](['touch', '@CANARY@/subclasses'])\nreturn daily"
        ]
    },
)
add(
    "format_string",
    {
        LIST: ["'{0.__class__.__base__.__subclasses__}'.format(0)"],
        WEEKS: ["return '{0.__init__.__globals__}'.format(torch.Tensor)"],
    },
)
add("format_map", {WEEKS: ["return type(daily)('{d.__class__}'.format_map({'d': daily}))"]})
add("attrgetter", {COLOURS: ["__import__('operator').attrgetter('__class__.__base__')(photos)"]})
add(
    "match_class_pattern",
    {WEEKS: ["match daily:\n    case object(__class__=kind):\n        return kind.__base__.__subclasses__()"]},
)
add(
    "torch_exposes_os",
    {
        WEEKS: [f"torch.os.system('touch {CANARY}/torch_os')\nreturn daily"],
        COLOURS: [f"torch.utils.cpp_extension.os.system('touch {CANARY}/cpp')"],
    },
)
add("torch_exposes_builtins", {WEEKS: [f"torch.builtins.open('{CANARY}/builtins', 'w')\nreturn daily"]})
add(
    "eval_and_exec",
    {WEEKS: [f"exec(\"open('{CANARY}/exec', 'w')\")\nreturn eval('daily')"], LIST: ["eval('[2000,4000,6000]')"]},
    fools=False,
)
add(
    "compile_at_the_top",
    {WEEKS: ["return None"]},
    f"exec(compile(\"open('{CANARY}/top', 'w').write('x')\", 'x', 'exec'))\n",
)
add("lambda_default", {COLOURS: [f"(lambda f=open('{CANARY}/default', 'w'): photos)()"]})
add("decorator_inside", {WEEKS: [f"@(lambda f: open('{CANARY}/decorator', 'w'))\ndef f(): pass\nreturn daily"]})
add(
    "annotation_inside",
    {
        WEEKS: [
            f"x: open('{CANARY}/annotation', 'w') = 1\nclass C:\n    y: open('{CANARY}/annotation', 'w')\nreturn daily"
        ]
    },
)
add(
    "import_hook",
    {WEEKS: [f"import importlib\nimportlib.import_module('antigravity')\nopen('{CANARY}/hook', 'w')\nreturn daily"]},
)
add(
    "reads_the_solutions",
    {
        WEEKS: [
            "import glob, re, sensei, pathlib\n"
            "root = pathlib.Path(sensei.__file__).parent.parent\n"
            "text = (root / 'solutions' / 'test_04_shapes.py').read_text()\n"
            "space = {'torch': torch}\n"
            "exec(text[text.index('def in_weeks'):text.index('def test_one_length')], space)\n"
            "return space['in_weeks'](daily)",
        ],
        BIG: ["getattr(__import__('solutions.test_17_nn_module'), 'trainable_numbers')(model)"],
    },
    fools=False,
)
add(
    "reads_the_properties",
    {
        WEEKS: [
            "import sensei, pathlib\nreturn (pathlib.Path(sensei.__file__).parent.parent / 'properties' / 'test_04_shapes.py').read_text()"
        ]
    },
)
add(
    "reads_the_class",
    {
        WEEKS: [
            "import os, glob\nfor path in glob.glob('/proc/*/cwd/**/ada/koans/*.py', recursive=True):\n    exec(open(path).read())\nreturn in_weeks(daily)"
        ]
    },
)
add(
    "reads_the_process",
    {WEEKS: ["return open('/proc/self/mem', 'rb')"], SLATE: ["print(open('/proc/1/environ').read())"]},
)
add(
    "reads_by_torch",
    {
        WEEKS: ["return torch.load('/etc/passwd', weights_only=False)"],
        PAGE: ["return torch.from_file('/etc/passwd', size=8, dtype=torch.uint8)"],
    },
)
add(
    "reads_by_numpy",
    {PAGE: ["import numpy as np\nreturn torch.from_numpy(np.fromfile('/etc/passwd', dtype=np.uint8))"]},
)
add(
    "reads_the_environment",
    {SLOPE: ["float(__import__('os').environ.get('KOANS', 0))"], LOG: ["len(__import__('os').environ)"]},
)
add(
    "saved_tensors",
    {TARGET: ["target if target.grad_fn is None else target.grad_fn.next_functions[0][0].variable * 1"]},
)
add(
    "freed_memory",
    {PAGE: ["return torch.empty_like(old_page)"], WEEKS: ["return torch.empty(2, 7, dtype=daily.dtype)"]},
)
