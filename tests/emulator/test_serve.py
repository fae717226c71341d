"""`minidoc serve`: a process that starts, survives and ends as it should."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx2
import jwt
import pytest
from raw_client import RawClient, RefusedError, logged_in, opened
from serving import Served, served
from websockets.exceptions import ConnectionClosed

from minidoc.emulator.store import SqliteStore, StoreError

Env = dict[str, str]
library: Any = jwt


def user_token(app_id: str, user_id: str, secret: str = "x" * 32, **more: Any) -> str:
    claims = {"tokenType": "user", "iss": app_id, "sub": user_id, **more}
    token: str = library.encode(claims, secret, "HS256")
    return token


def client(server: Served, app_id: str, user_id: str) -> Any:
    return logged_in(server.host, app_id, user_id, user_token(app_id, user_id))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly(clean_env: Env, tmp_path: Path, number: int) -> None:
    with served(env=clean_env, cwd=tmp_path) as server:
        assert httpx2.get(f"{server.url}/api/v0/any").status_code == 200
        code, out, err = server.end(number)
    assert (code, out) == (0, "")
    assert "Traceback" not in err
    assert [*tmp_path.iterdir()] == []


async def test_sockets_are_closed_with_1012(clean_env: Env, tmp_path: Path) -> None:
    with served(env=clean_env, cwd=tmp_path) as server:
        async with (
            client(server, "app", "alice") as alice,
            httpx2.AsyncClient() as http,
            http.stream("GET", f"{server.url}/__emulator/watch") as page,
        ):
            server.process.send_signal(signal.SIGTERM)
            await alice.socket.wait_closed()
            assert alice.socket.close_code == 1012
            assert page.status_code == 200
        assert server.process.wait(10) == 0


def test_it_loads_nothing_that_reads_pages(clean_env: Env, tmp_path: Path) -> None:
    program = (
        "import sys, threading, os, signal\n"
        "import minidoc.emulator.process as process\n"
        "from minidoc.cli import main\n"
        "def announce(address):\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "import minidoc.cli.serve as serve\n"
        "serve._announce = announce\n"
        "code = main(['serve', '--port', '0', '--db', 'x.db'])\n"
        "heavy = {'lark', 'jinja2', 'black', 'pydantic', 'pytest'}\n"
        "print(code, sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env=clean_env,
        cwd=tmp_path,
        timeout=30,
        check=False,
    )
    assert done.stdout.strip() == "0 []", done.stderr


@pytest.mark.parametrize("library", ["starlette", "uvicorn", "websockets", "jwt"])
def test_without_the_extra(clean_env: Env, tmp_path: Path, library: str) -> None:
    program = (
        f"import sys; sys.modules[{library!r}] = None\n"
        "from minidoc.cli import main; sys.exit(main(['serve', '--port', '0']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env=clean_env,
        cwd=tmp_path,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install 'minidoc-sdk[emulator]'" in done.stderr
    assert "Traceback" not in done.stderr


async def test_a_killed_process_loses_no_acknowledged_write(
    clean_env: Env, tmp_path: Path
) -> None:
    database = tmp_path / "emulator.db"
    with served("--db", database, env=clean_env, cwd=tmp_path) as server:
        async with client(server, "app", "alice") as alice:
            last = await _write_until_killed(server, alice)
    assert last > 20
    with served("--db", database, env=clean_env, cwd=tmp_path) as server:
        async with client(server, "app", "alice") as alice:
            ids = [str(number) for number in range(last + 1)]
            found = await alice.get(*ids)
            assert [*found] == ids
            assert all(found[each]["name"] == f"user {each}" for each in ids)
            await alice.set("0", locale="nl")
        assert server.end(signal.SIGTERM)[0] == 0
    assert [path.name for path in tmp_path.iterdir()] == ["emulator.db"]


async def _write_until_killed(server: Served, alice: RawClient) -> int:
    """Write one user after the other; return the last one that was acknowledged."""
    sent: dict[int, int] = {}
    last = -1
    for user in range(200):
        number = await alice.send("POST", f"/users/{user}", {"name": f"user {user}"})
        sent[number] = user
    while last < 50:
        number, status, _ = await alice.read()
        if number in sent:
            assert status == 200
            last = sent[number]
    server.process.kill()
    with contextlib.suppress(ConnectionClosed):
        while True:
            number, status, _ = await alice.read()
            assert status == 200
            last = sent[number]
    return last


def test_everything_is_kept_and_a_reset_is_too(clean_env: Env, tmp_path: Path) -> None:
    seed = tmp_path / "seed.json"
    users = {"alice": {"name": "Alice", "email": ["a@x.y"], "createdAt": 5}}
    state = {"apps": {"shop": {"userSync": False, "users": users}}}
    seed.write_text(json.dumps(state), encoding="utf-8")
    options = ("--db", tmp_path / "x.db", "--seed", seed)
    bearer = {"Authorization": "Bearer any"}
    with served(*options, env=clean_env, cwd=tmp_path) as server:
        path = f"{server.url}/v1/shop/users"
        assert httpx2.get(f"{path}/alice", headers=bearer).json()["createdAt"] == 5
        httpx2.put(f"{path}/bob", headers=bearer, json={"name": "Bob"})
        server.end(signal.SIGTERM)
    with served(*options, env=clean_env, cwd=tmp_path) as server:
        path = f"{server.url}/v1/shop/users"
        assert httpx2.get(f"{path}/bob", headers=bearer).status_code == 200
        export = httpx2.get(f"{server.url}/__emulator/export").json()
        assert export["apps"]["shop"]["userSync"] is False
        assert httpx2.post(f"{server.url}/__emulator/reset").status_code == 200
        server.process.kill()
    with served("--db", tmp_path / "x.db", env=clean_env, cwd=tmp_path) as server:
        path = f"{server.url}/v1/shop/users"
        assert httpx2.get(f"{path}/bob", headers=bearer).status_code == 404
        assert httpx2.get(f"{path}/alice", headers=bearer).json()["name"] == "Alice"


async def test_a_secret_is_checked(clean_env: Env, tmp_path: Path) -> None:
    with served("--secret", "s3cret", env=clean_env, cwd=tmp_path) as server:
        async with opened(server.host, "app", "alice") as alice:
            with pytest.raises(RefusedError) as caught:
                await alice.login(user_token("app", "alice"))
            assert caught.value.status == 401
            assert caught.value.reasons == ["token: the signature is wrong"]
            await alice.login(user_token("app", "alice", "s3cret".ljust(32, "\0")))
        _, _, err = server.end(signal.SIGTERM)
    assert "eyJ" not in err


async def test_a_user_without_a_token_and_syncing_off(
    clean_env: Env, tmp_path: Path
) -> None:
    with served("--no-user-sync", env=clean_env, cwd=tmp_path) as server:
        fallback = f"{server.url}/api/v0/app/bokens/alice?signature="
        token = httpx2.get(fallback).json()["boken"]
        async with logged_in(server.host, "app", "alice", token) as alice:
            with pytest.raises(RefusedError, match="403"):
                await alice.set("alice", name="Alice")
            assert await alice.get("alice") == {}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--secret", ""], "--secret must not be empty"),
        (["--seed", "missing.json"], "--seed missing.json"),
        (["--seed", "bad.json"], "apps.a.users.u.name: is required"),
        (["--db", "."], "--db"),
        (["--db", ""], "--db must not be empty"),
        (["--host", ""], "--host must not be empty"),
        (["--db", "bad.json"], "--db bad.json"),
        (["--host", "192.0.2.1"], "cannot listen on 192.0.2.1:0"),
        (["--port", "99999"], "--port"),
        (["--port", "x"], "'x' is no port"),
    ],
)
def test_bad_usage(
    minidoc: Any, tmp_path: Path, arguments: list[str], message: str
) -> None:
    bad = '{"apps": {"a": {"users": {"u": {}}}}}'
    (tmp_path / "bad.json").write_text(bad + " " * 200, encoding="utf-8")
    port = [] if "--port" in arguments else ["--port", "0"]
    ran = minidoc("serve", *port, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_a_port_that_is_taken(minidoc: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = minidoc("serve", "--port", str(port))
    assert ran.code == 2
    assert f"cannot listen on 127.0.0.1:{port}" in ran.err


def test_a_database_serves_one_process(tmp_path: Path) -> None:
    first = SqliteStore(tmp_path / "x.db")
    with pytest.raises(StoreError, match="locked by another emulator"):
        SqliteStore(tmp_path / "x.db")
    first.close()
    SqliteStore(tmp_path / "x.db").close()


def test_a_database_of_a_later_version(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "x.db") as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(StoreError, match="format 99"):
        SqliteStore(tmp_path / "x.db")
