"""What a call sends and how its answers become a value; without any I/O.

A request has the shape of a frame of the realtime protocol, `[id, method, path, data,
options]`, which is also the shape of the public batch endpoint:
<https://talkjs.com/docs/Reference/REST_API/Getting_Started/Introduction/>. Whoever does
I/O adds the id, and knows nothing of users or messages.

Each call makes these records, so they are not frozen: that would cost a call for each
field. Nobody changes them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Generic

from .errors import APIError, api_error_class
from .json_types import JSONValue
from .topics import T_co, Topic

SUCCESS = 200
"""Realtime protocol: success is exactly 200; 201 and 204 are failures as well."""

TRANSIENT = frozenset({500, 502, 503, 504})
"""What may be another answer the next time, and is asked for so often:"""

MOST_FAILURES = 10

PASSES = TRANSIENT | {429}
"""What says nothing of the request: the same one may do later."""

_IDEMPOTENT = frozenset({"GET", "PUT", "PATCH", "DELETE", "SUBSCRIBE", "UNSUBSCRIBE"})
_UNRESERVED = frozenset(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()"
)
_ESCAPES = {octet: f"%{octet:02X}" for octet in {*range(256)} - _UNRESERVED}


def encode_path(segments: Sequence[str]) -> str:
    """Join the segments of a path, each percent-encoded as `encodeURIComponent` does.

    Raises:
        TypeError: If a segment is not a string.
        ValueError: If a segment is empty, or has no form in UTF-8.
    """
    return "".join(["/" + _encode_segment(segment) for segment in segments])


def _encode_segment(segment: object) -> str:
    if not isinstance(segment, str):
        raise TypeError(f"an id is a string, not {type(segment).__name__}")
    if not segment:
        raise ValueError("an id is not empty")
    if segment.isascii() and segment.isalnum():  # as most ids are
        return segment
    # One character for each octet of UTF-8, so that a table of octets can be applied.
    return segment.encode().decode("latin-1").translate(_ESCAPES)


@dataclass(slots=True)
class Request:
    """One frame to send."""

    method: str
    """GET, POST, PUT, PATCH, DELETE, SUBSCRIBE or UNSUBSCRIBE."""

    path: str
    """Begins with `/`; every segment is percent-encoded."""

    data: Mapping[str, JSONValue] = field(default_factory=dict[str, JSONValue])
    """The parameters, for GET too; every key under its wire name."""

    _: KW_ONLY
    mergeable: bool = False
    """Whether requests that differ only in `data["ids"]` may be sent as one.

    All of them then get the answer to the merged one. At most 1000 ids go together.
    """

    idempotent: bool = False
    """Whether sending it twice has the effect of sending it once."""


@dataclass(slots=True)
class Response:
    """The answer to one request: the frame `[id, status, body]` without its id."""

    status: int
    """200 is success; the others are numbered as in HTTP."""

    body: JSONValue = None
    """The parsed body; an object, `{}` if there is nothing to say.

    Of an error: `{"errorCode": "...", "reasons": ["..."]}`.
    """


@dataclass(slots=True)
class Operation(Generic[T_co]):
    """A call: what it sends, and how the answers become its result.

    The requests are sent in this order, on one connection; they do not depend on each
    other's answers, so they may be sent without waiting. With no request there is
    nothing to do, and `finish(())` gives the result.
    """

    requests: tuple[Request, ...]
    finish: Callable[[Sequence[Response]], T_co]
    """Takes one answer per request, in their order; raises what the call raises."""

    topics: tuple[Topic[object], ...] = ()
    """The `Topic`s that a read watches: its own first, then those joined to it.

    For a driver that keeps what was read and lets go of the subscriptions later.
    """

    @property
    def is_retry_safe(self) -> bool:
        """Whether all of it may be sent again when an answer was lost."""
        return all(request.idempotent for request in self.requests)


def is_idempotent(method: str, accept: Sequence[int] = ()) -> bool:
    """Tell whether a request may be sent twice.

    A POST may if 409, "there already is one", counts as success.
    """
    return method in _IDEMPOTENT or 409 in accept


def error_code(response: Response) -> str | None:
    """Return the `errorCode` of an answer, if it has one."""
    code = _part(response, "errorCode")
    return code if isinstance(code, str) else None


def api_error(request: Request, response: Response) -> APIError:
    """Return the error that an answer other than success becomes."""
    found = _part(response, "reasons")
    reasons = found if isinstance(found, list | tuple) else (found,)
    return api_error_class(response.status)(
        response.status,
        error_code(response),
        tuple(reason for reason in reasons if isinstance(reason, str)),
        request.idempotent and response.status in PASSES,
        f"{request.method} /{request.path.split('/')[1]}",
    )


def _part(response: Response, name: str) -> JSONValue:
    body = response.body
    return body.get(name) if isinstance(body, Mapping) else None
