"""What both drivers have in common: settings, and what they tell `websockets`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import SystemRandom
from time import time
from typing import Any

from .addresses import Address
from .connecting import Peer
from .credentials import Credentials
from .logs import websocket_log
from .protocol import Protocol
from .retry_after import retry_after
from .timing import Timing

_random = SystemRandom()
MOST_BYTES = 8 * 2**20
"""A longer message ends its connection: no answer of the service comes near."""

NEXT_AFTER = 0.25
"""Seconds that an address of a name has before the next one is tried beside it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a driver needs to know."""

    address: Address
    token: str | None = field(default=None, repr=False)
    provider: Callable[[], object] | None = field(default=None, repr=False)
    """Gives a token, or an awaitable of one."""

    timing: Timing = field(default_factory=Timing)
    random: Callable[[], float] = _random.random
    asks_service: bool = False
    """Whether the provider is the service itself."""

    who: str = "the session"
    """Names the session in logs."""

    client: str = field(default_factory=lambda: str(_random.randrange(10**15, 10**16)))
    """Names the session to the service, over all its connections."""

    def protocol(self, window: float = 0.0) -> Protocol:
        """Make the protocol that is to be driven."""
        has_provider = self.provider is not None
        credentials = Credentials(
            self.token, has_provider, self.random, self.asks_service
        )
        peer = Peer(self.who, self.address.place, asked_wait)
        return Protocol(credentials, self.timing, self.random, window, peer)

    def without_token(self) -> Settings:
        """Return the same, for those who need not know the token."""
        return replace(self, token=None)

    def url(self) -> str:
        """Return where to connect to at this moment."""
        moment = int(time() * 1000)
        return f"{self.address.url}?talkjs-client-id={self.client}&talkjs-time={moment}"

    def options(self) -> dict[str, Any]:
        """Return what both clients of `websockets` are told.

        No compression, so that a small message cannot become a large one; no keep-alive
        of the library's own, for the protocol has one; no logger that shows frames.
        """
        return {
            "compression": None,
            "max_size": MOST_BYTES,
            "ping_interval": None,
            "open_timeout": self.timing.open_within,
            "close_timeout": self.timing.close_within,
            "logger": websocket_log,
            "proxy": None if self.address.loopback else True,
            "user_agent_header": None,
        }


def asked_wait(error: Exception | None) -> float | None:
    """Return for how long a refused connection asks to be left alone."""
    from websockets.exceptions import InvalidStatus

    if not isinstance(error, InvalidStatus):
        return None
    headers = error.response.headers
    return retry_after(headers.get("Retry-After"), headers.get("Retry-After-Ms"))


def is_final(error: BaseException) -> bool:
    """Tell whether connecting failed in a way that another attempt cannot change.

    What neither the network nor the library explains is a mistake of ours, or of
    something that stands in between: it would only happen again.
    """
    from ssl import SSLCertVerificationError

    from websockets.exceptions import (
        InvalidProxyStatus,
        InvalidStatus,
        InvalidURI,
        SecurityError,
        WebSocketException,
    )

    if isinstance(error, InvalidStatus | InvalidProxyStatus):
        status = error.response.status_code
        return 400 <= status < 500 and status not in (408, 425, 429)
    if isinstance(error, SSLCertVerificationError | InvalidURI | SecurityError):
        return True
    return not isinstance(error, OSError | EOFError | WebSocketException)
