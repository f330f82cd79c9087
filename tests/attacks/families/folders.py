"""Folders with links, pipes, holes and odd names in them, and students with odd names."""

import os
import socket
from pathlib import Path

from sensei.course import Course

from ..attack import Family, write
from ..koans import LIST, WEEKS
from .right import HONEST, NAME, all_but_one, nothing, right

FOLDERS = Family("folders and names")
add = FOLDERS.shapes


def folder_of_links(course: Course, place: Path) -> None:
    """Links to another student's files, to the solutions and out of the class."""
    koans = place / "koans"
    koans.mkdir(parents=True)
    (koans / "test_04_shapes.py").symlink_to(f"../../{HONEST}/koans/test_04_shapes.py")
    (koans / "test_01_first_tensors.py").symlink_to(
        course.topic("first_tensors").trees.solutions / "test_01_first_tensors.py"
    )
    (koans / "test_17_nn_module.py").symlink_to("/dev/zero")
    (koans / "test_13_first_gradients.py").symlink_to("test_13_first_gradients.py")
    (place / "all").symlink_to("/")
    (place / "up").symlink_to("..")


def linked_folder(course: Course, place: Path) -> None:
    """A hand-in whose folder of koans is another student's."""
    place.mkdir()
    (place / "koans").symlink_to(f"../{HONEST}/koans")


def pipes(course: Course, place: Path) -> None:
    """A pipe, a socket and a folder under the names of koan files."""
    koans = place / "koans"
    (koans / "test_01_first_tensors.py").mkdir(parents=True)
    os.mkfifo(koans / "test_04_shapes.py")
    here = os.open(koans, os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(f"/proc/self/fd/{here}/test_17_nn_module.py")
    os.close(here)


def sparse(course: Course, place: Path) -> None:
    """A file of 2 GiB that takes no room."""
    write(place, {NAME: b""})
    os.truncate(place / NAME, 2**31)


def deep(course: Course, place: Path) -> None:
    """Folders within folders, and in the last the koans."""
    place.mkdir()
    below = place.joinpath(*["d"] * 400)
    below.mkdir(parents=True)
    write(below, {NAME: right(course)})


def closed(course: Course, place: Path) -> None:
    """Files that may not be read, and a folder that may not be entered."""
    write(place, {NAME: right(course), "koans/.hidden/x.py": "", "shut/x.py": ""})
    (place / NAME).chmod(0o200)
    (place / "shut").chmod(0o300)


def odd_names(course: Course, place: Path) -> None:
    """File names with signs that terminals, pages and tables read as orders."""
    write(place, {NAME: right(course)})
    for name in (
        b"\xff\xfe.py",
        b"\x1b[2J.py",
        b"a\nb.py",
        b"<script>alert(1)<.py",
        b"=cmd|' .py",
        b"-rf",
        b"$(touch x).py",
        "\u202eyp.exe".encode(),
        b"x" * 250 + b".py",
        b"notes" + b" copy" * 40 + b".py",
    ):
        (Path(os.fsdecode(os.fsencode(place) + b"/koans/" + name))).write_bytes(b"x = 1\n")


add("folder_of_links", folder_of_links, lambda course: {**nothing(course), LIST: False}, told=("link",))
add("folder_linked", linked_folder, nothing, told=("link",))
add("folder_of_pipes", pipes, nothing)
add("folder_with_two_gigabytes", sparse, nothing, told=("bytes",))
add("folder_without_end", deep, lambda course: {WEEKS: False})
add("folder_that_is_closed", closed, lambda course: {WEEKS: False})
add("folder_of_odd_names", odd_names, all_but_one)
add("folder_of_nothing", lambda course, place: place.mkdir(), nothing)
add("=HYPERLINK(1)", lambda course, place: write(place, {NAME: right(course)}), all_but_one)
add("<script>alert(3)<script>", lambda course, place: write(place, {NAME: right(course)}), all_but_one)
add("\u0430da", lambda course, place: write(place, {NAME: right(course)}), all_but_one)  # its first letter is Cyrillic
add("\u202eada", lambda course, place: write(place, {NAME: right(course)}), all_but_one)
add("-rf", lambda course, place: write(place, {NAME: right(course)}), all_but_one)
add("results.json", lambda course, place: write(place, {NAME: right(course)}), all_but_one)
