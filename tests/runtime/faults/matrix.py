"""The matrix of faults: rows, times both worlds, times what the session is doing.

A row is a function that lets one fault happen to a scene. Whatever a cell then has to
hold beside the row's own assertions stands in `invariants`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from gathering import check_scene
from leftovers import Baseline
from places import Kind, place_of
from records import recorded
from scenes import LOADS, Load, Scene
from worlds import BRISK, world_of

from minidoc.emulator.testing import Emulator
from talkjs._runtime.timing import Timing

Play = Callable[[Scene], Awaitable[None]]
WORLDS = ("asyncio", "threads")
QUICK = replace(BRISK, linger=0.1)
"""What a call has read is let go soon: each cell waits for that at its end."""
PATIENT = replace(QUICK, ping_after=5.0, pong_within=5.0)
_LIMIT = 30.0


@dataclass(frozen=True, slots=True)
class Row:
    """One fault.

    Attributes:
        play: Lets it happen.
        timing: The times of the session.
        has_provider: Whether its tokens come from a provider.
        may_raise: What calls under way may fail with; otherwise they succeed.
        kind: What stands between the session and the service.
        left_out: Loads under which the fault makes no sense, each with the reason.
        worlds: Where it can happen; the table of faults says why not elsewhere.
    """

    play: Play
    timing: Timing = QUICK
    has_provider: bool = False
    may_raise: tuple[type, ...] = ()
    kind: Kind = "straight"
    left_out: Mapping[Load, str] = field(default_factory=dict[Load, str])
    worlds: tuple[str, ...] = WORLDS


ROWS: list[Row] = []


def row(
    *,
    timing: Timing = QUICK,
    has_provider: bool = False,
    may_raise: tuple[type, ...] = (),
    kind: Kind = "straight",
    left_out: Mapping[Load, str] | None = None,
    worlds: tuple[str, ...] = WORLDS,
) -> Callable[[Play], Play]:
    """Put a function into the matrix."""

    def add(play: Play) -> Play:
        ROWS.append(
            Row(play, timing, has_provider, may_raise, kind, left_out or {}, worlds)
        )
        return play

    return add


def cells() -> list[Any]:
    """Return every cell that is not left out, as pytest wants parameters."""
    return [
        pytest.param(each, load, world, id=f"{each.play.__name__}-{load}-{world}")
        for each in ROWS
        for load in LOADS
        if load not in each.left_out
        for world in each.worlds
    ]


def run_cell(emulator: Emulator, cell: Row, load: Load, world: str, seed: int) -> None:
    """Run one cell; what fails says how it was logged."""

    async def main() -> None:
        await asyncio.to_thread(int)  # names are looked up in a thread that stays
        before = Baseline.now()
        async with (
            asyncio.timeout(_LIMIT),
            world_of(emulator, world == "asyncio", seed) as opened,
        ):
            opened.address = place.address
            scene = Scene(opened, load, records, place)
            await scene.begin(cell.timing, cell.has_provider)
            await cell.play(scene)
            await check_scene(scene, before, cell.may_raise)

    with recorded() as records, place_of(cell.kind, emulator) as place:
        try:
            asyncio.run(main())
        except BaseException as error:
            error.add_note(f"the last log records:\n{records.last}")
            raise
