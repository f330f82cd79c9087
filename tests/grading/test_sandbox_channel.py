import socket
import struct
import threading
import time

import pytest

from sensei.grading.sandbox.channel import Channel, ChannelClosed, TimedOut, TooLarge


@pytest.fixture
def ends():
    near, far = socket.socketpair()
    with near, far:
        yield near, far


def test_messages_come_whole_and_in_order(ends):
    near, far = map(Channel, ends)
    sent = [b"", b"one", b"\0" * 300_000, b"two"]
    sender = threading.Thread(target=lambda: [near.send(each) for each in sent])
    sender.start()
    assert [far.receive(60) for _ in sent] == sent
    sender.join()


def test_what_came_of_a_message_is_kept_when_time_is_up(ends):
    far = Channel(ends[1])
    ends[0].sendall(struct.pack("!I", 6) + b"abc")
    with pytest.raises(TimedOut):
        far.receive(0.01)
    ends[0].sendall(b"def")
    assert far.receive(60) == b"abcdef"


@pytest.mark.parametrize("begun", [b"", b"\0\0", struct.pack("!I", 6) + b"abc"])
def test_a_message_that_breaks_off_is_the_end(ends, begun):
    far = Channel(ends[1])
    ends[0].sendall(begun)
    ends[0].close()
    with pytest.raises(ChannelClosed):
        far.receive(60)
    assert far.gone


def test_a_message_that_is_announced_as_too_large_is_not_waited_for(ends):
    far = Channel(ends[1], most=1000)
    ends[0].sendall(struct.pack("!I", 1001))
    with pytest.raises(TooLarge, match="1,001"):
        far.receive(60)
    with pytest.raises(ChannelClosed):
        far.receive(60)


def test_a_message_as_large_as_may_be_passes_and_a_larger_one_is_not_sent(ends):
    near, far = Channel(ends[0], most=1000), Channel(ends[1], most=1000)
    with pytest.raises(TooLarge):
        near.send(b"x" * 1001)
    near.send(b"x" * 1000)
    assert far.receive(60) == b"x" * 1000


def test_who_does_not_read_cannot_hold_up_who_sends(ends):
    near = Channel(ends[0], deadline=time.monotonic() + 0.05)
    with pytest.raises(TimedOut):
        near.send(b"x" * 2**25)
    with pytest.raises(ChannelClosed):  # half a message was sent: nothing more can follow
        near.send(b"")


def test_no_wait_is_longer_than_the_deadline(ends):
    far = Channel(ends[1], deadline=time.monotonic() + 0.05)
    with pytest.raises(TimedOut):
        far.receive(3600)
    with pytest.raises(TimedOut):
        far.receive()


def test_what_has_come_is_taken_even_after_the_deadline(ends):
    Channel(ends[0]).send(b"in time")
    assert Channel(ends[1], deadline=time.monotonic() - 5).receive() == b"in time"


def test_sending_to_who_has_gone_is_told(ends):
    ends[1].close()
    near = Channel(ends[0])
    with pytest.raises(ChannelClosed):
        near.send(b"x" * 2**20)
    assert near.gone
