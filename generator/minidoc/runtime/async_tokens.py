"""Asking the token provider in an event loop: a function, or a coroutine function."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from .async_callbacks import is_being_cancelled


class AsyncTokens:
    """Asks for tokens; a new question takes the place of the one under way."""

    def __init__(
        self,
        provider: Callable[[], object] | None,
        start: Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]],
    ) -> None:
        self._provider = provider
        self._start = start
        self._asking: asyncio.Task[None] | None = None

    def ask(
        self,
        given: Callable[[Any], object],
        missed: Callable[[BaseException], object],
    ) -> None:
        """Ask, and call the one or the other with the outcome."""
        if self._asking is not None:
            self._asking.cancel()
        self._asking = self._start(self._ask(given, missed))

    async def _ask(
        self,
        given: Callable[[Any], object],
        missed: Callable[[BaseException], object],
    ) -> None:
        assert self._provider is not None
        try:
            token: Any = self._provider()
            if hasattr(token, "__await__"):
                token = await token
        except asyncio.CancelledError as error:
            if is_being_cancelled():
                raise
            missed(error)
        except Exception as error:  # noqa: BLE001 - whatever it raises, calls are told
            missed(error)
        else:
            given(token)
