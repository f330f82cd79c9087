"""Unification: a tree matches its pattern outside the blanks, and what stands in them is handed out."""

import ast

import pytest

from sensei.unify import Mismatch, is_blank, is_suite_blank, unify


def matched(pattern: str, subject: str) -> list[str]:
    """What stands in the blanks of a function whose body is the pattern."""
    found = unify(_function(pattern), _function(subject))
    return [ast.unparse(node if isinstance(node, ast.AST) else ast.Module(list(node), [])) for _, node in found]


def _function(body: str) -> ast.stmt:
    lines = "\n".join(f"    {line}" for line in body.split("\n"))
    return ast.parse(f"def f(a, b=1):\n{lines}").body[0]


@pytest.mark.parametrize(
    "pattern, subject, answers",
    [
        ("x = ___", "x = a + b", ["a + b"]),
        ("x = ___ + ___", "x = a * 2 + b", ["a * 2", "b"]),
        ("x = g(___, k=___)", "x = g(1, k=[2])", ["1", "[2]"]),
        ("match a:\n    case ___:\n        x = 1", "match a:\n    case [1, *_]:\n        x = 1", ["[1, *_]"]),
        ("___", "x = 1\ny = 2", ["x = 1\ny = 2"]),
        ("___\nreturn x", "x = 1\ny = 2\nreturn x", ["x = 1\ny = 2"]),
        ("x = 1\n___", "x = 1\nreturn x", ["return x"]),
        ("if a:\n    ___\nelse:\n    ___", "if a:\n    x = 1\nelse:\n    y = 2", ["x = 1", "y = 2"]),
        ("___\nassert a\n___", "x = 1\nassert a\ny = 2", ["x = 1", "y = 2"]),
        ("___\nassert a", "x = 1\nassert a\nassert a", ["x = 1\nassert a"]),
        ("x = 1", "x = 1", []),
        ("x = ___", "x = ___", ["___"]),
    ],
)
def test_blanks_take_what_stands_in_their_place(pattern, subject, answers):
    assert matched(pattern, subject) == answers


@pytest.mark.parametrize(
    "pattern, subject",
    [
        ("x = 1", "x = True"),
        ("x = 1", "x = 1.0"),
        ("x = 0", "x = False"),
        ("x = 'a'", "x = b'a'"),
        ("x = ''", "x = None"),
        ("x = a is ___", "x = a == 1"),
        ("x = a.b", "x = a.c"),
        ("x = ___ + 1", "x = 1 - 1"),
        ("x = -___", "x = 1"),
        ("x = g(___)", "x = g(1, 2)"),
        ("x = g(___)", "x = g(k=1)"),
        ("x = g(k=___)", "x = g(j=1)"),
        ("x = [___, 1]", "x = [2, 1, 3]"),
        ("x = ___", "y = 1"),
        ("x = ___", "x += 1"),
        ("x = ___", "x: int = 1"),
        ("global x\nx = ___", "x = 1"),
        ("x = lambda c: ___", "x = lambda d: 1"),
        ("___\nassert a", "assert a"),
        ("___", "pass\nassert b\n" * 600),
        ("for x in a:\n    y = ___", "for x in a:\n    y = 1\nelse:\n    y = 2"),
        ("try:\n    ___\nexcept A:\n    y = 1", "try:\n    x = 1\nexcept (A, B):\n    y = 1"),
        ("with a:\n    x = ___", "with a, b:\n    x = 1"),
        ("match a:\n    case ___:\n        x = 1", "match a:\n    case 1:\n        x = 1\n    case 2:\n        x = 1"),
    ],
)
def test_a_difference_outside_the_blanks_is_a_mismatch(pattern, subject):
    with pytest.raises(Mismatch):
        matched(pattern, subject)


@pytest.mark.parametrize(
    "pattern, subject",
    [
        ("x = 1.5", "x = 1.50"),
        ("x = 'a'", 'x = "a"'),
        ("x = 'ab'", "x = 'a' 'b'"),
        ("x = u'a'", "x = 'a'"),
        ("x = 1000", "x = 1_000"),
        ("x = (a + b) * 2", "x = ((a + b)) * 2"),
        ("'''A lesson.'''\nx = 1", "'''Une leçon.'''\nx = 1"),
        ("'''A lesson.'''\nx = 1", "x = 1"),
        ("x = 1", "'''A lesson.'''\nx = 1"),
        ("x = 1e999", "x = 1e999"),
        ("x = 1", "x = 1  # type: int"),
        ("for x in a:\n    y = x", "for x in a:\n    y = x\nelse:\n    print(y)"),
    ],
)
def test_what_means_the_same_matches(pattern, subject):
    assert matched(pattern, subject) == []


def test_a_mismatch_names_what_was_wanted_and_what_was_found():
    with pytest.raises(Mismatch) as caught:
        matched("x = 1\ny = 2", "x = 1\ny = 3")

    assert (ast.unparse(caught.value.wanted), ast.unparse(caught.value.found)) == ("2", "3")


def test_a_mismatch_wants_nothing_where_something_was_added():
    with pytest.raises(Mismatch) as caught:
        matched("x = 1", "x = 1\nreturn x")

    assert (caught.value.wanted, ast.unparse(caught.value.found)) == (None, "return x")


def test_a_docstring_that_belongs_to_the_answer_is_a_part_of_it():
    assert matched("___", "'''Twice a.'''\nreturn 2 * a") == ['"""Twice a."""\nreturn 2 * a']


@pytest.mark.parametrize(
    "text, blank",
    [("___", True), ("____", False), ("__", False), ("'___'", False), ("a.___", False), ("(___)", True)],
)
def test_a_blank_is_a_name_of_three_underscores(text, blank):
    statement = ast.parse(text).body[0]

    assert is_blank(statement.value) is blank
    assert is_suite_blank(statement) is blank
    assert not is_blank(statement)


def test_an_alias_pattern_is_not_a_blank():
    (case,) = ast.parse("match a:\n case 1 as ___: pass").body[0].cases

    assert not is_blank(case.pattern)
