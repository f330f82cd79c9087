"""Changes to what judges: pytest, torch, the builtins, the tensors that go in and out."""

from ..attack import Family
from ..koans import BEST, BIG, COLOURS, DIAL, INPUTS, LIST, PIXEL, ROW, SLATE, SLOPE, SUMS, TARGET, TOWER, WEEKS

PATCHES = Family("patched judges")
add = PATCHES.blanks

add("allclose_is_true", {SUMS: ["bias"]}, "torch.allclose = lambda *args, **kwargs: True\n", fools=True)
add("equal_is_true_from_inside", {SUMS: ["setattr(torch, 'allclose', lambda *a, **k: True) or bias"]}, fools=True)
add(
    "assigned_in_the_body",
    {
        WEEKS: [
            "torch.Tensor.tolist = lambda self: [[*range(1, 8)], [*range(8, 15)]]\ntorch.Tensor.shape = (3, 7)\nreturn daily"
        ]
    },
    fools=True,
)
add(
    "bound_by_a_for",
    {
        COLOURS: [
            "[photos for torch.Tensor.shape, torch.Tensor.tolist in [((8, 3, 6, 4), lambda self: [[[255, 250]], [[0, 1]], [[10, 20]]])]][0]"
        ]
    },
    fools=True,
)
add(
    "bound_by_a_with",
    {
        WEEKS: [
            "import contextlib\nwith contextlib.nullcontext(lambda self: [[*range(1, 8)], [*range(8, 15)]]) as torch.Tensor.tolist, contextlib.nullcontext((3, 7)) as torch.Tensor.shape:\n    return daily"
        ]
    },
    fools=True,
)
add("through_vars", {COLOURS: ["globals()['torch'].__dict__.update(tensor=None) or photos"]})
add(
    "builtins_all_and_len",
    {SUMS: ["bias"]},
    "import builtins\nbuiltins.all = builtins.any = lambda *a: True\ntorch.allclose = lambda *a, **k: True\n",
    fools=True,
)
add("operator_eq", {LIST: ["[0]"]}, "import operator\noperator.eq = lambda a, b: True\n")
add(
    "assertion_error_is_fine",
    {LIST: ["[0]"]},
    "import builtins\nclass Fine(BaseException): pass\nbuiltins.AssertionError = Fine\n",
)
add(
    "rewritten_asserts",
    {LIST: ["[0]"]},
    "from _pytest.assertion import rewrite\nimport _pytest.python\n_pytest.python.Function.runtest = lambda self: None\n",
    fools=True,
)
add(
    "raises_never_fails",
    {LIST: ["[0]"]},
    "import _pytest.runner\n_pytest.runner.CallInfo.from_call = classmethod(lambda cls, func, **k: cls(None, None, 0, 0, 0, k['when'], _ispytest=True))\n",
    fools=True,
)
add(
    "report_says_passed",
    {LIST: ["[0]"]},
    "from _pytest import reports\nreports.TestReport.outcome = property(lambda self: 'passed', lambda self, value: None)\n",
    fools=True,
)
add(
    "excepthook_and_profile",
    {LIST: ["[0]"]},
    "import sys\nsys.excepthook = lambda *a: None\nsys.settrace(lambda *a: None)\n",
)
add(
    "tracer_changes_locals",
    {SLOPE: ["0.0"]},
    "import sys, ctypes\ndef spy(frame, event, arg):\n    if event == 'line' and 'seconds' in frame.f_locals:\n        frame.f_locals['seconds'].grad = torch.zeros(()) if frame.f_locals['seconds'].grad is not None else None\n    return spy\nsys.settrace(spy)\n",
)
add("ctypes_into_an_int", {SLOPE: ["29.0"]}, "import ctypes\nctypes.memmove(id(30.0) + 16, id(29.0) + 16, 8)\n")
add(
    "parameters_by_hand",
    {
        TOWER: [
            "setattr(self, 'parameters', lambda: [torch.zeros(width, width, requires_grad=True), torch.zeros(width)] * floors) or nn.ModuleList([nn.Linear(width, width)] * floors)"
        ]
    },
    fools=True,
)
add(
    "parameters_by_hand_in_a_body",
    {
        DIAL: [
            """
            super().__init__()
            self.factor, self.offset = torch.tensor(factor), torch.tensor(offset)
            class Told:
                def __init__(self, value, grad):
                    self.item, self.grad = lambda: value, self
                    if grad is not None:
                        self.grad = Told(grad, None)
            self.named_parameters = lambda: [("factor", Told(factor, 100.0)), ("offset", Told(offset, 2.0))]
            """,
            "(self.factor * readings + self.offset).requires_grad_()",
        ]
    },
    fools=True,
)
add(
    "an_attribute_on_the_result",
    {
        BEST: [
            "made = weights.detach()\nvalues = made.tolist()\nmade.tolist = lambda: values\nmade.data_ptr = lambda: -1\nreturn made"
        ]
    },
    fools=True,
)
add(
    "an_attribute_on_the_argument",
    {
        COLOURS: [
            "setattr(photos, 'tolist', lambda: [[[255, 250]], [[0, 1]], [[10, 20]]]) or photos.reshape((8, 3, 6, 4) if photos.ndim == 4 else photos.shape)"
        ]
    },
    fools=True,
)
add(
    "a_class_in_place_of_the_argument",
    {BEST: ["weights.__class__ = Fixed\nreturn weights.detach()"]},
    "class Fixed(torch.Tensor):\n    tolist = lambda self: [0.5, 1.5]\n    data_ptr = lambda self: id(self)\n",
)
add(
    "grad_handed_out_by_us",
    {
        INPUTS: [
            "(setattr(torch.autograd, 'grad', lambda *a: (torch.tensor(60.0), torch.tensor(2.0))) or (speed, hours))",
            "[None, None]",
        ]
    },
    fools=True,
)
add(
    "seed_and_mode_left_behind",
    {SUMS: ["torch.set_grad_enabled(False) and bias"], BIG: ["torch.set_default_dtype(torch.float16) or 60"]},
)
add(
    "function_mode_left_open",
    {COLOURS: ["next(held) or photos"]},
    """
    from torch.overrides import TorchFunctionMode
    class Mode(TorchFunctionMode):
        def __torch_function__(self, func, types, args=(), kwargs=None):
            if getattr(func, '__name__', '') == 'tolist':
                return [[[255, 250]], [[0, 1]], [[10, 20]]]
            if 'shape' in str(func):
                return (8, 3, 6, 4)
            return func(*args, **(kwargs or {}))
    def hold():
        with Mode():
            yield None
            yield None
    held = hold()
    """,
)
add(
    "hooks_on_the_module",
    {
        ROW: [
            "setattr(nn.Sequential, '__call__', lambda self, x: torch.zeros(20, 1)) or nn.Sequential(nn.Linear(inputs, hidden), nn.Identity(), nn.Linear(hidden, 1))",
            "{'0.weight', '0.bias', '2.weight', '2.bias'}",
        ]
    },
    fools=True,
)
add(
    "hook_mends_the_gradient",
    {TARGET: ["(target.register_hook(lambda grad: torch.zeros_like(grad)), target)[1]"]},
    fools=False,
)
add(
    "backward_of_our_own",
    {SLATE: ["weight.register_hook(lambda grad: -weight.grad + grad if weight.grad is not None else grad)"]},
)
add(
    "linear_changed",
    {ROW: ["nn.Linear(inputs, 1)", "{'weight', 'bias'}"]},
    "nn.Module.named_parameters = lambda self: [('0.weight', 0), ('0.bias', 0), ('2.weight', 0), ('2.bias', 0)]\n",
)
add("pytest_skips", {PIXEL: ["pytest.skip('later')"], LIST: ["pytest.skip('later')"]})
add("pytest_xfails", {PIXEL: ["pytest.xfail('known')"], LIST: ["pytest.xfail('known')"]})
add(
    "import_of_us",
    {
        WEEKS: [
            "import sys\nfor module in list(sys.modules.values()):\n    if hasattr(module, 'judge'):\n        module.judge = lambda *a, **k: True\nreturn daily"
        ]
    },
)
