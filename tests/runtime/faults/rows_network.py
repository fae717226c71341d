"""Rows 17 to 22: what stands between a session and the service, and the clock."""

from __future__ import annotations

import socket
import time
from dataclasses import replace
from email.utils import formatdate

import pytest
from front import answer
from leftovers import eventually
from matrix import QUICK, row
from places import NAME, REFUSING, SILENT, WHO
from scenes import Scene

from talkjs import NotConnectedError, SessionClosedError

ENDED = (NotConnectedError, SessionClosedError)
HTML = b"<html><body><h1>502 Bad Gateway</h1></body></html>"
_UNEVEN = 0.05
"""What clocks of different kinds may differ by."""


@row(kind="balanced")
async def row_17_asked_to_wait(scene: Scene) -> None:
    name, value, wait = scene.dice.choice(
        [
            ("Retry_After", "1", 1.0),
            ("Retry_After", formatdate(time.time() + 2, usegmt=True), 1.0),
            ("Retry_After_Ms", "700", 0.7),
            ("Retry_After", "soon", 0.0),
            ("Retry_After", "-5", 0.0),
        ]
    )
    status = scene.dice.choice([429, 503])
    front = scene.place.front
    front.answers.append(answer(status, b"", **{name: value}))
    front.asked.clear()
    scene.emulator.disconnect()
    assert await scene.write() == []
    [refused, opened] = [at for at, _ in front.asked]
    assert opened - refused > wait - _UNEVEN, (name, value)
    if wait:
        assert scene.health.last_error.retry_after > wait - 1.0


BROKEN = {
    "an HTML page": answer(502, HTML, Content_Type="text/html"),
    "nothing": answer(502),
    "another type": answer(503, b"\x00\xff", Content_Type="image/png"),
    "no upgrade": answer(200, HTML, Content_Type="text/html"),
    "no HTTP": b"\x16\x03\x01 no HTTP\r\n\r\n",
    "a closed line": b"",
    "an upgrade for somebody else": (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Accept: bm9ib2R5\r\n\r\n"
    ),
}


@row(kind="balanced")
async def row_18_the_balancer_answers(scene: Scene) -> None:
    said = scene.dice.sample(sorted(BROKEN), 3)
    scene.place.front.answers.extend(BROKEN[each] for each in said)
    scene.emulator.disconnect()
    assert await scene.write() == []
    assert not scene.place.front.answers
    assert isinstance(scene.health.last_error, NotConnectedError), said
    assert "Bad Gateway" not in str(scene.health.last_error)


@row(kind="named")
async def row_19_no_such_name(scene: Scene) -> None:
    names = scene.place.names
    count, failures = names.count, scene.dice.randrange(2, 5)
    kind = scene.dice.choice([socket.EAI_NONAME, socket.EAI_AGAIN])
    names.failures += [socket.gaierror(kind, "no such name") for _ in range(failures)]
    names.before = scene.dice.sample([*REFUSING, *SILENT], scene.dice.randrange(4))
    scene.emulator.disconnect()
    assert await scene.write() == []
    assert not names.failures
    assert names.count >= count + failures + 1, "each attempt looks the name up"
    assert isinstance(scene.health.last_error.__cause__, socket.gaierror)


@row(kind="tls", may_raise=ENDED)
async def row_20_a_certificate_that_is_wrong(scene: Scene) -> None:
    wrong = scene.dice.choice(["expired", "of another host", "unknown"])
    scene.place.certificates.show(wrong)
    scene.emulator.disconnect()
    asked = len(scene.place.front.asked)
    errors = await scene.write()
    assert len(errors) == 8
    await eventually(lambda: scene.health.state == "failed")
    assert isinstance(scene.health.last_error, NotConnectedError)
    cause = scene.health.last_error.__cause__
    assert type(cause).__name__ == "SSLCertVerificationError", (wrong, cause)
    assert len(scene.place.front.asked) == asked, "nothing was said to a stranger"
    scene.ends = True


@row(kind="proxied", may_raise=ENDED)
async def row_21_a_proxy_that_refuses(scene: Scene) -> None:
    front = scene.place.front
    assert front.heads[0].startswith(f"CONNECT {NAME}:{front.port} HTTP/1.1\r\n")
    assert "\r\nProxy-Authorization: Basic " in front.heads[0]
    front.answers.append(answer(502))  # the first may pass
    scene.emulator.disconnect()
    assert await scene.write() == []
    front.answers.extend(answer(407) for _ in range(3))
    scene.emulator.disconnect()
    assert len(await scene.write()) == 8
    await eventually(lambda: scene.health.state == "failed")
    assert isinstance(scene.health.last_error, NotConnectedError)
    assert len(front.answers) == 2, "asked once, not for ever"
    assert WHO.partition(":")[2] not in f"{scene.health} {scene.records.last}"
    scene.ends = True


@row(has_provider=True, timing=replace(QUICK, call=4.0))
async def row_22_the_clock_is_put_forward_or_back(scene: Scene) -> None:
    real = time.time
    for hours in scene.dice.sample([1, -1, 24 * 365, -24 * 365], 2):
        with pytest.MonkeyPatch.context() as patch:
            for name in ("time.time", "talkjs._runtime.driving.time"):
                patch.setattr(name, lambda h=hours: real() + h * 3600.0)
            scene.publish()
            assert await scene.write() == []
            await scene.all_see_the_newest()
            scene.emulator.disconnect(code=1012)
            assert await scene.write() == []
    assert scene.asked == 1, "no token ends early"
    assert scene.health.reconnects <= 2
