"""Results that are costly, endless, or no results: what crosses to the judge is never more than it asked for."""

from ..attack import Family
from ..koans import BATCH, BIG, COLOURS, DTYPE, LOG, PAGE, ROWS, SNAPSHOT, SUMS, WEEKS

RESULTS = Family("strange results")
add = RESULTS.blanks

add(
    "terabyte_by_expand",
    {
        COLOURS: ["photos.new_zeros(1).expand(8, 3, 10**12)"],
        WEEKS: ["return daily[:1].expand(10**13).reshape(-1, 1).expand(-1, 7)"],
    },
)
add("terabyte_by_stride", {BATCH: ["torch.as_strided(grey, (10**6, 10**6), (0, 0))"]})
add("empty_and_enormous", {ROWS: ["return torch.empty(0, 2**40)"], BATCH: ["torch.empty(2**62, 0)"]})
add("forty_dimensions", {COLOURS: ["torch.zeros([1] * 60)"], ROWS: ["return photos.reshape([1] * 40 + [-1])"]})
add(
    "other_layouts",
    {
        COLOURS: ["photos.to_sparse()"],
        ROWS: ["return photos.movedim(2, 0).flatten(1).to_sparse()"],
        PAGE: ["return torch.full_like(old_page, ink).to_mkldnn()"],
    },
)
add("meta_and_nested", {COLOURS: ["photos.to('meta')"], ROWS: ["return torch.nested.nested_tensor([photos.float()])"]})
add(
    "quantized_and_complex",
    {
        ROWS: ["return torch.quantize_per_tensor(photos.float(), 1.0, 0, torch.qint8)"],
        SUMS: ["(features @ weight.T + bias).to(torch.complex64)"],
    },
)
add("named_and_conjugate", {SUMS: ["torch.conj(torch.complex(features @ weight.T, features @ weight.T))"]})
add("a_function_is_no_number", {BIG: ["lambda: 60"], LOG: ["(lambda: 0)"], WEEKS: ["return in_weeks"]})
add("endless_generator", {WEEKS: ["while True:\n    yield 1"], COLOURS: ["__import__('itertools').count()"]})
add(
    "endless_list",
    {WEEKS: ["made = []\nmade.append(made)\nreturn made"], COLOURS: ["(lambda d: d.update(d=d) or d)({})"]},
)
add("deep_list", {WEEKS: ["made = []\nfor _ in range(10**6):\n    made = [made]\nreturn made"]})
add("wide_tree", {WEEKS: ["made = ['x']\nfor _ in range(60):\n    made = [made, made]\nreturn made"]})
add("long_text_and_number", {WEEKS: ["return 'x' * 10**8"], BIG: ["1 << 10**7"]})
add(
    "repr_that_raises",
    {WEEKS: ["return Bad()"], COLOURS: ["Bad()"]},
    "class Bad:\n    def __repr__(self): raise SystemExit\n    __str__ = __format__ = __reduce__ = __getattr__ = lambda self, *a: 1 / 0\n",
)
add(
    "reduces_to_a_command",
    {WEEKS: ["return Evil()"], SNAPSHOT: ["return Evil()"]},
    "class Evil:\n    def __reduce__(self):\n        import os\n        return os.system, ('touch @CANARY@/pickle',)\n    __reduce_ex__ = lambda self, version: self.__reduce__()\n",
)
add("array_of_objects", {SNAPSHOT: ["import numpy as np\nreturn np.array([print, Ellipsis], dtype=object)"]})
add(
    "array_with_its_own_memory",
    {SNAPSHOT: ["import numpy as np\nreturn np.lib.stride_tricks.as_strided(tensor.numpy(), (10**9,), (0,))"]},
)
add("record_array", {SNAPSHOT: ["import numpy as np\nreturn np.zeros(3, dtype=[('a', 'i4'), ('b', 'O')])"]})
add(
    "keys_that_collide",
    {
        WEEKS: [
            "class K:\n    def __hash__(self): return 1\n    def __eq__(self, other): return False\nreturn {K(): 0 for _ in range(20000)}"
        ]
    },
)
add("numbers_that_collide", {WEEKS: ["return {each * (2**61 - 1): 0 for each in range(1, 200000)}"]})
add(
    "hooks_on_the_result",
    {
        SUMS: ["bias.clone().register_hook(print) or bias"],
        DTYPE: ["(lambda made: made.register_hook(lambda grad: 1 / 0) and made)(layer(features.float() * 2))"],
    },
)
add(
    "result_that_changes",
    {
        WEEKS: [
            "import threading, time\nmade = daily.clone()\ndef later():\n    while True:\n        made.fill_(torch.rand(1).item())\nthreading.Thread(target=later, daemon=True).start()\nreturn made"
        ]
    },
)
add("device_that_is_not_there", {COLOURS: ["photos.to('cuda')"], ROWS: ["return photos.to('mps')"]})
add("fake_tensor", {COLOURS: ["torch._subclasses.FakeTensorMode().from_tensor(photos)"]})
add(
    "functional_tensor",
    {COLOURS: ["torch.vmap(lambda p: kept.append(p) or p)(photos) is None or kept[-1]"]},
    "kept = []\n",
)
add(
    "tensor_of_one_freed",
    {ROWS: ["made = photos.movedim(2, 0).flatten(1).clone()\nmade.untyped_storage().resize_(0)\nreturn made"]},
)
add(
    "result_resized_on_the_way",
    {
        ROWS: [
            "made = photos.clone()\nmade.resize_(4, 10**9) if photos.numel() < 0 else made.untyped_storage().resize_(10**10)\nreturn made"
        ]
    },
)
