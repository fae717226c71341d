"""The web service: its endpoints, its health, and what is left when it ends."""

from __future__ import annotations

import signal
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from running import EXAMPLES, LIMIT, Env, Running, running
from serving import Served

from minidoc.emulator.testing import Emulator

COMMAND = ("-m", "uvicorn", "--app-dir", EXAMPLES, "service:app", "--port", "0",
           "--no-access-log")  # fmt: skip


@contextmanager
def service(env: Env, cwd: Path) -> Generator[tuple[Running, httpx2.Client]]:
    """Run it; give it and a client of it."""
    with running(*COMMAND, env=env, cwd=cwd) as process:
        line = process.error_with("Uvicorn running on ")
        address = line.partition("running on ")[2].partition(" ")[0]
        with httpx2.Client(base_url=address, trust_env=False) as client:
            yield process, client


def test_it_reads_and_writes_users(
    talkjs_emulator: Emulator, env: Env, tmp_path: Path
) -> None:
    with service(env, tmp_path) as (process, client):
        assert client.get("/users/ada").status_code == 404
        body = {"name": "Ada", "photo_url": "https://example.com/a.png"}
        assert client.put("/users/ada", json=body).status_code == 204
        assert client.put("/users/ada", json={"name": "Ada L."}).status_code == 204
        assert client.get("/users/ada").json() == {
            "id": "ada",
            **body,
            "name": "Ada L.",
        }
        stored = talkjs_emulator.user("ada")
        assert stored is not None
        assert (stored["name"], stored["photoUrl"]) == ("Ada L.", body["photo_url"])
        assert talkjs_emulator.connection_count() == 1

        code, _, err = process.end(signal.SIGINT)
        assert code in {0, -signal.SIGINT}
        assert "Traceback" not in err
    talkjs_emulator.quiesce()
    assert talkjs_emulator.connection_count() == 0


def test_what_talkjs_refuses_is_handed_on(
    talkjs_emulator: Emulator, env: Env, tmp_path: Path
) -> None:
    with service(env, tmp_path) as (_, client):
        nameless = client.put("/users/bob", json={})
        assert nameless.status_code == 400
        assert "name" in str(nameless.json()["detail"])
        talkjs_emulator.set_user_sync(False)
        assert client.put("/users/bob", json={"name": "Bob"}).status_code == 403
        assert client.put("/users/bob", json={"name": ""}).status_code == 422
    assert talkjs_emulator.user("bob") is None


def test_its_health(open_emulator: Served, open_env: Env, tmp_path: Path) -> None:
    with service(open_env, tmp_path) as (_, client):
        ready = _until(client, 200)
        assert ready["state"] == "ready"
        assert (ready["last_error"], ready["reconnects"]) == (None, 0)
        assert ready["last_frame_age"] < LIMIT

        open_emulator.end(signal.SIGTERM)
        gone = _until(client, 503)
        assert gone["state"] == "reconnecting"
        assert gone["last_error"]
        # Calls wait for a connection as long as they may, and then say so.
        assert client.get("/users/ada", timeout=LIMIT).status_code == 503


def _until(client: httpx2.Client, status: int) -> Any:
    """Ask for its health, as a load balancer does, until it has this status."""
    until = time.monotonic() + LIMIT
    while True:
        answer = client.get("/healthz")
        if answer.status_code == status:
            return answer.json()
        if time.monotonic() > until:
            pytest.fail(f"still {answer.status_code}: {answer.text}")
