"""What a browser makes of the page: room, contrast, silence, nothing that acts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

import pytest
from browser import CHROMIUM, Tab, opened_tab
from checks import HOSTILE, change, checked, difference, hostile

from minidoc.changes import ChangeCode
from minidoc.diagnostics import Code, Diagnostic, Span
from minidoc.report.checked import Checked
from minidoc.report.page import page_text

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed"),
]

FITS = "document.documentElement.scrollWidth <= window.innerWidth"
# Whatever sticks out of the window, or holds more than it shows. The code may be wider
# than the column around it.
STICKS_OUT = """
[...document.querySelectorAll('body *')]
  .filter(e => !e.closest('.skip, caption, th.n') && e.tagName !== 'MAIN')
  .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1
            || (e.clientWidth && e.scrollWidth > e.clientWidth + 1))
  .map(e => e.outerHTML.slice(0, 200))
"""
UNFOLD = "document.querySelectorAll('details').forEach(e => e.open = true)"
ACTS = """
[...document.querySelectorAll('*')]
  .filter(e => /^(script|img|svg|iframe|form|base|link|object|embed)$/i.test(e.tagName)
            || [...e.attributes].some(a => /^(on.*|style)$/.test(a.name))
            || (e.href && !/^(https?|file):/.test(e.href)))
  .map(e => e.outerHTML.slice(0, 200))
"""
# The contrast of each piece of text with what is painted behind it (WCAG 2.2, 1.4.3).
PALE = """
(() => {
  const parse = (c) => c.match(/[\\d.]+/g).map(Number);
  const light = (c) => { const [r, g, b] = c.map((v) => {
    v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
    return .2126 * r + .7152 * g + .0722 * b; };
  const behind = (e) => { for (; e; e = e.parentElement) {
    const c = parse(getComputedStyle(e).backgroundColor);
    if (c.length === 3 || c[3] === 1) return c.slice(0, 3); } return [255, 255, 255]; };
  return [...document.querySelectorAll('body *')]
    .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
    .map((e) => { const [a, b] = [parse(getComputedStyle(e).color), behind(e)]
      .map((c) => light(c.slice(0, 3)) + .05);
      return [Math.max(a, b) / Math.min(a, b), e.outerHTML.slice(0, 90)]; })
    .filter(([ratio]) => ratio < 4.5);
})()
"""


def _full() -> Checked:
    """Something of everything, with words and lines that do not break by themselves."""
    everything = tuple(change(code) for code in ChangeCode)
    endless = "endless" * 60
    odd = replace(change(ChangeCode.CHANGED_NULL), python=endless, page=endless)
    old = "".join(f"line_{n} = {endless}\n" for n in range(20))
    span = Span("Rooms.md", 1, 3, 1, 9)
    findings = tuple(
        Diagnostic(code, f"`{endless}` {endless}", span, f"see {endless}")
        for code in (Code.SYNTAX_ERROR, Code.UNDECLARED_TYPE, Code.RENAMED)
    )
    return replace(
        checked(
            difference("rooms.py", old, old.replace("_1", "_one")),
            difference(f"{endless[:200]}.py", None, old),
            difference("gone.py", old, None),
            changes=(*everything, odd),
        ),
        diagnostics=findings,
        sources={"Rooms.md": ("docs/Rooms.md", endless)},
        addresses={"Rooms.md": "https://example.org/docs/Rooms"},
    )


Look: TypeAlias = Callable[[Tab], Coroutine[None, None, None]]


def _see(folder: Path, check: Checked, look: Look) -> None:
    """Open the page of a check, unfolded, and look at it for two minutes at most."""
    page = folder / "page.html"
    page.write_text(page_text(check), encoding="utf-8")

    async def see() -> None:
        async with (
            asyncio.timeout(120),
            opened_tab(page.as_uri(), folder / "profile") as tab,
        ):
            await tab.value(UNFOLD)
            await look(tab)

    asyncio.run(see())


def test_it_fits_looks_right_and_is_quiet(tmp_path: Path) -> None:
    _see(tmp_path, _full(), _fits)


def test_old_stands_beside_new_or_above_it(tmp_path: Path) -> None:
    _see(tmp_path, _full(), _has_sides)


def test_it_has_landmarks_and_headings_in_order(tmp_path: Path) -> None:
    _see(tmp_path, _full(), _has_landmarks)


def test_hostile_text_does_nothing(tmp_path: Path) -> None:
    _see(tmp_path, hostile(HOSTILE[0]), partial(_is_inert, tmp_path / "page.html"))


async def _fits(full: Tab) -> None:
    papers: list[str] = []
    for scheme in ("light", "dark"):
        await full.prefer(scheme)
        papers.append(
            await full.value("getComputedStyle(document.body).backgroundColor")
        )
        assert await full.value(PALE) == []
        for width in (360, 768, 1280, 1920):
            await full.resize(width)
            assert await full.value(FITS), width
            assert await full.value(STICKS_OUT) == [], width
    assert papers[0] != papers[1]
    assert full.complaints == []
    assert len(full.requests) == 1


async def _has_sides(full: Tab) -> None:
    places = (
        "(() => { const row = document.querySelector('tr.differs');"
        " const [a, b] = ['.old', '.new'].map(s =>"
        " row.querySelector('td' + s).getBoundingClientRect());"
        " return [b.left - a.left, b.top - a.top]; })()"
    )
    await full.resize(1280)
    across, down = await full.value(places)
    assert across > 300
    assert down == 0
    await full.resize(360)
    across, down = await full.value(places)
    assert across == 0
    assert down > 10


async def _has_landmarks(full: Tab) -> None:
    for landmark in ("header", "nav", "main", "footer", "h1"):
        assert await full.value(f"document.querySelectorAll('{landmark}').length") == 1
    levels = await full.value(
        "[...document.querySelectorAll('h1,h2,h3,h4')].map(e => +e.tagName[1])"
    )
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    # What opens with a click opens with the keyboard: only links and summaries do.
    assert (
        await full.value("document.querySelectorAll('[tabindex],[role]').length") == 0
    )


async def _is_inert(page: Path, tab: Tab) -> None:
    for text in HOSTILE:
        page.write_text(page_text(hostile(text)), encoding="utf-8")
        await tab.reload()
        await tab.value(UNFOLD)
        assert await tab.value(ACTS) == [], text
        assert await tab.value("document.title") != "taken"
        assert await tab.value("document.querySelectorAll('h1').length") == 1
    assert tab.complaints == []
    assert set(tab.requests) == {page.as_uri()}
