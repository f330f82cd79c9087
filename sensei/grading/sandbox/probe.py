"""The probe: a guest that runs the Python it is sent, for the self-test; so no course and no student is needed."""

import json
from typing import Any

from sensei.grading.sandbox.channel import Channel

REMEMBERED: list[Any] = []


def remember(data: Any) -> int:
    """Keep this for the cells to come, and tell how much there is."""
    REMEMBERED.append(data)
    return len(REMEMBERED)


def serve(channel: Channel) -> None:
    """Run each piece of source that comes, and tell what it left in `told`, or what it raised."""
    while True:
        names: dict[str, object] = {"told": None, "channel": channel}
        source = channel.receive().decode()
        try:
            exec(compile(source, "<probe>", "exec", dont_inherit=True), names)
            answer = {"told": names["told"]}
        except Exception as error:
            answer = {"raised": f"{type(error).__name__}: {error}"}
        channel.send(json.dumps(answer, default=repr).encode())
