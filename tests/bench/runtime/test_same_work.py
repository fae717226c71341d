"""What the benchmarks compare does the same work; nothing here looks at a clock."""

from __future__ import annotations

import asyncio
import json
from collections import UserDict
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

import pytest
from websockets.frames import Opcode
from websockets.protocol import State
from websockets.server import ServerProtocol

from bench.figure import Figure
from bench.runtime import FAMILIES, calls, closing, emulator, pushes, watching
from bench.runtime.bare import BareAlternating, BareClient, BareSyncClient, frame_of
from bench.runtime.by_hand import user_by_hand
from bench.runtime.canned import USER, CannedService
from bench.runtime.rounds import alternate
from minidoc.emulator.frames import Ack, Request, read_frame
from talkjs import DecodeError, UserSnapshot, users
from talkjs._runtime import frames

WRONG: list[Any] = [None, 1, 1.5, True, "x", [], ["x"], {}, {"a": 1}, {'"': None}]
FIELDS = (*USER, "unheardOf")


@pytest.fixture(scope="module")
def service() -> Iterator[CannedService]:
    with CannedService() as running:
        yield running


def _read(decode: Any, given: Any) -> object:
    try:
        return decode(given)
    except DecodeError as error:
        return str(error)


@pytest.mark.parametrize("field", FIELDS)
def test_both_decoders_accept_and_refuse_the_same(field: str) -> None:
    for value in WRONG:
        given = {**USER, field: value}
        by_hand = _read(user_by_hand, given)
        assert _read(UserSnapshot.from_json, given) == by_hand
        if isinstance(by_hand, UserSnapshot):
            assert UserSnapshot.from_json(given).to_json() == by_hand.to_json()
    missing = {name: value for name, value in USER.items() if name != field}
    assert _read(UserSnapshot.from_json, missing) == _read(user_by_hand, missing)


@pytest.mark.parametrize("given", [*WRONG, UserDict(USER), MappingProxyType(USER)])
def test_both_decoders_want_a_mapping(given: Any) -> None:
    assert _read(UserSnapshot.from_json, given) == _read(user_by_hand, given)


def test_both_decoders_freeze() -> None:
    given = {**USER, "more": {"a": [1]}}
    ours, by_hand = UserSnapshot.from_json(given), user_by_hand(given)
    assert repr(ours) == repr(by_hand)
    assert type(ours.custom) is type(by_hand.custom)
    assert ours.custom is not given["custom"]


def test_both_send_the_same_request() -> None:
    operation = users._user_ref_set(
        "u0", name="Alice", custom=None, locale=None, photo_url=None, role=None,
        welcome_message=None, email=None, phone=None, push_tokens=None,
    )  # fmt: skip
    ours = frames.ask(7, operation.requests[0])
    assert ours == frame_of(7, "PUT", "/users/u0", {"name": "Alice"})


def test_every_client_gets_its_answers(service: CannedService) -> None:
    async def ask(client: BareClient | BareAlternating) -> Any:
        async with client:
            return await client.request("GET", "/users", {"ids": ["u0"]})

    with BareSyncClient(service.host) as client:
        answer = client.request("GET", "/users", {"ids": ["u0"]})
    assert answer == {"u0": USER}
    assert asyncio.run(ask(BareClient(service.host))) == answer
    assert asyncio.run(ask(BareAlternating(service.host))) == answer


@pytest.mark.parametrize("at_once", [1, 32])
def test_calls_are_counted(
    service: CannedService, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(calls, "_COUNT", 64)
    assert asyncio.run(calls.ours(service.host, at_once)) > 0
    assert asyncio.run(calls.bare(service.host, at_once)) > 0
    assert calls.ours_sync(service.host) > 0
    assert calls.bare_sync(service.host) > 0


@pytest.mark.parametrize("watched", [1, 3])
def test_both_deliver_the_same_snapshots(service: CannedService, watched: int) -> None:
    ours = asyncio.run(pushes.ours(service, watched, 50))
    reference = asyncio.run(pushes.reference(service, watched, 50))
    assert ours.last is not None
    assert ours.last == reference.last
    assert ours.last.name.startswith("Alice the ")


def test_all_subscriptions_are_there_and_come_back(service: CannedService) -> None:
    assert asyncio.run(watching.memory(service, 20)) > 0
    assert asyncio.run(watching.return_after_cut(service, 20)) > 0


def test_closing_ends_in_the_middle_of_a_flood(service: CannedService) -> None:
    def flood() -> None:
        service.flood(2_000, 1)

    assert asyncio.run(closing.seconds_async(service.host, flood)) > 0
    assert closing.seconds_sync(service.host, flood) > 0


def test_the_emulator_answers_pushes_and_gets_every_acknowledgement() -> None:
    with emulator.Emulator() as running:
        assert emulator.writes_per_second(running.host, 0, 50) > 0
        assert emulator.writes_per_second(running.host, 3, 50) > 0


@pytest.mark.parametrize("text", ['[1,"ACK"]', frame_of(2, "PUT", "/users/a", {})])
def test_prepared_bytes_are_frames(text: str) -> None:
    server = ServerProtocol(state=State.OPEN)
    server.receive_data(emulator.masked(text) + emulator.masked(text + " " * 200))
    events: list[Any] = [*server.events_received()]
    first, second = events
    assert (first.opcode, bytes(first.data).decode()) == (Opcode.TEXT, text)
    assert json.loads(bytes(second.data)) == json.loads(text)
    assert isinstance(read_frame(text)[0], Ack | Request)


def test_runs_alternate_and_the_first_ones_do_not_count() -> None:
    log: list[str] = []
    values = iter([100.0, 100.0, 1.0, 4.0, 2.0, 5.0, 3.0, 6.0])

    def run(name: str) -> float:
        log.append(name)
        return next(values)

    pair = alternate(lambda: run("ours"), lambda: run("reference"), 3)
    assert pair == (2.0, 5.0)
    assert log == ["ours", "reference"] * 4


def test_what_is_compared_ran_side_by_side() -> None:
    """The machine was twice as slow for a while, which two medians would mix."""
    values = iter([1.0, 1.0, 6.0, 3.0, 2.0, 4.0, 5.0, 5.0])
    pair = alternate(lambda: next(values), lambda: next(values), 3)
    assert pair == (5.0, 5.0)


def test_figures_are_named_after_their_family() -> None:
    assert list(FAMILIES) == [
        "import", "decode", "call", "push", "idle", "close", "emulator",
    ]  # fmt: skip
    figure = Figure("decode.user", "", 1, 1, "s", "at most", 1.3)
    assert figure.name.partition(".")[0] in FAMILIES
