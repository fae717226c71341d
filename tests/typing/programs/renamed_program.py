"""A program over a package in which everything has an old name: each use is reported.

Each line that ends in `expect-error` is one that they must refuse; all others pass.
"""

from __future__ import annotations

from typing import assert_type

import renamed
from renamed import AsyncMemberRef, MemberKind, MemberRef, MemberSnapshot


def named_as_today(member: MemberRef, snapshot: MemberSnapshot) -> None:
    member.set(by="a", avatar_url="b", alias="c")
    assert_type(member.move("a"), bool)
    assert_type(member.move("a", 2), bool)
    assert_type(member.move(place="a", seat=2), bool)
    assert_type(snapshot.avatar_url, str | None)
    assert_type(renamed.enter_team(team_id="a"), MemberRef)


def types_as_before(member: renamed.PersonRef, kind: renamed.PersonKind) -> None:
    assert_type(member, MemberRef)
    assert_type(kind, MemberKind)
    assert_type(renamed.PersonSnapshot(id="a", kind=kind), MemberSnapshot)
    assert_type(member.id, str)


def members_as_before(member: MemberRef, snapshot: MemberSnapshot) -> None:
    assert_type(member.put("a", 2), bool)  # expect-error: deprecated
    assert_type(snapshot.photo_url, str | None)  # expect-error: deprecated
    assert_type(member.name(), str)  # expect-error: deprecated
    member.update(by="a")  # expect-error: deprecated
    renamed.open_team(team_id="a")  # expect-error: deprecated


def parameters_as_before(member: MemberRef) -> None:
    member.set(by="a", photo_url="b")  # expect-error: deprecated
    member.set(actor="a", photo_url="b")  # expect-error: deprecated
    member.update(actor="a")  # expect-error: deprecated
    member.move(to="a")  # expect-error: deprecated
    member.put(to="a", seat=2)  # expect-error: deprecated
    renamed.enter_team(team="a")  # expect-error: deprecated


async def the_same_in_the_other_world(member: AsyncMemberRef) -> None:
    assert_type(await member.move("a"), bool)
    assert_type(await member.put("a"), bool)  # expect-error: deprecated
    assert_type(await member.move(to="a"), bool)  # expect-error: deprecated
    await renamed.async_open_team(team="a")  # expect-error: deprecated


def still_wrong(member: MemberRef) -> None:
    member.move("a", to="b")  # expect-error: one and the same twice
    member.move(to=3)  # expect-error: wrong type
    member.move(too="a")  # expect-error: no such name
    member.set(avatar_url="a")  # expect-error: `by` is required
    renamed.enter_team(team="a", team_id="a")  # expect-error: one and the same twice
