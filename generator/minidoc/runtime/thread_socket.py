"""websockets' connection for threads, with messages handed on as they are read.

In: bytes, by the thread that the library starts. Out: each message, by a plain call in
that thread, instead of a queue and another thread that waits for it.
"""

from __future__ import annotations

from typing import Any

from websockets.sync.client import ClientConnection

from .whole_messages import WholeMessages


class DirectThreadSocket(ClientConnection):
    """A connection whose messages, as a rule, do not go through `recv`."""

    def __init__(self, *args: Any, **named: Any) -> None:
        self.messages = WholeMessages()
        super().__init__(*args, **named)

    def process_event(self, event: Any) -> None:
        """Hand on a message, or let `recv` have it."""
        if not self.messages.handle(event):
            super().process_event(event)
