"""Logging in with a token, and going on with another one before or after its end.

The second layer of the protocol. One question to the token provider serves everybody.
"""

from __future__ import annotations

from collections.abc import Mapping

from . import frames
from .connecting import Connecting
from .effects import FetchToken
from .errors import (
    APIError,
    AuthenticationError,
    NotConnectedError,
    TokenProviderError,
)
from .link import Link
from .logs import log
from .wire import PASSES, SUCCESS, Request, Response, api_error

_RENEWAL = Request("POST", frames.RENEW, idempotent=True)


class Login(Connecting):
    """Everything about tokens."""

    def token_given(self, number: int, token: object, now: float) -> None:
        """Take what the token provider gave."""
        if number != self._credentials.fetching:
            return
        if not isinstance(token, str) or not token:
            kind = "an empty string" if token == "" else type(token).__name__
            error = TokenProviderError(f"the token provider gave {kind}")
            self._miss_token(error, now)
            return
        self._credentials.take(token)
        if self._phase == "token":
            self._connect()
        elif self._link is not None and self._phase in ("login", "ready"):
            self._log_in(self._link, now)

    def token_missed(self, number: int, cause: BaseException, now: float) -> None:
        """Note that the token provider raised."""
        if number != self._credentials.fetching:
            return
        if self._credentials.is_service and isinstance(cause, APIError):
            self._end(cause, now)
        elif self._credentials.is_service and isinstance(cause, NotConnectedError):
            self._miss_token(cause, now)
        else:
            text = f"the token provider raised {type(cause).__name__}"
            error = TokenProviderError(text)
            error.__cause__ = cause
            self._miss_token(error, now)

    def _ask_for_token(self, now: float) -> None:
        number = self._credentials.ask(now, self.timing.provider_within)
        if number is not None:
            self.effects.append(FetchToken(number))

    def _miss_token(self, error: NotConnectedError, now: float) -> None:
        log.warning("%s: %s", self._peer.who, error)
        self.counters.last_error = error
        self._leave_alone(error, now)
        self._credentials.miss(now, self._not_before - now)
        # What cannot reach the service tries again, as with any connection.
        is_of_user = isinstance(error, TokenProviderError)
        if is_of_user and (self._phase != "ready" or self._held):
            self._fail_calls(error, now)
        if self._phase == "token" and not self.has_work:
            self._phase = "idle"
            self._credentials.is_wanted = False

    def _log_in(self, link: Link, now: float) -> None:
        self._at = now + self.timing.login_within
        link.renew(self._renewal_text, now)

    def _renewal_text(self, number: int) -> str | None:
        token = self._credentials.token
        return None if token is None else frames.renew(number, token)

    def _renewed(self, link: Link, response: Response, now: float) -> None:
        """Take the answer to the login."""
        link.renewing = None
        if response.status == SUCCESS:
            self._accepted(link, response, now)
        elif response.status == 401:
            self._rejected(response, now)
        elif response.status in PASSES:
            self._pause.extend(now)
            self._lose(api_error(_RENEWAL, response), now)
        else:
            self._end(api_error(_RENEWAL, response), now)

    def _accepted(self, link: Link, response: Response, now: float) -> None:
        body = response.body
        lasts = body.get("expiresInSeconds") if isinstance(body, Mapping) else None
        self._credentials.accept(lasts, now)
        was_held, self._held = self._held, False
        if self._phase == "login":
            self._phase, link.was_ready = "ready", True
            self.counters.reconnects += self._was_lost
            self._was_lost = False
        elif was_held:
            self._logged_in_again()

    def _rejected(self, response: Response, now: float) -> None:
        if self._credentials.reject():
            self._held = self._phase == "ready"
            self._ask_for_token(now)
        else:
            self._end(api_error(_RENEWAL, response), now)

    def _expire(self, now: float) -> None:
        """Get another token: the service does not take this one any more."""
        if self._held or self._phase != "ready":
            return
        self._credentials.drop()
        if not self._credentials.has_provider:
            self._end(
                AuthenticationError(401, "TOKEN_EXPIRED", ("no other token",)), now
            )
            return
        self._held = True
        self._ask_for_token(now)

    def _tend_token(self, now: float) -> None:
        """Do what is due about the token."""
        token = self._credentials
        if token.fetching is not None:
            if now >= token.give_up_at:
                error = TokenProviderError("the token provider took too long")
                self._miss_token(error, now)
        elif token.is_wanted or (token.refresh_at is not None and token.has_provider):
            at = token.not_before if token.is_wanted else token.refresh_at
            if at is not None and now >= at:
                self._ask_for_token(now)
