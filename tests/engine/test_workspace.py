"""The learner's folder: laid out and put right, and nothing in it ever lost."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sensei import workspace
from sensei.course import Course, Koan, Topic
from sensei.pattern import find
from sensei.progress import FOLDER, Progress
from sensei.source import decode
from sensei.workspace import WorkspaceTrouble

KOANS = '''\
def test_first():
    """One."""
    assert 1 == ___


def helper(x):
    """Two."""
    ___


@pytest.mark.filterwarnings("ignore")
def test_second():
    assert helper(2) == ___


def test_third():
    assert 3 == ___
'''
FILLED = (
    KOANS.replace("1 == ___", "1 == 1  # é")
    .replace("    ___", "    y = x\n\n    return y")
    .replace("helper(2) == ___", "helper(2) == 2")
    .replace("3 == ___", "3 == (\n        3\n    )")
    .replace("def test_third", "# my own comment\ndef test_third")
)


@pytest.fixture
def topic(bench) -> Topic:
    return bench.topic(KOANS)


@pytest.fixture
def second(topic) -> Koan:
    return topic.koans[1]


def learner(bench, text: str, end: str = "\n", bom: bytes = b"") -> bytes:
    """Write the learner's file; gives its bytes."""
    raw = bom + (bench.head + text).replace("\n", end).encode()
    bench.path.write_bytes(raw)
    return raw


def pieces(raw: bytes) -> dict[str | None, bytes]:
    """The bytes of each definition of a file, by name, with what follows it up to the next."""
    source = decode(raw)
    lines = raw.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True)
    edges = [*(piece.start for piece in source.pieces), len(lines) + 1]
    return {
        piece.name: b"".join(lines[start - 1 : end - 1])
        for piece, start, end in zip(source.pieces, edges, edges[1:], strict=False)
        if piece.name
    }


def backups(bench) -> list[bytes]:
    return [path.read_bytes() for path in sorted((bench.root / FOLDER / "backups").glob("*"))]


# Laying out.


def test_a_fresh_folder_holds_every_topic_as_it_was_written(tmp_path):
    course = Course.at_hand()
    workspace.lay_out(tmp_path / "new" / "folder", course)

    for topic in course.topics:
        assert (tmp_path / "new" / "folder" / "koans" / topic.filename).read_text() == topic.source.text
    assert sorted(os.listdir(tmp_path / "new" / "folder")) == [
        ".gitignore",
        ".koans",
        "conftest.py",
        "koans",
        "pytest.ini",
    ]


def test_an_empty_folder_may_be_laid_out(tmp_path, topic):
    (tmp_path / "empty").mkdir()
    workspace.lay_out(tmp_path / "empty", Course((topic,)))

    assert (tmp_path / "empty" / "koans" / topic.filename).is_file()


@pytest.mark.parametrize("name", ["a.txt", ".hidden", "koans"])
def test_a_folder_that_holds_anything_is_refused_and_left_as_it_is(tmp_path, topic, name):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / name).write_text("mine")
    with pytest.raises(WorkspaceTrouble, match="is not empty: name a folder that is new"):
        workspace.lay_out(folder, Course((topic,)))

    assert {path.name: path.read_text() for path in folder.iterdir()} == {name: "mine"}


def test_a_file_in_the_place_of_the_folder_is_refused_and_left_as_it_is(tmp_path, topic):
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(WorkspaceTrouble, match="is there already"):
        workspace.lay_out(tmp_path / "mine", Course((topic,)))

    assert (tmp_path / "mine").read_text() == "mine"


def test_a_place_that_cannot_be_written_is_told_in_one_sentence(tmp_path, topic):
    (tmp_path / "file").write_text("")
    with pytest.raises(WorkspaceTrouble, match=r"cannot be written: Not a directory$"):
        workspace.lay_out(tmp_path / "file" / "new", Course((topic,)))


@pytest.fixture
def nobody():
    """Not to be root, for whom every folder is open."""
    if not hasattr(os, "geteuid"):
        pytest.skip("this system knows no such users")
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    yield
    os.seteuid(0)


def test_a_read_only_folder_is_told_in_one_sentence(tmp_path, topic, request):
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    (tmp_path / "locked").mkdir()
    (tmp_path / "locked").chmod(0o555)
    request.getfixturevalue("nobody")
    with pytest.raises(WorkspaceTrouble, match=r"cannot be written: Permission denied$"):
        workspace.lay_out(tmp_path / "locked" / "new", Course((topic,)))


def test_a_folder_that_may_not_be_looked_into_is_told_in_one_sentence(tmp_path, topic, request):
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    (tmp_path / "shut").mkdir()
    (tmp_path / "shut").chmod(0o000)
    request.getfixturevalue("nobody")
    for target in (tmp_path / "shut", tmp_path / "shut" / "new"):
        with pytest.raises(WorkspaceTrouble, match=r"cannot be written: Permission denied$"):
            workspace.lay_out(target, Course((topic,)))


# Finding.


def test_the_folder_is_found_from_inside_it(tmp_path):
    (tmp_path / "koans" / "deep").mkdir(parents=True)

    assert workspace.root(tmp_path) == workspace.root(tmp_path / "koans" / "deep") == tmp_path.resolve()


def test_a_place_without_a_course_is_told_with_what_to_do(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(WorkspaceTrouble, match=r"there is no folder koans/ in .*: `koans init DIR`"):
        workspace.root()


@pytest.mark.parametrize(
    "progress, name",
    [
        (Progress(), "first"),
        (Progress(["small/first"]), "second"),
        (Progress(["small/first"], "small/third"), "third"),
        (Progress(["small/first", "small/third"], "small/third"), "second"),
        (Progress([], "small/gone"), "first"),
        (Progress(["small/second"], None), "first"),
        (Progress(["small/first", "small/second", "small/third"]), None),
    ],
)
def test_the_learner_is_at_the_koan_where_the_last_run_stopped_or_the_first_open_one(tmp_path, topic, progress, name):
    progress.save(tmp_path)
    here = workspace.current(Course((topic,)), tmp_path)

    assert (here and here.name) == name


# Putting back.

ENDS = pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=repr)
BOMS = pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"], ids=["", "bom"])


@ENDS
@BOMS
def test_a_koan_is_put_back_and_every_other_byte_stays(bench, second, end, bom):
    before = learner(bench, FILLED, end, bom)
    workspace.reset_koan(bench.root, second)
    after = bench.path.read_bytes()
    pristine = second.topic.source

    own = [pristine.lines[piece.start - 1 : piece.end] for piece in pristine.pieces if piece.name in second.parts]
    start, stop = before.index(b"def helper"), before.index(b"helper(2) == 2") + len(b"helper(2) == 2")
    put_back = after[start : len(after) - len(before) + stop]
    assert (before[:start], before[stop:]) == (after[:start], after[len(after) - len(before) + stop :])
    assert list(decode(put_back).lines) == [*own[0], "", "", *own[1]]
    assert put_back.count(end.encode()) == len(decode(put_back).lines) - 1


@ENDS
@BOMS
def test_the_copy_that_is_kept_is_the_file_byte_for_byte(bench, second, end, bom):
    before = learner(bench, FILLED, end, bom)
    kept = workspace.reset_koan(bench.root, second)

    assert kept.read_bytes() == before
    assert backups(bench) == [before]


def test_mixed_line_ends_stay_as_they_are(bench, second):
    text = (bench.head + FILLED).encode()
    at = text.index(b"def helper")
    raw = text[:at].replace(b"\n", b"\r\n") + text[at:]
    bench.path.write_bytes(raw)
    workspace.reset_koan(bench.root, second)

    assert bench.path.read_bytes().startswith(raw[:at])
    assert bench.path.read_bytes().endswith(raw[raw.index(b"# my own comment") :])


WEIRD = st.text(st.sampled_from("ab é#'\"\t\f\\(:"), max_size=12)
LINE_END = st.sampled_from(["\n", "\r\n", "\r"])


@settings(derandomize=True, deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_stands_around_a_koan_stays_byte_for_byte(bench, second, data):
    blocks = [bench.head, *(block + "\n\n\n" for block in FILLED.rstrip("\n").split("\n\n\n"))]
    noise = [f"# {data.draw(WEIRD)}\n" for _ in blocks]
    lines = "".join(one + other for one, other in zip(blocks, noise, strict=True)).split("\n")
    raw = "".join(line + data.draw(LINE_END) for line in lines[:-1]).encode() + lines[-1].encode()
    raw = data.draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + raw
    bench.path.write_bytes(raw)
    workspace.reset_koan(bench.root, second)

    after = bench.path.read_bytes()
    assert after.startswith(raw[: raw.index(b"def helper")])
    assert after.endswith(raw[raw.index(b"helper(2) == 2") + len(b"helper(2) == 2") :].lstrip(b"\r\n"))
    for name, text in pieces(raw).items():
        if name not in second.parts:
            assert pieces(after)[name] == text
    assert len([blank for blank in find(decode(after)) if blank.koan in second.parts]) == 2


def test_a_koan_of_which_a_part_is_gone_gets_it_back_at_the_end(bench, second):
    text = FILLED.replace(FILLED[FILLED.index("def helper") : FILLED.index("@pytest")], "")
    before = learner(bench, text)
    workspace.reset_koan(bench.root, second)
    after = bench.path.read_text()

    assert after.endswith('    )\n\n\ndef helper(x):\n    """Two."""\n    ___\n')
    assert pieces(after.encode())["test_first"] == pieces(before)["test_first"]


def test_a_koan_that_is_gone_is_put_back_into_an_empty_file(bench, second):
    bench.path.write_bytes(b"")
    workspace.reset_koan(bench.root, second)

    assert bench.path.read_text().startswith("def helper(x):")
    assert set(decode(bench.path.read_bytes()).definitions) == set(second.parts)


@pytest.mark.parametrize(
    "broken",
    [
        FILLED.replace("    return y", "    return (y"),
        FILLED.replace('"""Two."""', '"""Two.'),
        FILLED.replace("    y = x", "        y = x"),
        FILLED.replace("    return y", "<<<<<<< HEAD\n    return y\n=======\n    return x\n>>>>>>> theirs"),
        FILLED.replace("def helper(x):", "<<<<<<< HEAD\ndef helper(x):\n    return 1\n\n\n=======\ndef helper(x):"),
        FILLED.replace("def test_second():", "def test_second(:"),
        FILLED.replace("def test_second():", "def test_second()"),
        FILLED.replace("    assert helper(2) == 2", ""),
    ],
    ids=["bracket", "triple quote", "indent", "conflict inside", "conflict around", "head", "no colon", "no body"],
)
def test_a_koan_that_does_not_parse_can_be_put_back(bench, topic, second, broken):
    before = learner(bench, broken)
    workspace.reset_koan(bench.root, second)
    after = bench.path.read_bytes()

    verdicts = bench.verdicts(topic, after)
    assert {name: verdict.outcome.value for name, verdict in verdicts.items()} == {
        "first": "passed", "second": "blank", "third": "passed",
    }  # fmt: skip
    assert backups(bench) == [before]
    assert after.partition(b"\n\n\n# my own")[2] == before.partition(b"\n\n\n# my own")[2] != b""


def test_a_koan_beside_one_that_does_not_parse_can_be_put_back(bench, topic, second):
    learner(bench, FILLED.replace("3 == (", "3 == (("))
    workspace.reset_koan(bench.root, second)

    assert "3 == ((" in bench.path.read_text()
    assert [blank.koan for blank in find(bench.path.read_text())] == ["helper", "test_second"]


def test_putting_back_twice_keeps_both_copies(bench, second):
    one = learner(bench, FILLED)
    workspace.reset_koan(bench.root, second)
    two = bench.path.read_bytes()
    workspace.reset_koan(bench.root, second)

    assert sorted(backups(bench)) == sorted([one, two])
    assert bench.path.read_bytes() == two


def test_a_whole_topic_is_put_back_and_a_copy_is_kept(bench, topic):
    before = learner(bench, FILLED, "\r\n")
    kept = workspace.reset_topic(bench.root, topic)

    assert bench.path.read_text() == topic.source.text
    assert kept is not None
    assert kept.read_bytes() == before


@pytest.mark.parametrize("raw", [b"\0\1\2", "é".encode("latin-1"), "x".encode("utf-16")])
def test_a_file_that_is_no_text_can_be_put_back_only_as_a_whole(bench, topic, second, raw):
    bench.path.write_bytes(raw)
    with pytest.raises(
        WorkspaceTrouble, match=r"`koans reset small` puts the whole file back; a copy of yours is kept"
    ):
        workspace.reset_koan(bench.root, second)

    assert bench.path.read_bytes() == raw
    workspace.reset_topic(bench.root, topic)
    assert backups(bench) == [raw]


def test_a_missing_file_can_be_put_back_only_as_a_whole(bench, topic, second):
    bench.path.unlink()
    with pytest.raises(WorkspaceTrouble, match=r"is missing: `koans reset small`"):
        workspace.reset_koan(bench.root, second)

    assert workspace.reset_topic(bench.root, topic) is None
    assert bench.path.read_text() == topic.source.text


@pytest.mark.parametrize("reset", ["koan", "topic"])
def test_nothing_is_changed_where_no_copy_can_be_kept(bench, topic, second, reset):
    before = learner(bench, FILLED)
    (bench.root / FOLDER).write_text("a file in the place of the folder")
    with pytest.raises(WorkspaceTrouble, match="nothing was changed, for no copy could be kept"):
        workspace.reset_koan(bench.root, second) if reset == "koan" else workspace.reset_topic(bench.root, topic)

    assert bench.path.read_bytes() == before


def test_a_file_that_may_not_be_read_is_told_in_one_sentence(bench, second, request):
    learner(bench, FILLED)
    above = [each for each in bench.root.parents if each.name.startswith(("pytest-", "popen-"))]
    for folder in (bench.root, *above):
        folder.chmod(0o755)
    bench.path.chmod(0o000)
    request.getfixturevalue("nobody")
    with pytest.raises(WorkspaceTrouble, match=r"cannot be read: Permission denied$"):
        workspace.reset_koan(bench.root, second)


def test_where_writing_fails_the_file_is_as_it_was(bench, second, monkeypatch):
    before = learner(bench, FILLED)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(WorkspaceTrouble, match=r"cannot be written: No space left on device$"):
        workspace.reset_koan(bench.root, second)

    assert bench.path.read_bytes() == before


def test_a_koan_that_was_put_back_is_blank_and_the_rest_is_judged_as_before(bench, topic, second):
    learner(bench, FILLED)
    workspace.reset_koan(bench.root, second)

    outcomes = [verdict.outcome.value for verdict in bench.verdicts(topic, bench.path.read_bytes()).values()]
    assert outcomes == ["passed", "blank", "passed"]
