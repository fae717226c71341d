"""The life of the connection: opening, losing, opening again, releasing, the end.

The lowest layer of the protocol; `login`, `traffic` and `protocol` stand on it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from .calls import Call
from .credentials import Credentials
from .effects import Connect, Disconnect, Effect, Report
from .errors import (
    AuthenticationError,
    CallTimeoutError,
    ConnectionLostError,
    NotConnectedError,
    TalkJSError,
    TokenProviderError,
)
from .health import Counters, Health, SessionPhase
from .link import Link
from .logs import log
from .timing import Pause, Retries, Timing

_Phase = Literal["idle", "token", "opening", "login", "ready", "waiting", "failed",
                 "closed"]  # fmt: skip
_STATES: dict[_Phase, SessionPhase] = {
    "idle": "idle", "ready": "ready", "failed": "failed",
    "closed": "closed",
}  # fmt: skip
_LONGEST_ASKED = 120.0
"""Who asks to be left alone for longer is not believed, and asked again after this."""


@dataclass(frozen=True, slots=True)
class Peer:
    """Who is connected to what, as errors and logs say it."""

    who: str = "the session"
    place: str = "the service"
    asked_wait: Callable[[Exception | None], float | None] = lambda _: None
    """For how long whoever refused a connection asked to be left alone."""


class Connecting:
    """Everything about connections; what they are needed for, upper layers know."""

    def __init__(
        self,
        credentials: Credentials,
        timing: Timing,
        random: Callable[[], float],
        peer: Peer,
    ) -> None:
        self.timing = timing
        self._peer = peer
        self.counters = Counters()
        self.effects: list[Effect] = []
        self._credentials = credentials
        self._phase: _Phase = "idle"
        self._link: Link | None = None
        self._numbers = 0
        self._retries = Retries(timing.first_retry, timing.longest_retry, random)
        self._pause = Pause(random)
        self._held = False  # logged out by the service: nothing but the login is sent
        self._was_lost = False
        self._at = 0.0  # of the phases that wait: until when
        self._not_before = 0.0  # the service asked to be left alone until then
        self._ended_by: TalkJSError | None = None

    # What upper layers say.

    @property
    def has_work(self) -> bool:
        """Whether a connection is needed."""
        raise NotImplementedError

    def _log_in(self, link: Link, now: float) -> None:
        """Send the login, the first frame of a connection."""
        raise NotImplementedError

    def _ask_for_token(self, now: float) -> None:
        """Ask the token provider, if it is time."""
        raise NotImplementedError

    def _connection_lost(self, link: Link) -> None:
        """Keep what may be sent again; let the rest fail."""
        raise NotImplementedError

    def _logged_in_again(self) -> None:
        """Ask anew for what the service no longer pushes."""
        raise NotImplementedError

    def _fail_calls(self, error: TalkJSError, now: float) -> None:
        """Let every call fail."""
        raise NotImplementedError

    def _end_feeds(self, error: TalkJSError | None) -> None:
        """End every feed."""
        raise NotImplementedError

    # What the driver reports.

    def opened(self, number: int, now: float) -> None:
        """Go on: connection `number` is open."""
        link = self._link
        if link is None or link.number != number or self._phase != "opening":
            return
        link.begin(now)
        self._phase = "login"
        self._log_in(link, now)

    def lost(
        self,
        number: int,
        cause: Exception | None,
        now: float,
        *,
        is_final: bool = False,
    ) -> None:
        """Take leave of connection `number`: it broke, or could not be opened.

        Args:
            number: Its number.
            cause: What happened.
            now: The time.
            is_final: Whether another attempt cannot help.
        """
        if self._link is None or self._link.number != number:
            return
        if is_final:
            self._end(self._unreachable(cause), now)
            return
        self._lose(cause, now)

    # The phases.

    def _start(self, now: float) -> None:
        if now < self._not_before:
            self._phase, self._at = "waiting", self._not_before
        elif self._credentials.serves(now):
            self._connect()
        elif not self._credentials.has_provider:
            self._end(AuthenticationError(401, "NO_TOKEN", ("there is no token",)), now)
        else:
            self._phase = "token"
            self._ask_for_token(now)

    def _connect(self) -> None:
        self._numbers += 1
        self._phase = "opening"
        self._link = Link(self._numbers, self.timing, self.effects)
        self.effects.append(Connect(self._numbers))

    def _lose(self, cause: Exception | None, now: float, *, cut: bool = False) -> None:
        """Give up the connection; make another one, if it is needed."""
        link, self._link = self._link, None
        assert link is not None
        error = self._note(link, cause, now)
        self.effects.append(Disconnect(link.number, 1000, is_abrupt=cut))
        self._held = False
        self._was_lost = self._was_lost or link.was_ready
        self._connection_lost(link)
        self._leave_alone(error, now)
        if self.has_work:
            at = now + self._retries.draw()
            self._phase, self._at = "waiting", max(at, self._not_before)
        else:
            self._phase = "idle"

    def _leave_alone(self, error: TalkJSError, now: float) -> None:
        """Wait for as long as the service asks; calls that have no time for it fail."""
        asked = error.retry_after if isinstance(error, NotConnectedError) else None
        if asked is not None:
            self._not_before = now + min(asked, _LONGEST_ASKED)
            if asked > self.timing.call:
                self._fail_calls(error, now)

    def _note(self, link: Link, cause: Exception | None, now: float) -> TalkJSError:
        who, place = self._peer.who, self._peer.place
        if link.opened_at is None:
            error: TalkJSError = self._unreachable(cause)
            log.warning("%s: %s", who, error)
        else:
            error = ConnectionLostError(is_retry_safe=True)
            error.__cause__ = cause
            log.warning("%s: the connection to %s broke: %s", who, place, _kind(cause))
            if now - link.opened_at >= self.timing.stable:
                self._retries.reset()
        self.counters.last_error = error
        return error

    def _unreachable(self, cause: Exception | None) -> NotConnectedError:
        text = f"cannot connect to {self._peer.place}: {_kind(cause)}"
        error = NotConnectedError(text)
        error.retry_after = self._peer.asked_wait(cause)
        error.__cause__ = cause
        return error

    def _release(self) -> None:
        """Close a connection that nobody needs."""
        if self._link is not None:
            self.effects.append(Disconnect(self._link.number))
        self._link, self._phase = None, "idle"
        self._was_lost = self._held = self._credentials.is_wanted = False

    def _end(self, error: TalkJSError, now: float) -> None:
        """End for good."""
        kind = type(error).__name__
        log.error("%s: the session ended: %s: %s", self._peer.who, kind, error)
        self.counters.last_error = self._ended_by = error
        self._release()
        self._phase = "failed"
        self._credentials.drop()
        self._fail_calls(error, now)
        self._end_feeds(error)
        self.effects.append(Report(error))

    def health(self, now: float) -> Health:
        """Return the condition of the session."""
        busy: SessionPhase = "reconnecting" if self._was_lost else "connecting"
        return self.counters.health(_STATES.get(self._phase, busy), now)

    def _too_late(self, call: Call) -> TalkJSError:
        """Say what a call has waited for in vain."""
        within = self.timing.call
        is_safe = call.operation.is_retry_safe or not call.was_sent
        error: TalkJSError = CallTimeoutError(within, is_safe)
        if self._phase == "ready":
            return error
        if self._phase == "token" and not self._credentials.is_service:
            text = f"the token provider has not answered within {within:g} s"
            error = TokenProviderError(text)
        elif not call.was_sent:
            place = self._peer.place
            error = NotConnectedError(f"no connection to {place} within {within:g} s")
        error.__cause__ = self.counters.last_error
        return error


def _kind(cause: Exception | None) -> str:
    return "closed" if cause is None else type(cause).__name__
