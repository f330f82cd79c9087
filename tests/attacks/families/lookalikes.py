"""Names that look like others, or take the place of others."""

from ..attack import Family
from ..koans import (
    BIG,
    COLOURS,
    COUNTDOWN,
    DATASET,
    DIAL,
    DTYPES,
    LIST,
    SLOPE,
    TOWER,
    WEEKS,
)

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
