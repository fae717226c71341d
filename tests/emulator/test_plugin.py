"""The fixture: an app for each test, waiting without sleeping, a shut door."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest
from raw_client import RawClient, logged_in

from minidoc.emulator.loopback import NetworkBlockedError, only_loopback
from minidoc.emulator.service import NotQuietError, Options
from minidoc.emulator.testing import Emulator
from minidoc.emulator.thread import ServiceThread

LogIn = Callable[[str], AbstractAsyncContextManager[RawClient]]
seen: set[str] = set()


@pytest.mark.parametrize("_", range(3))
def test_each_test_has_an_app_of_its_own(talkjs_emulator: Emulator, _: int) -> None:
    assert talkjs_emulator.app_id.startswith("demo-")
    assert talkjs_emulator.app_id not in seen
    seen.add(talkjs_emulator.app_id)
    assert talkjs_emulator.user("alice") is None
    assert talkjs_emulator.now() == pytest.approx(time.time(), abs=5)
    talkjs_emulator.put_user("alice", name="Alice")
    talkjs_emulator.advance(10_000)
    assert os.environ["TALKJS_EMULATOR_HOST"] == talkjs_emulator.host


def test_it_is_up_and_reset_in_no_time(talkjs_emulator: Emulator) -> None:
    """Far below what a suite would notice; the bounds leave room for other work."""
    start = time.perf_counter()
    ServiceThread(Options()).stop()
    assert time.perf_counter() - start < 1
    start = time.perf_counter()
    for _ in range(100):
        talkjs_emulator.reset()
    assert time.perf_counter() - start < 1


def test_users_are_written_as_a_back_end_does(talkjs_emulator: Emulator) -> None:
    with pytest.raises(ValueError, match="name: is required"):
        talkjs_emulator.put_user("alice", locale="nl")
    talkjs_emulator.put_user("alice", name="Alice", email=["a@x.y"])
    alice = talkjs_emulator.user("alice")
    assert alice is not None
    assert alice["email"] == ["a@x.y"]


async def test_quiesce_waits_for_each_acknowledgement(
    log_in: LogIn, talkjs_emulator: Emulator
) -> None:
    await talkjs_emulator.quiesce_async()
    async with log_in("alice") as alice:
        await alice.watch("bob")
        talkjs_emulator.put_user("bob", name="Bob")
        with pytest.raises(NotQuietError, match="alice: 1 pushes without an ACK"):
            await talkjs_emulator.quiesce_async(timeout=0.05)
        await alice.event()
        await talkjs_emulator.quiesce_async()
        assert talkjs_emulator.journal.entries()[-1].frame == [1, "ACK"]


async def test_waiting_does_not_block_the_loop(talkjs_emulator: Emulator) -> None:
    with pytest.raises(RuntimeError, match="await quiesce_async"):
        talkjs_emulator.quiesce()
    with pytest.raises(RuntimeError, match="await wait_for_async"):
        talkjs_emulator.journal.wait_for(lambda _: True)


def test_the_journal_shows_frames_and_no_tokens(talkjs_emulator: Emulator) -> None:
    token = talkjs_emulator.token("alice")

    async def visit() -> None:
        host, app_id = talkjs_emulator.host, talkjs_emulator.app_id
        async with logged_in(host, app_id, "alice", token) as alice:
            await alice.watch("bob")
            await alice.create("bob", name="Bob")

    asyncio.run(visit())
    journal = talkjs_emulator.journal
    journal.wait_for(lambda entry: entry.frame == ["close", 1000])
    requests = [(entry.method, entry.path) for entry in journal.requests()]
    assert requests == [
        ("POST", "/session/renew"),
        ("SUBSCRIBE", "/users"),
        ("GET", "/users"),
        ("POST", "/users/bob"),
    ]
    assert [entry.path for entry in journal.requests("GET")] == ["/users"]
    assert len(journal.pushes()) == 1
    assert token not in repr(journal.entries())
    assert "<token " in repr(journal.requests("POST")[0].frame)
    with pytest.raises(TimeoutError, match="nothing that passes came; the last: "):
        journal.wait_for(lambda entry: entry.user_id == "nobody", timeout=0.01)
    newest = journal.count
    assert journal.entries(since=newest) == []


def test_seed_export_restore_reset(talkjs_emulator: Emulator) -> None:
    talkjs_emulator.seed({"alice": {"name": "Alice", "createdAt": 7}})
    talkjs_emulator.put_user("bob", name="Bob")
    exported = talkjs_emulator.export()
    talkjs_emulator.reset()
    assert talkjs_emulator.user("bob") is None
    alice = talkjs_emulator.user("alice")
    assert alice is not None
    assert alice["createdAt"] == 7
    talkjs_emulator.restore(exported)
    assert talkjs_emulator.user("bob") is not None
    assert talkjs_emulator.export() == exported


async def test_reset_ends_sockets(log_in: LogIn, talkjs_emulator: Emulator) -> None:
    async with log_in("alice") as alice:
        await alice.watch("bob")
        talkjs_emulator.reset()
        await alice.socket.wait_closed()
        assert alice.socket.close_code == 1012
    assert talkjs_emulator.subscriptions() == {}
    assert not talkjs_emulator.is_online("alice")


def test_names_are_not_looked_up(talkjs_emulator: Emulator) -> None:
    with pytest.raises(NetworkBlockedError):
        socket.create_connection(("example.com", 9), timeout=0.01)


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1"])
def test_other_hosts_are_out_of_reach(talkjs_emulator: Emulator, host: str) -> None:
    with pytest.raises(NetworkBlockedError, match="may only reach loopback"):
        socket.create_connection((host, 9), timeout=0.01)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with (
        socket.socket(family) as raw,
        pytest.raises(NetworkBlockedError),
    ):
        raw.connect((host, 9))
    with (
        socket.socket(family, socket.SOCK_DGRAM) as raw,
        pytest.raises(NetworkBlockedError),
    ):
        raw.sendto(b"", (host, 9))


async def test_other_hosts_are_out_of_reach_of_an_event_loop(
    talkjs_emulator: Emulator,
) -> None:
    for host in ("192.0.2.1", "example.com"):
        with pytest.raises(NetworkBlockedError):
            await asyncio.open_connection(host, 9)


def test_loopback_is_within_reach(talkjs_emulator: Emulator) -> None:
    port = int(talkjs_emulator.host.rpartition(":")[2])
    for host in ("127.0.0.1", "localhost"):
        socket.create_connection((host, port), timeout=5).close()


def test_the_door_is_open_again_afterwards() -> None:
    with only_loopback(), only_loopback():
        pass
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as raw:
        raw.connect(("192.0.2.1", 9))  # a datagram socket sends nothing here


def test_the_plugin_loads_no_emulator(clean_env: dict[str, str]) -> None:
    program = (
        "import sys, minidoc.emulator.plugin\n"
        "print(sorted({'starlette', 'uvicorn', 'websockets', 'jwt'} & {*sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env=clean_env,
        timeout=30,
        check=True,
    )
    assert done.stdout.strip() == "[]"
