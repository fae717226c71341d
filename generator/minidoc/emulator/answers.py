"""Statuses and bodies: what every answer looks like, on the socket and over HTTP.

Only 200 is success; everything else carries a code and reasons (realtime.md, section
2). Codes that the facts do not name are our own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from minidoc.emulator.json_values import Json, JsonObject

BAD_REQUEST = "BAD_REQUEST"
UNAUTHORIZED = "UNAUTHORIZED"
FORBIDDEN = "FORBIDDEN"
USER_SYNC_DISABLED = "CLIENT_SIDE_USER_SYNCING_DISABLED"
NOT_FOUND = "NOT_FOUND"
USER_NOT_FOUND = "USER_NOT_FOUND"
METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED"
USER_EXISTS = "USER_ALREADY_EXISTS"
TOO_MANY_REQUESTS = "TOO_MANY_REQUESTS"
INTERNAL_ERROR = "INTERNAL_ERROR"


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and a body."""

    status: int = 200
    body: Json = field(default_factory=dict[str, Json])


def refusal(
    status: int, code: str, reasons: Iterable[str], **more: JsonObject
) -> Answer:
    """Return an answer in the service's error shape."""
    return Answer(status, {"errorCode": code, "reasons": list(reasons), **more})


def bad_request(*reasons: str) -> Answer:
    """Return the answer to what is wrong in itself; each reason names its field."""
    return refusal(400, BAD_REQUEST, reasons)


def unauthorized(*reasons: str) -> Answer:
    """Return the answer to a token that is missing, wrong or over."""
    return refusal(401, UNAUTHORIZED, reasons)


def not_found(what: str) -> Answer:
    """Return the answer to a path that leads nowhere."""
    return refusal(404, NOT_FOUND, [what])


def method_not_allowed(verb: str) -> Answer:
    """Return the answer to a verb that a known path does not take."""
    return refusal(405, METHOD_NOT_ALLOWED, [f"method: {verb} does not work here"])


def internal_error() -> Answer:
    """Return the answer to a failure of our own; nothing has changed."""
    return refusal(500, INTERNAL_ERROR, ["the change could not be stored"])


def fault_answer(status: int) -> Answer:
    """Return the answer that a fault gives in place of the real one."""
    codes = {401: UNAUTHORIZED, 403: FORBIDDEN, 404: NOT_FOUND, 429: TOO_MANY_REQUESTS}
    code = codes.get(status, BAD_REQUEST if status < 500 else INTERNAL_ERROR)
    return refusal(status, code, ["a fault"])
