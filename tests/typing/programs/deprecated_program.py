"""A program over deprecated classes and functions: their users hear of it, nobody else.

Each line that ends in `expect-error` is one that they must refuse; all others pass.
"""

from __future__ import annotations

from typing import assert_type

import deprecated
from deprecated import HallSnapshot


def using(hall: HallSnapshot) -> None:
    assert_type(len(hall.rooms), int)
    deprecated.get_room("a")  # expect-error: deprecated
    deprecated.RoomSnapshot(id="a")  # expect-error: deprecated
    deprecated.get_rooms  # expect-error: no such name
