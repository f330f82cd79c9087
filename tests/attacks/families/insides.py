"""Ways past the gate to Python's insides, and memory taken for what it is not; each aims at its own attempt alone."""

from ..attack import Family
from ..koans import SLATE

INSIDES = Family("Python's insides")

# It makes its own attempt hold and leaves the twins, which give a tampered judge away, as they are.
_SPOIL = '''
SPOIL = """
import sys
frame = sys._getframe()
while frame is not None:
    attempt = frame.f_locals.get("self")
    if frame.f_code.co_name == "judged" and hasattr(attempt, "after"):
        from sensei.verdict import Outcome, Verdict
        attempt.after = lambda koan, error: Verdict(koan.identity, Outcome.PASSED)
        break
    frame = frame.f_back
"""
'''


def add(name: str, answer: str, above: str = "") -> None:
    """A wrong answer to a koan that is judged live, which forges the verdict if it gets where it wants to."""
    INSIDES.blanks(name, {SLATE: [answer]}, _SPOIL + above)


add(
    "exec_behind_a_keyword_of_savefig",
    "Fake().savefig('a.png', dpi=exec(SPOIL))",
    "class Fake:\n    def savefig(self, *_, **__):\n        pass\n",
)
add("exec_behind_a_keyword_of_getattr", "try:\n    getattr(1, 'real', key=exec(SPOIL))\nexcept TypeError:\n    pass")
add(
    "exec_by_the_body_of_a_class",
    "found()(SPOIL)",
    """
def found():
    exec = 0
    class Holder:
        kept = exec
        exec = 1
    return Holder.kept
""",
)
add(
    "exec_by_the_body_of_a_class_in_a_loop",
    "found()(SPOIL)",
    """
def found():
    exec = 0
    class Holder:
        exec = [exec for _ in (1,)][0] if 0 else exec
    return Holder.exec
""",
)
add(
    "globals_by_wraps",
    "found()",
    """
import functools


class Catch(nn.Module):
    def update(self, names):
        names["__builtins__"]["exec"](SPOIL)


def found():
    module = nn.Module()
    module.add_module("__globals__", Catch())
    functools.wraps(nn.functional.mse_loss, assigned=(), updated=("__globals__",))(module)
""",
)
_TAKING_APART = """
def found():
    {kind}
    match found:
        case X(names):
            names["__builtins__"]["exec"](SPOIL)
"""
add(
    "globals_by_a_pattern_of_a_made_class",
    "found()",
    _TAKING_APART.format(
        kind="meta = type(type(1))\n    X = meta('X', (type(found),), {'__match_args__': ('__globals__',)})"
    ),
)
add(
    "globals_by_a_class_that_a_string_names",
    "found()",
    _TAKING_APART.format(kind="def str(kind): return kind('X', (), {})\n    X = str(type(int))"),
)
add(
    "globals_by_a_named_tuple",
    "found()",
    "from collections import namedtuple\n"
    + _TAKING_APART.format(kind="X = namedtuple('X', ['__globals__'], rename=True)"),
)
add(
    "frames_by_a_format_of_matplotlib",
    "found()",
    """
from matplotlib.figure import Figure


def found():
    axes = Figure().subplots()
    axes.xaxis.set_major_formatter("{x.gi_frame.f_back.f_globals}")
    steps = (axes.xaxis.get_major_formatter()(steps) for _ in (1,))
    print(next(steps))
""",
)
add(
    "frames_by_getattr_of_a_name_made_up",
    "found()",
    "def found():\n    steps = (1 for _ in (1,))\n    return getattr(steps, 'gi_' + 'frame')\n",
)
add(
    "memory_by_an_interface_of_its_own",
    "found()",
    """
import numpy as np


def found():
    box = nn.ParameterDict()
    box["__array_interface__"] = {"data": (id(found), False), "shape": (64,), "typestr": "|u1", "version": 3}
    np.asarray(box)[:] = 0
""",
)
add(
    "memory_by_the_state_of_a_scheduler",
    "found()",
    """
import numpy as np


def found():
    schedule = torch.optim.lr_scheduler.LRScheduler(torch.optim.SGD([torch.zeros(1)], lr=1.0))
    schedule.load_state_dict(
        {"__array_interface__": {"data": (id(found), False), "shape": (64,), "typestr": "|u1", "version": 3}}
    )
    np.asarray(schedule)[:] = 0
""",
)
add(
    "objects_out_of_bytes",
    "found()",
    "import numpy as np\n\n\ndef found():\n    return np.ndarray((1,), dtype=object, buffer=bytearray(id(found).to_bytes(8, 'little')))[0]\n",
)
add(
    "objects_out_of_bytes_by_another_name",
    "found(np.ndarray)",
    "import numpy as np\n\n\ndef found(kind):\n    return kind((1,), dtype=object, buffer=bytearray(id(found).to_bytes(8, 'little')))[0]\n",
)
add(
    "memory_that_was_given_back",
    "found()",
    "def found():\n    old = torch.zeros(64)\n    kept = old.numpy()\n    kept.base.set_(torch.zeros(1))\n    kept[:] = 1.0\n",
)
add(
    "a_tensor_at_an_address",
    "found()",
    "def found():\n    fake = torch.arange(64)\n    return torch.Tensor(cdata=fake.data_ptr()).shape\n",
)
add(
    "a_tensor_at_an_address_by_new",
    "found()",
    "def found():\n    fake = torch.arange(64.0)\n    return fake.new(cdata=fake.data_ptr()).shape\n",
)
add(
    "a_tensor_at_an_address_by_another_name",
    "found(torch.FloatTensor)",
    "def found(kind):\n    return kind(**{'c' + 'data': torch.arange(64).data_ptr()}).shape\n",
)
add(
    "numbers_beyond_a_tensor",
    "found()",
    "def found():\n    odd = torch.eye(3).to_sparse().coalesce()\n    odd.indices()[0, 0] = 10**10\n    return odd.to_dense()\n",
)
add(
    "objects_out_of_a_window",
    "found()",
    """
import numpy as np


def found():
    box = np.zeros(1, object)
    box.data.cast("B")[:8] = (64).to_bytes(8, "little")
    return str(box[0])
""",
)

# What a class does, changed by another name of the class.
_NO_SLOPE = "slopes = [None]\n\n\ndef slope(self):\n    return None\n"
add("the_slope_of_every_tensor", "kind = torch.Tensor\nkind.grad = property(slope)", _NO_SLOPE)
add("the_slope_of_every_tensor_by_type", "kind = type(weight)\nkind.grad = property(slope)", _NO_SLOPE)
add(
    "the_slope_of_every_tensor_by_a_method",
    "Changer.change(torch.Tensor)",
    _NO_SLOPE + "\n\nclass Changer:\n    def change(self):\n        self.grad = property(slope)\n",
)
add("the_slope_of_every_tensor_in_a_loop", "for torch.Tensor.grad in [property(slope)]:\n    pass", _NO_SLOPE)
add("the_slope_of_every_tensor_deleted", "kind = torch.Tensor\ndel kind.grad", _NO_SLOPE)
