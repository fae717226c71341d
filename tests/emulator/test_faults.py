"""Faults on purpose: each kind over a real socket, the same again for the same seed."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import httpx2
import pytest
from raw_client import RawClient, RefusedError, opened
from websockets.exceptions import ConnectionClosed, InvalidMessage, InvalidStatus

from minidoc.emulator.faults import (
    KINDS,
    Fault,
    FaultError,
    Faults,
    Kind,
    Side,
    read_fault,
)
from minidoc.emulator.journal import Origin
from minidoc.emulator.testing import Emulator

LogIn = Callable[[str], AbstractAsyncContextManager[RawClient]]


async def test_drop(log_in: LogIn, talkjs_emulator: Emulator) -> None:
    async with log_in("alice") as alice:
        talkjs_emulator.faults.add("drop", method="PUT")
        lost = await alice.send("PUT", "/users/bob", {"name": "Bob"})
        await alice.ping()
        assert lost not in alice.order
        assert talkjs_emulator.user("bob") is not None
        talkjs_emulator.faults.add("drop", on="in", method="PUT")
        await alice.send("PUT", "/users/carol", {"name": "Carol"})
        await alice.ping()
        assert talkjs_emulator.user("carol") is None
        assert talkjs_emulator.faults.happened() == 2


async def test_a_dropped_push_is_not_waited_for(
    log_in: LogIn, talkjs_emulator: Emulator
) -> None:
    async with log_in("alice") as alice:
        await alice.watch("bob")
        talkjs_emulator.faults.add("drop", method="PUBLISH")
        await alice.create("bob", name="Bob")
        assert alice.events == []
        await talkjs_emulator.quiesce_async()
        await alice.set("bob", name="Bobby")
        assert alice.numbers == [2]


async def test_reset_in_the_middle_of_a_frame(
    log_in: LogIn, talkjs_emulator: Emulator
) -> None:
    async with log_in("alice") as alice:
        talkjs_emulator.faults.add("reset", method="PUT")
        with pytest.raises(ConnectionClosed):
            await alice.set("bob", name="Bob")
        assert alice.socket.close_code == 1006
        await _ended(talkjs_emulator)
    assert talkjs_emulator.user("bob") is not None


async def test_close_code(log_in: LogIn, talkjs_emulator: Emulator) -> None:
    async with log_in("alice") as alice:
        talkjs_emulator.faults.add("close", on="in", method="PUT", code=4321)
        with pytest.raises(ConnectionClosed):
            await alice.set("bob", name="Bob")
        assert alice.socket.close_code == 4321
        await _ended(talkjs_emulator)
    assert talkjs_emulator.user("bob") is None


async def test_black_hole(log_in: LogIn, talkjs_emulator: Emulator) -> None:
    async with log_in("alice") as alice, log_in("bob") as bob:
        talkjs_emulator.faults.add("blackhole", user_id="alice", delay=1000)
        await bob.watch("x")
        asked = await alice.send("GET", "/ping")
        await talkjs_emulator.journal.wait_for_async(
            lambda entry: entry.frame == ["fault", "blackhole"]
        )
        pong = asyncio.ensure_future(await alice.socket.ping())
        await alice.send("PUT", "/users/x", {"name": "X"})
        await bob.set("y", name="Y")
        await talkjs_emulator.quiesce_async()
        assert not pong.done()
        assert talkjs_emulator.user("x") is None
        assert talkjs_emulator.is_online("alice")
        talkjs_emulator.advance(1000)
        with pytest.raises(ConnectionClosed):
            await alice.answer(asked)
        await _ended(talkjs_emulator)
        assert not talkjs_emulator.is_online("alice")


async def test_a_client_may_leave_a_black_hole(
    log_in: LogIn, talkjs_emulator: Emulator
) -> None:
    async with log_in("alice") as alice:
        talkjs_emulator.faults.add("blackhole", delay=80_000)
        await alice.send("GET", "/ping")
        await talkjs_emulator.journal.wait_for_async(
            lambda entry: entry.frame == ["fault", "blackhole"]
        )
        alice.socket.transport.abort()
    await _ended(talkjs_emulator)
    assert talkjs_emulator.connection_count() == 0


async def test_delay(log_in: LogIn, talkjs_emulator: Emulator) -> None:
    async with log_in("alice") as alice:
        talkjs_emulator.faults.add("delay", method="PUT", delay=3000)
        await alice.send("PUT", "/users/bob", {"name": "Bob"})
        await talkjs_emulator.journal.wait_for_async(
            lambda entry: entry.frame == ["fault", "delay"]
        )
        with pytest.raises(TimeoutError):
            await talkjs_emulator.quiesce_async(timeout=0.05)
        talkjs_emulator.advance(3000)
        await alice.ping()


async def test_duplicate(log_in: LogIn, talkjs_emulator: Emulator) -> None:
    async with log_in("alice") as alice:
        await alice.watch("bob")
        talkjs_emulator.faults.add("duplicate", method="PUBLISH")
        talkjs_emulator.faults.add("duplicate", method="POST")
        alice.order.clear()
        created = await alice.send("POST", "/users/bob", {"name": "Bob"})
        await alice.ping()
        assert alice.order[:-1] == ["push", "push", created, created]
        assert alice.numbers == [1, 1]


async def test_reorder(log_in: LogIn, talkjs_emulator: Emulator) -> None:
    async with log_in("alice") as alice:
        talkjs_emulator.faults.add("reorder", path="/users/a")
        alice.order.clear()
        first = await alice.send("PUT", "/users/a", {"name": "A"})
        second = await alice.send("PUT", "/users/b", {"name": "B"})
        await alice.answer(first)
        assert alice.order == [second, first]
        talkjs_emulator.faults.add("reorder", path="/users/a")
        await alice.set("a", name="with nobody to overtake it")


@pytest.mark.parametrize("seed", range(12))
async def test_garbage(log_in: LogIn, talkjs_emulator: Emulator, seed: int) -> None:
    async with log_in("alice") as alice:
        talkjs_emulator.faults.add("garbage", method="PUT", seed=seed)
        asked = await alice.send("PUT", "/users/bob", {"name": "Bob"})
        garbage = await _received(alice)
        if garbage is None:
            return
        assert garbage != json.dumps([asked, 200, {}], separators=(",", ":"))
        await alice.answer(asked)


async def _received(client: RawClient) -> str | bytes | None:
    """Read a message; None when the client's library closed because it is no text."""
    with contextlib.suppress(ConnectionClosed):
        return await client.socket.recv()
    return None


async def test_garbage_of_ones_own(log_in: LogIn, talkjs_emulator: Emulator) -> None:
    async with log_in("alice") as alice:
        talkjs_emulator.faults.add("garbage", method="PUT", text="<html>")
        await alice.send("PUT", "/users/bob", {"name": "Bob"})
        assert await alice.socket.recv() == "<html>"


async def test_oversize(log_in: LogIn, talkjs_emulator: Emulator) -> None:
    async with log_in("alice") as alice:
        talkjs_emulator.faults.add("oversize", method="PUT", size=2_000_000)
        asked = await alice.send("PUT", "/users/bob", {"name": "Bob"})
        assert len(await alice.socket.recv()) == 2_000_000
        assert await alice.answer(asked) == {}


@pytest.mark.parametrize("status", [401, 429, 500])
async def test_status(log_in: LogIn, talkjs_emulator: Emulator, status: int) -> None:
    async with log_in("alice") as alice:
        talkjs_emulator.faults.add("status", on="in", status=status, times=2)
        for _ in range(2):
            with pytest.raises(RefusedError) as caught:
                await alice.set("bob", name="Bob")
            assert caught.value.status == status
            assert caught.value.body.keys() == {"errorCode", "reasons"}
        assert talkjs_emulator.user("bob") is None
        await alice.set("bob", name="Bob")


async def test_handshakes(talkjs_emulator: Emulator) -> None:
    host, app_id = talkjs_emulator.host, talkjs_emulator.app_id
    talkjs_emulator.faults.add("status", on="in", method="CONNECT", status=503)
    with pytest.raises(InvalidStatus) as caught:
        async with opened(host, app_id, "alice"):
            pass
    assert caught.value.response.status_code == 503
    talkjs_emulator.faults.add("reset", on="in", method="CONNECT")
    with pytest.raises((OSError, InvalidMessage)):
        async with opened(host, app_id, "alice"):
            pass
    async with opened(host, app_id, "alice") as alice:
        await alice.ping()


async def test_http(talkjs_emulator: Emulator) -> None:
    talkjs_emulator.faults.add("status", on="in", path="/api/v0/*", status=404)
    talkjs_emulator.faults.add("garbage", on="in", path="/api/v0/*")
    path = f"{talkjs_emulator.url}/api/v0/{talkjs_emulator.app_id}"
    async with httpx2.AsyncClient() as http:
        assert (await http.get(path)).status_code == 404
        page = await http.get(path)
        assert (page.status_code, page.headers["content-type"][:9]) == (
            502,
            "text/html",
        )
        assert (await http.get(path)).status_code == 200


async def _ended(emulator: Emulator) -> None:
    await emulator.journal.wait_for_async(
        lambda entry: isinstance(entry.frame, list) and entry.frame[0] == "close"
    )


# Which frames meet a fault: no sockets.


def _fired(seed: int, order: list[str]) -> dict[str, list[bool]]:
    faults = Faults()
    faults.add(Fault(kind="drop", probability=0.5, seed=seed, times=None))
    fired: dict[str, list[bool]] = {}
    for user in order:
        met = faults.meeting("out", Origin("app", user, 1), "PUT", "/users/x")
        fired.setdefault(user, []).append(met is not None)
    return fired


def test_a_seed_gives_the_same_faults_in_whatever_order_users_take_turns() -> None:
    taking_turns = _fired(7, ["a", "b"] * 100)
    one_after_the_other = _fired(7, ["a"] * 100 + ["b"] * 100)
    assert taking_turns == one_after_the_other
    assert 20 < sum(taking_turns["a"]) < 80
    assert taking_turns["a"] != taking_turns["b"]
    assert _fired(8, ["a"] * 100) != _fired(7, ["a"] * 100)


def test_skip_and_times() -> None:
    faults = Faults()
    faults.add(Fault(kind="drop", skip=2, times=2))
    origin = Origin("app", "alice", 1)
    met = [faults.meeting("out", origin, "PUT", "/x") is not None for _ in range(6)]
    assert met == [False, False, True, True, False, False]


@pytest.mark.parametrize(
    ("side", "method", "path", "matches"),
    [
        ("out", "PUT", "/users/bob", True),
        ("in", "PUT", "/users/bob", False),
        ("out", "POST", "/users/bob", False),
        ("out", "PUT", "/users/alice", False),
    ],
)
def test_matching(side: str, method: str, path: str, matches: bool) -> None:
    fault = Fault(kind="drop", method="PUT", path="/users/b*", app_id="app")
    assert fault.matches(side, Origin("app", "x"), method, path) is matches  # type: ignore[arg-type]
    assert not fault.matches("out", Origin("other", "x"), "PUT", "/users/bob")


@pytest.mark.parametrize("kind", KINDS)
def test_a_rule_survives_json(kind: Kind) -> None:
    faults = Faults()
    on: Side = "in" if kind == "status" else "out"
    faults.add(Fault(kind=kind, on=on, app_id="a", seed=3))
    [rule] = faults.as_json()
    assert isinstance(rule, dict)
    fields = {key: rule[key] for key in rule if key not in {"number", "happened"}}
    assert read_fault(fields) == Fault(kind=kind, on=on, app_id="a", seed=3)


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ([], "a fault must be an object"),
        ({}, "kind:"),
        ({"kind": "explode"}, "kind:"),
        ({"kind": "drop", "on": "up"}, "on:"),
        ({"kind": "status", "on": "out"}, "on:"),
        ({"kind": "reorder", "on": "in"}, "on:"),
        ({"kind": "drop", "app_id": "a"}, "app_id:"),
        ({"kind": "drop", "probability": 2}, "probability:"),
        ({"kind": "drop", "probability": "x"}, "probability:"),
        ({"kind": "drop", "times": 0}, "times:"),
        ({"kind": "drop", "skip": -1}, "skip:"),
        ({"kind": "drop", "path": 5}, "path:"),
        ({"kind": "garbage", "text": 5}, "text:"),
        ({"kind": "delay", "delay": 1e9}, "delay:"),
        ({"kind": "oversize", "size": 10**12}, "size:"),
        ({"kind": "close", "code": 5}, "code:"),
        ({"kind": "status", "on": "in", "status": 200}, "status:"),
        ({"kind": "drop", "seed": "x"}, "seed:"),
    ],
)
def test_rules_that_make_no_sense(rule: object, reason: str) -> None:
    with pytest.raises(FaultError) as caught:
        read_fault(rule)  # type: ignore[arg-type]
    assert str(caught.value).startswith(reason)
