"""What is the matter with a hand-in is told on that student's row, and nothing that a student hands in ends the run."""

import io
import os
import pickle
import socket
import stat
import struct
import tarfile
import tracemalloc
import zipfile
import zlib

import pytest

from sensei.course import Course, Trees
from sensei.grading.intake import Findings, submissions
from sensei.grading.intake.archive import open_archive
from sensei.grading.intake.bounds import Beyond, Bounded, Bounds, read_at_most
from sensei.grading.intake.entry import Entry, Kind, Unreadable
from sensei.grading.intake.folder import Folder

BASKETS, WORDS, LOOPS = "test_01_baskets.py", "test_02_words.py", "test_03_loops.py"
SECRET = b"def test_baskets_are_poured_together(): 'secret of somebody else'\n"


@pytest.fixture(scope="session")
def course(small_course):
    return Course.load(Trees.checkout(small_course))


@pytest.fixture(scope="session")
def texts(course):
    return {topic.filename: topic.source.text.encode() for topic in course.topics}


@pytest.fixture
def handed(course, tmp_path, texts):
    """What becomes of Ada's hand-in, where Zoe hands in hers as she should."""
    folder = tmp_path / "class"
    for name, raw in texts.items():
        (folder / "zoe").mkdir(parents=True, exist_ok=True)
        (folder / "zoe" / name).write_bytes(raw)

    def hand(name=None, raw=None):
        if name is not None:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(raw)
        found = {each.student: each for each in submissions([folder], course, None, Findings())}
        assert found["zoe"].files == texts
        assert found["zoe"].troubles == ()
        assert set(found) == {"ada", "zoe"}
        assert SECRET not in found["ada"].files.values()
        return found["ada"]

    hand.folder = folder
    return hand


def zipped(members):
    """A zip's bytes; members are pairs of a name or a ZipInfo, and bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, raw in members:
            made.writestr(name, raw, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def zipped_empty(names, raw=None):
    """A zip of a great many empty files, beside those of another."""
    raw = raw or zipped([])
    start, end = raw.find(b"PK\x01\x02"), raw.index(b"PK\x05\x06")
    start = end if start < 0 else start
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    head = struct.pack("<4s6H3L", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0)
    table = b"".join(head + struct.pack("<5H2L", len(name), 0, 0, 0, 0, 0, start) + name.encode() for name in names)
    many = struct.unpack_from("<H", raw, end + 10)[0] + len(names)
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, many, many, end - start + len(table), start + len(local), 0)
    return raw[:start] + local + raw[start:end] + table + tail


def told(submission):
    return " ".join(trouble.sentence for trouble in submission.troubles)


def is_suspicious(submission):
    return any(trouble.suspicious for trouble in submission.troubles)


def test_what_tools_leave_behind_is_passed_over_in_silence(handed, texts):
    members = [(f"koans/{name}", raw) for name, raw in texts.items()]
    members += [
        (f"__MACOSX/koans/._{BASKETS}", b"\0\5\x16"),
        (f"koans/._{BASKETS}", b"\0\5\x16"),
        (f"koans/__pycache__/{BASKETS}", SECRET),
        (".DS_Store", b"\0"),
        (f".git/{BASKETS}", SECRET),
        (f".koans/backups/{BASKETS}", SECRET),
        (f".venv/lib/{BASKETS}", SECRET),
        ("env/pyvenv.cfg", b""),
        (f"env/lib/{BASKETS}", SECRET),
        (f"properties/{BASKETS}", SECRET),
        (f"koans/{BASKETS}~", SECRET),
        (f"koans/{BASKETS}.bak", SECRET),
        ("conftest.py", b"raise SystemExit"),
    ]
    ada = handed("ada.zip", zipped(members))

    assert ada.files == texts
    assert ada.troubles == ()


def test_twenty_thousand_files_of_tools_do_not_count(handed, texts):
    names = [f"lib/site-packages/torch/{number}.py" for number in range(20_100)]
    ada = handed("ada.zip", zipped_empty(names, zipped(texts.items())))

    assert ada.files == texts
    assert ada.troubles == ()


@pytest.mark.parametrize(
    "name, raw, words",
    [
        ("ada.zip", b"", "ada.zip cannot be used: it is empty"),
        ("ada.zip", b"not a zip at all", "damaged or only a part of an archive"),
        ("ada.zip", zipped([(BASKETS, b"x" * 5000)])[:-30], "damaged or only a part of an archive"),
        ("ada.zip", zipped([]), "ada.zip holds no file"),
        ("ada.zip", b"Rar!\x1a\x07\x01\x00", "it is a rar or 7z, which cannot be opened here: hand in a zip"),
        ("ada.rar", b"Rar!\x1a\x07\x01\x00", "ada.rar cannot be opened here: hand in a zip"),
        ("ada.7z", b"7z\xbc\xaf\x27\x1c", "ada.7z cannot be opened here: hand in a zip"),
        ("ada.tar.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\xff", "damaged or only a part of an archive"),
        ("ada.tar", b"\0" * 10240, "ada.tar holds no file"),
        ("ada/notes.pdf", b"%PDF-1.7", "no koan file was found"),
    ],
)
def test_a_hand_in_without_koans_says_why(handed, name, raw, words):
    ada = handed(name, raw)

    assert words in told(ada)
    assert ada.files == {}
    assert not is_suspicious(ada)


def test_an_empty_folder_is_a_hand_in_with_a_trouble(handed):
    (handed.folder / "ada").mkdir()

    assert told(handed()) == "the hand-in is empty: hand in the koan files."


@pytest.mark.parametrize("packed", ["", "gz", "bz2", "xz"])
def test_a_tar_that_was_cut_off_is_told(handed, texts, packed):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=f"w:{packed}") as made:
        for name in texts:
            member = tarfile.TarInfo(name)
            member.size = 30_000
            made.addfile(member, io.BytesIO(os.urandom(30_000)))
    ada = handed(f"ada.tar.{packed}".rstrip("."), out.getvalue()[:-45_000])

    assert "damaged or only a part of an archive" in told(ada)


def test_a_damaged_member_takes_no_other_with_it(handed, texts):
    raw = bytearray(zipped(texts.items()))
    place = raw.index(b"PK\x03\x04", 4) + 30 + len(WORDS) + 20
    raw[place : place + 20] = b"\xff" * 20
    ada = handed("ada.zip", bytes(raw))

    assert ada.files == {name: texts[name] for name in (BASKETS, LOOPS)}
    assert f"ada.zip/{WORDS} cannot be used: it is damaged" in told(ada)


def test_an_encrypted_zip_is_told_once(handed, texts):
    raw = bytearray(zipped(texts.items()))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = raw.find(mark)
        while start >= 0:
            raw[start + place] |= 1
            start = raw.find(mark, start + 4)
    ada = handed("ada.zip", bytes(raw))

    assert ada.files == {}
    assert told(ada).count("cannot be read without a password") == 1


def test_archives_in_archives_are_opened_three_deep(handed, texts):
    raw = zipped(texts.items())
    for depth in range(2):
        raw = zipped([(f"inner{depth}.zip", raw)])
    assert handed("ada.zip", raw).files == texts

    raw = zipped([("inner.zip", raw)])
    ada = handed("ada.zip", raw)
    assert ada.files == {}
    assert "lies in too many archives" in told(ada)


@pytest.mark.parametrize(
    "name",
    [
        f"../../{BASKETS}",
        f"/etc/{BASKETS}",
        f"C:\\Users\\{BASKETS}",
        f"C:/{BASKETS}",
        f"..\\..\\{BASKETS}",
        f"\\\\server\\share\\{BASKETS}",
        f"koans/../../{BASKETS}",
        "a/" * 2000 + BASKETS,
        "n" * 300 + BASKETS,
    ],
)
@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_a_member_whose_name_leads_out_is_told_and_left(handed, texts, tmp_path, name, kind):
    rest = {WORDS: texts[WORDS], LOOPS: texts[LOOPS]}
    if kind == "zip":
        raw = zipped([(name, SECRET), *rest.items()])
    else:
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w") as made:
            for each, content in {name: SECRET, **rest}.items():
                member = tarfile.TarInfo(each)
                member.size = len(content)
                made.addfile(member, io.BytesIO(content))
        raw = out.getvalue()
    before = sorted(tmp_path.rglob("*"))
    ada = handed(f"ada.{kind}", raw)

    assert ada.files == rest
    assert "which is no name of a koan file" in told(ada)
    assert is_suspicious(ada)
    assert sorted(tmp_path.rglob("*")) == sorted([*before, handed.folder / f"ada.{kind}"])


def test_backslashes_part_folders_as_some_tools_of_windows_write_them(handed, texts):
    ada = handed("ada.zip", zipped([(f"koans\\{name}", raw) for name, raw in texts.items()]))

    assert ada.files == texts
    assert ada.troubles == ()


def test_a_null_byte_in_a_name_is_told(handed, texts):
    raw = zipped([("xx" + BASKETS, SECRET), *texts.items()]).replace(
        b"xx" + BASKETS.encode(), b"x\0" + BASKETS.encode()
    )
    ada = handed("ada.zip", raw)

    assert ada.files == texts
    assert is_suspicious(ada)


def symlink_info(name):
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def test_links_in_a_zip_are_not_followed(handed, texts):
    ada = handed(
        "ada.zip", zipped([(symlink_info(BASKETS), b"/etc/passwd"), (WORDS, texts[WORDS]), (LOOPS, texts[LOOPS])])
    )

    assert list(ada.files) == [WORDS, LOOPS]
    assert f"ada.zip/{BASKETS} is a link, and no link is followed" in told(ada)


@pytest.mark.parametrize(
    "kind, target, words",
    [
        (tarfile.SYMTYPE, "/etc/passwd", "is a link"),
        (tarfile.SYMTYPE, "../zoe/" + BASKETS, "is a link"),
        (tarfile.LNKTYPE, "/etc/passwd", "is a link"),
        (tarfile.FIFOTYPE, "", "neither a file nor a folder"),
        (tarfile.CHRTYPE, "", "neither a file nor a folder"),
        (tarfile.BLKTYPE, "", "neither a file nor a folder"),
    ],
)
def test_links_and_devices_in_a_tar_are_told_and_left(handed, texts, kind, target, words):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as made:
        member = tarfile.TarInfo(BASKETS)
        member.type, member.linkname = kind, target
        made.addfile(member)
        for name in (WORDS, LOOPS):
            member = tarfile.TarInfo(name)
            member.size = len(texts[name])
            made.addfile(member, io.BytesIO(texts[name]))
    ada = handed("ada.tgz", out.getvalue())

    assert list(ada.files) == [WORDS, LOOPS]
    assert words in told(ada)
    assert is_suspicious(ada)


def test_links_in_a_folder_are_not_followed(handed, texts, tmp_path):
    (tmp_path / "secret.py").write_bytes(SECRET)
    ada = handed.folder / "ada"
    ada.mkdir()
    (ada / BASKETS).symlink_to(tmp_path / "secret.py")
    (ada / "others").symlink_to(handed.folder / "zoe")
    (ada / "loop").symlink_to(ada)
    (ada / WORDS).write_bytes(texts[WORDS])
    found = handed()

    assert list(found.files) == [WORDS]
    assert told(found).count("is a link") == 3
    assert is_suspicious(found)


def test_a_student_whose_whole_hand_in_is_a_link_is_told(handed):
    (handed.folder / "ada").symlink_to("/etc")
    found = handed()

    assert "ada is a link, and no link is followed" in told(found)
    assert is_suspicious(found)


def test_pipes_and_sockets_hold_nobody_up(handed, texts, monkeypatch):
    ada = handed.folder / "ada"
    ada.mkdir()
    os.mkfifo(ada / BASKETS)
    monkeypatch.chdir(ada)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(WORDS)
        found = handed(f"ada/{LOOPS}", texts[LOOPS])

    assert list(found.files) == [LOOPS]
    assert told(found).count("neither a file nor a folder") == 2


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/etc/passwd"), os.mkdir])
def test_what_takes_a_files_place_after_it_was_seen_is_not_read(tmp_path, make):
    make(tmp_path / BASKETS)
    with pytest.raises(Unreadable):
        Folder(tmp_path).read(Entry(BASKETS, Kind.FILE), 2**20)


def test_no_more_is_read_than_is_wanted_whatever_a_file_says_of_its_size():
    endless = open("/dev/zero", "rb")  # noqa: SIM115
    with endless:
        assert read_at_most(endless, 2**20) is None
    assert read_at_most(io.BytesIO(b"abc"), 3) == b"abc"
    assert read_at_most(io.BytesIO(b"abc"), 2) is None


def test_a_bounded_file_goes_no_further_and_reads_no_larger_piece():
    def file():
        return Bounded(io.BytesIO(b"0123456789"), piece=4, furthest=6)

    assert file().read(4) == b"0123"
    for action in (lambda each: each.read(5), lambda each: each.read(), lambda each: each.seek(7)):
        with pytest.raises(Beyond):
            action(file())
    step = file()
    step.read(4)
    with pytest.raises(Beyond):
        step.read(4)


def test_what_an_archive_gives_counts_against_the_bounds_of_the_whole_hand_in():
    packed = zipped([(BASKETS, b"x" * 600)])
    bounds = Bounds(unpacked=1000)
    for readable in (True, False):
        tree = open_archive(io.BytesIO(packed), bounds)
        if readable:
            assert len(tree.read(tree.listing("")[0], 2**20)) == 600
        else:
            with pytest.raises(Unreadable):
                tree.read(tree.listing("")[0], 2**20)
    assert bounds.are_spent

    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as made:
        made.addfile(tarfile.TarInfo("x"))
    bounds = Bounds(unpacked=1500)
    open_archive(io.BytesIO(out.getvalue()), bounds)
    with pytest.raises(Unreadable):
        open_archive(io.BytesIO(out.getvalue()), bounds)


def test_members_of_a_hand_in_in_an_archive_count_once(handed, texts):
    ada = handed("ada.zip", zipped_empty([f"data/{number}.csv" for number in range(10_100)], zipped(texts.items())))

    assert ada.files == texts
    assert ada.troubles == ()


def test_a_member_that_is_too_long_is_told_with_its_size(handed, texts):
    ada = handed("ada.zip", zipped([(BASKETS, b"# long\n" * 2**20), (WORDS, texts[WORDS])]))

    assert list(ada.files) == [WORDS]
    assert "it has 7,340,032 bytes, and no koan file has more than 1,048,576" in told(ada)


def test_a_file_with_holes_in_a_tar_is_told(handed, texts):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as made:
        member = tarfile.TarInfo(BASKETS)
        member.size, member.type = len(texts[BASKETS]), tarfile.GNUTYPE_SPARSE
        made.addfile(member, io.BytesIO(texts[BASKETS]))
    ada = handed("ada.tar", out.getvalue())

    assert ada.files == {}
    assert "packed in a way that is not opened here" in told(ada)


def test_what_may_not_be_read_is_told(handed, texts, monkeypatch):
    """Root may read everything, so the machine's refusal is played."""
    for place in (f"ada/{BASKETS}", f"ada/{WORDS}", f"ada/closed/{LOOPS}"):
        (handed.folder / place).parent.mkdir(parents=True, exist_ok=True)
        (handed.folder / place).write_bytes(texts[WORDS])
    opens, scans = os.open, os.scandir

    def refuse(whole, path):
        if str(path).endswith((f"ada/{BASKETS}", "closed")):
            raise PermissionError(13, "Permission denied")
        return whole

    monkeypatch.setattr(os, "open", lambda path, *rest, **more: refuse(opens, path)(path, *rest, **more))
    monkeypatch.setattr(os, "scandir", lambda path: refuse(scans, path)(path))
    ada = handed()

    assert list(ada.files) == [WORDS]
    assert f"ada/{BASKETS} cannot be used: reading it is not permitted" in told(ada)
    assert "the folder ada/closed may not be looked into" in told(ada)


def test_a_file_of_two_gigabytes_is_not_read(handed, texts):
    handed(f"ada/{WORDS}", texts[WORDS])
    with (handed.folder / "ada" / BASKETS).open("wb") as file:
        file.truncate(2 * 2**30)
    ada = handed()

    assert list(ada.files) == [WORDS]
    assert "it has 2,147,483,648 bytes, and no koan file has more than 1,048,576" in told(ada)


def test_a_member_that_is_longer_than_it_says_is_not_believed(handed, texts):
    raw = zipped([(BASKETS, b"\0" * (3 * 2**20)), (WORDS, texts[WORDS])])
    lie = raw.replace(struct.pack("<L", 3 * 2**20), struct.pack("<L", 100))
    assert lie != raw
    ada = handed("ada.zip", lie)

    assert list(ada.files) == [WORDS]
    assert f"{BASKETS} cannot be used" in told(ada)


def bomb_of_one_member():
    return zipped([(BASKETS, b"\0" * (210 * 2**20))])


def bomb_of_overlapping_members():
    """Many names in the table of contents for one stretch of packed bytes."""
    raw = zipped([("a.py", b"\0" * 2**20)])
    start = raw.index(b"PK\x01\x02")
    end = raw.index(b"PK\x05\x06")
    entry, many = raw[start:end], 100
    tail = bytearray(raw[end:])
    struct.pack_into("<HHLL", tail, 8, many, many, len(entry) * many, start)
    return raw[:start] + entry * many + bytes(tail)


def bomb_of_many_members():
    return zipped_empty([f"{number}.py" for number in range(20_001)])


def bomb_of_nested_archives():
    inner = zipped([(f"{number}.txt", b"\0" * 2**20) for number in range(60)])
    return zipped([(f"{number}.zip", inner) for number in range(60)])


def bomb_of_tar():
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    head = tarfile.TarInfo("data.bin")
    head.size = 4 * 2**30
    piece = packer.compress(head.tobuf()) + b"".join(packer.compress(b"\0" * 2**20) for _ in range(205))
    return piece + packer.flush()


def bomb_of_headers():
    """A tar whose header says that a long name of a gigabyte follows."""
    head = tarfile.TarInfo("././@LongLink")
    head.type, head.size = tarfile.GNUTYPE_LONGNAME, 2**30
    return head.tobuf() + b"\0" * 4096


@pytest.mark.parametrize(
    "name, make, suspicious, words",
    [
        ("ada.zip", bomb_of_one_member, True, "times its size"),
        ("ada.zip", bomb_of_overlapping_members, True, "overlap"),
        ("ada.zip", bomb_of_many_members, False, "more than 20,000 files"),
        ("ada.zip", bomb_of_nested_archives, False, "no koan file"),
        ("ada.tar.gz", bomb_of_tar, True, "more than 200 MiB"),
        ("ada.tar", bomb_of_headers, True, "table of contents is larger"),
    ],
)
def test_bombs_are_refused_in_bounded_memory(handed, name, make, suspicious, words):
    raw = make()
    tracemalloc.start()
    ada = handed(name, raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert ada.files == {}
    assert ada.troubles
    assert is_suspicious(ada) == suspicious
    assert words in told(ada)
    assert peak < 80 * 2**20


def test_members_that_are_packed_in_a_rare_way_are_told(handed, texts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as made:
        made.writestr(BASKETS, texts[BASKETS])
    ada = handed("ada.zip", out.getvalue())

    assert ada.files == {}
    assert "packed in a way that is not opened here" in told(ada)


def test_names_that_are_not_utf8_are_spelled_out(handed, texts, course):
    folder = os.fsencode(handed.folder) + b"/ad\xe9"
    os.mkdir(folder)
    with open(folder + b"/" + BASKETS.encode(), "wb") as file:
        file.write(texts[BASKETS])
    found = {each.student: each for each in submissions([handed.folder], course)}

    assert set(found) == {"ad\\xe9", "zoe"}
    assert found["ad\\xe9"].files == {BASKETS: texts[BASKETS]}
    assert found["ad\\xe9"].source.isprintable()


def test_a_name_with_signs_that_steer_a_terminal_is_spelled_out(handed, texts, course):
    (handed.folder / "ada\x1b[2J\n").mkdir()

    assert {each.student for each in submissions([handed.folder], course)} == {"ada\\x1b[2J\\n", "zoe"}


def test_a_name_in_utf8_that_the_zip_does_not_call_so_is_read_as_such(course, tmp_path, texts):
    raw = zipped([(f"José/{BASKETS}", texts[BASKETS]), (f"Zoë/{BASKETS}", texts[BASKETS])])
    plain = bytearray(raw)
    for mark, place in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        start = plain.find(mark)
        while start >= 0:
            plain[start + place] &= ~8
            start = plain.find(mark, start + 4)
    (tmp_path / "class.zip").write_bytes(plain)

    assert [each.student for each in submissions([tmp_path / "class.zip"], course)] == ["José", "Zoë"]


NOTEBOOK = (
    b'{"cells": [{"cell_type": "code", "source": ["def test_the_bell_rings():\\n", "    pass\\n"]}], "nbformat": 4}'
)


@pytest.mark.parametrize("name", ["test_03_loops.ipynb", "Untitled.ipynb"])
def test_a_notebook_is_not_converted_and_what_to_hand_in_is_said(handed, texts, name):
    handed(f"ada/{BASKETS}", texts[BASKETS])
    handed(f"ada/{WORDS}", texts[WORDS])
    ada = handed(f"ada/{name}", NOTEBOOK)

    assert list(ada.files) == [BASKETS, WORDS]
    notebook = next(each for each in ada.troubles if "notebook" in each.sentence)
    assert notebook.file == LOOPS
    assert "copy the answers into test_03_loops.py" in notebook.sentence


def test_one_sentence_tells_of_many_troubles(handed):
    ada = handed("ada.zip", zipped([(f"../{number}.py", b"") for number in range(500)]))

    assert 10 < len(ada.troubles) < 30
    assert "more things" in ada.troubles[-1].sentence
    assert ada.troubles[-1].suspicious


def test_nothing_of_a_hand_in_is_unpickled_imported_or_run(handed, tmp_path):
    class Trap:
        def __reduce__(self):
            return (open, (str(tmp_path / "sprung"), "w"))

    code = f"open({str(tmp_path / 'sprung')!r}, 'w')\n".encode()
    members = [(BASKETS, code), ("conftest.py", code), ("sitecustomize.py", code), ("a.pkl", pickle.dumps(Trap()))]
    ada = handed("ada.zip", zipped(members))

    assert ada.files == {BASKETS: code}
    assert not (tmp_path / "sprung").exists()
