"""The merge of one file, tried on any course that changes in any way under any learner's hands."""

import ast
import re
from dataclasses import dataclass, replace

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from sensei.carry import Fate
from sensei.chunks import cut
from sensei.merge import MergeTrouble, merge

HEAD = '"""Topic: {}."""\n\n{}\nfrom sensei import ___\n'
NOTE = re.compile(r"# note \d+")


@dataclass(frozen=True)
class Koan:
    """A koan of a course that is made up: its questions are numbers, so that each answer is known by its question."""

    name: str
    questions: tuple[int, ...]
    lesson: int = 0
    setup: int = 0
    helper: int | None = None

    def text(self, answers, setup=None):
        helper = ""
        if self.helper is not None:
            body = f"return {answers[self.helper]}" if self.helper in answers else "___"
            helper = f'def helper_{self.name}(number):\n    """Helper {self.helper}."""\n    {body}\n\n\n'
        lines = [f"    assert asked({each}) == {answers.get(each, '___')}" for each in self.questions]
        return (
            f'\n\n{helper}def test_{self.name}():\n    """Lesson {self.lesson}."""\n'
            f"    value = {self.setup if setup is None else setup}\n\n" + "\n".join(lines) + "\n"
        )


@dataclass(frozen=True)
class Version:
    """One version of the course."""

    koans: tuple[Koan, ...]
    about: int = 0
    imports: tuple[str, ...] = ("math",)

    def text(self):
        head = HEAD.format(self.about, "".join(f"import {each}\n" for each in self.imports))
        return head + "".join(koan.text({}) for koan in self.koans)


NUMBERS = st.integers(0, 99)
SOME = st.lists(NUMBERS, min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def courses(draw):
    count = draw(st.integers(1, 4))
    koans = [Koan(f"koan_{at}", draw(SOME), helper=draw(st.none() | st.integers(100, 199))) for at in range(count)]
    return Version(tuple(koans))


def changed(draw, koan):
    """The koan as the next version has it. A question is never reworded into one that is another's."""
    match draw(st.sampled_from(["same", "same", "lesson", "setup", "order", "more", "fewer", "helper"])):
        case "lesson":
            return replace(koan, lesson=koan.lesson + 1)
        case "setup":
            return replace(koan, setup=koan.setup + 1)
        case "order":
            return replace(koan, questions=tuple(draw(st.permutations(koan.questions))))
        case "more":
            at = draw(st.integers(0, len(koan.questions)))
            fresh = draw(st.integers(200, 299))
            return replace(koan, questions=(*koan.questions[:at], fresh, *koan.questions[at:]))
        case "fewer":
            return replace(koan, questions=koan.questions[1:] or koan.questions)
        case "helper":
            return replace(koan, helper=None if koan.helper is not None else 150)
    return koan


@st.composite
def successors(draw, version):
    koans = [changed(draw, koan) for koan in version.koans]
    if draw(st.booleans()):
        at = draw(st.integers(0, len(koans)))
        koans.insert(at, Koan("fresh", (300, 301)))
    if draw(st.booleans()) and len(koans) > 1:
        koans.pop(draw(st.integers(0, len(koans) - 1)))
    if draw(st.booleans()):
        koans = draw(st.permutations(koans))
    imports = draw(st.sampled_from([("math",), ("math", "string"), ("string",), ()]))
    return Version(tuple(koans), draw(st.integers(0, 1)), imports)


def answer(question):
    return f"{question}_000"


@st.composite
def learners(draw, version):
    """The text of somebody who has worked on this version."""
    filled = draw(st.sets(st.sampled_from(questions_of(version)))) if questions_of(version) else set()
    answers = {each: answer(each) for each in filled}
    head = HEAD.format(version.about, "".join(f"import {each}\n" for each in version.imports))
    for koan in version.koans:
        if draw(st.integers(0, 9)) == 0:
            continue  # deleted
        text = koan.text(answers, setup=draw(st.sampled_from([None, None, None, None, 77])))
        if draw(st.booleans()):
            text = f"\n\ndef mine_{koan.name}():\n    return math.pi  # of mine\n{text}"
        head += text
    lines = head.split("\n")
    for number in range(draw(st.integers(0, 4))):
        at = draw(st.integers(1, len(lines) - 1))
        indent = re.match(r" *", lines[at]).group()
        lines.insert(at, f"{indent}# note {number}")
    if draw(st.booleans()):
        at = draw(st.sampled_from([at for at, line in enumerate(lines) if line.startswith(("import", "from"))]))
        lines.insert(at, "import string as letters")
    return "\n".join(lines)


def questions_of(version):
    return sorted({each for koan in version.koans for each in (*koan.questions, koan.helper) if each is not None})


@st.composite
def stories(draw):
    """A course, the learner's file, and the next version of the course."""
    old = draw(courses())
    new = draw(successors(old))
    return old, draw(learners(old)), new


def merged(old, mine, new):
    return merge(old.text().encode() if old else None, mine.encode(), new.text().encode())


def parts(text):
    return {chunk.name: chunk.text for chunk in cut(text.encode()).chunks if chunk.name}


def own(text):
    """The functions that are the learner's alone."""
    return {name: each for name, each in parts(text).items() if name.startswith("mine_")}


EXAMPLES = settings(deadline=None, max_examples=150)


@EXAMPLES
@given(stories())
def test_every_answer_is_at_its_own_question_and_nowhere_else(story):
    old, mine, new = story
    result = merged(old, mine, new)
    before, after = parts(mine), parts(result.raw.decode())
    for name, text in after.items():
        for question, given_ in re.findall(r"asked\((\d+)\) == (\w+)", text):
            assert given_ in ("___", answer(question))
        for question, given_ in re.findall(r"Helper (\d+)\.[\s\S]*return (\w+)", text):
            assert given_ == answer(question)
        if name in before and result.fates.get(name) is not Fate.KEPT:
            left = re.findall(r"asked\((\d+)\) == (\d\w+)", before[name])
            event("answers are carried" if left and text != before[name] else "nothing is carried")
            assert set(left) <= set(re.findall(r"asked\((\d+)\) == (\w+)", text))


@EXAMPLES
@given(stories())
def test_all_that_stands_outside_koans_and_every_remark_about_one_that_stays_is_kept(story):
    old, mine, new = story
    result = merged(old, mine, new)
    text = result.raw.decode()

    assert own(text) == own(mine)
    assert ("import string as letters" in text) == ("import string as letters" in mine)
    for chunk in cut(mine.encode()).chunks:
        if result.fates.get(chunk.key) is not Fate.GONE:
            whole = "".join((*chunk.lead, *chunk.body, *chunk.trail))
            assert all(note in text for note in NOTE.findall(whole))


@EXAMPLES
@given(stories())
def test_every_koan_of_the_course_is_there_and_what_nobody_changed_is_verbatim(story):
    old, mine, new = story
    result = merged(old, mine, new)
    before, after = parts(mine), parts(result.raw.decode())
    wanted, was = parts(new.text()), parts(old.text())

    assert set(wanted) <= set(after)
    for name, text in wanted.items():
        if text == was.get(name) and name in before:
            assert after[name] == before[name]
            assert result.fates[name] is Fate.SAME
        elif name not in before or before[name] == was.get(name):
            assert after[name] == text
    ast.parse(result.raw)


@EXAMPLES
@given(stories())
def test_merging_again_changes_nothing_whatever_is_known_of_the_past(story):
    old, mine, new = story
    result = merged(old, mine, new)
    for past in (old, new, None):
        assert merged(past, result.raw.decode(), new).raw == result.raw


@EXAMPLES
@given(courses().flatmap(lambda old: st.tuples(st.just(old), successors(old))))
def test_a_file_that_was_never_touched_becomes_the_new_one(pair):
    old, new = pair

    assert merged(old, old.text(), new).raw.decode() == new.text()


@EXAMPLES
@given(stories())
def test_with_no_past_no_answer_is_misplaced_and_nothing_of_the_learners_goes(story):
    _, mine, new = story
    result = merged(None, mine, new)
    text = result.raw.decode()

    assert own(text) == own(mine)
    assert set(NOTE.findall(mine)) <= set(NOTE.findall(text))
    assert set(re.findall(r"asked\(\d+\) == \d\w+", mine)) <= set(re.findall(r"asked\(\d+\) == \d\w+", text))
    assert merged(None, text, new).raw == result.raw
    assert merged(new, text, new).raw == result.raw


@EXAMPLES
@given(stories(), st.sampled_from(["\r\n", "\r"]))
def test_line_ends_make_no_difference(story, end):
    old, mine, new = story
    plain = merged(old, mine, new).raw.decode()

    assert merged(old, mine.replace("\n", end), new).raw.decode() == plain.replace("\n", end)


@EXAMPLES
@given(stories(), st.data())
def test_a_file_that_is_cut_anywhere_is_merged_or_refused(story, data):
    old, mine, new = story
    text = mine[: data.draw(st.integers(0, len(mine)))]
    try:
        result = merged(old, text, new)
    except MergeTrouble:
        event("refused")
        return
    event("merged")
    assert set(parts(new.text())) <= set(parts(result.raw.decode()))
    assert merged(old, result.raw.decode(), new).raw == result.raw


def one_koan(*questions):
    return HEAD.format(0, "") + "\n\ndef test_it():\n    value = 0\n" + "".join(f"    {each}\n" for each in questions)


SAME, OTHER = "assert value + 1 == ___", "assert value + 2 == ___"


@pytest.mark.parametrize(
    "old, new",
    [
        ([SAME, SAME], [SAME, OTHER]),  # which of the two is it that stayed?
        ([SAME, OTHER], [SAME]),
        ([SAME, OTHER], [OTHER, "assert value + 3 == ___"]),  # reworded, or gone and another one new?
        ([SAME, OTHER], ["assert value + 3 == ___", "assert value + 4 == ___", "assert value + 5 == ___"]),
        (["with value:", "    " + SAME, OTHER], ["with value:", "    " + OTHER, SAME, SAME]),
    ],
)
def test_where_it_is_not_certain_which_question_an_answer_belongs_to_the_koan_stays_as_it_is(old, new):
    lines = iter(("11", "22"))
    mine = re.sub(r"(?<=== )___", lambda _: next(lines), one_koan(*old))
    result = merge(one_koan(*old).encode(), mine.encode(), one_koan(*new).encode())

    assert result.raw.decode() == mine
    assert result.fates["test_it"] is Fate.KEPT


@pytest.mark.parametrize(
    "old, new, merged_",
    [
        ([SAME, OTHER], [OTHER, SAME], ["assert value + 2 == 22", "assert value + 1 == 11"]),
        ([SAME, OTHER], ["assert value + 3 == ___", OTHER], ["assert value + 3 == 11", "assert value + 2 == 22"]),
        (
            [SAME, OTHER],
            ["assert value == ___", OTHER, "assert 3 + value == ___", SAME],
            ["assert value == ___", "assert value + 2 == 22", "assert 3 + value == ___", "assert value + 1 == 11"],
        ),
        (
            ["if value:", "    " + SAME, "else:", "    " + SAME],
            ["if not value:", "    " + SAME, "elif value:", "    " + SAME],
            None,
        ),
    ],
)
def test_an_answer_goes_with_its_question(old, new, merged_):
    lines = iter(("11", "22"))
    mine = re.sub(r"(?<=== )___", lambda _: next(lines), one_koan(*old))
    result = merge(one_koan(*old).encode(), mine.encode(), one_koan(*new).encode())

    assert result.raw.decode() == (one_koan(*merged_) if merged_ else mine)


def test_a_line_of_the_learners_that_has_no_place_in_the_changed_koan_is_not_lost():
    mine = one_koan(SAME.replace("___", "11"), "print(value)", OTHER.replace("___", "22"))
    result = merge(one_koan(SAME, OTHER).encode(), mine.encode(), one_koan(OTHER, SAME).encode())

    assert result.raw.decode() == mine
    assert result.fates["test_it"] is Fate.KEPT


def test_a_line_of_the_learners_that_would_meddle_with_the_changed_koan_is_not_brought_into_it():
    old, new = ["other = 1", SAME], ["other = 1", SAME, "total = other", "assert total == ___"]
    mine = one_koan("total = 5", "other = 1", SAME.replace("___", "11"))
    result = merge(one_koan(*old).encode(), mine.encode(), one_koan(*new).encode())

    assert result.raw.decode() == mine
    assert result.fates["test_it"] is Fate.KEPT


def test_a_remark_that_ends_up_at_the_end_of_a_koan_is_kept():
    old, new = one_koan(SAME, OTHER), one_koan(SAME.replace("value", "2 * value"))
    mine = old.replace(f"    {OTHER}", f"\n# at the margin\n    {OTHER}")

    assert "# at the margin" in merge(old.encode(), mine.encode(), new.encode()).raw.decode()
    assert "# at the margin" in merge(old.encode(), mine.encode(), one_koan(SAME).encode()).raw.decode()
