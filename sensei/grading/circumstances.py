"""The circumstances of a call beside its arguments: random numbers, default dtype, whether gradients are recorded."""

from typing import Any


class Chance:
    """The state of torch's random numbers as the other side knows it: it is long, and changes seldom."""

    def __init__(self) -> None:
        """The other side knows nothing."""
        self.known: Any = None

    def told(self) -> Any:
        """The state if it is another than the other side knows, else None."""
        import torch

        state = torch.get_rng_state()
        if self.known is not None and torch.equal(state, self.known):
            return None
        self.known = state
        return state

    def heard(self, state: Any) -> None:
        """Take over what the other side told."""
        import torch

        if state is not None:
            torch.set_rng_state(state)
            self.known = state.clone()


def now(chance: Chance) -> tuple[Any, ...]:
    """Those of this process at this moment, as values that cross the wire."""
    import torch

    return chance.told(), torch.get_default_dtype(), torch.is_grad_enabled()


def restore(told: tuple[Any, ...], chance: Chance) -> None:
    """Put this process into circumstances that were told of.

    Raises:
        ValueError: they are none.
    """
    import torch

    state, dtype, grad = told
    if type(grad) is not bool or not isinstance(dtype, torch.dtype) or not dtype.is_floating_point:
        raise ValueError("circumstances")
    chance.heard(state)
    if dtype is not torch.get_default_dtype():
        torch.set_default_dtype(dtype)
    if grad is not torch.is_grad_enabled():
        torch.set_grad_enabled(grad)
