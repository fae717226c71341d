"""What has travelled: the last frames and requests, for tests and for the page.

Comes in: frames as they are sent and received. Goes out: entries, and futures of
entries that are waited for. Tokens are replaced by their fingerprints before anything
is kept.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Literal, TypeAlias

from minidoc.emulator.json_values import Json, as_object
from minidoc.emulator.limits import JOURNAL_BYTES
from minidoc.emulator.tokens import fingerprint

Direction: TypeAlias = Literal["in", "out", "event"]

_KEPT = 10_000
_SECRET_FIELDS = frozenset({"token", "boken", "authToken"})
_END_OF_NAME = 'oken"'


@dataclass(frozen=True, slots=True)
class Entry:
    """One frame, one HTTP request or answer, or something that happened.

    Attributes:
        number: Counts all entries of the service, from 1.
        at: Milliseconds of the service's clock.
        connection: Number of the connection, 0 for HTTP.
        direction: As the service sees it: `in` was received, `out` was sent.
        frame: The frame; for HTTP `["PUT", path, body]` and `[status, body]`; for an
            event its name and what belongs to it (`["open"]`, `["fault", "drop"]`).
    """

    number: int
    at: int
    app_id: str
    user_id: str
    connection: int
    direction: Direction
    frame: Json

    @property
    def is_push(self) -> bool:
        """Whether the service pushed events here."""
        return self.direction == "out" and self._part(1) == "PUBLISH"

    @property
    def method(self) -> str:
        """The verb of a request, empty for anything else."""
        first = 1 if self.connection else 0
        part = self._part(first) if self.direction == "in" else None
        return part if isinstance(part, str) and part != "ACK" else ""

    @property
    def path(self) -> str:
        """The path of a request, empty for anything else."""
        part = self._part(2 if self.connection else 1) if self.method else None
        return part if isinstance(part, str) else ""

    def as_json(self) -> dict[str, Json]:
        """Return the entry as `/__emulator/journal` shows it."""
        return {
            "number": self.number,
            "at": self.at,
            "appId": self.app_id,
            "userId": self.user_id,
            "connection": self.connection,
            "direction": self.direction,
            "frame": self.frame,
        }

    def _part(self, index: int) -> Json:
        frame = self.frame
        return frame[index] if isinstance(frame, list) and len(frame) > index else None


Test: TypeAlias = Callable[[Entry], bool]


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose frames: the app, the user and the connection."""

    app_id: str
    user_id: str = ""
    connection: int = 0


class Journal:
    """The last entries. Safe to be used by any thread."""

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms
        self._entries: deque[Entry] = deque()
        self._sizes: deque[int] = deque()
        self._bytes = 0
        self._count = 0
        self._waiting: list[tuple[Test, Future[Entry]]] = []
        self._lock = threading.Lock()

    def add(
        self, origin: Origin, direction: Direction, frame: Json, size: int = 0
    ) -> Entry:
        """Keep an entry of so many bytes, and hand it to those who wait for it."""
        return self._add(origin, direction, without_secrets(frame), size)

    def add_text(
        self, origin: Origin, direction: Direction, frame: Json, text: str
    ) -> Entry:
        """Keep a frame that travels as this text, without a copy if it has no secret.

        Nobody may change it afterwards.
        """
        # The end of the name of each secret field, and what could spell it otherwise.
        is_open = _END_OF_NAME not in text and "\\" not in text
        shown = frame if is_open else without_secrets(frame)
        return self._add(origin, direction, shown, len(text))

    def _add(
        self, origin: Origin, direction: Direction, shown: Json, size: int
    ) -> Entry:
        with self._lock:
            self._count += 1
            entry = Entry(
                self._count,
                self._now_ms(),
                origin.app_id,
                origin.user_id,
                origin.connection,
                direction,
                shown,
            )
            self._keep(entry, size)
            found = self._waiters_of(entry) if self._waiting else []
        for future in found:
            if future.set_running_or_notify_cancel():
                future.set_result(entry)
        return entry

    def _waiters_of(self, entry: Entry) -> list[Future[Entry]]:
        found = [waiter for waiter in self._waiting if waiter[0](entry)]
        self._waiting = [item for item in self._waiting if item not in found]
        return [future for _, future in found]

    def _keep(self, entry: Entry, size: int) -> None:
        self._entries.append(entry)
        self._sizes.append(size)
        self._bytes += size
        while len(self._entries) > _KEPT or self._bytes > JOURNAL_BYTES:
            self._entries.popleft()
            self._bytes -= self._sizes.popleft()

    def entries(self, *, since: int = 0, app_id: str | None = None) -> list[Entry]:
        """Return entries with a number above `since`, oldest first."""
        with self._lock:
            kept = list(self._entries)
        return [
            entry
            for entry in kept
            if entry.number > since and app_id in {None, entry.app_id}
        ]

    def last(self, count: int) -> list[Entry]:
        """Return the newest entries, oldest first."""
        with self._lock:
            newest = [
                entry for entry, _ in zip(self._newest(), range(count), strict=False)
            ]
        return newest[::-1]

    def future(self, test: Test, *, since: int = 0) -> Future[Entry]:
        """Return the first entry after `since` that passes a test, now or later."""
        future: Future[Entry] = Future()
        with self._lock:
            for entry in self._entries:
                if entry.number > since and test(entry):
                    future.set_result(entry)
                    return future
            self._waiting.append((test, future))
        return future

    def forget(self, future: Future[Entry]) -> None:
        """Stop waiting."""
        future.cancel()
        with self._lock:
            self._waiting = [item for item in self._waiting if item[1] is not future]

    @property
    def count(self) -> int:
        """The number of the newest entry."""
        return self._count

    def _newest(self) -> Iterator[Entry]:
        return reversed(self._entries)


def without_secrets(value: Json) -> Json:
    """Return a frame with fingerprints in place of tokens."""
    mapping = as_object(value)
    if mapping is not None:
        return {key: _shown(key, item) for key, item in mapping.items()}
    if isinstance(value, list):
        return [without_secrets(item) for item in value]
    return value


def _shown(key: str, value: Json) -> Json:
    if key in _SECRET_FIELDS:
        return fingerprint(value) if isinstance(value, str) else value
    return without_secrets(value)
