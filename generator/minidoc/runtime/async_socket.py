"""websockets' connection in an event loop, with messages handed on as they are read.

In: bytes, by asyncio. Out: each message, by a plain call instead of a queue and a task;
after all messages of one read a second call, so that what they lead to leaves together.
What is sent is written at once. Knows nothing of what the messages say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from logging import DEBUG
from typing import Any

from websockets.asyncio.client import ClientConnection
from websockets.protocol import State

from .logs import blank, log
from .whole_messages import WholeMessages


class DirectSocket(ClientConnection):
    """A connection whose messages, as a rule, do not go through `recv`."""

    def __init__(self, *args: Any, **named: Any) -> None:
        self.messages = WholeMessages()
        self.after: Callable[[], object] = _nothing
        """Called when all that came together was handed on, and when there is room."""
        self.is_full = False
        """Whether the other end has to read before more is written."""
        super().__init__(*args, **named)

    def put(self, texts: Iterable[str]) -> None:
        """Write some messages in one go; once the connection is closing, nothing."""
        protocol = self.protocol
        if protocol.state is not State.OPEN:
            return
        is_logged = log.isEnabledFor(DEBUG)
        for text in texts:
            if is_logged:
                log.debug("> %s", blank(text))
            protocol.send_text(text.encode())
        self.transport.write(b"".join(protocol.data_to_send()))

    def process_event(self, event: Any) -> None:
        """Hand on a message, or let `recv` have it."""
        if not self.messages.handle(event):
            super().process_event(event)

    def data_received(self, data: bytes) -> None:
        """Process what has come, then what it led to."""
        super().data_received(data)
        self.after()

    def connection_lost(self, exc: Exception | None) -> None:
        """Hold back nothing any more: what is written now goes nowhere."""
        super().connection_lost(exc)
        self.is_full = False
        self.after()

    def pause_writing(self) -> None:
        """Write no more for now."""
        super().pause_writing()
        self.is_full = True

    def resume_writing(self) -> None:
        """Write again."""
        super().resume_writing()
        self.is_full = False
        self.after()


def _nothing() -> None:
    """Do nothing."""
