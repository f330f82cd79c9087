"""Transplant: answers go into the blanks of a koan, and harvest takes them out again."""

import ast
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sensei.course import Course
from sensei.pattern import find, harvest, transplant
from sensei.source import parse

pytestmark = pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
COURSE = Course.at_hand()
KOANS = pytest.mark.parametrize("koan", COURSE.koans, ids=[koan.identity for koan in COURSE.koans])
PROPERTY = settings(derandomize=True, deadline=None)


def tree(text: str) -> str:
    """What a text means, its docstrings aside."""
    module = ast.parse(text)
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef) and ast.get_docstring(node) is not None:
            del node.body[0]
    return ast.dump(module)


def expression(text: str) -> str:
    return ast.dump(ast.parse(f"({text}\n)"))


@KOANS
def test_transplanting_what_was_harvested_from_a_solution_gives_the_solution(koan):
    answers = koan.harvest(koan.topic.solution).answers
    filled = parse(koan.filled(answers))

    for part in koan.parts:
        one, other = filled.definitions[part], koan.topic.solution.definitions[part]
        assert tree(ast.unparse(one)) == tree(ast.unparse(other))


@KOANS
def test_transplanting_into_one_koan_leaves_every_other_line_of_the_file_alone(koan):
    before, after = koan.topic.source, parse(koan.filled(koan.solution))

    def others(source):
        return [
            "\n".join(source.lines[piece.start - 1 : piece.end])
            for piece in source.pieces
            if piece.name not in koan.parts
        ]

    assert others(after) == others(before)
    assert not [blank for blank in find(after) if blank.koan in koan.parts]
    assert len(find(after)) == len(koan.topic.blanks) - len(koan.blanks)


# Answers of many forms, as text.

NAMES = st.sampled_from(["x", "y", "torch.int64", "x.shape", "é", "lambda_"])
STRINGS = st.one_of(
    st.text(st.sampled_from("ab \"'\\\n{}#é_"), max_size=6).map(repr),
    st.sampled_from(
        ['"___x"', "'a' 'b'", "b'a'", "r'\\d'", "'''a\nb'''", '"""\n  \'q\'\n"""', "f'{x}{{y}}'", "f'{x!r:>{y}}'"]
    ),
)
NUMBERS = st.one_of(
    st.integers(-9, 99).map(str), st.sampled_from(["1.5", "-0.0", "1e9", "2j", "0x1F", "1_000", "True", "None", "..."])
)
FORMS = [
    "{} + {}", "{} - {} * {}", "{} ** -{}", "{} @ {}", "-{}", "~{}", "not {}", "{} and {} or {}", "{} < {} <= {}",
    "{} is not {}", "{} in {}", "({})", "({}, {})", "({},)", "()", "[{}, {}]", "{{{}: {}}}", "{{{}, {}}}", "{{**{}}}",
    "[*{}]", "{}.attribute", "{}[{}]", "{}[{}:{}, ::{}]", "f({}, *{}, key={}, **{})", "f()", "lambda: {}",
    "lambda a, *b, c={}: {}", "{} if {} else {}", "[{} for x in {} if {}]", "{{{}: {} for x, y in {}}}",
    "f({} for x in {})", "({} for x in {})", "(n := {})", "{}.method()[{}]({})", "{}\n  + {}",
    "[\n    {},\n\n    {},  # why\n]", "f(\n{}\n)", "{} \\\n  + {}", "float('nan')", "torch.tensor([{}])",
    "(\n    {}\n    +\n    {}\n)", "[\n{},\n]",
]  # fmt: skip


def _alone(text: str) -> bool:
    try:
        ast.parse(f"({text}\n)", mode="eval")
        return not isinstance(ast.parse(f"f({text}\n)", mode="eval").body.args[1:], tuple)
    except SyntaxError:
        return False


def _larger(smaller: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def put(form: str) -> st.SearchStrategy[str]:
        count = form.replace("{{", "").count("{}")
        return st.tuples(*[smaller] * count).map(lambda parts: form.format(*parts))

    return st.sampled_from(FORMS).flatmap(put)


EXPRESSIONS = st.recursive(st.one_of(NAMES, STRINGS, NUMBERS), _larger, max_leaves=6).filter(_alone)

# Koans with blanks between « and » that take any expression.
LINES = st.sampled_from([
    "x = ___", "x = ___  # ___", "assert x == ___", "assert ___ == x", "assert x is ___, '___'", "assert 1 < ___ < 9",
    "x = f(___, k=___)", "x = ___.shape", "x = ___[___]", "x = y[___:___]", "x = -___ ** ___", "x = ___(1)",
    "x = ___ + ___ * ___", "x = [___ for y in ___ if ___]", "x = {___: ___, 'é': ___}", "x = lambda a=___: ___",
    "x = ___ if ___ else ___", "x = 'é'; y = ___; z = '___'", "x = (\n        ___,\n        ___\n    )",
    "with pytest.raises(___):\n        f(___)", "if ___:\n        x = ___", "for x in ___:\n        pass",
    "@f(___)\n    def g(a=___):\n        return ___", "assert not ___", "x = await_(___)", "x = not ___",
    "print(___)", "del x[___]", "return ___", "raise ___", "x = ___ and ___", "x = *y, ___",
])  # fmt: skip


@st.composite
def koans_and_answers(draw: st.DrawFn) -> tuple[str, list[str]]:
    lines = draw(st.lists(LINES, min_size=1, max_size=3))
    text = "def test_x():\n    '''A lesson: ___.'''\n" + "".join(f"    {line}\n" for line in lines) + "    assert x\n"
    count = len(find(text))
    return text, draw(st.lists(EXPRESSIONS, min_size=count, max_size=count))


@settings(PROPERTY, max_examples=150)
@given(koans_and_answers())
def test_harvest_takes_out_the_expressions_that_transplant_put_in(case):
    text, answers = case
    filled = transplant(text, {"test_x": answers})
    found = harvest(parse(text), parse(filled), "test_x")

    assert found.drift is None
    assert [expression(each) for each in found.answers] == [expression(each) for each in answers]


@settings(PROPERTY, max_examples=60)
@given(koans_and_answers())
def test_answers_come_back_letter_by_letter_but_for_parentheses_around_them(case):
    text, answers = case
    found = harvest(parse(text), parse(transplant(text, {"test_x": answers})), "test_x")

    for given_back, answer in zip(found.answers, answers, strict=True):
        if not answer.startswith("("):
            assert given_back == answer


@settings(PROPERTY, max_examples=60)
@given(koans_and_answers())
def test_transplant_changes_nothing_but_the_blanks(case):
    text, answers = case
    filled = transplant(text, {"test_x": answers})

    rest = filled
    for before, answer in zip(_between_blanks(text), [*answers, ""], strict=True):
        head, _, rest = rest.partition(before)
        assert head in {"", ")"}  # a parenthesis that the answer needed
        rest = rest.removeprefix("(") if not rest.startswith(answer) else rest
        assert rest.startswith(answer)
        rest = rest.removeprefix(answer)
    assert rest == ""


def _between_blanks(text: str) -> list[str]:
    blanks = find(text)
    edges = [0, *(edge for blank in blanks for edge in (blank.start, blank.end)), len(text)]
    return [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]


@pytest.mark.parametrize(
    "text, answer, filled",
    [
        ("x = ___.shape", "a + b", "x = (a + b).shape"),
        ("x = ___.shape", "a.b", "x = a.b.shape"),
        ("x = -___ ** 2", "-1", "x = -(-1) ** 2"),
        ("x = 2 * ___", "a + b", "x = 2 * (a + b)"),
        ("x = 2 + ___", "a * b", "x = 2 + a * b"),
        ("x = ___ + 1", "a + b", "x = a + b + 1"),
        ("x = [___]", "a, b", "x = [(a, b)]"),
        ("x = f(___)", "a for a in b", "x = f(a for a in b)"),
        ("assert x == ___", "a, b", "assert x == (a, b)"),
        ("assert x == ___", "a == b", "assert x == (a == b)"),
        ("assert x is ___", "not a", "assert x is (not a)"),
        ("x = ___ if a else b", "c if d else e", "x = (c if d else e) if a else b"),
        ("x = a if b else ___", "c if d else e", "x = a if b else c if d else e"),
        ("x = ___", "y := 1", "x = (y := 1)"),
        ("x = ___", "a +\nb", "x = (a +\nb)"),
        ("f(k=___)", "lambda: 1", "f(k=lambda: 1)"),
        ("x = f'{___}'", "a + b", "x = f'{a + b}'"),
        ("x = f'{___}'", "lambda: 1", "x = f'{(lambda: 1)}'"),
        ("x = f'{___}'", "{1}", "x = f'{({1})}'"),
        ("x = f'{y:{___}}'", "8", "x = f'{y:{8}}'"),
        (
            "match x:\n        case ___:\n            pass",
            "[1, *_] | {'a': b}",
            "match x:\n        case [1, *_] | {'a': b}:\n            pass",
        ),
        (
            "match x:\n        case (1 | ___) as y:\n            pass",
            "2 | 3",
            "match x:\n        case (1 | (2 | 3)) as y:\n            pass",
        ),
    ],
)
def test_an_answer_gets_parentheses_where_it_would_mean_something_else(text, answer, filled):
    assert transplant(f"def f():\n    {text}\n", {"f": [answer]}) == f"def f():\n    {filled}\n"


# Suites.

STATEMENTS = st.sampled_from([
    "x = 1", "return x + 1", "print('___x')", "x = '''a\n    b\nc'''", "x = f'''{x}\n  {y}'''",
    "x = [\n    1,  # one\n\n    2,\n]", "if x:\n    y = 1\n    # a comment\n    z = 2\nelse:\n    pass",
    "for x in y:\n  z = x\n\n\n  if z:\n      break", "assert x, 'é'",
    "def g(a):\n    '''Inner.\n\n    More.\n    '''\n    return a", "@f\nclass C:\n    x = 1",
    "with a as b, c:\n    d = b", "try:\n    x\nexcept E:\n    '''a\nb'''", "x = 1; y = 2", "x = 1  # why",
    "x = (a\n     + b)", "x = a \\\n    + b", "pass", "x: int = 1", "match x:\n    case [1, *_]:\n        y = 1",
    "while True:\n    '''é\n    '''; break", "global q", "x = 'a' \\\n    'b'", "lambda: 1", "x = ('a'\n   'b')",
    "async def g():\n    await x",
])  # fmt: skip
BETWEEN = st.sampled_from(["\n", "\n\n", "\n# so\n", "\n\n    # deeper\n\n"])


@st.composite
def suites(draw: st.DrawFn) -> str:
    text = draw(STATEMENTS)
    for statement in draw(st.lists(STATEMENTS, max_size=3)):
        text += draw(BETWEEN) + statement
    return text


PLACES = [
    "def test_x():\n    '''A lesson.'''\n    a = 1\n    ___\n    assert last == 1\n",
    "def test_x():\n    ___\n",
    "def test_x():\n    for i in j:\n        if i:\n            ___\n        else:\n            k = 1\n    assert i\n",
    "class test_x:\n\tdef f(self):\n\t\t___\n\n\tx = 1\n",
    "def test_x():\n  ___  # here\n",
    "@f\nasync def test_x(a):\n      try:\n         ___\n      finally:\n         ___\n",
]


@settings(PROPERTY, max_examples=120)
@given(st.sampled_from(PLACES), st.tuples(suites(), suites()))
def test_harvest_takes_out_the_suites_that_transplant_put_in(text, pair):
    answers = list(pair[: len(find(text))])
    source = parse("import math\n\n\n" + text)
    filled = parse(transplant(source, {"test_x": answers}))
    found = harvest(source, filled, "test_x")

    assert found.drift is None
    assert [ast.dump(ast.parse(each)) for each in found.answers] == [ast.dump(ast.parse(each)) for each in answers]


@settings(PROPERTY, max_examples=60)
@given(st.sampled_from(PLACES[:4]), suites())
def test_a_suite_comes_back_letter_by_letter(text, answer):
    found = harvest(parse(text), parse(transplant(text, {"test_x": [answer]})), "test_x")

    assert found.answers == (answer.rstrip(),)


def test_an_answer_gets_parentheses_where_its_neighbour_is_a_blank_too():
    assert transplant("def f():\n    x = ___ + ___\n", {"f": ["a", "b + c"]}) == "def f():\n    x = a + (b + c)\n"
    assert transplant("def f():\n    x = ___ - ___\n", {"f": ["a - b", "c"]}) == "def f():\n    x = a - b - c\n"


def test_a_suite_is_moved_under_its_blank():
    text = "def f():\n    if a:\n        ___\n    return b\n"

    assert transplant(text, {"f": ["x = 1\nif x:\n    y = '''\n z'''"]}) == (
        "def f():\n    if a:\n        x = 1\n        if x:\n            y = '''\n z'''\n    return b\n"
    )


def test_a_suite_takes_the_tabs_of_its_place():
    assert transplant("def f():\n\t___\n", {"f": ["if a:\n    b"]}) == "def f():\n\tif a:\n\t    b\n"


def test_empty_lines_around_a_suite_are_dropped():
    answer = "\n\nx = '''\na'''\nif x:\n    y = 1\n\n"

    assert (
        transplant("def f():\n    ___\n", {"f": [answer]}) == "def f():\n    x = '''\na'''\n    if x:\n        y = 1\n"
    )


def test_transplant_fills_several_definitions_at_once():
    text = "def f():\n    ___\n\n\nx = ___\n\n\n@___\ndef g():\n    return ___\n"
    filled = transplant(text, {"g": ["d", "2"], "f": ["a\nb\nc"]})

    assert filled == "def f():\n    a\n    b\n    c\n\n\nx = ___\n\n\n@d\ndef g():\n    return 2\n"


def test_transplant_works_beside_a_definition_that_does_not_parse():
    text = "def f():\n    x = (\n\n\ndef g():\n    return ___\n"

    assert transplant(text, {"g": ["1"]}) == text.replace("___", "1")


def test_a_blank_may_be_put_where_a_blank_is():
    assert transplant("def f():\n    x = ___\n", {"f": ["___"]}) == "def f():\n    x = ___\n"


@pytest.mark.parametrize(
    "text, answers",
    [
        ("x = ___", []),
        ("x = ___", ["1", "2"]),
        ("x = ___", [""]),
        ("x = ___", ["y = 1"]),
        ("x = ___", ["1 +"]),
        ("x = ___", ["1)"]),
        ("x = ___", ["1; y = 2"]),
        ("x = ___", ["1\ny = 2"]),
        ("x = ___", ["1) + (2"]),
        ("x = f(___)", ["1, 2) + g(3"]),
        ("x = [___]", ["1], [2"]),
        ("x = ___", ["1 # a comment"[:1] + "\\"]),
        ("x = ___", ["\0"]),
        ("x = ___", ["return 1"]),
        ("x = '''\n___''' + ___", ["'''"]),
        ("x = f'{___}'", ["}"]),
        ("match x:\n        case ___:\n            pass", ["1:\n            y = 1\n        case 2"]),
        ("match x:\n        case ___:\n            pass", ["a + b"]),
        ("___", [""]),
        ("___", ["# nothing"]),
        ("___", ["x = ("]),
        ("___", ["  x = 1"]),
        ("___", ["\0"]),
        ("if x: ___", ["y = 1\nz = 2"]),
        ("if x: ___", ["if y:\n    z = 1"]),
        ("x; ___; y", ["a\nb"]),
    ],
)
def test_an_answer_that_cannot_stand_in_its_blank_is_refused(text, answers):
    with pytest.raises(ValueError, match=r"blank|parse|place"):
        transplant(f"def f():\n    {text}\n    assert z\n", {"f": answers})


def test_a_definition_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="no definition g"):
        transplant("def f():\n    ___\n", {"g": ["1"]})


def test_a_koan_refuses_another_number_of_answers_than_it_has_blanks():
    koan = COURSE.koans[0]
    with pytest.raises(ValueError, match=rf"{koan.identity} has {len(koan.blanks)} blanks, not 0"):
        koan.filled(())


def test_an_answer_in_the_middle_of_a_long_koan_keeps_its_margin():
    answer = textwrap.dedent("""\
        total = 0
        for each in numbers:
            total += each
        return total
    """)
    filled = transplant("def f(numbers):\n    '''Sum.'''\n    ___\n", {"f": [answer]})

    assert filled == "def f(numbers):\n    '''Sum.'''\n" + textwrap.indent(answer, "    ")
