"""The guest: what runs in the sandbox with a student's code in it. What it says is data, and believed by nobody."""

import base64
import json
import sys
import types
from typing import Any

from sensei.grading import circumstances, sealed, tripwire
from sensei.grading.sandbox.channel import Channel
from sensei.grading.wire import Garbled, Holdings, Unsendable, pack, unpack

MODULE = "koans_answer"
_SCRIPTS: dict[str, list[tuple[Any, Holdings]]] = {}


def learn(order: dict[str, Any]) -> None:
    """Read the calls of a script, which has a `name`. Runs in the server; by its fork each guest has its own."""
    calls = []
    for asked in order["asked"]:
        held = Holdings()
        calls.append((unpack(base64.b64decode(asked), held), held))
        held.seal()
    _SCRIPTS[order["name"]] = calls


def serve(line: Channel) -> None:
    """Do what the first message asks for: answer calls of functions, or judge a koan here.

    The message is JSON: `{"lend": program, "script": name}` lends the functions of a program, and plays a script that
    the server has learnt if one is named; `{"koan": ..., ...}` is for `live`.
    """
    order = json.loads(line.receive())
    tripwire.stretch()
    if "lend" in order:
        lend(line, order["lend"], order["script"])
    else:
        from sensei.grading import live

        line.send(json.dumps(live.judged(order)).encode())


def lend(line: Channel, program: str, script: str) -> None:
    """Run a program's definitions, say so, and answer the calls of the script, or else calls until nobody asks.

    A call is `(name, args, kwargs, circumstances)`. What comes back is `("returned", result, circumstances)`,
    `("raised", class, message)` or `("unsendable", what)`, and what the call changed in its arguments.
    """
    module = types.ModuleType(MODULE)
    sys.modules[MODULE] = module
    try:
        sealed.run(program, module)
    except Exception as error:
        line.send(pack(("raised", type(error).__name__, _said(error)), Holdings()))
        return
    line.send(pack(("ready",), Holdings()))
    chance = circumstances.Chance()
    for (name, args, kwargs, told), held in _SCRIPTS[script] if script else ():
        circumstances.restore(told, chance)
        line.send(_answered(module, name, args, kwargs, held, chance))
    while not script:
        raw = line.receive()
        held = Holdings()
        name, args, kwargs, told = unpack(raw, held)
        held.seal()
        circumstances.restore(told, chance)
        line.send(_answered(module, name, args, kwargs, held, chance))


def _answered(
    module: types.ModuleType, name: str, args: Any, kwargs: Any, held: Holdings, chance: circumstances.Chance
) -> bytes:
    reply: tuple[Any, ...]
    try:
        reply = ("returned", getattr(module, name)(*args, **kwargs), circumstances.now(chance))
    except Exception as error:
        reply = ("raised", type(error).__name__, _said(error))
    try:
        return pack(reply, held)
    except (Unsendable, Garbled, RecursionError) as error:
        return pack(("unsendable", str(error)), Holdings())


def _said(error: BaseException) -> str:
    try:
        return str(error)[:2000]
    except Exception:
        return ""
