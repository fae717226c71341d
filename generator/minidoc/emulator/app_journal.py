"""The journal of one app, as a test reads it, and waits for what is to come."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future

from minidoc.emulator.journal import Entry, Journal, Test

PATIENCE = 5.0


class AppJournal:
    """The frames of one app."""

    def __init__(self, journal: Journal, app_id: str) -> None:
        self._journal = journal
        self._app_id = app_id

    @property
    def count(self) -> int:
        """The number of the newest entry; `since=` what is to come."""
        return self._journal.count

    def entries(self, *, since: int = 0) -> list[Entry]:
        """Return the entries of the app, oldest first."""
        return self._journal.entries(since=since, app_id=self._app_id)

    def requests(self, method: str | None = None, *, since: int = 0) -> list[Entry]:
        """Return received requests, oldest first; of one verb if it is named."""
        return [
            entry
            for entry in self.entries(since=since)
            if entry.method and method in {None, entry.method}
        ]

    def pushes(self, *, since: int = 0) -> list[Entry]:
        """Return sent pushes, oldest first."""
        return [entry for entry in self.entries(since=since) if entry.is_push]

    def wait_for(
        self, test: Test, *, since: int = 0, timeout: float = PATIENCE
    ) -> Entry:
        """Return the first entry that passes a test, now or within `timeout` seconds.

        Raises:
            TimeoutError: If none comes.
        """
        refuse_in_a_loop("wait_for")
        future = self._future(test, since)
        try:
            return future.result(timeout)
        except TimeoutError:
            raise self._nothing_came() from None
        finally:
            self._journal.forget(future)

    async def wait_for_async(
        self,
        test: Test,
        *,
        since: int = 0,
        timeout: float = PATIENCE,
    ) -> Entry:
        """Do what `wait_for` does, without keeping the event loop from running."""
        future = self._future(test, since)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), timeout)
        except TimeoutError:
            raise self._nothing_came() from None
        finally:
            self._journal.forget(future)

    def _future(self, test: Test, since: int) -> Future[Entry]:
        def of_app(entry: Entry) -> bool:
            return entry.app_id == self._app_id and test(entry)

        return self._journal.future(of_app, since=since)

    def _nothing_came(self) -> TimeoutError:
        last = [f"{entry.direction} {entry.frame}" for entry in self.entries()[-10:]]
        return TimeoutError("nothing that passes came; the last: " + "; ".join(last))


def refuse_in_a_loop(name: str) -> None:
    """Refuse to block an event loop, on which the client may have to run.

    Raises:
        RuntimeError: If one is running in this thread.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise RuntimeError(f"{name} would block the event loop: await {name}_async")
