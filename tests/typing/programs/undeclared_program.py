"""Types that no page declares are `object`, whatever they are called.

Each line that ends in `expect-error` is one that they must refuse; all others pass.
"""

from __future__ import annotations

from undeclared import (
    AsyncThingRef,
    Session,
    ThingRef,
    ThingSnapshot,
    TypeAlias,
    object as whole,
)


def anything_is_one(snapshot: ThingSnapshot) -> tuple[TypeAlias, whole | None]:
    made = ThingSnapshot(id="a", alias=1, whole="b", sessions=(snapshot, None))
    made.sessions.append(1)  # expect-error: a tuple has no such method
    made.alias.upper()  # expect-error: nothing is known of it
    sessions: tuple[Session, ...] = made.sessions
    return made.alias, sessions


def read(ref: ThingRef) -> str:
    found = ref.get()
    return found.id  # expect-error: it may be None


async def read_async(ref: AsyncThingRef) -> ThingSnapshot | None:
    return await ref.get()
