"""Archives that lead out of themselves, never end, or are not what they say."""

import contextlib
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from sensei.course import Course

from ..attack import Family
from ..koans import WEEKS
from .right import NAME, all_but_one, nothing, right

ARCHIVES = Family("archives")
add = ARCHIVES.shapes


def zipped(fill: Callable[[zipfile.ZipFile, Course], None]) -> Callable[[Course, Path], None]:
    """A zip with what `fill` puts in."""

    def build(course: Course, place: Path) -> None:
        with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as file:
            fill(file, course)

    return build


def packed(fill: Callable[[tarfile.TarFile, Course], None]) -> Callable[[Course, Path], None]:
    """A tar with what `fill` puts in."""

    def build(course: Course, place: Path) -> None:
        with tarfile.open(place, "w") as file:
            fill(file, course)

    return build


def link(name: str, target: str) -> zipfile.ZipInfo:
    """A member of a zip that is a symbolic link."""
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (0o120777) << 16
    return info


def member(name: str, kind: bytes = tarfile.REGTYPE, target: str = "", size: int = 0) -> tarfile.TarInfo:
    """A member of a tar."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size = kind, target, size
    return info


def _slip(file: zipfile.ZipFile, course: Course) -> None:
    file.writestr(NAME, right(course))
    deep = "../" * 12
    for each in (
        f"{deep}@CANARY@/slip",
        "/@CANARY@/slip",
        "koans/../../../ada/koans/test_04_shapes.py",
        "..\\..\\slip",
        "C:\\slip",
        "\\\\host\\share",
        "koans/./../../x",
        "~/.bashrc",
        "/etc/cron.d/x",
    ):
        file.writestr(each, "x")


def _links(file: zipfile.ZipFile, course: Course) -> None:
    file.writestr(link(NAME, ""), "../../../ada/koans/test_04_shapes.py")
    file.writestr(link("koans/test_01_first_tensors.py", ""), "/etc/passwd")
    file.writestr(link("out", ""), "/tmp")
    file.writestr("out/through_a_link", "x")


def _names(file: zipfile.ZipFile, course: Course) -> None:
    file.writestr(NAME, right(course))
    for each in (
        "a\0b.py",
        "x" * 60_000,
        "test_04_shapes" + " copy" * 10_000 + ".py",
        "/".join("d" * 1 for _ in range(20_000)),
        "\x1b[2J.py",
        "\n.py",
        " ",
        ".",
        "CON",
        "nul.py",
        "koans",
        "koans/test_04_shapes.py/inner.py",
    ):
        with contextlib.suppress(Exception):
            file.writestr(each, "x")


def _twice(file: zipfile.ZipFile, course: Course) -> None:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        file.writestr(NAME, "def test_one_length_may_be_left_open(): pass\n")
        file.writestr(NAME, right(course))


def _bomb(file: zipfile.ZipFile, course: Course) -> None:
    file.writestr(NAME, b"\n" * 2**26)


def _nested_bomb(file: zipfile.ZipFile, course: Course) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as deep:
        deep.writestr(NAME, b"\n" * 2**25)
    for number in range(16):
        file.writestr(f"koans/{number}.zip", inner.getvalue())


def _russian_dolls(file: zipfile.ZipFile, course: Course) -> None:
    content = right(course).encode()
    name = NAME
    for _ in range(40):
        inner = io.BytesIO()
        with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as doll:
            doll.writestr(name, content)
        content, name = inner.getvalue(), "inner.zip"
    file.writestr("inner.zip", content)


def _many(file: zipfile.ZipFile, course: Course) -> None:
    for number in range(20_500):
        file.writestr(zipfile.ZipInfo(f"koans/{number}.txt"), b"")
    file.writestr(NAME, right(course))


def overlapping(course: Course, place: Path) -> None:
    """A thousand members of a zip that share one stretch of zeros."""
    data = zlib.compress(b"\0" * 2**24, 9)[2:-4]
    crc, size, name = zlib.crc32(b"\0" * 2**24), 2**24, b"koans/%04d.py"
    head = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 33, crc, len(data), size, len(name % 0), 0) + name % 0
    central = b"".join(
        struct.pack(
            "<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 33, crc, len(data), size, len(name % n), 0, 0, 0, 0, 0, 0
        )
        + name % n
        for n in range(1000)
    )
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 1000, 1000, len(central), len(head) + len(data), 0)
    place.write_bytes(head + data + central + end)


def lying_sizes(course: Course, place: Path) -> None:
    """A member that states ten bytes and unpacks to 64 MiB."""
    zipped(lambda file, course: file.writestr(NAME, b"\n" * 2**26))(course, place)
    raw = place.read_bytes()
    place.write_bytes(raw.replace(struct.pack("<I", 2**26), struct.pack("<I", 10)))


def swallows_itself(course: Course, place: Path) -> None:
    """A zip whose only member is stored, and is the zip's own beginning, again and again."""
    inner = b""
    for _ in range(30):
        raw = io.BytesIO()
        with zipfile.ZipFile(raw, "w") as file:
            file.writestr("r/r.zip", inner)
            file.writestr("again.zip", inner)
        inner = raw.getvalue() if raw.tell() < 2**20 else inner
    place.write_bytes(inner)


def damaged(course: Course, place: Path) -> None:
    """A zip whose content does not fit its check sum."""
    zipped(lambda file, course: file.writestr(zipfile.ZipInfo(NAME), right(course)))(course, place)
    place.write_bytes(place.read_bytes().replace(b"torch.zeros", b"torch.zer0s"))


def truncated(course: Course, place: Path) -> None:
    """A zip without its end."""
    damaged(course, place)
    place.write_bytes(place.read_bytes()[:-40])


def _tar_links(file: tarfile.TarFile, course: Course) -> None:
    file.addfile(member("out", tarfile.SYMTYPE, "/tmp"))
    file.addfile(member("out/through_a_link", size=0))
    file.addfile(member("koans", tarfile.SYMTYPE, "../ada/koans"))
    file.addfile(member(NAME, tarfile.LNKTYPE, "../ada/koans/test_04_shapes.py"))
    file.addfile(member("koans/test_01_first_tensors.py", tarfile.LNKTYPE, "/etc/passwd"))


def _tar_devices(file: tarfile.TarFile, course: Course) -> None:
    for kind, name in (
        (tarfile.CHRTYPE, NAME),
        (tarfile.BLKTYPE, "koans/test_01_first_tensors.py"),
        (tarfile.FIFOTYPE, "koans/test_17_nn_module.py"),
    ):
        info = member(name, kind)
        info.devmajor, info.devminor, info.mode = 1, 5, 0o6777
        file.addfile(info)


def _tar_slip(file: tarfile.TarFile, course: Course) -> None:
    text = right(course).encode()
    file.addfile(member(NAME, size=len(text)), io.BytesIO(text))
    for name in (
        "../" * 12 + "tmp/koans-attack-slip",
        "/tmp/koans-attack-slip",
        "koans/../../ada/koans/test_04_shapes.py",
    ):
        file.addfile(member(name, size=1), io.BytesIO(b"x"))
    info = member("koans/x.py", size=1)
    info.pax_headers = {"path": "/tmp/koans-attack-slip", "linkpath": "/etc/passwd", "size": "1"}
    file.addfile(info, io.BytesIO(b"x"))


def tar_bomb(course: Course, place: Path) -> None:
    """A gzipped tar of 256 MiB of zeros behind the koan file."""
    text = right(course).encode()
    with tarfile.open(place, "w:gz", compresslevel=1) as file:
        file.addfile(member(NAME, size=len(text)), io.BytesIO(text))
        file.addfile(member("big", size=2**28), io.BytesIO(b"\0" * 2**28))


def tar_of_negative_size(course: Course, place: Path) -> None:
    """A tar whose member states a size below zero."""
    info = member(NAME)
    raw = bytearray(info.tobuf())
    raw[124:136] = b"\xff" * 12
    raw[148:156] = b" " * 8
    raw[148:156] = b"%06o\0 " % sum(raw)
    place.write_bytes(bytes(raw) + b"\0" * 1024)


add("zip_slip", zipped(_slip), all_but_one, ".zip", told=("has a member",))
add("zip_of_links", zipped(_links), nothing, ".zip", told=("link",))
add("zip_of_names", zipped(_names), suffix=".zip")
add("zip_with_two_of_a_name", zipped(_twice), lambda course: {WEEKS: False}, ".zip")
add("zip_bomb", zipped(_bomb), nothing, ".zip", told=("bytes", "mib"))
add("zip_bomb_nested", zipped(_nested_bomb), nothing, ".zip", told=("mib", "bytes"))
add("zip_in_zip_in_zip", zipped(_russian_dolls), lambda course: {WEEKS: False}, ".zip")
add("zip_of_twenty_thousand", zipped(_many), lambda course: {WEEKS: False}, ".zip")
add("zip_that_overlaps", overlapping, nothing, ".zip")
add("zip_that_lies", lying_sizes, nothing, ".zip")
add("zip_that_swallows_itself", swallows_itself, nothing, ".zip")
add("zip_damaged", damaged, nothing, ".zip", told=("damaged", "crc"))
add("zip_truncated", truncated, nothing, ".zip")
add("zip_of_nothing", lambda course, place: place.write_bytes(b"") and None, nothing, ".zip")
add(
    "zip_that_is_a_pickle",
    lambda course, place: (
        place.write_bytes(b"PK\x03\x04" + b"\x80\x04cposix\nsystem\n(S'touch @CANARY@/pickle'\ntR." * 9) and None
    ),
    nothing,
    ".zip",
)
add("tar_of_links", packed(_tar_links), nothing, ".tar", told=("link",))
add("tar_of_devices", packed(_tar_devices), nothing, ".tar")
add("tar_slip", packed(_tar_slip), all_but_one, ".tar", told=("has a member",))
add("tar_bomb", tar_bomb, lambda course: {WEEKS: False}, ".tar.gz")
add("tar_of_negative_size", tar_of_negative_size, nothing, ".tar")
add(
    "gzip_without_end",
    lambda course, place: place.write_bytes(zlib.compressobj(9, zlib.DEFLATED, 31).compress(b"\0" * 2**24)) and None,
    nothing,
    ".tar.gz",
)
