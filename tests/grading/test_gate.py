"""The gate: honest code passes, and what leads out of a koan does not."""

import ast
import inspect
import re
import textwrap
import types

import pytest

from sensei.course import Course
from sensei.grading import language, namespace
from sensei.grading.entry import entry_of
from sensei.grading.gate import objection
from sensei.grading.reader import entries
from sensei.reading import Reading
from sensei.verdict import Outcome

COURSE = Course.at_hand()


def entry(name, *answers, head=""):
    """What becomes of answers to a koan, with `head` at the top of the student's file, before the koans."""
    koan = COURSE.koan(name)
    text = koan.filled([textwrap.dedent(each).strip("\n") for each in answers])
    marker = "from sensei import ___"
    assert marker in text
    reading = Reading(koan.topic, text.replace(marker, f"{marker}\n{head}").encode())
    assert koan.function not in reading.settled, reading.settled
    return entry_of(reading, koan)


def written(koan, answers):
    """The topic's file with this koan filled, without a check that the answers can stand there."""
    text = koan.topic.source.text
    for blank, answer in reversed(list(zip(koan.blanks, answers, strict=True))):
        margin = "\n" + " " * (blank.column - 1)
        put = margin.join(answer.split("\n")) if blank.whole_statement else f"({answer})"
        text = text[: blank.start] + put + text[blank.end :]
    return text.encode()


def body(code, modules=None, own=(), name="a_fresh_page_takes_after_the_old_one"):
    """The objection to a function with this body."""
    function = "def answer(x, old_page, ink):\n" + textwrap.indent(textwrap.dedent(code).strip("\n"), "    ")
    return objection(ast.parse(function).body, COURSE.koan(name), modules or MODULES, own)


MODULES = {"torch": "torch", "np": "numpy", "nn": "torch.nn", "pathlib": "pathlib", "pytest": "pytest", "math": "math"}


def test_every_solution_and_every_listed_misconception_passes():
    for topic in COURSE.topics:
        for found in entries(topic, (topic.trees.solutions / topic.filename).read_bytes()):
            assert found.item, found.judgement
    tried = 0
    for koan in COURSE.koans:
        for each in koan.hints.misconceptions:
            if not any(blank.kind == "code" for blank in koan.blanks):
                continue
            found = entries(koan.topic, written(koan, each.answers))[koan.topic.koans.index(koan)]
            if found.item or found.judgement.verdict.outcome is Outcome.BROKEN:
                assert found.item, (koan.identity, each.answers, found)
                tried += 1
    assert tried > 400


HONEST = [
    ("a_fresh_page_takes_after_the_old_one", "return torch.ones_like(old_page) * ink", ""),
    ("a_fresh_page_takes_after_the_old_one", "page = old_page.clone()\npage[...] = ink\nreturn page", ""),
    ("a_fresh_page_takes_after_the_old_one", "return torch.empty_like(old_page).fill_(ink)", ""),
    ("a_fresh_page_takes_after_the_old_one", "return old_page.new_full(old_page.size(), ink)", ""),
    ("a_fresh_page_takes_after_the_old_one", "print('here', old_page.shape)\nreturn helper(old_page, ink)", "def helper(like, value):\n    '''Help.'''\n    return torch.full_like(like, fill_value=value)\n"),
    ("a_fresh_page_takes_after_the_old_one", "result: torch.Tensor = torch.zeros(old_page.shape, dtype=old_page.dtype)\nresult += ink\nreturn result", ""),
    ("a_fresh_page_takes_after_the_old_one", "return torch.tensor([[ink for _ in row] for row in old_page], dtype=old_page.dtype)", ""),
    ("the_nearest_degree", "return torch.round(readings).to(torch.int64)", ""),
    ("the_nearest_degree", "return torch.tensor([round(float(each)) for each in readings])", ""),
    ("the_nearest_degree", "return torch.tensor(list(map(round, readings.tolist())))", ""),
    ("the_nearest_degree", "import math\nreturn torch.tensor([math.floor(r + 0.5) for r in readings])", ""),
    ("the_nearest_degree", "return torch.tensor(np.rint(readings.numpy())).long()", "import numpy as np\n"),
    ("what_changed_between_two_photos", "return torch.sub(after.to(dtype=torch.int16), before.to(dtype=torch.int16))", ""),
    ("what_changed_between_two_photos", "input, other = after.long(), before.long()\nreturn input - other", ""),
    ("a_mean_needs_fractions", "answers.to(torch.get_default_dtype()).mean()", ""),
    ("a_mean_needs_fractions", "answers.sum() / torch.tensor(len(answers), dtype=torch.float32)", ""),
    ("a_mean_needs_fractions", "torch.mean(answers, dtype=torch.float32)", ""),
    ("a_step_never_goes_backwards", "return torch.fliplr(photo)", ""),
    ("a_step_never_goes_backwards", "return photo[:, torch.arange(photo.shape[1] - 1, -1, -1)]", ""),
    ("a_step_never_goes_backwards", "return photo[:, list(reversed(range(photo.size(1))))]", ""),
    ("two_conditions_in_one_mask", "warm, dry = days[:, 0] > 20, days[:, 1] == 0\nreturn days[torch.logical_and(warm, dry)]", ""),
    ("two_conditions_in_one_mask", "keep = [i for i, (t, r) in enumerate(days.tolist()) if t > 20 and r == 0]\nreturn days[keep]", ""),
    ("two_conditions_in_one_mask", "mask = days[..., 0].gt(20) * days[..., 1].eq(0)\nreturn days[mask.nonzero().squeeze(1)]", ""),
    ("one_pick_from_every_row", "scores.gather(1, answers.unsqueeze(1)).squeeze(1)", ""),
    ("one_pick_from_every_row", "torch.stack([row[a] for row, a in zip(scores, answers)])", ""),
    ("one_length_may_be_left_open", "return torch.stack(daily.split(7))", ""),
    ("one_length_may_be_left_open", "weeks, rest = divmod(len(daily), 7)\nassert not rest\nreturn daily.view(weeks, 7)", ""),
    ("colours_come_before_the_height", "torch.moveaxis(photos, -1, -3)", ""),
    ("a_batch_of_one", "grey[:, 0, ...]", ""),
    ("a_fitting_shape_proves_nothing", "rows = []\nfor i in range(photos.shape[2]):\n    rows.append(photos[:, :, i].ravel())\nreturn torch.vstack(rows)", ""),
    ("a_fitting_shape_proves_nothing", "return torch.einsum('hwb->bhw', photos).reshape(photos.size(-1), -1)", ""),
    ("copy_before_you_write", "mask = torch.arange(len(board)) == row\nreturn torch.where(mask[:, None], torch.zeros_like(board), board)", ""),
    ("copy_before_you_write", "import copy\nnew = copy.deepcopy(board)\nnew[row].zero_()\nreturn new", ""),
    ("a_snapshot_stays_as_it_was", "return np.array(tensor)", ""),
    ("a_snapshot_stays_as_it_was", "array = tensor.detach().cpu().clone().numpy()\nreturn array", ""),
    ("numpy_cannot_keep_a_record", "np.asarray(weights.tolist(), dtype=np.float32)", ""),
    ("numpy_cannot_keep_a_record", "weights.data.numpy()", ""),
    ("one_bonus_for_each_row", "torch.add(scores, bonus.reshape(len(bonus), 1))", ""),
    ("from_every_place_to_every_station", "return torch.cdist(places, stations).pow(2)", ""),
    ("from_every_place_to_every_station", "a, b = places.unsqueeze(1), stations.unsqueeze(0)\nreturn torch.sum(torch.square(a - b), dim=-1)", ""),
    ("the_whole_rule", "try:\n    torch.broadcast_shapes(first, second)\nexcept RuntimeError:\n    return False\nelse:\n    return True", ""),
    ("the_whole_rule", "try:\n    torch.broadcast_shapes(first, second)\n    return True\nexcept:\n    return False", ""),
    ("the_whole_rule", "for a, b in zip_longest(first[::-1], second[::-1], fillvalue=1):\n    if a != b and a != 1 and b != 1:\n        return False\nreturn True", "from itertools import zip_longest\n"),
    ("the_whole_rule", "def fits(a, b):\n    match (a, b):\n        case (1, _) | (_, 1):\n            return True\n        case _:\n            return a == b\nreturn all(map(fits, first[::-1], second[::-1]))", ""),
    ("the_thermometer_itself_changes", "degrees -= 32\ndegrees *= 5 / 9\nreturn degrees", ""),
    ("the_thermometer_itself_changes", "degrees[:] = (degrees - 32) * 5 / 9\nreturn degrees", ""),
    ("a_station_with_gaps", "return torch.mean((readings != readings).double(), -1).float()", ""),
    ("sentences_of_different_lengths", "return nn.utils.rnn.pad_sequence(sentences, batch_first=True)", "from torch import nn\n"),
    ("sentences_of_different_lengths", "return pad_sequence(sentences, batch_first=True)", "from torch.nn.utils.rnn import pad_sequence\n"),
    ("sentences_of_different_lengths", "m = max(map(len, sentences))\nreturn torch.stack([F.pad(s, (0, m - len(s))) for s in sentences])", "import torch.nn.functional as F\n"),
    ("letters_name_the_dimensions", "'dsf, sf -> d'", "", "[40, 25]", "[[10, 30], [20, 5]]"),
    ("a_crowd_of_the_right_height", "return torch.normal(mean, spread, size=(count,))", ""),
    ("a_crowd_of_the_right_height", "return torch.distributions.Normal(mean, spread).sample((count,))", ""),
    ("a_stream_of_its_own", "g = torch.Generator()\ng.manual_seed(seed)\nreturn torch.randperm(count, generator=g)", ""),
    ("a_look_into_the_future", "state = torch.get_rng_state()\ntry:\n    return torch.rand(count)\nfinally:\n    torch.set_rng_state(state)", ""),
    ("a_clean_slate_before_each_question", "if weight.grad is not None:\n    weight.grad.zero_()", ""),
    ("a_clean_slate_before_each_question", "if hasattr(weight, 'grad'):\n    weight.grad = None", ""),
    ("gradients_handed_over_the_counter", "[hours, speed]", "", "[None, None]"),
    ("four_parts_in_every_turn", "(slope,) = torch.autograd.grad(loss_of(x), x)\nx.data -= lr * slope", ""),
    ("a_line_finds_its_points", "loss = torch.nn.functional.mse_loss(w * x + b, y)\nloss.backward()\nopt = torch.optim.SGD([w, b], lr=lr)\nopt.step()\nopt.zero_grad()", ""),
    ("a_module_of_your_own", "super(Dial, self).__init__()\nself.factor, self.offset = nn.Parameter(torch.as_tensor(factor)), nn.Parameter(torch.as_tensor(offset))", "", "torch.addcmul(self.offset, self.factor, readings)"),
    ("a_module_of_your_own", "nn.Module.__init__(self)\nself._seen = 0\nself.factor = nn.Parameter(torch.tensor(factor))\nself.register_parameter('offset', nn.Parameter(torch.tensor(offset)))", "", "readings * self.factor + self.offset"),
    ("every_floor_counts", "nn.ModuleList(Floor(width) for _ in range(floors))", "class Floor(nn.Linear):\n    def __init__(self, width):\n        super().__init__(width, width)\n"),
    ("how_big_is_a_model", "sum(map(lambda p: p.numel() if p.requires_grad else 0, model.parameters()))", ""),
    ("some_readings_count_more", "return torch.sum(weight * torch.pow(prediction - target, 2)) / torch.sum(weight)", ""),
    ("a_step_of_training", "optimizer.zero_grad(set_to_none=True)\noutput = model(features)\nloss = loss_function(output, targets)\nloss.backward()\noptimizer.step()\nreturn float(loss.detach())", ""),
    ("two_questions_make_a_dataset", "return self.areas.size(0)", "", "sample = (self.areas[index], self.prices[index])\nreturn sample"),
    ("one_turn_of_the_wheel", "model.train()\noptimizer.zero_grad()\n(loss := loss_of(model(x), y)).backward()\noptimizer.step()\nreturn loss.item()", ""),
    ("looking_does_not_touch", "mode = model.training\nmodel.eval()\nwith torch.inference_mode():\n    sums = [nn.functional.mse_loss(model(x), y, reduction='sum').item() for x, y in loader]\nmodel.train(mode)\nreturn sum(sums) / len(loader.dataset)", ""),
    ("a_picture_of_your_own_run", "model = nn.Linear(1, 1)\nloader = DataLoader(TensorDataset(x, y), batch_size=16, shuffle=True)\nreturn model, [nn.MSELoss()(model(a), b).item() for a, b in loader]", "import matplotlib.pyplot as plt\n", "fig, (left, right) = plt.subplots(1, 2, figsize=(12, 5))\nleft.scatter(x, y)\nw, b = model.weight.item(), model.bias.item()\nleft.set_title('y = {:.2f} x + {:.2f}'.format(w, b))\nright.plot(range(1, len(losses) + 1), losses)\nfig.savefig('mine.png', dpi=120)\nreturn fig"),
]  # fmt: skip


@pytest.mark.parametrize("name, first, head, more", [(*each[:3], each[3:]) for each in HONEST])
def test_honest_spellings_pass(name, first, head, more):
    koan = COURSE.koan(name)
    found = entry(koan.identity, first, *more, head=head)

    assert found.item, found.judgement


def test_there_are_sixty_honest_spellings_at_least():
    assert len(HONEST) > 60


@pytest.mark.parametrize(
    "code",
    """
    open("x")
    eval("1")
    exec("1")
    compile("1", "", "exec")
    __import__("os")
    __builtins__
    globals()
    locals()
    vars(x)
    dir(x)
    input()
    breakpoint()
    memoryview(b"")
    setattr(x, "a", 1)
    delattr(x, "a")
    exit()
    quit()
    help(x)
    raise SystemExit
    raise KeyboardInterrupt
    f = getattr
    f = type
    f = super
    getattr(x, ink)
    getattr(x, "__class__")
    hasattr(x, "__dict__")
    hasattr(x, ink)
    getattr(torch, "os")
    type("X", (), {})
    type(x).forward = None
    super(x, ink)
    x.__class__
    x.__dict__["a"]
    x.a.__globals__
    x._hidden
    self._hidden
    (i for i in x).gi_frame
    x.f_locals
    x.mro()
    x.ctypes
    x.numpy().tofile("a")
    x.numpy().dump("a")
    x.share_memory_()
    x.untyped_storage().from_file("a")
    x.os
    torch.os.system("true")
    torch.sys.exit()
    torch.builtins.open("x")
    torch.ctypes
    torch.importlib
    torch.inspect
    torch.load("x")
    torch.save(x, "x")
    torch.hub.load("a", "b")
    torch.jit.script(x)
    torch.compile(x)
    torch.library
    torch.ops.aten
    torch.classes
    torch.utils.cpp_extension.load("x")
    torch.multiprocessing
    torch.distributed
    torch.package
    torch.testing.assert_close(x, x)
    torch.overrides
    torch.serialization
    torch.from_file("x")
    torch._C
    torch.set_num_threads(2)
    torch.nn.functional.torch
    torch.nn.modules.module.torch
    torch.utils.data.dataloader.os
    np.load("x")
    np.save("x", x)
    np.fromfile("x")
    np.memmap("x")
    np.ctypeslib
    np.f2py
    np.testing
    np.lib
    pathlib.Path("x")
    pytest.exit("x")
    pytest.approx(0, abs=1e9)
    t = torch
    [torch]
    f(torch)
    m = torch.nn
    torch.allclose = print
    torch.Tensor.__eq__ = print
    torch.Tensor.equal = print
    nn.Linear.forward = print
    del torch.allclose
    x.forward = print
    x.equal = print
    answer.x = 1
    torch = x
    nn = x
    for torch in x: pass
    def torch(): pass
    import os
    import sys as torch_sys
    from os import path
    from torch import os
    from torch import *
    from . import x
    import importlib
    import numpy.ctypeslib
    import torch.utils.cpp_extension
    import unittest.mock
    from sensei import judge
    import torch as np
    "{0.__class__}".format(x)
    "{0[a]}".format(x)
    "{:{a.b}}".format(x, a=x)
    str.format("{0.a}", x)
    "a".format_map(x)
    f = "{0.a}".format
    ("{0." + "a}").format(x)
    x.format(x)
    global y
    __hidden = 1
    async def f(): pass
    await x
    class A(metaclass=x): pass
    class A(torch.Tensor): pass
    class A(nn.Parameter): pass
    class A(int): pass
    class A(x): pass
    class A(type(x)): pass
    class A: __eq__ = print
    class A: __slots__ = ()
    match x:\\n  case object(__class__=c): pass
    match x:\\n  case torch.Tensor(f_locals=c): pass
    try: pass\\nexcept BaseException: pass
    x.savefig("/etc/passwd")
    x.savefig("../a.png")
    x.savefig("a.png", backend="module://x")
    x.savefig("a.png", **x)
    f = x.savefig
    x.canvas
    [open for open in open("x")]
    lambda: open
    def f(open=open): pass
    def f() -> open: pass
    def f(y: eval("1")): pass
    @eval\\ndef f(): pass
    torch.Tensor(cdata=1)
    torch.FloatTensor(**x)
    f = torch.Tensor
    map(torch.Tensor, x)
    def f(y: torch.Tensor = torch.Tensor): pass
    def f(y: (z := torch.Tensor)): pass
    x.type(torch.LongTensor)
    x.new(cdata=1)
    y: torch.Tensor = torch.Tensor
    x.numpy().data.cast("B")
    x.to_sparse()
    torch.sparse_coo_tensor(x, x)
    x.coalesce()
    match x:\\n  case AttributeError(obj=o): pass
    """.strip().split("\n"),
)
def test_what_leads_out_of_a_koan_is_refused(code):
    found = body(code.strip().replace("\\n", "\n"))

    assert found is not None
    assert found.fact.startswith("Line ")
    assert found.advice


@pytest.mark.parametrize(
    "answer",
    [
        "(other := hours) and (other, speed)",
        "[each for each in (hours, speed)]",
        "(hours, speed) if hours.data.fill_(60.0) is None else (speed, hours)",
        "torch.nn.functional.threshold(hours.data, 1e9, 60.0, True)",
        "torch.nn.utils.vector_to_parameters(torch.tensor([2.0, 60.0]), (speed, hours)) or (speed, hours)",
        "torch.add(hours, speed, out=distance)",
        "tuple(map(hours.register_hook, [reversed]))",
        "max(speed, hours, key=hours.data.fill_)",
        "torch.tensor([1.0], out=hours)",
        "distance.backward()",
    ],
)
def test_among_the_lines_of_the_koan_an_answer_only_reads(answer):
    verdict = entry("gradients_handed_over_the_counter", answer, "[None, None]").judgement.verdict

    assert verdict.outcome is Outcome.BROKEN
    assert "among the koan's own lines" in verdict.facts[0]


def wide(name):
    """The name in letters of another alphabet, which Python takes for the same."""
    return "".join(chr(ord(each) + 0xFEE0) if each.isalpha() else each for each in name)


@pytest.mark.parametrize("code", ["{open}('x')", "x.__{class}__", "x._{hidden}", "torch.{os}", "x.{f_locals}", "{torch} = x", "import {os}", "def __{eval}__(): pass"])  # fmt: skip
def test_letters_that_look_otherwise_are_the_same_letters(code):
    found = body(re.sub(r"\{(\w+)\}", lambda match: wide(match[1]), code))

    assert found is not None
    assert found.fact.isascii()


@pytest.mark.parametrize("method", "__eq__ __ne__ __torch_function__ __reduce__ __del__ __bool__ __array__ __getattr__ __class_getitem__ __init_subclass__ __hash__".split())  # fmt: skip
def test_a_class_of_an_answer_cannot_say_what_it_equals(method):
    found = body(f"class A(nn.Module):\n    def {method}(self, *x): return True")

    assert found is not None
    assert method in found.note


def test_the_instructor_hears_of_what_no_slip_explains():
    assert "torch.os" in body("torch.os.system('x')").note
    assert "__globals__" in body("x.a.__globals__").note
    assert body("torch.relo(x)").note == ""
    assert body("torch = x").note == ""


def test_a_name_of_its_own_may_be_that_of_a_builtin_and_only_where_it_is_its_own():
    assert body("input = x\nvars = [input]\nreturn sum(vars)") is None
    assert body("def f(input, open): return input + open\nreturn f(x, x)") is None
    assert body("[id for id in x]") is None
    assert body("def f(open): return 1\nreturn open('x')") is not None
    assert body("class A:\n    open = 1\n    def f(self): return open('x')") is not None
    assert body("f = lambda input: input\nreturn input()") is not None


def test_the_classes_of_tensors_and_arrays_can_be_asked_about_and_those_of_tensors_called():
    for code in (
        "torch.Tensor(2, 3)",
        "torch.LongTensor([1, 2])",
        "isinstance(x, (torch.Tensor, np.ndarray))",
        "x = type(x) is torch.Tensor",
        "def f(y: torch.Tensor, z: list[torch.Tensor] | None = None) -> tuple[np.ndarray, ...]: pass",
        "y: np.ndarray = x",
        "match x:\n  case torch.Tensor(): pass",
        "torch.Tensor.add(x, x)",
    ):
        assert body("import numpy as np\n" + code) is None, code


def test_at_the_top_of_the_file_no_builtin_gets_another_meaning():
    koan = COURSE.koan("a_fresh_page_takes_after_the_old_one")
    for code in ("isinstance = print", "def all(x): return True", "from math import pow", "class len: pass"):
        assert objection(ast.parse(code).body, koan, MODULES, ()) is not None or code.startswith("from")


def test_a_module_by_another_name_is_still_that_module():
    assert body("import torch.nn.functional as F\nreturn F.relu(x)") is None
    assert body("import torch.nn.functional as F\nreturn F.torch.os") is not None
    assert body("from torch import nn as layers\nreturn layers.Linear(1, 1)(x)") is None
    assert body("from torch import nn as layers\ny = layers\nreturn y.modules") is not None
    assert body("import math as m\ndef f():\n    import torch as m\n    return m.os") is not None


def test_what_the_koan_uses_of_a_library_is_not_the_library():
    einsum = "letters_name_the_dimensions"
    assert "torch.einsum" in COURSE.koan(einsum).topic.source.text
    assert body("t = torch\nreturn t", name=einsum) is not None
    assert body("return torch.einsum('i->', x)", name=einsum) is None


def test_what_is_too_long_or_too_deep_to_be_read_is_refused():
    assert "too long" in body("x = [" + "1, " * 30_000 + "]").fact
    node = ast.Name("x", ast.Load())
    for _ in range(3000):
        node = ast.UnaryOp(ast.USub(), node)
    koan = COURSE.koan("a_fresh_page_takes_after_the_old_one")
    assert "deeply" in objection([ast.Expr(node)], koan, MODULES, ()).fact


# What can be reached

DANGEROUS = "eval exec open compile __import__ input breakpoint".split()


def reachable():
    """Everything that a dotted name may lead to, to the depth of three attributes behind the name in the module."""
    import importlib

    for module in sorted(namespace.modules()):
        if not namespace.offered(module):
            continue
        holder = importlib.import_module(module)
        for name in sorted(namespace.offered(module)):
            path = f"{module}.{name}"
            found = getattr(holder, name, None)
            if found is not None:
                yield path, found, 0


def public(value):
    for name in dir(value):
        if not name.startswith("_") and name not in language.ATTRIBUTES:
            try:
                yield name, inspect.getattr_static(value, name)
            except AttributeError:
                continue


def test_no_dotted_name_leads_to_a_module_or_to_what_runs_text():
    pytest.importorskip("torch")
    import builtins
    import importlib
    import os

    import numpy
    import torch

    bad = {id(getattr(builtins, name)) for name in DANGEROUS}
    bad |= {id(each) for each in (os.system, os.popen, os.fork, importlib.import_module)}
    bad |= {
        id(each) for each in (torch.load, torch.save, torch.hub.load, torch.compile, torch.jit.script, torch.from_file)
    }
    bad |= {id(getattr(numpy, name)) for name in "load save savez savetxt loadtxt genfromtxt fromfile memmap".split()}
    seen = set()
    waiting = list(reachable())
    assert len(waiting) > 1500
    while waiting:
        path, value, depth = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        inner = getattr(value, "__func__", value) if isinstance(value, staticmethod | classmethod) else value
        assert not isinstance(inner, types.ModuleType), path
        assert id(inner) not in bad, path
        assert not isinstance(inner, types.FrameType | types.CodeType), path
        if depth < 3:
            waiting += [(f"{path}.{name}", each, depth + 1) for name, each in public(value)]


def test_what_the_course_offers_its_learners_is_on_the_list():
    for topic in COURSE.topics:
        for module in {each for each in ("torch", "torch.nn", "numpy") if each in topic.source.text}:
            assert namespace.offered(module)
    assert namespace.split("torch.nn.functional.relu") == ("torch.nn.functional", "relu", ())
    assert namespace.split("torch.utils") == ("torch.utils", None, ())
    assert namespace.split("torch.os") is None
