"""Whatever bytes are handed in, intake gives a submission, and never an error."""

import contextlib
import io
import tarfile
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sensei.course import Course, Trees
from sensei.grading.intake import IntakeTrouble, Roster, RosterTrouble, submissions
from sensei.grading.intake.content import readable, troubles_of
from sensei.grading.intake.gradescope import senders

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TEXT = b"def test_the_bell_rings():\n    pass\n" * 3


def a_zip():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("koans/test_03_loops.py", TEXT)
        made.writestr("b\xe9/", b"")
        made.writestr(zipfile.ZipInfo("../x"), TEXT, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def a_tar(packed):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=f"w:{packed}", format=tarfile.PAX_FORMAT) as made:
        for name in ("koans/test_03_loops.py", "b" * 200, "b\xe9"):
            member = tarfile.TarInfo(name)
            member.size = len(TEXT)
            made.addfile(member, io.BytesIO(TEXT))
    return out.getvalue()


REAL = [a_zip(), a_tar(""), a_tar("gz"), a_tar("xz"), a_tar("bz2")]
SUFFIXES = [".zip", ".tar", ".tar.gz", ".tar.xz", ".tar.bz2"]
changes = st.lists(st.tuples(st.integers(0, 2**14), st.integers(0, 255)), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def course(small_course):
    return Course.load(Trees.checkout(small_course))


def is_taken(folder, course, suffix, raw):
    """Take it as one of a class, where it is a submission, and alone, where it may be refused."""
    (folder / "class").mkdir(exist_ok=True)
    path = folder / "class" / f"ada{suffix}"
    for other in (folder / "class").iterdir():
        other.unlink()
    path.write_bytes(raw)
    [found] = submissions([folder / "class"], course)
    assert found.student == "ada"
    assert found.files or found.troubles
    assert all(each.sentence.isprintable() for each in found.troubles)
    with contextlib.suppress(IntakeTrouble):
        assert len(list(submissions([path], course))) >= 1


@QUICK
@given(place=st.integers(0, 4), changed=changes, cut=st.integers(0, 400))
def test_an_archive_with_changed_bytes_is_taken(course, tmp_path, place, changed, cut):
    raw = bytearray(REAL[place])
    for where, byte in changed:
        raw[where % len(raw)] = byte
    is_taken(tmp_path, course, SUFFIXES[place], bytes(raw[: len(raw) - cut]))


@QUICK
@given(
    suffix=st.sampled_from(SUFFIXES),
    head=st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\0", b"Rar!"]),
    raw=st.binary(max_size=2000),
)
def test_bytes_that_are_no_archive_are_taken(course, tmp_path, suffix, head, raw):
    is_taken(tmp_path, course, suffix, head + raw)


@QUICK
@given(names=st.lists(st.text(st.characters(codec="utf-8"), max_size=40), max_size=6, unique=True))
def test_members_of_any_name_are_taken(course, tmp_path, names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            with contextlib.suppress(ValueError):
                made.writestr(zipfile.ZipInfo(name or "x"), TEXT)
    is_taken(tmp_path, course, ".zip", out.getvalue())


@QUICK
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-16")))
def test_any_bytes_are_looked_at(raw):
    troubles_of("x.py", raw)
    readable(raw)


@QUICK
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: b"login,name\n" + text.encode()))
def test_any_bytes_are_a_roster_or_are_refused(tmp_path, raw):
    (tmp_path / "roster.csv").write_bytes(raw)
    with contextlib.suppress(RosterTrouble):
        assert all(person.student for person in Roster.read(tmp_path / "roster.csv").people)


@QUICK
@given(
    st.lists(
        st.sampled_from(
            [
                "submission_1:",
                "  :submitters:",
                "  - :name: A",
                "    :sid: '1'",
                "  :created_at: 2026-13-01 00:00:00 Z",
                "  - ",
                ": :",
                '    :email: "\\u"',
                "'",
            ]
        )
        | st.text(max_size=30),
        max_size=12,
    )
)
def test_any_lines_are_read_as_gradescopes_list(lines):
    assert all(each.student for those in senders(lines).values() for each in those)
