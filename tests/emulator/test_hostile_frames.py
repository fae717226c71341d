"""What is wrong is answered with reasons that name the field, and changes nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from raw_client import RawClient, RefusedError, opened
from websockets.exceptions import InvalidStatus

from minidoc.emulator.addresses import split_path
from minidoc.emulator.contract import carried
from minidoc.emulator.frames import read_frame
from minidoc.emulator.json_values import dump
from minidoc.emulator.testing import Emulator

LogIn = Callable[[str], AbstractAsyncContextManager[RawClient]]

WRONG_BODIES: list[tuple[dict[str, Any], list[str]]] = [
    ({"name": 5}, ["name: must be a string of valid Unicode"]),
    ({"name": None}, ["name: must not be null"]),
    ({"name": True}, ["name: must be a string of valid Unicode"]),
    ({"name": "\ud800"}, ["name: must be a string of valid Unicode"]),
    ({"name": ["B"]}, ["name: must be a string of valid Unicode"]),
    ({"Name": "B"}, ["Name: no such field"]),
    ({"id": "x"}, ["id: no such field"]),
    ({"custom": "a"}, ["custom: must be an object"]),
    ({"custom": ["a"]}, ["custom: must be an object"]),
    ({"custom": {"a": 1}}, ["custom.a: must be a string of valid Unicode"]),
    ({"custom": {"a": {}}}, ["custom.a: must be a string of valid Unicode"]),
    ({"custom": {"\udfff": "x"}}, ["custom: a key is no valid Unicode"]),
    ({"email": "b@x.y"}, ["email: must be an array"]),
    ({"email": [None]}, ["email[0]: must not be null"]),
    ({"phone": ["+1", 2]}, ["phone[1]: must be a string of valid Unicode"]),
    ({"pushTokens": {"fcm:a": "yes"}}, ["pushTokens.fcm:a: must be true or false"]),
    (
        {"pushTokens": {"fcm:a": False}},
        ["pushTokens.fcm:a: must be true, or null to unregister"],
    ),
    (
        {"pushTokens": {"sms:a": True}},
        ["pushTokens.sms:a: must be fcm:TOKEN or apns:TOKEN"],
    ),
    (
        {"role": 1, "locale": {}},
        [
            "role: must be a string of valid Unicode",
            "locale: must be a string of valid Unicode",
        ],
    ),
]


@pytest.mark.parametrize(("body", "reasons"), WRONG_BODIES)
async def test_wrong_bodies(
    log_in: LogIn,
    talkjs_emulator: Emulator,
    body: dict[str, Any],
    reasons: list[str],
) -> None:
    talkjs_emulator.put_user("bob", name="Bob")
    before = talkjs_emulator.export()
    async with log_in("alice") as alice:
        await alice.watch("bob", "carol")
        for method, path in (("PUT", "/users/bob"), ("PUT", "/users/carol")):
            with pytest.raises(RefusedError) as caught:
                await alice.ask(method, path, {"name": "New", **body})
            assert caught.value.status == 400
            assert caught.value.body.keys() == {"errorCode", "reasons"}
            assert caught.value.reasons == reasons
        await alice.ping()
        assert alice.events == []
    assert talkjs_emulator.export() == before


WRONG_CREATIONS: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["name: is required"]),
    ({"name": None}, ["name: must not be null"]),
    ({"name": "B", "custom": {"a": None}}, ["custom.a: must not be null"]),
    ({"name": "B", "nick": "b"}, ["nick: no such field"]),
]


@pytest.mark.parametrize(("body", "reasons"), WRONG_CREATIONS)
async def test_wrong_creations(
    log_in: LogIn, body: dict[str, Any], reasons: list[str]
) -> None:
    async with log_in("alice") as alice:
        with pytest.raises(RefusedError) as caught:
            await alice.ask("POST", "/users/bob", body)
        assert (caught.value.status, caught.value.reasons) == (400, reasons)
        assert await alice.get("bob") == {}


WRONG_FRAMES: list[tuple[list[Any], int, str]] = [
    ([7], 400, "frame:"),
    ([7, "GET"], 400, "frame:"),
    ([7, "GET", "/ping", {}, {}, {}], 400, "frame:"),
    ([7, "FLY", "/users", {}, {}], 400, "method:"),
    ([7, None, "/users", {}, {}], 400, "method:"),
    ([7, ["PUT"], "/users", {}, {}], 400, "method:"),
    ([7, "GET", 5, {}, {}], 400, "path:"),
    ([7, "GET", "/users", [], {}], 400, "data:"),
    ([7, "GET", "/users", {"ids": []}, 5], 400, "options:"),
    ([7, "GET", "users", {}, {}], 400, "path:"),
    ([7, "GET", "", {}, {}], 400, "path:"),
    ([7, "GET", "/", {}, {}], 400, "path:"),
    ([7, "PUT", "/users/", {"name": "B"}, {}], 400, "path:"),
    ([7, "PUT", "/users/%", {"name": "B"}, {}], 400, "path:"),
    ([7, "PUT", "/users/%ff", {"name": "B"}, {}], 400, "path:"),
    ([7, "PUT", "/users/\ud800", {"name": "B"}, {}], 400, "path:"),
    ([7, "GET", "/users?ids=a", {"ids": []}, {}], 400, "path:"),
    ([7, "GET", "/nowhere", {}, {}], 404, "path:"),
    ([7, "GET", "/users/bob", {}, {}], 405, "method:"),
    ([7, "PATCH", "/users/bob", {}, {}], 405, "method:"),
    ([7, "DELETE", "/users/bob", {}, {}], 405, "method:"),
    ([7, "GET", "/users", {}, {}], 400, "ids:"),
    ([7, "GET", "/users", {"ids": "bob"}, {}], 400, "ids:"),
    ([7, "SUBSCRIBE", "/users", {"ids": [1]}, {}], 400, "ids[0]:"),
    ([7, "SUBSCRIBE", "/users", {"ids": ["a"] * 1001}, {}], 400, "ids:"),
    ([7, "GET", "/users", {"ids": ["a"] * 1001}, {}], 400, "ids:"),
    ([7, "GET", "/users", {"ids": [], "all": True}, {}], 400, "all:"),
    (
        [7, "GET", "/users", {"ids": [], "includePrivateFields": True}, {}],
        403,
        "includePrivateFields:",
    ),
    ([7, "SUBSCRIBE", "/users/bob/online", {"x": 1}, {}], 400, "x:"),
    ([7, "POST", "/session/renew", {}, {}], 400, "token:"),
    ([7, "POST", "/session/renew", {"token": 5}, {}], 400, "token:"),
    ([7, "POST", "/session/renew", {"token": "x"}, {}], 401, "token:"),
]


@pytest.mark.parametrize(("frame", "status", "reason"), WRONG_FRAMES)
async def test_wrong_frames(
    log_in: LogIn, frame: list[Any], status: int, reason: str
) -> None:
    async with log_in("alice") as alice:
        await alice.say(frame)
        number, answered, body = await alice.read()
        assert (number, answered) == (7, status)
        assert body["errorCode"]
        assert body["reasons"][0].startswith(reason)
        assert await alice.ping() == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "{}",
        "[]",
        "null",
        "5",
        '"PUT"',
        '["0","GET","/ping",{},{}]',
        "[true,1,2]",
        "[1.5,1,2]",
        "[null]",
        "[NaN]",
        "[" * 100_000,
        "9" * 5000,
        '[1,"ACK"]',
        '[-1,"ACK",{}]',
    ],
)
async def test_what_is_no_frame_is_ignored(log_in: LogIn, text: str) -> None:
    async with log_in("alice") as alice:
        await alice.socket.send(text)
        assert await alice.ping() == {}


async def test_frames_that_are_no_text(log_in: LogIn) -> None:
    async with log_in("alice") as alice:
        await alice.socket.send(b"[1]")
        await alice.socket.wait_closed()
        assert alice.socket.close_code == 1003
    async with log_in("alice") as alice:
        await alice.socket.send("x" * (4 * 1024 * 1024 + 1))
        await alice.socket.wait_closed()
        assert alice.socket.close_code == 1009
    async with log_in("alice") as alice:
        await alice.socket.send([b"[1,\xff]"], text=True)
        await alice.socket.wait_closed()
        assert alice.socket.close_code == 1007


@pytest.mark.parametrize("prefix", ["/v2", "/v1/x", "/api/v0"])
async def test_other_addresses_are_refused(
    talkjs_emulator: Emulator, prefix: str
) -> None:
    with pytest.raises(InvalidStatus) as caught:
        async with opened(talkjs_emulator.host, "app", "alice", prefix=prefix):
            pass
    assert caught.value.response.status_code == 404


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(st.text() | JSON.map(dump) | st.lists(JSON, max_size=6).map(dump))
def test_any_text_is_read(text: str) -> None:
    read_frame(text)


@given(st.text() | st.text().map(lambda text: "/" + text))
def test_any_path_is_split_or_refused(path: str) -> None:
    with contextlib.suppress(ValueError):
        assert all(split_path(path))


@settings(max_examples=40)
@given(st.dictionaries(st.text() | st.sampled_from(["name", "custom", "email"]), JSON))
def test_any_body_is_held_against_the_model(body: dict[str, Any]) -> None:
    for operation in carried().operations.values():
        for reason in operation.problems(body):
            assert reason.encode()
            assert ": " in reason
