"""The connections of one session with threads, by number: at most one is in use."""

from __future__ import annotations

from collections.abc import Sequence

from .driving import Settings
from .effects import Effect, Send, Text
from .thread_connection import Inbox, ThreadConnection
from .thread_reports import Reports
from .threads import Threads


class ThreadConnections(dict[int, ThreadConnection]):
    """Opens, reads, writes and closes; a reader may take its own away at any moment."""

    __slots__ = ("_reports", "_settings", "_threads")

    def __init__(self, settings: Settings, threads: Threads, reports: Reports) -> None:
        super().__init__()
        self._settings = settings
        self._threads = threads
        self._reports = reports

    def start(self, number: int, inbox: Inbox) -> None:
        """Start a thread that opens a connection; `inbox` gets what is read."""
        connection = self[number] = ThreadConnection(self._settings)

        def run() -> None:
            cause, is_final = connection.run(
                lambda: self._reports.opened(number), inbox
            )
            self.pop(number, None)
            self._reports.lost(number, cause, is_final)

        self._threads.start("talkjs-reader", run)

    def send(self, number: int, text: Text) -> None:
        """Send a text, if the connection is still there."""
        if (connection := self.get(number)) is not None:
            connection.send(text)

    def close(self, number: int, code: int, is_abrupt: bool) -> None:
        """Close a connection, if it is still there."""
        if (connection := self.get(number)) is not None:
            connection.close(code, is_abrupt)

    def cut_all(self) -> None:
        """Close whatever is left, without a handshake."""
        for connection in self.copy().values():
            connection.cut()

    def have_room_for(self, effects: Sequence[Effect]) -> bool:
        """Tell whether all of this is sending, and will not wait for the other end."""
        numbers = {each.number if isinstance(each, Send) else -1 for each in effects}
        connection = self.get(numbers.pop()) if len(numbers) == 1 else None
        return connection is not None and connection.has_room
