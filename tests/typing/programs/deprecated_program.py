"""A program over deprecated classes and functions: their users hear of it, nobody else.

Each line that ends in `expect-error` is one that they must refuse; all others pass.
"""

from __future__ import annotations

from typing import assert_type

import deprecated
from deprecated import HallKind, HallSnapshot, LobbySnapshot


def using(hall: HallSnapshot, lobby: LobbySnapshot) -> None:
    assert_type(lobby.kind.is_known, bool)
    assert_type(len(hall.rooms), int)
    deprecated.get_room("a")  # expect-error: deprecated
    deprecated.RoomSnapshot(id="a")  # expect-error: deprecated
    deprecated.RoomKind.TALK  # expect-error: deprecated
    assert_type(HallKind.MEETING.is_known, bool)
    deprecated.get_rooms  # expect-error: no such name
