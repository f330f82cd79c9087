"""What is hard to read is read in bounded time, and settled by its text alone: no torch, no sandbox, nothing is run."""

import ast
import time
import tracemalloc

import pytest

from sensei.course import Course
from sensei.grading.closed import NotPlain, spelled
from sensei.grading.sheet import sheet
from sensei.grading.submission import Submission

from .families.edits import EDITS
from .families.equal import ALWAYS_EQUAL
from .families.parsing import PARSING

SECONDS = 20.0  # of the processor, for what takes less than one on a machine that is left alone
IMPORTS = {"torch": "torch", "pytest": "pytest", "np": "numpy"}

# Each would take a machine's memory or a night, were it worked out.
BOMBS = [
    "9**9**9", "(9**9)**9**9", "2**-10**9 if 0 else 1", "-2**10**7", "1 << 10**12", "10**5000 * 10**5000 * 10**5000",
    "'a' * 10**10", "10**10 * b'a'", "[0] * 10**12", "((1,) * 10**6) * 10**6", "[[[0] * 999] * 999] * 999",
    "[*range(10**12)]", "list(range(10**12))", "sum(range(10**12))", "'%9999999999d' % 1", "'%.9999999999f' % 1",
    "'%*d' % (10**10, 1)", "b'%0999999999d' % 1", "f'{1:9999999999}'", "'{:>9999999999}'.format(1)", "'x'.ljust(10**10)",
    "bytes(10**12)", "bytearray(10**12)", "str([0] * 10**7)", "int('9' * 10**7)", "float('1' * 10**9)",
    "set([0] * 10**12)", "dict([(0, 0)] * 10**12)", "tuple('a' * 10**10)", "frozenset(b'a' * 10**11)",
    "torch.Size([0] * 10**9)", "torch.tensor([0] * 10**9)", "np.array([[0] * 10**5] * 10**5)", "torch.zeros(10**12)",
    "torch.tensor([[1.0]] * 10**6) * 2", "pytest.approx([0] * 10**9)", "torch.device('cuda' * 10**9)",
    "{**{1: [0] * 10**9}}", "[1] * True * 10**11", "(lambda: 0)()", "[x for x in [0] * 10**12]", "not [0] * 10**12",
    "~(1 << 10**11)", "0x" + "f" * 200_000, "{" + ", ".join(str(k * (2**61 - 1)) for k in range(3000)) + "}",
    "{" + ", ".join(f"{k * (2**61 - 1)}: 0" for k in range(3000)) + "}", "(" * 80 + "9**9**9" + ")" * 80,
    "[" + "[" * 60 + "0] * 9" + "] * 9" * 60, "'" + "x" * 150_000 + "'", "1" + "+1" * 900, "1" + "*9" * 900,
    "--" * 70 + "1", "9**4000 % 7**4000 * 9**4000 // 3", "2.0 ** 10**400", "1e308 * 10 ** 309", "complex('1' * 10**9)",
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(BOMBS)), ids=lambda number: BOMBS[number][:30])
def test_a_bomb_in_a_prediction_is_told_to_be_no_value_before_it_goes_off(number):
    node = ast.parse(BOMBS[number], mode="eval").body
    tracemalloc.start()
    start = time.process_time()
    try:
        text = spelled(node, IMPORTS)
    except NotPlain as trouble:
        text = trouble.objection.fact
    spent, (_, most) = time.process_time() - start, tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert spent < SECONDS
    assert most < 2**27
    assert len(text) < 2**20


@pytest.fixture(scope="module")
def course():
    return Course.at_hand()


READ = [attack for family in (PARSING, EDITS, ALWAYS_EQUAL) for attack in family.attacks]


@pytest.mark.parametrize("attack", READ, ids=lambda attack: attack.name)
def test_no_file_is_hard_to_read_for_long_or_the_graders_fault(attack, course, tmp_path):
    attack.build(course, tmp_path / "in")
    files = {path.name: path.read_bytes() for path in (tmp_path / "in" / "koans").glob("test_*.py")}
    topics = [topic for topic in course.topics if topic.filename in files]
    expected = attack.expected(course)
    start = time.process_time()
    entries = sheet(Submission(attack.name, files=files), topics).entries
    spent = time.process_time() - start

    assert spent < SECONDS
    assert [entry.koan for entry in entries] == [koan.identity for topic in topics for koan in topic.koans]
    for entry in entries:
        settled = entry.judgement.verdict.outcome if entry.judgement else None
        assert settled not in ("passed", "unjudged"), entry
        assert entry.item or expected.get(entry.koan) is not True, entry
