"""A headless Chromium, spoken to by its own protocol: open a page, ask it, see it."""

from __future__ import annotations

import asyncio
import base64
import json
import re
import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

_COMPLAINTS = {
    "Log.entryAdded",
    "Runtime.consoleAPICalled",
    "Runtime.exceptionThrown",
}


class Tab:
    """One page.

    Attributes:
        complaints: What went to its console: refusals of its policy, errors, messages.
        requests: Addresses that it asked for, its own included.
    """

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._session = ""
        self._next = 0
        self._events: set[str] = set()
        self.complaints: list[Any] = []
        self.requests: list[str] = []

    async def open(self, url: str) -> None:
        made = await self._ask("Target.createTarget", url="about:blank")
        target = made["targetId"]
        attached = await self._ask(
            "Target.attachToTarget", targetId=target, flatten=True
        )
        self._session = attached["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            await self._ask(f"{domain}.enable")
        await self._load("Page.navigate", url=url)

    async def reload(self) -> None:
        await self._load("Page.reload")

    async def _load(self, method: str, **parameters: Any) -> None:
        self._events.discard("Page.loadEventFired")
        await self._ask(method, **parameters)
        while "Page.loadEventFired" not in self._events:
            await self._read()

    async def value(self, expression: str) -> Any:
        """Evaluate an expression, and wait for it if it is a promise."""
        found = await self._ask(
            "Runtime.evaluate",
            expression=expression,
            awaitPromise=True,
            returnByValue=True,
        )
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    async def until(self, condition: str) -> None:
        """Wait until an expression is true; it is looked at on each drawn frame."""
        await self.value(
            "new Promise((done) => { const look = () =>"
            f" ({condition}) ? done(true) : requestAnimationFrame(look); look(); }})"
        )

    async def prefer(self, scheme: str) -> None:
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        await self._ask("Emulation.setEmulatedMedia", features=features)

    async def resize(self, width: int, height: int = 900) -> None:
        size = {"width": width, "height": height}
        await self._ask(
            "Emulation.setDeviceMetricsOverride",
            **size,
            deviceScaleFactor=1,
            mobile=False,
        )

    async def screenshot(self) -> bytes:
        found = await self._ask("Page.captureScreenshot", format="png")
        return base64.b64decode(found["data"])

    async def _ask(self, method: str, **parameters: Any) -> Any:
        self._next += 1
        question = {"id": self._next, "method": method, "params": parameters}
        if self._session:
            question["sessionId"] = self._session
        await self._socket.send(json.dumps(question))
        while True:
            answer = await self._read()
            if answer.get("id") == self._next:
                assert "error" not in answer, answer
                return answer["result"]

    async def _read(self) -> Any:
        message = json.loads(await self._socket.recv())
        method = message.get("method", "")
        self._events.add(method)
        if method == "Network.requestWillBeSent":
            self.requests.append(message["params"]["request"]["url"])
        elif method in _COMPLAINTS:
            self.complaints.append(message["params"])
        return message


@asynccontextmanager
async def opened_tab(url: str, profile: Path) -> AsyncGenerator[Tab]:
    """Start a browser with an empty profile, and open a page in it."""
    assert CHROMIUM is not None
    process = await asyncio.create_subprocess_exec(
        CHROMIUM,
        *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
        *("--disable-background-networking", "--remote-debugging-port=0"),
        *("--window-size=1200,1000", f"--user-data-dir={profile}"),
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stderr is not None
        async for line in process.stderr:
            found = re.search(r"listening on (ws://\S+)", line.decode())
            if found:
                break
        else:
            raise AssertionError("no browser")
        async with connect(found[1], max_size=None) as socket:
            tab = Tab(socket)
            await tab.open(url)
            yield tab
    finally:
        process.kill()
        await process.communicate()
