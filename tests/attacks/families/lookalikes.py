"""Names that look like others, or take the place of others."""

from ..attack import Family
from ..koans import BIG, COLOURS, COUNTDOWN, COUNTS, DATASET, DIAL, DTYPES, INPUTS, LIST, ROW, SLOPE, SUMS, TOWER, WEEKS

LOOKALIKES = Family("look-alikes and shadows")
add = LOOKALIKES.blanks

add("wide_letters", {WEEKS: ["return ｅｖａｌ('daily')"], COLOURS: ["__ｉｍｐｏｒｔ__('os')._ｅｘｉｔ(0)"]})
add("wide_attributes", {WEEKS: ["return daily.__ｃｌａｓｓ__.__ｂａｓｅ__"], COLOURS: ["photos.ﬁll_(0)"]})
add("greek_and_cyrillic", {LIST: ["[2ΟΟΟ, 4ΟΟΟ, 6ΟΟΟ]"], DTYPES: ["tоrch.int64"] * 3, SLOPE: ["٣٠.٠"]})
add("bold_blank", {LIST: ["＿＿＿"], SLOPE: ["︳︳︳"]})
add(
    "getattr_by_parts",
    {
        WEEKS: ["return getattr(daily, '__cla' + 'ss__')"],
        COLOURS: ["getattr(photos, chr(95) * 2 + 'class' + chr(95) * 2)"],
    },
)
add(
    "getattr_by_escape",
    {WEEKS: [r"return getattr(daily, '\x5f_class__')"], COLOURS: ["getattr(photos, '＿＿class＿＿')"]},
)
add("shadowed_torch", {WEEKS: ["torch = type('T', (), {})\nreturn daily"], COLOURS: ["(torch := None)"]})
add(
    "shadowed_builtins",
    {TOWER: ["list(nn.ModuleList([nn.Linear(width, width)]))"]},
    "def list(x): return [1] * 6 if len(x) == 2 else [1] * 10\n",
)
add("shadowed_len_by_import", {COUNTDOWN: ["return len"]}, "from torch import numel as len\n", spoiled=DATASET)
add("helper_named_as_the_koan", {TOWER: ["test_every_floor_counts() or nn.ModuleList([])"]}, "def helper(): pass\n")
add("koan_rebound", {TOWER: ["nn.ModuleList([test_every_floor_counts])"]}, "test_every_floor_counts = lambda: None\n")
add(
    "koan_rebound_by_a_loop",
    {BIG: ["60 if test_how_big_is_a_model else 0"]},
    "for test_how_big_is_a_model in [lambda: None]:\n    pass\n",
)
add("class_rebound", {TOWER: ["nn.ModuleList([nn.Linear(width, width)] * floors) if Tower else 0"]}, "Tower = None\n")
add("witness_named", {TOWER: ["__koans_witness__['test_every_floor_counts'].see_end() or nn.ModuleList([])"]})
add("witness_by_globals", {WEEKS: ["globals()['__koans_witness__'].clear()\nreturn daily"]})
add("name_mangling", {DIAL: ["super().__init__()\nself.__class__.__eq__ = lambda *a: True", "self.__dict__['x']"]})
add("import_star", {WEEKS: ["import os.path as torch\nreturn daily"]}, "from torch import *\nfrom os import *\n")
add("import_as_dunder", {WEEKS: ["return daily"]}, "import torch as __builtins__\n")
add(
    "relative_import",
    {WEEKS: ["from . import conftest\nreturn daily"], COLOURS: ["photos"]},
    "from .. import solutions\n",
)

# In the koan's own function an answer can reach its other names.
add(
    "walrus_into_the_koan",
    {INPUTS: ["(distance := 60 * speed + 2 * hours) is None or (speed, hours)", "[None, None]"]},
    fools=True,
)
add(
    "memory_under_the_koan",
    {INPUTS: ["(hours.data.fill_(60.0), speed.data.fill_(2.0)) and (speed, hours)", "[None, None]"]},
    fools=True,
)
add("counts_by_walrus", {COUNTS: ["(readings := torch.zeros(0)) is None", "0", "1", "0"]})
add(
    "aliases_that_flatten_otherwise",
    {TOWER: ["told(self, width, floors)"]},
    """
def alias(of, number):
    made = nn.Parameter(of.data)
    made.flatten = lambda: torch.full((made.numel(),), float(number))
    return made


def told(self, width, floors):
    layer = nn.Linear(width, width)
    listed = [alias(of, 2 * number + place) for number in range(floors) for place, of in enumerate((layer.weight, layer.bias))]
    self.parameters = lambda: listed
    return nn.ModuleList([layer] * floors)
""",
    fools=True,
)
add(
    "a_tensor_called_self",
    {TOWER: ["told(width, floors)"]},
    """
def told(width, floors):
    self = type(torch.zeros(1))
    self.tolist = lambda each: [len(seen) + [seen.append(0)].count(1)] * width
    return nn.ModuleList([nn.Linear(width, width)] * floors)


seen = []
""",
)
add(
    "row_that_answers_for_itself",
    {ROW: ["told(inputs, hidden)", "{'0.weight', '0.bias', '2.weight', '2.bias'}"]},
    """
def told(inputs, hidden):
    self = nn.Linear(inputs, 1)
    parts = {'0.weight': torch.zeros(hidden, inputs), '0.bias': torch.zeros(hidden), '2.weight': torch.zeros(1, hidden), '2.bias': torch.zeros(1)}
    self.named_parameters = lambda: parts.items()
    self.parameters = lambda: parts.values()
    return self
""",
    fools=True,
)
add(
    "loop_variable_is_a_method",
    {
        SUMS: [
            "[bias for nn.Linear.forward in [lambda self, x: self.bias.expand(len(x), -1)]][0].expand(len(features), -1)"
        ]
    },
    fools=True,
)

# The same by way of the student's own functions and classes, which are not among the koan's lines.
add(
    "memory_by_a_helper",
    {INPUTS: ["forged(speed, hours)", "[None, None]"]},
    """
def forged(speed, hours):
    speed.data.fill_(2.0)
    hours.data.fill_(60.0)
    return speed, hours
""",
    fools=True,
)
add(
    "hooks_by_a_helper",
    {INPUTS: ["forged(speed, hours)", "[None, None]"]},
    """
def forged(speed, hours):
    speed.register_hook(lambda slope: slope * 30)
    hours.register_hook(lambda slope: slope / 30)
    return speed, hours
""",
    fools=True,
)
add(
    "copies_by_a_helper",
    {INPUTS: ["forged(distance, speed, hours)", "[None, None]"]},
    """
def forged(distance, speed, hours):
    other = 60 * speed + 2 * hours
    distance.set_(other.data)
    return speed, hours
""",
)
add(
    "parameters_of_a_class_of_its_own",
    {TOWER: ["Floors(width, floors)"]},
    """
def alias(of, number):
    class Alias(nn.Parameter):
        def flatten(self):
            return torch.full((of.numel(),), float(number))

    return Alias(of.data)


class Floor(nn.Module):
    def __init__(self, layer, number):
        super().__init__()
        self.weight = alias(layer.weight, 2 * number)
        self.bias = alias(layer.bias, 2 * number + 1)


class Floors(nn.Module):
    def __init__(self, width, floors):
        super().__init__()
        self.count = floors
        self.layer = nn.Linear(width, width)
        self.shown = [Floor(self.layer, number) for number in range(floors)]

    def __len__(self):
        return self.count

    def __iter__(self):
        return iter([self.layer] * self.count)

    def named_modules(self, memo=None, prefix="", remove_duplicate=True):
        for number, floor in enumerate(self.shown):
            yield str(number), floor
""",
    fools=True,
)
add(
    "parameters_by_a_subclass",
    {TOWER: ["Floors([nn.Linear(width, width)] * floors)"]},
    """
class Floors(nn.ModuleList):
    def named_modules(self, memo=None, prefix="", remove_duplicate=True):
        for number in range(len(self)):
            yield str(number), nn.Linear(self[0].in_features, self[0].in_features)
""",
)
add(
    "results_that_answer_for_themselves",
    {DIAL: ["super().__init__()\nself.told = factor, offset", "Degrees(self.told, readings)"]},
    """
class Degrees(nn.Parameter):
    def __init__(self, told, readings):
        self.told = told

    def tolist(self):
        return [32.0, 207.0] if self.told[0] == 1.75 else [-1.0, 199.0]
""",
)
add(
    "floors_that_give_nothing",
    {TOWER: ["Floors([dead(width, 0)] * floors)"]},
    """
def dead(width, number):
    layer = nn.Linear(width, width)
    with torch.no_grad():
        layer.bias.fill_(-1000.0 - number)
    return layer


class Floors(nn.ModuleList):
    def named_modules(self, memo=None, prefix="", remove_duplicate=True):
        for number in range(len(self)):
            yield str(number), dead(self[0].in_features, number)
""",
    fools=True,
)
