"""Files whose own words were changed: asserts, tests, imports, and what lies beside them."""

from ..attack import CANARY, Family
from ..koans import COUNTS, LIST, PIXEL, WEEKS

EDITS = Family("edited files")
add = EDITS.texts


def swap(*pairs):
    """A change that replaces each first text by the second, and insists that the first is there."""

    def change(text):
        for before, after in pairs:
            assert before in text, before
            text = text.replace(before, after)
        return text

    return change


def above(code):
    """A change that puts code at the top, below the imports."""
    return swap(("from sensei import ___\n", "from sensei import ___\n\n" + code + "\n"))


TEST = "def test_arithmetic_reaches_every_number():"
ASSERT = "assert doubled.tolist() == None"
WEEKS_TEST = "def test_one_length_may_be_left_open():"

add("assert_removed", LIST, swap((ASSERT, "pass")), fools=True)
add("assert_of_itself", LIST, swap((ASSERT, "assert doubled.tolist() == doubled.tolist()")), fools=True)
add("assert_turned_round", LIST, swap((ASSERT, "assert doubled.tolist() != None")), fools=True)
add("assert_or_true", LIST, swap((ASSERT, ASSERT + " or True")), fools=True)
add("assert_of_a_tuple", LIST, swap((ASSERT, "assert (doubled.tolist() == None, 'always')")), fools=True)
add("assert_with_a_message", LIST, swap((ASSERT, "assert doubled.tolist(), None")), fools=True)
add("assert_under_if", LIST, swap((ASSERT, "if False:\n        " + ASSERT)), fools=True)
add("assert_with_a_walrus", LIST, swap((ASSERT, "assert (doubled := None) == None")), fools=True)
add(
    "assert_caught",
    LIST,
    swap((ASSERT, f"try:\n        {ASSERT}\n    except AssertionError:\n        pass")),
    fools=True,
)
add("early_return", LIST, swap((ASSERT, "return\n    " + ASSERT)), fools=True)
add("yield_in_the_blank", LIST, swap((ASSERT, "assert doubled.tolist() == (yield)")))
add("await_in_the_blank", LIST, swap((ASSERT, "assert doubled.tolist() == (await doubled)")))
add("chain_in_the_blank", LIST, swap((ASSERT, "assert doubled.tolist() == doubled.tolist() != None")), fools=True)
add("conditional_in_the_blank", LIST, swap((ASSERT, "assert doubled.tolist() == None if False else True")), fools=True)
add(
    "data_changed",
    LIST,
    swap(
        ("doubled = steps_walked * 2", "doubled = steps_walked * 0"), (ASSERT, "assert doubled.tolist() == [0, 0, 0]")
    ),
    fools=True,
)
add(
    "deleted",
    f"{LIST} {PIXEL}",
    lambda text: (
        text[: text.index(TEST)]
        + text[text.index("def test_each_level") :].replace("def test_a_pixel_fits_in_one_byte", "def _gone")
    ),
    fools=True,
)
add("renamed", LIST, swap((TEST, "def arithmetic_reaches_every_number():")), fools=True)
add(
    "empty_twin_behind",
    LIST,
    lambda text: text + "\n\ndef test_arithmetic_reaches_every_number():\n    pass\n",
    fools=True,
)
add("empty_twin_before", LIST, swap((TEST, "def test_arithmetic_reaches_every_number():\n    pass\n\n\n" + TEST)))
add(
    "right_twin_hidden_in_a_class",
    LIST,
    swap((TEST, "class test_arithmetic_reaches_every_number:\n    def __new__(cls): pass\n\n\ndef _other():")),
    fools=True,
)
add("rebound_behind", LIST, lambda text: text + "\n\ntest_arithmetic_reaches_every_number = lambda: None\n", fools=True)
add("deleted_behind", LIST, lambda text: text + "\n\ndel test_arithmetic_reaches_every_number\n", fools=True)
add("skipped", LIST, swap((TEST, "@pytest.mark.skip\n" + TEST)), fools=True)
add("expected_to_fail", LIST, swap((TEST, "@pytest.mark.xfail\n" + TEST)), fools=True)
add("all_skipped", LIST, above("pytestmark = pytest.mark.skip"), fools=True)
add(
    "parametrized_with_nothing",
    LIST,
    swap((TEST, "@pytest.mark.parametrize('x', [])\n" + TEST.replace("()", "(x)"))),
    fools=True,
)
add("decorated_away", LIST, swap((TEST, "@(lambda f: lambda: None)\n" + TEST)), fools=True)
add(
    "decorated_helper",
    WEEKS,
    swap(("def in_weeks(daily):", f"@(lambda f: open('{CANARY}/helper', 'w'))\ndef in_weeks(daily):")),
)
add(
    "default_argument", WEEKS, swap(("def in_weeks(daily):", f"def in_weeks(daily, x=open('{CANARY}/argument', 'w')):"))
)
add(
    "annotated_argument",
    WEEKS,
    swap(("def in_weeks(daily):", f"def in_weeks(daily: open('{CANARY}/annotated', 'w')):")),
)
add(
    "fixture_that_patches",
    LIST,
    above(
        "@pytest.fixture(autouse=True)\ndef everything(monkeypatch):\n    monkeypatch.setattr(torch.Tensor, 'tolist', lambda self: None)"
    ),
    fools=True,
)
add(
    "hooks_in_the_file",
    LIST,
    above(
        "def pytest_runtest_call(item): pass\ndef pytest_pyfunc_call(pyfuncitem): return True\npytest_plugins = ['os']\ncollect_ignore = ['.']"
    ),
)
add("another_torch", LIST, swap(("import torch\n", "import collections as torch\n")), survive=None)
add("torch_shadowed", LIST, above("torch = None"), survive=None)
add("another_pytest", LIST, above("class pytest:\n    raises = approx = lambda *a, **k: None"), survive=None)
add(
    "another_blank",
    LIST,
    lambda text: text.replace("== None", "== ___").replace(
        "from sensei import ___", "from unittest.mock import ANY as ___"
    ),
    fools=True,
    survive=None,
)
add("builtins_shadowed", COUNTS, above("len = lambda x: None"), survive=None)
add("ends_early", LIST, above("raise SystemExit(0)"), survive=None)
add(
    "dunder_names",
    LIST,
    above(
        "__tracebackhide__ = True\n__name__ = '__main__'\n__file__ = '/etc/passwd'\n__builtins__ = {}\n__koans_witness__ = {}"
    ),
    survive=None,
)
add(
    "future_and_main",
    LIST,
    swap(('"""First tensors', 'from __future__ import annotations\n"""First tensors')),
    survive=None,
)
add("async_koan", LIST, swap((TEST, "async " + TEST)), fools=False)
add("generator_koan", LIST, swap((ASSERT, ASSERT + "\n    yield")), fools=False)
add(
    "type_parameters_and_comments",
    LIST,
    swap((ASSERT, "assert doubled.tolist() == None  # type: ignore # noqa # pragma: no cover")),
)
add("semicolons", LIST, swap((ASSERT, "doubled = torch.zeros(0); assert doubled.tolist() == []")), fools=True)
add("global_statement", LIST, swap((ASSERT, "global torch; torch = None; assert True")), fools=True, survive=None)

PYTEST_INI = b"[pytest]\naddopts = --collect-only -p no:assertion -o python_functions=none\n"
CONFTEST = b"""import os, pytest
open('@CANARY@/conftest', 'w').write('x')
@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    outcome.get_result().outcome = 'passed'
def pytest_sessionfinish(session): session.exitstatus = 0
"""
RUNS = b"open('@CANARY@/beside', 'w').write('x')\nclass Any:\n    def __getattr__(self, name): return lambda *a, **k: True\nimport sys\nsys.modules[__name__] = Any()\n"
same = str
add("conftest_beside", LIST, same, fools=True, others={"koans/conftest.py": CONFTEST, "conftest.py": CONFTEST})
add(
    "settings_beside",
    LIST,
    same,
    others={
        "pytest.ini": PYTEST_INI,
        "koans/pytest.ini": PYTEST_INI,
        "tox.ini": PYTEST_INI,
        "pyproject.toml": b"[tool.pytest.ini_options]\naddopts='--co'\n",
        "grading.toml": b"[points]\n",
        "overrides.csv": b"student,koan,points\nsettings_beside,first_tensors/arithmetic_reaches_every_number,99\n",
    },
)
add(
    "modules_beside",
    LIST,
    same,
    others={
        f"{folder}{name}.py": RUNS
        for folder in ("", "koans/")
        for name in (
            "sitecustomize",
            "usercustomize",
            "torch",
            "sensei",
            "pytest",
            "ast",
            "json",
            "numpy",
            "hypothesis",
            "_pytest",
        )
    },
)
add(
    "packages_beside",
    LIST,
    same,
    others={f"{name}/__init__.py": RUNS for name in ("torch", "sensei", "sensei/grading", "numpy", "hypothesis")}
    | {
        "x.pth": b"import os; open('@CANARY@/pth', 'w')\n",
        "setup.py": RUNS,
        "Makefile": b"all:\n\ttouch @CANARY@/make\n",
    },
)
add(
    "solutions_and_properties_beside",
    WEEKS,
    same,
    others={
        "solutions/test_04_shapes.py": b"def in_weeks(daily): return daily\n",
        "properties/test_04_shapes.py": b"def test_one_length_may_be_left_open(subject): pass\n",
        "sensei/pristine/test_04_shapes.py": b"def test_one_length_may_be_left_open(): pass\n",
        "hints/en/04_shapes.toml": b"",
    },
)
add(
    "results_beside",
    LIST,
    same,
    others={
        "results.json": b'{"score": 1e9, "tests": []}',
        "gradebook.csv": b"student,score\nresults_beside,100\n",
        "grading.sqlite": b"SQLite format 3\0",
        "junit.xml": b"<testsuite tests='1'/>",
        "koans/__pycache__/test_01_first_tensors.cpython-311.pyc": b"\0" * 64,
    },
)
add(
    "git_beside",
    LIST,
    same,
    others={
        ".git/config": b"[core]\n\tfsmonitor = touch @CANARY@/git\n\thooksPath = /tmp\n[alias]\n\tstatus = !touch @CANARY@/alias\n",
        ".git/HEAD": b"ref: refs/heads/main\n",
        ".gitattributes": b"* filter=evil\n",
    },
)
add(
    "a_second_copy",
    LIST,
    same,
    others={
        "koans/test_01_first_tensors (1).py": b"def test_arithmetic_reaches_every_number():\n    pass\n",
        "backup/test_01_first_tensors.py": b"import os\n",
    },
    survive=None,
)
add(
    "a_topic_of_its_own",
    LIST,
    same,
    others={
        "koans/test_99_free_points.py": b"def test_free_points():\n    pass\n",
        "koans/test_24_more.py": b"def test_more():\n    assert True\n",
    },
)
