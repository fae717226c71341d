"""One connection of the realtime protocol: frames in, frames out. No socket is known.

Comes in: one frame at a time. Goes out, through the `Line`: answers and
pushes, in the order that realtime.md section 6 asks for. Frames of one connection are
processed in order, and a push leaves before the answer to the write that caused it.
"""

from __future__ import annotations

import uuid
from logging import getLogger
from typing import Protocol

from minidoc.emulator.answers import Answer, bad_request, internal_error, unauthorized
from minidoc.emulator.backend import Backend
from minidoc.emulator.clock import Timer
from minidoc.emulator.frames import (
    PUSH,
    About,
    Ack,
    Events,
    Frame,
    Incoming,
    Malformed,
    Request,
)
from minidoc.emulator.json_values import Json, as_object, dump
from minidoc.emulator.limits import FRAMES_WAITING, LEAST_EXPIRES_IN
from minidoc.emulator.operations import Caller, perform
from minidoc.emulator.state import Event
from minidoc.emulator.store import StoreError
from minidoc.emulator.tokens import TokenError

_log = getLogger(__name__)

_RENEW = ("POST", "/session/renew")
_PING = ("GET", "/ping")
_NOTEWORTHY = frozenset({400, 401, 403, 405})
_LOG_IN = "token: log in first, with POST /session/renew"


class Line(Protocol):
    """The way to the client; what happens on it is not the protocol's business."""

    def send(self, frame: Frame, about: About, text: str) -> None:
        """Send one frame, of which `text` is the JSON; those before it leave first."""
        ...


class Connection:
    """One socket of one user, from its opening to its end.

    Attributes:
        session_id: Set while the connection is logged in.
        unacknowledged: Numbers of pushes that the client has not acknowledged.
    """

    def __init__(self, backend: Backend, app_id: str, user_id: str, line: Line) -> None:
        self.app_id = app_id
        self.user_id = user_id
        self.session_id: str | None = None
        self.unacknowledged: dict[int, None] = {}
        self._backend = backend
        self._line = line
        self._pushes = 0
        self._expiry: Timer | None = None

    def receive(self, frame: Incoming) -> None:
        """Process one message; what is no frame is ignored (section 2)."""
        match frame:
            case Ack(number):
                self.unacknowledged.pop(number, None)
            case Malformed(number, reasons):
                if number is not None:
                    self._send(number, bad_request(*reasons), ("", ""))
            case Request() as request:
                self.answer(request, self._answer_to(request))

    def answer(self, request: Request, answer: Answer) -> None:
        """Send the answer to a request."""
        if answer.status in _NOTEWORTHY:
            who = (self.app_id, self.user_id)
            reasons = (as_object(answer.body) or {}).get("reasons")
            _log.info("%s %s: %s %s: %s", *who, *request.about, reasons)
        self._send(request.id, answer, request.about)

    def publish(self, events: list[Event]) -> None:
        """Push events in one frame; numbers start at 1 and rise (section 6)."""
        self._pushes += 1
        self.unacknowledged[self._pushes] = None
        if len(self.unacknowledged) > FRAMES_WAITING:
            del self.unacknowledged[next(iter(self.unacknowledged))]
        frame: list[Json] = [self._pushes, "PUBLISH", *events]
        written = events if isinstance(events, Events) else Events(events)
        self._line.send(frame, PUSH, f'[{self._pushes},"PUBLISH"{written.text}]')

    def lost(self) -> None:
        """The socket has gone: nobody is here any more."""
        self._log_out()
        self.unacknowledged.clear()

    def expire(self) -> None:
        """End the session, not the socket; the client logs in again (section 3)."""
        if self.session_id is not None:
            self._log_out()
            self.publish([{"type": "session.expired"}])

    def _send(self, number: int, answer: Answer, about: About) -> None:
        frame: list[Json] = [number, answer.status, answer.body]
        self._line.send(frame, about, dump(frame))

    def _answer_to(self, request: Request) -> Answer:
        if request.about == _PING:
            return Answer()
        if request.about == _RENEW:
            return self._renew(request)
        if self.session_id is None:
            return unauthorized(_LOG_IN)
        caller = Caller(self.app_id, self.user_id, self)
        try:
            return perform(self._backend, caller, request)
        except StoreError:
            return internal_error()

    def _renew(self, request: Request) -> Answer:
        token = request.data.get("token")
        if not isinstance(token, str):
            return bad_request("token: must be a string")
        tokens = self._backend.tokens
        try:
            end = tokens.check_user(token, self.app_id, self.user_id)
        except TokenError as error:
            return unauthorized(error.reason)
        self._log_in(end)
        left = None if end is None else int(end - self._backend.clock.now())
        expires_in = None if left is None else max(LEAST_EXPIRES_IN, left)
        return Answer(
            200, {"expiresInSeconds": expires_in, "sessionId": self.session_id}
        )

    def _log_in(self, end: float | None) -> None:
        """Start a session, or go on with it: subscriptions stay (section 3)."""
        self._stop_expiry()
        if end is not None:
            self._expiry = self._backend.clock.call_at(end, self.expire)
        if self.session_id is None:
            self.session_id = uuid.uuid4().hex
            self._backend.state.connect(self.app_id, self.user_id, self)

    def _log_out(self) -> None:
        self._stop_expiry()
        if self.session_id is not None:
            self.session_id = None
            self._backend.state.disconnect(self.app_id, self.user_id, self)

    def _stop_expiry(self) -> None:
        if self._expiry is not None:
            self._expiry.cancel()
            self._expiry = None
