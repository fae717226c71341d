"""Frames of the realtime protocol: text in, answers and pushes out, and back.

A frame is one JSON array: `[id, method, path, data, options]` asks, `[id, status,
body]` answers, `[number, "PUBLISH", event, ...]` pushes, `[number, "ACK"]` thanks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from .json_types import JSONValue
from .wire import Request, Response

PING = Request("GET", "/ping", idempotent=True)
RENEW = "/session/renew"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service answers to the request with this id."""

    id: int
    response: Response


@dataclass(frozen=True, slots=True)
class Push:
    """What the service says by itself; `number` rises from push to push."""

    number: int
    events: tuple[Mapping[str, JSONValue], ...]


Frame: TypeAlias = Answer | Push


def parse(message: str | bytes) -> Frame | None:
    """Read a message; `None` for one that is no frame of this protocol."""
    if not isinstance(message, str):
        return None
    try:
        parts: Any = _parts(message)
    except (ValueError, RecursionError):
        return None
    match parts:
        case [number, status, body, *_] if type(number) is type(status) is int:
            return Answer(number, Response(status, body))
        case [number, "PUBLISH", *events] if type(number) is int:
            return Push(number, _objects(events))
        case _:
            return None


def _objects(events: list[JSONValue]) -> tuple[Mapping[str, JSONValue], ...]:
    return tuple(event for event in events if isinstance(event, Mapping))


def ask(number: int, request: Request) -> str:
    """Write a request."""
    return _text([number, request.method, request.path, dict(request.data), {}])


def renew(number: int, token: str) -> str:
    """Write the request that logs in, or goes on with a new token."""
    return _text([number, "POST", RENEW, {"token": token}, {}])


def acknowledge(number: int) -> str:
    """Write the thanks for a push."""
    return f'[{number},"ACK"]'


_parts = json.JSONDecoder().decode
_text = json.JSONEncoder(separators=(",", ":")).encode
