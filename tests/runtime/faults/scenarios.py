"""Scenarios that run in both worlds, in a world that has to be empty afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from worlds import World, world_of

from minidoc.emulator.testing import Emulator

Scenario = Callable[[World], Awaitable[None]]
_LIMIT = 20.0


class Scenarios(list[Scenario]):
    """A table of scenarios; functions get into it by decoration."""

    def __call__(self, function: Scenario) -> Scenario:
        self.append(function)
        return function


def run(emulator: Emulator, play: Scenario, is_async: bool, turn: int) -> None:
    """Run one; there is a user, bob, whose name is "0"."""

    async def main() -> None:
        async with (
            asyncio.timeout(_LIMIT),
            world_of(emulator, is_async, turn) as world,
        ):
            emulator.put_user("bob", name="0")
            await play(world)

    asyncio.run(main())
