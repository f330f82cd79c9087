"""Cutting the graph: stop gradients where you mean to.

Every result made from a watched tensor carries its history, a graph that leads backward() to the inputs. These tools
cut it: .detach() for one tensor, torch.no_grad() for a block of work, .requires_grad_(False) for a tensor that should
rest, .item() on the way out of torch.
To see whether two tensors share one memory, write through one of them and read the other, or compare their .data_ptr(),
the address where a tensor's numbers begin.
"""

import threading

import pytest
import torch


def test_what_detach_leaves_behind():
    """detach() takes as long for ten numbers as for ten million, which tells something about how it gets them. What it
    returns has no history. For whatever is computed next, one watched ingredient is enough, as ever.
    """
    weights = torch.tensor([10.0, 20.0], requires_grad=True)
    plain = weights.detach()
    family = {"weights": weights, "plain": plain, "twice": plain * 2, "mixed": plain * weights}

    plain[0] = 100.0

    # nothing was copied: both names look at one memory
    assert weights.tolist() == [100.0, 20.0]
    # weights is watched as before, and one watched ingredient is enough for mixed
    assert {name for name, t in family.items() if t.requires_grad} == {"weights", "mixed"}


def test_two_things_to_let_go_of():
    """Memory and history are two separate matters: ask about each on its own. Whether something
    copies says nothing about whether autograd records it. Of these three relatives only one takes longer to make when
    there are more numbers.
    """
    weights = torch.tensor([10.0, 20.0], requires_grad=True)
    relatives = {"slice": weights[:], "clone": weights.clone(), "detached": weights.detach()}

    same_memory = {name for name, t in relatives.items() if t.data_ptr() == weights.data_ptr()}
    watched = {name for name, t in relatives.items() if t.requires_grad}

    assert same_memory == {"slice", "detached"}
    assert watched == {"slice", "clone"}


def test_an_object_is_not_its_memory():
    """`is` asks whether two names mean one Python object, .data_ptr() where the numbers lie. Every call of detach()
    makes a new object. (id() is no proof of either: when an object is gone, the next one may get its id.)
    """
    weights = torch.tensor([10.0, 20.0], requires_grad=True)
    first, second = weights.detach(), weights.detach()
    pairs = {"alias": (weights, weights), "detached": (weights, first), "twice": (first, second)}
    pairs["cloned"] = (first, first.clone())

    assert {name for name, (a, b) in pairs.items() if a is b} == {"alias"}
    assert {name for name, (a, b) in pairs.items() if a.data_ptr() == b.data_ptr()} == {"alias", "detached", "twice"}


def snapshot(weights):
    """A picture of the weights: it stands still while they move on, and autograd does not follow it."""
    # detach alone would move with the weights; clone alone would keep the history alive
    return weights.detach().clone()


def test_the_best_weights_so_far():
    """Keep the best weights of a run while the training goes on. The weights must still be watched afterwards. Other
    weights are tried too.
    """
    weights = torch.tensor([0.5, 1.5], dtype=torch.float64, requires_grad=True)
    best = snapshot(weights)
    weights.detach()[0] = 9.0
    later = snapshot(weights)

    assert best.tolist() == [0.5, 1.5]
    assert later.tolist() == [9.0, 1.5]
    assert (best.dtype, best.requires_grad) == (torch.float64, False)
    assert weights.requires_grad


def test_a_factor_that_holds_still():
    """For backward() a detached tensor is a constant, wherever its numbers came from."""
    speed = torch.tensor(5.0, requires_grad=True)
    power = speed**2 * speed.detach()

    power.backward()

    # 2 * speed times a constant that happens to be 5; the slope of speed ** 3 would be 75
    assert speed.grad.item() == 50.0


def squared_gap(prediction, target):
    """The square of the gap between a prediction and its target. The target must not be moved."""
    return (prediction - target.detach()) ** 2


def test_a_target_does_not_come_to_meet_you():
    """Sometimes one model makes both the prediction and the target. The gap should pull the prediction to the target,
    never the target to the prediction. Whoever calls squared_gap may still need the target as it was.
    """
    slopes = []
    for start in [[1.0, 3.0], [5.0]]:
        weight = torch.tensor(start, requires_grad=True)
        prediction, target = 2 * weight, weight + 4
        squared_gap(prediction, target).sum().backward()
        slopes += weight.grad.tolist()
        assert target.requires_grad

    assert slopes == [-12.0, -4.0, 4.0]


def test_a_block_off_the_record():
    """Inside torch.no_grad() operations are not recorded. A tensor that is made from plain numbers with
    requires_grad=True is the result of no operation.
    """
    rate = torch.tensor(0.5, requires_grad=True)
    with torch.no_grad():
        tip = rate * 40
        fresh = torch.tensor(0.1, requires_grad=True)
    again = rate * 40
    extra = tip + 1
    purse = {"rate": rate, "tip": tip, "fresh": fresh, "again": again, "extra": extra}

    # the block lost the history of tip for good, and of tip alone
    assert {name for name, t in purse.items() if t.requires_grad} == {"rate", "fresh", "again"}


def test_no_record_no_way_back():
    """A result without a history gives backward() nothing to walk through, and that is refused, not skipped in silence.
    Where a recorded and an unrecorded part meet in one result, the unrecorded part counts as a constant.
    """
    side = torch.tensor(10.0, requires_grad=True)
    with torch.no_grad():
        area = side**2

    with pytest.raises(RuntimeError):
        area.backward()
    before = side.grad
    (side * area).backward()

    # area is the number 100 for backward(): side * 100 has the slope 100, and side ** 3 would have 300
    assert [before, side.grad.item()] == [None, 100.0]


def test_a_decorator_covers_the_function_it_stands_on():
    """@torch.no_grad() above a function puts every call of it into such a block. The caller goes on recording."""
    rate = torch.tensor(2.0, requires_grad=True)

    @torch.no_grad()
    def forecast(minutes):
        return rate * minutes

    (forecast(3) + rate * 5).backward()

    assert rate.grad.item() == 5.0


def test_a_switch_and_who_feels_it():
    """torch.set_grad_enabled works as a block and as a bare call. When a block ends, it restores what it found; nothing
    restores what a bare call changed. Each thread has a switch of its own, which starts in torch's default position.
    """
    modes = []
    with torch.set_grad_enabled(False):
        modes.append(torch.is_grad_enabled())
    modes.append(torch.is_grad_enabled())
    torch.set_grad_enabled(False)
    modes.append(torch.is_grad_enabled())
    other = threading.Thread(target=lambda: modes.append(torch.is_grad_enabled()))
    other.start()
    other.join()
    # without this line the rest of the program would stay off the record
    torch.set_grad_enabled(True)

    # in the block, after it, after the bare call, in the other thread
    assert modes == [False, True, False, True]


def fit_for_training(features):
    """The same numbers, in a tensor that training can use even if the features were made in inference mode."""
    # new memory, taken outside the block; a view or a detached tensor looks at the marked one
    return features.clone()


def test_made_for_reading_only():
    """torch.inference_mode() is a stricter no_grad. A tensor made inside is marked for good, and so is every view of
    it, old or new. A product that backward() must walk through cannot have a marked tensor as a factor. A tensor whose
    memory is allocated and filled outside the block has no mark.
    """
    for numbers in [[2.0, 7.0], [0.1, 0.2, 0.3]]:
        with torch.inference_mode():
            features = torch.tensor(numbers, dtype=torch.float64)
        weight = torch.ones(len(numbers), dtype=torch.float64, requires_grad=True)

        (weight * fit_for_training(features)).sum().backward()

        assert weight.grad.tolist() == numbers


def test_a_weight_at_rest():
    """weight.requires_grad_(False) ends the watch over this one tensor, from now on. A gradient that passes by on its
    way to a tensor that is still watched is a different matter.
    """
    minutes = torch.tensor(2.0)
    first = torch.tensor(3.0, requires_grad=True)
    second = torch.tensor(5.0, requires_grad=True)
    second.requires_grad_(False)

    (minutes * first * second).backward()

    # the frozen weight still multiplies the gradient that travels through it
    assert [first.grad.item(), second.grad] == [10.0, None]


def total_loss(losses):
    """The sum of the losses, as a Python float for the log book."""
    total = 0.0
    for loss in losses:
        # a tensor would bring its whole graph along, and keep it alive
        total += loss.item()
    return total


def test_a_log_book_holds_numbers():
    """A sum of watched tensors is watched, so a running sum of losses drags the graph of every step along. Let nothing
    but plain Python numbers into the book. Other losses are tried too.
    """
    weight = torch.tensor(2.0, requires_grad=True)
    for errors in [[1.0, 0.5, 0.25], [0.5, 4.0]]:
        total = total_loss([weight * error for error in errors])

        assert total == 2 * sum(errors)
        assert type(total) is float


def test_a_write_that_nobody_noticed():
    """To find the slope of a square, backward() reads the side once more. If the side was overwritten in the meantime,
    autograd can tell, unless the write went through .data, a back door from older days that keeps no count of writes.
    """
    side = torch.tensor([3.0], requires_grad=True)
    area = (side**2).sum()
    side.data[0] = 50.0
    area.backward()
    # 2 * 50; the slope of the area that was computed is 6
    assert side.grad.tolist() == [100.0]

    side = torch.tensor([3.0], requires_grad=True)
    area = (side**2).sum()
    side.detach()[0] = 50.0
    with pytest.raises(RuntimeError):
        area.backward()
