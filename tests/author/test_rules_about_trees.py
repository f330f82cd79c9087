"""The rules about files find a fault that was planted for them, where it is, and no other rule speaks."""

import pytest


def test_a_clean_course_has_no_violation(tiny):
    assert tiny.violations() == []


def test_a_koan_that_does_not_parse_is_named_with_its_line(tiny):
    for path in (tiny.koans, tiny.pristine):
        tiny.edit(path, "steps = torch.tensor([10, 20, 30])", "steps = torch.tensor([10, 20, 30)")
    line = tiny.line(tiny.koans, "steps = ")

    assert tiny.places(run=False) == [f"{tiny.koans}:{line}: [readable]"]


def test_hints_that_are_no_toml_are_named_with_their_line(tiny):
    tiny.edit(tiny.hints, 'why = "Losses are read like this."', "why = Losses")
    line = tiny.line(tiny.hints, "why = Losses")

    assert tiny.places(run=False) == [f"{tiny.hints}:{line}: [readable]"]


def test_a_typo_in_a_key_is_named_at_its_koan(tiny):
    tiny.edit(tiny.hints, 'why = "Losses', 'wy = "Losses')
    line = tiny.line(tiny.hints, "[a_method")

    said = tiny.violations(run=False)

    assert len(said) == 1
    assert said[0].startswith(f"{tiny.hints}:{line}: [readable] ")
    assert "'wy' is unknown" in said[0]


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe\x00", b"\x00\x01", b"caf\xe9"])
def test_a_file_that_holds_no_text_or_no_koan_is_one_violation_of_readable(tiny, raw):
    for path in (tiny.koans, tiny.pristine):
        (tiny.root / path).write_bytes(raw)

    places = tiny.places(run=False)

    assert f"{tiny.koans}:1: [readable]" in places


def test_a_solution_that_asserts_something_else_breaks_parity(tiny):
    tiny.edit(tiny.solutions, "assert len(steps) == 3", "assert len(steps) + 1 == 4")
    line = tiny.line(tiny.solutions, "len(steps)")

    places = tiny.places(run=False)

    assert places == [f"{tiny.solutions}:{line}: [parity]"]


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("assert len(steps) == 3", "assert len(steps) == 3, 'three'", "'three'"),
        ("is float\n", "is float\n\n\nSECRET = 1\n", "SECRET"),
        (
            "    steps = torch.tensor([10, 20, 30])\n",
            "    steps = torch.tensor([10, 20, 30])\n    print(steps)\n",
            "print",
        ),
        ("import torch\n", "import math\n\nimport torch\n", "import math"),
        (".max() gives the largest number", ".max() gives a number", "def test_a_method"),
        ("def test_a_method", "LIMIT = 3\n\n\ndef test_a_method", "LIMIT"),
    ],
)
def test_every_difference_beside_the_blanks_breaks_parity(tiny, old, new, at):
    tiny.edit(tiny.solutions, old, new)

    assert tiny.places(run=False) == [f"{tiny.solutions}:{tiny.line(tiny.solutions, at)}: [parity]"]


def test_a_statement_that_the_solution_lacks_breaks_parity(tiny):
    for path in (tiny.koans, tiny.pristine):
        tiny.edit(path, "def test_a_method", "LIMIT = 3\n\n\ndef test_a_method")

    said = tiny.violations(run=False)

    assert len(said) == 1
    assert said[0].startswith(f"{tiny.solutions}:{tiny.line(tiny.solutions, 'def test_a_method')}: [parity] ")
    assert "`LIMIT = 3` is missing here" in said[0]


def test_definitions_in_another_order_break_parity(tiny):
    head, largest, method = tiny.read(tiny.solutions).partition("\n\ndef largest")
    first = head.index("\n\ndef test_a_product")
    tiny.write(tiny.solutions, f"{head[:first].rstrip()}\n{largest}{method.rstrip()}\n{head[first:]}\n")

    places = tiny.places(run=False)

    assert places
    assert all(place.startswith(tiny.solutions) and place.endswith("[parity]") for place in places)


def test_a_topic_without_a_solution_breaks_parity(tiny):
    (tiny.root / tiny.solutions).unlink()

    assert tiny.places(run=False) == [f"{tiny.koans}:1: [parity]"]


@pytest.mark.parametrize(
    "path",
    ["koans/notes.txt", "solutions/helper.py", "properties/test_02_ghost.py", "hints/en/02_ghost.toml", "hints/x.toml"],
)
def test_a_stray_file_breaks_parity(tiny, path):
    tiny.write(path, '"""Nothing."""\n')

    assert tiny.places(run=False) == [f"{path}:1: [parity]"]


@pytest.mark.parametrize("name", ["01_large_numbers", "02_small_numbers"])
def test_two_topics_with_one_number_or_one_name_break_parity(tiny, name):
    for path in (tiny.koans, tiny.pristine, tiny.solutions, tiny.properties, tiny.hints):
        tiny.write(path.replace("01_small_numbers", name), tiny.read(path))
    second = max(tiny.koans, tiny.koans.replace("01_small_numbers", name))

    said = tiny.violations(run=False)

    assert len(said) == 1
    assert said[0].startswith(f"{second}:1: [parity] ")
    assert "has the same " in said[0]


def test_a_course_without_english_hints_breaks_parity(tiny):
    (tiny.root / "hints/en").rename(tiny.root / "hints/de")

    assert tiny.places() == ["hints/en:1: [parity]"]


def test_a_second_definition_of_one_name_breaks_parity(tiny):
    for path in (tiny.koans, tiny.pristine, tiny.solutions):
        tiny.edit(path, "def largest(tensor):", "def largest():\n    return 0\n\n\ndef largest(tensor):")

    assert f"{tiny.koans}:{tiny.line(tiny.koans, 'def largest(tensor)')}: [parity]" in tiny.places(run=False)


def test_a_library_that_the_course_does_not_have_is_reported_by_imports(tiny):
    tiny.edit_koan("import torch\n", "import click\nimport torch\n")

    assert tiny.places() == [
        f"{path}:{tiny.line(path, 'import click')}: [imports]" for path in (tiny.koans, tiny.solutions)
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "import sensei.course",
        "from sensei.blank import NAME",
        "import test_01_small_numbers",
        "from solutions import x",
        'ENGINE = __import__("sensei")',
    ],
)
def test_an_import_of_the_engine_or_of_a_neighbour_is_reported_by_imports(tiny, statement):
    tiny.edit(tiny.properties, "import torch\n", f"import torch\n{statement}\n")

    assert tiny.places(run=False) == [f"{tiny.properties}:{tiny.line(tiny.properties, statement)}: [imports]"]


def test_a_koan_that_takes_more_than_the_blank_from_the_engine_is_reported_by_imports(tiny):
    for path in (tiny.koans, tiny.pristine):
        tiny.edit(path, "from sensei import ___", "from sensei import ___, blank")

    assert tiny.places(run=False) == [f"{tiny.koans}:{tiny.line(tiny.koans, 'from sensei')}: [imports]"]


def test_a_copy_that_is_not_the_koans_is_reported_by_pristine(tiny):
    tiny.edit(tiny.pristine, "[10, 20, 30]", "[10, 20, 31]")

    assert tiny.places() == [f"{tiny.koans}:{tiny.line(tiny.koans, '[10, 20, 30]')}: [pristine]"]


def test_a_topic_without_a_copy_is_reported_by_pristine(tiny):
    (tiny.root / tiny.pristine).unlink()

    assert tiny.places(run=False) == [f"{tiny.koans}:1: [pristine]"]


def test_a_copy_of_a_topic_that_is_gone_is_reported_by_pristine(tiny):
    tiny.write("sensei/pristine/test_09_gone.py", "")

    assert tiny.places(run=False) == ["sensei/pristine/test_09_gone.py:1: [pristine]"]
