"""State that a koan may move is put back after it."""

import random
import subprocess
import sys
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from sensei.state import restored

# How a koan may move it, and how to look at it.
MOVED: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
    "grad mode": (lambda: torch.set_grad_enabled(False), torch.is_grad_enabled),
    "default dtype": (lambda: torch.set_default_dtype(torch.float64), torch.get_default_dtype),
    "threads": (lambda: torch.set_num_threads(torch.get_num_threads() + 1), torch.get_num_threads),
    "anomaly detection": (lambda: torch.autograd.set_detect_anomaly(True), torch.is_anomaly_enabled),
    "deterministic algorithms": (
        lambda: torch.use_deterministic_algorithms(True),
        torch.are_deterministic_algorithms_enabled,
    ),
    "seed of torch": (lambda: torch.manual_seed(7), lambda: torch.get_rng_state().tolist()),
    "seed of numpy": (lambda: np.random.seed(7), lambda: np.random.get_state()[1].tolist()),
    "seed of random": (lambda: random.seed(7), random.getstate),
    "print options of numpy": (lambda: np.set_printoptions(precision=2), lambda: np.get_printoptions()["precision"]),
    "warning filters": (lambda: warnings.simplefilter("ignore", FutureWarning), lambda: list(warnings.filters)),
}


@pytest.mark.parametrize("move, look", MOVED.values(), ids=MOVED.keys())
def test_what_a_koan_moves_is_put_back(move, look):
    before = look()
    with restored():
        move()
        moved = look()

    assert moved != before
    assert look() == before


def test_it_is_put_back_after_an_error_too():
    def koan() -> None:
        torch.set_grad_enabled(False)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), restored():
        koan()

    assert torch.is_grad_enabled()


def test_what_was_moved_before_the_koan_stays_so():
    torch.use_deterministic_algorithms(True)
    torch.set_grad_enabled(False)
    try:
        with restored():
            torch.use_deterministic_algorithms(False)
            torch.set_grad_enabled(True)
        after = (torch.are_deterministic_algorithms_enabled(), torch.is_grad_enabled())
    finally:
        torch.use_deterministic_algorithms(False)
        torch.set_grad_enabled(True)

    assert after == (True, False)


@pytest.mark.parametrize(
    "draw",
    [lambda: torch.rand(3).tolist(), lambda: np.random.rand(3).tolist(), random.random],
    ids=["torch", "numpy", "random"],
)
def test_every_koan_starts_from_the_same_seeds(draw):
    drawn = []
    for _ in range(2):
        with restored():
            drawn.append(draw())
        draw()

    assert drawn[0] == drawn[1]


def test_no_library_is_imported_for_it():
    code = "import sys; from sensei.state import restored\nwith restored(): pass\n"
    code += "print({'torch', 'numpy'} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout.strip() == "set()"
