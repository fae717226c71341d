"""Row 2 with a real process: killed, away for a while, and back with its database."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from leftovers import Baseline, eventually
from loads import Watcher
from processes import Served
from records import Records, recorded
from worlds import World, in_thread

from minidoc.emulator.testing import Emulator

WATCHED = [f"u{n}" for n in range(100)]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    service = Served(tmp_path / "users.db")
    service.start()
    yield service
    service.kill()


@pytest.mark.parametrize("is_async", [True, False], ids=["asyncio", "threads"])
def test_row_02_the_service_is_killed(
    served: Served, is_async: bool, turn: int
) -> None:
    async def main() -> None:
        before = Baseline.now()
        # To the world, a process is as good as the emulator in this one.
        world = World(cast(Emulator, served), is_async, random.Random(turn))
        served.put_users(WATCHED, "1")
        talk = world.talk()
        watchers = [Watcher(world, talk, u, 3) for u in WATCHED]
        await eventually(lambda: all(w.numbers == [1] for w in watchers))
        await _killed_and_back(served, talk, records)
        assert all(watcher.numbers == [1] for watcher in watchers)
        served.put_users(WATCHED, "2")
        await eventually(lambda: all(w.numbers == [1, 2] for w in watchers))
        assert talk.health().reconnects == 1
        asked = [i for frame in served.requests("SUBSCRIBE") for i in frame[3]["ids"]]
        assert sorted(asked) == sorted(WATCHED), "each of them once"
        await world.close(talk)
        before.assert_no_work()
        await eventually(lambda: not before.has_sockets_left())

    with recorded() as records:
        asyncio.run(main())
    assert records.secrets == []


async def _killed_and_back(served: Served, talk: Any, records: Records) -> None:
    served.kill()
    await eventually(lambda: talk.health().state == "reconnecting")
    await eventually(lambda: _attempts(records) >= 6)
    assert talk.health().state == "reconnecting"
    await in_thread(served.start)
    await eventually(lambda: talk.health().state == "ready")
    # Waits of 0.2 s on average, over the second that a process takes to start.
    assert _attempts(records) <= 40


def _attempts(records: Records) -> int:
    return sum("cannot connect" in r.getMessage() for r in records.warnings)
