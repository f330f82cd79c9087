"""How a command tells of what a person can mend."""

import click
import pytest
from click.testing import CliRunner

from sensei.absence import CourseTrouble
from sensei.command import told


def outcome_of(error):
    """What a command shows and returns that ends in this error."""

    @click.command()
    @told
    def command():
        raise error

    return CliRunner().invoke(command)


@pytest.mark.parametrize(
    "error, said",
    [
        (CourseTrouble("There is no koan moon. Do you mean noon?"), "There is no koan moon. Do you mean noon?"),
        (PermissionError(13, "Permission denied", "koans/test_01.py"), "koans/test_01.py: Permission denied"),
        (OSError("the disk is full"), "a file: the disk is full"),
    ],
)
def test_what_a_person_can_mend_is_one_sentence(error, said):
    result = outcome_of(error)

    assert (result.exit_code, result.output) == (1, f"Error: {said}\n")


def test_a_fault_of_ours_is_not_dressed_up():
    assert isinstance(outcome_of(KeyError("ours")).exception, KeyError)


def test_a_pipe_that_nobody_reads_is_no_news():
    result = outcome_of(BrokenPipeError(32, "Broken pipe"))

    assert (result.exit_code, result.output) == (1, "")
