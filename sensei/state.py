"""The state that a koan may move, put back after it: seeds, grad mode, default dtype and the like."""

import contextlib
import random
import sys
import warnings
from collections.abc import Callable, Generator

SEED = 0


@contextlib.contextmanager
def restored() -> Generator[None]:
    """Start from known seeds, and leave the libraries as they were found. Imports neither torch nor numpy itself."""
    chance = random.getstate()
    undo: list[Callable[[], object]] = [lambda: random.setstate(chance)]
    random.seed(SEED)
    if numpy := sys.modules.get("numpy"):
        options, drawn = numpy.get_printoptions(), numpy.random.get_state()
        numpy.random.seed(SEED)
        undo += [
            lambda: numpy.random.set_state(drawn),
            lambda: numpy.set_printoptions(**{k: v for k, v in options.items() if k != "override_repr"}),
        ]
    if torch := sys.modules.get("torch"):
        generator = torch.get_rng_state()
        torch.manual_seed(SEED)
        grad, dtype, threads = torch.is_grad_enabled(), torch.get_default_dtype(), torch.get_num_threads()
        anomaly, deterministic = torch.is_anomaly_enabled(), torch.are_deterministic_algorithms_enabled()
        undo += [
            lambda: torch.set_rng_state(generator),
            lambda: torch.set_grad_enabled(grad),
            lambda: torch.set_default_dtype(dtype),
            lambda: torch.get_num_threads() == threads or torch.set_num_threads(threads),
            lambda: torch.autograd.set_detect_anomaly(anomaly),
            # Asked first: the call itself imports hundreds of modules.
            lambda: (
                torch.are_deterministic_algorithms_enabled() == deterministic
                or torch.use_deterministic_algorithms(deterministic)
            ),
        ]
    with warnings.catch_warnings():
        try:
            yield
        finally:
            for step in undo:
                step()
