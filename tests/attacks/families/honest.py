"""No attacks: right answers in odd clothes, which must pass all the same, or the grader would be safe and useless."""

from ..attack import Family
from ..koans import (
    APPROX,
    BATCH,
    BEST,
    BIG,
    COLOURS,
    COPY,
    COUNTDOWN,
    COUNTS,
    DATASET,
    DIAL,
    DTYPES,
    INPUTS,
    LIST,
    LOG,
    NUDGE,
    PAGE,
    RAISES,
    ROW,
    ROWS,
    SETS,
    SHAPES,
    SLATE,
    SLOPE,
    SUMS,
    TARGET,
    TOWER,
    WEEKS,
)

HONEST = Family("honest and odd")


def add(name, answers, above=""):
    """Right answers."""
    HONEST.blanks(name, answers, above, honest=True)


add(
    "arithmetic_in_answers",
    {LIST: ["[2*1000, 4_000, 0x1770]"], COUNTS: ["2*3", "6*5*2", "1+2", "2"], SLOPE: ["5 * 2 * 3.0"]},
)
add(
    "constructors_in_answers",
    {
        SHAPES: ["torch.Size([5, 4, 3])", "tuple([5, 3, 4])", "(4,)+(5,3)"],
        SETS: ["set([(3, -1), (-1, 2, -1), (4, 4)])", "torch.Size((1, 20))"],
    },
)
add("aliases_in_answers", {DTYPES: ["torch.long", "torch.float", "torch.bool"], APPROX: ["3", "2*2", "1.3"]})
add(
    "other_spellings",
    {
        RAISES: ["( 3,\n 1, 4, 5 )", "(3,4,5,1,)", "IndexError"],
        WEEKS: ["weeks = len(daily) // 7  # whole weeks\nreturn daily.view(weeks, 7)"],
    },
)
add(
    "helpers_of_their_own",
    {
        COLOURS: ["turned(photos)"],
        BATCH: ["grey[:, 0]"],
        ROWS: ["count = photos.shape[-1]\nreturn torch.stack([photos[..., n].reshape(-1) for n in range(count)])"],
    },
    "def turned(photos):\n    return photos.transpose(-1, -2).transpose(-2, -3)\n",
)
add(
    "loops_and_lambdas",
    {
        WEEKS: [
            "rows = []\nwhile len(rows) * 7 < len(daily):\n    rows.append(daily[len(rows) * 7 : len(rows) * 7 + 7])\nreturn torch.stack(rows)"
        ],
        NUDGE: ["two = lambda way: f(x + way * step)\nreturn (two(1) - two(-1)) / (step + step)"],
        PAGE: ["return torch.zeros_like(old_page).fill_(ink)"],
    },
)
add(
    "gradients_another_way",
    {
        SLATE: ["if weight.grad is not None:\n    weight.grad.zero_()"],
        TARGET: ["target.data"],
        BEST: ["return torch.tensor(weights.tolist(), dtype=weights.dtype)"],
        LOG: ["float(loss)"],
    },
)
add(
    "modules_another_way",
    {
        TOWER: ["nn.ModuleList(nn.Linear(width, width) for _ in range(floors))"],
        BIG: ["sum(len(p.flatten()) for p in model.parameters() if p.requires_grad)"],
        SUMS: ["torch.nn.functional.linear(features, weight, bias)"],
    },
)
add(
    "datasets_another_way",
    {
        DATASET: ["return int(len(self.prices))", "area = self.areas[index]\nreturn (area, self.prices[index])"],
        COUNTDOWN: [
            "if index < 0 or index >= len(self):\n    raise IndexError('no such second')\nreturn self.seconds - index"
        ],
        COPY: ["made = board.detach().clone()\nmade[row, :] = 0\nreturn made"],
    },
)
add(
    "inputs_as_a_list",
    {
        INPUTS: ["[hours, speed]", "[None] * 2"],
        ROW: [
            "nn.Sequential(*[nn.Linear(inputs, hidden), nn.ReLU(inplace=True), nn.Linear(hidden, 1)])",
            "set(['0.weight', '0.bias', '2.weight', '2.bias'])",
        ],
        DIAL: [
            "super(Dial, self).__init__()\nfor name, value in [('factor', factor), ('offset', offset)]:\n    self.register_parameter(name, nn.Parameter(torch.tensor(value)))",
            "readings * self.factor + self.offset",
        ],
    },
)
