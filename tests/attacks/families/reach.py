"""Answers that reach what they are judged by: the koan's other names, and what a live object says of itself."""

from ..attack import Family
from ..koans import (
    COUNTS,
    DIAL,
    DTYPE,
    INPUTS,
    ROW,
    SUMS,
    TOWER,
)

REACH = Family("reaching for the judge")
add = REACH.blanks

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

# By names of libraries alone.
add(
    "hooks_by_a_bound_method",
    {
        INPUTS: [
            "(speed.register_hook(torch.tensor(30.0).mul), hours.register_hook(torch.tensor(1 / 30).mul)) and (speed, hours)",
            "[None, None]",
        ]
    },
    fools=True,
)
add(
    "memory_by_a_function_in_place",
    {
        INPUTS: [
            "(torch.nn.functional.threshold(hours.data, 1e9, 60.0, True), torch.nn.functional.threshold(speed.data, 1e9, 2.0, True)) and (speed, hours)",
            "[None, None]",
        ]
    },
    fools=True,
)
add(
    "memory_by_a_helper_of_torch",
    {
        INPUTS: [
            "torch.nn.utils.vector_to_parameters(torch.tensor([2.0, 60.0]), (speed, hours)) or (speed, hours)",
            "[None, None]",
        ]
    },
    fools=True,
)
add(
    "memory_by_numpy",
    {INPUTS: ["(hours.data.numpy().put(0, 60.0), speed.data.numpy().put(0, 2.0)) and (speed, hours)", "[None, None]"]},
    fools=True,
)
add(
    "hooks_by_the_graph",
    {INPUTS: ["distance.grad_fn.register_hook(reversed) and (speed, hours)", "[None, None]"]},
)
add(
    "floors_that_are_not_walked",
    {TOWER: ["Floors(width, floors)"]},
    """
class Floors(nn.Module):
    def __init__(self, width, floors):
        super().__init__()
        self.every = nn.ModuleList([nn.Linear(width, width) for _ in range(floors)])
        with torch.no_grad():
            for number, floor in enumerate(self.every):
                floor.bias.fill_(-1000.0 - number)

    def __len__(self):
        return len(self.every)

    def __iter__(self):
        return iter([self.every[0]] * len(self.every))
""",
    fools=True,
)
add(
    "bias_taken_away",
    {DTYPE: ["without(layer)(features.to(layer.weight.dtype))"]},
    """
def without(layer):
    layer.bias = None
    return layer
""",
    fools=True,
)
