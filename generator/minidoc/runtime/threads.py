"""The threads of one session: started under a name, and waited for together."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic


class Threads:
    """What a session has started and may still run; safe to use from threads.

    A thread is known until it is really gone, not only until it has done its work: who
    waits for all of them finds none afterwards.
    """

    __slots__ = ("_lock", "_started")

    def __init__(self) -> None:
        # A session may be collected, and its threads be started, in the middle of this.
        self._lock = threading.RLock()
        self._started: list[threading.Thread] = []

    def start(self, name: str, work: Callable[[], object]) -> threading.Thread:
        """Run `work` in a thread of its own, which does not keep the program alive.

        Raises:
            RuntimeError: If the system gives no more threads.
        """
        thread = threading.Thread(target=work, name=name, daemon=True)
        thread.start()
        with self._lock:
            self._started = [each for each in self._started if each.is_alive()]
            self._started.append(thread)
        return thread

    def join(self, until: float) -> None:
        """Wait for all but the calling one, those that start meanwhile included.

        Args:
            until: When to give up, by the clock that only goes forward.
        """
        me = threading.current_thread()
        while others := [each for each in self._alive() if each is not me]:
            left = until - monotonic()
            if left <= 0:
                return
            others[0].join(left)

    def _alive(self) -> list[threading.Thread]:
        with self._lock:
            return [each for each in self._started if each.is_alive()]
