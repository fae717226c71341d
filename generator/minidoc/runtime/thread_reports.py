"""What threads of a session tell its protocol: how connections and tokens fare.

In: a way to tell the protocol something. Holds no lock and starts no thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from .effects import Connect, Effect, FetchToken
from .logs import log
from .protocol import Protocol

Tell: TypeAlias = Callable[[Callable[[Protocol, float], object]], None]


class Reports:
    """Says to the protocol what has happened, at the present time."""

    __slots__ = ("_tell",)

    def __init__(self, tell: Tell) -> None:
        self._tell = tell

    def opened(self, number: int) -> None:
        """Report an open connection."""
        self._tell(lambda protocol, now: protocol.opened(number, now))

    def lost(self, number: int, cause: Exception | None, final: bool = False) -> None:
        """Report a connection that is gone, or could not be opened."""
        self._tell(lambda p, now: p.lost(number, cause, now, is_final=final))

    def ask(self, number: int, provider: Callable[[], object] | None) -> None:
        """Ask the provider for a token, and report the outcome."""
        assert provider is not None
        try:
            token = provider()
        except BaseException as error:  # noqa: BLE001 - calls are told, whatever it is
            self._missed(number, error)
        else:
            self._tell(lambda protocol, now: protocol.token_given(number, token, now))

    def failed(self, effect: Effect, error: Exception) -> None:
        """Report what could not be done, as when the system gives no more threads."""
        log.error("%s failed", type(effect).__name__, exc_info=error)
        if isinstance(effect, Connect):
            self.lost(effect.number, error)
        elif isinstance(effect, FetchToken):
            self._missed(effect.number, error)

    def _missed(self, number: int, error: BaseException) -> None:
        self._tell(lambda protocol, now: protocol.token_missed(number, error, now))
