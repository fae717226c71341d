"""Making many files durable at once: most of the time is waiting for the disk."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

_THREADS = 8


def sync_all(handles: Sequence[int]) -> None:
    """Wait until what was written to all of these files is on the disk.

    Raises:
        OSError: If the system says so of one of them.
    """
    if len(handles) < 3:
        for handle in handles:
            os.fsync(handle)
        return
    # Late: a run that writes next to nothing does not pay for it.
    from threading import Thread

    waiting = iter(handles)
    failed: list[OSError] = []
    threads = [Thread(target=_sync, args=(waiting, failed)) for _ in range(_THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


def _sync(waiting: Iterator[int], failed: list[OSError]) -> None:
    # The next item of a list's iterator is taken in one step: no two threads get it.
    for handle in waiting:
        try:
            os.fsync(handle)
        except OSError as error:
            failed.append(error)
