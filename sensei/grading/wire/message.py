"""The message: what is packed into bytes, and what is made of bytes that may be anything."""

import json
import struct
from typing import Any

from sensei.grading.wire.extent import Extent, TooMuch
from sensei.grading.wire.holdings import Holdings, Unsendable
from sensei.grading.wire.reader import Reader
from sensei.grading.wire.writer import Writer


class Garbled(Exception):
    """What came over the wire is no message of ours."""


def pack(value: object, held: Holdings) -> bytes:
    """The bytes of a value. What `held` knows already goes by its number; what is new is added to it.

    Raises:
        Unsendable: something in it is of a type that does not cross, or it is too large.
    """
    writer = Writer(held)
    known = len(held.things)
    try:
        Extent().add((value, *held.things))
    except TooMuch as error:
        raise Unsendable(str(error)) from None
    tree = writer.tree(value, 0)
    after = [writer.state(number) for number in range(known)]
    memories, blobs = held.memories_to_send()
    header = json.dumps({"value": tree, "after": after, "memories": memories}).encode()
    return b"".join([struct.pack(">I", len(header)), header, *blobs])


def unpack(raw: bytes, held: Holdings) -> Any:
    """The value that `pack` wrote. What `held` has changes as it changed on the other side.

    Raises:
        Garbled: this is no message of ours.
    """
    try:
        (length,) = struct.unpack_from(">I", raw)
        header = json.loads(raw[4 : 4 + length])
        known = len(held.things)
        held.take_memories(header["memories"], memoryview(raw)[4 + length :])
        reader = Reader(held)
        value = reader.value(header["value"], 0)
        for number, state in zip(range(known), header["after"], strict=True):
            reader.settle(number, state)
        Extent().add((value, *held.things[:known]))
        return value
    except (Unsendable, TooMuch) as error:
        raise Garbled(str(error)) from None
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RuntimeError, struct.error) as error:
        raise Garbled(f"{type(error).__name__}: {error}") from None
    except (RecursionError, MemoryError, OverflowError) as error:
        raise Garbled(type(error).__name__) from None
