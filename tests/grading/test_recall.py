import pytest

from sensei.grading.recall import recalls

DOUBLE = "def double(prices):\n    return prices * 2\n"


@pytest.mark.parametrize(
    "program",
    [
        "",
        DOUBLE,
        "import torch\nfrom math import pi\n" + DOUBLE,
        "RATE, NAMES = 0.19, ('net', -1)\nKIND = torch.float32\n" + DOUBLE,
        "LIMIT: int = 60 * 60\n" + DOUBLE,
        "@torch.no_grad()\ndef double(prices, by=2, *, kind=torch.float32):\n    return prices * by\n",
        "class Till:\n    rate = 2\n\n    def __init__(self):\n        self.sums = []\n",
        "def double(prices):\n    sums = []\n    return prices * 2\n",
        "def",
    ],
)
def test_what_keeps_nothing_recalls_nothing(program):
    assert not recalls(program)


@pytest.mark.parametrize(
    "program",
    [
        "seen = []\n" + DOUBLE,
        "seen: list = []\n" + DOUBLE,
        "PAIR = (1, [])\n" + DOUBLE,
        "till = Till()\n" + DOUBLE,
        "def double(prices, seen=[]):\n    return prices * 2\n",
        "def double(prices, *, seen={}):\n    return prices * 2\n",
        "from functools import cache\n@cache\n" + DOUBLE,
        "kept = 0\ndef double(prices):\n    global kept\n    kept = prices\n    return prices * 2\n",
        "class Till:\n    seen = []\n",
        "class Till:\n    def put(self, seen=[]):\n        pass\n",
        "class Till:\n    class Drawer:\n        seen = {}\n",
        "if True:\n    seen = []\n" + DOUBLE,
        "for kept in [[]]:\n    pass\n" + DOUBLE,
    ],
)
def test_what_may_outlive_a_call_is_seen(program):
    assert recalls(program)
