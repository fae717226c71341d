"""All user operations of the official client, over a real socket (realtime.md 3, 4)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from raw_client import Body, RawClient, RefusedError, opened

from minidoc.emulator.testing import Emulator

LogIn = Callable[[str], AbstractAsyncContextManager[RawClient]]

BOB: dict[str, Any] = {
    "id": "bob",
    "name": "Bob",
    "custom": {},
    "locale": None,
    "photoUrl": None,
    "role": "default",
    "welcomeMessage": None,
}


async def test_create_get_set_clear(log_in: LogIn) -> None:
    async with log_in("alice") as alice:
        assert await alice.watch("bob", "nobody") == {}
        await alice.create("bob", name="Bob", email=["b@x.y"], photoUrl=None)
        assert await alice.get("bob", "nobody") == {"bob": BOB}
        await alice.set("bob", name="Bobby", custom={"a": "1", "b": "2"}, locale="nl")
        changed = {"name": "Bobby", "custom": {"a": "1", "b": "2"}, "locale": "nl"}
        assert await alice.get("bob") == {"bob": BOB | changed}
        await alice.set("bob", custom={"a": None, "c": "3"}, locale=None, role="x")
        changed = {"name": "Bobby", "custom": {"b": "2", "c": "3"}, "role": "x"}
        assert await alice.get("bob") == {"bob": BOB | changed}
        await alice.set("bob", custom=None, role="default")
        assert await alice.get("bob") == {"bob": BOB | {"name": "Bobby"}}
    assert [event["type"] for event in alice.events] == [
        "user.created",
        "user.edited",
        "user.edited",
        "user.edited",
    ]
    assert alice.events[0] == {"type": "user.created", "userId": "bob", "state": BOB}
    assert [event["diff"] for event in alice.events[1:]] == [
        {"name": "Bobby", "custom": {"a": "1", "b": "2"}, "locale": "nl"},
        {"custom": {"a": None, "c": "3"}, "locale": None, "role": "x"},
        {"custom": {"b": None, "c": None}, "role": "default"},
    ]


async def test_creating_again_changes_nothing(log_in: LogIn) -> None:
    async with log_in("alice") as alice:
        await alice.create("bob", name="Bob")
        with pytest.raises(RefusedError) as caught:
            await alice.create("bob", name="Robert", role="boss")
        assert caught.value.status == 409
        assert caught.value.body.keys() == {"errorCode", "reasons"}
        assert await alice.get("bob") == {"bob": BOB}


async def test_a_new_user_needs_a_name(log_in: LogIn) -> None:
    async with log_in("alice") as alice:
        with pytest.raises(RefusedError) as caught:
            await alice.set("bob", locale="nl")
        assert caught.value.status == 400
        assert caught.value.reasons == [
            "name: is required, since the user does not exist"
        ]
        assert await alice.get("bob") == {}
        await alice.set("bob", name="Bob")
        assert await alice.get("bob") == {"bob": BOB}


async def test_private_fields_are_kept_and_not_shown(
    log_in: LogIn, talkjs_emulator: Emulator
) -> None:
    async with log_in("alice") as alice:
        await alice.watch("bob")
        await alice.create("bob", name="Bob", phone=["+1"], pushTokens={"fcm:a": True})
        await alice.set("bob", email=["b@x.y"], pushTokens={"apns:b": True})
        await alice.set("bob", pushTokens={"fcm:a": None}, phone=None)
        assert await alice.get("bob") == {"bob": BOB}
        assert len(alice.events) == 1
    bob = talkjs_emulator.user("bob")
    assert bob is not None
    private = {key: bob[key] for key in ("email", "phone", "pushTokens")}
    assert private == {
        "email": ["b@x.y"],
        "phone": None,
        "pushTokens": {"apns:b": True},
    }


async def test_a_write_that_changes_nothing_pushes_nothing(log_in: LogIn) -> None:
    async with log_in("alice") as alice:
        await alice.create("bob", name="Bob", custom={"a": "1"})
        await alice.watch("bob")
        await alice.set("bob", name="Bob", custom={"a": "1"}, locale=None)
        await alice.set("bob")
        await alice.ping()
        assert alice.events == []


async def test_others_are_told_until_they_unsubscribe(log_in: LogIn) -> None:
    async with log_in("alice") as alice, log_in("carol") as carol:
        await carol.watch("bob")
        await alice.set("bob", name="Bob")
        assert (await carol.event())["type"] == "user.created"
        await carol.ask("UNSUBSCRIBE", "/users/bob")
        await carol.ask("UNSUBSCRIBE", "/users/bob")
        await alice.set("bob", name="Bobby")
        await carol.ping()
        assert len(carol.events) == 1


async def test_subscribing_twice_counts_once(log_in: LogIn) -> None:
    async with log_in("alice") as alice:
        await alice.watch("bob", "bob")
        await alice.watch("bob")
        await alice.create("bob", name="Bob")
        await alice.ping()
        assert len(alice.events) == 1
        await alice.ask("UNSUBSCRIBE", "/users/bob")
        await alice.set("bob", name="Bobby")
        await alice.ping()
        assert len(alice.events) == 1


async def test_online(log_in: LogIn) -> None:
    async with log_in("alice") as alice:
        await alice.create("bob", name="Bob")
        assert await alice.watch_online("bob") is False
        async with log_in("bob"), log_in("bob"):
            assert await alice.event() == online("bob", True)
        assert await alice.event() == online("bob", False)
        await alice.ask("UNSUBSCRIBE", "/users/bob/online")
        async with log_in("bob") as bob:
            await bob.ping()
            await alice.ping()
        assert alice.events == [online("bob", True), online("bob", False)]


async def test_online_of_somebody_who_appears(log_in: LogIn) -> None:
    async with log_in("alice") as alice, log_in("bob") as bob:
        assert await alice.watch_online("bob") is None
        await bob.create("bob", name="Bob")
        await alice.ping()
        assert alice.events == [
            {"type": "user.created", "userId": "bob", "state": BOB},
            online("bob", True),
        ]
        # One frame, so that the client makes one snapshot of both.
        assert alice.numbers == [1]
        assert (await alice.ask("GET", "/users/bob/online")) == {"isConnected": True}


def online(user_id: str, connected: bool) -> dict[str, Any]:
    diff = {"isConnected": connected}
    return {"type": "user.online.changed", "userId": user_id, "diff": diff}


async def test_a_socket_that_is_not_logged_in_is_not_online(
    log_in: LogIn, talkjs_emulator: Emulator
) -> None:
    talkjs_emulator.put_user("bob", name="Bob")
    async with log_in("alice") as alice:
        host, app_id = talkjs_emulator.host, talkjs_emulator.app_id
        async with opened(host, app_id, "bob") as bob:
            await bob.ping()
            assert await alice.watch_online("bob") is False
            await bob.login(talkjs_emulator.token("bob"))
            assert await alice.event() == online("bob", True)


async def test_renewal_leaves_subscriptions_alone(
    log_in: LogIn, talkjs_emulator: Emulator
) -> None:
    async with log_in("alice") as alice:
        await alice.watch("bob")
        first = await alice.login(talkjs_emulator.token("alice", ttl=1000))
        assert 998 <= first["expiresInSeconds"] <= 1000
        second = await alice.login(talkjs_emulator.token("alice", ttl=None))
        assert second["expiresInSeconds"] is None
        assert second["sessionId"] == first["sessionId"]
        await alice.create("bob", name="Bob")
        assert len(alice.events) == 1
        talkjs_emulator.advance(10**7)
        await alice.ping()
        assert len(alice.events) == 1


async def test_expiry(log_in: LogIn, talkjs_emulator: Emulator) -> None:
    async with log_in("alice") as alice:
        await alice.watch("bob")
        talkjs_emulator.advance(86_400)
        assert await alice.event() == {"type": "session.expired"}
        assert not talkjs_emulator.is_online("alice")
        with pytest.raises(RefusedError) as caught:
            await alice.get("bob")
        assert caught.value.status == 401
        await alice.login(talkjs_emulator.token("alice"))
        await alice.watch("bob")
        await alice.set("bob", name="Bob")
        assert alice.events[-1]["type"] == "user.created"
        assert alice.numbers == [1, 2]


async def test_reconnect(log_in: LogIn, talkjs_emulator: Emulator) -> None:
    async with log_in("alice") as alice:
        await alice.watch("bob")
        await alice.create("bob", name="Bob")
        talkjs_emulator.disconnect("alice")
        await alice.socket.wait_closed()
        assert alice.socket.close_code == 1006
    talkjs_emulator.put_user("bob", name="Bobby")
    async with log_in("alice") as alice:
        assert await alice.watch("bob") == {"bob": BOB | {"name": "Bobby"}}
        talkjs_emulator.put_user("bob", name="Bo")
        await alice.event()
        assert alice.numbers == [1]
    await talkjs_emulator.journal.wait_for_async(
        lambda entry: entry.frame == ["close", 1000]
    )
    assert talkjs_emulator.subscriptions() == {}


async def test_the_official_frames(log_in: LogIn) -> None:
    """The frames of realtime.md section 4, one after the other."""
    async with log_in("bob") as client:
        await client.create("bob", name="Bob")
        for data in (
            {"name": "Al", "email": ["a@x.y"], "photoUrl": None, "custom": {"a": "1"}},
            {"name": "Al", "locale": None, "custom": {"a": None}},
        ):
            method = "POST" if "email" in data else "PUT"
            await client.say([50, method, "/users/alice", data, {}])
            assert await client.read() == [50, 200, {}]
        await client.say([51, "SUBSCRIBE", "/users/bob/online", Body(), Body()])
        assert await client.read() == [51, 200, {}]
        await client.say([52, "GET", "/users/bob/online", Body(), Body()])
        assert await client.read() == [52, 200, {"isConnected": True}]


async def test_a_thousand_writes(log_in: LogIn, talkjs_emulator: Emulator) -> None:
    async with log_in("alice") as alice, log_in("carol") as carol:
        await carol.watch("bob")
        for number in range(1000):
            path = "/users/bob"
            await alice.send("PUT", path, {"name": "Bob", "locale": str(number)})
            if number % 50 == 49:
                await alice.ping()
        await alice.ping()
        while carol.events[-1:] != [edited("bob", locale="999")]:
            await carol.read()
        assert carol.numbers == [*range(1, 1001)]
        await carol.ping()
        await talkjs_emulator.quiesce_async()


def edited(user_id: str, **diff: Any) -> dict[str, Any]:
    return {"type": "user.edited", "userId": user_id, "diff": diff}
