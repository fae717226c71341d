"""What users do, over a real socket, in both worlds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from leftovers import eventually
from worlds import Seen, World, world_of

from minidoc.emulator.testing import Emulator
from talkjs import (
    ActiveState,
    AuthenticationError,
    BadRequestError,
    ErrorState,
    PermissionDeniedError,
    SessionClosedError,
    SubscriptionEndedError,
    UnsubscribedState,
    UserSnapshot,
    sign_token,
)

Scenario = Callable[[World], Awaitable[None]]
SCENARIOS: list[Scenario] = []


def scenario(function: Scenario) -> Scenario:
    SCENARIOS.append(function)
    return function


@pytest.mark.parametrize("is_async", [True, False], ids=["asyncio", "threads"])
@pytest.mark.parametrize("run", SCENARIOS, ids=lambda run: run.__name__)
def test_scenario(
    talkjs_emulator: Emulator, run: Scenario, is_async: bool, turn: int
) -> None:
    async def limited() -> None:
        async with (
            asyncio.timeout(20),
            world_of(talkjs_emulator, is_async, turn) as world,
        ):
            await run(world)

    asyncio.run(limited())


@scenario
async def reads_and_writes(world: World) -> None:
    bob = world.talk().user("bob")
    assert await world.do(bob.get) is None
    await world.do(bob.set, name="Bob", custom={"a": "1", "b": "2"}, photo_url="p")
    found: UserSnapshot = await world.do(bob.get)
    assert (found.name, dict(found.custom)) == ("Bob", {"a": "1", "b": "2"})
    await world.do(bob.set, custom={"b": None}, name=None)
    await world.do(bob.delete_fields, ["photo_url", "custom.a"])
    found = await world.do(bob.get)
    assert (found.name, dict(found.custom), found.photo_url) == ("Bob", {}, None)
    assert await world.do(bob.get) is found


@scenario
async def creates_once(world: World) -> None:
    user = world.talk().current_user
    await world.do(user.create_if_not_exists, name="Alice")
    await world.do(user.create_if_not_exists, name="Other")
    assert (await world.do(user.get)).name == "Alice"
    assert (await world.do(user.get)).role == "default"


@scenario
async def refusals(world: World) -> None:
    nobody = world.talk().user("nobody")
    with pytest.raises(BadRequestError) as caught:
        await world.do(nobody.set, locale="en")
    assert caught.value.status == 400
    assert "name" in str(caught.value)
    world.emulator.set_user_sync(False)
    with pytest.raises(PermissionDeniedError):
        await world.do(nobody.create_if_not_exists, name="N")
    assert world.emulator.user("nobody") is None


@scenario
async def watches(world: World) -> None:
    bob = world.talk().user("bob")
    seen = Seen()
    subscription = bob.subscribe(seen)
    await world.future(subscription, "connected")
    await eventually(lambda: list(seen) == [None])
    world.emulator.put_user("bob", name="Bob")
    await seen.until(lambda s: s is not None and s.name == "Bob")
    world.emulator.put_user("bob", custom={"k": "v"})
    newest = await seen.until(lambda s: s is not None and s.custom)
    assert subscription.state == ActiveState(newest)
    assert await world.do(bob.get) is newest
    await world.do(subscription.unsubscribe)
    await world.do(subscription.unsubscribe)
    await world.future(subscription, "terminated")
    assert subscription.state == UnsubscribedState()
    world.emulator.put_user("bob", name="Late")
    await eventually(lambda: not world.emulator.subscriptions())
    assert seen[-1] is newest


@scenario
async def watches_online(world: World) -> None:
    world.emulator.put_user("bob", name="Bob")
    seen = Seen()
    subscription = world.talk().user("bob").subscribe_online(seen)
    await world.future(subscription, "connected")
    bob = world.talk("bob")
    await world.do(bob.current_user.set, name="Bobby")
    await seen.until(lambda s: s.is_connected and s.user.name == "Bobby")
    await world.close(bob)
    last = await seen.until(lambda s: not s.is_connected and s.user.name == "Bobby")
    await eventually(lambda: subscription.state == ActiveState(last))


@scenario
async def watches_who_appears(world: World) -> None:
    seen = Seen()
    subscription = world.talk().user("bob").subscribe_online(seen)
    await world.future(subscription, "connected")
    await world.do(world.talk("bob").current_user.set, name="Bob")
    await seen.until(lambda s: s is not None and s.is_connected)


@scenario
async def iterates(world: World) -> None:
    bob = world.talk().user("bob")
    subscription = bob.subscribe()
    assert await world.next(subscription) is None
    await world.do(bob.set, name="Bob")
    assert (await world.next(subscription)).name == "Bob"
    await world.do(subscription.unsubscribe)


@scenario
async def reads_of_one_moment_travel_together(world: World) -> None:
    talk = world.talk()
    await world.do(talk.current_user.get)
    users = [talk.user(f"u{n}") for n in range(50)]
    since = world.emulator.journal.count
    found = await asyncio.gather(*(world.do(user.get) for user in users))
    assert found == [None] * 50
    frames = [
        (entry.method, len(dict(entry.frame[3])["ids"]))  # type: ignore[index,arg-type]
        for entry in world.emulator.journal.requests(since=since)
        if entry.path == "/users"
    ]
    asked = [size for method, size in frames if method == "GET"]
    assert sum(asked) == 50
    assert frames[0][0] == "SUBSCRIBE"
    if world.is_async:
        assert frames == [("SUBSCRIBE", 50), ("GET", 50)]


@scenario
async def a_get_is_kept_and_let_go(world: World) -> None:
    talk = world.talk()
    bob = talk.user("bob")
    await world.do(bob.get)
    since = world.emulator.journal.count
    world.emulator.put_user("bob", name="Bob")
    await world.emulator.quiesce_async()
    await eventually(lambda: talk.health().ignored_frames == 0)
    assert (await world.do(bob.get)).name == "Bob"
    assert world.emulator.journal.requests(since=since) == []
    await eventually(lambda: world.emulator.connection_count() == 0)
    assert talk.health().state == "idle"
    assert (await world.do(bob.get)).name == "Bob"
    assert talk.health().reconnects == 0


@scenario
async def a_callback_that_raises_is_reported(world: World) -> None:
    talk = world.talk()
    errors = Seen()
    listening = talk.on_error(errors)
    seen = Seen()

    def callback(snapshot: Any) -> None:
        seen(snapshot)
        raise ZeroDivisionError("mine")

    subscription = talk.user("bob").subscribe(callback)
    await errors.until(lambda e: isinstance(e, ZeroDivisionError))
    world.emulator.put_user("bob", name="Bob")
    await seen.until(lambda s: s is not None)
    await eventually(lambda: len(errors) == 2)
    await world.do(listening.unsubscribe)
    await world.do(subscription.unsubscribe)


@scenario
async def a_callback_may_use_the_session(world: World) -> None:
    talk = world.talk()
    done = Seen()
    subscription: Any = None

    async def acts(snapshot: Any) -> None:
        if snapshot is None:
            await talk.user("bob").set(name="Bob")
        else:
            done(await talk.user("bob").get())
            await subscription.unsubscribe()

    def blocks(snapshot: Any) -> None:
        if snapshot is None:
            talk.user("bob").set(name="Bob")
        else:
            done(talk.user("bob").get())
            subscription.unsubscribe()

    subscription = talk.user("bob").subscribe(acts if world.is_async else blocks)
    await done.until(lambda s: s.name == "Bob")
    await world.future(subscription, "terminated")


@scenario
async def a_slow_callback_gets_the_newest(world: World) -> None:
    talk = world.talk()
    bob = talk.user("bob")
    await world.do(bob.set, name="0")
    seen = Seen()
    gate: Any
    if world.is_async:
        gate = asyncio.Event()

        async def slow(snapshot: Any) -> None:
            seen(snapshot)
            await gate.wait()

        callback: Any = slow
    else:
        import threading

        gate = threading.Event()

        def slow_thread(snapshot: Any) -> None:
            seen(snapshot)
            gate.wait(5)

        callback = slow_thread
    subscription = bob.subscribe(callback)
    await eventually(lambda: len(seen) == 1)
    for n in range(1, 30):
        await world.do(bob.set, name=str(n))
    assert len(seen) == 1
    since = world.emulator.journal.count
    await world.emulator.journal.wait_for_async(
        lambda e: e.path == "/ping", since=since
    )
    assert talk.health().state == "ready"
    assert talk.health().reconnects == 0
    gate.set()
    await seen.until(lambda s: s.name == "29")
    assert [s.name for s in seen] == ["0", "29"]
    await world.do(subscription.unsubscribe)


@scenario
async def a_closed_session_says_so(world: World) -> None:
    talk = world.talk()
    bob = talk.user("bob")
    subscription = bob.subscribe()
    await world.future(subscription, "connected")
    never = talk.user("b").subscribe()
    await world.close(talk)
    assert subscription.state == UnsubscribedState()
    if world.is_async:
        with pytest.raises(SubscriptionEndedError):
            await world.future(never, "connected")
    for call in (bob.get, bob.subscribe):
        with pytest.raises(SessionClosedError):
            await world.do(call)
    assert talk.health().state == "closed"


@scenario
async def a_token_that_serves_nobody(world: World) -> None:
    wrong = sign_token(
        app_id=world.emulator.app_id, user_id="alice", secret="another secret"
    )
    talk = world.talk(token=wrong)
    errors = Seen()
    talk.on_error(errors)
    subscription = talk.user("bob").subscribe()
    with pytest.raises((AuthenticationError, SessionClosedError)) as caught:
        await world.do(talk.user("bob").get)
    assert wrong not in repr(caught.value) + str(caught.value)
    await errors.until(lambda e: isinstance(e, AuthenticationError))
    await world.future(subscription, "terminated")
    assert isinstance(subscription.state, ErrorState)
    assert talk.health().state == "failed"
    with pytest.raises(SessionClosedError) as closed:
        await world.do(talk.user("bob").get)
    assert isinstance(closed.value.__cause__, AuthenticationError)


@scenario
async def a_token_of_our_own_making(world: World) -> None:
    emulator = world.emulator
    good = sign_token(app_id=emulator.app_id, user_id="al/ice", secret=emulator.secret)
    talk = world.talk("al/ice", token=good)
    await world.do(talk.current_user.set, name="A")
    assert (await world.do(talk.current_user.get)).name == "A"


@scenario
async def a_provider_is_asked_once_for_all(world: World) -> None:
    asked: list[int] = []

    def provide() -> str:
        asked.append(1)
        return world.emulator.token("alice")

    async def provide_later() -> str:
        return provide()

    provider = provide_later if world.is_async else provide
    talk = world.talk(token=None, provider=provider)
    users = [talk.user(f"u{n}") for n in range(8)]
    seen = Seen()
    users[0].subscribe(seen)
    await asyncio.gather(*(world.do(user.get) for user in users))
    assert len(asked) == 1
    world.emulator.expire("alice")
    await asyncio.gather(*(world.do(user.set, name="x") for user in users))
    await seen.until(lambda s: s is not None)
    assert len(asked) == 2
    assert world.emulator.connection_count() == 1


@scenario
async def session_expired_without_provider(world: World) -> None:
    talk = world.talk()
    errors = Seen()
    talk.on_error(errors)
    subscription = talk.user("bob").subscribe()
    await world.future(subscription, "connected")
    world.emulator.expire("alice")
    await errors.until(lambda e: isinstance(e, AuthenticationError))
    await world.future(subscription, "terminated")
