"""Every fault, in both worlds, under every load, by seed; then all that always holds.

`--seeds 200` runs more of them, `--seed 17` the one that failed.
"""

from __future__ import annotations

import matrix
import pytest
import rows_closing
import rows_connection
import rows_forking
import rows_frames
import rows_load
import rows_network
import rows_tokens
from scenes import LOADS, Load

from minidoc.emulator.testing import Emulator

# All but those that end the process, or take a day.
NUMBERS = {*range(1, 26), *range(27, 34)}


@pytest.mark.parametrize(("cell", "load", "world"), matrix.cells())
def test_fault(
    talkjs_emulator: Emulator, cell: matrix.Row, load: Load, world: str, seed: int
) -> None:
    matrix.run_cell(talkjs_emulator, cell, load, world, seed)


def test_the_matrix_is_complete() -> None:
    places = (
        rows_closing, rows_connection, rows_forking, rows_frames, rows_load,
        rows_network, rows_tokens,
    )  # fmt: skip
    names = [name for each in places for name in dir(each) if name.startswith("row_")]
    played = [each.play.__name__ for each in matrix.ROWS]
    assert sorted(names) == sorted(played)
    assert {int(name.split("_")[1]) for name in played} == NUMBERS


def test_what_is_left_out_has_a_reason() -> None:
    for each in matrix.ROWS:
        assert set(each.left_out) < set(LOADS)
        assert all(len(reason.split()) > 4 for reason in each.left_out.values())
