"""Holdings: the objects and the memories that two processes both have, by number, during one call."""

from typing import Any

_LARGEST = 32 * 2**20  # bytes of one memory


class Unsendable(Exception):
    """Something does not cross the wire. The message names it with its article: `a sparse tensor`."""


class Holdings:
    """The things that have crossed, in the order in which they did, and the memories under tensors and arrays.

    A memory is a torch storage; a tensor and an array that share it are one memory here.
    """

    def __init__(self) -> None:
        """Nothing has crossed yet."""
        self.things: list[Any] = []
        self.storages: list[Any] = []
        self.looks: dict[int, Any] = {}  # of each thing, what it looked like when it came over, as JSON
        self.sent: list[bytes] = []  # the content of each memory as both sides last knew it
        self._numbers: dict[int, int] = {}
        self._missing: set[int] = set()

    def number_of(self, thing: object) -> int | None:
        """The number of a thing that has crossed; None if it has not."""
        number = self._numbers.get(id(thing))
        return number if number is not None and self.things[number] is thing else None

    def add(self, thing: object) -> int:
        """Give a thing its number."""
        self._numbers[id(thing)] = len(self.things)
        self.things.append(thing)
        return len(self.things) - 1

    def reserve(self, number: Any) -> int:
        """The place for a thing that is being read, which must be the next one."""
        if number != len(self.things):
            raise ValueError("things came out of order")
        self.things.append(None)
        return len(self.things) - 1

    def seal(self) -> None:
        """Let things that were read be found by `number_of`."""
        self._numbers = {id(thing): number for number, thing in enumerate(self.things)}

    def memory(self, storage: Any) -> int:
        """The number of a memory; it is given one if it is new."""
        for number, known in enumerate(self.storages):
            if known.data_ptr() == storage.data_ptr() and known.nbytes() >= storage.nbytes():
                return number
        if storage.nbytes() > _LARGEST:
            raise Unsendable(f"a tensor that holds {storage.nbytes():,} bytes")
        self.storages.append(storage)
        return len(self.storages) - 1

    def holding(self, address: int, size: int) -> tuple[int, int] | None:
        """Which memory holds these bytes, and where they begin in it; None if none does."""
        for number, known in enumerate(self.storages):
            start = known.data_ptr()
            if start and start <= address and address + size <= start + known.nbytes():
                return number, address - start
        return None

    def memories_to_send(self) -> tuple[list[int], list[bytes]]:
        """For each memory its length, or -1 if the other side has it as it is; and the bytes of the others."""
        lengths: list[int] = []
        blobs: list[bytes] = []
        for number, storage in enumerate(self.storages):
            content = _content(storage)
            if number < len(self.sent) and self.sent[number] == content:
                lengths.append(-1)
                continue
            lengths.append(len(content))
            blobs.append(content)
            if number < len(self.sent):
                self.sent[number] = content
            else:
                self.sent.append(content)
        return lengths, blobs

    def take_memories(self, lengths: list[int], raw: memoryview) -> None:
        """Change or make memories as the other side has them."""
        import torch

        at = 0
        if len(lengths) < len(self.storages) or sum(max(0, each) for each in lengths) != len(raw):
            raise ValueError("memories do not fit")
        for number, length in enumerate(lengths):
            if length == -1 and number < len(self.storages):
                continue
            content = bytearray(raw[at : at + length])
            at += length
            made = torch.frombuffer(content, dtype=torch.uint8) if length else torch.empty(0, dtype=torch.uint8)
            if number < len(self.storages):
                if self.storages[number].nbytes() != length:
                    raise ValueError("a memory has another size than before")
                with torch.no_grad():
                    self.storages[number].copy_(made.untyped_storage())
                self.sent[number] = bytes(content)
            else:
                self.storages.append(made.untyped_storage())
                self.sent.append(bytes(content))


def _content(storage: Any) -> bytes:
    import torch

    if not storage.nbytes():
        return b""
    view = torch.empty(0, dtype=torch.uint8).set_(storage)
    return bytes(view.numpy().data)
