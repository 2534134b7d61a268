"""Calls that wait for a transaction of their own: how a timer row writes them down."""

from __future__ import annotations

import orjson

from deskconsole.core.desk import COMMANDS, Call

LATER = "do "
"""What the kind of such a timer begins with; the command's name follows."""


def written_call(call: Call) -> str:
    """A call's arguments as JSON."""
    return orjson.dumps({"args": call.args, "kwargs": dict(call.kwargs)}).decode()


def read_call(kind: str, work: str) -> Call:
    """The call of a timer row."""
    said = orjson.loads(work)
    return COMMANDS[kind.removeprefix(LATER)](*said["args"], **said["kwargs"])
