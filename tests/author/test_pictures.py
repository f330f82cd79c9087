"""The rule about pictures: cells are what torch gives, and the picture fits the terminal."""

import pytest

from sensei.author.checkout import Checkout
from sensei.author.proof import prove
from sensei.author.rules.picture import RULE

OTHER = "hints/xx/01_small_numbers.toml"
PICTURE = """\
[a_product_reaches_every_number.picture]
draw = [
  { caption = "steps", rows = ["10 20 30"], shows = "steps" },
  "->",
  { caption = "doubled", rows = ["20 40 60"], shows = "steps * 2" },
]

"""


def draw(tiny, text, path=None):
    tiny.edit(path or tiny.hints, "[a_method_finds_the_largest]\n", text + "[a_method_finds_the_largest]\n")


def said_of(tiny):
    """What this rule alone says of the course."""
    return [violation.told() for violation in prove(Checkout.at(tiny.root), [RULE], tiny.pool).violations]


def grid(rows, shows):
    return f"[a_product_reaches_every_number.picture]\ndraw = [{{ rows = {rows}, shows = {shows!r} }}]\n\n"


def test_a_picture_that_tells_the_truth_is_clean_under_every_rule(tiny):
    draw(tiny, PICTURE)

    assert tiny.violations() == []
    assert prove(Checkout.at(tiny.root), [RULE], tiny.pool).tried["pictures"] == 1


def test_a_wrong_cell_is_reported_where_its_grid_names_the_expression(tiny):
    draw(tiny, PICTURE.replace("20 40 60", "20 40 61"))

    assert said_of(tiny) == [
        f"{tiny.hints}:{tiny.line(tiny.hints, 'steps * 2')}: [picture] `steps * 2` has 60 where the picture has 61. "
        "Draw what torch gives; round it to two decimals or more."
    ]


@pytest.mark.parametrize(
    "rows, shows, said",
    [
        (["20 40"], "steps * 2", "is [[20, 40, 60]], which is more or less than the picture's cells"),
        (["20", "40", "60"], "steps * 2", "is [[20, 40, 60]], which is more or less than the picture's cells"),
        (["1 2"], "torch.zeros(1, 1, 2)", "raises ValueError: it has more than two dimensions"),
        (["1"], "stepz", "raises NameError: name 'stepz' is not defined"),
        (["1 2"], "steps[0", "raises SyntaxError"),
        (["0.3"], "torch.tensor(1.0, dtype=torch.float64) / 3", "where the picture has 0.3"),
        (["0.34"], "1 / 3", "where the picture has 0.34"),
        (["1"], "steps[0] == 10", "has True where the picture has 1"),
        (["one"], "1", "has 1 where the picture has one"),
    ],
)
def test_what_an_expression_does_not_give_is_reported(tiny, rows, shows, said):
    draw(tiny, grid(rows, shows))

    violations = said_of(tiny)

    assert len(violations) == 1
    assert violations[0].startswith(f"{tiny.hints}:{tiny.line(tiny.hints, shows)}: [picture] `{shows}` ")
    assert said in violations[0]


@pytest.mark.parametrize(
    "rows, shows",
    [
        (["10 20 30"], "steps.float()"),
        (["(20) (40) (60)"], "steps * 2"),
        (["10", "20", "30"], "steps[:, None]"),
        (["0.33 0.6667"], "torch.tensor([1.0, 2.0], dtype=torch.float64) / 3"),
        (["True False"], "steps[:2] < 15"),
        (["3"], "len(steps)"),
        (["2 3"], "torch.zeros(2, 3).shape"),
        (["nan -inf"], "np.array([np.nan, -np.inf])"),
        ([". 3"], '[[".", 3]]'),
    ],
)
def test_cells_may_be_written_as_a_person_would(tiny, rows, shows):
    draw(tiny, grid(rows, shows))

    assert said_of(tiny) == []


def test_a_name_of_the_learners_function_is_there_too(tiny):
    text = (
        '[a_method_finds_the_largest.picture]\ndraw = [{ rows = ["ROWS"], shows = "largest(torch.tensor([4, 9]))" }]\n'
    )
    tiny.add(tiny.hints, "\n" + text.replace("ROWS", "9"))
    assert said_of(tiny) == []

    tiny.edit(tiny.hints, '{ rows = ["9"]', '{ rows = ["4"]')
    assert [each.split("]")[0] for each in said_of(tiny)] == [
        f"{tiny.hints}:{tiny.line(tiny.hints, 'largest(torch')}: [picture"
    ]


@pytest.mark.parametrize(
    "rows, said",
    [
        (["1 " * 18], None),
        (["1 " * 19], "is wider than 56"),
        (["1"] * 7, None),
        (["1"] * 8, "is 10 lines high, of at most 9"),
    ],
)
def test_a_picture_larger_than_a_terminal_is_reported(tiny, rows, said):
    draw(tiny, grid(rows, "").replace(", shows = ''", ""))

    violations = said_of(tiny)

    assert len(violations) == (said is not None)
    if said:
        assert violations[0].startswith(f"{tiny.hints}:{tiny.line(tiny.hints, '[a_product')}: [picture] ")
        assert said in violations[0]


def test_a_picture_in_one_language_only_is_reported(tiny):
    tiny.write(OTHER, tiny.read(tiny.hints))
    assert said_of(tiny) == []

    draw(tiny, PICTURE)
    assert [each.split("]")[0] for each in said_of(tiny)] == [f"{OTHER}:{tiny.line(OTHER, '[a_product')}: [picture"]

    draw(tiny, PICTURE.replace("doubled", "verdoppelt"), OTHER)
    assert said_of(tiny) == []


def test_the_words_of_a_picture_are_prose(tiny):
    draw(tiny, PICTURE.replace('"doubled"', '"just doubled"'))

    assert tiny.places(run=False) == [f"{tiny.hints}:{tiny.line(tiny.hints, 'just doubled')}: [prose]"]
