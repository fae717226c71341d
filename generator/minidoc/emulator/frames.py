"""Frames of the socket: text into requests and acknowledgements, and answers into text.

A frame is a JSON array whose first element has two meanings: the id of a request, or
the number of a push when the second is `PUBLISH` or `ACK` (realtime.md, section 2, trap
12).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from minidoc.emulator.json_values import Json, JsonObject, as_object, dump, parse

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "SUBSCRIBE", "UNSUBSCRIBE")

Frame: TypeAlias = "list[Json]"

About: TypeAlias = tuple[str, str]
"""Verb and path of the request that a frame is or answers; `PUSH` for pushes."""

PUSH: About = ("PUBLISH", "")


class Events(list["dict[str, Json]"]):
    """Events of one push: whoever gets them, their text is made once."""

    @cached_property
    def text(self) -> str:
        """Return them as they stand in a frame, after number and verb."""
        return "".join(f",{dump(event)}" for event in self)


@dataclass(frozen=True, slots=True)
class Request:
    """A well-formed request; its path is not decoded yet."""

    id: int
    method: str
    path: str
    data: JsonObject

    @property
    def about(self) -> About:
        """Verb and path."""
        return self.method, self.path


@dataclass(frozen=True, slots=True)
class Ack:
    """The client has processed the push of this number."""

    number: int


@dataclass(frozen=True, slots=True)
class Malformed:
    """No frame of the protocol; with an id it can be answered, else it is ignored."""

    id: int | None
    reasons: tuple[str, ...]


Incoming: TypeAlias = Request | Ack | Malformed


def read_frame(text: str) -> tuple[Incoming, Json]:
    """Read a frame; whatever is wrong with it is part of the result.

    Returns:
        The frame, and the JSON that it came as; the text itself, if that is none.
    """
    try:
        value = parse(text)
    except ValueError:
        return Malformed(None, ("frame: is no JSON",)), text
    return _frame(value), value


def _frame(value: Json) -> Incoming:
    if not isinstance(value, list) or not value or not _is_id(value[0]):
        return Malformed(None, ("frame: must be an array that begins with a number",))
    number = value[0]
    assert isinstance(number, int)
    if value[1:2] == ["ACK"]:
        return Ack(number)
    return _request(number, value)


def read_operation(value: Json) -> Request | Malformed:
    """Read an entry of the REST API's batch, which has the same shape."""
    if not isinstance(value, list) or not value or not _is_id(value[0]):
        return Malformed(None, ("operation: must begin with a sequence number",))
    number = value[0]
    assert isinstance(number, int)
    return _request(number, value)


def _request(number: int, value: list[Json]) -> Request | Malformed:
    if not 3 <= len(value) <= 5:
        return Malformed(number, ("frame: must have three to five elements",))
    method, path = value[1], value[2]
    data, options = (*value[3:], None, None)[:2]
    reasons: list[str] = []
    if method not in METHODS:
        reasons.append("method: must be one of " + ", ".join(METHODS))
    if not isinstance(path, str):
        reasons.append("path: must be a string")
    for name, item in (("data", data), ("options", options)):
        if item is not None and as_object(item) is None:
            reasons.append(f"{name}: must be an object")
    if reasons:
        return Malformed(number, tuple(reasons))
    return Request(number, str(method), str(path), as_object(data) or {})


def _is_id(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
