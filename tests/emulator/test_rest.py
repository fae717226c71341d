"""The REST API on users, over HTTP (rest.md)."""

from __future__ import annotations

import hmac
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from raw_client import RawClient, logged_in

from minidoc.emulator.service import Options
from minidoc.emulator.testing import Emulator
from minidoc.emulator.thread import ServiceThread

LogIn = Callable[[str], AbstractAsyncContextManager[RawClient]]

ALICE: dict[str, Any] = {
    "id": "alice",
    "name": "Alice",
    "welcomeMessage": None,
    "photoUrl": None,
    "headerPhotoUrl": None,
    "role": "default",
    "email": None,
    "phone": None,
    "custom": {},
    "availabilityText": None,
    "locale": None,
    "pushTokens": None,
}


@asynccontextmanager
async def api(
    emulator: Emulator, *, prefix: str = "/v1", bearer: str | None = None
) -> AsyncGenerator[httpx2.AsyncClient]:
    token = emulator.app_token() if bearer is None else bearer
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    base = f"{emulator.url}{prefix}/{emulator.app_id}"
    async with httpx2.AsyncClient(base_url=base, headers=headers) as http:
        yield http


@pytest.mark.parametrize("prefix", ["/v1", "/public_api/v1"])
async def test_put_and_get(talkjs_emulator: Emulator, prefix: str) -> None:
    async with api(talkjs_emulator, prefix=prefix) as http:
        missing = await http.get("/users/alice")
        assert missing.status_code == 404
        assert missing.json()["errorCode"] == "USER_NOT_FOUND"
        put = await http.put("/users/alice", json={"name": "Alice"})
        assert (put.status_code, put.json()) == (200, {})
        got = (await http.get("/users/alice")).json()
        assert got.pop("createdAt") == pytest.approx(talkjs_emulator.now() * 1000, 1e-3)
        assert got == ALICE
        changes = {
            "email": ["a@x.y"],
            "custom": {"a": "1"},
            "pushTokens": {"fcm:t": True},
        }
        await http.put("/users/alice", json=changes)
        await http.put("/users/alice", json={"locale": "nl", "custom": {"b": "2"}})
        got = (await http.get("/users/alice")).json()
        kept = changes | {"locale": "nl", "custom": {"a": "1", "b": "2"}}
        assert got == ALICE | kept | {"createdAt": got["createdAt"]}
        await http.put("/users/alice", json=dict.fromkeys(kept))
        got = (await http.get("/users/alice")).json()
        assert got == ALICE | {"createdAt": got["createdAt"]}


async def test_ids_are_one_segment(talkjs_emulator: Emulator) -> None:
    async with api(talkjs_emulator) as http:
        for user_id in ("a/b", "é 1", "50%"):
            path = "/users/" + quote(user_id, safe="")
            assert (await http.put(path, json={"name": "N"})).status_code == 200
            assert (await http.get(path)).json()["id"] == user_id


async def test_sessions_are_told(log_in: LogIn, talkjs_emulator: Emulator) -> None:
    async with log_in("bob") as bob, api(talkjs_emulator) as http:
        await bob.watch("alice", "carol")
        await http.put("/users/alice", json={"name": "Alice"})
        await http.put("/users/alice", json={"email": ["private@x.y"]})
        await http.put("/users", json={"alice": {"name": "Al"}, "carol": {"name": "C"}})
        await bob.ping()
        assert [(event["type"], event["userId"]) for event in bob.events] == [
            ("user.created", "alice"),
            ("user.edited", "alice"),
            ("user.created", "carol"),
        ]


async def test_many_users_all_or_nothing(talkjs_emulator: Emulator) -> None:
    async with api(talkjs_emulator) as http:
        hundred = {f"u{number}": {"name": "N"} for number in range(100)}
        assert (await http.put("/users", json=hundred)).status_code == 200
        assert talkjs_emulator.user("u99") is not None
        before = talkjs_emulator.export()
        refused: list[tuple[Any, list[str] | None]] = [
            (hundred | {"one-more": {"name": "N"}}, ["body: at most 100 users"]),
            (
                {"u1": {"name": "X"}, "new": {}, "u2": {"name": 5}},
                [
                    "new.name: is required, since the user does not exist",
                    "u2.name: must be a string of valid Unicode",
                ],
            ),
            ({"u1": {"name": "X"}, "u2": []}, ["u2.body: must be an object"]),
            ({"u1": {"name": "X"}, "": {"name": "N"}}, None),
            ([], ["body: must be an object"]),
        ]
        for users, reasons in refused:
            answer = await http.put("/users", json=users)
            assert answer.status_code == 400
            assert reasons in (None, answer.json()["reasons"])
        assert talkjs_emulator.export() == before


async def test_batch(talkjs_emulator: Emulator) -> None:
    operations: list[list[Any]] = [
        [1, "PUT", "/users/alice", {"name": "Alice"}, {"api_version": "2021-02-09"}],
        [2, "GET", "/users/alice"],
        [3, "GET", "/users/nobody", {}],
        [4, "PUT", "/users/bob", {"nick": "b"}],
        [5, "PUT", "/users", {"bob": {"name": "Bob"}}],
        [6, "POST", "/batch", []],
        [7, "DELETE", "/users/alice"],
        [8, "GET", "users"],
        [9, "GET"],
    ]
    async with api(talkjs_emulator) as http:
        answer = await http.post("/batch", json=operations)
        assert answer.status_code == 200
        by_number = {number: (status, body) for number, status, body in answer.json()}
        assert {number: status for number, (status, _) in by_number.items()} == {
            1: 200,
            2: 200,
            3: 404,
            4: 400,
            5: 200,
            6: 400,
            7: 405,
            8: 400,
            9: 400,
        }
        assert by_number[2][1]["name"] == "Alice"
        assert by_number[5][1] == {}
        wrong_bodies: list[Any] = [
            [[number, "GET", "/users/alice"] for number in range(11)],
            [["1", "GET", "/users/alice"]],
            {"1": []},
            [[]],
        ]
        for wrong in wrong_bodies:
            assert (await http.post("/batch", json=wrong)).status_code == 400


async def test_bearers(talkjs_emulator: Emulator) -> None:
    for bearer, status in (
        (talkjs_emulator.app_token(), 404),
        (talkjs_emulator.secret, 404),
        (talkjs_emulator.token("alice"), 401),
        (talkjs_emulator.app_token(ttl=-1), 401),
        ("x", 401),
        ("", 401),
    ):
        async with api(talkjs_emulator, bearer=bearer) as http:
            answer = await http.get("/users/alice")
            assert answer.status_code == status
            assert answer.json().keys() == {"errorCode", "reasons"}
            await http.put("/users/mallory", json={"name": "M"})
    assert talkjs_emulator.user("mallory") is not None


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"{", "application/json"),
        (b"", "application/json"),
        (b'{"name": NaN}', "application/json"),
        (b"\xff", "application/json"),
        (b'{"name": "A"}', "text/plain"),
        (b"[" * 100_000, "application/json"),
        (b'"' + b"x" * (4 * 1024 * 1024) + b'"', "application/json"),
    ],
)
async def test_bad_bodies(talkjs_emulator: Emulator, content: bytes, kind: str) -> None:
    async with api(talkjs_emulator) as http:
        headers = {"Content-Type": kind}
        answer = await http.put("/users/alice", content=content, headers=headers)
        assert answer.status_code == 400
        assert answer.json()["reasons"][0].startswith("body: ")
    assert talkjs_emulator.user("alice") is None


@pytest.mark.parametrize(
    ("verb", "path", "status"),
    [
        ("DELETE", "/users/alice", 405),
        ("POST", "/users/alice", 405),
        ("GET", "/users", 405),
        ("GET", "/batch", 405),
        ("GET", "/conversations", 404),
        ("GET", "/users/a/b", 404),
        ("GET", "/users/", 400),
        ("GET", "/users/%zz", 400),
    ],
)
async def test_other_addresses(
    talkjs_emulator: Emulator, verb: str, path: str, status: int
) -> None:
    async with api(talkjs_emulator) as http:
        url = f"{talkjs_emulator.url}/v1/{talkjs_emulator.app_id}{path}"
        body: dict[str, Any] | None = None if verb in {"GET", "DELETE"} else {}
        answer = await http.request(verb, httpx2.URL(url), json=body)
        assert answer.status_code == status
        assert answer.json()["reasons"]


async def test_token_fallback(talkjs_emulator: Emulator) -> None:
    """The fixture hands out tokens, that a test need not."""
    path = f"/api/v0/{talkjs_emulator.app_id}/bokens/al%20ice%2F"
    async with httpx2.AsyncClient(base_url=talkjs_emulator.url) as http:
        answer = await http.get(path, params={"signature": ""})
        token = answer.json()["boken"]
        assert (await http.post(path)).status_code == 405
        assert (await http.get(path + "/more")).status_code == 404
    host, app_id = talkjs_emulator.host, talkjs_emulator.app_id
    async with logged_in(host, app_id, "al ice/", token) as alice:
        assert await alice.get("alice") == {}


async def test_with_a_secret_a_user_without_token_has_to_be_signed() -> None:
    service = ServiceThread(Options(secret="s" * 32))
    async with httpx2.AsyncClient(base_url=f"http://{service.host}") as http:
        path = "/api/v0/app/bokens/alice"
        answer = await http.get(path, params={"signature": ""})
        assert answer.status_code == 401
        digest = hmac.new(b"s" * 32, b"alice", "sha256").hexdigest()
        assert (await http.get(path, params={"signature": digest})).status_code == 200
    service.stop()


async def test_pages_of_any_origin_may_call(talkjs_emulator: Emulator) -> None:
    async with httpx2.AsyncClient(base_url=talkjs_emulator.url) as http:
        path = f"/api/v0/{talkjs_emulator.app_id}"
        answer = await http.get(path, headers={"Origin": "https://app.example"})
        assert answer.headers["access-control-allow-origin"] == "*"
        preflight = await http.options(
            path,
            headers={
                "Origin": "https://app.example",
                "Access-Control-Request-Method": "GET",
                "Access-Control-Request-Headers": "x-talkjs-client-build",
            },
        )
        assert preflight.status_code == 200
