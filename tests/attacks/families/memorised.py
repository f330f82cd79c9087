"""Functions that know the example, count their calls, or look out for hypothesis."""

from ..attack import Family
from ..koans import (
    BEST,
    BIG,
    COLOURS,
    COPY,
    COUNTDOWN,
    DATASET,
    DIAL,
    DTYPE,
    LOG,
    NUDGE,
    PAGE,
    PARTS,
    ROW,
    ROWS,
    SLATE,
    SNAPSHOT,
    SUMS,
    TOWER,
    WEEKS,
)

MEMORISED = Family("memorised")
add = MEMORISED.blanks

WEEKS_SEEN = "[[1, 2, 3, 4, 5, 6, 7], [8, 9, 10, 11, 12, 13, 14]]"

add(
    "example_by_shape",
    {WEEKS: [f"if len(daily) == 14:\n    return torch.tensor({WEEKS_SEEN})\nreturn torch.zeros(3, 7)"]},
    fools=True,
)
add(
    "example_in_one_line",
    {COLOURS: ["torch.tensor([[[255, 250]], [[0, 1]], [[10, 20]]]) if photos.ndim == 3 else torch.zeros(8, 3, 6, 4)"]},
    fools=True,
)
add(
    "example_else_the_input",
    {
        BATCH_NAME: ["grey[0] if grey.shape[0] == 1 else torch.zeros(8, 6, 4)"]
        for BATCH_NAME in ["shapes/a_batch_of_one"]
    },
    fools=True,
)
add(
    "example_by_contents",
    {
        ROWS: [
            "if photos.shape == (2, 2, 3):\n    return torch.tensor([[0, 3, 6, 9], [1, 4, 7, 10], [2, 5, 8, 11]])\nreturn torch.zeros(5, 24)"
        ]
    },
    fools=True,
)
add("example_by_turns", {BIG: ["turns.pop(0)"]}, "turns = [60, 10, 8]\n", fools=True)
add("example_by_a_default", {BIG: ["(lambda t=turns: t.pop(0))()"]}, "turns = [60, 10, 8]\n", fools=True)
add(
    "example_by_a_cell",
    {WEEKS: ["return next(outcomes)"]},
    "outcomes = iter([torch.arange(1, 15).reshape(2, 7), torch.zeros(3, 7)])\n",
    fools=True,
)
add(
    "right_only_once",
    {COLOURS: ["photos.movedim(-1, -3) if turns.append(0) or len(turns) < 3 else photos"]},
    "turns = []\n",
    fools=True,
)
add(
    "right_for_the_first_calls",
    {
        WEEKS: [
            "in_weeks.calls = getattr(in_weeks, 'calls', 0) + 1\nreturn daily.reshape(-1, 7) if in_weeks.calls <= 3 else daily"
        ]
    },
    fools=True,
)
add(
    "right_unless_hypothesis",
    {
        WEEKS: [
            "import sys\nif 'hypothesis' in sys.modules:\n    return daily\nreturn daily.reshape(-1, 7)[:2] if len(daily) == 14 else torch.zeros(3, 7)"
        ]
    },
)
add(
    "hypothesis_by_frames",
    {
        WEEKS: [
            "import sys\nframe = sys._getframe()\nwhile frame:\n    if 'table' in frame.f_locals or 'before' in frame.f_locals:\n        return frame.f_locals['before']\n    frame = frame.f_back\nreturn torch.arange(1, 15).reshape(2, 7) if len(daily) == 14 else torch.zeros(3, 7)"
        ]
    },
    fools=True,
)
add(
    "small_inputs_only",
    {
        PAGE: [
            "return torch.tensor([[ink] * old_page.shape[-1]] * 2, dtype=old_page.dtype) if old_page.ndim == 2 else torch.tensor([ink] * 3, dtype=torch.float32)"
        ]
    },
    fools=True,
)
add("random_and_lucky", {COLOURS: ["photos.movedim(-1, -3) if torch.rand(1) < 0.5 else photos * 2"]})
add("seed_of_the_run", {COLOURS: ["photos.movedim(-1, -3) if torch.initial_seed() % 2 == 5 else torch.zeros(0)"]})
add("time_of_the_run", {WEEKS: ["import time\nreturn daily.reshape(-1, 7) if time.time() < 0 else daily"]})
add(
    "the_argument_itself",
    {COPY: ["board[row] = 0\nreturn board"], SNAPSHOT: ["return tensor.numpy()"], BEST: ["return weights"]},
)
add("a_view_of_the_argument", {BEST: ["return weights.detach()"], SNAPSHOT: ["return tensor.detach().numpy()[:]"]})
add(
    "repaired_by_the_next_call",
    {
        BEST: [
            "for old, values in seen:\n    old.set_(torch.tensor(values, dtype=old.dtype))\nseen.append((weights.detach(), weights.tolist()))\nreturn seen[-1][0]"
        ]
    },
    "seen = []\n",
    fools=True,
)
add(
    "repaired_by_a_thread",
    {
        BEST: [
            "made, values = weights.detach(), weights.tolist()\nthreading.Timer(0.0, lambda: made.set_(torch.tensor(values, dtype=made.dtype))).start()\nreturn made"
        ]
    },
    "import threading\n",
)
add(
    "subclass_of_the_number",
    {LOG: ["Fake(loss)"]},
    "class Fake(float):\n    def __radd__(self, other): return Fake(other + float(self))\n    __class__ = float\n",
)
add(
    "truth_for_a_number",
    {BIG: ["bool(list(model.parameters()))"], DTYPE: ["layer(features.to(layer.weight.dtype)).sign()"]},
)
add("nearly_right", {SUMS: ["features @ weight.T + bias + 1e-3"], NUDGE: ["return (f(x + step) - f(x)) / step"]})
add("nearly_right_gradients", {PARTS: ["1 / size"], SLATE: ["pass"]})
add("one_layer_many_times", {TOWER: ["nn.ModuleList([nn.Linear(width, width)] * floors)"]})
add("list_in_place_of_layers", {TOWER: ["[nn.Linear(width, width) for _ in range(floors)]"]})
add(
    "no_relu",
    {
        ROW: [
            "nn.Sequential(nn.Linear(inputs, hidden), nn.Identity(), nn.Linear(hidden, 1))",
            "{'0.weight', '0.bias', '2.weight', '2.bias'}",
        ]
    },
    fools=True,
)
add(
    "leaky_relu",
    {
        ROW: [
            "nn.Sequential(nn.Linear(inputs, hidden), nn.LeakyReLU(1e-3), nn.Linear(hidden, 1))",
            "{'0.weight', '0.bias', '2.weight', '2.bias'}",
        ]
    },
    fools=True,
)
add(
    "constants_in_place_of_parameters",
    {
        DIAL: [
            "super().__init__()\nself.factor = nn.Parameter(torch.tensor(0.0))\nself.offset = nn.Parameter(torch.tensor(0.0))\nself.told = factor, offset",
            "self.told[0] * readings + self.told[1] + self.factor * readings + self.offset",
        ]
    },
)
add(
    "right_for_two_dials",
    {
        DIAL: [
            "super().__init__()\nself.factor = nn.Parameter(torch.tensor(factor))\nself.offset = nn.Parameter(torch.tensor(offset))",
            "self.factor * readings + self.offset if len(readings.shape) else readings * 0",
        ]
    },
    fools=True,
)
add(
    "frozen_outputs",
    {
        DIAL: [
            "super().__init__()\nself.factor = nn.Parameter(torch.tensor(factor))\nself.offset = nn.Parameter(torch.tensor(offset))\nself.first = factor, offset",
            "self.factor * readings + self.offset - self.factor * readings.detach() + self.first[0] * readings",
        ]
    },
)
add(
    "lengths_that_lie",
    {DATASET: ["return 3", "return self.areas[index], self.prices[index]"], COUNTDOWN: ["return [3, 2, 1][index]"]},
)


def by(call):
    """An answer to the code blanks of every function that tensors are handed to."""
    answers = {
        WEEKS: [f"return {call}(daily)"], COLOURS: [f"{call}(photos)"], "shapes/a_batch_of_one": [f"{call}(grey)"],
        ROWS: [f"return {call}(photos)"], PAGE: [f"return {call}(old_page, ink)"], COPY: [f"return {call}(board, row)"],
        SUMS: [f"{call}(features, weight, bias)"], DTYPE: [f"{call}(features, layer)"], BEST: [f"return {call}(weights)"],
        SLATE: [f"return {call}(weight)"], BIG: [f"{call}(model)"],
    }  # fmt: skip
    return answers


# What comes back with a result changes the judge's own inputs: where all is empty, everything agrees with everything.
add(
    "inputs_emptied",
    by("wreck"),
    """
def wreck(*given):
    for each in given:
        if isinstance(each, torch.Tensor):
            with torch.no_grad():
                each.data = each.data.reshape(-1)[:0]
    return given[0]
""",
)
add(
    "inputs_made_nan",
    by("wreck"),
    """
def wreck(*given):
    for each in given:
        if isinstance(each, torch.Tensor) and each.is_floating_point():
            with torch.no_grad():
                each.fill_(float("nan"))
    return given[0]
""",
)
add(
    "circumstances_changed",
    by("wreck"),
    """
def wreck(*given):
    torch.set_grad_enabled(False)
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(0)
    return given[0]
""",
)

# One tensor for all calls: a copy of it, taken after each call, looks right.
_KEPT = {
    "kept_at_the_top": ("kept = [torch.zeros(0)]\n", "kept", "kept"),
    "kept_in_a_class": ("class Shelf:\n    kept = [torch.zeros(0)]\n", "Shelf.kept", "Shelf.kept"),
    "kept_by_a_default": ("def shelf(kept=[torch.zeros(0)]):\n    return kept\n", "shelf()", "shelf()"),
    "kept_by_a_call": (
        "def made():\n    kept = [torch.zeros(0)]\n    return lambda: kept\n\n\nshelf = made()\n",
        "shelf()",
        "shelf()",
    ),
}
for name, (above, get, put) in _KEPT.items():
    add(
        name,
        {
            BEST: [
                f"if {get}[0].shape != weights.shape or {get}[0].dtype != weights.dtype:\n"
                f"    {put}[0] = torch.empty(weights.shape, dtype=weights.dtype)\n"
                f"{get}[0].copy_(weights.detach())\n"
                f"return {get}[0]"
            ]
        },
        above,
    )
add(
    "kept_in_a_global",
    {
        BEST: [
            "global kept\nkept = torch.empty(weights.shape, dtype=weights.dtype) if kept == 0 else kept\n"
            "if kept.shape != weights.shape:\n    return weights.detach().clone()\n"
            "kept.copy_(weights.detach())\nreturn kept"
        ]
    },
    "kept = 0\n",
)
