"""The channel: messages between the judge and a cell. Bytes with a length before them, and never pickles."""

import contextlib
import socket
import struct
import time
from typing import Self

MOST = 64 * 2**20
_LENGTH = struct.Struct("!I")
_CHUNK = 2**18


class ChannelClosed(Exception):
    """The other side has gone, or the channel was closed here."""


class TooLarge(Exception):
    """A message is larger than the channel takes. The channel is of no more use if it was the other side's."""


class TimedOut(Exception):
    """Nothing whole came, or nothing could be sent, in time."""


class Channel:
    """One end of a connected stream socket. It belongs to the channel from now on.

    Args:
        line: the socket.
        most: bytes that a message may have, either way.
        deadline: on the monotonic clock; no wait is longer, whatever it was asked for.
    """

    def __init__(self, line: socket.socket, *, most: int = MOST, deadline: float | None = None) -> None:
        """Take the socket."""
        self.line, self.most, self.deadline = line, most, deadline
        self.gone = False  # whether the other side was seen to have closed it
        self._held = bytearray()  # of a message that has not wholly come

    def send(self, payload: bytes) -> None:
        """Send one message.

        Raises:
            TooLarge: it is; nothing was sent.
            ChannelClosed: nobody is there to take it.
            TimedOut: the other side did not take it before the deadline; the channel is closed.
        """
        if len(payload) > self.most:
            raise TooLarge(f"{len(payload):,} bytes are more than the {self.most:,} that a message may have")
        try:
            self._patience(self.deadline)
            self.line.sendall(_LENGTH.pack(len(payload)) + payload)
        except (TimeoutError, BlockingIOError):
            self.close()  # half of it may be under way
            raise TimedOut("the other side did not take the message in time") from None
        except OSError as error:
            self.gone = True
            raise ChannelClosed(str(error)) from None

    def receive(self, timeout: float | None = None) -> bytes:
        """Wait for one message, for so many seconds. What came of a message before `TimedOut` is kept for next time.

        Raises:
            ChannelClosed: no message will come any more.
            TooLarge: the other side announced one that is; the channel is closed.
            TimedOut: there is none yet.
        """
        until = None if timeout is None else time.monotonic() + timeout
        if self.deadline is not None:
            until = self.deadline if until is None else min(until, self.deadline)
        self._fill(_LENGTH.size, until)
        (length,) = _LENGTH.unpack_from(self._held)
        if length > self.most:
            self.close()
            self._held.clear()
            raise TooLarge(f"{length:,} bytes were announced; a message may have {self.most:,}")
        end = _LENGTH.size + length
        self._fill(end, until)
        payload = bytes(memoryview(self._held)[_LENGTH.size : end])
        del self._held[:end]
        return payload

    def _fill(self, size: int, until: float | None) -> None:
        while len(self._held) < size:
            try:
                self._patience(until)
                came = self.line.recv(min(_CHUNK, size - len(self._held)))
            except (TimeoutError, BlockingIOError):
                raise TimedOut("no message came in time") from None
            except OSError as error:
                self.gone = True
                raise ChannelClosed(str(error)) from None
            if not came:
                self.gone = True
                raise ChannelClosed("the other side has gone")
            self._held += came

    def _patience(self, until: float | None) -> None:
        # After the deadline what has come already is still taken: a machine that stood still is nobody's fault.
        self.line.settimeout(None if until is None else max(0.0, until - time.monotonic()))

    def close(self) -> None:
        """Close it; the other side sees that. Can be called more than once."""
        with contextlib.suppress(OSError):
            self.line.close()

    def fileno(self) -> int:
        """Its descriptor, to wait on."""
        return self.line.fileno()

    def __enter__(self) -> Self:
        """Nothing more is done."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()
