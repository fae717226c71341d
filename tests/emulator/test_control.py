"""`/__emulator/`: the fixture's abilities over HTTP, and who may use them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import httpx2
import pytest
from raw_client import RawClient, RefusedError

from minidoc.emulator.testing import Emulator

LogIn = Callable[[str], AbstractAsyncContextManager[RawClient]]


@asynccontextmanager
async def control(emulator: Emulator) -> AsyncGenerator[httpx2.AsyncClient]:
    base = f"{emulator.url}/__emulator"
    async with httpx2.AsyncClient(base_url=base) as http:
        yield http


async def done(answer: Any) -> Any:
    response = await answer
    assert response.status_code == 200, response.text
    return response.json()


async def test_what_is_not_there(talkjs_emulator: Emulator) -> None:
    async with control(talkjs_emulator) as http:
        for answer, status in (
            (await http.get("/nope"), 404),
            (await http.post("/export"), 405),
            (await http.put("/clock"), 405),
        ):
            assert answer.status_code == status
            assert answer.json()["reasons"]


async def test_journal(log_in: LogIn, talkjs_emulator: Emulator) -> None:
    app = talkjs_emulator.app_id
    async with log_in("alice") as alice, control(talkjs_emulator) as http:
        coming = asyncio.ensure_future(
            http.post(
                "/journal/wait",
                json={"appId": app, "method": "PUT", "path": "/users/*", "timeout": 5},
            )
        )
        await alice.set("bob", name="Bob")
        entry = await done(coming)
        assert entry["frame"][1:3] == ["PUT", "/users/bob"]
        query = {"appId": app, "since": entry["number"]}
        [answer] = (await done(http.get("/journal", params=query)))["entries"]
        assert answer["direction"] == "out"
        assert answer["frame"] == [entry["frame"][0], 200, {}]
        late = {"userId": "nobody", "timeout": 0.01}
        assert (await http.post("/journal/wait", json=late)).status_code == 408


async def test_faults(log_in: LogIn, talkjs_emulator: Emulator) -> None:
    app = talkjs_emulator.app_id
    async with log_in("alice") as alice, control(talkjs_emulator) as http:
        rule = {"kind": "status", "status": 429, "appId": app}
        await done(http.post("/faults", json=rule))
        with pytest.raises(RefusedError, match="429"):
            await alice.set("bob", name="Bob")
        rules = (await done(http.get("/faults")))["faults"]
        assert [each["happened"] for each in rules if each["appId"] == app] == [1]
        cleared = http.request("DELETE", "/faults", json={"appId": app})
        await done(cleared)
        rules = (await done(http.get("/faults")))["faults"]
        assert [each for each in rules if each["appId"] == app] == []


async def test_clock_expiry_and_quiet(log_in: LogIn, talkjs_emulator: Emulator) -> None:
    app = talkjs_emulator.app_id
    async with log_in("alice") as alice, control(talkjs_emulator) as http:
        now = (await done(http.get("/clock")))["now"]
        moved = await done(http.post("/clock", json={"advance": 90_000}))
        assert moved["now"] >= now + 90_000_000
        assert moved["ahead"] >= 90_000
        busy = {"appId": app, "timeout": 0.02}
        assert (await http.post("/quiesce", json=busy)).status_code == 408
        assert await alice.event() == {"type": "session.expired"}
        await done(http.post("/quiesce", json={"appId": app}))
        await alice.login(talkjs_emulator.token("alice"))
        await done(http.post("/expire", json={"appId": app, "userId": "alice"}))
        assert await alice.event() == {"type": "session.expired"}
        await done(http.post("/disconnect", json={"appId": app, "code": 4000}))
        await alice.socket.wait_closed()
        assert alice.socket.close_code == 4000


async def test_export_and_settings(talkjs_emulator: Emulator) -> None:
    app = talkjs_emulator.app_id
    talkjs_emulator.put_user("alice", name="Alice")
    async with control(talkjs_emulator) as http:
        await done(http.post("/settings", json={"appId": app, "userSync": False}))
        exported = await done(http.get("/export"))
        assert exported["apps"][app]["userSync"] is False
        await done(http.post("/reset", json={"appId": app}))
        assert talkjs_emulator.user("alice") is None
        await done(http.post("/restore", json=exported))
        assert talkjs_emulator.user("alice") is not None


async def test_overview_is_bounded_and_streamed(
    log_in: LogIn, talkjs_emulator: Emulator
) -> None:
    for number in range(150):
        talkjs_emulator.put_user(f"u{number}", name="<b>N</b>")
    async with log_in("alice") as alice, control(talkjs_emulator) as http:
        await alice.watch_online("u1")
        async with http.stream("GET", "/watch") as stream:
            lines = stream.aiter_lines()
            whole = json.loads((await anext(lines)).removeprefix("data: "))
            [app] = [
                each for each in whole["apps"] if each["id"] == talkjs_emulator.app_id
            ]
            assert (app["userCount"], len(app["users"])) == (150, 100)
            assert app["sessions"][0]["userId"] == "alice"
            assert app["subscriptionCount"] == 2
            assert len(whole["frames"]) <= 60
            await alice.set("u1", name="Another")
            assert await anext(lines) == ""
            again = json.loads((await anext(lines)).removeprefix("data: "))
            assert again["frames"][0]["number"] > whole["frames"][0]["number"]


@pytest.mark.parametrize(
    ("verb", "path", "body", "reason"),
    [
        ("POST", "/reset", {"app": "x"}, "app: no such field"),
        ("POST", "/reset", {"appId": 5}, "appId: must be a string"),
        ("POST", "/reset", [], "body: must be an object"),
        ("POST", "/clock", {"advance": -1}, "advance: must be a number"),
        ("POST", "/clock", {"advance": True}, "advance: must be a number"),
        ("POST", "/faults", {"kind": "x"}, "kind: must be one of"),
        ("POST", "/restore", {}, 'must be {"apps": {...}}'),
        ("POST", "/restore", {"apps": {"a": {"users": {"u": {}}}}}, "apps.a.users.u."),
        ("POST", "/settings", {"appId": "a"}, "userSync: must be true or false"),
        ("POST", "/settings", {"userSync": True}, "appId: is required"),
        ("POST", "/disconnect", {"code": 5}, "code: must be 1000 to 4999"),
        ("POST", "/journal/wait", {"since": 1.5}, "since: must be a whole number"),
    ],
)
async def test_bad_questions(
    talkjs_emulator: Emulator, verb: str, path: str, body: Any, reason: str
) -> None:
    async with control(talkjs_emulator) as http:
        answer = await http.request(verb, path, json=body)
        assert answer.status_code == 400
        assert answer.json()["reasons"][0].startswith(reason)
        assert (await http.get("/nothing")).status_code == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://HOST"}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Host": "emulator:7777"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Host": "rebound.example"}, 403),
    ],
)
async def test_other_sites_stay_outside(
    talkjs_emulator: Emulator, headers: dict[str, str], status: int
) -> None:
    here = talkjs_emulator.host
    sent = {key: value.replace("HOST", here) for key, value in headers.items()}
    async with control(talkjs_emulator) as http:
        for path in ("/export", "/overview"):
            answer = await http.get(path, headers=sent)
            assert answer.status_code == status
            assert "access-control-allow-origin" not in answer.headers
        if status == 403:
            assert (await http.get("/watch", headers=sent)).status_code == 403
