"""A program over the package of Users.md alone: what both type checkers say about it.

Each line that ends in `expect-error` is one that they must refuse; all others pass.
"""

from __future__ import annotations

from typing import assert_type

import users
from users import CLEAR, AsyncUserRef, UserOnlineSnapshot, UserRef, UserSnapshot


def reading(user: UserRef, snapshot: UserSnapshot) -> None:
    assert_type(user.id, str)
    assert_type(user.get(), UserSnapshot | None)
    assert_type(snapshot.photo_url, str | None)
    user.get().name  # expect-error: may be None
    user.fetch()  # expect-error: no such method
    user.id = "other"  # expect-error: final
    snapshot.name = "Other"  # expect-error: frozen
    snapshot.nickname  # expect-error: no such field
    users.UserSnapshott  # expect-error: no such name
    snapshot.custom["a"] = "b"  # expect-error: read-only


def writing(user: UserRef) -> None:
    user.set(name="Alice", email=["a@example.org"], custom={"a": None})
    user.set("Alice")  # expect-error: keyword only
    user.set(nam="Alice")  # expect-error: no such parameter
    user.set(name=1)  # expect-error: another type
    user.set(photo_url=CLEAR)  # expect-error: only an overlay can allow it
    user.create_if_not_exists(name="Alice")
    user.create_if_not_exists()  # expect-error: the name is required
    user.create_if_not_exists(name=None)  # expect-error: not nullable
    user.delete_fields(["name"])


def making() -> None:
    UserSnapshot(id="a", name="Alice", role="default")
    UserSnapshot(id="a", role="default")  # expect-error: the name is required
    UserSnapshot("a", "Alice", "default")  # expect-error: keyword only
    UserSnapshot.from_json({"id": "a", "name": "Alice"})


async def awaiting(user: AsyncUserRef) -> None:
    assert_type(await user.get(), UserSnapshot | None)
    user.get().name  # expect-error: not awaited


def subscribing(user: UserRef, seen: list[UserOnlineSnapshot | None]) -> None:
    user.subscribe_online(seen.append)
    user.subscribe_online(lambda snapshot: snapshot)
    user.subscribe()  # expect-error: the callback is required without the overlay
    user.subscribe(lambda: None)  # expect-error: takes no snapshot
