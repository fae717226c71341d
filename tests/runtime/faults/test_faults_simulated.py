"""Every fault for minutes of virtual time, under every load, by seed.

`--seeds 200` runs more of them, `--seed 17` the one that failed.
"""

from __future__ import annotations

import pytest
from records import recorded
from scenes import LOADS, Load
from simulated_gathering import check_scene
from simulated_rows import ROWS, SimulatedRow
from simulated_scenes import SimulatedScene


@pytest.mark.parametrize("load", LOADS)
@pytest.mark.parametrize("cell", ROWS, ids=lambda cell: cell.play.__name__)
def test_fault_in_virtual_time(cell: SimulatedRow, load: Load, turn: int) -> None:
    with recorded(quietly=True) as records:
        scene = SimulatedScene(turn, load, ttl=cell.ttl)
        cell.play(scene)
        check_scene(scene, records, cell.may_raise)
