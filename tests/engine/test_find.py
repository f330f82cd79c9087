"""Find: every blank of a source, wherever it stands, to the character."""

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sensei.pattern import Kind, find
from sensei.source import decode, parse

pytestmark = pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
# Blanks stand between « and »; every other ___ is text.
PLACES = {
    "alone": "«___»",
    "value": "x = «___»",
    "is": "assert x is «___»",
    "is not": "assert x is not «___»",
    "in": "assert «___» in x",
    "chained comparison": "assert 1 < «___» <= x != «___»",
    "message of an assert": "assert x, «___»",
    "f-string": "x = f'{«___»}'",
    "f-string with text that looks like one": "x = f'___ {«___»} ___ {{___}} {y}'",
    "f-string with a conversion": "x = f'{«___»!r}{«___»!s:>4}'",
    "f-string's format": "x = f'{y:{«___»}}{y:>{«___»}.{«___»}f}'",
    "f-string that looks like a format": "x = f'{y:___}{«___»:___}'",
    "f-string with an equals sign": "x = f'{«___»=}'",
    "f-string over several lines": "x = f'''\n{«___»}\n  ___ {«___»}\n'''",
    "f-strings in a row": "x = ('___' f'{«___»}'\n     f'{«___»}' '___')",
    "f-string in an f-string": "x = f'''{f\"{«___»}\"}{«___»}'''",
    "f-strings of several lines in one another": (
        "x = f\"\"\"\n    {((lambda a=«___»: y))!s}{(F'''{1:{«___»}.{«___»}}\n    {1}'''):{«___»}.{«___»}}\"\"\""
    ),
    "f-string with non-ASCII text": "x = f'é{«___»}\U0001f600{«___»}'",
    "raw f-string": "x = rf'\\d{«___»}'",
    "slice": "x = y[«___»:«___»:«___»]",
    "index": "x = y[«___»]",
    "index of several": "x = y[:, «___», ...]",
    "decorator": "@«___»\ndef f():\n    pass",
    "decorator's argument": "@g(«___»)\nclass C:\n    pass",
    "default": "def f(a=«___», *, b=«___»):\n    pass",
    "annotation": "def f(a: «___») -> «___»:\n    x: «___» = 1",
    "with": "with «___» as x, g(«___»):\n    pass",
    "async with": "async def f():\n    async with «___»:\n        async for x in «___»:\n            await «___»",
    "list comprehension": "x = [«___» for y in «___» if «___» if z]",
    "dict comprehension": "x = {«___»: «___» for y in «___»}",
    "generator": "x = g(«___» for y in «___»)",
    "nested function": "def f():\n    def g():\n        return «___»\n    return g",
    "class body": "class C:\n    x = «___»\n\n    def f(self):\n        «___»",
    "base class": "class C(«___», metaclass=«___»):\n    pass",
    "match": "match «___»:\n    case «___» if «___»:\n        «___»",
    "match patterns": "match x:\n    case [«___», 1] | {'a': «___»} | C(«___», b=«___») | («___» as y):\n        pass",
    "lambda": "x = lambda a=«___»: «___»",
    "argument": "g(«___», «___», k=«___»)",
    "starred": "g(*«___», **«___»)",
    "starred in a display": "x = [*«___», {**«___»}]",
    "unpacking": "a, *b = «___»",
    "dict": "x = {«___»: «___», 'a': «___»}",
    "set": "x = {«___», 1}",
    "tuple": "x = «___», «___»",
    "return": "def f():\n    return «___»",
    "yield": "def f():\n    x = yield «___»\n    yield from «___»",
    "await": "async def f():\n    return await «___»",
    "del": "del x[«___»]",
    "raise": "raise «___» from «___»",
    "for": "for x in «___»:\n    «___»\nelse:\n    «___»",
    "while": "while «___»:\n    «___»",
    "if": "if «___»:\n    «___»\nelif «___»:\n    «___»\nelse:\n    «___»",
    "conditional expression": "x = «___» if «___» else «___»",
    "try": "try:\n    «___»\nexcept «___»:\n    «___»\nfinally:\n    «___»",
    "walrus": "x = (y := «___»)",
    "arithmetic": "x = -«___» ** «___» @ «___»",
    "and, or, not": "x = «___» and not «___» or «___»",
    "attribute": "x = «___».shape",
    "call": "x = «___»(1)",
    "augmented assignment": "x += «___»",
    "several statements on a line": "x = «___»; «___»; y = «___»",
    "body on the line of its head": "if x: «___»",
    "over several lines": "x = g(\n    «___»,\n\n    # ___\n    k=«___»\n)",
    "continued line": "x = 1 + \\\n    «___»",
    "close to its neighbours": "x=[«___»,«___»]+g(«___»)",
    "text that looks like one": "x = '___' + «___» + \"___\"  # ___",
    "docstring that looks like one": "def f():\n    '''Fill ___ here.'''\n    «___»",
    "names that look like one": "____ = ___x = x___ = __ + «___» + a.___",
    "keyword that looks like one": "g(___=«___»)",
}
BEFORE = {
    "nothing": "",
    "non-ASCII text on the line": "é = '\U0001f600 ünï'; ",
    "an empty line": "\n",
    "a form feed": "\f\n",
    "a form feed on the line": "\f",
    "tabs": "if 1:\n\tif 2:\n\t\t'é'\n",
    "a comment": "# ___ é\n",
    "other text": "'''é\n___\n'''\n\n\ndef g():\n    return 'é'\n\n\n",
}
ENDS = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}


def marked(text: str) -> tuple[str, list[int]]:
    """A text without its marks, and where they stood."""
    starts: list[int] = []
    bare = ""
    for sign in text:
        if sign == "«":
            starts.append(len(bare))
        elif sign != "»":
            bare += sign
    return bare, starts


def compound(text: str) -> bool:
    """Whether a text cannot stand on a line behind something else."""
    return text.startswith(("@", "def ", "async ", "class ", "if ", "for ", "while ", "with ", "try", "match "))


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
def test_find_sees_every_blank_wherever_it_stands(place):
    text, starts = marked(place)
    blanks = find(text)

    assert [blank.start for blank in blanks] == starts
    assert {text[blank.start : blank.end] for blank in blanks} == {"___"}


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE.keys())
@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS.keys())
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"], ids=["", "bom"])
def test_places_are_exact_whatever_stands_before_them(before, end, bom):
    for place in PLACES.values():
        if compound(place) and before and not before.endswith("\n"):
            continue
        text, starts = marked(before + place + "\n")
        source = decode(bom + text.replace("\n", end).encode())
        blanks = find(source)

        assert source.text == text
        assert [blank.start for blank in blanks] == starts
        for blank in blanks:
            head = text[: blank.start]
            assert blank.line == head.count("\n") + 1
            assert blank.column == len(head) - (head.rfind("\n") + 1) + 1
            assert source.lines[blank.line - 1][blank.column - 1 :].startswith("___")


def test_blanks_in_a_block_that_is_indented_by_tabs_are_found():
    text, starts = marked("def f():\n\tif x:\n\t\ty = 'é', «___»\n\t\t«___»\n")

    assert [blank.start for blank in find(text)] == starts
    assert [blank.column for blank in find(text)] == [12, 3]


@pytest.mark.parametrize(
    "text",
    [
        "for i in x: pass",
        "'___'",
        "f'___'",
        "f'{x:___}'",
        "# ___",
        "x.___",
        "g(___=1)",
        "____",
        "_",
        "__",
        "import ___",
    ],
)
def test_what_only_looks_like_a_blank_is_none(text):
    assert find(text) == []


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
def test_a_part_that_does_not_parse_hides_no_blank_of_the_others(place):
    text, starts = marked(f"def before():\n    {indented(place)}\n\n\ndef broken():\n    x = (___\n\n\nafter = 'é'\n")

    assert [blank.start for blank in find(text)] == starts


def indented(text: str) -> str:
    """The same text one block deeper; the inside of a long string is moved along, which does no harm here."""
    return text.replace("\n", "\n    ")


@pytest.mark.parametrize("text", ["x = (", "def f():\n", "\ud800", "x = ___ ___", "'" * 3 + "___"])
def test_a_source_that_does_not_parse_has_no_blanks(text):
    if text == "\ud800":
        text = decode(b"\xed\xa0\x80")  # a lone surrogate is no UTF-8
    assert find(text) == []


def test_a_blank_knows_the_definition_that_it_stands_in():
    text = (
        "x = ___\n\n\n@___\ndef f(a=___):\n    def g():\n        return ___\n\n\nclass C:\n    def h():\n        ___\n"
    )

    assert [blank.koan for blank in find(text)] == [None, "f", "f", "f", "C"]


@pytest.mark.parametrize(
    "text, whole",
    [
        ("___", True),
        ("if x:\n    ___", True),
        ("x; ___", True),
        ("___ + 1", False),
        ("g(___)", False),
        ("x = ___", False),
        ("await_ = ___", False),
        ("(___)", True),
    ],
)
def test_a_blank_knows_whether_it_is_a_whole_statement(text, whole):
    assert [blank.whole_statement for blank in find(text)] == [whole]


@pytest.mark.parametrize(
    "text, kinds",
    [
        ("assert x == ___", "prediction"),
        ("assert ___ == x", "prediction"),
        ("assert x is ___", "prediction"),
        ("assert x < ___ < y", "prediction"),
        ("assert x in ___", "prediction"),
        ("assert (x, y) == (___, ___)", "prediction prediction"),
        ("assert x == [___, {'a': ___}, {___}]", "prediction prediction prediction"),
        ("assert x == -___", "prediction"),
        ("assert x == pytest.approx(___)", "prediction"),
        ("assert x == torch.Size(___)", "prediction"),
        ("assert x == torch.Size([2, ___])", "prediction"),
        ("assert set(x) == set(___)", "prediction"),
        ("assert x == ___ and y == ___", "prediction prediction"),
        ("assert not x == ___", "prediction"),
        ("with pytest.raises(___):\n    f()", "exception"),
        ("with pytest.raises(___, match='a'):\n    f(___)", "exception code"),
        ("pytest.raises(ValueError, ___)", "code"),
        ("x = ___", "code"),
        ("x = y == ___", "code"),
        ("assert f(___) == 3", "code"),
        ("assert x[___] == 3", "code"),
        ("assert x == f(___)", "code"),
        ("assert x == y + ___", "code"),
        ("assert ___", "code"),
        ("assert x == 1, ___", "code"),
        ("assert torch.equal(x, ___)", "code"),
        ("assert x == ___.shape", "code"),
        ("if x == ___:\n    pass", "code"),
        ("___", "code"),
    ],
)
def test_where_a_blank_stands_tells_what_it_asks_for(text, kinds):
    assert " ".join(blank.kind for blank in find(text)) == kinds


def test_a_prediction_may_stand_inside_a_tuple_that_is_compared():
    assert find("assert (x, y) == (___, 1)")[0].kind is Kind.PREDICTION


def test_find_takes_a_source_as_well_as_a_text():
    assert find(parse("x = ___")) == find("x = ___")


NESTINGS = [
    "g(%s, k=%s)", "(%s if %s else %s)", "[%s for é in %s if %s]", "{%s: %s for i in %s}", "(lambda a=%s: %s)",
    "g(*%s, **%s)", "%s[%s:%s]", "(%s < %s is %s)", "(\n %s,\n\t%s)", "(w := %s)",
    "('é' f'{ %s }'\n f\"{ %s!r}\" '___')", "f'''{ %s }é\n___ { %s:>{ %s }}'''",
    'f"""{ %s!s:{ %s }.{ %s }}\n\U0001f600{{___}}{ %s:___}"""', "f'{ %s }___'", 'rf"é{(%s)}"',
]  # fmt: skip


@st.composite
def sources_with_blanks(draw: st.DrawFn) -> str:
    """A module with blanks between « and » in expressions of many forms inside one another."""

    def expression(depth: int) -> str:
        if depth == 0 or draw(st.integers(0, 3)) == 0:
            return draw(st.sampled_from(["«___»", "«___»", "x", "'é'", "1", '"___"']))
        form = draw(st.sampled_from(NESTINGS))
        return form % tuple(expression(depth - 1) for _ in range(form.count("%s")))

    lines = []
    for number in range(draw(st.integers(1, 3))):
        head = draw(
            st.sampled_from(["x = {}", "é = 1; x += {}", "assert {}", "def f{n}(a={}): return {}", "if {}: {}"])
        )
        lines.append(
            head.replace("{n}", str(number)).replace("{}", "%s") % tuple(expression(2) for _ in range(head.count("{}")))
        )
    return "\n".join(lines)


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


@settings(derandomize=True, deadline=None, max_examples=250)
@given(sources_with_blanks().map(marked).filter(lambda each: each[1] and _parses(each[0])))
def test_find_is_exact_in_expressions_of_any_form(case):
    text, starts = case

    assert [blank.start for blank in find(text)] == starts
