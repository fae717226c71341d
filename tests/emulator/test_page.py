"""The page at `/`: what it says about itself, and what a browser makes of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import httpx2
import pytest
from browser import CHROMIUM, Tab, opened_tab
from raw_client import RawClient

from minidoc.emulator.testing import Emulator

LogIn = Callable[[str], AbstractAsyncContextManager[RawClient]]

HOSTILE = "<img src=x onerror=document.title='taken'><script>alert()</script>"


async def test_nothing_comes_from_elsewhere(talkjs_emulator: Emulator) -> None:
    async with httpx2.AsyncClient(base_url=talkjs_emulator.url) as http:
        page = await http.get("/")
        assert page.headers["content-type"].startswith("text/html")
        policy = page.headers["content-security-policy"]
        assert policy.startswith("default-src 'none';")
        assert "unsafe" not in policy
        assert page.headers["x-content-type-options"] == "nosniff"
        parts = re.findall(r'(?:src|href)="(/[^"]+)"', page.text)
        assert parts == ["/__emulator/page.css", "/__emulator/page.js"]
        for part in parts:
            answer = await http.get(part)
            assert answer.status_code == 200
            assert "//" not in answer.text.replace("// ", "")
        script = (await http.get("/__emulator/page.js")).text
        for way_in in ("innerHTML", "outerHTML", "insertAdjacent", "eval", "write("):
            assert way_in not in script


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed")
async def test_a_browser_shows_it_live(
    log_in: LogIn, talkjs_emulator: Emulator, tmp_path: Path
) -> None:
    """What happens after the load is on the page, and text of users is only text."""
    async with (
        log_in("alice") as alice,
        opened_tab(talkjs_emulator.url, tmp_path / "profile") as tab,
    ):
        await tab.until("document.getElementById('state')?.dataset.state === 'live'")
        assert await tab.value("document.body.innerText.includes('user bob')") is False
        await alice.create("bob", name=HOSTILE, custom={"k": HOSTILE})
        await alice.watch_online("bob")
        async with log_in("bob"):
            await tab.until("document.body.innerText.includes('user bob')")
            text = await tab.value("document.body.innerText")
            for shown in (talkjs_emulator.app_id, HOSTILE, "1 watcher", "logged in"):
                assert shown in text
        assert await tab.value("document.images.length") == 0
        assert await tab.value("document.scripts.length") == 1
        assert await tab.value("document.title") == "minidoc emulator"
        papers = [await _paper(tab, scheme) for scheme in ("light", "dark")]
        assert papers[0] != papers[1]
        wide = "document.documentElement.scrollWidth <= window.innerWidth"
        assert await tab.value(wide) is True


async def _paper(tab: Tab, scheme: str) -> str:
    await tab.prefer(scheme)
    colour = await tab.value("getComputedStyle(document.body).backgroundColor")
    assert isinstance(colour, str)
    return colour
