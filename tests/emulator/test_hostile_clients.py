"""Clients that mean harm: what they send is refused in shape, and nothing changes.

Everything travels over real sockets, beside another app that must not notice.
"""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, ExitStack, suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from raw_client import RawClient, RefusedError, logged_in, opened
from serving import served
from websockets.exceptions import ConnectionClosed

from minidoc.emulator.json_values import dump
from minidoc.emulator.limits import BODY_BYTES, FRAME_BYTES
from minidoc.emulator.service import export_json
from minidoc.emulator.testing import Emulator

OTHER = "demo-victim"
LAST = 10**9
REFUSALS = {400, 401, 403, 404, 405, 409}

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
USERS = st.sampled_from(["alice", "bob", "nobody", "..", "%2e%2e", "a/b", "%00", "é"])
PATHS = st.one_of(
    st.builds("/users/{}".format, USERS),
    st.builds("/users/{}/online".format, USERS),
    st.builds(f"/../{OTHER}/users/{{}}".format, USERS),
    st.builds(f"/v1/{OTHER}/users/{{}}".format, USERS),
    st.sampled_from(["/users", "/ping", "/session/renew", "/batch", "/", ""]),
    st.text(),
)
BODIES = st.one_of(
    st.fixed_dictionaries({"name": st.just("Mallory")}),
    st.fixed_dictionaries({"ids": st.lists(USERS | JSON, max_size=4)}),
    st.fixed_dictionaries({"token": st.text()}),
    st.dictionaries(st.sampled_from(["name", "custom", "email", "role"]), JSON),
    JSON,
)
METHODS = st.sampled_from(["GET", "PUT", "POST", "PATCH", "DELETE", "SUBSCRIBE", "ACK"])


def request(number: int, method: str, path: str, body: object) -> list[object]:
    """Make a frame that could be one of a client."""
    return [number, method, path, body, {}]


REQUESTS: st.SearchStrategy[Any] = st.builds(
    request,
    st.integers(0, 50),
    METHODS | st.text(),
    PATHS,
    BODIES,
)
FRAMES = (REQUESTS | st.lists(JSON, max_size=6) | JSON).map(dump) | st.text()

sockets_given = settings(
    max_examples=settings().max_examples // 4,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def quietly(emulator: Emulator) -> None:
    """Make an app in which clients may change nothing, and one that is not theirs."""
    emulator.set_user_sync(False)
    for app in (emulator, Emulator(emulator._thread, OTHER, emulator.secret)):
        for user_id in ("alice", "bob"):
            app.put_user(user_id, name=user_id.title())


def all_apps(emulator: Emulator) -> dict[str, object]:
    """Return everything that the service keeps."""
    return emulator._thread.call(lambda: export_json(emulator._service))


def in_shape(frame: list[Any]) -> bool:
    """Tell whether an answer is a success, or an error as the service makes them."""
    _, status, body = frame
    if status == 200:
        return isinstance(body, dict)
    reasons = body.get("reasons") or [None]
    return (
        status in REFUSALS
        and body.keys() == {"errorCode", "reasons"}
        and all(isinstance(each, str) for each in (body["errorCode"], *reasons))
    )


async def attack(
    emulator: Emulator, texts: list[str], *, is_known: bool
) -> list[list[Any]]:
    """Send frames as alice; return what came back, but for what she saw herself."""
    found: list[list[Any]] = []
    async with opened(emulator.host, emulator.app_id, "alice") as alice:
        if is_known:
            await alice.login(emulator.token("alice"))
        for text in texts:
            await alice.socket.send(text)
        await alice.socket.send(f'[{LAST},"GET","/ping",{{}},{{}}]')
        while not found or found[-1][0] != LAST:
            frame = await alice.read()
            if frame[1] != "PUBLISH":
                found.append(frame)
    return found


@pytest.mark.parametrize("is_known", [True, False], ids=["known", "unknown"])
@sockets_given
@given(texts=st.lists(FRAMES, min_size=1, max_size=20))
def test_any_frames(
    talkjs_emulator: Emulator, texts: list[str], is_known: bool
) -> None:
    quietly(talkjs_emulator)
    before = all_apps(talkjs_emulator)
    answers = asyncio.run(attack(talkjs_emulator, texts, is_known=is_known))
    assert all(map(in_shape, answers)), answers
    if not is_known:
        assert {status for _, status, _ in answers[:-1]} <= REFUSALS
    assert all_apps(talkjs_emulator) == before


@sockets_given
@given(data=st.binary(max_size=300) | st.text().map(str.encode), is_http=st.booleans())
def test_any_bytes(talkjs_emulator: Emulator, data: bytes, is_http: bool) -> None:
    head = b"PUT /v1/app/users/bob HTTP/1.1\r\nHost: x\r\n" if is_http else b""
    before = talkjs_emulator.export()
    name, _, port = talkjs_emulator.host.partition(":")
    with socket.create_connection((name, int(port)), timeout=10) as connection:
        connection.sendall(head + data + b"\r\n\r\n")
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        with suppress(ConnectionResetError):
            while some := connection.recv(65536):
                answer += some
    assert b" 500 " not in answer.partition(b"\r\n")[0]
    assert talkjs_emulator.export() == before
    assert httpx2.get(f"{talkjs_emulator.url}/api/v0/app").status_code == 200


async def test_another_app_notices_nothing(
    talkjs_emulator: Emulator, log_in: Callable[..., Any]
) -> None:
    """The same names in two apps: no state, no event and no token crosses over."""
    other = talkjs_emulator.app_id + "-other"
    token = talkjs_emulator.tokens_of(other)("alice")
    async with (
        logged_in(talkjs_emulator.host, other, "alice", token) as victim,
        log_in("alice") as alice,
        opened(talkjs_emulator.host, talkjs_emulator.app_id, "alice") as thief,
    ):
        await victim.set("bob", name="Victim's Bob")
        await victim.watch("bob", "alice")
        with pytest.raises(RefusedError) as caught:
            await thief.login(token)
        assert caught.value.status == 401
        assert token not in str(caught.value.body)
        with pytest.raises(RefusedError, match="401"):
            await thief.watch("bob")
        assert await alice.watch("bob") == {}
        await alice.set("bob", name="Alice's Bob")
        await alice.ping()
        await victim.ping()
        assert victim.events == []
        assert (await victim.get("bob"))["bob"]["name"] == "Victim's Bob"
        assert (await alice.get("bob"))["bob"]["name"] == "Alice's Bob"
    bearer = {"Authorization": f"Bearer {talkjs_emulator.app_token()}"}
    async with httpx2.AsyncClient(base_url=talkjs_emulator.url, headers=bearer) as http:
        answer = await http.put(f"/v1/{other}/users/bob", json={"name": "Stolen"})
        assert answer.status_code == 401
        assert answer.json()["errorCode"] == "UNAUTHORIZED"
        mine = await http.get(f"/v1/{talkjs_emulator.app_id}/users/bob")
        assert mine.json()["name"] == "Alice's Bob"


async def test_acting_for_another_while_syncing_is_off(
    talkjs_emulator: Emulator, log_in: Callable[..., Any]
) -> None:
    quietly(talkjs_emulator)
    before = talkjs_emulator.export()
    async with log_in("alice") as alice, log_in("bob") as bob:
        await bob.watch("alice", "bob", "carol")
        for user_id in ("alice", "bob", "carol"):
            for change in (alice.set, alice.create):
                with pytest.raises(RefusedError) as caught:
                    await change(user_id, name="Mallory")
                is_there = change == alice.create and user_id != "carol"
                assert caught.value.status == (409 if is_there else 403)
                assert caught.value.body.keys() == {"errorCode", "reasons"}
        await bob.ping()
        assert bob.events == []
    assert talkjs_emulator.export() == before


async def test_bodies_that_are_too_large(
    talkjs_emulator: Emulator, log_in: Callable[..., Any]
) -> None:
    quietly(talkjs_emulator)
    before = talkjs_emulator.export()
    bearer = {"Authorization": f"Bearer {talkjs_emulator.app_token()}"}
    path = f"/v1/{talkjs_emulator.app_id}/users/bob"

    async def endless() -> AsyncGenerator[bytes]:
        yield b'{"name": "'
        for _ in range(BODY_BYTES // 65536 + 2):
            yield b"x" * 65536

    async with httpx2.AsyncClient(base_url=talkjs_emulator.url, headers=bearer) as http:
        large = {"name": "x" * BODY_BYTES}
        kind = {"Content-Type": "application/json"}
        for answer in (
            await http.put(path, json=large),
            await http.put(path, content=endless(), headers=kind),
        ):
            assert answer.status_code == 400
            assert answer.json() == {
                "errorCode": "BAD_REQUEST",
                "reasons": [f"body: at most {BODY_BYTES} bytes"],
            }
    async with log_in("alice") as alice:
        with suppress(ConnectionClosed):
            await alice.say([1, "PUT", "/users/bob", {"name": "x" * FRAME_BYTES}, {}])
        await alice.socket.wait_closed()
        assert alice.socket.close_code == 1009
    assert talkjs_emulator.export() == before


async def test_connections_that_never_say_what_they_want(
    talkjs_emulator: Emulator, log_in: Callable[..., Any]
) -> None:
    """Some are silent, some dribble a header; everybody else is answered as ever."""
    name, _, port = talkjs_emulator.host.partition(":")
    begun = [
        b"",
        b"G",
        b"GET / HTTP/1.1\r\nX-Slow: ",
        f"PUT /v1/{talkjs_emulator.app_id}/users/bob HTTP/1.1\r\nHost: x\r\n"
        "Content-Length: 100\r\n\r\n{".encode(),
    ]
    async with AsyncExitStack() as stack:
        writers: list[asyncio.StreamWriter] = []
        for number in range(100):
            _, writer = await asyncio.open_connection(name, int(port))
            stack.callback(writer.close)
            writer.write(begun[number % len(begun)])
            writers.append(writer)
        for _ in range(5):
            for writer in writers:
                writer.write(b"a")
            async with log_in("alice") as alice:
                await alice.set("alice", name="Alice")
        assert talkjs_emulator.user("bob") is None
        assert talkjs_emulator.user("alice") is not None


def test_it_ends_in_time_whoever_hangs_on(
    clean_env: dict[str, str], tmp_path: Path
) -> None:
    with served(env=clean_env, cwd=tmp_path) as server, ExitStack() as stack:
        name, _, port = server.host.partition(":")
        for number in range(50):
            address = (name, int(port))
            hanging = stack.enter_context(socket.create_connection(address))
            hanging.sendall(b"GET / HTTP/1.1\r\nX-Slow: "[: number % 25])
        assert httpx2.get(f"{server.url}/api/v0/any").status_code == 200
        code, _, err = server.end(signal.SIGTERM)
    assert code == 0
    assert "Traceback" not in err


async def sessions(emulator: Emulator, count: int) -> list[RawClient]:
    """Have many users at once in two apps, each watching and changing one user."""
    apps = (emulator.app_id, emulator.app_id + "-other")
    tokens = [emulator.tokens_of(app) for app in apps]
    async with AsyncExitStack() as stack:
        clients: list[RawClient] = []
        for number in range(count):
            user, app = f"user-{number // 2}", number % 2
            opening = logged_in(emulator.host, apps[app], user, tokens[app](user))
            clients.append(await stack.enter_async_context(opening))
        for number, client in enumerate(clients):
            await client.watch(f"user-{number // 2}")
        for number, client in enumerate(clients):
            await client.set(f"user-{number // 2}", name=f"{number}")
        for client in clients:
            await client.ping()
    return clients


def test_many_sessions_at_once(
    talkjs_emulator: Emulator, request: pytest.FixtureRequest
) -> None:
    many = request.config.getoption("--seeds") or request.config.getoption("--seed")
    count = 1000 if many else 100
    with open_files(3 * count + 200):
        clients = asyncio.run(sessions(talkjs_emulator, count))
    for number, client in enumerate(clients):
        names = {event["state"]["name"] for event in client.events}
        assert names == {f"{number}"}


class open_files:  # noqa: N801 - reads as what it does
    """Let this process have so many open, if the system lets it."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __enter__(self) -> None:
        resource = pytest.importorskip("resource")
        self.before = resource.getrlimit(resource.RLIMIT_NOFILE)
        soft, hard = self.before
        wanted = max(soft, self.count)
        if hard not in {-1, resource.RLIM_INFINITY} and hard < wanted:
            pytest.skip("too few files may be open")
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))

    def __exit__(self, *_: object) -> None:
        resource = pytest.importorskip("resource")
        resource.setrlimit(resource.RLIMIT_NOFILE, self.before)
