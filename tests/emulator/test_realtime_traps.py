"""Section 9 of realtime.md, trap by trap, and the order of section 6."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import httpx2
import pytest
from raw_client import Body, RawClient, RefusedError, logged_in, opened

from minidoc.emulator.faults import Fault
from minidoc.emulator.journal import Origin
from minidoc.emulator.testing import Emulator

LogIn = Callable[[str], AbstractAsyncContextManager[RawClient]]


async def test_1_success_is_exactly_200(log_in: LogIn) -> None:
    async with log_in("alice") as alice:
        frames: list[list[Any]] = [
            ["GET", "/ping", {}, {}],
            ["POST", "/users/bob", {"name": "Bob"}, {}],
            ["PUT", "/users/bob", {}, {}],
            ["SUBSCRIBE", "/users", {"ids": []}, {}],
            ["UNSUBSCRIBE", "/users/bob", {}, {}],
            ["UNSUBSCRIBE", "/users/nobody/online", {}, {}],
        ]
        for number, frame in enumerate(frames):
            await alice.say([number + 100, *frame])
            assert await alice.read() == [number + 100, 200, {}]


def test_1_faults_spare_renewals_unless_they_are_named() -> None:
    origin = Origin("app", "alice", 1)
    blunt = Fault(kind="status", on="in", status=500)
    assert blunt.matches("in", origin, "PUT", "/users/bob")
    assert not blunt.matches("in", origin, "POST", "/session/renew")
    named = Fault(kind="status", on="in", status=401, path="/session/renew")
    assert named.matches("in", origin, "POST", "/session/renew")


@pytest.mark.parametrize(
    ("ttl", "least", "most"),
    [(30, 120, 120), (119, 120, 120), (1000, 998, 1000), (86400, 86398, 86400)],
)
async def test_2_expires_in_is_never_short(
    talkjs_emulator: Emulator, ttl: int, least: int, most: int
) -> None:
    host, app_id = talkjs_emulator.host, talkjs_emulator.app_id
    async with opened(host, app_id, "alice") as alice:
        body = await alice.login(talkjs_emulator.token("alice", ttl))
        assert least <= body["expiresInSeconds"] <= most


async def test_2_a_token_without_an_end(talkjs_emulator: Emulator) -> None:
    host, app_id = talkjs_emulator.host, talkjs_emulator.app_id
    async with opened(host, app_id, "alice") as alice:
        body = await alice.login(talkjs_emulator.token("alice", None))
        assert body.keys() == {"expiresInSeconds", "sessionId"}
        assert body["expiresInSeconds"] is None


async def test_3_pushes_count_from_1_on_each_socket(log_in: LogIn) -> None:
    for _ in range(2):
        async with log_in("alice") as alice, log_in("carol") as carol:
            await alice.watch("bob")
            await carol.watch("bob")
            await alice.set("bob", name="Bob")
            for name in ("a", "b", "c"):
                await carol.set("bob", name=name)
            await carol.set("bob", name="Bob")
            await alice.ping()
            assert alice.numbers == [*range(1, len(alice.numbers) + 1)]
            assert len(alice.numbers) >= 4
            assert carol.numbers == alice.numbers


async def test_4_the_push_comes_before_the_reply_to_the_writer(log_in: LogIn) -> None:
    async with log_in("alice") as alice:
        await alice.watch("bob")
        alice.order.clear()
        created = await alice.send("POST", "/users/bob", {"name": "Bob"})
        edited = await alice.send("PUT", "/users/bob", {"name": "Bobby"})
        await alice.answer(edited)
        assert alice.order == ["push", created, "push", edited]


async def test_5_what_does_not_exist_can_be_watched(log_in: LogIn) -> None:
    async with log_in("alice") as alice:
        assert await alice.ask("SUBSCRIBE", "/users", {"ids": ["nobody"]}) == {}
        assert await alice.get("nobody", "no one") == {}
        assert await alice.ask("SUBSCRIBE", "/users/nobody/online") == {}
        with pytest.raises(RefusedError) as caught:
            await alice.ask("GET", "/users/nobody/online")
        assert caught.value.status == 404
        assert caught.value.body["errorCode"] == "USER_NOT_FOUND"


async def test_6_many_are_subscribed_and_one_is_unsubscribed(
    log_in: LogIn, talkjs_emulator: Emulator
) -> None:
    async with log_in("alice") as alice:
        await alice.watch("a", "b/c", "d")
        await alice.ask("UNSUBSCRIBE", "/users/b%2Fc")
        assert talkjs_emulator.subscriptions() == {("user", "a"): 1, ("user", "d"): 1}


@pytest.mark.parametrize(
    "user_id", ["b/c", "al ice/é", "50%", "?#&", "…", "a%2Fb", "."]
)
async def test_7_paths_are_split_before_they_are_decoded(
    talkjs_emulator: Emulator, user_id: str
) -> None:
    host, app_id = talkjs_emulator.host, talkjs_emulator.app_id
    token = talkjs_emulator.token(user_id)
    async with logged_in(host, app_id, user_id, token) as client:
        assert await client.watch_online(user_id) is None
        await client.create(user_id, name="Somebody")
        assert (await client.get(user_id))[user_id]["id"] == user_id
        assert client.events[0]["userId"] == user_id
        assert await client.watch_online(user_id) is True


async def test_10_the_app_probe(talkjs_emulator: Emulator) -> None:
    async with httpx2.AsyncClient(base_url=talkjs_emulator.url) as http:
        for app_id in (talkjs_emulator.app_id, "an-app-of-nobody"):
            answer = await http.get(f"/api/v0/{app_id}")
            assert (answer.status_code, answer.json()) == (200, {})


async def test_11_a_patch_is_stored_as_a_patch(log_in: LogIn) -> None:
    async with log_in("alice") as alice:
        await alice.create("bob", name="Bob", custom={"a": "1", "b": "2"})
        await alice.set("bob", custom={"b": None, "c": "3"})
    async with log_in("carol") as fresh:
        bob = (await fresh.watch("bob"))["bob"]
        assert bob["custom"] == {"a": "1", "c": "3"}


async def test_12_ids_and_numbers_overlap(log_in: LogIn) -> None:
    async with log_in("alice") as alice:
        await alice.watch("bob")
        await alice.say([1, "POST", "/users/bob", {"name": "Bob"}, {}])
        assert (await alice.read())[:2] == [1, "PUBLISH"]
        assert await alice.read() == [1, 200, {}]
        await alice.say([1, "ACK"])
        await alice.say([77, "ACK"])
        await alice.say([1, "GET", "/ping", Body(), Body()])
        assert await alice.read() == [1, 200, {}]


async def test_13_presence_ends_with_the_last_socket(
    log_in: LogIn, talkjs_emulator: Emulator
) -> None:
    async with log_in("alice"):
        assert talkjs_emulator.is_online("alice")
        async with log_in("alice"):
            pass
        first = await talkjs_emulator.journal.wait_for_async(
            lambda entry: entry.frame == ["close", 1000]
        )
        assert talkjs_emulator.is_online("alice")
    await talkjs_emulator.journal.wait_for_async(
        lambda entry: entry.frame == ["close", 1000], since=first.number
    )
    assert not talkjs_emulator.is_online("alice")
    assert talkjs_emulator.connection_count() == 0


async def test_15_a_request_that_is_sent_twice(log_in: LogIn) -> None:
    async with log_in("alice") as alice:
        await alice.watch("bob")
        await alice.set("bob", name="Bob")
        await alice.set("bob", name="Bob")
        with pytest.raises(RefusedError, match="409"):
            await alice.create("bob", name="Bob")
        assert len(alice.events) == 1


async def test_both_forms_of_the_address(talkjs_emulator: Emulator) -> None:
    host, app_id = talkjs_emulator.host, talkjs_emulator.app_id
    for prefix in ("/v1", "/public_api/v1"):
        async with opened(host, app_id, "alice", prefix=prefix) as alice:
            await alice.login(talkjs_emulator.token("alice"))


async def test_a_read_has_whatever_was_pushed_before(log_in: LogIn) -> None:
    """A client drops events that come before its first read (section 6)."""
    async with log_in("alice") as alice, log_in("bob") as bob:
        await bob.create("x", name="0")
        await alice.watch("x")
        for number in range(1, 101):
            await bob.send("PUT", "/users/x", {"name": str(number)})
            got = int((await alice.get("x"))["x"]["name"])
            pushed = [int(event["diff"]["name"]) for event in alice.events]
            assert got >= max(pushed, default=0)
        await bob.ping()
        await alice.ping()
        assert len(alice.events) == 100


async def test_frames_of_one_socket_are_processed_in_order(log_in: LogIn) -> None:
    async with log_in("alice") as alice:
        alice.order.clear()
        first = await alice.send("SUBSCRIBE", "/users", {"ids": ["x"]})
        second = await alice.send("POST", "/users/x", {"name": "X"})
        third = await alice.send("GET", "/users", {"ids": ["x"]})
        assert (await alice.answer(third))["x"]["name"] == "X"
        assert alice.order == [first, "push", second, third]


async def test_requests_may_be_pipelined(log_in: LogIn) -> None:
    async with log_in("alice") as alice:
        sent = [
            await alice.send("POST", f"/users/{number}", {"name": str(number)})
            for number in range(100)
        ]
        await alice.answer(sent[-1])
        assert alice.order[-100:] == [*sent]


async def test_nothing_is_answered_before_login(talkjs_emulator: Emulator) -> None:
    host, app_id = talkjs_emulator.host, talkjs_emulator.app_id
    async with opened(host, app_id, "alice") as alice:
        for method, path in (
            ("GET", "/users"),
            ("PUT", "/users/alice"),
            ("SUBSCRIBE", "/users/alice/online"),
        ):
            with pytest.raises(RefusedError) as caught:
                await alice.ask(method, path, {})
            assert caught.value.status == 401
        assert await alice.ping() == {}
    assert talkjs_emulator.user("alice") is None


async def test_user_syncing_off(log_in: LogIn, talkjs_emulator: Emulator) -> None:
    talkjs_emulator.put_user("bob", name="Bob")
    talkjs_emulator.set_user_sync(False)
    async with log_in("alice") as alice:
        await alice.watch("bob", "carol")
        for attempt in (
            alice.set("bob", name="Robert"),
            alice.set("alice", name="Alice"),
            alice.set("bob", photoUrl=None),
            alice.create("carol", name="Carol"),
        ):
            with pytest.raises(RefusedError) as caught:
                await attempt
            assert caught.value.status == 403
            assert caught.value.reasons
        with pytest.raises(RefusedError, match="409"):
            await alice.create("bob", name="Robert")
        assert [*(await alice.get("alice", "bob", "carol"))] == ["bob"]
        assert alice.events == []
        talkjs_emulator.put_user("bob", name="Robert")
        assert (await alice.event())["diff"] == {"name": "Robert"}


async def test_apps_know_nothing_of_each_other(
    log_in: LogIn, talkjs_emulator: Emulator
) -> None:
    other = talkjs_emulator.app_id + "-other"
    tokens = talkjs_emulator.tokens_of(other)
    host = talkjs_emulator.host
    async with (
        log_in("alice") as here,
        logged_in(host, other, "alice", tokens("alice")) as there,
    ):
        await there.watch_online("bob")
        await here.create("bob", name="Bob")
        async with log_in("bob") as bob:
            await bob.ping()
        assert await there.get("bob") == {}
        assert there.events == []
        await there.create("bob", name="Another")
        assert (await here.get("bob"))["bob"]["name"] == "Bob"
        with pytest.raises(RefusedError) as caught:
            await there.login(talkjs_emulator.token("alice"))
        assert caught.value.status == 401
