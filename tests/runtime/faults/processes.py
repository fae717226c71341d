"""`minidoc serve` as a process of its own, which can be killed, and started again."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx2

from talkjs import sign_token

APP, SECRET = "demo-killed", "the secret of a process"
_BATCH = 100


class Served:
    """A service with a database, on one port from its first start on."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._process: subprocess.Popen[str] | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.host = f"127.0.0.1:{self.port}"
        self.app_id = APP

    def start(self) -> None:
        """Start it, and return when it takes connections."""
        command = [sys.executable, "-m", "minidoc", "serve", "--port", str(self.port)]
        self._process = subprocess.Popen(
            [*command, "--db", str(self._database), "--secret", SECRET],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == f"listening on {self.host}\n"

    def kill(self) -> None:
        """End it by SIGKILL: it has no time for anything."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            assert self._process.stdout is not None
            self._process.stdout.close()
            self._process = None

    def token(self, user_id: str, ttl: float = 86400) -> str:
        """Make a user's token, as a back end does."""
        return sign_token(app_id=APP, user_id=user_id, secret=SECRET, ttl=ttl)

    def put_users(self, user_ids: list[str], name: str) -> None:
        """Write users as a back end does."""
        for start in range(0, len(user_ids), _BATCH):
            users = {each: {"name": name} for each in user_ids[start : start + _BATCH]}
            self._http("PUT", f"/v1/{APP}/users", users)

    def requests(self, method: str) -> list[list[Any]]:
        """Return the frames with a request that it got since it was started."""
        answer = self._http("GET", "/__emulator/journal")
        received = [each for each in answer["entries"] if each["direction"] == "in"]
        return [each["frame"] for each in received if each["frame"][1] == method]

    def _http(self, verb: str, path: str, body: object = None) -> Any:
        answer = httpx2.request(
            verb,
            f"http://{self.host}{path}",
            json=body,
            headers={"Authorization": f"Bearer {SECRET}"},
        )
        assert answer.status_code == 200, answer.text
        return answer.json()
