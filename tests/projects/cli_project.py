"""Pages for the command's tests, and what its fixtures are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

Minidoc: TypeAlias = Callable[..., Any]
WriteFile: TypeAlias = Callable[[str, str], Path]

FRONT = """\
---
url: https://example.org/docs/API/Rooms
title: 'Rooms'
minidoc-source: dart
---

"""
ROOMS = f"""{FRONT}## RoomSnapshot
/** A room at one moment */
class RoomSnapshot {{
/** Identifies the room */
final String id;

Map<String, dynamic>toJson()
}}
"""
NOTED = ROOMS.replace("String id", "String from")
WARNED = ROOMS.replace("String id", "RoomId id")
BROKEN = ROOMS.replace("final String id;", "final String id")
