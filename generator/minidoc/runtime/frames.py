"""Frames of the realtime protocol: text in, answers and pushes out, and back.

A frame is one JSON array: `[id, method, path, data, options]` asks, `[id, status,
body]` answers, `[number, "PUBLISH", event, ...]` pushes, `[number, "ACK"]` thanks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring_ascii as _quoted
from typing import Any, TypeAlias

from .json_types import JSONValue
from .wire import Request, Response

PING = Request("GET", "/ping", idempotent=True)
RENEW = "/session/renew"
# What JSON consists of; `Any`, lest checkers draw conclusions.
_LIST: Any = list
_DICT: Any = dict


@dataclass(slots=True)
class Answer:
    """What the service answers to the request with this id."""

    id: int
    response: Response


@dataclass(slots=True)
class Push:
    """What the service says by itself; `number` rises from push to push."""

    number: int
    events: Sequence[Mapping[str, JSONValue]]


Frame: TypeAlias = Answer | Push


def parse(message: str | bytes) -> Frame | None:
    """Read a message; `None` for one that is no frame of this protocol."""
    if not isinstance(message, str):
        return None
    try:
        parts = _parsed(message)
    except (ValueError, RecursionError):
        return None
    # Plain comparisons: `match` takes twice the time for what comes this often.
    if type(parts) is not _LIST or len(parts) < 2 or type(parts[0]) is not int:
        return None
    if parts[1] == "PUBLISH":
        events = [event for event in parts[2:] if type(event) is _DICT]
        return Push(parts[0], events)
    if len(parts) == 2 or type(parts[1]) is not int:
        return None
    return Answer(parts[0], Response(parts[1], parts[2]))


def _parsed(message: str) -> Any:
    """Do what `json.loads` does; at once, if there is no white space around it."""
    if message.startswith("["):
        parts, end = _decoder.raw_decode(message)
        if end == len(message):
            return parts
    return _decoder.decode(message)


def ask(number: int, request: Request) -> str:
    """Write a request."""
    data = ",".join([_pair(name, value) for name, value in request.data.items()])
    return f'[{number},"{request.method}",{_quoted(request.path)},{{{data}}},{{}}]'


def _pair(name: str, value: JSONValue) -> str:
    # Most values are strings, which takes a third of the time of the whole encoder.
    text = _quoted(value) if type(value) is str else _text(value)
    return f"{_quoted(name)}:{text}"


def renew(number: int, token: str) -> str:
    """Write the request that logs in, or goes on with a new token."""
    return _text([number, "POST", RENEW, {"token": token}, {}])


def acknowledge(number: int) -> str:
    """Write the thanks for a push."""
    return f'[{number},"ACK"]'


_decoder = json.JSONDecoder()
# What is written was made by `encode`, which refuses what contains itself.
_text = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
