"""The fixture: an app of its own for each test, and the way out is shut."""

from __future__ import annotations

from minidoc.emulator.testing import Emulator


def test_users(talkjs_emulator: Emulator) -> None:
    talkjs_emulator.put_user("alice", name="Alice")
    user = talkjs_emulator.user("alice")
    assert user is not None
    assert user["name"] == "Alice"
